//! The operations of `containers`.

use api::containers::{
    Containers, EchoClosed, EchoClosedResponse, EchoCounted, EchoCountedResponse, EchoDefaults,
    EchoDefaultsResponse, EchoDirections, EchoDirectionsResponse, EchoLabels, EchoLabelsResponse,
    EchoLists, EchoListsResponse, EchoOpen, EchoOpenResponse, EchoTyped, EchoTypedResponse,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Containers for App {
    async fn echo_lists(
        &self,
        caller: Caller,
        request: EchoLists,
    ) -> Result<EchoListsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_closed(
        &self,
        caller: Caller,
        request: EchoClosed,
    ) -> Result<EchoClosedResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_open(
        &self,
        caller: Caller,
        request: EchoOpen,
    ) -> Result<EchoOpenResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_typed(
        &self,
        caller: Caller,
        request: EchoTyped,
    ) -> Result<EchoTypedResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_labels(
        &self,
        caller: Caller,
        request: EchoLabels,
    ) -> Result<EchoLabelsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_counted(
        &self,
        caller: Caller,
        request: EchoCounted,
    ) -> Result<EchoCountedResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_defaults(
        &self,
        caller: Caller,
        request: EchoDefaults,
    ) -> Result<EchoDefaultsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_directions(
        &self,
        caller: Caller,
        request: EchoDirections,
    ) -> Result<EchoDirectionsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
