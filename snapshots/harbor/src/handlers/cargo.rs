//! What a vessel carries

use api::cargo::{Cargo, ListCargo, ListCargoResponse, LoadCargo, LoadCargoResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Cargo for App {
    async fn list_cargo(
        &self,
        caller: Caller,
        request: ListCargo,
    ) -> Result<ListCargoResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn load_cargo(
        &self,
        caller: Caller,
        request: LoadCargo,
    ) -> Result<LoadCargoResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
