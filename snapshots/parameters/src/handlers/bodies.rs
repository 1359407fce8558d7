//! The operations of `bodies`.

use api::bodies::{
    Bodies, PostForm, PostFormResponse, PostNever, PostNeverResponse, PostSometimes,
    PostSometimesResponse, PutNote, PutNoteResponse,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Bodies for App {
    async fn post_form(
        &self,
        caller: Caller,
        request: PostForm,
    ) -> Result<PostFormResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn put_note(&self, caller: Caller, request: PutNote) -> Result<PutNoteResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn post_sometimes(
        &self,
        caller: Caller,
        request: PostSometimes,
    ) -> Result<PostSometimesResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn post_never(
        &self,
        caller: Caller,
        request: PostNever,
    ) -> Result<PostNeverResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
