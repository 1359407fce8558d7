//! The operations of `App`.

use api::app::{App, App2, AppResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl App2 for App {
    async fn app(&self, caller: Caller, request: App) -> Result<AppResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
