//! Names that schemas give themselves: resources within resources, anchors in them, and what dynamic references mean.

use portcullis::source::Document;
use serde_json::{Value, json};

use super::{document, findings, with};

fn whole(schemas: &Value) -> String {
    let whole = with("3.1.0", &json!({ "components": { "schemas": schemas } }));
    format!("{whole:#}")
}

/// What references become; the pointers are below `/components/schemas`.
#[track_caller]
fn check(schemas: &Value, expected: &[(&str, &str)]) -> Document {
    let document = document(&whole(schemas));
    for (place, to) in expected {
        let place = format!("/components/schemas{place}");
        let to = format!("#/components/schemas{to}");
        assert_eq!(document.at(&place), Some(&json!(to)), "{place}");
    }
    document
}

#[test]
fn references_are_resolved_against_the_nearest_id() {
    let schemas = json!({
        "Tree": {
            "$id": "https://example.com/schemas/tree.json",
            "$defs": {
                "leaf": { "$id": "leaf", "$anchor": "here", "type": "string", "$defs": { "deep": {} } },
                "nested": { "$id": "nested/", "properties": {
                    "a": { "$ref": "leaf" }, "b": { "$ref": "../leaf" }, "c": { "$ref": "" }, "d": { "$ref": "#" } },
                    "$defs": { "own": { "$id": "leaf" } } },
                "named": { "$anchor": "here" },
            },
            "properties": {
                "relative": { "$ref": "leaf" },
                "absolute": { "$ref": "/schemas/leaf#/$defs/deep" },
                "anchor": { "$ref": "leaf#here" },
                "own": { "$ref": "#here" },
                "root": { "$ref": "#" },
                "local": { "$ref": "#/$defs/leaf" },
                "file": { "$ref": "tree.json#/$defs/named" },
            },
        },
        "Urn": { "$id": "urn:example:thing", "$defs": { "a": { "$anchor": "a" } }, "items": { "$ref": "#a" } },
        "Out": { "properties": {
            "tree": { "$ref": "https://example.com/schemas/tree.json" },
            "leaf": { "$ref": "https://example.com/schemas/leaf#here" },
            "urn": { "$ref": "urn:example:thing#/$defs/a" },
        } },
    });
    check(
        &schemas,
        &[
            ("/Tree/properties/relative/$ref", "/Tree/$defs/leaf"),
            (
                "/Tree/properties/absolute/$ref",
                "/Tree/$defs/leaf/$defs/deep",
            ),
            ("/Tree/properties/anchor/$ref", "/Tree/$defs/leaf"),
            ("/Tree/properties/own/$ref", "/Tree/$defs/named"),
            ("/Tree/properties/root/$ref", "/Tree"),
            ("/Tree/properties/local/$ref", "/Tree/$defs/leaf"),
            ("/Tree/properties/file/$ref", "/Tree/$defs/named"),
            (
                "/Tree/$defs/nested/properties/a/$ref",
                "/Tree/$defs/nested/$defs/own",
            ),
            ("/Tree/$defs/nested/properties/b/$ref", "/Tree/$defs/leaf"),
            ("/Tree/$defs/nested/properties/c/$ref", "/Tree/$defs/nested"),
            ("/Tree/$defs/nested/properties/d/$ref", "/Tree/$defs/nested"),
            ("/Urn/items/$ref", "/Urn/$defs/a"),
            ("/Out/properties/tree/$ref", "/Tree"),
            ("/Out/properties/leaf/$ref", "/Tree/$defs/leaf"),
            ("/Out/properties/urn/$ref", "/Urn/$defs/a"),
        ],
    );
}

#[test]
fn anchors_belong_to_their_resource() {
    let schemas = |reference: &str| {
        whole(&json!({
            "A": { "$id": "a", "$defs": { "x": { "$anchor": "x" } } },
            "B": { "$ref": reference }
        }))
    };
    assert_eq!(findings(&schemas("a#x")), "");
    assert!(findings(&schemas("#x")).starts_with("error[reference-missing]"));
    assert!(findings(&schemas("a#y")).starts_with("error[reference-external]"));
}

#[test]
fn a_pointer_into_the_document_is_told_where_only_one_into_the_resource_is_right() {
    let text = whole(&json!({
        "A": { "$id": "a", "properties": { "b": { "$ref": "#/components/schemas/B" } } },
        "B": { "type": "string" }
    }));
    let told = findings(&text);
    assert!(told.starts_with("warning[document-repaired]"), "{told}");
    assert!(
        told.contains("`#/components/schemas/B` leads nowhere"),
        "{told}"
    );
    let reference = document(&text);
    let reference = reference.at("/components/schemas/A/properties/b/$ref");
    assert_eq!(reference, Some(&json!("#/components/schemas/B")));
}

