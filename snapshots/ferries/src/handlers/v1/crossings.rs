//! The operations of `crossings`.

use api::v1::crossings::{Crossings, GetCrossingsFerryIdDay, GetCrossingsFerryIdDayResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Crossings for App {
    async fn get_crossings_ferry_id_day(
        &self,
        caller: Caller,
        request: GetCrossingsFerryIdDay,
    ) -> Result<GetCrossingsFerryIdDayResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
