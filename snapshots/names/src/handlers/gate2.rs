//! The operations of `gate`.

use api::gate2::{Gate, Gate2, GateResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Gate2 for App {
    async fn gate(&self, caller: Caller, request: Gate) -> Result<GateResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
