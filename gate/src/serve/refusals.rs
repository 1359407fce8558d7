//! Refusals that no gate has seen: of heads that cannot be read, that do not come, or that can be read in two ways.
//!
//! They look like any other: the same envelope, the same headers, a line in the log.

use std::fmt::Write;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::guarded::Refusal;
use super::heads::Flaw;
use crate::audit::reason::Reason;
use crate::audit::{Answered, Audit, Refused};
use crate::boot::Boot;
use crate::edge::headers::{REQUEST_ID, security};
use crate::log::Level;
use crate::problem::{Problem, Violation, answer};
use crate::reply::{Reply, ReplyBody};
use crate::request_id::RequestId;

impl Refusal {
    /// The problem that says it.
    pub(crate) fn problem(self) -> Problem {
        match self {
            Self::Ambiguous(flaw) => {
                let fault = Violation::new(flaw.place(), flaw.sentence());
                Problem::unreadable(flaw.sentence(), vec![fault]).with_cause(flaw.sentence())
            }
            Self::Unreadable(StatusCode::URI_TOO_LONG) => Problem::uri_too_long(),
            Self::Unreadable(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE) => {
                Problem::header_fields_too_large()
            }
            Self::Body => Problem::unreadable(Flaw::Chunk.sentence(), Vec::new()),
            Self::Unreadable(_) => {
                Problem::unreadable("the head of the request cannot be read", Vec::new())
                    .with_cause("the head cannot be read")
            }
        }
    }
}

/// Says them for one listener.
pub(crate) struct Refusals {
    boot: Boot,
    audit: Audit,
}

impl Refusals {
    pub(crate) fn new(boot: Boot) -> Self {
        let audit = Audit::new(boot.contract());
        Self { boot, audit }
    }

    /// The answer to a request that does not reach the gate: the connection ends with it.
    pub(crate) fn response(&self, problem: Problem, client: IpAddr) -> Response {
        self.reply(problem, client).into_response()
    }

    /// The same as bytes of HTTP/1.1, for a connection on which nobody else speaks any more.
    pub(crate) fn bytes(&self, problem: Problem, client: IpAddr) -> Vec<u8> {
        let reply = self.reply(problem, client);
        let body = match &reply.body {
            ReplyBody::Whole(body) => body.clone(),
            ReplyBody::Stream(_) => Bytes::new(),
        };
        let mut head = String::with_capacity(1_024);
        // Writing to a string does not fail.
        let _ = write!(
            head,
            "HTTP/1.1 {} {}\r\n{CONTENT_LENGTH}: {}\r\n",
            reply.status.as_u16(),
            reply.status.canonical_reason().unwrap_or_default(),
            body.len()
        );
        let mut bytes = head.into_bytes();
        for (name, value) in &reply.headers {
            bytes.extend_from_slice(name.as_str().as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(&body);
        bytes
    }

    /// Notes a connection that is closed without an answer.
    pub(crate) fn flooded(&self, client: IpAddr) {
        let message = format!("{client} sent frames for nothing; its connection is closed");
        self.boot.log().note(Level::Warning, "flood", &message);
    }

    fn reply(&self, problem: Problem, client: IpAddr) -> Reply {
        let request_id = RequestId::new();
        let mut text = RequestId::buffer();
        let status = problem.status();
        let reason = Reason::of(&problem);
        self.boot.metrics().refused(None, reason);
        self.boot.metrics().answered(None, status, Duration::ZERO);
        let refused = Refused {
            reason,
            cause: problem.cause().map(str::to_owned),
            violations: 0,
        };
        self.audit.answered(
            self.boot.log(),
            &Answered {
                request_id: request_id.encode(&mut text),
                method: "-",
                path: "-",
                operation: None,
                status,
                started: Instant::now(),
                took: Duration::ZERO,
                caller: None,
                address: Some(client),
                trace: None,
                // What could not be read as a request has no span.
                #[cfg(feature = "otel")]
                span: None,
                refused: Some(&refused),
            },
        );
        let worded = self.boot.word(problem).with_status(status);
        let mut reply = answer(worded, Some(request_id));
        let mut headers: HeaderMap = security();
        headers.extend(std::mem::take(&mut reply.headers));
        headers.extend(reply.content_type.take().map(|value| (CONTENT_TYPE, value)));
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
        if let Ok(id) = HeaderValue::from_str(request_id.encode(&mut text)) {
            headers.insert(REQUEST_ID, id);
        }
        reply.headers = headers;
        reply
    }
}
