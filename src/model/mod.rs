//! The model: an API as the emitted service will see it.
//!
//! `source` hands in one lifted document; `plan` and `render` only read what is here. Every name is final, every
//! reference is resolved, recursion is boxed, and what a request may carry is told apart from what an answer shows.

mod attempt;
mod body;
mod build;
mod choice;
mod cycles;
mod default;
mod direction;
mod effort;
pub mod example;
mod expansion;
mod find;
pub mod format;
mod kinds;
pub mod limits;
mod links;
mod media;
mod merge;
mod mock;
mod multipart;
pub mod names;
mod null;
mod object;
mod operation;
mod outgoing;
mod overlap;
mod parameter;
mod path;
pub mod pattern;
mod response;
pub mod retirement;
pub mod route;
mod ruled;
mod scalar;
mod schema;
pub mod security;
pub mod sensitive;
pub mod shared;
mod successor;
mod types;
mod undeclared;
mod union;
mod uses;
pub mod versions;
mod whole_query;

pub use build::{Options, build};
use names::Name;
use serde_json::Value;
pub use types::{
    Additional, Definition, DefinitionKind, Disclosure, Field, FileSize, Integer, Items, Members,
    Number, Pattern, Presence, Sanitizer, Selection, Struct, Text, TextKind, Type, TypeId, Union,
    Uniqueness, Uses, Variant, Width,
};

/// The whole API.
#[derive(Debug)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`, as it stands in the document.
    pub version: String,
    /// `info.description`, one paragraph.
    pub description: String,
    /// What comes before every path of the document: empty, or `/v1` and the like, without a slash at the end.
    pub base_path: String,
    /// The module in which all of it stands, where a service has several versions; the word is the version's name.
    pub module: Option<Name>,
    /// What comes before the path of the served contract: the base path, unless versions have one in common.
    pub served_under: String,
    /// The security schemes that some operation asks for.
    pub schemes: Vec<Scheme>,
    /// The groups of operations, in the order of their first operation.
    pub tags: Vec<Tag>,
    /// Every operation; tags refer to them by position.
    pub operations: Vec<Operation>,
    /// What the service sends of its own accord.
    pub outgoing: Vec<Outgoing>,
    /// Every named type; [`TypeId`] is a position in this list.
    pub types: Vec<Definition>,
    /// Schemas which no Rust type fits, by the name under which the emitted crate keeps them.
    pub rules: Vec<Rule>,
    /// Whether a pattern needs an engine that backtracks.
    pub bounded_patterns: bool,
    /// What the document demands and the service refuses instead of enforcing; listed in `SECURITY.md`.
    pub exceptions: Vec<Exception>,
}

/// A demand of the document that is not enforced, only refused or noted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exception {
    /// Where the document demands it, as a JSON pointer.
    pub pointer: String,
    /// What happens instead, a sentence.
    pub sentence: String,
}

/// A security scheme of the contract.
#[derive(Debug)]
pub struct Scheme {
    /// Its name in the document, and the settings section `APP__AUTH__<SECTION>`.
    pub name: Name,
    /// How a caller proves who it is.
    pub kind: SchemeKind,
}

/// The kinds of scheme that the gate knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key that the service issued.
    ApiKey {
        /// Where the key travels.
        location: KeyLocation,
        /// The header, query parameter or cookie that carries it.
        name: String,
    },
    /// HTTP Basic (RFC 7617).
    Basic,
    /// A bearer token (RFC 6750).
    Bearer,
    /// A bearer token that an OAuth 2 authorization server issued.
    OAuth2,
    /// A bearer token that an `OpenID` provider issued.
    OpenIdConnect {
        /// Where the provider has its metadata, as written.
        discovery: String,
    },
    /// A client certificate, verified by TLS.
    MutualTls,
    /// Nothing that the gate can check: nobody passes.
    Refused,
}

/// Where an API key travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyLocation {
    /// A request header.
    Header,
    /// A query parameter.
    Query,
    /// A cookie.
    Cookie,
}

/// One scheme that has to be satisfied, with the scopes it has to grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The scheme's name in the document.
    pub scheme: String,
    /// Every one of them is needed.
    pub scopes: Vec<String>,
}

