//! The operations of `words 5`.

use api::words_5::{
    A22, A22Response, App22, App22Response, Async, AsyncResponse, Caller22, Caller22Response,
    Copy2, Copy2Response, Decode22, Decode22Response, Do, DoResponse, Else, ElseResponse, FilePart,
    FilePartResponse, FooBar5, FooBar5Response, Gate2, Gate2Response, If, IfResponse, Iterator2,
    Iterator2Response, Mod, ModResponse, N1, N1Response, Ok2, Ok2Response, Raw, RawResponse,
    Result2, Result2Response, Self3, Self3Response, True, TrueResponse, U8, U8Response,
    U627u644u639u631u628u64au629, U627u644u639u631u628u64au629Response, Unsized, UnsizedResponse,
    Words5,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Words5 for App {
    async fn else_(&self, caller: Caller, request: Else) -> Result<ElseResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn if_(&self, caller: Caller, request: If) -> Result<IfResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn mod_(&self, caller: Caller, request: Mod) -> Result<ModResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn self3(&self, caller: Caller, request: Self3) -> Result<Self3Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn true_(&self, caller: Caller, request: True) -> Result<TrueResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn async_(&self, caller: Caller, request: Async) -> Result<AsyncResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn do_(&self, caller: Caller, request: Do) -> Result<DoResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn unsized_(&self, caller: Caller, request: Unsized) -> Result<UnsizedResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn raw(&self, caller: Caller, request: Raw) -> Result<RawResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn result(&self, caller: Caller, request: Result2) -> Result<Result2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn ok(&self, caller: Caller, request: Ok2) -> Result<Ok2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn iterator(
        &self,
        caller: Caller,
        request: Iterator2,
    ) -> Result<Iterator2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn copy(&self, caller: Caller, request: Copy2) -> Result<Copy2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn u8(&self, caller: Caller, request: U8) -> Result<U8Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn caller2(
        &self,
        caller: Caller,
        request: Caller22,
    ) -> Result<Caller22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn gate2(&self, caller: Caller, request: Gate2) -> Result<Gate2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn app2(&self, caller: Caller, request: App22) -> Result<App22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn file_part(
        &self,
        caller: Caller,
        request: FilePart,
    ) -> Result<FilePartResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn decode2(
        &self,
        caller: Caller,
        request: Decode22,
    ) -> Result<Decode22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn u627u644u639u631u628u64au629(
        &self,
        caller: Caller,
        request: U627u644u639u631u628u64au629,
    ) -> Result<U627u644u639u631u628u64au629Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn n1(&self, caller: Caller, request: N1) -> Result<N1Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn a22(&self, caller: Caller, request: A22) -> Result<A22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar5(&self, caller: Caller, request: FooBar5) -> Result<FooBar5Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
