//! The operations of `operations`.

use api::operations::{
    GetUntaggedSomeThing, GetUntaggedSomeThingResponse, Handle, HandleResponse, Operations,
    PostUntaggedSomeThing, PostUntaggedSomeThingResponse,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Operations for App {
    async fn handle(&self, caller: Caller, request: Handle) -> Result<HandleResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_untagged_some_thing(
        &self,
        caller: Caller,
        request: GetUntaggedSomeThing,
    ) -> Result<GetUntaggedSomeThingResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn post_untagged_some_thing(
        &self,
        caller: Caller,
        request: PostUntaggedSomeThing,
    ) -> Result<PostUntaggedSomeThingResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
