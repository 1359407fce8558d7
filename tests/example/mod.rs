//! Examples: what is made of a schema, what is taken from its author, and that all of it is valid.

use jsonschema::Draft;
use portcullis::model::example::{Direction, Examples};
use proptest::prelude::{
    Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use serde_json::{Value, json};

/// A document with one schema and some more that it may refer to.
fn document(schema: &Value, others: &Value) -> Value {
    json!({ "openapi": "3.1.0", "schema": schema, "components": { "schemas": others } })
}

fn answer(schema: &Value) -> Result<Value, String> {
    answer_with(schema, &json!({}), &[], Direction::Response)
}

fn answer_with(
    schema: &Value,
    others: &Value,
    offered: &[&Value],
    way: Direction,
) -> Result<Value, String> {
    let document = document(schema, others);
    Examples::new(&document)
        .answer("/schema", offered, way)
        .map_err(|error| error.reason)
}

/// The verdict of the `jsonschema` crate by itself, on the document as it stands.
fn valid(schema: &Value, others: &Value, value: &Value) -> bool {
    let mut root = document(schema, others);
    root["$ref"] = json!("#/schema");
    let options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true);
    options
        .should_ignore_unknown_formats(true)
        .build(&root)
        .unwrap()
        .is_valid(value)
}

#[test]
fn a_value_is_made_of_the_keywords() {
    for (schema, expected) in [
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
    ] {
        let made = answer(&schema).unwrap_or_else(|reason| panic!("{schema}: {reason}"));
        assert_eq!(made, expected, "{schema}");
        assert!(valid(&schema, &json!({}), &made), "{schema}: {made}");
    }
}

#[test]
fn every_format_has_a_value_that_the_validator_takes() {
    for format in [
        "date-time",
        "date",
        "time",
        "duration",
        "uuid",
        "email",
        "idn-email",
        "hostname",
        "idn-hostname",
        "uri",
        "iri",
        "uri-reference",
        "iri-reference",
        "uri-template",
        "ipv4",
        "ipv6",
        "json-pointer",
        "relative-json-pointer",
        "regex",
    ] {
        // Three of each, and no two alike: the variants have to be valid too.
        let schema = json!({
            "type": "array", "items": { "type": "string", "format": format }, "minItems": 3, "uniqueItems": true,
        });
        let made = answer(&schema).unwrap_or_else(|reason| panic!("{format}: {reason}"));
        assert!(valid(&schema, &json!({}), &made), "{format}: {made}");
        assert_ne!(made[0], json!("text"), "{format}");
    }
}

#[test]
fn recursion_ends_where_it_can() {
    let tree = json!({
        "Tree": {
            "type": "object",
            "required": ["children", "parent"],
            "properties": {
                "children": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } },
                "parent": { "anyOf": [{ "$ref": "#/components/schemas/Tree" }, { "type": "null" }] },
                "twin": { "$ref": "#/components/schemas/Tree" },
            },
        },
    });
    let schema = json!({ "$ref": "#/components/schemas/Tree" });
    let made = answer_with(&schema, &tree, &[], Direction::Response).unwrap();
    assert!(valid(&schema, &tree, &made), "{made}");
    assert!(made.to_string().len() < 500, "{made}");
}

