//! Which kinds of JSON value a schema may accept, as far as alternatives have to know.

use serde_json::Value;

use super::build::Builder;
use crate::options::Typeless;

impl Builder<'_> {
    /// Which kinds of JSON value a schema may accept, generously.
    pub fn kinds(&self, schema: &Value, depth: usize) -> Kinds {
        const DEEPEST: usize = 16;
        let Some(keywords) = schema.as_object() else {
            return Kinds::ALL;
        };
        if depth > DEEPEST || !self.has_patience(depth) {
            return Kinds::ALL;
        }
        if let Some(reference) = keywords.get("$ref").and_then(Value::as_str) {
            return self
                .follow(reference)
                .map_or(Kinds::ALL, |(schema, _)| self.kinds(schema, depth + 1));
        }
        let named = |word: &str| word_kinds(word);
        match keywords.get("type") {
            Some(Value::String(word)) => return named(word),
            Some(Value::Array(words)) => {
                return words
                    .iter()
                    .filter_map(Value::as_str)
                    .map(named)
                    .fold(Kinds::NONE, Kinds::or);
            }
            _ => {}
        }
        if let Some(values) = keywords.get("enum").and_then(Value::as_array) {
            return values.iter().map(value_kinds).fold(Kinds::NONE, Kinds::or);
        }
        for word in ["oneOf", "anyOf"] {
            if let Some(members) = keywords.get(word).and_then(Value::as_array) {
                return members
                    .iter()
                    .map(|member| self.kinds(member, depth + 1))
                    .fold(Kinds::NONE, Kinds::or);
            }
        }
        if let Some(members) = keywords.get("allOf").and_then(Value::as_array) {
            return members
                .iter()
                .map(|member| self.kinds(member, depth + 1))
                .fold(Kinds::ALL, Kinds::and);
        }
        if self.options.typeless == Typeless::Object && keywords.contains_key("properties") {
            return named("object");
        }
        Kinds::ALL
    }
}

/// The kinds of JSON value that matter for alternatives.
#[derive(Clone, Copy)]
pub struct Kinds {
    /// `null`.
    pub null: bool,
    /// Objects.
    pub object: bool,
}

impl Kinds {
    const ALL: Self = Self {
        null: true,
        object: true,
    };
    const NONE: Self = Self {
        null: false,
        object: false,
    };

    fn or(self, other: Self) -> Self {
        Self {
            null: self.null || other.null,
            object: self.object || other.object,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            null: self.null && other.null,
            object: self.object && other.object,
        }
    }
}

fn word_kinds(word: &str) -> Kinds {
    Kinds {
        null: word == "null",
        object: word == "object",
    }
}

fn value_kinds(value: &Value) -> Kinds {
    Kinds {
        null: value.is_null(),
        object: value.is_object(),
    }
}
