//! The operations to which the contract gives no tag.

use api::operations::{Old, OldResponse, Operations};
use gate::{Caller, Problem};

use crate::app::App;

impl Operations for App {
    async fn old(&self, caller: Caller, request: Old) -> Result<OldResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
