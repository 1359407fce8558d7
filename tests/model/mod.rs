//! What the model notices in a document: each finding is brought about once, with its place.

mod called;
mod hostile;
mod inheritance;
mod paths;
mod stability;
mod versions;

use portcullis::diagnostic::Diagnostic;
use portcullis::model::{Options, build};
use portcullis::options::{Typeless, Unenforced};
use serde_json::{Value, json};

use crate::support::parse;

/// The findings of a document, one a line: `severity[code] pointer`.
fn findings(document: &Value, unenforced: Unenforced) -> Vec<String> {
    let options = Options {
        unenforced,
        typeless: Typeless::Object,
    };
    let (api, diagnostics) = build(&parse(&document.to_string()), options);
    let refused = diagnostics.iter().any(Diagnostic::is_error);
    assert_eq!(api.is_none(), refused, "{diagnostics:#?}");
    let lines = diagnostics.iter().map(|found| {
        format!(
            "{}[{}] {}",
            found.severity.as_str(),
            found.code,
            found.pointer.as_deref().unwrap_or("nowhere")
        )
    });
    lines.collect()
}

/// A document with one operation, `POST /a`, whose members are these; its root has these too.
fn document(operation: &Value, root: &Value) -> Value {
    let mut whole = json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1.0.0" },
        "servers": [{ "url": "/v1" }],
        "paths": { "/a": { "post": { "responses": { "204": { "description": "done" } } } } },
    });
    merge(&mut whole["paths"]["/a"]["post"], operation);
    merge(&mut whole, root);
    whole
}

fn merge(into: &mut Value, members: &Value) {
    if let (Value::Object(into), Value::Object(members)) = (into, members) {
        into.extend(members.clone());
    }
}

/// The one door of the tables: an operation and a root, and all that is found when nothing may go unenforced.
#[track_caller]
fn check(operation: &Value, root: &Value, expected: &[&str]) {
    let document = document(operation, root);
    assert_eq!(
        findings(&document, Unenforced::Refuse),
        expected,
        "{document:#}"
    );
}

/// A body of this schema, which stands at [`BODY`].
fn body(schema: &Value) -> Value {
    json!({ "requestBody": { "content": { "application/json": { "schema": schema } } } })
}

const BODY: &str = "/paths/~1a/post/requestBody/content/application~1json/schema";

#[track_caller]
fn schema(schema: &Value, finding: &str, place: &str) {
    check(
        &body(schema),
        &json!({}),
        &[&format!("{finding} {BODY}{place}")],
    );
}

#[test]
fn defaults_that_are_not_filled_in() {
    let cases = [
        json!({ "type": "string", "format": "date", "default": "2020-01-01" }),
        json!({ "type": "object", "properties": {}, "default": {} }),
        json!({ "type": "string", "maxLength": 2, "default": "abc" }),
        json!({ "type": "string", "pattern": "^[0-9]+$", "default": "abc" }),
        json!({ "type": "array", "items": { "type": "integer" }, "default": ["a"] }),
        json!({ "type": "array", "items": { "type": "integer" }, "minItems": 1, "default": [] }),
        json!({ "type": "string", "enum": ["a", "b"], "default": "c" }),
    ];
    for case in cases {
        let whole = json!({ "type": "object", "properties": { "a": case } });
        schema(&whole, "note[default-unapplied]", "/properties/a/default");
    }
    for default in [json!("ab"), json!(null)] {
        let whole = json!({ "type": "object", "properties": {
            "a": { "type": ["string", "null"], "default": default },
        }});
        let expected: &[&str] = if default.is_null() {
            &[]
        } else {
            &[
                "note[default-unapplied] /paths/~1a/post/requestBody/content/application~1json/schema/properties/a/default",
            ]
        };
        check(&body(&whole), &json!({}), expected);
    }
}

#[test]
fn schemas_that_mean_something_else_than_they_say() {
    schema(
        &json!({ "type": "string", "maxLenght": 3 }),
        "warning[keyword-unknown]",
        "/maxLenght",
    );
    schema(
        &json!({ "properties": { "a": { "type": "string" } } }),
        "warning[schema-typeless]",
        "",
    );
    schema(
        &json!({ "type": "array", "items": false }),
        "warning[schema-unsatisfiable]",
        "/items",
    );
    schema(
        &json!({ "type": "string", "enum": [1, 2] }),
        "warning[enum-type]",
        "/enum",
    );
    schema(
        &json!({ "type": "string", "pattern": "a(" }),
        "error[pattern-unsupported]",
        "/pattern",
    );
    schema(
        &json!({ "type": "string", "format": "house-number" }),
        "note[format-unknown]",
        "/format",
    );
}

