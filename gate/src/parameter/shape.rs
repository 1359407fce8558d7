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

/// Reads decoded text by its shape. The sentence says what a text should have been.
pub(super) fn scalar<'a>(
    text: Cow<'a, str>,
    shape: &Shape,
    reading: Reading,
    limits: &ReadLimits,
) -> Result<Value<'a>, &'static str> {
    match shape {
        Shape::Text | Shape::Credential | Shape::WholeQuery => Ok(Value::String(text)),
        Shape::Integer => match Number::parse(text) {
            Some(number) if number.is_integer() => Ok(Value::Number(number)),
            _ => Err("must be a whole number"),
        },
        Shape::Number => Number::parse(text)
            .map(Value::Number)
            .ok_or("must be a number"),
        Shape::Boolean => match text.as_ref() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err("must be true or false"),
        },
        Shape::Any => Ok(match reading {
            Reading::Literal => literal(text),
            Reading::Text => Value::String(text),
        }),
        Shape::Json => match json::read(text.as_bytes(), limits) {
            Ok(value) => Ok(value.into_owned()),
            Err(error) => Err(error.reason()),
        },
        Shape::OrEmpty(_) if text.is_empty() => Ok(Value::Null),
        Shape::OrEmpty(inner) => scalar(text, inner, reading, limits),
        Shape::Delimited(mark, item) => {
            let pieces = text.split(*mark);
            let items =
                pieces.map(|piece| scalar(Cow::Owned(piece.to_owned()), item, reading, limits));
            items.collect::<Result<_, _>>().map(Value::Array)
        }
        Shape::List(_) | Shape::Object(_) | Shape::Map(_) => Err("cannot be nested here"),
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
