//! A contract as the service means it: what somebody wrote goes in, and what the gate adds to it comes out beside it.

use serde_json::{Map, Value, json};

/// The answers of the gate.
const STATUSES: &[&str] = &[
    "400", "401", "403", "404", "405", "406", "408", "413", "414", "415", "422", "429", "431",
    "500", "501", "503",
];

/// The contract with the gate's answers, with objects closed that list their members, and with integers of 64 bits.
pub fn contract(raw: &Value) -> Value {
    let mut contract = raw.clone();
    contract["openapi"] = json!("3.1.0");
    for item in members(contract.get_mut("paths")) {
        for operation in members(Some(item)).filter(|member| member.get("responses").is_some()) {
            answered(operation);
        }
    }
    for response in members(contract.pointer_mut("/components/responses")) {
        offered(response);
    }
    confine(&mut contract);
    contract
}

fn members(value: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    value
        .and_then(Value::as_object_mut)
        .into_iter()
        .flat_map(Map::values_mut)
}

/// The answers of the gate beside those of an operation.
fn answered(operation: &mut Value) {
    let Some(Value::Object(responses)) = operation.get_mut("responses") else {
        return;
    };
    for status in STATUSES {
        let response = responses
            .entry(*status)
            .or_insert_with(|| json!({ "description": "of the gate" }));
        if response.get("$ref").is_none() {
            offered(response);
        }
    }
}

fn offered(response: &mut Value) {
    response["content"]["application/problem+json"] = json!({"schema": {
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}},
        "additionalProperties": true,
    }});
}

/// Closes objects that list their members, and says how wide an integer is and what a delimited item may hold.
fn confine(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(confine),
        Value::Object(keywords) => {
            if keywords.get("properties").is_some_and(Value::is_object)
                && !keywords.contains_key("unevaluatedProperties")
            {
                keywords
                    .entry("additionalProperties")
                    .or_insert(json!(false));
            }
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