#[test]
fn a_mapping_names_resources_too() {
    let schemas = json!({
        "Pet": { "oneOf": [{ "$ref": "cat" }, { "$ref": "#/components/schemas/Dog" }],
            "discriminator": { "propertyName": "kind", "mapping": { "c": "cat", "d": "Dog" } } },
        "Cat": { "$id": "cat", "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } },
        "Dog": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } },
    });
    let document = check(&schemas, &[("/Pet/discriminator/mapping/c", "/Cat")]);
    let dog = document.at("/components/schemas/Pet/discriminator/mapping/d");
    assert_eq!(dog, Some(&json!("Dog")));
}

/// Values by which the schema `S` of a document and the same schemas as one of JSON Schema have to judge alike.
#[track_caller]
fn alike(schemas: &Value, values: &[(Value, bool)]) {
    let settled = document(&whole(schemas));
    let mut root = settled.raw.clone();
    root["$ref"] = json!("#/components/schemas/S");
    let ours = jsonschema::draft202012::new(&root).unwrap();
    let theirs = json!({ "$id": "https://example.com/root", "components": { "schemas": schemas }, "$ref": "#/components/schemas/S" });
    let mut known = theirs.clone();
    known["$defs"] = schemas.clone();
    known["components"] = json!({});
    known["$ref"] = json!("#/$defs/S");
    let theirs = jsonschema::draft202012::new(&known).unwrap();
    for (value, expected) in values {
        assert_eq!(theirs.is_valid(value), *expected, "the crate: {value}");
        assert_eq!(
            ours.is_valid(value),
            *expected,
            "settled: {value}\n{:#}",
            settled.raw["components"]
        );
    }
    let text = settled.raw.to_string();
    assert!(!text.contains("$dynamic"), "{text}");
}

#[test]
fn an_anchor_that_one_schema_has_is_that_schema() {
    let schemas = json!({
        "S": { "$dynamicAnchor": "node", "type": "object", "properties": { "next": { "$dynamicRef": "#node" } }, "additionalProperties": false },
    });
    check(&schemas, &[("/S/properties/next/$ref", "/S")]);
    alike(
        &schemas,
        &[
            (json!({ "next": { "next": {} } }), true),
            (json!({ "next": { "more": {} } }), false),
        ],
    );
}

#[test]
fn a_tree_is_strict_for_those_who_say_so() {
    let schemas = |s: &str| {
        json!({
            "Tree": { "$id": "tree", "$dynamicAnchor": "node", "type": "object", "properties": {
                "data": true, "children": { "type": "array", "items": { "$dynamicRef": "#node" } } } },
            "Strict": { "$id": "strict", "$dynamicAnchor": "node", "$ref": "tree", "unevaluatedProperties": false },
            "S": { "$ref": s },
        })
    };
    let wrong = json!({ "children": [{ "daat": 1 }] });
    let right = json!({ "children": [{ "data": 1, "children": [{}] }] });
    alike(
        &schemas("strict"),
        &[(wrong.clone(), false), (right.clone(), true)],
    );
    alike(&schemas("tree"), &[(wrong, true), (right, true)]);
    check(
        &schemas("strict"),
        &[
            ("/Strict/$ref", "/Strict_Tree"),
            ("/Strict_Tree/properties/children/items/$ref", "/Strict"),
            ("/Tree/properties/children/items/$ref", "/Tree"),
        ],
    );
}

/// The example of OpenAPI 3.1.1: one list for items of every type.
#[test]
fn lists_of_anything_are_lists_of_what_their_users_say() {
    let schemas = |s: &str| {
        json!({
            "List": { "$id": "list", "type": "array", "items": { "$dynamicRef": "#item" },
                "$defs": { "all": { "$dynamicAnchor": "item" } } },
            "Numbers": { "$id": "numbers", "$ref": "list", "$defs": { "n": { "$dynamicAnchor": "item", "type": "number" } } },
            "Texts": { "$id": "texts", "$ref": "list", "$defs": { "t": { "$dynamicAnchor": "item", "type": "string" } } },
            "Both": { "$id": "both", "properties": { "n": { "$ref": "numbers" }, "t": { "$ref": "texts" }, "l": { "$ref": "list" } } },
            "S": { "$ref": s },
        })
    };
    alike(
        &schemas("list"),
        &[(json!([1, "a"]), true), (json!(1), false)],
    );
    alike(
        &schemas("numbers"),
        &[(json!([1]), true), (json!(["a"]), false)],
    );
    alike(
        &schemas("texts"),
        &[(json!([1]), false), (json!(["a"]), true)],
    );
    alike(
        &schemas("both"),
        &[
            (json!({ "n": [1], "t": ["a"], "l": [1, "a"] }), true),
            (json!({ "n": ["a"] }), false),
            (json!({ "t": [1] }), false),
        ],
    );
}

