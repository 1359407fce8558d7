//! The operations of `mock`.

use api::mock2::{Mock, Mock3, MockResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Mock3 for App {
    async fn mock(&self, caller: Caller, request: Mock) -> Result<MockResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
