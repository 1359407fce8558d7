//! What operations and values are called, and what is said of them where they are implemented.

use portcullis::model::{Api, DefinitionKind, Options, build};
use portcullis::options::{Typeless, Unenforced};
use serde_json::{Value, json};

use crate::support::{defaults, parse, text};

fn api(document: &Value) -> Api {
    let options = Options {
        unenforced: Unenforced::Refuse,
        typeless: Typeless::Object,
    };
    build(&parse(&document.to_string()), options).0.unwrap()
}

fn document(paths: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1.0.0" },
        "servers": [{ "url": "/v1" }],
        "paths": paths,
        "components": { "securitySchemes": {
            "login": { "type": "oauth2", "flows": { "clientCredentials": {
                "tokenUrl": "https://a.example/token", "scopes": { "read": "", "write": "" } } } },
            "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
        } },
    })
}

fn done() -> Value {
    json!({ "204": { "description": "done" } })
}

#[test]
fn what_has_no_id_goes_by_method_and_path() {
    let id =
        json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]);
    let api = api(&document(&json!({
        "/apples/{id}": {
            "parameters": id,
            "get": { "responses": done() },
            "put": { "operationId": " ", "responses": done() },
            "delete": { "operationId": "eatApple", "responses": done() },
        },
    })));
    let labels: Vec<_> = api
        .operations
        .iter()
        .map(|operation| operation.label.as_str())
        .collect();
    assert_eq!(labels, ["GET /apples/{id}", "PUT /apples/{id}", "eatApple"]);
    assert_eq!(
        api.tags[0].description,
        "The operations to which the contract gives no tag."
    );
}

#[test]
fn no_two_operations_are_called_the_same() {
    let get = |id: &str, tag: &str| json!({ "get": { "operationId": id, "tags": [tag], "responses": done() } });
    let api = api(&document(&json!({
        "/a": get("list", "second"),
        "/b": get("list", "first"),
        "/c": get("GET /d", "first"),
        "/d": get("list", "first"),
        "/e": get("List", "second"),
    })));
    let mut labels: Vec<_> = api
        .operations
        .iter()
        .map(|operation| (operation.path.as_str(), operation.label.as_str()))
        .collect();
    labels.sort_unstable();
    let expected = [
        ("/v1/a", "list"),
        ("/v1/b", "GET /b"),
        ("/v1/c", "GET /d"),
        ("/v1/d", "GET /d 2"),
        ("/v1/e", "List"),
    ];
    assert_eq!(labels, expected);
}

#[test]
fn operations_stand_in_the_order_of_the_document() {
    let methods = ["delete", "patch", "get", "head", "put", "post"];
    let mut item = json!({});
    for method in methods {
        item[method] = json!({ "operationId": method, "responses": done() });
    }
    let api = api(&document(&json!({ "/a": item })));
    let found: Vec<_> = api
        .operations
        .iter()
        .map(|operation| operation.label.as_str())
        .collect();
    assert_eq!(found, methods);
}

/// The variants that the values of an `enum` become, and the words that they stand for.
#[track_caller]
fn variants(schema: &Value, expected: &[(&str, &str)]) {
    let mut document = document(&json!({ "/a": { "post": {
        "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Sort" } } } },
        "responses": done(),
    } } }));
    document["components"]["schemas"] = json!({ "Sort": schema });
    let api = api(&document);
    let names = api
        .types
        .iter()
        .find_map(|definition| match &definition.kind {
            DefinitionKind::Choice(names) => Some(names.clone()),
            DefinitionKind::IntegerChoice(numbers) => {
                Some(numbers.iter().map(|(name, _)| name.clone()).collect())
            }
            _ => None,
        });
    let names = names.unwrap();
    let found: Vec<_> = names
        .iter()
        .map(|name| (name.rust(), name.wire()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn values_are_called_by_their_signs_and_by_names_of_their_own() {
    variants(
        &json!({ "type": "string", "enum": ["issued", "-issued", "+total"] }),
        &[
            ("Issued", "issued"),
            ("MinusIssued", "-issued"),
            ("PlusTotal", "+total"),
        ],
    );
    variants(
        &json!({ "type": "integer", "enum": [10, 20], "x-enum-varnames": ["Low", "high level"] }),
        &[("Low", "10"), ("HighLevel", "20")],
    );
    variants(
        &json!({ "type": "string", "enum": ["a", "b"], "x-enum-varnames": ["First", "Second"] }),
        &[("First", "a"), ("Second", "b")],
    );
    // A list of another length says of no value what it is called.
    variants(
        &json!({ "type": "string", "enum": ["a", "b"], "x-enum-varnames": ["First"] }),
        &[("A", "a"), ("B", "b")],
    );
}

#[test]
fn a_handler_is_told_all_that_the_contract_says_of_it() {
    let document = document(&json!({ "/a": {
        "get": { "operationId": "list", "responses": done(),
            "summary": "List them.", "description": "Newest first.", "deprecated": true, "x-mfa": true,
            "security": [{ "login": ["read", "write"], "key": [] }, { "key": [] }] },
        "put": { "operationId": "change", "responses": done(),
            "summary": "Same.", "description": "Same.", "security": [{ "key": [] }, {}] },
        "post": { "operationId": "add", "responses": done() },
    } }));
    let emitted = portcullis::emit(&parse(&document.to_string()), &defaults("called"));
    let files = emitted.files.unwrap();
    let file = files
        .iter()
        .find(|file| file.path == "api/src/operations/mod.rs");
    let text = text(file.unwrap());
    for (function, said) in [
        (
            "list",
            "    /// List them.\n    ///\n    /// `GET /v1/a`\n    ///\n    /// Newest first.\n    ///\n    /// Deprecated.\n    ///\n    \
             /// Needs `login` with `read`, `write` and `key`, or `key`, and a second factor.\n    fn list(",
        ),
        (
            "change",
            "    /// Same.\n    ///\n    /// `PUT /v1/a`\n    ///\n    /// Needs `key`; who presents nothing passes too.\n    fn change(",
        ),
        (
            "add",
            "    /// `POST /v1/a`\n    ///\n    /// Open to everybody.\n    fn add(",
        ),
    ] {
        assert!(text.contains(said), "{function} in {text}");
    }
}
