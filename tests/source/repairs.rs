//! Deviations whose meaning is plain: repaired, with a warning that has a place.

use openapiv3::{Parameter, ReferenceOr};
use portcullis::source::Dialect;
use serde_json::json;

use super::{check, document, with, with_operation};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: 1.0.0}\n";

#[test]
fn a_version_that_is_a_number() {
    let text = "openapi: 3.1\ninfo:\n  title: T\n  version: 2.5\npaths: {}\n";
    check(
        text,
        "warning[document-repaired] 1:1 the version must be a text: read as \"3.1\"\n\
         warning[document-repaired] 4:3 `version` must be a text: read as \"2.5\"",
    );
    let document = document(text);
    assert_eq!(document.dialect, Dialect::V31);
    assert_eq!(document.typed.info.version, "2.5");
}

#[test]
fn what_is_missing_at_the_root() {
    check(
        "openapi: 3.0.3\n",
        "warning[document-repaired] 1:1 the document has no `info`; it is called \"API\", version 1.0.0\n\
         warning[document-repaired] 1:1 the document has no `paths`",
    );
    check(
        "openapi: 3.1.0\ninfo: {title: T}\n",
        "warning[document-repaired] 2:1 `info` has no `version`; read as \"1.0.0\"",
    );
}

#[test]
fn what_is_missing_in_an_operation() {
    check(
        &format!("{HEAD}paths:\n  /a:\n    get: {{}}\n"),
        "warning[document-repaired] 5:5 the operation declares no `responses`",
    );
    check(
        &format!("{HEAD}paths:\n  /a:\n    get:\n      responses:\n        200: {{}}\n"),
        "warning[document-repaired] 7:9 the response has no `description`",
    );
}

#[test]
fn a_path_parameter_is_required() {
    let text = format!(
        "{HEAD}paths:\n  /a/{{b}}:\n    parameters:\n    - {{name: b, in: path, schema: {{}}}}\n"
    );
    check(
        &text,
        "warning[document-repaired] 6:7 a path parameter must say `required: true`",
    );
    let document = document(&text);
    let item = document.typed.paths.paths["/a/{b}"]
        .as_item()
        .expect("an item");
    let ReferenceOr::Item(Parameter::Path { parameter_data, .. }) = &item.parameters[0] else {
        panic!("not a path parameter")
    };
    assert!(parameter_data.required);
}

#[test]
fn a_style_of_another_place_is_that_of_this_one() {
    for (place, style, read) in [
        (
            "query",
            "simple",
            json!({"style": "form", "explode": false}),
        ),
        (
            "cookie",
            "simple",
            json!({"style": "form", "explode": false}),
        ),
        ("header", "form", json!({"style": "simple"})),
    ] {
        let text = with_operation(&json!({
            "parameters": [{ "name": "q", "in": place, "style": style, "schema": {"type": "string"} }]
        }))
        .to_string();
        let found = super::findings(&text);
        assert!(found.contains("no such style here"), "{place}: {found}");
        let document = document(&text);
        let parameter = document.raw.pointer("/paths/~1a/get/parameters/0").unwrap();
        for (member, value) in read.as_object().unwrap() {
            assert_eq!(&parameter[member], value, "{place}");
        }
    }
}

#[test]
fn what_says_nothing_is_told() {
    for (operation, told) in [
        (json!({"responses": {"200": null}}), "a response is empty"),
        (
            json!({"responses": {"200": {"description": "d", "content": {"text/plain": null}}}}),
            "a media type is empty",
        ),
        (
            json!({"responses": {"200": {"description": "d", "headers": {"A": {"style": "form", "schema": {}}}}}}),
            "read as `simple`",
        ),
    ] {
        let text = with_operation(&operation).to_string();
        let found = super::findings(&text);
        assert!(
            found.contains("warning[document-repaired]") && found.contains(told),
            "{found}"
        );
        document(&text);
    }
    check(
        "openapi: 3.1.0\ninfo: {title: T, version: 1.0.0}\npaths: {}\ntags:\n- {name: a}\n- {description: b}\n",
        "warning[document-repaired] 6:3 the tag has no `name`; it is left out",
    );
}

