//! Places to lie

use api::berths::{Berths, ListBerths, ListBerthsResponse, ReserveBerth, ReserveBerthResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Berths for App {
    async fn list_berths(
        &self,
        caller: Caller,
        request: ListBerths,
    ) -> Result<ListBerthsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn reserve_berth(
        &self,
        caller: Caller,
        request: ReserveBerth,
    ) -> Result<ReserveBerthResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
