//! The operations of `words 0`.

use api::words_0::{
    A23, A23Response, Api3, Api3Response, Api22, Api22Response, As, AsResponse, At, AtResponse,
    Await, AwaitResponse, Call2, Call2Response, Drop3, Drop3Response, Enum, EnumResponse, Err2,
    Err2Response, Ff, FfResponse, Final, FinalResponse, Fn22, Fn22Response, FooBar6,
    FooBar6Response, Impl, ImplResponse, Into2, Into2Response, Move, MoveResponse, N12,
    N12Response, Problem2, Problem2Response, Safe, SafeResponse, Self4, Self4Response, Type2,
    Type2Response, Vec2, Vec2Response, Virtual, VirtualResponse, Words0,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Words0 for App {
    async fn as_(&self, caller: Caller, request: As) -> Result<AsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn enum_(&self, caller: Caller, request: Enum) -> Result<EnumResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn impl_(&self, caller: Caller, request: Impl) -> Result<ImplResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn move_(&self, caller: Caller, request: Move) -> Result<MoveResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn self4(&self, caller: Caller, request: Self4) -> Result<Self4Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn type2(&self, caller: Caller, request: Type2) -> Result<Type2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn await_(&self, caller: Caller, request: Await) -> Result<AwaitResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn final_(&self, caller: Caller, request: Final) -> Result<FinalResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn virtual_(&self, caller: Caller, request: Virtual) -> Result<VirtualResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn safe(&self, caller: Caller, request: Safe) -> Result<SafeResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn vec(&self, caller: Caller, request: Vec2) -> Result<Vec2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn err(&self, caller: Caller, request: Err2) -> Result<Err2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn into2(&self, caller: Caller, request: Into2) -> Result<Into2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn fn2(&self, caller: Caller, request: Fn22) -> Result<Fn22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn drop3(&self, caller: Caller, request: Drop3) -> Result<Drop3Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn problem(
        &self,
        caller: Caller,
        request: Problem2,
    ) -> Result<Problem2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn api2(&self, caller: Caller, request: Api22) -> Result<Api22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn api3(&self, caller: Caller, request: Api3) -> Result<Api3Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn call(&self, caller: Caller, request: Call2) -> Result<Call2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn at(&self, caller: Caller, request: At) -> Result<AtResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn ff(&self, caller: Caller, request: Ff) -> Result<FfResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn n12(&self, caller: Caller, request: N12) -> Result<N12Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn a_2(&self, caller: Caller, request: A23) -> Result<A23Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar6(&self, caller: Caller, request: FooBar6) -> Result<FooBar6Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