#[test]
fn what_nothing_satisfies_has_no_example() {
    let endless = json!({
        "A": { "type": "object", "required": ["a"], "properties": { "a": { "$ref": "#/components/schemas/A" } } },
        "B": { "$ref": "#/components/schemas/B", "type": "string", "minLength": 5, "maxLength": 4 },
    });
    for schema in [
        json!(false),
        json!({ "type": "integer", "minimum": 2, "maximum": 1 }),
        json!({ "type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 2 }),
        json!({ "type": "string", "minLength": 2, "maxLength": 1 }),
        json!({ "type": "string", "enum": [1] }),
        json!({ "type": "array", "minItems": 1, "items": false }),
        json!({ "type": "array", "minItems": 3, "uniqueItems": true, "items": { "type": "boolean" } }),
        json!({ "type": "object", "required": ["a"], "properties": { "a": false } }),
        json!({ "type": "object", "minProperties": 1, "additionalProperties": false }),
        json!({ "allOf": [{ "type": "string" }, { "type": "integer" }] }),
        json!({ "not": {} }),
        json!({ "type": "object", "required": ["a"], "unevaluatedProperties": false }),
        json!({ "$ref": "#/components/schemas/A" }),
        json!({ "$ref": "#/components/schemas/B" }),
        json!({ "$ref": "#/components/schemas/Nowhere" }),
    ] {
        let answered = answer_with(&schema, &endless, &[], Direction::Response);
        assert!(answered.is_err(), "{schema}: {answered:?}");
    }
    assert!(
        Examples::new(&json!({}))
            .answer("/nowhere", &[], Direction::Response)
            .is_err()
    );
}

#[test]
fn an_offered_example_is_used_when_it_is_valid() {
    let schema = json!({ "type": "object", "required": ["a"], "properties": { "a": { "type": "integer" } } });
    let (wrong, right) = (json!({ "a": "x" }), json!({ "a": 42 }));
    let none = json!({});
    assert_eq!(
        answer_with(&schema, &none, &[&wrong, &right], Direction::Response),
        Ok(right)
    );
    assert_eq!(
        answer_with(&schema, &none, &[&wrong], Direction::Response),
        Ok(json!({ "a": 1 }))
    );
}

#[test]
fn an_offered_example_loses_what_the_contract_does_not_declare() {
    let others = json!({ "Inner": { "properties": { "b": { "type": "integer" } } } });
    let schema = json!({
        "type": "object",
        "properties": {
            "list": { "type": "array", "items": { "$ref": "#/components/schemas/Inner" } },
            "free": { "type": "object" },
            "open": { "type": "object", "properties": { "a": {} }, "additionalProperties": true },
            "one": { "oneOf": [{ "properties": { "c": {} } }, { "type": "string" }] },
        },
    });
    let offered = json!({
        "list": [{ "b": 1, "x": 1 }], "free": { "y": 1 }, "open": { "z": 1 }, "one": { "c": 1, "v": 1 }, "w": 1,
    });
    let expected =
        json!({ "list": [{ "b": 1 }], "free": { "y": 1 }, "open": { "z": 1 }, "one": { "c": 1 } });
    assert_eq!(
        answer_with(&schema, &others, &[&offered], Direction::Response),
        Ok(expected)
    );
}

#[test]
fn what_does_not_travel_this_way_is_absent() {
    let others = json!({
        "Id": { "type": "integer", "readOnly": true },
        "Base": { "type": "object", "properties": { "password": { "type": "string", "writeOnly": true } } },
    });
    let schema = json!({
        "allOf": [{ "$ref": "#/components/schemas/Base" }],
        "type": "object",
        "required": ["id", "password", "name"],
        "properties": { "id": { "$ref": "#/components/schemas/Id" }, "name": { "const": "n" } },
    });
    let offered = json!({ "id": 5, "password": "p", "name": "n" });
    for examples in [&[][..], &[&offered]] {
        let given = |way| answer_with(&schema, &others, examples, way).unwrap();
        let (answered, asked) = (given(Direction::Response), given(Direction::Request));
        assert!(
            answered.get("password").is_none() && answered["id"].is_i64(),
            "{answered}"
        );
        assert!(
            asked.get("id").is_none() && asked["password"].is_string(),
            "{asked}"
        );
    }
}

#[test]
fn an_example_of_the_schema_comes_before_what_is_made() {
    for (schema, expected) in [
        (json!({ "type": "integer", "example": 7 }), json!(7)),
        (
            json!({ "type": "integer", "examples": ["no", 8] }),
            json!(8),
        ),
        (json!({ "type": "integer", "default": 9 }), json!(9)),
        (json!({ "type": "integer", "example": "no" }), json!(1)),
        (
            json!({ "properties": { "a": { "type": "string", "example": "x" } } }),
            json!({ "a": "x" }),
        ),
        // A property may be named as the keyword is.
        (
            json!({ "properties": { "example": { "const": 1 }, "default": { "const": 2 } } }),
            json!({ "example": 1, "default": 2 }),
        ),
    ] {
        assert_eq!(answer(&schema), Ok(expected), "{schema}");
    }
}

#[test]
fn a_discriminator_is_set_and_tells_equal_branches_apart() {
    let animal = json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } });
    let others = json!({ "Cat": animal, "Dog": animal });
    let branches =
        json!([{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }]);
    for (discriminator, expected) in [
        (json!({ "propertyName": "kind" }), "Cat"),
        (
            json!({ "propertyName": "kind", "mapping": { "feline": "#/components/schemas/Cat" } }),
            "feline",
        ),
        (
            json!({ "propertyName": "kind", "mapping": { "c": "Cat" } }),
            "c",
        ),
    ] {
        let schema = json!({ "oneOf": branches, "discriminator": discriminator });
        assert_eq!(
            answer_with(&schema, &others, &[], Direction::Response),
            Ok(json!({ "kind": expected }))
        );
        let (dog, cow) = (json!({ "kind": "Dog" }), json!({ "kind": "Cow" }));
        assert_eq!(
            answer_with(&schema, &others, &[&cow, &dog], Direction::Response),
            Ok(dog)
        );
    }
}

