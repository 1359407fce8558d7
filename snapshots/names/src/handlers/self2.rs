//! The operations of `Self`.

use api::self2::{Self6, Self22, Self22Response};
use gate::{Caller, Problem};

use crate::app::App;

impl Self6 for App {
    async fn self2(&self, caller: Caller, request: Self22) -> Result<Self22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
