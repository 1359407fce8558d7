//! Defaults: a schema and its type go in, the value that stands for an absent one comes out, or a note that none does.

use serde_json::Value;

use super::build::Builder;
use super::direction::Direction;
use super::pattern::Engine;
use super::{Integer, Items, Number, Presence, Text, TextKind, Type, Uniqueness, Width};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::pointer;

/// What became of a default once all types were known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is what it was.
    Kept,
    /// Its type has no such value.
    Dropped(Unapplied),
}

impl Builder<'_> {
    /// The default of a schema where its type has a literal for it; what is sent to callers has no use for one.
    pub fn default_of(
        &mut self,
        schema: &Value,
        ty: &Type,
        at: &str,
        direction: Direction,
    ) -> Option<Value> {
        let default = schema.get("default")?;
        if fits(ty, default) {
            return Some(default.clone());
        }
        // `null` says that nothing stands for an absent value, which is what happens.
        let matters = !default.is_null() && direction != Direction::Response;
        if matters && self.formats.insert(format!("default {at}")) {
            let why = if is_refused(schema, default) {
                Unapplied::Refused
            } else {
                Unapplied::NoLiteral
            };
            self.diagnostics.push(unapplied(at, why));
        }
        None
    }
}

/// Why a default is not filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unapplied {
    /// Its own schema refuses it.
    Refused,
    /// Its type has no literal for it.
    NoLiteral,
}

/// Whether a schema that refers to nothing refuses its own default.
fn is_refused(schema: &Value, default: &Value) -> bool {
    if schema.to_string().contains("\"$ref\"") {
        return false;
    }
    jsonschema::draft202012::new(schema).is_ok_and(|validator| !validator.is_valid(default))
}

/// That an absent value stays absent.
pub fn unapplied(at: &str, why: Unapplied) -> Diagnostic {
    let place = pointer::join(at, "default");
    if why == Unapplied::Refused {
        return Diagnostic::note(Code::DefaultUnapplied, place)
            .message("its own schema refuses the default; it is not filled in, and the handler sees that the value is absent")
            .help("correct the default, or what the schema says of the value");
    }
    Diagnostic::note(Code::DefaultUnapplied, place)
        .message("the default is not filled in; the handler sees that the value is absent")
        .help("fill it in where the handler reads the value, or give it a default that is a word, a number, a boolean or a list of these")
}

/// What a default of a named type comes to, now that the words of every type are known.
pub fn settle_default(
    ty: &Type,
    presence: &mut Presence,
    words: &[Option<Vec<String>>],
) -> Settled {
    let (Type::Named(id) | Type::Boxed(id), Presence::Default(Value::String(word))) =
        (ty, &*presence)
    else {
        return Settled::Kept;
    };
    let why = match words.get(id.0).and_then(Option::as_ref) {
        Some(words) if words.contains(word) => return Settled::Kept,
        Some(_) => Unapplied::Refused,
        None => Unapplied::NoLiteral,
    };
    *presence = Presence::Optional;
    Settled::Dropped(why)
}

/// Whether a type has a literal for a value, and accepts it.
fn fits(ty: &Type, value: &Value) -> bool {
    match (ty, value) {
        // Whether a named type has this word is known when every type is built.
        (Type::Boolean, Value::Bool(_)) | (Type::Named(_), Value::String(_)) => true,
        (Type::Integer(rules), value) => integer(rules, value),
        (Type::Number(rules), Value::Number(number)) => {
            *rules == Number::default() && number.as_f64().is_some()
        }
        (Type::Text(rules), Value::String(text)) => text_fits(rules, text),
        (Type::List(item, rules), Value::Array(items)) => {
            list(rules, items)
                && !matches!(**item, Type::Named(_))
                && items.iter().all(|value| fits(item, value))
        }
        _ => false,
    }
}

fn integer(rules: &Integer, value: &Value) -> bool {
    value.as_i64().is_some_and(|value| {
        let wide = i128::from(value);
        rules.minimum.is_none_or(|least| wide >= least)
            && rules.maximum.is_none_or(|most| wide <= most)
            && rules.multiple_of.is_none_or(|divisor| wide % divisor == 0)
            && (rules.width != Width::I32 || i32::try_from(value).is_ok())
    })
}

fn text_fits(rules: &Text, text: &str) -> bool {
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    let matches = |pattern: &super::Pattern| {
        pattern.translated.engine == Engine::Linear
            && regex::Regex::new(&pattern.translated.regex).is_ok_and(|regex| regex.is_match(text))
    };
    rules.kind == TextKind::Plain
        && rules.format.is_none()
        && rules.sanitize.is_empty()
        && rules.min_length.is_none_or(|least| length >= least)
        && rules.max_length.is_none_or(|most| length <= most)
        && rules.pattern.as_ref().is_none_or(matches)
}

fn list(rules: &Items, items: &[Value]) -> bool {
    let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
    rules.minimum.is_none_or(|least| count >= least)
        && rules.maximum.is_none_or(|most| count <= most)
        && (rules.uniqueness != Uniqueness::Unique || items.len() < 2)
}
