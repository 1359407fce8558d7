//! The operations of `lib`.

use api::lib2::{Lib, Lib2, LibResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Lib2 for App {
    async fn lib(&self, caller: Caller, request: Lib) -> Result<LibResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
