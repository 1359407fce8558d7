//! The operations of `clash`.

use api::clash::{Clash, Clash2, ClashResponse, ClashResponse2, ClashResponse2Response};
use gate::{Caller, Problem};

use crate::app::App;

impl Clash2 for App {
    async fn clash(&self, caller: Caller, request: Clash) -> Result<ClashResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn clash_response(
        &self,
        caller: Caller,
        request: ClashResponse2,
    ) -> Result<ClashResponse2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
