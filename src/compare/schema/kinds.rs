//! Kinds of JSON value, as a set.

use serde_json::Value;

/// A set of kinds. Whole numbers are apart from other numbers, so that `integer` is a part of `number`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

const NULL: u8 = 1;
const BOOLEAN: u8 = 2;
const WHOLE: u8 = 4;
const FRACTION: u8 = 8;
const STRING: u8 = 16;
const ARRAY: u8 = 32;
const OBJECT: u8 = 64;

impl Kinds {
    /// Every kind.
    pub const ALL: Self = Self(NULL | BOOLEAN | WHOLE | FRACTION | STRING | ARRAY | OBJECT);
    /// No kind.
    pub const NONE: Self = Self(0);
    /// Objects.
    pub const OBJECT: Self = Self(OBJECT);
    /// Arrays.
    pub const ARRAY: Self = Self(ARRAY);
    /// Strings.
    pub const STRING: Self = Self(STRING);
    /// Numbers, whole or not.
    pub const NUMBER: Self = Self(WHOLE | FRACTION);

    /// The kinds that a word of `type` names.
    pub fn of_word(word: &str) -> Self {
        Self(match word {
            "null" => NULL,
            "boolean" => BOOLEAN,
            "integer" => WHOLE,
            "number" => WHOLE | FRACTION,
            "string" | "file" => STRING,
            "array" => ARRAY,
            "object" => OBJECT,
            _ => 0,
        })
    }

    /// The kind of a value; a number may stand for others like it.
    pub fn of_value(value: &Value) -> Self {
        Self(match value {
            Value::Null => NULL,
            Value::Bool(_) => BOOLEAN,
            Value::Number(_) => WHOLE | FRACTION,
            Value::String(_) => STRING,
            Value::Array(_) => ARRAY,
            Value::Object(_) => OBJECT,
        })
    }

    /// What is in either.
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// With null, if asked for.
    pub fn or_null(self, null: bool) -> Self {
        if null { Self(self.0 | NULL) } else { self }
    }

    /// Without null, if asked for.
    pub fn without_null(self, without: bool) -> Self {
        if without { Self(self.0 & !NULL) } else { self }
    }

    /// Is null among them?
    pub fn has_null(self) -> bool {
        self.0 & NULL != 0
    }

    /// Is something in both?
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Is all of it in `other`?
    pub fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Are numbers among them, and only whole ones?
    pub fn is_whole(self) -> bool {
        self.0 & (WHOLE | FRACTION) == WHOLE
    }

    /// In words: `string or null`.
    pub fn words(self) -> String {
        if self == Self::ALL {
            return "any value".to_owned();
        }
        let number = if self.is_whole() { "integer" } else { "number" };
        let words: Vec<&str> = [
            (BOOLEAN, "boolean"),
            (WHOLE | FRACTION, number),
            (STRING, "string"),
            (ARRAY, "array"),
            (OBJECT, "object"),
            (NULL, "null"),
        ]
        .into_iter()
        .filter(|(kind, _)| self.0 & kind != 0)
        .map(|(_, word)| word)
        .collect();
        match words.as_slice() {
            [] => "no value".to_owned(),
            words => words.join(" or "),
        }
    }
}
