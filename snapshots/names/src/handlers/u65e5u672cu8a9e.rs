//! The operations of `日本語`.

use api::u65e5u672cu8a9e::{
    U65e5u672cu8a9e, U90fdu5e02u3092u53d6u5f97, U90fdu5e02u3092u53d6u5f97Response,
};
use gate::{Caller, Problem};

use crate::app::App;

impl U65e5u672cu8a9e for App {
    async fn u90fdu5e02u3092u53d6u5f97(
        &self,
        caller: Caller,
        request: U90fdu5e02u3092u53d6u5f97,
    ) -> Result<U90fdu5e02u3092u53d6u5f97Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
