//! Slips of the pen are told, each where it stands; what is written rightly beside it is not.

use serde_json::{Value, json};

use crate::support::{ROOT, defaults};

/// A slip: the place of the whole document that is replaced, what stands there then, and what is said: weight, code, the
/// pointer, and a part of the sentence.
struct Slip {
    at: &'static str,
    written: Value,
    weight: &'static str,
    code: &'static str,
    place: &'static str,
    sentence: &'static str,
}

/// A document without a slip.
fn right() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1.0.0" },
        "servers": [{ "url": "https://a.example/v1" }],
        "tags": [{ "name": "invoices" }],
        "paths": {
            "/invoices": {
                "get": {
                    "operationId": "listInvoices", "tags": ["invoices"],
                    "x-rate-limit": "30/m",
                    "security": [{ "login": ["read"] }],
                    "parameters": [
                        { "name": "limit", "in": "query", "schema": {
                            "type": "integer", "minimum": 1, "maximum": 100, "default": 20 } },
                        { "name": "limit", "in": "header", "schema": { "type": "string" } },
                    ],
                    "responses": { "204": { "description": "done" } },
                },
                "post": {
                    "operationId": "addInvoice", "tags": ["invoices"],
                    "security": [{ "login": ["write"] }],
                    "requestBody": { "content": { "multipart/form-data": {
                        "schema": { "type": "object", "properties": { "scan": { "type": "string", "format": "binary" } } },
                        "encoding": { "scan": { "contentType": "image/png" } },
                    } } },
                    "responses": { "204": { "description": "done" } },
                },
            },
            "/payments": { "post": {
                "operationId": "pay", "tags": ["invoices"],
                "requestBody": { "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Payment" } } } },
                "responses": { "204": { "description": "done" } },
            } },
        },
        "components": {
            "securitySchemes": { "login": { "type": "oauth2", "flows": { "clientCredentials": {
                "tokenUrl": "https://a.example/token", "scopes": { "read": "", "write": "" } } } } },
            "schemas": {
                "Payment": {
                    "oneOf": [{ "$ref": "#/components/schemas/Card" }, { "$ref": "#/components/schemas/Transfer" }],
                    "discriminator": { "propertyName": "kind", "mapping": {
                        "card": "#/components/schemas/Card", "transfer": "#/components/schemas/Transfer" } },
                },
                "Card": { "type": "object", "required": ["kind", "expiry"], "properties": {
                    "kind": { "type": "string" }, "expiry": { "type": "string" } } },
                "Transfer": { "type": "object", "required": ["kind"], "properties": {
                    "kind": { "type": "string" }, "name": { "type": "string", "minLength": 1, "maxLength": 80 } } },
            },
        },
    })
}

fn slip(
    at: &'static str,
    written: Value,
    weight: &'static str,
    code: &'static str,
    place: &'static str,
    sentence: &'static str,
) -> Slip {
    Slip {
        at,
        written,
        weight,
        code,
        place,
        sentence,
    }
}

fn of_schemas() -> Vec<Slip> {
    vec![
        slip(
            "/components/schemas/Card/properties/kind/type",
            json!("strng"),
            "error",
            "keyword-invalid",
            "/components/schemas/Card/properties/kind/type",
            "`strng` is no type",
        ),
        slip(
            "/components/schemas/Card/properties/kind/type",
            json!(["interger", "null"]),
            "error",
            "keyword-invalid",
            "/components/schemas/Card/properties/kind/type",
            "`interger` is no type",
        ),
        slip(
            "/components/schemas/Payment/discriminator/propertyName",
            json!("knd"),
            "warning",
            "name-undeclared",
            "/components/schemas/Payment/discriminator/propertyName",
            "`Card` has no property `knd`",
        ),
        slip(
            "/components/schemas/Payment/discriminator",
            json!({ "propertyName": "kind", "maping": {} }),
            "warning",
            "member-unknown",
            "/components/schemas/Payment/discriminator/maping",
            "`maping` is no member of a discriminator",
        ),
        slip(
            "/components/schemas/Payment/discriminator/mapping/card",
            json!("Crad"),
            "warning",
            "name-undeclared",
            "/components/schemas/Payment/discriminator/mapping/card",
            "`card` leads to none of the alternatives",
        ),
        slip(
            "/components/schemas/Card/required/1",
            json!("expiri"),
            "warning",
            "name-undeclared",
            "/components/schemas/Card/required/1",
            "`expiri` is required and not among the properties",
        ),
        slip(
            "/components/schemas/Card/required/1",
            json!("holder"),
            "note",
            "name-undeclared",
            "/components/schemas/Card/required/1",
            "`holder` is required and not among the properties",
        ),
        slip(
            "/components/schemas/Transfer/properties/name/minLength",
            json!(90),
            "warning",
            "schema-unsatisfiable",
            "/components/schemas/Transfer/properties/name/maxLength",
            "no string satisfies `minLength: 90` and `maxLength: 80` at once",
        ),
        slip(
            "/components/schemas/Transfer/properties/name",
            json!({ "type": "number", "exclusiveMinimum": 3, "maximum": 3 }),
            "warning",
            "schema-unsatisfiable",
            "/components/schemas/Transfer/properties/name/maximum",
            "every number is refused",
        ),
        slip(
            "/components/schemas/Transfer/properties/name",
            json!({ "type": "string", "x-sensetive": true }),
            "warning",
            "extension-misspelt",
            "/components/schemas/Transfer/properties/name/x-sensetive",
            "`x-sensitive` is",
        ),
    ]
}

