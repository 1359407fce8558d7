//! Not ASCII

use api::größe::{Größe, Größe2, GrößeResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Größe2 for App {
    async fn größe(&self, caller: Caller, request: Größe) -> Result<GrößeResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
