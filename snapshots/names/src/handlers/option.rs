//! Named like a type of the prelude

use api::option::{Option2, Option2Response, Option3, Option3Response, Option4};
use gate::{Caller, Problem};

use crate::app::App;

impl Option4 for App {
    async fn option(&self, caller: Caller, request: Option2) -> Result<Option2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn option3(&self, caller: Caller, request: Option3) -> Result<Option3Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
