//! What a request carries: its parameters, its body, and how their bytes are read.

use super::{Presence, Type};
use crate::model::names::Name;

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
