//! The operations of `rules`.

use api::rules::{
    EchoConditional, EchoConditionalResponse, EchoDependent, EchoDependentResponse, EchoNegated,
    EchoNegatedResponse, EchoPatterned, EchoPatternedResponse, EchoTuple, EchoTupleResponse,
    EchoUnevaluated, EchoUnevaluatedResponse, Rules,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Rules for App {
    async fn echo_negated(
        &self,
        caller: Caller,
        request: EchoNegated,
    ) -> Result<EchoNegatedResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_conditional(
        &self,
        caller: Caller,
        request: EchoConditional,
    ) -> Result<EchoConditionalResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_dependent(
        &self,
        caller: Caller,
        request: EchoDependent,
    ) -> Result<EchoDependentResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_patterned(
        &self,
        caller: Caller,
        request: EchoPatterned,
    ) -> Result<EchoPatternedResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_tuple(
        &self,
        caller: Caller,
        request: EchoTuple,
    ) -> Result<EchoTupleResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_unevaluated(
        &self,
        caller: Caller,
        request: EchoUnevaluated,
    ) -> Result<EchoUnevaluatedResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
