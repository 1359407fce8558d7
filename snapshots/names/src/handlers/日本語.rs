//! The operations of `日本語`.

use api::日本語::{日本語, 都市を取得, 都市を取得Response};
use gate::{Caller, Problem};

use crate::app::App;

impl 日本語 for App {
    async fn 都市を取得(&self, caller: Caller, request: 都市を取得) -> Result<都市を取得Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
