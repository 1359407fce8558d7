//! What schemas of 3.0 and 3.1 become: JSON Schema 2020-12.

use serde_json::{Value, json};

use super::{document, findings, with};

/// A schema of a version, what it becomes, and the codes of what is told.
#[track_caller]
fn check(version: &str, schema: &Value, lifted: &Value, codes: &[&str]) {
    let whole = with(
        version,
        &json!({ "components": { "schemas": { "S": schema, "Other": { "type": "object" } } } }),
    );
    let text = whole.to_string();
    let document = document(&text);
    assert_eq!(
        document.at("/components/schemas/S"),
        Some(lifted),
        "from {schema}"
    );
    let found = findings(&text);
    let told: Vec<&str> = found
        .lines()
        .filter_map(|line| line.split_once('[')?.1.split_once(']'))
        .map(|(code, _)| code)
        .collect();
    assert_eq!(told, codes, "{found}");
}

#[test]
fn null_joins_the_type() {
    check(
        "3.0.3",
        &json!({ "type": "string", "nullable": true }),
        &json!({ "type": ["string", "null"] }),
        &[],
    );
    check(
        "3.0.3",
        &json!({ "type": "string", "nullable": false }),
        &json!({ "type": "string" }),
        &[],
    );
    check("3.0.3", &json!({ "nullable": true }), &json!({}), &[]);
    check(
        "3.1.0",
        &json!({ "type": "string", "nullable": true }),
        &json!({ "type": ["string", "null"] }),
        &["keyword-invalid"],
    );
    check(
        "3.1.0",
        &json!({ "type": ["string", "null"] }),
        &json!({ "type": ["string", "null"] }),
        &[],
    );
}

#[test]
fn null_joins_the_values() {
    check(
        "3.0.3",
        &json!({ "type": "string", "nullable": true, "enum": ["a", null] }),
        &json!({ "type": ["string", "null"], "enum": ["a", null] }),
        &[],
    );
    check(
        "3.0.3",
        &json!({ "type": "string", "nullable": true, "enum": ["a"] }),
        &json!({ "type": ["string", "null"], "enum": ["a", null] }),
        &["keyword-invalid"],
    );
}

#[test]
fn null_beside_a_reference_or_a_composition() {
    let no_value = json!({ "type": "null" });
    check(
        "3.0.3",
        &json!({ "$ref": "#/components/schemas/Other", "nullable": true, "description": "d" }),
        &json!({ "description": "d", "anyOf": [{ "$ref": "#/components/schemas/Other" }, no_value] }),
        &["reference-siblings"],
    );
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let branches = json!([{ "type": "object" }]);
        check(
            "3.0.3",
            &json!({ keyword: branches, "nullable": true, "title": "T" }),
            &json!({ "title": "T", "anyOf": [{ keyword: branches }, no_value] }),
            &[],
        );
    }
    check(
        "3.0.3",
        &json!({ "properties": { "a": {} }, "nullable": true }),
        &json!({ "anyOf": [{ "properties": { "a": {} } }, no_value] }),
        &[],
    );
}

#[test]
fn exclusive_bounds() {
    check(
        "3.0.3",
        &json!({ "minimum": 1, "exclusiveMinimum": true, "maximum": 9, "exclusiveMaximum": false }),
        &json!({ "exclusiveMinimum": 1, "maximum": 9 }),
        &[],
    );
    check(
        "3.0.3",
        &json!({ "exclusiveMaximum": true }),
        &json!({}),
        &["keyword-invalid"],
    );
    check(
        "3.1.0",
        &json!({ "exclusiveMaximum": 5 }),
        &json!({ "exclusiveMaximum": 5 }),
        &[],
    );
}

#[test]
fn siblings_of_a_reference() {
    let reference = "#/components/schemas/Other";
    let schema = json!({ "$ref": reference, "maxProperties": 1, "description": "d" });
    check(
        "3.0.3",
        &schema,
        &json!({ "$ref": reference, "description": "d" }),
        &["reference-siblings"],
    );
    check("3.1.0", &schema, &schema, &[]);
}

