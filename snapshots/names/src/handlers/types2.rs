//! Named like a module of ours

use api::types2::{Types, Types3, TypesResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Types3 for App {
    async fn types(&self, caller: Caller, request: Types) -> Result<TypesResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
