//! Every fixed field of every object of Swagger 2.0.

use serde_json::{Value, json};

use super::Case;
use super::table::{Table, cases_of};

/// Kind of object, where one stands in [`document`], and its fields with a value each.
const TABLE: Table = &[
    (
        "document of 2.0",
        "",
        &[
            ("host", r#""a.example""#),
            ("basePath", r#""/other""#),
            ("schemes", r#"["http"]"#),
            ("consumes", r#"["text/plain"]"#),
            ("produces", r#"["text/plain"]"#),
            ("security", r#"[{"key": []}]"#),
            ("tags", r#"[{"name": "things", "description": "Words"}]"#),
            ("externalDocs", r#"{"url": "https://example.org"}"#),
        ],
    ),
    (
        "info of 2.0",
        "/info",
        &[
            ("title", r#""Other""#),
            ("description", r#""Words""#),
            ("termsOfService", r#""https://example.com""#),
            (
                "contact",
                r#"{"name": "A", "url": "https://example.com", "email": "a@example.com"}"#,
            ),
            (
                "license",
                r#"{"name": "MIT", "url": "https://example.com"}"#,
            ),
            ("version", r#""2.0.0""#),
        ],
    ),
    (
        "tag of 2.0",
        "/tags/0",
        &[
            ("description", r#""Words""#),
            ("externalDocs", r#"{"url": "https://example.com"}"#),
        ],
    ),
    (
        "path item of 2.0",
        "/paths/~1a~1{p}",
        &[
            ("$ref", r##""#/paths/~1c""##),
            ("get", GET),
            ("put", GET),
            ("delete", GET),
            ("options", GET),
            ("head", GET),
            ("patch", GET),
            (
                "parameters",
                r#"[{"name": "p", "in": "path", "required": true, "type": "integer"}]"#,
            ),
        ],
    ),
    (
        "operation of 2.0",
        "/paths/~1a~1{p}/post",
        &[
            ("tags", r#"["others"]"#),
            ("summary", r#""Words""#),
            ("description", r#""Words""#),
            ("externalDocs", r#"{"url": "https://example.com"}"#),
            ("operationId", r#""other""#),
            ("consumes", r#"["text/plain"]"#),
            ("produces", r#"["text/plain"]"#),
            (
                "parameters",
                r#"[{"name": "n", "in": "query", "type": "integer"}]"#,
            ),
            ("responses", r#"{"204": {"description": "d"}}"#),
            ("schemes", r#"["ws"]"#),
            ("deprecated", "true"),
            ("security", r#"[{"key": []}]"#),
        ],
    ),
    (
        "parameter of 2.0",
        "/paths/~1a~1{p}/post/parameters/0",
        &[
            ("name", r#""other""#),
            ("in", r#""header""#),
            ("description", r#""Words""#),
            ("required", "true"),
            ("collectionFormat", r#""tsv""#),
            ("default", r#"["a"]"#),
            ("maxItems", "3"),
            ("minItems", "2"),
            ("uniqueItems", "true"),
            ("enum", r#"[["a"], ["b"]]"#),
        ],
    ),
    (
        "items of 2.0",
        "/paths/~1a~1{p}/post/parameters/0/items",
        &[
            ("type", r#""integer""#),
            ("format", r#""date""#),
            ("items", r#"{"type": "integer"}"#),
            ("collectionFormat", r#""pipes""#),
            ("default", r#""a""#),
            ("maxLength", "3"),
            ("minLength", "2"),
            ("pattern", r#""^a""#),
            ("enum", r#"["a", "b"]"#),
        ],
    ),
    (
        "list within a list of 2.0",
        "/paths/~1a~1{p}/post/parameters/3/items",
        &[
            ("items", r#"{"type": "integer"}"#),
            ("collectionFormat", r#""ssv""#),
            ("maxItems", "3"),
            ("minItems", "2"),
            ("uniqueItems", "true"),
        ],
    ),
    (
        "number of 2.0",
        "/paths/~1a~1{p}/post/parameters/1",
        &[
            ("type", r#""string""#),
            ("format", r#""int32""#),
            ("allowEmptyValue", "true"),
            ("default", "7"),
            ("maximum", "8"),
            ("exclusiveMaximum", "true"),
            ("minimum", "3"),
            ("exclusiveMinimum", "true"),
            ("enum", "[5, 6]"),
            ("multipleOf", "2"),
        ],
    ),
    (
        "body of 2.0",
        "/paths/~1a~1{p}/post/parameters/2",
        &[
            ("description", r#""Words""#),
            ("required", "true"),
            ("schema", r#"{"type": "string"}"#),
        ],
    ),
    (
        "field of a form of 2.0",
        "/paths/~1b/post/parameters/0",
        &[
            ("name", r#""other""#),
            ("description", r#""Words""#),
            ("required", "true"),
            ("type", r#""file""#),
            ("format", r#""date""#),
            ("allowEmptyValue", "true"),
            ("default", r#""a""#),
            ("maxLength", "3"),
            ("minLength", "2"),
            ("pattern", r#""^a""#),
            ("enum", r#"["a", "b"]"#),
        ],
    ),
    (
        "responses of 2.0",
        "/paths/~1a~1{p}/post/responses",
        &[
            ("default", r#"{"description": "d"}"#),
            ("409", r#"{"description": "d"}"#),
        ],
    ),
    (
        "response of 2.0",
        "/paths/~1a~1{p}/post/responses/200",
        &[
            ("description", r#""Other words""#),
            ("schema", r#"{"type": "string"}"#),
            ("headers", r#"{"X-B": {"type": "integer"}}"#),
            ("examples", r#"{"application/json": {"a": "z"}}"#),
        ],
    ),
    (
        "header of 2.0",
        "/paths/~1a~1{p}/post/responses/200/headers/X-A",
        &[
            ("description", r#""Words""#),
            ("type", r#""integer""#),
            ("format", r#""date""#),
            ("items", r#"{"type": "integer"}"#),
            ("collectionFormat", r#""pipes""#),
            ("default", r#""a""#),
            ("maxLength", "3"),
            ("minLength", "2"),
            ("pattern", r#""^a""#),
            ("enum", r#"["a", "b"]"#),
        ],
    ),
    (
        "list in a header of 2.0",
        "/paths/~1a~1{p}/post/responses/200/headers/X-L",
        &[
            ("items", r#"{"type": "integer"}"#),
            ("collectionFormat", r#""pipes""#),
            ("maxItems", "3"),
            ("minItems", "2"),
            ("uniqueItems", "true"),
        ],
    ),
    (
        "number in a header of 2.0",
        "/paths/~1a~1{p}/post/responses/200/headers/X-N",
        &[
            ("maximum", "8"),
            ("exclusiveMaximum", "true"),
            ("minimum", "3"),
            ("exclusiveMinimum", "true"),
            ("multipleOf", "2"),
        ],
    ),
    (
        "schema of 2.0",
        "/definitions/Text",
        &[
            ("format", r#""date""#),
            ("title", r#""Words""#),
            ("description", r#""Words""#),
            ("default", r#""a""#),
            ("maxLength", "3"),
            ("minLength", "2"),
            ("pattern", r#""^a""#),
            ("enum", r#"["a", "b"]"#),
            ("type", r#""integer""#),
            ("allOf", r#"[{"minLength": 2}]"#),
            ("xml", r#"{"name": "a"}"#),
            ("externalDocs", r#"{"url": "https://example.com"}"#),
            ("example", r#""a""#),
            ("readOnly", "true"),
        ],
    ),
    (
        "object of 2.0",
        "/definitions/Thing",
        &[
            ("maxProperties", "3"),
            ("minProperties", "1"),
            ("required", r#"["a"]"#),
            ("properties", r#"{"c": {"type": "integer"}}"#),
            ("additionalProperties", r#"{"type": "integer"}"#),
            ("discriminator", r#""a""#),
            ("allOf", r#"[{"required": ["b"]}]"#),
        ],
    ),
    (
        "key of 2.0",
        "/securityDefinitions/used",
        &[
            ("type", r#""basic""#),
            ("description", r#""Words""#),
            ("name", r#""x-other""#),
            ("in", r#""query""#),
        ],
    ),
    (
        "OAuth 2 scheme of 2.0",
        "/securityDefinitions/oauth",
        &[
            ("flow", r#""application""#),
            ("authorizationUrl", r#""https://example.org""#),
            ("tokenUrl", r#""https://example.org""#),
            ("scopes", r#"{"other": "Words"}"#),
        ],
    ),
];

const GET: &str = r#"{"responses": {"204": {"description": "d"}}}"#;

/// Each field of each object.
pub fn cases() -> Vec<Case> {
    cases_of(TABLE, document)
}

/// A document that has every kind of object.
fn document() -> Value {
    json!({
        "swagger": "2.0",
        "info": { "title": "T", "version": "1.0.0" },
        "basePath": "/v1",
        "tags": [{ "name": "things" }],
        "paths": {
            "/a/{p}": {
                "parameters": [{ "name": "p", "in": "path", "required": true, "type": "string" }],
                "post": {
                    "operationId": "send", "tags": ["things"],
                    "security": [{ "used": [] }, { "oauth": ["all"] }],
                    "parameters": [
                        { "name": "q", "in": "query", "type": "array", "items": { "type": "string" } },
                        { "name": "n", "in": "query", "type": "integer", "minimum": 1, "maximum": 9 },
                        { "name": "b", "in": "body", "schema": { "$ref": "#/definitions/Thing" } },
                        { "name": "l", "in": "query", "type": "array", "items": {
                            "type": "array", "collectionFormat": "pipes", "items": { "type": "string" } } },
                    ],
                    "responses": { "200": { "description": "d",
                        "headers": {
                            "X-A": { "type": "string" },
                            "X-L": { "type": "array", "items": { "type": "string" } },
                            "X-N": { "type": "integer", "minimum": 1, "maximum": 9 },
                        },
                        "schema": { "$ref": "#/definitions/Thing" } } },
                },
            },
            "/b": {
                "post": {
                    "operationId": "fill", "tags": ["things"], "consumes": ["multipart/form-data"],
                    "parameters": [{ "name": "f", "in": "formData", "type": "string" }],
                    "responses": { "204": { "description": "d" } },
                },
            },
            "/c": { "get": { "operationId": "see", "tags": ["things"], "responses": { "204": { "description": "d" } } } },
        },
        "securityDefinitions": {
            "key": { "type": "apiKey", "in": "header", "name": "x-key" },
            "used": { "type": "apiKey", "in": "header", "name": "x-used" },
            "oauth": { "type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://example.com",
                "tokenUrl": "https://example.com", "scopes": { "all": "All" } },
        },
        "definitions": {
            "Text": { "type": "string" },
            "Thing": { "type": "object", "properties": {
                "a": { "type": "string" }, "b": { "$ref": "#/definitions/Text" } } },
        },
    })
}