#[test]
fn the_outermost_resource_decides_through_any_number_of_others() {
    let schemas = |s: &str| {
        json!({
            "Inner": { "$id": "inner", "$dynamicAnchor": "t", "type": "object", "properties": { "v": { "$dynamicRef": "#t" } } },
            "Middle": { "$id": "middle", "$dynamicAnchor": "t", "required": ["m"], "$ref": "inner" },
            "Outer": { "$id": "outer", "$dynamicAnchor": "t", "required": ["o"], "$ref": "middle" },
            "Beside": { "$id": "beside", "items": { "$ref": "middle" } },
            "S": { "$ref": s },
        })
    };
    let outer = json!({ "o": 1, "m": 1, "v": { "o": 1, "m": 1 } });
    let middle = json!({ "o": 1, "m": 1, "v": { "m": 1 } });
    let inner = json!({ "o": 1, "m": 1, "v": {} });
    for (s, verdicts) in [
        ("outer", [true, false, false]),
        ("middle", [true, true, false]),
        ("inner", [true, true, true]),
    ] {
        let values = [outer.clone(), middle.clone(), inner.clone()];
        let values: Vec<_> = values.into_iter().zip(verdicts).collect();
        alike(&schemas(s), &values);
    }
    alike(
        &schemas("beside"),
        &[(json!([middle]), true), (json!([inner]), false)],
    );
}

#[test]
fn a_dynamic_reference_to_no_dynamic_anchor_is_a_plain_one() {
    let schemas = json!({
        "S": { "properties": { "a": { "$dynamicRef": "#plain" }, "b": { "$dynamicRef": "#/components/schemas/T", "minLength": 2 } } },
        "T": { "$anchor": "plain", "type": "string" },
    });
    check(
        &schemas,
        &[
            ("/S/properties/a/$ref", "/T"),
            ("/S/properties/b/allOf/0/$ref", "/T"),
        ],
    );
}

#[test]
fn what_a_dynamic_reference_cannot_mean_is_told() {
    let twice = json!({
        "A": { "$dynamicAnchor": "x" }, "B": { "$dynamicAnchor": "x" }, "C": { "$dynamicRef": "#x" } });
    let told = findings(&whole(&twice));
    assert!(told.contains("error[reference-invalid]"), "{told}");
    assert!(
        told.contains("`$dynamicAnchor: x` stands at `/components/schemas/A`"),
        "{told}"
    );
    for (reference, code) in [("#nobody", "missing"), ("other#x", "external")] {
        let told = findings(&whole(&json!({ "C": { "$dynamicRef": reference } })));
        assert!(
            told.starts_with(&format!("error[reference-{code}]")),
            "{told}"
        );
    }
    let elsewhere = json!({
        "A": { "$id": "a", "$dynamicAnchor": "x" }, "B": { "$id": "b", "$dynamicAnchor": "x" }, "C": { "$dynamicRef": "#x" } });
    let told = findings(&whole(&elsewhere));
    assert!(told.starts_with("error[reference-missing]"), "{told}");
}

/// Each of many lists is one for each of many others: the copies have a bound.
#[test]
fn scopes_that_multiply_are_refused() {
    let mut schemas = serde_json::Map::new();
    for depth in 0..14 {
        for side in 0..2 {
            let anchor = format!("n{depth}");
            let next = format!("r{}{}", depth + 1, side);
            let other = format!("r{}{}", depth + 1, 1 - side);
            schemas.insert(
                format!("R{depth}{side}"),
                json!({ "$id": format!("r{depth}{side}"), "anyOf": [{ "$ref": next }, { "$ref": other }],
                    "$defs": { "a": { "$dynamicAnchor": anchor, "const": side } } }),
            );
        }
    }
    let asks: Vec<Value> = (0..14)
        .map(|depth| json!({ "$dynamicRef": format!("r{depth}0#n{depth}") }))
        .collect();
    schemas.insert("R140".into(), json!({ "$id": "r140", "allOf": asks }));
    schemas.insert("R141".into(), json!({ "$id": "r141", "allOf": asks }));
    let told = findings(&whole(&Value::Object(schemas)));
    assert!(told.contains("error[reference-invalid]"), "{told}");
    assert!(told.contains("for too many who refer to them"), "{told}");
}
