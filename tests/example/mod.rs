//! Examples: what is made of a schema, what is taken from its author, and that all of it is valid.

mod made;
mod valid;

use jsonschema::Draft;
use portcullis::model::example::{Direction, Examples};
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
