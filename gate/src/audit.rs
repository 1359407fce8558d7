//! Audit events: who asked for what, what came of it and why, in classes of the Open Cybersecurity Schema Framework
//! (OCSF 1.6), one object a line.
//!
//! The edge hands in what it knows of an answered request; out comes one API Activity event (6003), which is the
//! access line too, and an Authentication event (3002) where somebody proved who it is for the first time in a while,
//! or failed to. What never changes is written once at the start: a request costs a few copies. Two lines are the most
//! that a request can cause, and no text of a stranger in them is longer than a kilobyte.
//!
//! Verbs of the command line are Account Change (3001) and Entity Management (3004) events; what the service notes
//! about itself is Application Lifecycle (6002) and Application Error (6008).

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::StatusCode;

use crate::caller::Caller;
use crate::log::text::json_text;
use crate::log::{Form, Log};
use crate::operation::Contract;

mod authentication;
mod path;
pub(crate) mod reason;
mod request;
mod seen;
pub(crate) mod service;
pub(crate) mod trace;
pub(crate) mod verb;

#[cfg(feature = "otel")]
pub(crate) use path::on_record;
use reason::{Matter, Reason};
use seen::{News, Seen, What};
use trace::Trace;

#[cfg(feature = "otel")]
use crate::telemetry::Span;

/// The version of the schema that the events follow.
const SCHEMA: &str = "1.6.0";

/// nginx' word for a client that went away before it was answered; it is never sent, only logged.
pub(crate) const CLIENT_LEFT: u16 = 499;

/// One request, answered.
#[derive(Debug)]
pub(crate) struct Answered<'a> {
    /// The request's id, as text.
    pub(crate) request_id: &'a str,
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    /// The position of the operation that it was for.
    pub(crate) operation: Option<usize>,
    pub(crate) status: StatusCode,
    pub(crate) started: Instant,
    pub(crate) took: Duration,
    pub(crate) caller: Option<&'a Caller>,
    pub(crate) address: Option<IpAddr>,
    pub(crate) trace: Option<&'a Trace>,
    /// The span that is sent, if there is one; it speaks for the trace too.
    #[cfg(feature = "otel")]
    pub(crate) span: Option<&'a Span>,
    pub(crate) refused: Option<&'a Refused>,
}

/// Why a request got a problem for an answer.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) reason: Reason,
    /// What the caller is not told; what it is about a failure of the service stands in a line of its own.
    pub(crate) cause: Option<String>,
    /// How many places of the request were at fault.
    pub(crate) violations: usize,
}

impl Answered<'_> {
    /// Whether the answer was on its way: a client that left first has none.
    #[cfg(feature = "otel")]
    pub(crate) fn was_sent(&self) -> bool {
        self.status.as_u16() != CLIENT_LEFT
    }
}

/// The events of one contract.
#[derive(Debug)]
pub(crate) struct Audit {
    operations: Vec<Named>,
    /// For requests that no operation speaks for.
    none: Named,
    service: Arc<str>,
    seen: Seen,
}

/// An operation's name, and the part of an event that never changes.
#[derive(Debug)]
struct Named {
    id: &'static str,
    /// `"api":{…` up to the request's id.
    api: String,
}

impl Audit {
    pub(crate) fn new(contract: &'static Contract) -> Self {
        let named = |id: &'static str| {
            let mut api = String::from(",\"api\":{\"operation\":");
            json_text(&mut api, id);
            api.push_str(",\"version\":");
            json_text(&mut api, contract.version);
            api.push_str(",\"request\":{\"uid\":\"");
            Named { id, api }
        };
        let mut service = String::from(",\"service\":{\"name\":");
        json_text(&mut service, contract.title);
        service.push('}');
        Self {
            operations: contract
                .operations
                .iter()
                .map(|row| named(row.id))
                .collect(),
            none: named("-"),
            service: service.into(),
            seen: Seen::default(),
        }
    }

    /// Writes what is to be said about a request.
    pub(crate) fn answered(&self, log: &Log, answered: &Answered<'_>) {
        let named = answered
            .operation
            .and_then(|index| self.operations.get(index))
            .unwrap_or(&self.none);
        if log.form() == Form::Json && self.is_logon(answered) {
            log.line(|line, _| {
                authentication::write(line, log.metadata(), &self.service, named.id, answered);
            });
        }
        log.line(|line, form| match form {
            Form::Json => request::write(line, log.metadata(), named, answered),
            Form::Text => request::write_plain(line, named.id, answered),
        });
    }

    /// Whether somebody proved, or failed to prove, who it is, and that is news. Wrong credentials always are: how many
    /// of them one address may try is limited before they are looked at.
    fn is_logon(&self, answered: &Answered<'_>) -> bool {
        let now = answered.started;
        if let Some(caller) = answered.caller {
            return caller.limiter_key().is_some_and(|key| {
                self.seen.look(now, What::Passed(key, answered.address)) == News::New
            });
        }
        match answered.refused.map(|refused| refused.reason) {
            Some(Reason::WrongCredentials) => true,
            Some(reason) if reason.matter() == Matter::Authentication => {
                let what = What::Refused(reason.index(), answered.operation, answered.address);
                self.seen.look(now, what) == News::New
            }
            _ => false,
        }
    }
}

/// What every event says of its origin.
#[derive(Clone, Debug)]
pub(crate) struct Metadata {
    /// `"metadata":{…`, not closed.
    opened: Arc<str>,
    /// `"app":{…}`.
    app: Arc<str>,
}

