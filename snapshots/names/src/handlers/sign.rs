//! The operations of `😀`.

use api::sign::{Sign, Sign2, SignResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Sign2 for App {
    async fn sign(&self, caller: Caller, request: Sign) -> Result<SignResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
