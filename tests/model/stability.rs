//! Names stay what they are when an unrelated part of the document changes.

use std::collections::BTreeMap;

use portcullis::model::{Options, build};
use portcullis::options::{Typeless, Unenforced};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::support::parse;

/// How many operations and schemas the whole document has.
const PARTS: usize = 12;

/// What is left of a document: which parts, and in which order.
fn document(parts: &[usize]) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    let mut tags = Vec::new();
    for &part in parts {
        let id = word(part);
        let schema = format!("#/components/schemas/{id}Thing");
        let inline = json!({ "type": "object", "properties": {
            "kind": { "type": "string", "enum": ["a", "b"] },
            "inner": { "type": "object", "properties": { "deep": { "oneOf": [
                { "type": "object", "properties": { "x": { "type": "integer" } } }, { "type": "string" } ] } } },
            "thing": { "$ref": schema },
        } });
        let mut operation = json!({
            "tags": [format!("{id} tag")],
            "requestBody": { "content": { "application/json": { "schema": inline } } },
            "parameters": [{ "$ref": "#/components/parameters/Sort" }, { "$ref": "#/components/parameters/Filter" }],
            "responses": {
                "409": { "$ref": "#/components/responses/Conflict" },
                "200": { "description": "done", "content": { "application/json": { "schema": { "type": "array", "items": inline } } } },
                "default": { "description": "other", "content": { "application/json": { "schema": { "$ref": schema } } } },
            },
        });
        if part.is_multiple_of(2) {
            operation["requestBody"] = json!({ "$ref": "#/components/requestBodies/Conflict" });
        }
        // Some have an id, and some are called after their path.
        if !part.is_multiple_of(3) {
            operation["operationId"] = json!(format!("do {id}"));
        }
        paths.insert(format!("/{id}/{{{id}Key}}"), json!({ "post": operation,
            "parameters": [{ "name": format!("{id}Key"), "in": "path", "required": true, "schema": { "type": "string" } }] }));
        schemas.insert(
            format!("{id}Thing"),
            json!({ "type": "object", "properties": {
            "self": { "$ref": schema }, "mode": { "type": "string", "enum": ["on", "off"] } } }),
        );
        tags.push(json!({ "name": format!("{id} tag") }));
    }
    let mut components = shared();
    components["schemas"] = Value::Object(schemas);
    json!({ "openapi": "3.1.0", "info": { "title": "T", "version": "1.0.0" }, "paths": paths, "tags": tags,
        "components": components })
}

/// What all operations share: each has schemas of its own inside, and some have the name of another kind.
fn shared() -> Value {
    let detail = json!({ "type": "object", "properties": {
        "why": { "type": "string", "enum": ["taken", "gone"] }, "at": { "type": "object", "properties": {
            "x": { "type": "integer" } } } } });
    json!({
        "responses": { "Conflict": { "description": "clash",
            "headers": { "Kind": { "$ref": "#/components/headers/Kind" },
                "X-Own": { "schema": { "type": "string", "enum": ["a", "b"] } } },
            "content": { "application/json": { "schema": detail }, "application/problem+json": { "schema": detail } } } },
        "requestBodies": { "Conflict": { "content": { "application/json": { "schema": detail } } } },
        "parameters": {
            "Sort": { "name": "sort", "in": "query", "schema": { "type": "string", "enum": ["up", "down"] } },
            "Filter": { "name": "filter", "in": "query", "schema": { "type": "array",
                "items": { "type": "string", "enum": ["new", "old"] } } },
        },
        "headers": { "Kind": { "schema": { "type": "string", "enum": ["c", "d"] } } },
    })
}

/// A word that no other part has, and that no other part's words begin with.
fn word(part: usize) -> String {
    const WORDS: [&str; PARTS] = [
        "anchor", "berth", "crane", "dock", "engine", "ferry", "gale", "hull", "island", "jetty",
        "keel", "lamp",
    ];
    WORDS[part].to_owned()
}

/// Every name, by the place in the document that it stands for.
fn names(document: &Value) -> BTreeMap<String, Vec<String>> {
    let options = Options {
        unenforced: Unenforced::Refuse,
        typeless: Typeless::Object,
    };
    let api = build(&parse(&document.to_string()), options).0.unwrap();
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for operation in &api.operations {
        let minted = [
            &operation.function,
            &operation.module,
            &operation.request,
            &operation.response,
            &operation.variant,
        ];
        let minted = minted.map(|name| name.rust().to_owned());
        names.insert(operation.pointer.clone(), minted.to_vec());
    }
    for definition in &api.types {
        let minted = names.entry(definition.pointer.clone()).or_default();
        minted.push(format!("{} in {}", definition.name.rust(), definition.file));
    }
    for tag in &api.tags {
        let minted = vec![tag.module.rust().to_owned(), tag.handlers.rust().to_owned()];
        names.insert(format!("tag {}", tag.module.wire()), minted);
    }
    names
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_left_keeps_its_names(
        parts in Just((0..PARTS).collect::<Vec<_>>()).prop_shuffle(),
        left in 1..PARTS,
    ) {
        let whole = names(&document(&(0..PARTS).collect::<Vec<_>>()));
        for (place, minted) in names(&document(&parts[..left])) {
            prop_assert_eq!(whole.get(&place), Some(&minted), "{}", place);
        }
    }
}

#[test]
fn what_operations_share_is_called_after_itself() {
    let names = names(&document(&[0, 1, 2]));
    for (place, name) in [
        (
            "/components/responses/Conflict/content/application~1json/schema",
            "ConflictBody in conflict_body",
        ),
        (
            "/components/responses/Conflict/content/application~1json/schema/properties/why",
            "ConflictBodyWhy in conflict_body",
        ),
        (
            "/components/responses/Conflict/headers/X-Own/schema",
            "ConflictXOwn in conflict_x_own",
        ),
        (
            "/components/requestBodies/Conflict/content/application~1json/schema",
            "ConflictRequestBody in conflict_request_body",
        ),
        ("/components/parameters/Sort/schema", "Sort in sort"),
        (
            "/components/parameters/Filter/schema/items",
            "FilterItem in filter",
        ),
        ("/components/headers/Kind/schema", "Kind in kind"),
    ] {
        assert_eq!(
            names.get(place),
            Some(&vec![name.to_owned()]),
            "{place} in {names:#?}"
        );
    }
}
