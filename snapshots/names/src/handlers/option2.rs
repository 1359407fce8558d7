//! The operations of `option`.

use api::option2::{Option3, Option3Response, Option5};
use gate::{Caller, Problem};

use crate::app::App;

impl Option5 for App {
    async fn option3(&self, caller: Caller, request: Option3) -> Result<Option3Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
