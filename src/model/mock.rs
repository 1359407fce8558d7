//! What the mock answers: operations and the raw document go in, an example answer for each comes out.

use serde_json::Value;

use super::example::{Direction, Examples};
use super::{
    Explode, HeaderWriting, MediaKind, Mock, Operation, Presence, Response, ResponseContent, Status,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Document, pointer};

/// An example of the first successful answer of every operation, in their order, or why there is none.
pub fn all(document: &Document, operations: &[Operation]) -> Vec<Result<Mock, Box<Diagnostic>>> {
    let mut examples = Examples::new(&document.raw);
    let one = |operation: &Operation| {
        example(document, operation, &mut examples).map_err(|reason| {
            let missing = Diagnostic::note(Code::ExampleMissing, operation.pointer.as_str())
                .message(format!(
                    "no example answer can be made: {reason}; the mock answers 501"
                ))
                .help("give the answer an `example` that its schema accepts");
            Box::new(missing)
        })
    };
    operations.iter().map(one).collect()
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
    let mut bodies = Vec::new();
    for content in &response.contents {
        let text = text(document, place, content, examples)?;
        bodies.push((content.media_types.clone(), text));
    }
    let mut headers = Vec::new();
    for header in response
        .headers
        .iter()
        .filter(|header| header.presence == Presence::Required)
    {
        let value = examples
            .answer(&header.schema, &[], Direction::Response)
            .map_err(|error| error.reason)?;
        let text = match header.writing {
            HeaderWriting::Json => value.to_string(),
            HeaderWriting::Simple(explode) => simple(&value, explode),
        };
        headers.push((header.field.wire().to_owned(), text));
    }
    Ok(Mock {
        status,
        bodies,
        headers,
    })
}

/// The text of one body.
fn text(
    document: &Document,
    place: &str,
    content: &ResponseContent,
    examples: &mut Examples<'_>,
) -> Result<String, String> {
    let Some(declared) = content.declared.first() else {
        return Ok(String::new());
    };
    let media = pointer::join(&format!("{place}/content"), declared);
    let offered = || document.at(&format!("{media}/example"))?.as_str();
    Ok(match content.kind {
        MediaKind::Json => body(document, &media, examples)?.to_string(),
        MediaKind::Lines => format!("{}\n", item(document, &media, examples)?),
        MediaKind::Sequence => format!("\u{1e}{}\n", item(document, &media, examples)?),
        MediaKind::Events => match item(document, &media, examples)? {
            Value::String(text) => format!("data: {}\n\n", text.replace(['\r', '\n'], " ")),
            value => format!("data: {value}\n\n"),
        },
        _ if media.ends_with("xml") => offered().unwrap_or("<example/>").to_owned(),
        MediaKind::Text => offered().unwrap_or("text").to_owned(),
        _ => String::new(),
    })
}

/// One event or line.
fn item(document: &Document, media: &str, examples: &mut Examples<'_>) -> Result<Value, String> {
    let schema = format!("{media}/itemSchema");
    if document.at(&schema).is_some() {
        let answer = examples.answer(&schema, &[], Direction::Response);
        return answer.map_err(|error| error.reason);
    }
    Ok(match body(document, media, examples)? {
        Value::Array(items) => items.into_iter().next().unwrap_or_default(),
        value => value,
    })
}

/// A value in the `simple` style.
fn simple(value: &Value, explode: Explode) -> String {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let equals = match explode {
        Explode::Yes => "=",
        Explode::No => ",",
    };
    let pieces: Vec<String> = match value {
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| format!("{name}{equals}{}", plain(value)))
            .collect(),
        other => vec![plain(other)],
    };
    pieces.join(",")
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
