//! The schemas of answers, for debug builds that hold answers against them: an `Api` goes in, one JSON text comes out.
//!
//! Whole JSON answers are in it; what is streamed is not looked at.

use serde_json::{Map, Value, json};

use super::rules::{Way, definitions};
use crate::model::{Api, MediaKind, Response, Status};
use crate::source::join_pointer;

/// `{"$defs": {…}, "answers": {id: {status: {media type: name}}}}`.
#[must_use]
pub fn answers(document: &Value, api: &Api) -> String {
    let mut named: Vec<(String, Value)> = Vec::new();
    let mut operations = Map::new();
    for operation in &api.operations {
        let mut statuses = Map::new();
        for response in &operation.responses {
            let mut media_types = Map::new();
            for (media_type, schema) in schemas(document, response) {
                let name = format!("answer{}", named.len());
                media_types.insert(media_type, json!(name));
                named.push((name, schema));
            }
            if !media_types.is_empty() {
                statuses.insert(status(response.status), Value::Object(media_types));
            }
        }
        if !statuses.is_empty() {
            let id = operation.label.clone();
            operations.insert(id, Value::Object(statuses));
        }
    }
    let definitions = definitions(document, Way::Out, named.into_iter());
    format!(
        "{}\n",
        json!({ "$defs": definitions, "answers": operations })
    )
}

/// The media types that an answer is sent with as JSON, and their schemas.
fn schemas<'d>(
    document: &'d Value,
    response: &'d Response,
) -> impl Iterator<Item = (String, Value)> + 'd {
    let json = response
        .contents
        .iter()
        .filter(|content| content.kind == MediaKind::Json);
    let pairs = json.flat_map(|content| content.declared.iter().zip(&content.media_types));
    pairs.filter_map(|(declared, sent)| {
        let at = join_pointer(&response.pointer, "content");
        let at = join_pointer(&join_pointer(&at, declared), "schema");
        Some((sent.clone(), document.pointer(&at)?.clone()))
    })
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    }
}
