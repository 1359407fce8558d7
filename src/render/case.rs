//! Views of the cases of the abuse suite: an operation goes in, the values of its entry, spelled in TOML, come out.

use serde::Serialize;

use crate::model::Operation;

/// One entry.
#[derive(Debug, Serialize)]
pub struct CaseView {
    operation: String,
    method: String,
    path: String,
    target: String,
    headers: Vec<HeaderView>,
    media_type: Option<String>,
    wrong_type: Option<String>,
    unknown_member: Option<String>,
    wrong_target: Option<String>,
}

#[derive(Debug, Serialize)]
struct HeaderView {
    name: String,
    value: String,
}

/// The entry of an operation.
#[must_use]
pub fn case(operation: &Operation) -> CaseView {
    let attempt = &operation.attempt;
    let optional = |text: &Option<String>| text.as_deref().map(toml);
    let headers = attempt.headers.iter().map(|(name, value)| HeaderView {
        name: toml(name),
        value: toml(value),
    });
    CaseView {
        operation: toml(&operation.label),
        method: toml(&operation.method),
        path: toml(&operation.path),
        target: toml(&attempt.target),
        headers: headers.collect(),
        media_type: optional(&attempt.media_type),
        wrong_type: optional(&attempt.wrong_type),
        unknown_member: optional(&attempt.unknown_member),
        wrong_target: optional(&attempt.wrong_target),
    }
}

/// Text as a TOML string on one line.
fn toml(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}
