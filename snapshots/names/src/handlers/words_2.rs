//! The operations of `words 2`.

use api::words_2::{
    A, AResponse, Abstract, AbstractResponse, Auto, AutoResponse, Box22, Box22Response, Clone2,
    Clone2Response, Const, ConstResponse, Contract2, Contract2Response, False, FalseResponse,
    FooBar2, FooBar2Response, FooBar222, FooBar222Response, I64, I64Response, Let, LetResponse,
    Override, OverrideResponse, Pub, PubResponse, Report2, Report2Response, Report22,
    Report22Response, Response, ResponseResponse, Rule, RuleResponse, Struct, StructResponse,
    ToString2, ToString2Response, Try, TryResponse, Ue9, Ue9Response, UnderscoreUnderscore,
    UnderscoreUnderscoreResponse, Use, UseResponse, Vec22, Vec22Response, Words2,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Words2 for App {
    async fn const_(&self, caller: Caller, request: Const) -> Result<ConstResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn false_(&self, caller: Caller, request: False) -> Result<FalseResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn let_(&self, caller: Caller, request: Let) -> Result<LetResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn pub_(&self, caller: Caller, request: Pub) -> Result<PubResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn struct_(&self, caller: Caller, request: Struct) -> Result<StructResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn use_(&self, caller: Caller, request: Use) -> Result<UseResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn abstract_(
        &self,
        caller: Caller,
        request: Abstract,
    ) -> Result<AbstractResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn override_(
        &self,
        caller: Caller,
        request: Override,
    ) -> Result<OverrideResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn try_(&self, caller: Caller, request: Try) -> Result<TryResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn auto(&self, caller: Caller, request: Auto) -> Result<AutoResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn box2(&self, caller: Caller, request: Box22) -> Result<Box22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn clone2(&self, caller: Caller, request: Clone2) -> Result<Clone2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn to_string(
        &self,
        caller: Caller,
        request: ToString2,
    ) -> Result<ToString2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn i64(&self, caller: Caller, request: I64) -> Result<I64Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn vec2(&self, caller: Caller, request: Vec22) -> Result<Vec22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn response(
        &self,
        caller: Caller,
        request: Response,
    ) -> Result<ResponseResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn contract2(
        &self,
        caller: Caller,
        request: Contract2,
    ) -> Result<Contract2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn rule(&self, caller: Caller, request: Rule) -> Result<RuleResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn report(&self, caller: Caller, request: Report2) -> Result<Report2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn report2(
        &self,
        caller: Caller,
        request: Report22,
    ) -> Result<Report22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn underscore_underscore(
        &self,
        caller: Caller,
        request: UnderscoreUnderscore,
    ) -> Result<UnderscoreUnderscoreResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn ue9(&self, caller: Caller, request: Ue9) -> Result<Ue9Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn a(&self, caller: Caller, request: A) -> Result<AResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar2(&self, caller: Caller, request: FooBar2) -> Result<FooBar2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar22(
        &self,
        caller: Caller,
        request: FooBar222,
    ) -> Result<FooBar222Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
