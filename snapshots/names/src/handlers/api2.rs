//! The operations of `Api`.

use api::api2::{Api2, Api2Response, Api4};
use gate::{Caller, Problem};

use crate::app::App;

impl Api4 for App {
    async fn api(&self, caller: Caller, request: Api2) -> Result<Api2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
