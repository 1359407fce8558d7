//! The operations of `clash-response`.

use api::clash_response::{ClashResponse3, ClashTable, ClashTableResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl ClashResponse3 for App {
    async fn clash_table(
        &self,
        caller: Caller,
        request: ClashTable,
    ) -> Result<ClashTableResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
