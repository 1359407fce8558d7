//! Documents are broken: bytes and choices go in, bytes come out that are no longer what somebody wrote.

use std::path::Path;

use portcullis::source;
use serde_json::{Map, Value, json};

use crate::support::stream::Stream;

/// The document, broken in its bytes or in its values.
pub fn broken(stream: &mut Stream, bytes: &[u8], name: &Path) -> Vec<u8> {
    if stream.once_in(4) {
        return broken_bytes(stream, bytes);
    }
    let read = serde_json::from_slice(bytes).ok().or_else(|| {
        let loaded = source::parse(name, bytes.to_vec());
        loaded.document.map(|document| document.raw)
    });
    let Some(mut value) = read else {
        return broken_bytes(stream, bytes);
    };
    for _ in 0..=stream.below(4) {
        break_value(stream, &mut value);
    }
    value.to_string().into_bytes()
}

fn broken_bytes(stream: &mut Stream, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=stream.below(6) {
        if bytes.is_empty() {
            break;
        }
        let at = stream.below(bytes.len());
        let end = (at + 1 + stream.below(64)).min(bytes.len());
        match stream.below(6) {
            0 => bytes[at] = u8::try_from(stream.below(256)).unwrap(),
            1 => {
                bytes.drain(at..end);
            }
            2 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            3 => bytes.truncate(at),
            4 => bytes[at] = *stream.pick(b"{}[]:,\"'\n -#&*!|>%@`~0"),
            _ => {
                let words: [&[u8]; 12] = [
                    b"null".as_slice(),
                    b"\"$ref\":",
                    b"&a ",
                    b"*a",
                    b"<<: *a\n",
                    b"1e999",
                    b"\\ud800",
                    b"\xff",
                    b"- ",
                    b"{\"a\":",
                    b"---\n",
                    b"\t",
                ];
                bytes.splice(at..at, stream.pick(&words).iter().copied());
            }
        }
    }
    bytes
}

/// Every place of a value.
fn places(value: &Value) -> Vec<String> {
    fn gather(value: &Value, at: String, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    gather(member, source::join_pointer(&at, name), found);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    gather(item, source::join_pointer(&at, &index.to_string()), found);
                }
            }
            _ => {}
        }
        found.push(at);
    }
    let mut found = Vec::new();
    gather(value, String::new(), &mut found);
    found
}

/// One thing is broken somewhere.
fn break_value(stream: &mut Stream, document: &mut Value) {
    let places = places(document);
    let at = stream.pick(&places).clone();
    let other = stream.pick(&places).clone();
    let elsewhere = document.pointer(&other).cloned().unwrap_or_default();
    let is_small = elsewhere.to_string().len() < 4_000;
    let choice = stream.below(10);
    if choice == 0 {
        remove(document, &at);
        return;
    }
    let Some(value) = document.pointer_mut(&at) else {
        return;
    };
    match choice {
        1 | 2 if is_small => *value = elsewhere,
        3 => {
            if let (Value::Object(members), true) = (value, is_small) {
                let name = (*stream.pick(KEYWORDS)).to_owned();
                members.insert(name, elsewhere);
            }
        }
        4 | 5 => *value = json!({ "$ref": format!("#{}", other.replace('%', "%25")) }),
        6 => *value = extreme(stream),
        7 => *value = nested(stream, value.clone()),
        8 => rename(stream, value),
        _ => {
            if let Value::Object(members) = value {
                let name = *stream.pick(KEYWORDS);
                members.insert(name.to_owned(), extreme(stream));
            } else {
                *value = extreme(stream);
            }
        }
    }
}

fn remove(document: &mut Value, at: &str) {
    let Some((parent, name)) = at.rsplit_once('/') else {
        return;
    };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.shift_remove(&name.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            if let Ok(index) = name.parse::<usize>() {
                items.remove(index);
            }
        }
        _ => {}
    }
}

fn rename(stream: &mut Stream, value: &mut Value) {
    let Value::Object(members) = value else {
        return;
    };
    let names = [
        "", "a/b", "~", "{", "{a}{b}", "/{a}:x", "fn", "Self", "ß", "💩", "a\u{0}b", "$ref", "..",
        "-", "1",
    ];
    let chosen = stream.below(members.len().max(1));
    let changed: Map<String, Value> = std::mem::take(members)
        .into_iter()
        .enumerate()
        .map(|(index, (name, member))| {
            let name = if index == chosen {
                (*stream.pick(&names)).to_owned()
            } else {
                name
            };
            (name, member)
        })
        .collect();
    *members = changed;
}

/// The value some levels further down.
fn nested(stream: &mut Stream, mut value: Value) -> Value {
    let keyword = *stream.pick(&[
        "allOf",
        "items",
        "not",
        "properties",
        "anyOf",
        "oneOf",
        "additionalProperties",
        "x",
    ]);
    for _ in 0..=stream.below(60) {
        value = match keyword {
            "allOf" | "anyOf" | "oneOf" => {
                json!({ keyword: [value.clone(), { "type": "object" }] })
            }
            "properties" => json!({ "properties": { "a": value } }),
            other => json!({ other: value }),
        };
    }
    value
}

/// A value of another kind, or at the end of one.
fn extreme(stream: &mut Stream) -> Value {
    match stream.below(16) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(i64::MIN),
        4 => json!(u64::MAX),
        5 => json!(1e308),
        6 => json!(-5e-324),
        7 => json!(""),
        8 => json!("x".repeat(5_000)),
        9 => json!([]),
        10 => json!({}),
        11 => json!([null, [null], {}]),
        12 => json!("(a+)+$|[\\d-\\w]{1,1000}(?<x>\\k<x>)"),
        13 => json!("\u{0}\u{7f}\u{200f}`\"'\\{{%"),
        14 => json!(["string", "null", "integer"]),
        _ => json!(0.1),
    }
}

const KEYWORDS: &[&str] = &[
    "$anchor",
    "$dynamicRef",
    "$id",
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "callbacks",
    "const",
    "content",
    "contains",
    "default",
    "dependentRequired",
    "dependentSchemas",
    "deprecated",
    "description",
    "discriminator",
    "else",
    "encoding",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "explode",
    "format",
    "headers",
    "if",
    "in",
    "items",
    "links",
    "mapping",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "name",
    "not",
    "nullable",
    "oneOf",
    "operationId",
    "parameters",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyName",
    "propertyNames",
    "readOnly",
    "requestBody",
    "required",
    "responses",
    "schema",
    "security",
    "servers",
    "style",
    "summary",
    "tags",
    "then",
    "title",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "url",
    "variables",
    "version",
    "writeOnly",
    "x-rate-limit",
    "x-sanitize",
    "x-sunset",
    "xml",
];
