//! Named like a type of the prelude

use api::option::{Option2, Option2Response, Option4, Option22, Option22Response};
use gate::{Caller, Problem};

use crate::app::App;

impl Option4 for App {
    async fn option(&self, caller: Caller, request: Option2) -> Result<Option2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn option2(
        &self,
        caller: Caller,
        request: Option22,
    ) -> Result<Option22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
