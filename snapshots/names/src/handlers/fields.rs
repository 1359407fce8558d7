//! The operations of `fields`.

use api::fields::{Fields, Fields2, FieldsResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Fields2 for App {
    async fn fields(&self, caller: Caller, request: Fields) -> Result<FieldsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
