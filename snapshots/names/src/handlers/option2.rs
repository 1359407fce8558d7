//! The operations of `option`.

use api::option2::{Option5, Option22, Option22Response};
use gate::{Caller, Problem};

use crate::app::App;

impl Option5 for App {
    async fn option2(
        &self,
        caller: Caller,
        request: Option22,
    ) -> Result<Option22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
