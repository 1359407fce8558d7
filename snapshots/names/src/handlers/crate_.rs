//! The operations of `crate`.

use api::crate_::{Crate2, GetTagged2, GetTagged2Response};
use gate::{Caller, Problem};

use crate::app::App;

impl Crate2 for App {
    async fn get_tagged_2(
        &self,
        caller: Caller,
        request: GetTagged2,
    ) -> Result<GetTagged2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
