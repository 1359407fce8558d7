//! The operations of `words 4`.

use api::words_4::{
    A3, A3Response, Box2, Box2Response, ByteStream, ByteStreamResponse, Call22, Call22Response,
    Crate, CrateResponse, Drop2, Drop2Response, FooBar4, FooBar4Response, For, ForResponse, Match,
    MatchResponse, None2, None2Response, OperationId, OperationIdResponse, Outgoing,
    OutgoingResponse, Println, PrintlnResponse, Return, ReturnResponse, SignSignSign,
    SignSignSignResponse, Str, StrResponse, Sync2, Sync2Response, Trait, TraitResponse, Typeof,
    TypeofResponse, U65e5u672cu8a9e, U65e5u672cu8a9eResponse, Union, UnionResponse, Value,
    ValueResponse, While, WhileResponse, Words4,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Words4 for App {
    async fn crate_(&self, caller: Caller, request: Crate) -> Result<CrateResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn for_(&self, caller: Caller, request: For) -> Result<ForResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn match_(&self, caller: Caller, request: Match) -> Result<MatchResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn return_(&self, caller: Caller, request: Return) -> Result<ReturnResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn trait_(&self, caller: Caller, request: Trait) -> Result<TraitResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn while_(&self, caller: Caller, request: While) -> Result<WhileResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn box_(&self, caller: Caller, request: Box2) -> Result<Box2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn typeof_(&self, caller: Caller, request: Typeof) -> Result<TypeofResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn union(&self, caller: Caller, request: Union) -> Result<UnionResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn none(&self, caller: Caller, request: None2) -> Result<None2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn drop2(&self, caller: Caller, request: Drop2) -> Result<Drop2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn sync(&self, caller: Caller, request: Sync2) -> Result<Sync2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn str(&self, caller: Caller, request: Str) -> Result<StrResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn println(&self, caller: Caller, request: Println) -> Result<PrintlnResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn operation_id(
        &self,
        caller: Caller,
        request: OperationId,
    ) -> Result<OperationIdResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn outgoing(
        &self,
        caller: Caller,
        request: Outgoing,
    ) -> Result<OutgoingResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn byte_stream(
        &self,
        caller: Caller,
        request: ByteStream,
    ) -> Result<ByteStreamResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn value(&self, caller: Caller, request: Value) -> Result<ValueResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn call2(&self, caller: Caller, request: Call22) -> Result<Call22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn u65e5u672cu8a9e(
        &self,
        caller: Caller,
        request: U65e5u672cu8a9e,
    ) -> Result<U65e5u672cu8a9eResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn sign_sign_sign(
        &self,
        caller: Caller,
        request: SignSignSign,
    ) -> Result<SignSignSignResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn a3(&self, caller: Caller, request: A3) -> Result<A3Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar4(&self, caller: Caller, request: FooBar4) -> Result<FooBar4Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
