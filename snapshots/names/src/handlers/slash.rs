//! The operations of `/`.

use api::slash::{AsteriskAsteriskAsterisk, AsteriskAsteriskAsteriskResponse, Slash};
use gate::{Caller, Problem};

use crate::app::App;

impl Slash for App {
    async fn asterisk_asterisk_asterisk(
        &self,
        caller: Caller,
        request: AsteriskAsteriskAsterisk,
    ) -> Result<AsteriskAsteriskAsteriskResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
