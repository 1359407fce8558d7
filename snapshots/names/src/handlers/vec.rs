//! The operations of `Vec`.

use api::vec::{GetTagged3, GetTagged3Response, Vec3};
use gate::{Caller, Problem};

use crate::app::App;

impl Vec3 for App {
    async fn get_tagged_3(
        &self,
        caller: Caller,
        request: GetTagged3,
    ) -> Result<GetTagged3Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