#[test]
fn an_example_that_is_not_there_stops_nothing() {
    let text = with_operation(&json!({
        "requestBody": {"content": {"application/json": {"schema": {}, "examples": {
            "gone": {"$ref": "#/components/examples/Gone"}, "here": {"value": 1},
        }}}},
    }))
    .to_string();
    let found = super::findings(&text);
    assert!(
        found.contains("warning[document-repaired]") && found.contains("points at no example"),
        "{found}"
    );
    let document = document(&text);
    let at = "/paths/~1a/get/requestBody/content/application~1json/examples";
    assert_eq!(
        document.raw.pointer(at),
        Some(&json!({"here": {"value": 1}}))
    );
}

#[test]
fn a_pattern_of_another_language_is_read_as_it_is_meant() {
    let text = with_operation(&json!({
        "requestBody": {"content": {"application/json": {"schema": {"properties": {
            "flagged": {"type": "string", "pattern": "(?i)^(all|none)$"},
            "long": {"type": "string", "pattern": "^.{2,262144}$", "maxLength": 9000},
        }}}}},
    }))
    .to_string();
    let found = super::findings(&text);
    assert!(found.contains("read as `(?i:^(all|none)$)`"), "{found}");
    let document = document(&text);
    let at = "/paths/~1a/get/requestBody/content/application~1json/schema/properties";
    let properties = document.raw.pointer(at).unwrap();
    assert_eq!(properties["flagged"]["pattern"], "(?i:^(all|none)$)");
    assert_eq!(
        properties["long"],
        json!({"type": "string", "pattern": "^.*$", "minLength": 2, "maxLength": 9000})
    );
}

#[test]
fn a_parameter_in_the_manner_of_swagger() {
    let text = with_operation(&json!({
        "parameters": [{ "name": "q", "in": "query", "type": "integer", "minimum": 1 }, { "name": "r", "in": "query" }]
    }))
    .to_string();
    let found = super::findings(&text);
    assert!(
        found.contains("a parameter keeps its keywords in a `schema`"),
        "{found}"
    );
    assert!(
        found.contains("a parameter has neither a `schema` nor a `content`; any value is accepted"),
        "{found}"
    );
    assert_eq!(
        document(&text).at("/paths/~1a/get/parameters/0/schema"),
        Some(&json!({ "type": "integer", "minimum": 1 }))
    );
}

#[test]
fn a_requirement_without_a_list_of_scopes() {
    let text = format!("{HEAD}paths: {{}}\nsecurity:\n- key:\n");
    check(
        &text,
        "warning[document-repaired] 4:1 the scopes of `key` must be a list; read as an empty one",
    );
    let security = document(&text).typed.security.expect("a requirement");
    assert_eq!(security[0]["key"], Vec::<String>::new());
}

#[test]
fn empty_members_are_absent() {
    check(
        &format!("{HEAD}paths:\n  /a:\n    parameters:\ntags:\n"),
        "warning[document-repaired] 5:5 `parameters` is empty; read as if it were absent\n\
         warning[document-repaired] 6:1 `tags` is empty; read as if it were absent",
    );
}

#[test]
fn a_member_that_no_version_has_is_told() {
    check(
        &format!(
            "{HEAD}paths:\n  /a:\n    get:\n      secured: true\n      responses: {{}}\n      x-mfa: true\n"
        ),
        "warning[member-unknown] 6:7 `secured` is no member of an operation; it is not read",
    );
}

#[test]
fn flags_and_texts_of_the_wrong_type() {
    let text = with_operation(&json!({
        "operationId": 12,
        "tags": ["a", 7],
        "parameters": [{ "name": "q", "in": "query", "required": "true", "schema": {} }]
    }))
    .to_string();
    let document = document(&text);
    let operation = document.typed.paths.paths["/a"]
        .as_item()
        .and_then(|item| item.get.clone())
        .expect("an operation");
    assert_eq!(operation.operation_id.as_deref(), Some("12"));
    assert_eq!(operation.tags, ["a", "7"]);
    assert!(
        operation.parameters[0]
            .as_item()
            .expect("an item")
            .parameter_data_ref()
            .required
    );
}

#[test]
fn flows_without_scopes() {
    let text = with(
        "3.0.3",
        &json!({ "components": { "securitySchemes": { "o": { "type": "oauth2", "flows": {
            "clientCredentials": { "tokenUrl": "https://t" },
            "implicit": { "authorizationUrl": "https://a", "scopes": { "read": null } }
        } } } } }),
    )
    .to_string();
    let found = super::findings(&text);
    assert!(
        found.contains("the flow declares no `scopes`; read as none"),
        "{found}"
    );
    assert!(
        found.contains("the description of the scope `read` must be a text"),
        "{found}"
    );
    document(&text);
}
