//! The row of an operation in the table: what the gate has to know before the handler is reached.

use serde::Serialize;

use super::rust::{quoted, quoted_list};
use crate::model::{Mock, Operation, Presence};

/// The members of a row, as expressions.
#[derive(Debug, Serialize)]
pub struct RowView {
    pub id: String,
    pub method: String,
    pub path: String,
    pub security: String,
    pub body: String,
    pub produces: String,
    pub limits: String,
    pub rated: bool,
}

/// The row of an operation.
#[must_use]
pub fn row(operation: &Operation) -> RowView {
    let alternatives: Vec<String> = operation
        .security
        .iter()
        .map(|alternative| {
            let all: Vec<String> = alternative
                .iter()
                .map(|requirement| {
                    let scopes = quoted_list(requirement.scopes.iter().map(String::as_str));
                    format!(
                        "Requirement {{ scheme: {}, scopes: {scopes} }}",
                        quoted(&requirement.scheme)
                    )
                })
                .collect();
            format!("&[{}]", all.join(", "))
        })
        .collect();
    let body = match &operation.body {
        None => "BodyRule::None".to_owned(),
        Some(body) => {
            let media: Vec<String> = body
                .contents
                .iter()
                .map(|content| {
                    format!(
                        "Media {{ media_type: {}, kind: MediaKind::{:?} }}",
                        quoted(&content.media_type),
                        content.kind
                    )
                })
                .collect();
            let rule = if body.presence == Presence::Required {
                "Required"
            } else {
                "Optional"
            };
            format!("BodyRule::{rule}(&[{}])", media.join(", "))
        }
    };
    let mut produces: Vec<&str> = Vec::new();
    for content in operation
        .responses
        .iter()
        .filter_map(|response| response.content.as_ref())
    {
        if !produces.contains(&content.media_type.as_str()) {
            produces.push(&content.media_type);
        }
    }
    let limits = match operation.limits.rate {
        None => "Limits::DEFAULT".to_owned(),
        Some(rate) => format!(
            "Limits {{ rate: Some(Rate {{ requests: {}, per: Duration::from_secs({}), burst: {} }}), ..Limits::DEFAULT }}",
            rate.requests, rate.seconds, rate.burst
        ),
    };
    RowView {
        id: quoted(operation.function.wire()),
        method: quoted(&operation.method),
        path: quoted(&operation.path),
        security: format!("&[{}]", alternatives.join(", ")),
        body,
        produces: quoted_list(produces),
        limits,
        rated: operation.limits.rate.is_some(),
    }
}

/// The example of an operation, as an expression.
#[must_use]
pub fn mock(mock: &Mock) -> String {
    let body = match &mock.body {
        None => "None".to_owned(),
        Some((media_type, text)) => format!("Some(({}, {}))", quoted(media_type), raw(text)),
    };
    let headers: Vec<String> = mock
        .headers
        .iter()
        .map(|(name, value)| format!("({}, {})", quoted(name), quoted(value)))
        .collect();
    format!(
        "mock::Example {{ status: {}, body: {body}, headers: &[{}] }}",
        mock.status,
        headers.join(", ")
    )
}

/// A string as a raw literal, which keeps JSON readable.
fn raw(text: &str) -> String {
    let mut fence = String::from("#");
    while text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    if text.contains('\r') || text.chars().any(char::is_control) {
        quoted(text)
    } else {
        format!("r{fence}\"{text}\"{fence}")
    }
}
