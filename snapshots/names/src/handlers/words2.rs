//! The operations of `Words`.

use api::words2::{GetTagged11, GetTagged11Response, Words6};
use gate::{Caller, Problem};

use crate::app::App;

impl Words6 for App {
    async fn get_tagged_11(
        &self,
        caller: Caller,
        request: GetTagged11,
    ) -> Result<GetTagged11Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
