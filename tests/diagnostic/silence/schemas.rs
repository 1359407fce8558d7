//! Every keyword of JSON Schema from draft 4 to 2020-12 and of the schema objects of OpenAPI 3.0 to 3.2.

use serde_json::{Value, json};

use super::Case;

/// A schema without the keyword, the keyword, its value.
const TABLE: &[(&str, &str, &str)] = &[
    // Core.
    (
        r#"{"type": "string"}"#,
        "$schema",
        r#""http://json-schema.org/draft-07/schema#""#,
    ),
    (
        r#"{"type": "string"}"#,
        "$vocabulary",
        r#"{"https://example.com/vocabulary": true}"#,
    ),
    (
        r#"{"type": "string"}"#,
        "$id",
        r#""https://example.com/item""#,
    ),
    (
        r#"{"type": "string"}"#,
        "id",
        r#""https://example.com/item""#,
    ),
    (r#"{"type": "string"}"#, "$anchor", r#""item""#),
    (r#"{"type": "string"}"#, "$dynamicAnchor", r#""item""#),
    (r#"{"type": "string"}"#, "$recursiveAnchor", "true"),
    ("{}", "$ref", r##""#/components/schemas/Other""##),
    ("{}", "$dynamicRef", r##""#/components/schemas/Other""##),
    ("{}", "$recursiveRef", r##""#""##),
    (
        r#"{"type": "string"}"#,
        "$defs",
        r#"{"inner": {"type": "string"}}"#,
    ),
    (
        r#"{"type": "string"}"#,
        "definitions",
        r#"{"inner": {"type": "string"}}"#,
    ),
    (r#"{"type": "string"}"#, "$comment", r#""for authors""#),
    // Applicators.
    ("{}", "allOf", r#"[{"type": "string"}, {"minLength": 2}]"#),
    (
        "{}",
        "anyOf",
        r#"[{"type": "string"}, {"type": "integer"}]"#,
    ),
    (
        "{}",
        "oneOf",
        r#"[{"type": "string"}, {"type": "integer"}]"#,
    ),
    (r#"{"type": "string"}"#, "not", r#"{"const": "x"}"#),
    (
        r#"{"type": "string", "then": {"minLength": 2}}"#,
        "if",
        r#"{"maxLength": 4}"#,
    ),
    (
        r#"{"type": "string", "if": {"maxLength": 4}}"#,
        "then",
        r#"{"minLength": 2}"#,
    ),
    (
        r#"{"type": "string", "if": {"maxLength": 4}}"#,
        "else",
        r#"{"minLength": 6}"#,
    ),
    (
        r#"{"type": "object"}"#,
        "dependentSchemas",
        r#"{"a": {"required": ["b"]}}"#,
    ),
    (
        r#"{"type": "object"}"#,
        "dependencies",
        r#"{"a": ["b"], "c": {"required": ["d"]}}"#,
    ),
    (
        r#"{"type": "object"}"#,
        "properties",
        r#"{"a": {"type": "string"}}"#,
    ),
    (
        r#"{"type": "object"}"#,
        "patternProperties",
        r#"{"^a": {"type": "string"}}"#,
    ),
    (
        r#"{"type": "object"}"#,
        "additionalProperties",
        r#"{"type": "string"}"#,
    ),
    (
        r#"{"type": "object"}"#,
        "propertyNames",
        r#"{"maxLength": 3}"#,
    ),
    (r#"{"type": "object"}"#, "unevaluatedProperties", "false"),
    (r#"{"type": "array"}"#, "items", r#"{"type": "string"}"#),
    (
        r#"{"type": "array"}"#,
        "prefixItems",
        r#"[{"type": "string"}]"#,
    ),
    (
        r#"{"type": "array", "items": [{"type": "string"}]}"#,
        "additionalItems",
        "false",
    ),
    (r#"{"type": "array"}"#, "contains", r#"{"type": "string"}"#),
    (
        r#"{"type": "array", "contains": {"type": "string"}}"#,
        "minContains",
        "2",
    ),
    (
        r#"{"type": "array", "contains": {"type": "string"}}"#,
        "maxContains",
        "2",
    ),
    (r#"{"type": "array"}"#, "unevaluatedItems", "false"),
    // Validation.
    ("{}", "type", r#""string""#),
    ("{}", "enum", r#"["a", "b"]"#),
    ("{}", "const", r#""a""#),
    (r#"{"type": "number"}"#, "multipleOf", "0.5"),
    (r#"{"type": "number"}"#, "minimum", "1"),
    (r#"{"type": "number"}"#, "maximum", "1"),
    (r#"{"type": "number"}"#, "exclusiveMinimum", "1"),
    (r#"{"type": "number"}"#, "exclusiveMaximum", "1"),
    (
        r#"{"type": "number", "minimum": 1}"#,
        "exclusiveMinimum",
        "true",
    ),
    (
        r#"{"type": "number", "maximum": 1}"#,
        "exclusiveMaximum",
        "true",
    ),
    (r#"{"type": "number", "divisible": 1}"#, "divisibleBy", "2"),
    (r#"{"type": "string"}"#, "minLength", "1"),
    (r#"{"type": "string"}"#, "maxLength", "1"),
    (r#"{"type": "string"}"#, "pattern", r#""^a$""#),
    (r#"{"type": "array"}"#, "minItems", "1"),
    (r#"{"type": "array"}"#, "maxItems", "1"),
    (r#"{"type": "array"}"#, "uniqueItems", "true"),
    (r#"{"type": "object"}"#, "minProperties", "1"),
    (r#"{"type": "object"}"#, "maxProperties", "1"),
    (
        r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#,
        "required",
        r#"["a"]"#,
    ),
    (
        r#"{"type": "object"}"#,
        "dependentRequired",
        r#"{"a": ["b"]}"#,
    ),
    // Formats and contents.
    (r#"{"type": "string"}"#, "format", r#""date""#),
    (r#"{"type": "string"}"#, "contentEncoding", r#""base64""#),
    (
        r#"{"type": "string"}"#,
        "contentMediaType",
        r#""application/json""#,
    ),
    (
        r#"{"type": "string", "contentMediaType": "application/json"}"#,
        "contentSchema",
        r#"{"type": "object"}"#,
    ),
    // Annotations.
    (r#"{"type": "object"}"#, "title", r#""Words""#),
    (r#"{"type": "object"}"#, "description", r#""Words""#),
    (r#"{"type": "string"}"#, "default", r#""a""#),
    (r#"{"type": "string"}"#, "deprecated", "true"),
    (r#"{"type": "string"}"#, "readOnly", "true"),
    (r#"{"type": "string"}"#, "writeOnly", "true"),
    (r#"{"type": "string"}"#, "example", r#""a""#),
    (r#"{"type": "string"}"#, "examples", r#"["a"]"#),
    // OpenAPI.
    (r#"{"type": "string"}"#, "nullable", "true"),
    (
        r##"{"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}"##,
        "discriminator",
        r#"{"propertyName": "kind"}"#,
    ),
    (
        r#"{"type": "string"}"#,
        "externalDocs",
        r#"{"url": "https://example.com"}"#,
    ),
    (r#"{"type": "string"}"#, "xml", r#"{"name": "item"}"#),
];

/// A document in which the schema is a property of what is asked for and answered.
fn document(version: &str, schema: &Value) -> Value {
    let content =
        json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Whole" } } });
    let animal = |kind: &str| json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string", "enum": [kind] } } });
    json!({
        "openapi": version,
        "info": { "title": "T", "version": "1.0.0" },
        "paths": { "/items": { "post": {
            "operationId": "send",
            "requestBody": { "required": true, "content": content },
            "responses": { "200": { "description": "d", "content": content } },
        } } },
        "components": { "schemas": {
            "Whole": { "type": "object", "properties": { "item": { "$ref": "#/components/schemas/Item" } } },
            "Item": schema,
            "Other": { "type": "string", "minLength": 1 },
            "Cat": animal("Cat"),
            "Dog": animal("Dog"),
        } },
    })
}

/// Each keyword in a document of each version that has schemas of its own.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (version, object) in [("3.0.3", "schema of 3.0"), ("3.1.0", "schema")] {
        for (base, keyword, value) in TABLE {
            let mut schema: Value = serde_json::from_str(base).unwrap();
            let without = document(version, &schema);
            schema[*keyword] = serde_json::from_str(value).unwrap();
            cases.push(Case {
                object,
                keyword,
                without,
                with: document(version, &schema),
            });
        }
    }
    cases
}