#[test]
fn keywords_that_came_later_are_enforced_with_a_warning() {
    let schema = json!({ "const": 1 });
    check("3.0.3", &schema, &schema, &["keyword-newer"]);
    check("3.1.0", &schema, &schema, &[]);
    let types = json!({ "type": ["string", "integer"] });
    check("3.0.3", &types, &types, &["keyword-newer"]);
}

#[test]
fn a_list_of_items_and_flags_of_properties() {
    check(
        "3.0.3",
        &json!({ "items": [{ "type": "string", "nullable": true }] }),
        &json!({ "prefixItems": [{ "type": ["string", "null"] }] }),
        &["keyword-invalid"],
    );
    check(
        "3.0.3",
        &json!({ "type": "object", "properties": { "a": { "required": true }, "b": { "required": false } }, "required": ["a"] }),
        &json!({ "type": "object", "properties": { "a": {}, "b": {} }, "required": ["a"] }),
        &["keyword-invalid", "keyword-invalid"],
    );
    check(
        "3.0.3",
        &json!({ "type": "object", "properties": { "a": { "required": true } } }),
        &json!({ "type": "object", "properties": { "a": {} }, "required": ["a"] }),
        &["keyword-invalid"],
    );
}

#[test]
fn data_and_names_are_no_keywords() {
    let data = json!({ "nullable": true, "$ref": "#/nowhere", "type": "string", "exclusiveMinimum": true });
    let schema = json!({
        "type": "object",
        "example": data,
        "default": data,
        "enum": [data],
        "x-thing": data,
        "properties": { "nullable": { "type": "boolean" }, "$ref": { "type": "string" }, "exclusiveMinimum": {} }
    });
    check("3.0.3", &schema, &schema, &[]);
}

#[test]
fn every_place_of_a_schema_is_lifted() {
    let old = json!({ "type": "string", "nullable": true });
    let new = json!({ "type": ["string", "null"] });
    let shape = |schema: &Value| {
        json!({
            "properties": { "a": schema },
            "additionalProperties": schema,
            "items": schema,
            "not": schema,
            "allOf": [schema, { "oneOf": [schema] }, { "anyOf": [schema] }]
        })
    };
    check("3.0.3", &shape(&old), &shape(&new), &[]);

    let content = |schema: &Value| json!({ "application/json": { "schema": schema } });
    let members = |schema: &Value| {
        json!({
            "paths": { "/a": {
                "parameters": [{ "name": "p", "in": "query", "schema": schema }],
                "post": {
                    "parameters": [{ "name": "q", "in": "query", "content": content(schema) }],
                    "requestBody": { "content": content(schema) },
                    "responses": { "200": { "description": "d", "headers": { "h": { "schema": schema } }, "content": content(schema) } },
                    "callbacks": { "c": { "{$url}": { "post": {
                        "requestBody": { "content": content(schema) }, "responses": {}
                    } } } }
                }
            } },
            "components": {
                "parameters": { "p": { "name": "p", "in": "query", "schema": schema } },
                "headers": { "h": { "schema": schema } },
                "requestBodies": { "b": { "content": content(schema) } },
                "responses": { "r": { "description": "d", "content": content(schema) } }
            },
            "x-elsewhere": { "s": schema }
        })
    };
    let mut whole = with("3.0.3", &members(&old));
    // A schema under an extension is one because something refers to it as such.
    whole["components"]["schemas"] = json!({ "S": { "$ref": "#/x-elsewhere/s" } });
    let mut expected = with("3.0.3", &members(&new));
    expected["components"]["schemas"] = json!({ "S": { "$ref": "#/x-elsewhere/s" } });
    assert_eq!(document(&whole.to_string()).raw, expected);
}
