//! Swagger 2.0: answers, shared things, schemes, and that everything said about them shows what was written.

use serde_json::{Value, json};

use super::{check, findings, whole, with_operation};
use crate::source::hostile;

#[test]
fn answers() {
    let response = json!({
        "description": "d",
        "schema": { "type": "string" },
        "headers": {
            "x-next": { "type": "integer", "description": "n" },
            "Tags": { "type": "array", "items": { "type": "string" } }
        },
        "examples": { "application/json": "one" }
    });
    let lifted = |media_types: &[&str]| {
        let mut content = json!({});
        for media_type in media_types {
            content[media_type] = json!({ "schema": { "type": "string" } });
        }
        if let Some(json) = content.get_mut("application/json") {
            json["example"] = json!("one");
        }
        json!({
            "description": "d",
            "headers": {
                "x-next": { "description": "n", "schema": { "type": "integer" } },
                "Tags": { "schema": { "type": "array", "items": { "type": "string" } } }
            },
            "content": content
        })
    };
    let at = "/paths/~1a/post/responses/200";
    let operation = json!({ "responses": { "200": response } });
    check(
        &with_operation(&operation, &json!({})),
        at,
        &lifted(&["application/json"]),
    );
    let both =
        json!({ "responses": { "200": response }, "produces": ["application/json", "text/plain"] });
    check(
        &with_operation(&both, &json!({ "produces": ["application/xml"] })),
        at,
        &lifted(&["application/json", "text/plain"]),
    );
    let file =
        json!({ "responses": { "200": { "description": "d", "schema": { "type": "file" } } } });
    check(
        &with_operation(&file, &json!({})),
        at,
        &json!({ "description": "d", "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } } }),
    );
    check(
        &with_operation(&json!({}), &json!({ "produces": ["application/json"] })),
        at,
        &json!({ "description": "fine" }),
    );
}

#[test]
fn an_example_that_nothing_produces_is_told() {
    let operation = json!({ "responses": { "200": { "description": "d", "schema": {}, "examples": { "text/csv": "a,b" } } } });
    assert_eq!(
        findings(&format!("{:#}", with_operation(&operation, &json!({})))),
        "warning[document-repaired] 15:15 the operation does not produce `text/csv`; its example is left out"
    );
}

#[test]
fn shared_things_are_components_where_every_operation_takes_them_alike() {
    let others = json!({
        "consumes": ["application/json"],
        "produces": ["application/json"],
        "parameters": {
            "Limit": { "name": "limit", "in": "query", "type": "integer" },
            "Pet": { "name": "pet", "in": "body", "schema": { "$ref": "#/definitions/Pet" } },
            "Field": { "name": "field", "in": "formData", "type": "string" }
        },
        "responses": { "Fine": { "description": "d", "schema": { "$ref": "#/definitions/Pet" } } },
        "definitions": { "Pet": { "type": "object", "properties": { "tag": { "type": "string" } } } }
    });
    let operation = json!({
        "parameters": [{ "$ref": "#/parameters/Pet" }, { "$ref": "#/parameters/Limit" }],
        "responses": { "200": { "$ref": "#/responses/Fine" } }
    });
    let alike = with_operation(&operation, &others);
    let at = "/paths/~1a/post";
    check(
        &alike,
        at,
        &json!({
            "responses": { "200": { "$ref": "#/components/responses/Fine" } },
            "parameters": [{ "$ref": "#/components/parameters/Limit" }],
            "requestBody": { "$ref": "#/components/requestBodies/Pet" }
        }),
    );
    let pet = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Pet" } } });
    check(&alike, "/components/requestBodies/Pet/content", &pet);
    check(&alike, "/components/responses/Fine/content", &pet);

    let mut own = operation;
    own["consumes"] = json!(["text/plain"]);
    own["produces"] = json!(["text/plain"]);
    let own = with_operation(&own, &others);
    let pet = json!({ "text/plain": { "schema": { "$ref": "#/components/schemas/Pet" } } });
    check(&own, "/paths/~1a/post/requestBody/content", &pet);
    check(&own, "/paths/~1a/post/responses/200/content", &pet);

    let form = with_operation(
        &json!({ "parameters": [{ "$ref": "#/parameters/Field" }] }),
        &others,
    );
    check(
        &form,
        "/paths/~1a/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties",
        &json!({ "field": { "type": "string" } }),
    );
}

#[test]
fn what_a_path_says_of_bodies_goes_to_its_operations() {
    let mut document = with_operation(&json!({}), &json!({}));
    document["paths"]["/a"]["parameters"] = json!([
        { "name": "b", "in": "body", "schema": { "type": "string" } },
        { "name": "q", "in": "query", "type": "string" }
    ]);
    document["paths"]["/a"]["put"] = json!({
        "parameters": [{ "name": "own", "in": "body", "schema": { "type": "integer" } }],
        "responses": { "200": { "description": "fine" } }
    });
    let body =
        |kind: &str| json!({ "content": { "application/json": { "schema": { "type": kind } } } });
    check(&document, "/paths/~1a/post/requestBody", &body("string"));
    check(&document, "/paths/~1a/put/requestBody", &body("integer"));
    check(
        &document,
        "/paths/~1a/parameters",
        &json!([{ "name": "q", "in": "query", "schema": { "type": "string" } }]),
    );
}

#[test]
fn two_bodies_are_refused() {
    let body = json!({ "name": "b", "in": "body", "schema": {} });
    let field = json!({ "name": "f", "in": "formData", "type": "string" });
    for parameters in [json!([body, body]), json!([body, field])] {
        let told =
            findings(&with_operation(&json!({ "parameters": parameters }), &json!({})).to_string());
        assert!(
            told.starts_with("error[structure-invalid]")
                && told.ends_with("an operation has one body, or the fields of one form"),
            "{told}"
        );
    }
}

#[test]
fn security_schemes() {
    let scheme = |written: Value, lifted: Value| {
        check(
            &whole(&json!({ "securityDefinitions": { "s": written } })),
            "/components/securitySchemes/s",
            &lifted,
        );
    };
    scheme(
        json!({ "type": "basic", "description": "d" }),
        json!({ "type": "http", "description": "d", "scheme": "basic" }),
    );
    let key = json!({ "type": "apiKey", "name": "k", "in": "query" });
    scheme(key.clone(), key);
    let scopes = json!({ "a": "b" });
    for (flow, name, urls) in [
        ("implicit", "implicit", vec!["authorizationUrl"]),
        ("password", "password", vec!["tokenUrl"]),
        ("application", "clientCredentials", vec!["tokenUrl"]),
        (
            "accessCode",
            "authorizationCode",
            vec!["authorizationUrl", "tokenUrl"],
        ),
    ] {
        let mut written = json!({ "type": "oauth2", "flow": flow, "scopes": scopes, "x-own": 1 });
        let mut inner = json!({ "scopes": scopes });
        for url in urls {
            written[url] = json!("https://a.example");
            inner[url] = json!("https://a.example");
        }
        scheme(
            written,
            json!({ "type": "oauth2", "x-own": 1, "flows": { name: inner } }),
        );
    }
    let told = findings(&format!(
        "{:#}",
        whole(
            &json!({ "securityDefinitions": { "s": { "type": "oauth2", "flow": "magic", "scopes": {} } } })
        )
    ));
    assert!(
        told.starts_with("error[structure-invalid] 11:7 an OAuth 2 scheme names its `flow`"),
        "{told}"
    );
}

#[test]
fn schemas() {
    let definitions = json!({
        "Pet": { "type": "object", "discriminator": "kind", "properties": {
            "kind": { "type": "string", "readOnly": true },
            "none": { "type": "string", "x-nullable": true }
        }, "required": ["kind"] }
    });
    check(
        &whole(&json!({ "definitions": definitions })),
        "/components/schemas/Pet",
        &json!({
            "type": "object", "discriminator": { "propertyName": "kind" }, "properties": {
                "kind": { "type": "string", "readOnly": true },
                "none": { "type": ["string", "null"] }
            }, "required": ["kind"]
        }),
    );
}

#[test]
fn references_into_the_middle_follow() {
    let others = json!({
        "definitions": {
            "A": { "properties": { "a": { "type": "string" } } },
            "B": { "$ref": "#/definitions/A/properties/a" },
            "C": { "$ref": "#/paths/~1a/post/responses/200/schema" },
            "D": { "$ref": "#/paths/~1a/post/parameters/1/schema" },
            "E": { "$ref": "#/x-shared/E" }
        },
        "x-shared": { "E": { "items": { "$ref": "#/definitions/A" } } }
    });
    let operation = json!({
        "parameters": [{ "name": "q", "in": "query", "type": "string" }, { "name": "b", "in": "body", "schema": { "type": "integer" } }],
        "responses": { "200": { "description": "d", "schema": { "type": "boolean" } } }
    });
    let whole = with_operation(&operation, &others);
    for (name, reference) in [
        ("B", "#/components/schemas/A/properties/a"),
        (
            "C",
            "#/paths/~1a/post/responses/200/content/application~1json/schema",
        ),
        (
            "D",
            "#/paths/~1a/post/requestBody/content/application~1json/schema",
        ),
        ("E", "#/x-shared/E"),
    ] {
        check(
            &whole,
            &format!("/components/schemas/{name}"),
            &json!({ "$ref": reference }),
        );
    }
    check(
        &whole,
        "/x-shared/E/items",
        &json!({ "$ref": "#/components/schemas/A" }),
    );
}

/// Line and column are those of what the author wrote, wherever it went.
#[test]
fn places_are_the_authors() {
    let text = "\
swagger: '2.0'
info: {title: T, version: '1'}
paths:
  /a:
    parameters:
      - {name: f, in: formData, type: string, required: 'true'}
    post:
      parameters:
        - name: b
          in: formData
          type: string
          pattern: 5
        - name: q
          in: query
          type: integer
          minimum: 1
          exclusiveMinimum: true
          nullable: true
        - $ref: '#/parameters/Gone'
      responses:
        '200':
          description: d
          schema:
            $ref: '#/definitions/Gone'
          headers:
            h:
              type: string
              oneOf: []
definitions:
  A:
    properties:
      a: {$ref: '#/definitions/Gone'}
securityDefinitions:
  s: {type: oauth2, flow: implicit, authorizationUrl: u, tokenUri: t}
host: h
";
    let told = findings(text);
    let mut lines: Vec<&str> = told.lines().collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "error[reference-missing] 19:11 `#/parameters/Gone` points at nothing in this document",
            "error[reference-missing] 24:13 `#/definitions/Gone` points at nothing in this document",
            "error[reference-missing] 32:11 `#/definitions/Gone` points at nothing in this document",
            "warning[document-repaired] 34:3 the flow declares no `scopes`; read as none",
            "warning[member-unknown] 18:11 `nullable` is no member of a parameter; it is not read",
            "warning[member-unknown] 28:15 `oneOf` is no member of a header; it is not read",
            "warning[member-unknown] 34:58 `tokenUri` is no member of a security scheme; it is not read",
        ]
    );
}

