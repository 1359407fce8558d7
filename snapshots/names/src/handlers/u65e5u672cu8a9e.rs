//! The operations of `日本語`.

use api::u65e5u672cu8a9e::{
    GetTagged5, GetTagged5Response, U65e5u672cu8a9e2, U90fdu5e02u3092u53d6u5f97,
    U90fdu5e02u3092u53d6u5f97Response,
};
use gate::{Caller, Problem};

use crate::app::App;

impl U65e5u672cu8a9e2 for App {
    async fn u90fdu5e02u3092u53d6u5f97(
        &self,
        caller: Caller,
        request: U90fdu5e02u3092u53d6u5f97,
    ) -> Result<U90fdu5e02u3092u53d6u5f97Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_tagged_5(
        &self,
        caller: Caller,
        request: GetTagged5,
    ) -> Result<GetTagged5Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