#[test]
fn parameters_that_do_not_fit_their_path() {
    let with = |parameter: &Value| json!({ "parameters": [parameter] });
    check(
        &with(
            &json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }),
        ),
        &json!({}),
        &["warning[parameter-unused] /paths/~1a/post/parameters/0"],
    );
    check(
        &json!({}),
        &json!({ "paths": { "/{id}": { "get": { "responses": { "204": { "description": "done" } } } } } }),
        &["warning[parameter-undeclared] /paths/~1{id}/get"],
    );
    check(
        &with(
            &json!({ "name": "q", "in": "query", "content": { "application/xml": { "schema": {} } } }),
        ),
        &json!({}),
        &["error[parameter-unsupported] /paths/~1a/post/parameters/0/content/application~1xml"],
    );
}

#[test]
fn what_the_service_does_not_read_or_serve() {
    let cbor = |schema: &Value| json!({ "requestBody": { "content": { "application/cbor": { "schema": schema } } } });
    check(
        &cbor(&json!({ "type": "object" })),
        &json!({}),
        &["warning[media-type-unsupported] /paths/~1a/post/requestBody/content/application~1cbor"],
    );
    check(
        &cbor(&json!({ "type": "string", "format": "binary" })),
        &json!({}),
        &[],
    );
    let parts = |schema: &Value, encoding: &Value| json!({ "requestBody": { "content": { "multipart/form-data": { "schema": schema, "encoding": encoding } } } });
    check(
        &parts(
            &json!({ "type": "object", "properties": { "a": { "type": "string" } } }),
            &json!({ "a": { "headers": { "X-A": { "schema": { "type": "string" } } } } }),
        ),
        &json!({}),
        &[
            "warning[parameter-unsupported] /paths/~1a/post/requestBody/content/multipart~1form-data/encoding/a/headers",
        ],
    );
    check(
        &parts(
            &json!({ "type": "object", "properties": { "a": { "type": "string", "format": "binary" } }, "not": { "required": ["b"] } }),
            &json!({}),
        ),
        &json!({}),
        &[
            "warning[media-type-unsupported] /paths/~1a/post/requestBody/content/multipart~1form-data/schema",
        ],
    );
    check(
        &parts(
            &json!({ "type": "array", "items": { "type": "string" } }),
            &json!({}),
        ),
        &json!({}),
        &[
            "warning[media-type-unsupported] /paths/~1a/post/requestBody/content/multipart~1form-data",
        ],
    );
    check(
        &json!({ "responses": { "200": { "description": "done", "links": { "next": { "operationId": "nowhere" } } } } }),
        &json!({}),
        &["warning[link-broken] /paths/~1a/post/responses/200/links/next/operationId"],
    );
    check(
        &json!({}),
        &json!({ "paths": { "/a": { "trace": { "responses": { "204": { "description": "done" } } } } } }),
        &["error[method-unsupported] /paths/~1a/trace"],
    );
    check(
        &json!({ "x-rate-limit": "often" }),
        &json!({}),
        &["error[extension-invalid] /paths/~1a/post/x-rate-limit"],
    );
    for sunset in [json!("soon"), json!({ "date": "2027-01-31", "why": "x" })] {
        check(
            &json!({ "x-sunset": sunset }),
            &json!({}),
            &["error[extension-invalid] /paths/~1a/post/x-sunset"],
        );
    }
    check(
        &json!({ "deprecated": true }),
        &json!({ "x-deprecated-since": 2027, "x-rate-limit": [] }),
        &[
            "error[extension-invalid] /x-rate-limit",
            "error[extension-invalid] /x-deprecated-since",
        ],
    );
    let scheme = json!({ "components": { "securitySchemes": { "key": { "type": "http", "scheme": "bearer" } } } });
    check(
        &json!({ "x-mfa": true, "security": [{ "key": [] }, {}] }),
        &scheme,
        &[],
    );
    check(
        &json!({ "x-mfa": "yes", "security": [{ "key": [] }] }),
        &scheme,
        &["error[extension-invalid] /paths/~1a/post/x-mfa"],
    );
    for nobody in [json!([]), json!([{}])] {
        check(
            &json!({ "x-mfa": true, "security": nobody }),
            &scheme,
            &["error[extension-invalid] /paths/~1a/post/x-mfa"],
        );
    }
    check(
        &json!({ "responses": {} }),
        &json!({}),
        &["warning[response-missing] /paths/~1a/post/responses"],
    );
}