impl Default for Metadata {
    fn default() -> Self {
        Self::named("service", "")
    }
}

impl Metadata {
    /// The metadata of a contract's service.
    pub(crate) fn new(contract: &Contract) -> Self {
        Self::named(contract.title, contract.version)
    }

    fn named(title: &str, version: &str) -> Self {
        let mut product = String::from("{\"name\":");
        json_text(&mut product, title);
        product.push_str(",\"vendor_name\":\"Portcullis\",\"version\":");
        json_text(&mut product, version);
        product.push('}');
        Self {
            opened: format!(
                ",\"metadata\":{{\"version\":\"{SCHEMA}\",\"profiles\":[\"security_control\",\"trace\"],\"product\":{product}"
            )
            .into(),
            app: format!(",\"app\":{product}").into(),
        }
    }

    fn write(&self, line: &mut String) {
        line.push_str(&self.opened);
        line.push('}');
    }

    /// With the request's id, by which the events of one request are found.
    fn write_about(&self, line: &mut String, request_id: &str) {
        line.push_str(&self.opened);
        line.push_str(",\"correlation_uid\":\"");
        line.push_str(request_id);
        line.push_str("\"}");
    }
}

/// How much an event matters, as OCSF counts.
#[derive(Clone, Copy, Debug)]
enum Severity {
    Informational,
    Low,
    Medium,
    High,
}

impl Severity {
    fn digit(self) -> char {
        match self {
            Self::Informational => '1',
            Self::Low => '2',
            Self::Medium => '3',
            Self::High => '4',
        }
    }

    /// Of an answered request: failures of the service are high, and what somebody tried and may not is low.
    fn of(answered: &Answered<'_>) -> Self {
        match answered.refused.map(|refused| refused.reason.matter()) {
            _ if answered.status.is_server_error() => Self::High,
            Some(Matter::Authentication | Matter::Authorization | Matter::Throttling) => Self::Low,
            _ => Self::Informational,
        }
    }
}

/// A length of time as a number of at most 64 bits: twice as wide a one takes three times as long to write.
fn time(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// A number, without the detour over a formatter: every line has several.
fn number(line: &mut String, number: impl itoa::Integer) {
    line.push_str(itoa::Buffer::new().format(number));
}

/// Where a request came from.
fn source(line: &mut String, address: Option<IpAddr>) {
    use std::fmt::Write as _;
    match address {
        Some(IpAddr::V4(address)) => {
            line.push_str(",\"src_endpoint\":{\"ip\":\"");
            for (index, part) in address.octets().into_iter().enumerate() {
                if index > 0 {
                    line.push('.');
                }
                number(line, part);
            }
            line.push_str("\"}");
        }
        Some(IpAddr::V6(address)) => {
            // Writing to a string does not fail.
            let _ = write!(line, ",\"src_endpoint\":{{\"ip\":\"{address}\"}}");
        }
        None => line.push_str(",\"src_endpoint\":{\"name\":\"unknown\"}"),
    }
}

/// The request's line, without its query.
fn http_request(line: &mut String, answered: &Answered<'_>) {
    line.push_str(",\"http_request\":{\"http_method\":");
    json_text(line, answered.method);
    line.push_str(",\"url\":{\"path\":");
    json_text(line, &path::on_record(answered.path));
    line.push_str("}}");
}

/// The trace that the request belongs to, if it said so or is traced here.
fn trace(line: &mut String, answered: &Answered<'_>) {
    #[cfg(feature = "otel")]
    if let Some(span) = answered.span {
        return span.write(line, Some(answered.took));
    }
    if let Some(trace) = answered.trace {
        line.push_str(",\"trace\":{\"uid\":\"");
        line.push_str(trace.id());
        line.push_str("\"}");
    }
}

/// What the gate says beside the schema's own words, up to the closing brace.
fn unmapped(line: &mut String, event: &str, operation: &str, answered: &Answered<'_>) {
    line.push_str(",\"unmapped\":{\"event\":\"");
    line.push_str(event);
    line.push_str("\",\"operation\":");
    json_text(line, operation);
    if let Some(caller) = answered.caller {
        for (index, scheme) in caller.schemes().enumerate() {
            line.push_str(if index == 0 { ",\"schemes\":[" } else { "," });
            json_text(line, scheme);
        }
        if caller.schemes().next().is_some() {
            line.push(']');
        }
    }
    if let Some(refused) = answered.refused {
        line.push_str(",\"matter\":\"");
        line.push_str(refused.reason.matter().word());
        line.push_str("\",\"reason\":\"");
        line.push_str(refused.reason.word());
        line.push('"');
        if let Some(cause) = &refused.cause {
            line.push_str(",\"cause\":");
            json_text(line, cause);
        }
    }
    #[cfg(feature = "otel")]
    if let Some(span) = answered.span
        && event == "authentication"
    {
        span.write_ids(line);
    }
    if let Some(trace) = answered.trace {
        line.push_str(",\"parent_span\":\"");
        line.push_str(trace.parent());
        line.push('"');
    }
}

/// The caller's name, or what stands for it.
fn user(line: &mut String, caller: Option<&Caller>) {
    match caller.map(Caller::subject) {
        Some(Some(subject)) => {
            line.push_str("{\"uid\":");
            json_text(line, subject);
            line.push('}');
        }
        Some(None) => line.push_str("{\"name\":\"anonymous\"}"),
        None => line.push_str("{\"name\":\"unknown\"}"),
    }
}
