//! The operations of `self`.

use api::self_::{Self2, Self2Response, Self3};
use gate::{Caller, Problem};

use crate::app::App;

impl Self3 for App {
    async fn self_(&self, caller: Caller, request: Self2) -> Result<Self2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
