//! The operations of `Problem`.

use api::problem::{Caller2, Caller2Response, Problem3};
use gate::{Caller, Problem};

use crate::app::App;

impl Problem3 for App {
    async fn caller(&self, caller: Caller, request: Caller2) -> Result<Caller2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
