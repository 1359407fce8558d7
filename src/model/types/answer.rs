//! What an answer carries: its status, its headers, and its body in every type that is offered.

use super::{Explode, Presence, Type};
use crate::model::names::Name;

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
