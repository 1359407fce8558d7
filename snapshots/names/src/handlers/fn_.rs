//! The operations of `fn`.

use api::fn_::{Fn3, GetTagged0, GetTagged0Response};
use gate::{Caller, Problem};

use crate::app::App;

impl Fn3 for App {
    async fn get_tagged_0(
        &self,
        caller: Caller,
        request: GetTagged0,
    ) -> Result<GetTagged0Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
