//! Every fixed field of the objects of OpenAPI 3.0 to 3.2 down to what a request carries.

use super::Case;
use super::table::{Table, cases_of};
use super::whole::document;

/// Kind of object, where one stands in [`document`], and its fields with a value each.
const TABLE: Table = &[
    (
        "document",
        "",
        &[
            ("$self", r#""https://example.com/openapi""#),
            ("jsonSchemaDialect", r#""https://example.com/dialect""#),
            ("servers", r#"[{"url": "/base"}]"#),
            (
                "webhooks",
                r#"{"done": {"post": {"responses": {"204": {"description": "d"}}}}}"#,
            ),
            ("security", r#"[{"key": []}]"#),
            ("tags", r#"[{"name": "things", "description": "Words"}]"#),
            ("externalDocs", r#"{"url": "https://example.org"}"#),
        ],
    ),
    (
        "info",
        "/info",
        &[
            ("title", r#""Other""#),
            ("summary", r#""Words""#),
            ("description", r#""Words""#),
            ("termsOfService", r#""https://example.com""#),
            ("contact", r#"{"name": "A"}"#),
            ("license", r#"{"name": "Apache-2.0"}"#),
            ("version", r#""2.0.0""#),
        ],
    ),
    (
        "contact",
        "/info/contact",
        &[
            ("name", r#""A""#),
            ("url", r#""https://example.com""#),
            ("email", r#""a@example.com""#),
        ],
    ),
    (
        "license",
        "/info/license",
        &[
            ("name", r#""A""#),
            ("url", r#""https://example.com""#),
            ("identifier", r#""MIT""#),
        ],
    ),
    (
        "server",
        "/servers/0",
        &[
            ("url", r#""/other""#),
            ("description", r#""Words""#),
            ("name", r#""A""#),
            ("variables", r#"{"stage": {"default": "live"}}"#),
        ],
    ),
    (
        "server variable",
        "/servers/0/variables/stage",
        &[
            ("enum", r#"["v1", "v2"]"#),
            ("default", r#""v2""#),
            ("description", r#""Words""#),
        ],
    ),
    (
        "tag",
        "/tags/0",
        &[
            ("summary", r#""Words""#),
            ("description", r#""Words""#),
            ("externalDocs", r#"{"url": "https://example.com"}"#),
            ("parent", r#""other""#),
            ("kind", r#""nav""#),
        ],
    ),
    (
        "path item",
        "/paths/~1a~1{p}",
        &[
            ("$ref", r##""#/components/pathItems/Shared""##),
            ("summary", r#""Words""#),
            ("description", r#""Words""#),
            ("get", GET),
            ("put", GET),
            ("delete", GET),
            ("options", GET),
            ("head", GET),
            ("patch", GET),
            ("trace", GET),
            ("query", GET),
            (
                "additionalOperations",
                r#"{"COPY": {"responses": {"204": {"description": "d"}}}}"#,
            ),
            ("servers", r#"[{"url": "/other"}]"#),
            (
                "parameters",
                r#"[{"name": "p", "in": "path", "required": true, "schema": {"type": "integer"}}]"#,
            ),
        ],
    ),
    (
        "operation",
        "/paths/~1a~1{p}/post",
        &[
            ("tags", r#"["others"]"#),
            ("summary", r#""Words""#),
            ("description", r#""Words""#),
            ("externalDocs", r#"{"url": "https://example.com"}"#),
            ("operationId", r#""other""#),
            (
                "parameters",
                r#"[{"name": "n", "in": "query", "schema": {"type": "integer"}}]"#,
            ),
            ("requestBody", r#"{"content": {"text/plain": {}}}"#),
            ("responses", r#"{"204": {"description": "d"}}"#),
            (
                "callbacks",
                r#"{"later": {"{$request.query.q}": {"post": {"responses": {"204": {"description": "d"}}}}}}"#,
            ),
            ("deprecated", "true"),
            ("security", r#"[{"key": []}]"#),
            ("servers", r#"[{"url": "/other"}]"#),
        ],
    ),
    (
        "external documentation",
        "/externalDocs",
        &[
            ("url", r#""https://example.org""#),
            ("description", r#""Words""#),
        ],
    ),
    (
        "query parameter",
        "/paths/~1a~1{p}/post/parameters/0",
        &[
            ("name", r#""other""#),
            ("in", r#""header""#),
            ("description", r#""Words""#),
            ("required", "true"),
            ("deprecated", "true"),
            ("style", r#""pipeDelimited""#),
            ("explode", "false"),
            ("allowReserved", "true"),
            ("schema", r#"{"type": "integer"}"#),
            ("example", r#"["a"]"#),
            ("examples", r#"{"one": {"value": ["a"]}}"#),
            (
                "content",
                r#"{"application/json": {"schema": {"type": "integer"}}}"#,
            ),
        ],
    ),
    (
        "query parameter of a number",
        "/paths/~1a~1{p}/post/parameters/3",
        &[("allowEmptyValue", "true")],
    ),
    (
        "header parameter",
        "/paths/~1a~1{p}/post/parameters/1",
        &[
            ("required", "true"),
            ("deprecated", "true"),
            ("style", r#""simple""#),
            ("explode", "true"),
            ("allowReserved", "true"),
            ("schema", r#"{"type": "integer"}"#),
        ],
    ),
    (
        "cookie parameter",
        "/paths/~1a~1{p}/post/parameters/2",
        &[
            ("required", "true"),
            ("deprecated", "true"),
            ("style", r#""cookie""#),
            ("explode", "false"),
            ("schema", r#"{"type": "integer"}"#),
        ],
    ),
    (
        "request body",
        "/paths/~1a~1{p}/post/requestBody",
        &[
            ("description", r#""Words""#),
            ("required", "true"),
            (
                "content",
                r#"{"text/plain": {"schema": {"type": "string"}}}"#,
            ),
        ],
    ),
    (
        "media type of a request",
        "/paths/~1a~1{p}/post/requestBody/content/application~1json",
        &[
            ("schema", r#"{"type": "integer"}"#),
            ("example", r#"{"a": 1}"#),
            ("examples", r#"{"one": {"value": 1}}"#),
            ("encoding", r#"{"a": {"contentType": "text/plain"}}"#),
            ("itemSchema", r#"{"type": "integer"}"#),
        ],
    ),
    (
        "media type of parts",
        "/paths/~1a~1{p}/put/requestBody/content/multipart~1form-data",
        &[
            ("encoding", r#"{"a": {"contentType": "text/plain"}}"#),
            ("prefixEncoding", r#"[{"contentType": "text/plain"}]"#),
            ("itemEncoding", r#"{"contentType": "text/plain"}"#),
        ],
    ),
    (
        "encoding of a form",
        "/paths/~1a~1{p}/patch/requestBody/content/application~1x-www-form-urlencoded/encoding/a",
        &[
            ("contentType", r#""application/json""#),
            ("headers", r#"{"X-A": {"schema": {"type": "integer"}}}"#),
            ("style", r#""pipeDelimited""#),
            ("explode", "false"),
            ("allowReserved", "true"),
            ("encoding", r#"{"b": {"contentType": "text/plain"}}"#),
            ("prefixEncoding", r#"[{"contentType": "text/plain"}]"#),
            ("itemEncoding", r#"{"contentType": "text/plain"}"#),
        ],
    ),
    (
        "encoding of a part",
        "/paths/~1a~1{p}/put/requestBody/content/multipart~1form-data/encoding/b",
        &[
            ("contentType", r#""application/json""#),
            (
                "headers",
                r#"{"X-A": {"required": true, "schema": {"type": "integer"}}}"#,
            ),
            ("style", r#""pipeDelimited""#),
            ("explode", "false"),
            ("allowReserved", "true"),
        ],
    ),
    (
        "media type of an answer",
        "/paths/~1a~1{p}/post/responses/200/content/application~1json",
        &[
            ("schema", r#"{"type": "integer"}"#),
            ("example", r#"{"a": "b"}"#),
            ("examples", r#"{"one": {"value": {"a": "c"}}}"#),
            ("itemSchema", r#"{"type": "integer"}"#),
        ],
    ),
];

const GET: &str = r#"{"responses": {"204": {"description": "d"}}}"#;

/// Each field of each object.
pub fn cases() -> Vec<Case> {
    cases_of(TABLE, document)
}
