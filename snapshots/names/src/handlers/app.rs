//! The operations of `App`.

use api::app::{App2, App2Response, App3};
use gate::{Caller, Problem};

use crate::app::App;

impl App3 for App {
    async fn app(&self, caller: Caller, request: App2) -> Result<App2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