#[test]
fn whatever_stands_there_nothing_breaks() {
    let operation = json!({
        "consumes": ["application/json"], "produces": ["text/plain"], "schemes": ["https"],
        "parameters": [
            { "name": "q", "in": "query", "type": "array", "items": { "type": "string" }, "collectionFormat": "pipes" },
            { "name": "b", "in": "body", "schema": { "$ref": "#/definitions/A" } }
        ],
        "responses": { "200": { "description": "d", "schema": {}, "headers": { "h": { "type": "string" } }, "examples": { "text/plain": 1 } } }
    });
    let whole = with_operation(
        &operation,
        &json!({
            "host": "h", "basePath": "/b", "schemes": ["http"],
            "definitions": { "A": { "discriminator": "d", "type": "object" } },
            "parameters": { "P": { "name": "f", "in": "formData", "type": "file" } },
            "responses": { "R": { "description": "d", "schema": {} } },
            "securityDefinitions": { "s": { "type": "oauth2", "flow": "password", "tokenUrl": "t", "scopes": {} } }
        }),
    );
    let mut pointers = Vec::new();
    hostile::gather(&whole, String::new(), &mut pointers);
    assert!(pointers.len() > 50);
    for pointer in pointers {
        for other in [
            "null",
            "7",
            "true",
            "\"text\"",
            "[]",
            "[7]",
            "{}",
            "{\"$ref\": \"#/info\"}",
            "{\"$ref\": 7}",
        ] {
            let mut changed = whole.clone();
            if let (Some(place), Ok(other)) =
                (changed.pointer_mut(&pointer), serde_json::from_str(other))
            {
                *place = other;
            }
            let text = changed.to_string();
            let loaded =
                portcullis::source::parse(std::path::Path::new("a.json"), text.into_bytes());
            assert!(
                loaded.document.is_some()
                    || loaded
                        .diagnostics
                        .iter()
                        .any(portcullis::diagnostic::Diagnostic::is_error),
                "{pointer} as {other} is refused without an error"
            );
        }
    }
}
