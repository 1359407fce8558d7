//! The operations of `api`.

use api::api3::{Api5, GetTagged7, GetTagged7Response};
use gate::{Caller, Problem};

use crate::app::App;

impl Api5 for App {
    async fn get_tagged_7(
        &self,
        caller: Caller,
        request: GetTagged7,
    ) -> Result<GetTagged7Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
