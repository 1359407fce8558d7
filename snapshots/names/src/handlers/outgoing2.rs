//! The operations of `outgoing`.

use api::outgoing2::{GetTagged8, GetTagged8Response, Outgoing2};
use gate::{Caller, Problem};

use crate::app::App;

impl Outgoing2 for App {
    async fn get_tagged_8(
        &self,
        caller: Caller,
        request: GetTagged8,
    ) -> Result<GetTagged8Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
