//! Bytes to one JSON value, within bounds: size, depth, and what aliases may multiply.

mod scan;
mod tree;

use serde::de::DeserializeSeed;
use serde_json::Value;

use self::tree::{Limits, Tree};
use super::pointer;
use super::{Format, Origin};
use crate::diagnostic::{Code, Diagnostic, Place};

/// The largest file that is read, in bytes.
pub const MAX_SIZE: u64 = 64 << 20;

/// The deepest nesting that is followed; real documents stay below 60.
pub const MAX_DEPTH: usize = 96;

/// No document has more values than this, whatever its size: a tree of so many needs a third of a gigabyte, and GitHub's 13 MB
/// have an eighth of them.
pub const MAX_VALUES: usize = 2_000_000;

/// No object and no list has more members than this; the largest of real documents have a tenth of them.
pub const MAX_MEMBERS: usize = 100_000;

/// What aliases may add to a small document: this many values, and this many bytes of text.
const SPARE_VALUES: usize = 100_000;
const SPARE_BYTES: usize = 16 << 20;

/// The text as a value, or the diagnostic that refuses it; warnings and refusals that need a place go to `diagnostics`.
pub fn read(origin: &Origin, diagnostics: &mut Vec<Diagnostic>) -> Option<Value> {
    let limits = Limits::of(&origin.text, origin.format);
    let outcome = match origin.format {
        Format::Json => read_json(&origin.text, &limits),
        Format::Yaml => read_yaml(&origin.text, &limits),
    };
    let value = match outcome {
        Ok(value) => value,
        Err(failure) => {
            diagnostics.push(failure.diagnostic(origin, &limits));
            return None;
        }
    };
    for duplicate in limits.duplicates.borrow().iter() {
        let pointer = duplicate
            .iter()
            .rev()
            .fold(String::new(), |pointer, token| {
                pointer::join(&pointer, token)
            });
        let name = duplicate.first().map_or("", String::as_str);
        diagnostics.push(
            Diagnostic::error(Code::DuplicateKey, pointer)
                .message(format!("`{name}` is given twice in one object"))
                .help("readers disagree which of the two counts: keep one"),
        );
    }
    Some(value)
}

/// A parser's complaint: what, and where if it says so (line and column from 1).
struct Failure {
    code: Code,
    message: String,
    position: Option<(usize, usize)>,
}

impl Failure {
    fn diagnostic(self, origin: &Origin, limits: &Limits) -> Diagnostic {
        let code = limits.refused.get().unwrap_or(self.code);
        let diagnostic = Diagnostic::error(code, "").message(match code {
            Code::DocumentTooDeep => format!("values are nested more than {MAX_DEPTH} levels deep"),
            Code::AliasBomb => "aliases make this document far larger than its text".to_owned(),
            Code::DocumentTooLarge => format!(
                "the document holds more than {MAX_VALUES} values, or one of them more than {MAX_MEMBERS}"
            ),
            _ => self.message,
        });
        let diagnostic = match code {
            Code::DocumentTooDeep => {
                diagnostic.help("no contract needs this: name the inner schemas and refer to them")
            }
            Code::AliasBomb => {
                diagnostic.help("use `$ref` where an alias stands for something large")
            }
            Code::JsonSyntax if diagnostic.message.starts_with("EOF") => {
                diagnostic.help("the file seems to be cut off")
            }
            Code::JsonSyntax if origin.text.trim_start().starts_with(['{', '[']) => diagnostic,
            Code::JsonSyntax | Code::YamlSyntax => {
                diagnostic.help("an OpenAPI document is an object in YAML or JSON")
            }
            _ => diagnostic,
        };
        match self.position {
            Some((line, column)) => {
                let line_text = origin
                    .text
                    .lines()
                    .nth(line.saturating_sub(1))
                    .unwrap_or_default();
                diagnostic.at(Place::new(line, column, line_text))
            }
            None => diagnostic,
        }
    }
}

fn read_json(text: &str, limits: &Limits) -> Result<Value, Failure> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Tree { limits, depth: 0 }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| {
            let message = error.to_string();
            // serde_json ends a message with the place, which a diagnostic shows by itself.
            let message = message
                .split(" at line ")
                .next()
                .unwrap_or_default()
                .to_owned();
            let code = if message.contains("recursion limit") {
                Code::DocumentTooDeep
            } else {
                Code::JsonSyntax
            };
            let position = (error.line() > 0).then_some((error.line(), error.column()));
            Failure {
                code,
                message,
                position,
            }
        })
}

fn read_yaml(text: &str, limits: &Limits) -> Result<Value, Failure> {
    scan::scan(text)?;
    let mut documents = serde_yaml::Deserializer::from_str(text);
    let value = match documents.next() {
        Some(document) => Tree { limits, depth: 0 }
            .deserialize(document)
            .map_err(|error| yaml_failure(&error))?,
        None => Value::Null,
    };
    match documents.next() {
        None => Ok(value),
        Some(_) => Err(Failure {
            code: Code::YamlSyntax,
            message: "the file holds more than one YAML document".to_owned(),
            position: None,
        }),
    }
}

fn yaml_failure(error: &serde_yaml::Error) -> Failure {
    let message = error.to_string();
    let code = match message.as_str() {
        text if text.contains("recursion limit") => Code::DocumentTooDeep,
        text if text.contains("repetition limit") => Code::AliasBomb,
        _ => Code::YamlSyntax,
    };
    let position = error
        .location()
        .map(|location| (location.line(), location.column()));
    let message = message
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned();
    Failure {
        code,
        message,
        position,
    }
}
