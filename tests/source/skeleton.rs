//! The typed document: schemas are references into the whole, and what 3.0 cannot spell travels beside.

use openapiv3::{ParameterSchemaOrContent, ReferenceOr, SecurityScheme};
use portcullis::source::MUTUAL_TLS_SCHEME;
use serde_json::{Value, json};

use super::{document, findings, with, with_operation};

#[test]
fn a_schema_is_the_pointer_of_itself() {
    let path = "/a b/{c}/100%/~x";
    let schema =
        json!({ "type": "integer", "maximum": 18_446_744_073_709_551_615_u64, "x-unheard-of": 1 });
    let whole = with(
        "3.0.3",
        &json!({ "paths": { path: { "parameters": [
            { "name": "c", "in": "path", "required": true, "schema": schema }
        ] } } }),
    );
    let document = document(&whole.to_string());
    let item = document.typed.paths.paths[path].as_item().expect("an item");
    let data = item.parameters[0]
        .as_item()
        .expect("an item")
        .parameter_data_ref();
    let ParameterSchemaOrContent::Schema(ReferenceOr::Reference { reference }) = &data.format
    else {
        panic!("not a reference: {:?}", data.format)
    };
    assert_eq!(
        document.resolve(reference).map(|(value, _)| value),
        Some(&schema)
    );
}

#[test]
fn a_chain_ends_at_a_component_that_is_no_reference() {
    let mut whole =
        with_operation(&json!({ "parameters": [{ "$ref": "#/components/parameters/first" }] }));
    whole["components"] = json!({ "parameters": {
        "first": { "$ref": "#/components/parameters/second" },
        "second": { "name": "q", "in": "query", "schema": {} }
    } });
    let document = document(&whole.to_string());
    let item = document.typed.paths.paths["/a"].as_item().expect("an item");
    let operation = item.get.as_ref().expect("an operation");
    assert_eq!(
        operation.parameters[0],
        ReferenceOr::ref_("#/components/parameters/second")
    );
    let components = document.typed.components.as_ref().expect("components");
    assert!(
        components
            .parameters
            .values()
            .all(|parameter| parameter.as_item().is_some())
    );
}

#[test]
fn a_reference_to_what_is_no_component_is_written_out() {
    let whole = with(
        "3.0.3",
        &json!({ "paths": {
            "/a": { "get": { "parameters": [{ "name": "q", "in": "query", "schema": {} }], "responses": {} } },
            "/b": { "get": { "parameters": [{ "$ref": "#/paths/~1a/get/parameters/0" }], "responses": {} } },
            "/c": { "$ref": "#/paths/~1a", "summary": "of its own" }
        } }),
    );
    let document = document(&whole.to_string());
    let item = |path: &str| {
        document.typed.paths.paths[path]
            .as_item()
            .expect("an item")
            .clone()
    };
    let parameters = |path: &str| item(path).get.expect("an operation").parameters;
    assert!(parameters("/b")[0].as_item().is_some());
    // Its schema is still the one of `/a`.
    assert_eq!(parameters("/b"), parameters("/a"));
    assert_eq!(parameters("/c"), parameters("/a"));
    assert_eq!(item("/c").summary.as_deref(), Some("of its own"));
}

#[test]
fn what_came_after_3_0_travels_beside() {
    let operation = json!({ "responses": {} });
    let whole = json!({
        "openapi": "3.2.0",
        "info": { "title": "T", "version": "1", "summary": "s", "license": { "name": "MIT", "identifier": "MIT" } },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": { "/a": { "query": operation, "additionalOperations": { "COPY": operation } } },
        "webhooks": { "w": { "post": { "requestBody": { "content": { "application/json": { "schema": {} } } }, "responses": {} } } },
        "components": {
            "pathItems": { "p": { "get": operation } },
            "securitySchemes": { "m": { "type": "mutualTLS" } }
        }
    });
    let text = whole.to_string();
    assert_eq!(findings(&text), "");
    let typed = document(&text).typed;
    assert_eq!(
        typed.extensions["x-portcullis-webhooks"]["w"]["post"]["requestBody"]["content"]["application/json"]
            ["schema"],
        json!({ "$ref": "#/webhooks/w/post/requestBody/content/application~1json/schema" })
    );
    assert!(
        typed
            .extensions
            .contains_key("x-portcullis-jsonSchemaDialect")
    );
    assert_eq!(
        typed.info.license.expect("a licence").extensions["x-portcullis-identifier"],
        "MIT"
    );
    let item = typed.paths.paths["/a"].as_item().expect("an item");
    assert_eq!(item.extensions["x-portcullis-query"], operation);
    assert_eq!(
        item.extensions["x-portcullis-additionalOperations"]["COPY"],
        operation
    );
    let components = typed.components.expect("components");
    assert!(components.extensions.contains_key("x-portcullis-pathItems"));
    let scheme = components.security_schemes["m"].as_item().expect("an item");
    assert!(
        matches!(scheme, SecurityScheme::HTTP { scheme, .. } if scheme == MUTUAL_TLS_SCHEME),
        "{scheme:?}"
    );
}

#[test]
fn examples_never_break_the_typed_document() {
    let whole = with_operation(&json!({ "parameters": [
        { "name": "q", "in": "query", "schema": {}, "example": null, "examples": ["not", "a", "map"] }
    ] }));
    assert_eq!(findings(&whole.to_string()), "");
}

#[test]
fn an_encoding_says_whether_it_explodes() {
    let content = |encoding: Value| {
        let whole = with_operation(&json!({ "requestBody": { "content": {
            "application/x-www-form-urlencoded": { "schema": {}, "encoding": { "e": encoding } } } } }));
        let document = document(&whole.to_string());
        let item = document.typed.paths.paths["/a"]
            .as_item()
            .expect("an item")
            .clone();
        let body = item
            .get
            .and_then(|operation| operation.request_body)
            .and_then(ReferenceOr::into_item);
        body.expect("a body").content["application/x-www-form-urlencoded"].encoding["e"].explode
    };
    assert!(content(json!({})));
    assert!(content(json!({ "style": "form" })));
    assert!(!content(json!({ "style": "pipeDelimited" })));
    assert!(!content(json!({ "explode": false })));
}

#[test]
fn a_callback_that_holds_itself_is_refused() {
    let whole = with(
        "3.0.3",
        &json!({ "paths": { "/a": { "post": { "responses": {}, "callbacks": { "c": { "{$url}": { "$ref": "#/paths/~1a" } } } } } } }),
    );
    let told = findings(&whole.to_string());
    assert!(
        told.starts_with("error[reference-invalid]")
            && told.ends_with("`#/paths/~1a` leads into itself"),
        "{told}"
    );
}
