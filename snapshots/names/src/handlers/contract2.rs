//! The operations of `contract`.

use api::contract2::{Contract, Contract3, ContractResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Contract3 for App {
    async fn contract(
        &self,
        caller: Caller,
        request: Contract,
    ) -> Result<ContractResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
