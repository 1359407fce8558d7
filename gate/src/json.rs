//! Strict JSON: bytes from the network flow in, a borrowed tree flows out, or the reason why not.
//!
//! RFC 8259 to the letter and stricter where RFC 7493 (I-JSON) is: UTF-8 only, no byte order mark, no duplicate
//! member names, no lone surrogates, nothing after the value. Depth and node count are bounded, so that the cost of a
//! body is known before it is read. Numbers stay text: nothing is rounded until a decoder says into what.

mod decimal;
mod number;
mod reader;
mod same;

use std::{borrow::Cow, fmt};

pub(crate) use decimal::Decimal;
pub use number::Number;
pub use reader::read;
pub use same::Same;
pub(crate) use same::all_different;

/// A JSON value that borrows from the bytes it was read from wherever no escape forced a copy.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as the text that was sent.
    Number(Number<'a>),
    /// A string, unescaped.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object: its members in the order of the text, names unescaped and unique.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
    /// A file of a multipart body, which stands where JSON has no word for it.
    #[cfg(feature = "multipart")]
    File(crate::part::FilePart),
}

impl<'a> Value<'a> {
    /// The member of an object with this name; `None` for anything that is not an object or lacks it.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Value<'a>> {
        match self {
            Value::Object(members) => members
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The same tree, owning its text.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Bool(value) => Value::Bool(value),
            Value::Number(number) => Value::Number(number.into_owned()),
            Value::String(text) => Value::String(Cow::Owned(text.into_owned())),
            #[cfg(feature = "multipart")]
            Value::File(file) => Value::File(file),
            Value::Array(items) => Value::Array(items.into_iter().map(Value::into_owned).collect()),
            Value::Object(members) => Value::Object(
                members
                    .into_iter()
                    .map(|(key, value)| (Cow::Owned(key.into_owned()), value.into_owned()))
                    .collect(),
            ),
        }
    }

    /// The same tree as `serde_json` holds it.
    ///
    /// A number that neither 64-bit integer holds becomes the nearest `f64`, as in every reader built on doubles;
    /// `None` when one is beyond even that (`1e999`), because it cannot be kept at all, and for a file.
    #[must_use]
    pub fn to_json(&self) -> Option<serde_json::Value> {
        Some(match self {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => serde_json::Value::Bool(*value),
            Value::Number(number) => serde_json::Value::Number(number.to_json()?),
            Value::String(text) => serde_json::Value::String(text.as_ref().to_owned()),
            #[cfg(feature = "multipart")]
            Value::File(_) => return None,
            Value::Array(items) => {
                serde_json::Value::Array(items.iter().map(Value::to_json).collect::<Option<_>>()?)
            }
            Value::Object(members) => serde_json::Value::Object(
                members
                    .iter()
                    .map(|(key, value)| Some((key.as_ref().to_owned(), value.to_json()?)))
                    .collect::<Option<_>>()?,
            ),
        })
    }
}

/// What a body may cost to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadLimits {
    /// How deep arrays and objects may nest; a lone scalar has depth 0. Values above [`ReadLimits::DEEPEST`] count as
    /// that, because the tree is walked by recursion.
    pub depth: usize,
    /// How many values (scalars, arrays and objects, at any depth) a body may hold.
    pub nodes: usize,
}

impl ReadLimits {
    /// The deepest nesting that can be allowed at all.
    pub const DEEPEST: usize = 256;
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            depth: 64,
            nodes: 100_000,
        }
    }
}

/// Why bytes are no acceptable JSON text. The sentence never repeats what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable {
    offset: usize,
    reason: &'static str,
}

impl Unreadable {
    pub(crate) const fn new(offset: usize, reason: &'static str) -> Self {
        Self { offset, reason }
    }

    /// Where reading stopped, in bytes from the start.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// What is wrong there.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        self.reason
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} at byte {}", self.reason, self.offset)
    }
}

impl std::error::Error for Unreadable {}
