//! The operations of `scalars`.

use api::scalars::{
    EchoChoices, EchoChoicesResponse, EchoFormats, EchoFormatsResponse, EchoNullables,
    EchoNullablesResponse, EchoNumbers, EchoNumbersResponse, EchoTexts, EchoTextsResponse, Scalars,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Scalars for App {
    async fn echo_texts(
        &self,
        caller: Caller,
        request: EchoTexts,
    ) -> Result<EchoTextsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_formats(
        &self,
        caller: Caller,
        request: EchoFormats,
    ) -> Result<EchoFormatsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_numbers(
        &self,
        caller: Caller,
        request: EchoNumbers,
    ) -> Result<EchoNumbersResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_choices(
        &self,
        caller: Caller,
        request: EchoChoices,
    ) -> Result<EchoChoicesResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn echo_nullables(
        &self,
        caller: Caller,
        request: EchoNullables,
    ) -> Result<EchoNullablesResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
