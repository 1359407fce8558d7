//! The row of an operation in the table: what the gate has to know before the handler is reached.

use serde::Serialize;

use super::literal::{grouped, quoted, quoted_list};
use super::request::shape_text;
use crate::model::{
    Limits, Mock, Operation, Part, PartContent, Presence, Reading, Retirement, StepUp,
};

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
    pub notices: String,
    pub step_up: &'static str,
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
                        "Media {{ media_type: {}, kind: {} }}",
                        quoted(&content.media_type),
                        media_kind(&content.reading)
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
    let sent = operation.responses.iter().flat_map(|response| {
        let contents = response.contents.iter();
        contents.flat_map(|content| &content.media_types)
    });
    for media_type in sent {
        if !produces.contains(&media_type.as_str()) {
            produces.push(media_type);
        }
    }
    let limits = limits(operation.limits);
    RowView {
        id: quoted(&operation.label),
        method: quoted(&operation.method),
        path: quoted(&operation.path),
        security: format!("&[{}]", alternatives.join(", ")),
        body,
        produces: quoted_list(produces),
        limits,
        notices: notices(&operation.retirement),
        step_up: match operation.step_up {
            StepUp::None => "StepUp::None",
            StepUp::SecondFactor => "StepUp::SecondFactor",
        },
    }
}

/// The limits that differ from what the settings say.
fn limits(limits: Limits) -> String {
    let rate = limits.rate.map(|rate| {
        format!(
            "rate: Some(Rate {{ requests: {}, per: Duration::from_secs({}), burst: {} }})",
            grouped(rate.requests),
            grouped(rate.seconds),
            grouped(rate.burst)
        )
    });
    let body = limits
        .body
        .map(|bytes| format!("body: Some({})", grouped(bytes)));
    let timeout = limits.timeout.map(|milliseconds| {
        format!(
            "timeout: Some(Duration::from_millis({}))",
            grouped(milliseconds)
        )
    });
    let own: Vec<String> = [rate, body, timeout].into_iter().flatten().collect();
    match own.len() {
        0 => "Limits::DEFAULT".to_owned(),
        3 => format!("Limits {{ {} }}", own.join(", ")),
        _ => format!("Limits {{ {}, ..Limits::DEFAULT }}", own.join(", ")),
    }
}

/// What every answer says of the end of its operation: a structured date (RFC 9651, section 3.3.7), an HTTP date, links.
fn notices(retirement: &Retirement) -> String {
    let mut notices: Vec<(&str, String)> = Vec::new();
    notices.extend(
        retirement
            .deprecated
            .map(|second| ("deprecation", format!("@{second}"))),
    );
    notices.extend(retirement.sunset.clone().map(|date| ("sunset", date)));
    let links = retirement.links.iter();
    notices.extend(links.map(|(relation, link)| ("link", format!("<{link}>; rel=\"{relation}\""))));
    let pairs: Vec<String> = notices
        .iter()
        .map(|(name, value)| format!("({}, {})", quoted(name), quoted(value)))
        .collect();
    format!("&[{}]", pairs.join(", "))
}

/// The example of an operation, as an expression.
#[must_use]
pub fn mock(mock: &Mock) -> String {
    let bodies: Vec<String> = mock
        .bodies
        .iter()
        .map(|(media_types, text)| {
            let media_types = quoted_list(media_types.iter().map(String::as_str));
            format!("({media_types}, {})", raw(text))
        })
        .collect();
    let headers: Vec<String> = mock
        .headers
        .iter()
        .map(|(name, value)| format!("({}, {})", quoted(name), quoted(value)))
        .collect();
    format!(
        "mock::Example {{ status: {}, bodies: &[{}], headers: &[{}] }}",
        mock.status,
        bodies.join(", "),
        headers.join(", ")
    )
}

/// How the gate reads a body, as an expression.
fn media_kind(reading: &Reading) -> String {
    match reading {
        Reading::Json => "MediaKind::Json".to_owned(),
        Reading::Form(_) => "MediaKind::Form".to_owned(),
        Reading::Text(_) => "MediaKind::Text".to_owned(),
        Reading::Xml => "MediaKind::Xml".to_owned(),
        Reading::Bytes => "MediaKind::Bytes".to_owned(),
        Reading::Multipart(parts) => {
            let rules: Vec<String> = parts.iter().map(part_rule).collect();
            format!("MediaKind::Multipart(&[{}])", rules.join(", "))
        }
    }
}

fn part_rule(part: &Part) -> String {
    let content = match &part.content {
        PartContent::File => "File".to_owned(),
        PartContent::Json => "Json".to_owned(),
        PartContent::Text(shape) => format!("Text({})", shape_text(shape)),
    };
    let media_types = quoted_list(part.media_types.iter().map(String::as_str));
    format!(
        "PartRule {{ name: {}, content: PartContent::{content}, repeats: Repeats::{:?}, media_types: {media_types} }}",
        quoted(&part.name),
        part.repeats
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
