//! `OpenAPI` 3.2: no member of it is unknown, and what is not enforced yet is told.

use serde_json::{Value, json};

use super::{document, findings};

fn whole() -> Value {
    json!({
        "openapi": "3.2.0",
        "$self": "https://example.com/api.json",
        "info": { "title": "T", "summary": "s", "version": "1", "license": { "name": "MIT", "identifier": "MIT" } },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{ "url": "/", "name": "n" }],
        "tags": [{ "name": "a", "summary": "s", "kind": "nav" }, { "name": "b", "parent": "a" }],
        "paths": { "/a": {
            "get": {
                "tags": ["b"],
                "parameters": [
                    { "name": "q", "in": "query", "allowReserved": true, "schema": { "type": "string" },
                      "examples": { "e": { "dataValue": "a b", "serializedValue": "a%20b" } } }
                ],
                "responses": {
                    "200": { "summary": "s", "content": { "application/json": { "$ref": "#/components/mediaTypes/J" } } }
                }
            }
        } },
        "webhooks": { "w": { "post": { "responses": { "200": {} } } } },
        "components": {
            "schemas": {
                "S": { "type": "string", "xml": { "nodeType": "element" } },
                "T": { "$ref": "https://example.com/api.json#/components/schemas/S" }
            },
            "mediaTypes": { "J": { "schema": { "$ref": "#/components/schemas/T" } } },
            "pathItems": { "p": { "get": { "responses": { "200": {} } } } },
            "securitySchemes": { "o": { "type": "oauth2", "deprecated": true, "oauth2MetadataUrl": "https://example.com/m", "flows": {
                "deviceAuthorization": { "deviceAuthorizationUrl": "https://example.com/d", "tokenUrl": "https://example.com/t", "scopes": {} }
            } } }
        }
    })
}

#[test]
fn no_member_is_unknown() {
    let text = whole().to_string();
    assert_eq!(findings(&text), "");
    let document = document(&text);
    assert_eq!(
        document.at("/components/schemas/T"),
        Some(&json!({ "$ref": "#/components/schemas/S" }))
    );
    let item = document.typed.paths.paths["/a"].as_item().expect("an item");
    let operation = item.get.as_ref().expect("an operation");
    let response = operation.responses.responses.values().next();
    let response = response
        .and_then(openapiv3::ReferenceOr::as_item)
        .expect("an answer");
    assert_eq!(
        response.content["application/json"].schema,
        Some(openapiv3::ReferenceOr::ref_(
            "#/components/mediaTypes/J/schema"
        ))
    );
    let value = "/paths/~1a/get/parameters/0/examples/e/value";
    assert_eq!(document.at(value), Some(&json!("a b")));
}

/// What is told of a document with one member changed.
#[track_caller]
fn check(pointer: &str, name: &str, value: Value, expected: &str) {
    let mut whole = whole();
    whole.pointer_mut(pointer).expect("is there")[name] = value;
    let text = format!("{whole:#}");
    let mut told = findings(&text);
    if told.is_empty() {
        let document = document(&text);
        let options = crate::support::defaults("newer");
        let found = portcullis::emit(&document, &options).diagnostics;
        told = super::lines(&found, |_| String::new());
    }
    assert!(told.contains(expected), "{name}: {told}");
}

#[test]
fn what_is_not_enforced_is_told() {
    let operation = json!({ "responses": { "200": {} } });
    check(
        "/paths/~1a",
        "query",
        operation.clone(),
        "error[method-unsupported] QUERY is not served yet",
    );
    check(
        "/paths/~1a",
        "additionalOperations",
        json!({ "COPY": operation }),
        "error[method-unsupported] COPY is not served yet",
    );
    let parameter = |place: &str, style: &str| json!([{ "name": "p", "in": place, "style": style, "schema": {} }]);
    check(
        "/paths/~1a/get",
        "parameters",
        json!([{ "name": "p", "in": "querystring", "content": { "application/json": {} } }]),
        "error[parameter-unsupported] 40:13 a parameter with `in: querystring` is not read yet",
    );
    check(
        "/paths/~1a/get",
        "parameters",
        parameter("cookie", "cookie"),
        "a parameter with `style: cookie` is not read yet",
    );
    check(
        "/components/mediaTypes/J",
        "itemSchema",
        json!({ "type": "string" }),
        "warning[media-type-unsupported]",
    );
    check(
        "/components/schemas/S",
        "discriminator",
        json!({ "propertyName": "a", "defaultMapping": "S" }),
        "warning[keyword-invalid]",
    );
}
