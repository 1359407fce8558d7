//! The span of one request, by the semantic conventions of OpenTelemetry for HTTP servers.
//!
//! It says what the access line says, and nothing that a request has beside its method, its path and its host: no query, no
//! header, no body, and not who called.

// Writing to a string does not fail.
use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use http::header::HOST;
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderMap, HeaderName, Version};
use opentelemetry::trace::{
    Span as _, SpanBuilder, SpanContext, SpanId, SpanKind, Status, TraceContextExt, TraceFlags,
    TraceId, TraceState, Tracer,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::SdkTracer;

use crate::audit::trace::{TRACEPARENT, Trace};
use crate::audit::{Answered, on_record};
use crate::operation::Operation;
use crate::router::path_of;

const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");
/// The state of a trace is passed on up to this length (W3C Trace Context, section 3.3.1.5), so that a queue of spans is
/// not filled with what strangers wrote.
const LONGEST_STATE: usize = 512;
/// Of a path, and of a host.
const LONGEST_PATH: usize = 1_024;
const LONGEST_HOST: usize = 255;

/// A span that is not over yet.
#[derive(Debug)]
pub(crate) struct Span {
    context: Context,
    parent: Option<SpanId>,
    started: SystemTime,
}

impl Span {
    pub(super) fn begin(
        tracer: &SdkTracer,
        scheme: &'static str,
        parts: &Parts,
        trace: Option<&Trace>,
    ) -> Self {
        let started = SystemTime::now();
        let caller = trace.and_then(|trace| caller(trace, &parts.headers));
        let parent = caller.as_ref().map(SpanContext::span_id);
        let above = match caller {
            Some(caller) => Context::new().with_remote_span_context(caller),
            None => Context::new(),
        };
        let builder = SpanBuilder::from_name("HTTP")
            .with_kind(SpanKind::Server)
            .with_start_time(started);
        let mut span = tracer.build_with_context(builder, &above);
        if span.is_recording() {
            span.set_attributes(head(scheme, parts));
        }
        Self {
            context: Context::new().with_span(span),
            parent,
            started,
        }
    }

    /// What is current while the request is served.
    pub(crate) fn context(&self) -> Context {
        self.context.clone()
    }

    /// The object `trace` of an event (OCSF 1.6), with the comma before it: the ids under which the span is found, of a span
    /// that took so long, or is not over yet.
    pub(crate) fn write(&self, line: &mut String, took: Option<Duration>) {
        let span = self.context.span();
        let own = span.span_context();
        let (trace, span) = (own.trace_id(), own.span_id());
        let _ = write!(
            line,
            ",\"trace\":{{\"uid\":\"{trace}\",\"span\":{{\"uid\":\"{span}\""
        );
        if let Some(parent) = self.parent {
            let _ = write!(line, ",\"parent_uid\":\"{parent}\"");
        }
        let _ = write!(line, ",\"start_time\":{}", milliseconds(self.started));
        let until = took.map_or_else(SystemTime::now, |took| self.started + took);
        let _ = write!(line, ",\"end_time\":{}}}}}", milliseconds(until));
    }

    /// The same by itself, for an event while the span is not over yet.
    pub(crate) fn written(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, None);
        text
    }

    /// The two ids as members of their own, where an event has no such object.
    pub(crate) fn write_ids(&self, line: &mut String) {
        let span = self.context.span();
        let own = span.span_context();
        let (trace, span) = (own.trace_id(), own.span_id());
        let _ = write!(line, ",\"trace\":\"{trace}\",\"span\":\"{span}\"");
    }

    /// The two ids for people.
    pub(crate) fn write_plain(&self, line: &mut String) {
        let span = self.context.span();
        let own = span.span_context();
        let _ = write!(line, " trace {} span {}", own.trace_id(), own.span_id());
    }

    /// The span is over, and goes to the queue.
    pub(crate) fn end(&self, answered: &Answered<'_>, operation: Option<&'static Operation>) {
        let span = self.context.span();
        if !span.is_recording() {
            return;
        }
        let method = known(answered.method);
        let name = method.unwrap_or("HTTP");
        let mut said = vec![
            KeyValue::new("http.request.method", method.unwrap_or("_OTHER")),
            KeyValue::new("portcullis.request_id", answered.request_id.to_owned()),
        ];
        if let Some(operation) = operation {
            let route = path_of(operation.path);
            span.update_name(format!("{name} {route}"));
            said.push(KeyValue::new("http.route", route));
            said.push(KeyValue::new("portcullis.operation", operation.id));
        } else {
            span.update_name(name);
        }
        if let Some(refused) = answered.refused {
            said.push(KeyValue::new("portcullis.reason", refused.reason.word()));
        }
        let status = answered.status;
        if answered.was_sent() {
            let code = i64::from(status.as_u16());
            said.push(KeyValue::new("http.response.status_code", code));
        }
        if status.is_server_error() {
            said.push(KeyValue::new("error.type", status.as_str().to_owned()));
            span.set_status(Status::error(""));
        }
        span.set_attributes(said);
        span.end_with_timestamp(self.started + answered.took);
    }
}

