//! The operations of `Routes`.

use api::routes::{Routes, Routes2, RoutesResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Routes2 for App {
    async fn routes(&self, caller: Caller, request: Routes) -> Result<RoutesResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
