//! The end of the road: how a problem is worded, what every answer carries, and the line in the log.

use std::net::IpAddr;
use std::time::Instant;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, LINK};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};

use super::headers::{self, REQUEST_ID};
use super::inside::Declared;
use super::{Core, Passed, allowance};
use crate::audit::reason::Reason;
use crate::audit::trace::Trace;
use crate::audit::{Answered, CLIENT_LEFT, Refused};
use crate::caller::Caller;
use crate::limit::Verdict;
use crate::problem::{Problem, answer};
use crate::reply::{Reply, ReplyBody};
use crate::request_id::RequestId;
use crate::router::Answer;
#[cfg(feature = "otel")]
use crate::telemetry::Span;

/// What is known about a request. It is written down when this is dropped, so that a client which goes away early
/// leaves a line too.
pub(crate) struct Record<'c> {
    core: &'c Core,
    pub(crate) request_id: RequestId,
    /// The same as text, for the answer and the log.
    request_id_text: [u8; 36],
    pub(crate) client: Option<IpAddr>,
    pub(crate) operation: Option<usize>,
    pub(crate) caller: Option<Caller>,
    /// What the limiter said, where it was asked.
    pub(crate) limit: Option<Verdict>,
    started: Instant,
    method: Method,
    uri: Uri,
    trace: Option<Trace>,
    /// Where requests are traced.
    #[cfg(feature = "otel")]
    pub(crate) span: Option<Span>,
    /// The origin that may read the answer.
    origin: Option<HeaderValue>,
    status: Option<StatusCode>,
    refused: Option<Refused>,
}

impl<'c> Record<'c> {
    pub(crate) fn new(core: &'c Core, parts: &Parts, client: Option<IpAddr>) -> Self {
        let request_id = RequestId::new();
        let mut request_id_text = RequestId::buffer();
        request_id.encode(&mut request_id_text);
        let trace = Trace::of(&parts.headers);
        // Before the span begins, so that it ends no sooner than what is within it.
        let started = Instant::now();
        #[cfg(feature = "otel")]
        let span = core
            .telemetry
            .as_ref()
            .map(|telemetry| telemetry.begin(parts, trace.as_ref()));
        Self {
            core,
            request_id,
            request_id_text,
            client,
            operation: None,
            caller: None,
            limit: None,
            started,
            method: parts.method.clone(),
            uri: parts.uri.clone(),
            trace,
            #[cfg(feature = "otel")]
            span,
            origin: core
                .cors
                .as_ref()
                .and_then(|cors| cors.origin(&parts.headers)),
            status: None,
            refused: None,
        }
    }

    /// The answer, complete.
    pub(crate) fn finish(mut self, outcome: Result<Passed, Problem>) -> Response {
        let row = self.operation.and_then(|index| self.core.rows.get(index));
        let mut headers = row.map_or(&self.core.headers, |row| &row.headers).clone();
        let mut response = match outcome {
            Ok(Passed::Reply(reply, answer)) => respond(reply, answer, &mut headers),
            Ok(Passed::Response(response)) => {
                let mut response = self.adopt(response);
                headers::overlay(&mut headers, std::mem::take(response.headers_mut()));
                response
            }
            Err(problem) => respond(self.refuse(problem), Answer::Whole, &mut headers),
        };
        if let Ok(id) = HeaderValue::from_bytes(&self.request_id_text) {
            headers.insert(REQUEST_ID, id);
        }
        if let Some(row) = row {
            allowance::say(&mut headers, row, self.limit);
            for (name, value) in &row.notices {
                headers.append(name.clone(), value.clone());
            }
            for trail in &row.trails {
                if let Some(value) = trail.value(self.uri.path()) {
                    headers.append(LINK, value);
                }
            }
        }
        if let Some(cors) = &self.core.cors {
            cors.mark(&mut headers, self.origin.take());
        }
        *response.headers_mut() = headers;
        self.status = Some(response.status());
        response
    }