/// What the head of a request says.
fn head(scheme: &'static str, parts: &Parts) -> Vec<KeyValue> {
    let mut said = vec![
        KeyValue::new("url.scheme", scheme),
        KeyValue::new(
            "url.path",
            shortened(&on_record(parts.uri.path())).to_owned(),
        ),
    ];
    if let Some(version) = version(parts.version) {
        said.push(KeyValue::new("network.protocol.version", version));
    }
    let named = parts.uri.authority().cloned();
    let host = named.or_else(|| Authority::try_from(parts.headers.get(HOST)?.as_bytes()).ok());
    if let Some(host) = host.filter(|host| host.as_str().len() <= LONGEST_HOST) {
        said.push(KeyValue::new("server.address", host.host().to_owned()));
        if let Some(port) = host.port_u16() {
            said.push(KeyValue::new("server.port", i64::from(port)));
        }
    }
    said
}

/// The caller's span (W3C Trace Context): the one of a `traceparent` that can be read, with its `tracestate` if that can be.
fn caller(trace: &Trace, headers: &HeaderMap) -> Option<SpanContext> {
    let flags = headers.get(TRACEPARENT)?.as_bytes().get(53..55)?;
    let flags = u8::from_str_radix(str::from_utf8(flags).ok()?, 16).ok()?;
    Some(SpanContext::new(
        TraceId::from_hex(trace.id()).ok()?,
        SpanId::from_hex(trace.parent()).ok()?,
        // The other flags mean nothing yet, and are not passed on (section 3.2.2.5.2).
        TraceFlags::new(flags & 1),
        true,
        state(headers).unwrap_or_default(),
    ))
}

/// All lines of `tracestate` as one.
fn state(headers: &HeaderMap) -> Option<TraceState> {
    let mut whole = String::new();
    for line in headers.get_all(TRACESTATE) {
        let line = line.to_str().ok()?;
        if whole.len() + line.len() > LONGEST_STATE {
            return None;
        }
        if !whole.is_empty() {
            whole.push(',');
        }
        whole.push_str(line);
    }
    // The library takes a pair without a name for one.
    if whole.split(',').any(|pair| pair.trim().starts_with('=')) {
        return None;
    }
    whole.parse().ok()
}

/// The methods that the conventions name: any other would make a new name of spans for whatever strangers send.
fn known(method: &str) -> Option<&'static str> {
    [
        "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE", "QUERY",
    ]
    .into_iter()
    .find(|known| *known == method)
}

fn version(version: Version) -> Option<&'static str> {
    match version {
        Version::HTTP_10 => Some("1.0"),
        Version::HTTP_11 => Some("1.1"),
        Version::HTTP_2 => Some("2"),
        _ => None,
    }
}

fn milliseconds(time: SystemTime) -> u128 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.unwrap_or_default().as_millis()
}

fn shortened(path: &str) -> &str {
    let mut end = path.len().min(LONGEST_PATH);
    while !path.is_char_boundary(end) {
        end -= 1;
    }
    path.get(..end).unwrap_or_default()
}
