//! One piece of text as a JSON value.

use std::borrow::Cow;

use super::Shape;
use crate::json::{self, Number, ReadLimits, Value};

/// What [`Shape::Any`] makes of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// The literal that the text spells, if it spells one.
    Literal,
    /// The text itself.
    Text,
}

/// What becomes of text that spells no value of its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misfit {
    /// It is refused: a parameter has to parse.
    Refused,
    /// It stays text: what a body holds is judged by its decoder, together with everything else.
    Kept,
}

/// Why text is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It spells no value of its shape, which should have been what the sentence says.
    Misfit(&'static str),
    /// It cannot be read at all, whatever it is for.
    Broken(&'static str),
}

impl Unread {
    /// The sentence.
    pub(super) const fn detail(self) -> &'static str {
        match self {
            Self::Misfit(detail) | Self::Broken(detail) => detail,
        }
    }
}

/// Reads decoded text by its shape.
pub(super) fn scalar<'a>(
    text: Cow<'a, str>,
    shape: &Shape,
    reading: Reading,
    limits: &ReadLimits,
) -> Result<Value<'a>, Unread> {
    match shape {
        Shape::Text | Shape::Credential | Shape::WholeQuery => Ok(Value::String(text)),
        Shape::Integer => match Number::parse(text) {
            Some(number) if number.is_integer() => Ok(Value::Number(number)),
            _ => Err(Unread::Misfit("must be a whole number")),
        },
        Shape::Number => Number::parse(text)
            .map(Value::Number)
            .ok_or(Unread::Misfit("must be a number")),
        Shape::Boolean => match text.as_ref() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(Unread::Misfit("must be true or false")),
        },
        Shape::Any => Ok(match reading {
            Reading::Literal => literal(text),
            Reading::Text => Value::String(text),
        }),
        Shape::Json => match json::read(text.as_bytes(), limits) {
            Ok(value) => Ok(value.into_owned()),
            Err(error) => Err(Unread::Broken(error.reason())),
        },
        Shape::OrEmpty(_) if text.is_empty() => Ok(Value::Null),
        Shape::OrEmpty(inner) => scalar(text, inner, reading, limits),
        Shape::Delimited(mark, item) => {
            let pieces = text.split(*mark);
            let items =
                pieces.map(|piece| scalar(Cow::Owned(piece.to_owned()), item, reading, limits));
            items.collect::<Result<_, _>>().map(Value::Array)
        }
        Shape::List(_) | Shape::Object(_) | Shape::Map(_) => {
            Err(Unread::Broken("cannot be nested here"))
        }
    }
}

/// The same for text of a body: what spells no value of its shape stays text.
pub(super) fn lenient<'a>(
    text: Cow<'a, str>,
    shape: &Shape,
    reading: Reading,
    limits: &ReadLimits,
) -> Result<Value<'a>, &'static str> {
    match scalar(text.clone(), shape, reading, limits) {
        Ok(value) => Ok(value),
        Err(Unread::Misfit(_)) => Ok(Value::String(text)),
        Err(Unread::Broken(detail)) => Err(detail),
    }
}

fn literal(text: Cow<'_, str>) -> Value<'_> {
    match text.as_ref() {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" => Value::Null,
        other if Number::scan(other.as_bytes()) == other.len() && !other.is_empty() => {
            Number::parse(text).map_or(Value::Null, Value::Number)
        }
        _ => Value::String(text),
    }
}

impl Shape {
    /// Whether the two readings of [`Shape::Any`] can differ somewhere in it.
    pub(super) fn is_ambiguous(&self) -> bool {
        match self {
            Shape::Any => true,
            Shape::List(item)
            | Shape::Delimited(_, item)
            | Shape::Map(item)
            | Shape::OrEmpty(item) => item.is_ambiguous(),
            Shape::Object(members) => members.iter().any(|(_, shape)| shape.is_ambiguous()),
            Shape::Text
            | Shape::Integer
            | Shape::Number
            | Shape::Boolean
            | Shape::Json
            | Shape::Credential
            | Shape::WholeQuery => false,
        }
    }
}
