//! Which operation became which.

use portcullis::compare::Weight;
use serde_json::{Value, json};

use super::{changes, with};

/// A contract of operations: method, path, id.
fn contract(operations: &[(&str, &str, &str)]) -> Value {
    let mut contract = with(
        "document",
        &json!({"paths": {"/things": null}, "servers": [{"url": "/v1"}]}),
    );
    for (method, path, id) in operations {
        contract["paths"][*path][*method] =
            json!({"operationId": id, "security": [], "responses": {"200": {"description": *id}}});
        if id.is_empty() {
            let operation = contract["paths"][*path][*method].as_object_mut().unwrap();
            operation.remove("operationId");
        }
        for name in path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
        {
            contract["paths"][*path]["parameters"] = json!([{"name": name, "in": "path", "required": true, "schema": {"type": "string"}}]);
        }
    }
    contract
}

#[track_caller]
fn check(old: &[(&str, &str, &str)], new: &[(&str, &str, &str)], expected: &[(&str, &str)]) {
    let found = changes(&contract(old), &contract(new), 0);
    let mut told: Vec<(String, String)> = found
        .iter()
        .map(|change| (change.code.to_string(), change.operations.join(", ")))
        .collect();
    told.sort();
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(code, operation)| ((*code).to_owned(), (*operation).to_owned()))
        .collect();
    assert_eq!(told, expected, "{found:#?}");
}

#[test]
fn a_path_that_changed_is_found_by_its_id() {
    check(
        &[("get", "/a", "listA"), ("get", "/b", "listB")],
        &[("get", "/x", "listA"), ("get", "/y", "listB")],
        &[("operation-moved", "GET /x"), ("operation-moved", "GET /y")],
    );
}

#[test]
fn an_id_that_changed_is_found_by_its_path() {
    check(
        &[("get", "/a", "listA")],
        &[("get", "/a", "all")],
        &[("operation-renamed", "GET /a")],
    );
}

#[test]
fn ids_that_are_passed_on_change_no_path() {
    check(
        &[("get", "/a", "one"), ("get", "/b", "two")],
        &[("get", "/a", "two"), ("get", "/b", "three")],
        &[
            ("operation-renamed", "GET /a"),
            ("operation-renamed", "GET /b"),
        ],
    );
}

#[test]
fn an_id_that_two_have_finds_nothing() {
    check(
        &[("get", "/a", "same"), ("get", "/b", "same")],
        &[("get", "/x", "same"), ("get", "/b", "same")],
        &[("operation-moved", "GET /x")],
    );
    check(
        &[("get", "/a", "same"), ("get", "/b", "same")],
        &[("get", "/x", "same"), ("get", "/y", "same")],
        &[
            ("operation-removed", "GET /a"),
            ("operation-removed", "GET /b"),
            ("public-operation-added", "GET /x"),
            ("public-operation-added", "GET /y"),
        ],
    );
}

#[test]
fn names_of_parameters_are_no_part_of_a_path() {
    check(
        &[("get", "/a/{id}", "a")],
        &[("get", "/a/{name}", "a")],
        &[("parameter-renamed", "GET /a/{name}")],
    );
}

#[test]
fn what_came_and_went_is_told() {
    check(
        &[("get", "/a", "a"), ("put", "/a", "put")],
        &[("get", "/a", "a"), ("delete", "/a", "gone")],
        &[
            ("operation-removed", "PUT /a"),
            ("public-operation-added", "DELETE /a"),
        ],
    );
    check(
        &[("get", "/a", "")],
        &[("get", "/a", "a")],
        &[("operation-renamed", "GET /a")],
    );
}

#[test]
fn a_base_path_is_one_change() {
    let old = contract(&[("get", "/a", "a"), ("get", "/b", "b")]);
    let mut new = old.clone();
    new["servers"] = json!([{"url": "/v2"}]);
    let found = changes(&old, &new, 0);
    assert_eq!(
        super::codes(found.iter()),
        ["base-path-changed"],
        "{found:#?}"
    );

    // What moves from the server into the paths has not moved for anybody who calls.
    let mut new = contract(&[("get", "/v1/a", "a"), ("get", "/v1/b", "b")]);
    new["servers"] = json!([{"url": "/"}]);
    let found = changes(&old, &new, 0);
    assert_eq!(super::codes(found.iter()), ["server-changed"], "{found:#?}");
}

#[test]
fn a_version_that_no_path_names_moves_every_route() {
    let versioned = |version: &str| {
        let mut document = contract(&[("get", "/a", "a"), ("get", "/b", "b")]);
        document["servers"] = json!([{"url": "https://a.example"}]);
        document["info"]["version"] = json!(version);
        document
    };
    let found = changes(&versioned("4.7.1"), &versioned("5.0.0"), 0);
    assert_eq!(
        super::codes(found.iter()),
        ["base-path-changed"],
        "{found:#?}"
    );
    let change = &found[0];
    assert!(change.impact.callers == Weight::Breaking, "{change:#?}");
    assert!(change.message.contains("`/v5`"), "{change:#?}");
    let places = [&change.old, &change.new].map(|site| site.as_ref().unwrap().pointer.as_str());
    assert_eq!(places, ["/info/version", "/info/version"]);
    // Routes stay where they are while the first number does.
    assert_eq!(changes(&versioned("4.7.1"), &versioned("4.8.0"), 0), []);
}

#[test]
fn a_change_of_dialect_is_none() {
    let old = json!({
        "swagger": "2.0", "info": {"title": "t", "version": "1"}, "basePath": "/v1", "consumes": ["application/json"], "produces": ["application/json"],
        "securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}, "security": [{"key": []}],
        "paths": {"/a": {"post": {"operationId": "a", "parameters": [
            {"name": "limit", "in": "query", "type": "integer", "maximum": 10, "exclusiveMaximum": true},
            {"name": "body", "in": "body", "required": true, "schema": {"$ref": "#/definitions/Pet"}}],
            "responses": {"200": {"description": "d", "schema": {"$ref": "#/definitions/Pet"}}}}}},
        "definitions": {"Pet": {"type": "object", "properties": {"name": {"type": "string", "x-nullable": false}}}},
    });
    let new = json!({
        "openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "servers": [{"url": "/v1"}],
        "security": [{"key": []}],
        "paths": {"/a": {"post": {"operationId": "a", "parameters": [
            {"name": "limit", "in": "query", "schema": {"type": "integer", "exclusiveMaximum": 10}}],
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
            "responses": {"200": {"description": "d", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}}}}},
        "components": {"schemas": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
    });
    let found = changes(&old, &new, 0);
    assert_eq!(found, []);
}
