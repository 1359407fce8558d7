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
    for (method, expected) in [
        (
            "CONNECT",
            "error[method-unsupported] CONNECT is answered with 405",
        ),
        (
            "Post",
            "error[structure-invalid] 65:9 `Post` has a member of its own in a path item",
        ),
        ("QUERY", "`QUERY` has a member of its own in a path item"),
        ("A B", "`A B` is no method that a request can have"),
        ("", "`` is no method that a request can have"),
    ] {
        check(
            "/paths/~1a",
            "additionalOperations",
            json!({ method: operation }),
            expected,
        );
    }
    check(
        "/paths/~1a",
        "additionalOperations",
        json!([operation]),
        "`additionalOperations` is no object of operations",
    );
    check(
        "/paths/~1a",
        "query",
        json!({ "responses": { "200": {} }, "operationId": ["a"] }),
        "an operation is not well-formed",
    );
    let content = json!({ "application/json": {} });
    let whole = json!({ "name": "p", "in": "querystring", "content": content });
    let plain = json!({ "name": "q", "in": "query", "schema": {} });
    let schema = json!({ "name": "p", "in": "querystring", "schema": {} });
    let bytes = json!({ "name": "p", "in": "querystring",
        "content": { "application/x-www-form-urlencoded": { "schema": { "type": "array" } } } });
    let cookie = json!({ "name": "p", "in": "query", "style": "cookie", "schema": {} });
    for (parameters, expected) in [
        (
            json!([whole, plain]),
            "nothing of the query is left for `q`",
        ),
        (
            json!([whole, { "name": "r", "in": "querystring", "content": content }]),
            "nothing of the query is left for `r`",
        ),
        (
            json!([schema]),
            "a parameter that is the whole query has no `schema`",
        ),
        (
            json!([{ "name": "p", "in": "querystring", "content": {} }]),
            "has a `content` of one media type",
        ),
        (json!([bytes]), "error[parameter-unsupported]"),
        (json!([cookie]), "error[structure-invalid]"),
    ] {
        check("/paths/~1a/get", "parameters", parameters, expected);
    }
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