/// Whether callers have to have proved more than one credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepUp {
    /// One is enough.
    None,
    /// A second factor is needed too (`x-mfa`, RFC 9470).
    SecondFactor,
}

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
    /// What log, metrics and limits call it: `operationId`, or method and path where there is none, after the version's name
    /// where there are several.
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

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As the whole query.
    QueryString,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How a parameter is spelled (OpenAPI 3.1, section 4.8.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b`
    Simple,
    /// `.a.b`
    Label,
    /// `;name=a`
    Matrix,
    /// `name=a`
    Form,
    /// `name=a`, without percent-encoding
    Cookie,
    /// `a%20b`
    SpaceDelimited,
    /// `a|b`
    PipeDelimited,
    /// `name[member]=a`
    DeepObject,
}

/// Whether each member of a parameter is spelled on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explode {
    /// Each on its own.
    Yes,
    /// Joined by the style's delimiter.
    No,
}

/// How the text of a parameter or form field becomes a value before its schema is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The text itself.
    Text,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Whatever the text looks like.
    Any,
    /// JSON.
    Json,
    /// `null` where the text is empty, else this shape (`allowEmptyValue`).
    OrEmpty(Box<Shape>),
    /// A list of one shape.
    List(Box<Shape>),
    /// A list in one text, with this mark between its items.
    Delimited(char, Box<Shape>),
    /// Members with a shape each.
    Object(Vec<(String, Shape)>),
}

/// One parameter of an operation, as a field of its request.
#[derive(Debug)]
pub struct Input {
    /// The field, and the parameter's name.
    pub field: Name,
    /// Where it travels.
    pub location: Location,
    /// How it is spelled.
    pub style: Style,
    /// Whether its members are spelled on their own.
    pub explode: Explode,
    /// How its text becomes a value.
    pub shape: Shape,
    /// How the query is read, where this parameter is all of it.
    pub whole: Option<Reading>,
    /// What the value has to be.
    pub ty: Type,
    /// Where its schema stands in the lifted document, if it has one.
    pub schema: Option<String>,
    /// Whether it may be left out.
    pub presence: Presence,
    /// Its description, one paragraph.
    pub description: String,
}

/// The body of a request.
#[derive(Debug)]
pub struct Body {
    /// The field of the request that holds it.
    pub field: Name,
    /// Whether it may be left out.
    pub presence: Presence,
    /// What is accepted; empty when the gate can read nothing of what is declared, and every body is refused.
    pub contents: Vec<Content>,
    /// The field's type where contents differ in type: an enum with one variant for each.
    pub choice: Option<Name>,
}

/// A media type and what it carries.
#[derive(Debug)]
pub struct Content {
    /// The media type or range, lower case, without parameters.
    pub media_type: String,
    /// How its bytes are read.
    pub reading: Reading,
    /// What it carries.
    pub ty: Type,
    /// Where its schema stands in the lifted document, if it has one.
    pub schema: Option<String>,
    /// Its variant, where the body is a choice.
    pub variant: Name,
}

/// How the bytes of a request's body are read, or a query that is one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As JSON.
    Json,
    /// As a form of these fields.
    Form(Vec<FormField>),
    /// As UTF-8 text of a shape.
    Text(Shape),
    /// As well-formed XML, which stays text.
    Xml,
    /// As parts with names.
    Multipart(Vec<Part>),
    /// Not at all: the handler gets the bytes as they come.
    Bytes,
}

/// A field of a form, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormField {
    /// Its name.
    pub name: String,
    /// How lists and objects in it are written.
    pub style: Style,
    /// Whether their members are written on their own.
    pub explode: Explode,
    /// How its text becomes a value.
    pub shape: Shape,
}

/// A part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// How its bytes are read.
    pub content: PartContent,
    /// Whether each part of this name is an item of a list.
    pub repeats: Explode,
    /// The media types that are taken; empty for any.
    pub media_types: Vec<String>,
}

/// How the bytes of a part are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartContent {
    /// Not at all: it is a file.
    File,
    /// As JSON.
    Json,
    /// As text of a shape.
    Text(Shape),
}

/// What a media type is, as far as the gate cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// Parts with names.
    Multipart,
    /// UTF-8 text.
    Text,
    /// XML.
    Xml,
    /// Server-sent events.
    Events,
    /// JSON values, one a line.
    Lines,
    /// JSON values, each a record (RFC 7464).
    Sequence,
    /// Bytes, as they come.
    Bytes,
}

/// Which statuses a response stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// One.
    Code(u16),
    /// A hundred, by its first digit.
    Range(u8),
    /// Every other.
    Default,
}

/// One declared answer.
#[derive(Debug)]
pub struct Response {
    /// The variant of the response enum.
    pub variant: Name,
    /// Which statuses it stands for.
    pub status: Status,
    /// Its description, one paragraph.
    pub description: String,
    /// What may follow it, a sentence each.
    pub links: Vec<String>,
    /// Its headers.
    pub headers: Vec<ResponseHeader>,
    /// Its body, in every type that is offered; empty where there is none.
    pub contents: Vec<ResponseContent>,
    /// The body's type where it is offered in several: an enum with one variant for each.
    pub choice: Option<Name>,
    /// Where it stands in the document.
    pub pointer: String,
}

/// A header of an answer.
#[derive(Debug)]
pub struct ResponseHeader {
    /// The field, and the header's name in lower case.
    pub field: Name,
    /// What its value has to be.
    pub ty: Type,
    /// How its value is written.
    pub writing: HeaderWriting,
    /// Whether the answer may leave it out.
    pub presence: Presence,
    /// Its description, one paragraph.
    pub description: String,
    /// Where its schema stands in the document.
    pub schema: String,
}

/// How the value of a response header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderWriting {
    /// In the `simple` style.
    Simple(Explode),
    /// As JSON, for headers with a `content`.
    Json,
}

/// A body of an answer: one Rust type, under one or more media types.
#[derive(Debug)]
pub struct ResponseContent {
    /// Its variant, where the body is a choice.
    pub variant: Name,
    /// The media types or ranges as the document has them.
    pub declared: Vec<String>,
    /// The media types it is sent with, in the same order.
    pub media_types: Vec<String>,
    /// What the media types are.
    pub kind: MediaKind,
    /// What it carries: for events and lines, one of them.
    pub ty: Type,
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

/// A schema which no Rust type fits, as JSON Schema 2020-12 with its references intact.
#[derive(Debug)]
pub struct Rule {
    /// The name under which the emitted crate keeps it.
    pub name: String,
    /// The schema; references point into the whole document.
    pub schema: Value,
}
