//! Not ASCII

use api::gruf6udfe::{Gruf6udfe, Gruf6udfe2, Gruf6udfeResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Gruf6udfe2 for App {
    async fn gruf6udfe(
        &self,
        caller: Caller,
        request: Gruf6udfe,
    ) -> Result<Gruf6udfeResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
