//! What is sent.

use api::requests::{
    Requests, SendBytes, SendBytesOrNone, SendBytesOrNoneResponse, SendBytesResponse, SendForm,
    SendFormResponse, SendOpenParts, SendOpenPartsResponse, SendParts, SendPartsResponse,
    SendSeveral, SendSeveralResponse, SendText, SendTextResponse, SendWild, SendWildResponse,
    SendXml, SendXmlResponse,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Requests for App {
    async fn send_parts(
        &self,
        caller: Caller,
        request: SendParts,
    ) -> Result<SendPartsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn send_open_parts(
        &self,
        caller: Caller,
        request: SendOpenParts,
    ) -> Result<SendOpenPartsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn send_bytes(
        &self,
        caller: Caller,
        request: SendBytes,
    ) -> Result<SendBytesResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn send_bytes_or_none(
        &self,
        caller: Caller,
        request: SendBytesOrNone,
    ) -> Result<SendBytesOrNoneResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn send_xml(&self, caller: Caller, request: SendXml) -> Result<SendXmlResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn send_text(
        &self,
        caller: Caller,
        request: SendText,
    ) -> Result<SendTextResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn send_form(
        &self,
        caller: Caller,
        request: SendForm,
    ) -> Result<SendFormResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn send_several(
        &self,
        caller: Caller,
        request: SendSeveral,
    ) -> Result<SendSeveralResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn send_wild(
        &self,
        caller: Caller,
        request: SendWild,
    ) -> Result<SendWildResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
