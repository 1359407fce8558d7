//! The boats.

use api::v2::ferries::{
    AddFerry, AddFerryResponse, Ferries, GetFerry, GetFerryResponse, ListFerries,
    ListFerriesResponse,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Ferries for App {
    async fn list_ferries(
        &self,
        caller: Caller,
        request: ListFerries,
    ) -> Result<ListFerriesResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn add_ferry(
        &self,
        caller: Caller,
        request: AddFerry,
    ) -> Result<AddFerryResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_ferry(
        &self,
        caller: Caller,
        request: GetFerry,
    ) -> Result<GetFerryResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
