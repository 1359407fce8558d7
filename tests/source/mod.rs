//! From bytes to a document: what is refused and where, what is repaired, and what schemas become.

mod corpus;
mod files;
mod hostile;
mod lifting;
mod newer;
mod places;
mod references;
mod refusals;
mod repairs;
mod resources;
mod siblings;
mod skeleton;
mod swagger;

use std::path::Path;

use portcullis::diagnostic::Diagnostic;
use portcullis::source::{self, Document};
use serde_json::{Value, json};

/// The findings of a text, placed, one a line: `severity[code] line:column message`.
fn findings(text: &str) -> String {
    let mut loaded = source::parse(Path::new("api.yaml"), text.as_bytes().to_vec());
    source::place(&loaded.origin, &mut loaded.diagnostics);
    lines(&loaded.diagnostics, |_| String::new())
}

/// Placed findings, one a line, with what stands before line and column.
fn lines(diagnostics: &[Diagnostic], file: impl Fn(&Diagnostic) -> String) -> String {
    let lines: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| {
            let place = diagnostic.place.as_ref().map_or_else(String::new, |place| {
                format!("{}:{} ", place.line, place.column)
            });
            format!(
                "{}[{}] {}{place}{}",
                diagnostic.severity.as_str(),
                diagnostic.code,
                file(diagnostic),
                diagnostic.message
            )
        })
        .collect();
    lines.join("\n")
}

/// The one door of the tables: a text, and all that is found in it.
#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(findings(text), expected, "in:\n{text}");
}

#[track_caller]
fn document(text: &str) -> Document {
    let loaded = source::parse(Path::new("api.yaml"), text.as_bytes().to_vec());
    match loaded.document {
        Some(document) => document,
        None => unreachable!("refused: {:#?}", loaded.diagnostics),
    }
}

/// A document of a version with these members beside the usual ones.
fn with(version: &str, members: &Value) -> Value {
    let mut whole =
        json!({ "openapi": version, "info": { "title": "T", "version": "1.0.0" }, "paths": {} });
    if let (Value::Object(whole), Value::Object(members)) = (&mut whole, members) {
        whole.extend(members.clone());
    }
    whole
}

/// A 3.0 document with one operation, whose members are these.
fn with_operation(members: &Value) -> Value {
    let mut operation = json!({ "responses": { "200": { "description": "fine" } } });
    if let (Value::Object(operation), Value::Object(members)) = (&mut operation, members) {
        operation.extend(members.clone());
    }
    with("3.0.3", &json!({ "paths": { "/a": { "get": operation } } }))
}