#[test]
fn a_branch_that_lists_its_own_tag_is_not_named_by_its_schema() {
    let tagged = |tag: &str| json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "enum": [tag] } } });
    let others = json!({ "Cat": tagged("cat.v1"), "Dog": tagged("dog.v1") });
    let schema = json!({
        "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
        "discriminator": { "propertyName": "kind" },
    });
    assert_eq!(
        answer_with(&schema, &others, &[], Direction::Response),
        Ok(json!({ "kind": "cat.v1" }))
    );
}

#[test]
fn references_are_read_as_uris() {
    let others = json!({ "a b/c": { "const": 1 } });
    let schema = json!({ "$ref": "#/components/schemas/a%20b~1c" });
    assert_eq!(
        answer_with(&schema, &others, &[], Direction::Response),
        Ok(json!(1))
    );
}

#[test]
fn unevaluated_members_are_those_behind_references_too() {
    let others = json!({ "Base": { "type": "object", "properties": { "a": { "const": 1 } }, "required": ["a"] } });
    let schema = json!({
        "$ref": "#/components/schemas/Base",
        "properties": { "b": { "const": 2 } },
        "unevaluatedProperties": false,
    });
    let offered = json!({ "a": 1, "b": 2 });
    assert_eq!(
        answer_with(&schema, &others, &[&offered], Direction::Response),
        Ok(offered.clone())
    );
    assert_eq!(
        answer_with(&schema, &others, &[], Direction::Response),
        Ok(offered)
    );
}

/// Schemas of every sort, not all of them satisfiable.
fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        (-5..5_i64, 0..9_i64, 1..4_i64).prop_map(|(least, room, step)| {
            json!({ "type": "integer", "minimum": least, "maximum": least + room, "multipleOf": step })
        }),
        (-50..50_i64, 0..30_i64).prop_map(|(least, room)| {
            json!({ "type": "number", "exclusiveMinimum": f64_tenths(least), "maximum": f64_tenths(least + room) })
        }),
        (0..6_usize, 0..6_usize).prop_map(|(least, room)| {
            json!({ "type": "string", "minLength": least, "maxLength": least + room })
        }),
        prop::sample::select(vec!["^[a-c]{2,}$", "^x", "(ab|cd)+$", r"^\d{3}-\d{2}$", "^(?=.*a).{2}$", r"\bword\b"])
            .prop_map(|pattern| json!({ "type": "string", "pattern": pattern })),
        prop::sample::select(vec!["uuid", "date", "ipv4", "uri"]).prop_map(|format| json!({ "format": format })),
        prop::collection::vec(0..4_u8, 1..4).prop_map(|values| json!({ "enum": values })),
        Just(json!({ "type": ["boolean", "null"] })),
        Just(json!({ "$ref": "#/schema" })),
        any::<bool>().prop_map(Value::Bool),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let named = prop::collection::btree_map("[ab]", inner.clone(), 0..3);
        prop_oneof![
            (inner.clone(), 0..4_usize, any::<bool>())
                .prop_map(|(items, least, unique)| json!({ "type": "array", "items": items, "minItems": least, "uniqueItems": unique })),
            (named, prop::collection::vec("[abc]", 0..2), inner.clone(), 0..3_usize).prop_map(|(properties, required, rest, least)| {
                json!({
                    "type": "object", "properties": properties, "required": required,
                    "additionalProperties": rest, "minProperties": least,
                })
            }),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|parts| json!({ "allOf": parts })),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| json!({ "anyOf": parts })),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| json!({ "oneOf": parts })),
            (inner.clone(), inner.clone()).prop_map(|(condition, then)| json!({ "if": condition, "then": then })),
            inner.prop_map(|schema| json!({ "not": schema })),
        ]
    })
}

fn f64_tenths(tenths: i64) -> Value {
    serde_json::from_str(&format!("{}e-1", tenths)).unwrap()
}

proptest! {
    #[test]
    fn an_answer_is_valid_and_the_same_twice(schema in schema(), offered in prop_oneof![Just(json!(1)), Just(json!({ "a": 1 }))]) {
        let none = json!({});
        let first = answer_with(&schema, &none, &[&offered], Direction::Response);
        let second = answer_with(&schema, &none, &[&offered], Direction::Response);
        prop_assert_eq!(&first, &second);
        if let Ok(value) = first {
            prop_assert!(valid(&schema, &none, &value), "{}", value);
        }
    }
}
