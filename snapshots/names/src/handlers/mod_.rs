//! The operations of `mod`.

use api::mod_::{GetTagged4, GetTagged4Response, Mod2};
use gate::{Caller, Problem};

use crate::app::App;

impl Mod2 for App {
    async fn get_tagged_4(
        &self,
        caller: Caller,
        request: GetTagged4,
    ) -> Result<GetTagged4Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
