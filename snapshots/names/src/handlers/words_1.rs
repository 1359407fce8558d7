//! The operations of `words 1`.

use api::words_1::{
    Any, AnyResponse, Bool, BoolResponse, Break, BreakResponse, Default22, Default22Response, Dyn,
    DynResponse, Extern, ExternResponse, FooBar, FooBar22, FooBar22Response, FooBarResponse, From2,
    From2Response, Full, FullResponse, In, InResponse, Macro, MacroResponse, MacroRules,
    MacroRulesResponse, Mut, MutResponse, N007, N007Response, Panic, PanicResponse, Reply2,
    Reply2Response, Request, RequestResponse, Static, StaticResponse, String2, String2Response,
    Types2, Types2Response, Underscore, UnderscoreResponse, Unsafe, UnsafeResponse, Value2,
    Value2Response, Words1, Yield, YieldResponse,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Words1 for App {
    async fn break_(&self, caller: Caller, request: Break) -> Result<BreakResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn extern_(&self, caller: Caller, request: Extern) -> Result<ExternResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn in_(&self, caller: Caller, request: In) -> Result<InResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn mut_(&self, caller: Caller, request: Mut) -> Result<MutResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn static_(&self, caller: Caller, request: Static) -> Result<StaticResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn unsafe_(&self, caller: Caller, request: Unsafe) -> Result<UnsafeResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn dyn_(&self, caller: Caller, request: Dyn) -> Result<DynResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn macro_(&self, caller: Caller, request: Macro) -> Result<MacroResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn yield_(&self, caller: Caller, request: Yield) -> Result<YieldResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn macro_rules(
        &self,
        caller: Caller,
        request: MacroRules,
    ) -> Result<MacroRulesResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn string(&self, caller: Caller, request: String2) -> Result<String2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn default2(
        &self,
        caller: Caller,
        request: Default22,
    ) -> Result<Default22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn from(&self, caller: Caller, request: From2) -> Result<From2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn bool(&self, caller: Caller, request: Bool) -> Result<BoolResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn panic(&self, caller: Caller, request: Panic) -> Result<PanicResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn request(&self, caller: Caller, request: Request) -> Result<RequestResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn types2(&self, caller: Caller, request: Types2) -> Result<Types2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn any(&self, caller: Caller, request: Any) -> Result<AnyResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn reply(&self, caller: Caller, request: Reply2) -> Result<Reply2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn value2(&self, caller: Caller, request: Value2) -> Result<Value2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn underscore(
        &self,
        caller: Caller,
        request: Underscore,
    ) -> Result<UnderscoreResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn full(&self, caller: Caller, request: Full) -> Result<FullResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn n007(&self, caller: Caller, request: N007) -> Result<N007Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar(&self, caller: Caller, request: FooBar) -> Result<FooBarResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar_2(
        &self,
        caller: Caller,
        request: FooBar22,
    ) -> Result<FooBar22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
