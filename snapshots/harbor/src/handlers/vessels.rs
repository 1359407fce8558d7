//! Ships that are known to the harbour

use api::vessels::{
    GetVessel, GetVesselResponse, ListVessels, ListVesselsResponse, RegisterVessel,
    RegisterVesselResponse, RemoveVessel, RemoveVesselResponse, Vessels,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Vessels for App {
    async fn list_vessels(
        &self,
        caller: Caller,
        request: ListVessels,
    ) -> Result<ListVesselsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn register_vessel(
        &self,
        caller: Caller,
        request: RegisterVessel,
    ) -> Result<RegisterVesselResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_vessel(
        &self,
        caller: Caller,
        request: GetVessel,
    ) -> Result<GetVesselResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn remove_vessel(
        &self,
        caller: Caller,
        request: RemoveVessel,
    ) -> Result<RemoveVesselResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
