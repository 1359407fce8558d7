//! The operations of `main`.

use api::main2::{GetTagged9, GetTagged9Response, Main};
use gate::{Caller, Problem};

use crate::app::App;

impl Main for App {
    async fn get_tagged_9(
        &self,
        caller: Caller,
        request: GetTagged9,
    ) -> Result<GetTagged9Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
