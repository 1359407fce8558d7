//! Comparing contracts: pairs of them as data, real evolutions, and the verb from outside.

mod catalogue;
mod evolutions;
mod operations;
mod overlap;
mod report;
mod security;
mod sound;

use portcullis::compare::{self, Change, Terms};
use portcullis::options::Typeless;
use portcullis::source::Document;
use serde_json::{Value, json};

use crate::support;

/// The day on which all of these are compared.
const DAY: &str = "2026-06-01";

fn terms(notice: u32) -> Terms {
    Terms {
        today: Some(DAY.parse().unwrap()),
        notice,
        typeless: Typeless::Object,
    }
}

#[track_caller]
fn document(value: &Value) -> Document {
    support::parse(&value.to_string())
}

/// What changed; a document has not changed from itself, whatever it holds.
#[track_caller]
fn changes(old: &Value, new: &Value, notice: u32) -> Vec<Change> {
    let (old, new) = (document(old), document(new));
    for same in [&old, &new] {
        assert_eq!(compare::compare(same, same, &terms(notice)), []);
    }
    compare::compare(&old, &new, &terms(notice))
}

/// The names of codes, each once, in order.
fn codes<'c>(changes: impl Iterator<Item = &'c Change>) -> Vec<String> {
    let mut codes: Vec<String> = changes.map(|change| change.code.to_string()).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// A contract of one operation that everything goes into.
fn base() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1.0.0"},
        "paths": {"/things": {"post": {
            "operationId": "makeThing",
            "security": [],
            "responses": {"200": {"description": "done"}},
        }}},
        "components": {"securitySchemes": {
            "token": {"type": "http", "scheme": "bearer"},
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "oauth": {"type": "oauth2", "flows": {"clientCredentials": {
                "tokenUrl": "https://id.example/token",
                "scopes": {"read": "read", "write": "write"},
            }}},
        }},
    })
}

/// The contract with something in one of its places.
#[track_caller]
fn with(slot: &str, value: &Value) -> Value {
    let mut contract = base();
    let object = |schema: &Value| json!({"type": "object", "properties": {"p": schema}});
    let body = |schema: Value| json!({"requestBody": {"required": true, "content": {"application/json": {"schema": schema}}}});
    let answer = |schema: Value| json!({"responses": {"200": {"content": {"application/json": {"schema": schema}}}}});
    let parameter = |place: &str, schema: Value| json!({"parameters": [{"name": "q", "in": place, "schema": schema}]});
    let patch = match slot {
        "document" => {
            merge(&mut contract, value);
            return contract;
        }
        "operation" => value.clone(),
        "body" => body(value.clone()),
        "property" => body(object(value)),
        "answer" => answer(value.clone()),
        "answered" => answer(object(value)),
        "query" => parameter("query", value.clone()),
        "query-property" => parameter("query", object(value)),
        "header" => parameter("header", value.clone()),
        "header-object" => {
            let mut schema = json!({"type": "object"});
            merge(&mut schema, value);
            parameter("header", schema)
        }
        "response-header" => {
            json!({"responses": {"200": {"headers": {"X-H": {"schema": value}}}}})
        }
        "parameter" => {
            let mut whole = json!({"name": "q", "in": "query", "schema": {"type": "string"}});
            merge(&mut whole, value);
            json!({"parameters": [whole]})
        }
        other => panic!("there is no slot `{other}`"),
    };
    merge(&mut contract["paths"]["/things"]["post"], &patch);
    contract
}

/// RFC 7396: null takes away.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    for (name, value) in patch {
        if value.is_null() {
            target.as_object_mut().unwrap().remove(name);
        } else {
            let entry = target.as_object_mut().unwrap().entry(name.clone());
            merge(entry.or_insert(Value::Null), value);
        }
    }
}
