//! The operations of `self`.

use api::self_::{GetTagged1, GetTagged1Response, Self2, Self2Response, Self5};
use gate::{Caller, Problem};

use crate::app::App;

impl Self5 for App {
    async fn self_(&self, caller: Caller, request: Self2) -> Result<Self2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_tagged_1(
        &self,
        caller: Caller,
        request: GetTagged1,
    ) -> Result<GetTagged1Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