#[test]
fn marks_on_what_cannot_bear_them() {
    let extension = "error[extension-invalid]";
    for (of, place) in [
        (
            json!({ "type": "object", "x-sensitive": true }),
            "/x-sensitive",
        ),
        (
            json!({ "type": "boolean", "x-sensitive": true }),
            "/x-sensitive",
        ),
        (json!({ "x-sensitive": true }), "/x-sensitive"),
        (
            json!({ "type": "string", "x-sensitive": "yes" }),
            "/x-sensitive",
        ),
        (
            json!({ "enum": ["a"], "type": "string", "x-sensitive": true }),
            "/x-sensitive",
        ),
        (
            json!({ "type": "array", "x-sanitize": ["trim"] }),
            "/x-sanitize",
        ),
        (
            json!({ "type": "integer", "x-sanitize": ["trim"] }),
            "/x-sanitize",
        ),
        (
            json!({ "type": "string", "x-sanitize": "trim" }),
            "/x-sanitize",
        ),
        (
            json!({ "type": "string", "x-sanitize": ["trim", "wash"] }),
            "/x-sanitize/1",
        ),
        (
            json!({ "type": "string", "not": {}, "x-sanitize": ["trim"] }),
            "/x-sanitize",
        ),
    ] {
        schema(&of, extension, place);
    }
    for fine in [
        json!({ "type": "string", "x-sensitive": true, "x-sanitize": ["nfc", "plain-text"] }),
        json!({ "type": "object", "writeOnly": true, "x-sensitive": false }),
    ] {
        check(&body(&fine), &json!({}), &[]);
    }
}

#[test]
fn secrets_in_an_address() {
    let of = |place: &str, schema: &Value| json!({ "parameters": [{ "name": "p", "in": place, "required": true, "schema": schema }] });
    let found = ["error[sensitive-in-url] /paths/~1a/post/parameters/0"];
    let password = json!({ "type": "string", "format": "password" });
    let deep = json!({ "type": "array", "items": { "type": "string", "x-sensitive": true } });
    let components = json!({ "components": { "schemas": { "Pin": { "type": "integer", "x-sensitive": true } } } });
    check(&of("query", &password), &json!({}), &found);
    check(&of("query", &deep), &json!({}), &found);
    check(
        &of("query", &json!({ "$ref": "#/components/schemas/Pin" })),
        &components,
        &found,
    );
    check(&of("header", &password), &json!({}), &[]);
    check(&of("query", &json!({ "type": "string" })), &json!({}), &[]);
    let marked = json!({ "parameters": [{ "name": "p", "in": "query", "x-sensitive": true, "schema": { "type": "string" } }] });
    check(&marked, &json!({}), &found);
    assert_eq!(
        findings(
            &document(&of("query", &password), &json!({})),
            Unenforced::List
        ),
        ["warning[sensitive-in-url] /paths/~1a/post/parameters/0"]
    );
}

#[test]
fn security_that_cannot_be_had() {
    check(
        &json!({ "security": [{ "absent": [] }] }),
        &json!({}),
        &["error[security-scheme-missing] /paths/~1a/post/security/0"],
    );
    let digest = json!({ "components": { "securitySchemes": { "old": { "type": "http", "scheme": "digest" } } } });
    check(
        &json!({ "security": [{ "old": [] }] }),
        &digest,
        &["error[security-scheme-unenforceable] /components/securitySchemes/old"],
    );
    let mutual =
        json!({ "components": { "securitySchemes": { "mine": { "type": "mutualTLS" } } } });
    check(&json!({ "security": [{ "mine": [] }] }), &mutual, &[]);
}

#[test]
fn answers_that_no_example_satisfies() {
    let never = json!({ "200": { "description": "never", "content": { "application/json": { "schema": {
        "type": "integer", "minimum": 2, "maximum": 1,
    } } } } });
    check(
        &json!({ "responses": never }),
        &json!({}),
        &["note[example-missing] /paths/~1a/post"],
    );
}

#[test]
fn what_may_go_unenforced_is_said_and_no_error() {
    let asked = document(&json!({ "security": [{ "absent": [] }] }), &json!({}));
    assert_eq!(
        findings(&asked, Unenforced::List),
        ["warning[security-scheme-missing] /paths/~1a/post/security/0"]
    );
}

#[test]
fn a_document_without_fault_says_nothing() {
    check(&json!({}), &json!({}), &[]);
}