fn of_operations() -> Vec<Slip> {
    vec![
        slip(
            "/paths/~1invoices/get/parameters/1/in",
            json!("query"),
            "error",
            "structure-invalid",
            "/paths/~1invoices/get/parameters/1",
            "`limit` stands twice",
        ),
        slip(
            "/paths/~1invoices/post/security/0/login/0",
            json!("wriet"),
            "warning",
            "name-undeclared",
            "/paths/~1invoices/post/security/0/login/0",
            "no flow of `login` has the scope `wriet`",
        ),
        slip(
            "/paths/~1invoices/get/x-rate-limit",
            json!({ "moved": "x-ratelimit" }),
            "warning",
            "extension-misspelt",
            "/paths/~1invoices/get/x-ratelimit",
            "`x-rate-limit` is",
        ),
        slip(
            "/paths/~1invoices/post/requestBody/content/multipart~1form-data/encoding",
            json!({ "scam": { "contentType": "image/png" } }),
            "warning",
            "name-undeclared",
            "/paths/~1invoices/post/requestBody/content/multipart~1form-data/encoding/scam",
            "the schema has no property `scam`",
        ),
        slip(
            "/paths/~1invoices/post/operationId",
            json!("listInvoices"),
            "warning",
            "operation-id-duplicate",
            "/paths/~1invoices/post/operationId",
            "`listInvoices` is the id of `GET /invoices` too",
        ),
        slip(
            "/paths/~1invoices/post/tags/0",
            json!("invoises"),
            "note",
            "name-undeclared",
            "/paths/~1invoices/post/tags/0",
            "`tags` of the document has no `invoises`",
        ),
        slip(
            "/servers/0/url",
            json!("https://a.example"),
            "note",
            "version-assumed",
            "/info/version",
            "all is served under `/v1`",
        ),
        slip(
            "/paths/~1invoices/get/parameters/0/schema/default",
            json!(200),
            "note",
            "default-unapplied",
            "/paths/~1invoices/get/parameters/0/schema/default",
            "its own schema refuses the default",
        ),
    ]
}

/// Every finding, as `weight code`, its pointer and its sentence.
fn findings(document: &Value) -> Vec<(String, String, String)> {
    let path = std::path::Path::new("openapi.json");
    let loaded = portcullis::source::parse(path, document.to_string().into_bytes());
    let mut found = loaded.diagnostics;
    if let Some(document) = loaded.document {
        found.extend(portcullis::emit(&document, &defaults("slips")).diagnostics);
    }
    let told = found.into_iter().map(|one| {
        let weight = format!("{} {}", one.severity.as_str(), one.code);
        (weight, one.pointer.unwrap_or_default(), one.message)
    });
    told.collect()
}

#[test]
fn what_is_written_rightly_is_no_slip() {
    assert_eq!(findings(&right()), []);
}

#[test]
fn every_slip_is_told_where_it_stands() {
    for slip in of_schemas().into_iter().chain(of_operations()) {
        let mut document = right();
        let place = document.pointer_mut(slip.at).unwrap();
        // A member that is called otherwise.
        match slip.written.get("moved").and_then(Value::as_str) {
            None => *place = slip.written.clone(),
            Some(name) => {
                let value = place.take();
                let (parent, old) = slip.at.rsplit_once('/').unwrap();
                let parent = document.pointer_mut(parent).unwrap();
                let parent = parent.as_object_mut().unwrap();
                parent.shift_remove(old);
                parent.insert(name.to_owned(), value);
            }
        }
        let found = findings(&document);
        let told = found.iter().find(|(weight, place, _)| {
            *weight == format!("{} {}", slip.weight, slip.code) && place == slip.place
        });
        assert!(
            told.is_some_and(|(_, _, sentence)| sentence.contains(slip.sentence)),
            "{}: {found:#?}",
            slip.place
        );
    }
}

#[test]
fn tags_are_compared_where_there_are_any() {
    let mut document = right();
    document["tags"] = json!([]);
    assert_eq!(findings(&document), []);
    // One tag that is declared nowhere is told once, whatever number of operations have it.
    document["tags"] = json!([{ "name": "others" }]);
    assert_eq!(findings(&document).len(), 1);
}

#[test]
fn every_extension_is_known_and_documented() {
    let page = std::fs::read_to_string(format!("{ROOT}/docs/extensions.md")).unwrap();
    let documented: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(word, _)| word)
        .filter(|word| word.starts_with("x-"))
        .collect();
    let mut known = portcullis::source::EXTENSIONS.to_vec();
    let mut sorted = documented;
    known.sort_unstable();
    sorted.sort_unstable();
    assert_eq!(known, sorted);
}
