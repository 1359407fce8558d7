//! What the mock answers: operations and the raw document go in, an example answer for each comes out.

use serde_json::Value;

use super::example::{Direction, Examples};
use super::{MediaKind, Mock, Operation, Presence, Response, Status};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Document, pointer};

/// Gives every operation an example of its first successful answer, and says for which there is none.
pub fn fill(document: &Document, operations: &mut [Operation]) -> Vec<Diagnostic> {
    let mut examples = Examples::new(&document.raw);
    let mut diagnostics = Vec::new();
    for operation in operations {
        match example(document, operation, &mut examples) {
            Ok(mock) => operation.mock = Some(mock),
            Err(reason) => diagnostics.push(
                Diagnostic::note(Code::ExampleMissing, operation.pointer.as_str())
                    .message(format!(
                        "no example answer can be made: {reason}; the mock answers 501"
                    ))
                    .help("give the answer an `example` that its schema accepts"),
            ),
        }
    }
    diagnostics
}

fn example(
    document: &Document,
    operation: &Operation,
    examples: &mut Examples<'_>,
) -> Result<Mock, String> {
    let response = chosen(&operation.responses).ok_or("the operation declares no answer")?;
    let status = match response.status {
        Status::Code(code) => code,
        Status::Range(digit) => u16::from(digit) * 100,
        Status::Default => 200,
    };
    let place = response.pointer.as_str();
    let body = match &response.content {
        None => None,
        Some(content) => {
            let media = pointer::join(&format!("{place}/content"), &content.declared);
            let text = match content.kind {
                MediaKind::Json => body(document, &media, examples)?.to_string(),
                MediaKind::Text => document
                    .at(&format!("{media}/example"))
                    .and_then(Value::as_str)
                    .unwrap_or("text")
                    .to_owned(),
                MediaKind::Form | MediaKind::Bytes => String::new(),
            };
            Some((content.media_type.clone(), text))
        }
    };
    let mut headers = Vec::new();
    for header in response
        .headers
        .iter()
        .filter(|header| header.presence == Presence::Required)
    {
        let value = examples
            .answer(
                &format!("{}/schema", header.pointer),
                &[],
                Direction::Response,
            )
            .map_err(|error| error.reason)?;
        let text = match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        headers.push((header.field.wire().to_owned(), text));
    }
    Ok(Mock {
        status,
        body,
        headers,
    })
}

fn body(document: &Document, media: &str, examples: &mut Examples<'_>) -> Result<Value, String> {
    let example = document.at(&format!("{media}/example"));
    let several = document
        .at(&format!("{media}/examples"))
        .and_then(Value::as_object);
    let offered: Vec<&Value> = example
        .into_iter()
        .chain(
            several
                .into_iter()
                .flat_map(|several| several.values().filter_map(|one| one.get("value"))),
        )
        .collect();
    let schema = format!("{media}/schema");
    if document.at(&schema).is_none() {
        return Ok(offered.first().map_or(Value::Null, |&value| value.clone()));
    }
    examples
        .answer(&schema, &offered, Direction::Response)
        .map_err(|error| error.reason)
}

/// The answer that a happy caller expects.
fn chosen(responses: &[Response]) -> Option<&Response> {
    let successful = |response: &&Response| {
        matches!(response.status, Status::Code(200..=299) | Status::Range(2))
    };
    responses
        .iter()
        .find(successful)
        .or_else(|| {
            responses
                .iter()
                .find(|response| response.status == Status::Default)
        })
        .or_else(|| responses.first())
}
