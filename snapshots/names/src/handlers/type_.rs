//! The operations of `type`.

use api::type_::{Type, Type3, TypeResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Type3 for App {
    async fn type_(&self, caller: Caller, request: Type) -> Result<TypeResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
