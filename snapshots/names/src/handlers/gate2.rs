//! The operations of `gate`.

use api::gate2::{Gate, Gate3, GateResponse, GetTagged6, GetTagged6Response};
use gate::{Caller, Problem};

use crate::app::App;

impl Gate3 for App {
    async fn gate(&self, caller: Caller, request: Gate) -> Result<GateResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_tagged_6(
        &self,
        caller: Caller,
        request: GetTagged6,
    ) -> Result<GetTagged6Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
