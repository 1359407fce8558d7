//! The operations of `3d models`.

use api::n3d_models::{N3dModel, N3dModelResponse, N3dModels};
use gate::{Caller, Problem};

use crate::app::App;

impl N3dModels for App {
    async fn n3d_model(
        &self,
        caller: Caller,
        request: N3dModel,
    ) -> Result<N3dModelResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
