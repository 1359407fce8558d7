//! The harbour itself

use api::harbor::{GetHarbor, GetHarborResponse, GetTide, GetTideResponse, Harbor};
use gate::{Caller, Problem};

use crate::app::App;

impl Harbor for App {
    async fn get_harbor(
        &self,
        caller: Caller,
        request: GetHarbor,
    ) -> Result<GetHarborResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_tide(&self, caller: Caller, request: GetTide) -> Result<GetTideResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
