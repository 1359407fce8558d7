//! The operations of `vessels`: no more than the bare service does.

use api::types::{Hold, Vessel, VesselFlag};
use api::vessels::{AddVessel, AddVesselResponse, GetVessel, GetVesselResponse, Vessels};
use gate::{Caller, Problem};

use crate::app::App;

impl Vessels for App {
    async fn get_vessel(
        &self,
        _caller: Caller,
        request: GetVessel,
    ) -> Result<GetVesselResponse, Problem> {
        let hold = |number| Hold {
            number,
            volume: 1250.5,
            cooled: Some(false),
        };
        Ok(GetVesselResponse::Ok(Vessel {
            imo: request.imo,
            name: "Northern Light".to_owned(),
            flag: VesselFlag::No,
            length: 84.5,
            built: Some(1998),
            holds: (1..=3).map(hold).collect(),
        }))
    }

    async fn add_vessel(
        &self,
        _caller: Caller,
        request: AddVessel,
    ) -> Result<AddVesselResponse, Problem> {
        Ok(AddVesselResponse::Created(request.body))
    }
}
