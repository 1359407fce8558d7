//! The gate: everything that stands between the network and a handler.
//!
//! `serve` takes connections, `edge` is the one service that every request passes: request id, route, method,
//! limits, authentication, media type, body. What comes through is a [`Call`]; the emitted crate `api` decodes it
//! with the readers of this crate and asks the user's handler. Whatever does not come through is a [`Problem`].
//!
//! This crate knows no contract: it is the same in every project and is replaced whole by `portcullis regenerate`.

#[cfg(feature = "abuse")]
pub mod abuse;
mod accept;
#[cfg(feature = "rules")]
mod answers;
mod audit;
mod auth;
mod boot;
mod call;
mod caller;
mod cors;
mod docs;
mod edge;
mod events;
mod gate;
mod limit;
mod log;
mod management;
mod metrics;
mod operation;
#[cfg(feature = "multipart")]
mod part;
mod policy;
mod problem;
mod reply;
mod request_id;
mod router;
mod sanitize;
mod seal;
mod secret;
mod serve;
mod service;
pub mod settings;
mod stream;
#[cfg(feature = "otel")]
mod telemetry;
mod tls;
mod trace_context;
#[cfg(any(feature = "issuer-keys", feature = "otel"))]
mod trust;
mod verbs;
mod versions;
#[cfg(feature = "xml")]
mod xml;

mod any;
// The emitted types name what they need of these three by module, so that no schema's name can clash with it.
pub mod decode;
mod format;
pub mod json;
mod nullable;
pub mod parameter;
mod pattern;
#[cfg(feature = "rules")]
pub mod rule;

pub use accept::Accept;
#[cfg(feature = "rules")]
pub use answers::Answers;
pub use any::{Any, WholeNumber};
pub use auth::credential::Credential;
pub use auth::development::TokenRequest;
pub use auth::verifier::{Denied, Verifier, Verifiers};
pub use boot::Boot;
pub use call::Call;
pub use caller::{Caller, Identity};
pub use decode::{
    Additional, Decode, Decoder, Fields, Integer, Items, Location, Members, Number, Object,
    Pointer, Report, Text, Unique, among, boolean, choice, constant, exactly_one, first_of, float,
    integer, list, map, nullable, number, numbered, tagged, text, whole,
};
pub use edge::Gate;
pub use edge::address::Peer;
pub use events::{Event, EventStream, JsonLines, JsonSequence, Sender};
pub use format::Format;
pub use gate::{BuildError, GateBuilder};
pub use log::{Form, Level, Log};
pub use nullable::Nullable;
pub use operation::{
    Answering, BodyRule, Contract, Dispatch, KeyLocation, Limits, Media, MediaKind, Operation,
    Pending, Rate, Requirement, Scheme, SchemeKind, StepUp,
};
pub use parameter::{
    Explode, Input, Inputs, Parameter, Shape, Style, form_body, form_query, json_body, json_query,
    optional_form_body, optional_form_query, optional_json_body, optional_json_query,
    optional_text_body, optional_text_query, stream_body, text_body, text_query,
};
#[cfg(feature = "multipart")]
pub use parameter::{multipart_body, optional_multipart_body};
#[cfg(feature = "xml")]
pub use parameter::{optional_xml_body, xml_body};
#[cfg(feature = "multipart")]
pub use part::{FilePart, FileSize, PartContent, PartRule, Repeats, file};
pub use pattern::Pattern;
pub use policy::{Check, Decision, Ids, ObjectIds, Rule};
pub use problem::{MAXIMUM_VIOLATIONS, Problem, Violation, Wording};
pub use reply::Reply;
pub use request_id::RequestId;
pub use sanitize::{Sanitize, sanitize};
pub use seal::{KeyRing, SealError};
pub use secret::{Revealed, Secret};
pub use serve::{StartError, run};
pub use service::Service;
pub use stream::ByteStream;
pub use trace_context::TraceContext;
pub use versions::Versions;

/// What the emitted crates need of the crates below, so that they depend on nothing else.
pub use bytes::Bytes;
pub use http::{HeaderMap, StatusCode};
pub use jiff::{Timestamp, civil::Date};
/// For spans of your own within that of a request, see [`TraceContext`].
#[cfg(feature = "otel")]
pub use opentelemetry;
pub use uuid::Uuid;
