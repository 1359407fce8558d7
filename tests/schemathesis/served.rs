//! The contract that a service serves, with what no contract says beside it.

use portcullis::project::File;
use serde_json::{Value, json};

use crate::support::text;

/// The service's own contract, with integers of 64 bits and without items that their style cannot say.
#[track_caller]
pub fn contract(files: &[File]) -> Value {
    let own = files.iter().find(|file| file.path == "api/openapi.json");
    let mut contract = serde_json::from_str(text(own.unwrap())).unwrap();
    confine(&mut contract);
    contract
}

/// Says how wide an integer is and what a delimited item may hold.
fn confine(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(confine),
        Value::Object(keywords) => {
            if matches!(
                keywords.get("style").and_then(Value::as_str),
                Some("pipeDelimited" | "spaceDelimited")
            ) && let Some(items) = keywords
                .get_mut("schema")
                .and_then(|schema| schema.get_mut("items"))
            {
                items["pattern"] = json!("^[^| ]*$");
            }
            if keywords.get("type") == Some(&json!("integer")) {
                keywords.entry("minimum").or_insert(json!(i64::MIN));
                keywords.entry("maximum").or_insert(json!(i64::MAX));
            }
            keywords.values_mut().for_each(confine);
        }
        _ => {}
    }
}
