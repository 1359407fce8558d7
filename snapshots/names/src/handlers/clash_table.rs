//! The operations of `clash table`.

use api::clash_table::{ClashResponseTable, ClashResponseTableResponse, ClashTable2};
use gate::{Caller, Problem};

use crate::app::App;

impl ClashTable2 for App {
    async fn clash_response_table(
        &self,
        caller: Caller,
        request: ClashResponseTable,
    ) -> Result<ClashResponseTableResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
