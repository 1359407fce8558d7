//! The operations of `combinations`.

use api::combinations::{
    Combinations, EchoEither, EchoEitherResponse, EchoEntry, EchoEntryResponse, EchoLoose,
    EchoLooseResponse, EchoMerged, EchoMergedResponse, EchoPet, EchoPetResponse, EchoShape,
    EchoShapeResponse, EchoTree, EchoTreeResponse,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Combinations for App {
    async fn echo_merged(
        &self,
        caller: Caller,
        request: EchoMerged,
    ) -> Result<EchoMergedResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_shape(
        &self,
        caller: Caller,
        request: EchoShape,
    ) -> Result<EchoShapeResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_pet(&self, caller: Caller, request: EchoPet) -> Result<EchoPetResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_either(
        &self,
        caller: Caller,
        request: EchoEither,
    ) -> Result<EchoEitherResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_loose(
        &self,
        caller: Caller,
        request: EchoLoose,
    ) -> Result<EchoLooseResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_tree(
        &self,
        caller: Caller,
        request: EchoTree,
    ) -> Result<EchoTreeResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_entry(
        &self,
        caller: Caller,
        request: EchoEntry,
    ) -> Result<EchoEntryResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
