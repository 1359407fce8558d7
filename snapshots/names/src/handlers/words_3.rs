//! The operations of `words 3`.

use api::words_3::{
    A2, A2Response, Accept2, Accept2Response, Become, BecomeResponse, Continue, ContinueResponse,
    Debug2, Debug2Response, Decode2, Decode2Response, Default2, Default2Response, F64, F64Response,
    Fn2, Fn2Response, FooBar3, FooBar3Response, Format, FormatResponse, Inputs2, Inputs2Response,
    Loop, LoopResponse, Minus, MinusResponse, Mock2, Mock2Response, Priv, PrivResponse, Ref,
    RefResponse, Routes2, Routes2Response, Send2, Send2Response, Some2, Some2Response, Super,
    SuperResponse, Ue92, Ue92Response, Where, WhereResponse, Words3,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Words3 for App {
    async fn continue_(
        &self,
        caller: Caller,
        request: Continue,
    ) -> Result<ContinueResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn fn_(&self, caller: Caller, request: Fn2) -> Result<Fn2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn loop_(&self, caller: Caller, request: Loop) -> Result<LoopResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn ref_(&self, caller: Caller, request: Ref) -> Result<RefResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn super_(&self, caller: Caller, request: Super) -> Result<SuperResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn where_(&self, caller: Caller, request: Where) -> Result<WhereResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn become_(&self, caller: Caller, request: Become) -> Result<BecomeResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn priv_(&self, caller: Caller, request: Priv) -> Result<PrivResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn default(
        &self,
        caller: Caller,
        request: Default2,
    ) -> Result<Default2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn some(&self, caller: Caller, request: Some2) -> Result<Some2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn debug(&self, caller: Caller, request: Debug2) -> Result<Debug2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn send(&self, caller: Caller, request: Send2) -> Result<Send2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn f64(&self, caller: Caller, request: F64) -> Result<F64Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn format(&self, caller: Caller, request: Format) -> Result<FormatResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn routes2(&self, caller: Caller, request: Routes2) -> Result<Routes2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn mock2(&self, caller: Caller, request: Mock2) -> Result<Mock2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn accept(&self, caller: Caller, request: Accept2) -> Result<Accept2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn decode(&self, caller: Caller, request: Decode2) -> Result<Decode2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn inputs(&self, caller: Caller, request: Inputs2) -> Result<Inputs2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn minus(&self, caller: Caller, request: Minus) -> Result<MinusResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn ue92(&self, caller: Caller, request: Ue92) -> Result<Ue92Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn a2(&self, caller: Caller, request: A2) -> Result<A2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar3(&self, caller: Caller, request: FooBar3) -> Result<FooBar3Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