    /// An answer of the team's own routes or layers. A problem in it is worded like any other, and a bare refusal, such as
    /// axum's own, becomes one; what a handler answered is left as it is.
    fn adopt(&mut self, mut response: Response) -> Response {
        if let Some(problem) = response.extensions_mut().remove::<Problem>() {
            let mut refused = self.refuse(problem).into_response();
            // What layers have added stays.
            let added = std::mem::take(response.headers_mut());
            for name in added.keys().filter(|name| **name != CONTENT_LENGTH) {
                if !refused.headers().contains_key(name) {
                    for value in added.get_all(name) {
                        refused.headers_mut().append(name.clone(), value.clone());
                    }
                }
            }
            return refused;
        }
        if response.extensions_mut().remove::<Declared>().is_some() {
            return response;
        }
        let status = response.status();
        let bare = !response.headers().contains_key(CONTENT_TYPE)
            || response
                .headers()
                .get(CONTENT_TYPE)
                .is_some_and(|value| value.as_bytes().starts_with(b"text/plain"));
        if (status.is_client_error() || status.is_server_error()) && bare {
            let headers = std::mem::take(response.headers_mut());
            let mut refused = self.refuse(Problem::new(status)).into_response();
            for name in [
                http::header::ALLOW,
                http::header::RETRY_AFTER,
                http::header::WWW_AUTHENTICATE,
            ] {
                for value in headers.get_all(&name) {
                    refused.headers_mut().append(name.clone(), value.clone());
                }
            }
            return refused;
        }
        response
    }

    /// A problem as the team words it. Its status and its headers are the gate's: a wording cannot let anyone in.
    fn refuse(&mut self, problem: Problem) -> Reply {
        let status = problem.status();
        let reason = Reason::of(&problem);
        let cause = problem.cause().map(str::to_owned);
        let (failure, cause) = if status.is_server_error() {
            (cause, None)
        } else {
            (None, cause)
        };
        if let Some(failure) = failure {
            #[cfg(feature = "otel")]
            let trace = self.span.as_ref().map(Span::written).unwrap_or_default();
            #[cfg(not(feature = "otel"))]
            let trace = "";
            self.core
                .log
                .cause_within(self.request_id, &failure, trace.as_ref());
        }
        self.core.metrics.refused(self.operation, reason);
        self.refused = Some(Refused {
            reason,
            cause,
            violations: problem.errors().len(),
        });
        let worded = self.core.wording.word(problem).with_status(status);
        answer(worded, Some(self.request_id))
    }
}

impl Drop for Record<'_> {
    fn drop(&mut self) {
        let left = StatusCode::from_u16(CLIENT_LEFT).unwrap_or(StatusCode::BAD_REQUEST);
        let status = self.status.unwrap_or(left);
        let took = self.started.elapsed();
        self.core.metrics.answered(self.operation, status, took);
        let answered = Answered {
            request_id: str::from_utf8(&self.request_id_text).unwrap_or_default(),
            method: self.method.as_str(),
            path: self.uri.path(),
            operation: self.operation,
            status,
            started: self.started,
            took,
            caller: self.caller.as_ref(),
            address: self.client,
            trace: self.trace.as_ref(),
            #[cfg(feature = "otel")]
            span: self.span.as_ref(),
            refused: self.refused.as_ref(),
        };
        self.core.audit.answered(&self.core.log, &answered);
        #[cfg(feature = "otel")]
        if let Some(span) = &self.span {
            let operations = self.core.contract.operations;
            let operation = self.operation.and_then(|index| operations.get(index));
            span.end(&answered, operation);
        }
    }
}

/// A reply as a response without headers; those that it brings are laid over `headers`.
fn respond(reply: Reply, answer: Answer, headers: &mut HeaderMap) -> Response {
    headers::own(headers, reply.content_type, reply.headers);
    let body = match (reply.body, answer) {
        (ReplyBody::Whole(bytes), Answer::Whole) => Body::from(bytes),
        (ReplyBody::Stream(body), Answer::Whole) => body,
        (ReplyBody::Whole(bytes), Answer::HeadOnly) => {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
            Body::empty()
        }
        (ReplyBody::Stream(_), Answer::HeadOnly) => Body::empty(),
    };
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    response
}
