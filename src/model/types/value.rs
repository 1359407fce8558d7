//! What a value has to be, and the Rust type that holds it.

use serde_json::Value;

use crate::model::names::Name;
use crate::model::pattern;

/// A position in [`super::Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// What a value has to be, and the Rust type that holds it.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer(Integer),
    /// A number.
    Number(Number),
    /// A string.
    Text(Text),
    /// Bytes as they come: a body that is not read.
    Bytes,
    /// A file of a multipart body.
    File(FileSize),
    /// An array of one type.
    List(Box<Type>, Items),
    /// An object of one type.
    Map(Box<Type>, Members),
    /// The type, or `null`.
    Nullable(Box<Type>),
    /// A string or number that is not to be seen.
    Secret(Box<Type>, Disclosure),
    /// A type with a name.
    Named(TypeId),
    /// A type with a name, on the heap because it contains itself.
    Boxed(TypeId),
}

/// Who sees a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disclosure {
    /// Nobody: it comes in a request.
    Kept,
    /// Whoever gets the answer that it is part of.
    Revealed,
}

/// The Rust integers that are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u64`
    U64,
    /// `gate::WholeNumber`: as many digits as are sent
    Whole,
}

/// Constraints of an integer, both bounds inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Integer {
    /// The Rust type.
    pub width: Width,
    /// The least value.
    pub minimum: Option<i128>,
    /// The greatest value.
    pub maximum: Option<i128>,
    /// What divides it.
    pub multiple_of: Option<i128>,
}

/// Constraints of a number, as decimal text so that nothing is rounded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// The least value.
    pub minimum: Option<String>,
    /// The value it has to exceed.
    pub exclusive_minimum: Option<String>,
    /// The greatest value.
    pub maximum: Option<String>,
    /// The value it has to stay below.
    pub exclusive_maximum: Option<String>,
    /// What divides it.
    pub multiple_of: Option<String>,
}

/// The Rust types that hold a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// `String`
    Plain,
    /// `uuid::Uuid`
    Uuid,
    /// `jiff::Timestamp`
    Timestamp,
    /// `jiff::civil::Date`
    Date,
    /// `std::net::Ipv4Addr`
    Ipv4,
    /// `std::net::Ipv6Addr`
    Ipv6,
}

/// Constraints of a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The Rust type.
    pub kind: TextKind,
    /// The least length, in code points.
    pub min_length: Option<u64>,
    /// The greatest length, in code points.
    pub max_length: Option<u64>,
    /// A pattern.
    pub pattern: Option<Pattern>,
    /// A format that the gate asserts.
    pub format: Option<&'static str>,
    /// What is cleaned out of it first, step by step.
    pub sanitize: Vec<Sanitizer>,
}

impl Text {
    /// Any text.
    pub const ANY: Self = Self {
        kind: TextKind::Plain,
        min_length: None,
        max_length: None,
        pattern: None,
        format: None,
        sanitize: Vec::new(),
    };
}

/// A step of `x-sanitize`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sanitizer {
    /// `trim`: no white space at the ends.
    Trim,
    /// `nfc`: letters and marks composed.
    Nfc,
    /// `strip-control`: no control characters.
    StripControl,
    /// `plain-text`: no markup.
    PlainText,
}

/// A pattern and its translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The pattern as the document spells it, in ECMA 262.
    pub source: String,
    /// The same for the engine that runs it.
    pub translated: pattern::Translated,
}

/// How many bytes a file may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileSize {
    /// The fewest.
    pub minimum: Option<u64>,
    /// The most.
    pub maximum: Option<u64>,
}

/// Constraints of an array.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Items {
    /// The fewest items.
    pub minimum: Option<u64>,
    /// The most items.
    pub maximum: Option<u64>,
    /// Whether no two items may be equal.
    pub uniqueness: Uniqueness,
}

/// Whether items may repeat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Uniqueness {
    /// They may.
    #[default]
    Free,
    /// They may not.
    Unique,
}

/// Constraints on how many members an object has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Members {
    /// The fewest.
    pub minimum: Option<u64>,
    /// The most.
    pub maximum: Option<u64>,
}

/// A field has three states.
#[derive(Clone, Debug, PartialEq)]
pub enum Presence {
    /// It has to be there.
    Required,
    /// It may be left out.
    Optional,
    /// Left out, it is this; a JSON scalar that its own schema accepts.
    Default(Value),
}

/// A type with a name.
#[derive(Debug)]
pub struct Definition {
    /// The Rust name; the word is the schema's name, or says where the schema stands.
    pub name: Name,
    /// The file it stands in, named after the component that contains it.
    pub file: String,
    /// Title or description, one paragraph.
    pub description: String,
    /// Where the schema stands in the document.
    pub pointer: String,
    /// Who needs it.
    pub uses: Uses,
    /// What it is.
    pub kind: DefinitionKind,
}

/// Whether a type is read from requests, written to answers, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Some request carries it.
    pub decoded: bool,
    /// Some answer carries it.
    pub encoded: bool,
}

/// The shapes of a named type.
#[derive(Clone, Debug)]
pub enum DefinitionKind {
    /// An object with known members.
    Struct(Struct),
    /// One of several strings.
    Choice(Vec<Name>),
    /// One of several integers.
    IntegerChoice(Vec<(Name, i64)>),
    /// One of several types.
    Union(Union),
    /// Another type with rules of its own.
    Newtype(Type),
    /// A JSON value that a compiled schema accepts; the position in [`super::Api::rules`].
    Rule(usize),
}

/// An object with known members.
#[derive(Clone, Debug)]
pub struct Struct {
    /// The members.
    pub fields: Vec<Field>,
    /// What other members mean.
    pub additional: Additional,
    /// How many members it may have in all.
    pub members: Members,
}

/// What a member means that is not declared.
#[derive(Clone, Debug)]
pub enum Additional {
    /// It is a violation.
    Refused,
    /// It is kept, in a map of this type under this field.
    Kept(Name, Type),
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// The field, and the member's name.
    pub name: Name,
    /// What it has to be.
    pub ty: Type,
    /// Whether it may be left out.
    pub presence: Presence,
    /// Its description, one paragraph.
    pub description: String,
}

/// One of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// How the variant is found.
    pub selection: Selection,
    /// The variants.
    pub variants: Vec<Variant>,
}

/// How the variant of a union is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Exactly one accepts the value (`oneOf`).
    ExactlyOne,
    /// The first one that accepts the value (`anyOf`).
    FirstOf,
    /// A member names it (`discriminator`).
    Tagged(String),
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The variant.
    pub name: Name,
    /// What it holds.
    pub ty: Type,
    /// The values of the discriminator that mean it.
    pub tags: Vec<String>,
}
