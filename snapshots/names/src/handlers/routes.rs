//! The operations of `Routes`.

use api::routes::{Routes, Routes3, RoutesResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Routes3 for App {
    async fn routes(&self, caller: Caller, request: Routes) -> Result<RoutesResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
