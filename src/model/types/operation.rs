//! One operation, one call of the service's own, and what is said of them besides what they take and answer.

use super::{Body, Input, Requirement, Response, StepUp, Type};
use crate::model::names::Name;

/// A group of operations: one module and one handler trait.
#[derive(Debug)]
pub struct Tag {
    /// The module, and the tag's word in the document.
    pub module: Name,
    /// The trait that the user implements.
    pub handlers: Name,
    /// The tag's description, one paragraph.
    pub description: String,
    /// Positions in [`Api::operations`].
    pub operations: Vec<usize>,
}

/// One operation: a method and a path.
#[derive(Debug)]
pub struct Operation {
    /// Its `operationId`, where it has one; documents exist in which several operations share one.
    pub id: Option<String>,
    /// What log, metrics and limits call it, and no other: `operationId`, or method and path where there is none or another
    /// operation has it, after the version's name where there are several.
    pub label: String,
    /// The function that answers it; the word is `operationId`, or method and path where there is none.
    pub function: Name,
    /// The module in which it stands, within its tag.
    pub module: Name,
    /// The request struct.
    pub request: Name,
    /// The response enum.
    pub response: Name,
    /// The variant of the policy's enum.
    pub variant: Name,
    /// The struct of its path parameters, where it has any: what a rule of the policy may look at.
    pub ids: Option<Name>,
    /// The method, in capitals.
    pub method: String,
    /// The path template, with the base path.
    pub path: String,
    /// Summary or description, one paragraph.
    pub description: String,
    /// The first paragraph of the description, where a summary stands before it.
    pub details: String,
    /// Alternatives, each a list of schemes that have to pass together. No alternative: nobody is asked.
    pub security: Vec<Vec<Requirement>>,
    /// Whether its callers have to have proved a second factor.
    pub step_up: StepUp,
    /// Its own limits.
    pub limits: Limits,
    /// That it is deprecated, and when it will be gone.
    pub retirement: Retirement,
    /// Parameters, in the order of the document.
    pub inputs: Vec<Input>,
    /// The body, where there is one.
    pub body: Option<Body>,
    /// The field that says what the client would like to be answered with, where answers come in several types.
    pub accept: Option<Name>,
    /// The declared answers.
    pub responses: Vec<Response>,
    /// What the mock answers.
    pub mock: Option<Mock>,
    /// What the abuse suite begins from.
    pub attempt: Attempt,
    /// Where it stands in the document.
    pub pointer: String,
}

/// An honest request as far as its body, and what spoils it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempt {
    /// Path and query, every parameter that has to be there filled in.
    pub target: String,
    /// The headers that have to be there; names in lower case.
    pub headers: Vec<(String, String)>,
    /// The first media type of the body, where there is a body.
    pub media_type: Option<String>,
    /// A JSON body of a type that the schema refuses, where there is one.
    pub wrong_type: Option<String>,
    /// A right JSON body with one member that the contract does not declare, where that is a violation.
    pub unknown_member: Option<String>,
    /// The target with a parameter that its schema refuses, where there is one.
    pub wrong_target: Option<String>,
}

/// A call that the service makes: a webhook, or a callback of an operation.
#[derive(Debug)]
pub struct Outgoing {
    /// The struct that stands for it.
    pub name: Name,
    /// The method, in capitals.
    pub method: String,
    /// The webhook's name, or the runtime expression of a callback (OpenAPI 3.1, section 4.8.20.4).
    pub target: String,
    /// Summary or description, one paragraph.
    pub description: String,
    /// Its body, where it has one.
    pub body: Option<OutgoingBody>,
}

/// What a call carries.
#[derive(Debug)]
pub struct OutgoingBody {
    /// The media type.
    pub media_type: String,
    /// What it has to be; `None` for what is not JSON.
    pub ty: Option<Type>,
}

/// What callers are told about the end of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retirement {
    /// Since when it is deprecated, in seconds since 1970 (RFC 9745).
    pub deprecated: Option<i64>,
    /// When it will be gone, as an HTTP date (RFC 8594).
    pub sunset: Option<String>,
    /// Where that is explained: relation and address.
    pub links: Vec<(&'static str, String)>,
}

/// Limits of one operation; what is absent comes from the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// How often a caller may call.
    pub rate: Option<Rate>,
    /// How large a body may be, in bytes.
    pub body: Option<u64>,
    /// How long a body may take to arrive, and then the handler to answer, in milliseconds.
    pub timeout: Option<u64>,
}

/// A rate with a burst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many requests fit in the period.
    pub requests: u32,
    /// The period, in seconds.
    pub seconds: u32,
    /// How many may come at once.
    pub burst: u32,
}

/// What the mock answers to a valid request.
#[derive(Debug)]
pub struct Mock {
    /// The status.
    pub status: u16,
    /// Media types and text of the body, in every type that is offered; empty where there is none.
    pub bodies: Vec<(Vec<String>, String)>,
    /// Headers that the contract requires of the answer.
    pub headers: Vec<(String, String)>,
}
