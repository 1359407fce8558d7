//! What is synthesised of each keyword, to the letter.

use serde_json::{Value, json};

use super::{answer, valid};

/// Each schema has exactly this example, and the validator takes it.
fn made(cases: &[(Value, Value)]) {
    for (schema, expected) in cases {
        let made = answer(schema).unwrap_or_else(|reason| panic!("{schema}: {reason}"));
        assert_eq!(&made, expected, "{schema}");
        assert!(valid(schema, &json!({}), &made), "{schema}: {made}");
    }
}

#[test]
fn scalars_are_made_of_their_keywords() {
    made(&[
        (json!({}), json!("text")),
        (json!(true), json!("text")),
        (json!({ "type": "integer" }), json!(1)),
        (json!({ "type": "integer", "minimum": 7 }), json!(7)),
        (
            json!({ "type": "integer", "exclusiveMinimum": 7 }),
            json!(8),
        ),
        (json!({ "type": "integer", "maximum": -7 }), json!(-7)),
        (json!({ "type": "integer", "multipleOf": 5 }), json!(5)),
        (
            json!({ "type": "integer", "minimum": 11, "multipleOf": 5 }),
            json!(15),
        ),
        (
            json!({ "type": "integer", "minimum": -3, "maximum": -1, "multipleOf": 2 }),
            json!(-2),
        ),
        (
            json!({ "type": "integer", "allOf": [{ "multipleOf": 4 }, { "multipleOf": 6 }] }),
            json!(12),
        ),
        (
            json!({ "type": "integer", "minimum": 9_007_199_254_740_993_i64 }),
            json!(9_007_199_254_740_993_i64),
        ),
        (
            json!({ "type": "number", "multipleOf": 0.01, "minimum": 0.07, "maximum": 0.075 }),
            json!(0.07),
        ),
        (
            json!({ "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 }),
            json!(0.1),
        ),
        (
            json!({ "type": "number", "exclusiveMinimum": 0.1, "exclusiveMaximum": 0.2 }),
            json!(0.11),
        ),
        (json!({ "type": "string", "minLength": 6 }), json!("textte")),
        (json!({ "type": "string", "maxLength": 2 }), json!("te")),
        (
            json!({ "type": "string", "format": "date-time" }),
            json!("2026-01-01T00:00:00Z"),
        ),
        (
            json!({ "type": "string", "format": "uuid" }),
            json!("00000000-0000-4000-8000-000000000001"),
        ),
        (
            json!({ "type": "string", "format": "of-ours" }),
            json!("text"),
        ),
        (
            json!({ "type": "string", "pattern": "^[a-f0-9]{4}-x$" }),
            json!("aaaa-x"),
        ),
        (
            json!({ "type": "string", "pattern": "^[a-z]+$", "minLength": 5 }),
            json!("aaaaa"),
        ),
        (
            json!({ "type": "string", "pattern": r"^(?!admin)\w+$" }),
            json!("a"),
        ),
        (json!({ "type": ["null", "boolean"] }), json!(true)),
        (json!({ "type": "null" }), json!(null)),
        (json!({ "enum": [null, "a"], "type": "string" }), json!("a")),
        (json!({ "const": { "a": 1 } }), json!({ "a": 1 })),
        (json!({ "enum": ["a", "bb"], "minLength": 2 }), json!("bb")),
    ]);
}

#[test]
fn arrays_are_made_of_their_keywords() {
    made(&[
        (
            json!({ "type": "array", "items": { "type": "integer" } }),
            json!([1]),
        ),
        (
            json!({ "type": "array", "items": { "type": "integer" }, "minItems": 3, "uniqueItems": true }),
            json!([1, 2, 3]),
        ),
        (
            json!({ "type": "array", "items": { "type": "integer" }, "maxItems": 0 }),
            json!([]),
        ),
        (
            json!({ "type": "array", "prefixItems": [{ "const": 1 }, { "const": 2 }], "items": false }),
            json!([1, 2]),
        ),
        (
            json!({ "type": "array", "contains": { "const": 9 }, "minItems": 2 }),
            json!(["text", 9]),
        ),
        (
            json!({ "type": "array", "items": { "type": "boolean" }, "minItems": 2, "maxItems": 2, "uniqueItems": true }),
            json!([true, false]),
        ),
    ]);
}

#[test]
fn objects_are_made_of_their_keywords() {
    made(&[
        (
            json!({ "properties": { "a": { "type": "integer" }, "b": false } }),
            json!({ "a": 1 }),
        ),
        (
            json!({ "type": "object", "required": ["z"] }),
            json!({ "z": "text" }),
        ),
        (
            json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
            json!({ "key": 1 }),
        ),
        (
            json!({ "type": "object", "minProperties": 2 }),
            json!({ "key": "text", "key1": "text1" }),
        ),
        (
            json!({ "type": "object", "patternProperties": { "^x-": { "const": 1 } }, "additionalProperties": false }),
            json!({ "x-": 1 }),
        ),
        (
            json!({ "type": "object", "propertyNames": { "enum": ["en", "de"] }, "minProperties": 2 }),
            json!({ "en": "text", "de": "text1" }),
        ),
        (
            json!({ "type": "object", "properties": { "a": { "const": 1 } }, "dependentRequired": { "a": ["b"] } }),
            json!({ "a": 1, "b": "text" }),
        ),
        (
            json!({
                "type": "object",
                "properties": { "a": { "const": 1 } },
                "dependentSchemas": { "a": { "required": ["b"], "properties": { "b": { "const": 2 } } } },
            }),
            json!({ "a": 1, "b": 2 }),
        ),
    ]);
}

#[test]
fn what_is_combined_is_satisfied_together() {
    made(&[
        (
            json!({ "allOf": [{ "properties": { "a": { "const": 1 } } }, { "properties": { "b": { "const": 2 } } }] }),
            json!({ "a": 1, "b": 2 }),
        ),
        (
            json!({ "oneOf": [{ "type": "integer" }, { "type": "integer", "minimum": 0 }, { "const": "c" }] }),
            json!("c"),
        ),
        (json!({ "anyOf": [false, { "const": 2 }] }), json!(2)),
        (
            json!({ "type": "integer", "not": { "const": 1 } }),
            json!(2),
        ),
        (
            json!({ "type": "object", "properties": { "a": { "const": 1 } }, "not": { "required": ["a"] } }),
            json!({}),
        ),
        (
            json!({
                "type": "object",
                "properties": { "kind": { "enum": ["x", "y"] } },
                "required": ["kind"],
                "if": { "properties": { "kind": { "const": "y" } } },
                "then": { "required": ["size"], "properties": { "size": { "const": 3 } } },
            }),
            json!({ "kind": "y", "size": 3 }),
        ),
    ]);
}
