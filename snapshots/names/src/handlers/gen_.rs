//! A word that edition 2024 reserves

use api::gen_::{Gen, Gen2, Gen2Response, Gen3, GenResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Gen3 for App {
    async fn gen_(&self, caller: Caller, request: Gen) -> Result<GenResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn gen2(&self, caller: Caller, request: Gen2) -> Result<Gen2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
