//! References lead somewhere, to a thing of the right kind, and not back to themselves.

use serde_json::{Value, json};

use super::{document, findings, with, with_operation};

/// The findings of a document whose one operation has these members, with these components.
fn found(operation: &Value, components: &Value) -> String {
    let mut whole = with_operation(operation);
    whole["components"] = components.clone();
    // Without line breaks, columns would tell nothing.
    findings(&format!("{whole:#}"))
}

fn body(reference: &str) -> Value {
    json!({ "requestBody": { "content": { "application/json": { "schema": { "$ref": reference } } } } })
}

#[test]
fn to_nothing() {
    let told = found(
        &body("#/components/schemas/Pat"),
        &json!({ "schemas": { "Pet": {} } }),
    );
    assert_eq!(
        told,
        "error[reference-missing] 19:17 `#/components/schemas/Pat` points at nothing in this document"
    );
    let told = found(
        &json!({ "parameters": [{ "$ref": "#/components/parameters/p" }] }),
        &json!({}),
    );
    assert_eq!(
        told,
        "error[reference-missing] 17:13 `#/components/parameters/p` points at nothing in this document"
    );
    assert!(found(&body("#Pet"), &json!({})).starts_with("error[reference-missing]"));
}

#[test]
fn inside_of_every_keyword() {
    let reference = json!({ "$ref": "#/nowhere" });
    for schema in [
        json!({ "properties": { "a": reference } }),
        json!({ "items": reference }),
        json!({ "additionalProperties": reference }),
        json!({ "allOf": [reference] }),
        json!({ "oneOf": [{ "anyOf": [reference] }] }),
        json!({ "not": reference }),
        json!({ "$defs": { "a": reference } }),
        json!({ "patternProperties": { "a": reference } }),
    ] {
        let told = findings(
            &with(
                "3.1.0",
                &json!({ "components": { "schemas": { "S": schema } } }),
            )
            .to_string(),
        );
        assert!(
            told.starts_with("error[reference-missing]") && !told.contains('\n'),
            "{schema}: {told}"
        );
    }
}

#[test]
fn out_of_the_document() {
    for reference in [
        "pet.yaml",
        "./pet.yaml#/Pet",
        "https://example.com/pet.json",
        "file:///etc/passwd",
        "Pet",
    ] {
        let told = found(&body(reference), &json!({}));
        assert_eq!(
            told,
            format!("error[reference-external] 19:17 `{reference}` leads out of this document")
        );
    }
}

#[test]
fn that_is_no_text() {
    let told = findings(
        &with(
            "3.1.0",
            &json!({ "components": { "schemas": { "S": { "$ref": 5 } } } }),
        )
        .to_string(),
    );
    assert!(
        told.starts_with("error[reference-invalid]") && told.ends_with("`$ref` is not a text"),
        "{told}"
    );
}

#[test]
fn in_a_circle() {
    let components = json!({
        "parameters": { "a": { "$ref": "#/components/parameters/b" }, "b": { "$ref": "#/components/parameters/a" } },
        "schemas": { "S": { "$ref": "#/components/schemas/S" } }
    });
    let told = found(&json!({}), &components);
    assert_eq!(told.matches("leads back to itself").count(), 3, "{told}");
    // A schema that contains itself is no circle of references.
    let tree = json!({ "schemas": { "Tree": { "properties": { "left": { "$ref": "#/components/schemas/Tree" } } } } });
    assert_eq!(found(&json!({}), &tree), "");
}

#[test]
fn to_a_thing_of_another_kind() {
    let components =
        json!({ "schemas": { "Pet": {} }, "responses": { "R": { "description": "d" } } });
    let told = found(
        &json!({ "parameters": [{ "$ref": "#/components/schemas/Pet" }] }),
        &components,
    );
    assert_eq!(
        told,
        "error[reference-invalid] 17:13 `#/components/schemas/Pet` names a schema, and a parameter is needed here"
    );
    let told = found(&body("#/components/responses/R"), &components);
    assert!(
        told.ends_with("names a response, and a schema is needed here"),
        "{told}"
    );
}

#[test]
fn with_escapes() {
    let paths = json!({ "/a/{b}": { "get": { "responses": { "200": { "description": "d", "content": {
        "application/json": { "schema": { "title": "target" } } } } } } } });
    for reference in [
        "#/paths/~1a~1{b}/get/responses/200/content/application~1json/schema",
        "#/paths/~1a~1%7Bb%7D/get/responses/200/content/application~1json/schema",
        "#/paths/%7E1a~1{b}/get/responses/200/content/application%7e1json/schema",
    ] {
        let whole = with(
            "3.0.3",
            &json!({ "paths": paths, "components": { "schemas": { "S": { "$ref": reference } } } }),
        );
        let document = document(&whole.to_string());
        let (value, pointer) = document.resolve(reference).expect("resolved");
        assert_eq!(value["title"], "target");
        assert_eq!(document.at(&pointer), Some(value));
    }
}

#[test]
fn to_names_that_schemas_give_themselves() {
    let schemas = |reference: &str| {
        let schemas = json!({
            "A": { "$anchor": "here", "type": "string" },
            "B": { "$id": "https://example.com/b", "not": { "$anchor": "twice" } },
            "C": { "properties": { "c": { "$anchor": "twice" }, "d": { "$anchor": "twice" } } },
            "S": { "$ref": reference }
        });
        with("3.1.0", &json!({ "components": { "schemas": schemas } })).to_string()
    };
    for (reference, pointer) in [
        ("#here", "#/components/schemas/A"),
        ("https://example.com/b", "#/components/schemas/B"),
    ] {
        let document = document(&schemas(reference));
        assert_eq!(
            document.at("/components/schemas/S/$ref"),
            Some(&json!(pointer))
        );
    }
    assert!(findings(&schemas("#twice")).starts_with("error[reference-missing]"));
    assert!(findings(&schemas("https://example.com/c")).starts_with("error[reference-external]"));
}

#[test]
fn in_data_are_none() {
    let data = json!({ "$ref": "#/nowhere" });
    let components = json!({
        "schemas": { "S": { "example": data, "default": data, "enum": [data], "x-thing": data } },
        "parameters": { "p": { "name": "p", "in": "query", "schema": {}, "example": data } },
        "examples": { "e": { "value": data } }
    });
    assert_eq!(found(&json!({ "x-thing": data }), &components), "");
}
