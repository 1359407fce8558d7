//! The handlers: typed requests in, declared answers out.

use gate::{Caller, Problem};

use crate::api::{AddVessel, GetVessel, GetVesselResponse, ListVessels, Vessel, Vessels};
use crate::app::App;

impl Vessels for App {
    async fn list_vessels(&self, _: Caller, request: ListVessels) -> Result<Vec<Vessel>, Problem> {
        let vessels = self
            .vessels
            .lock()
            .map_err(|_| Problem::internal_because("the store is broken"))?;
        Ok(vessels.iter().take(request.limit).cloned().collect())
    }

    async fn add_vessel(&self, _: Caller, request: AddVessel) -> Result<Vessel, Problem> {
        let mut vessels = self
            .vessels
            .lock()
            .map_err(|_| Problem::internal_because("the store is broken"))?;
        vessels.push(request.body.clone());
        Ok(request.body)
    }

    async fn get_vessel(
        &self,
        _: Caller,
        request: GetVessel,
    ) -> Result<GetVesselResponse, Problem> {
        let vessels = self
            .vessels
            .lock()
            .map_err(|_| Problem::internal_because("the store is broken"))?;
        Ok(
            match vessels.iter().find(|vessel| vessel.imo == request.imo) {
                Some(vessel) => GetVesselResponse::Found(vessel.clone()),
                None => GetVesselResponse::NotFound,
            },
        )
    }
}
