//! Every fixed field of every object of OpenAPI 3.0 to 3.2, apart from schemas.

use serde_json::Value;

use super::Case;
use super::whole::document;

/// Fields, each with a value as JSON.
type Fields = &'static [(&'static str, &'static str)];

/// Kind of object, where one stands in [`document`], and its fields with a value each.
const TABLE: &[(&str, &str, Fields)] = &[
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
    (
        "responses",
        "/paths/~1a~1{p}/post/responses",
        &[
            ("default", r#"{"description": "d"}"#),
            ("409", r#"{"description": "d"}"#),
            ("5XX", r#"{"description": "d"}"#),
        ],
    ),
    (
        "response",
        "/paths/~1a~1{p}/post/responses/200",
        &[
            ("description", r#""Other words""#),
            ("summary", r#""Words""#),
            ("headers", r#"{"X-B": {"schema": {"type": "integer"}}}"#),
            (
                "content",
                r#"{"text/plain": {"schema": {"type": "string"}}}"#,
            ),
            ("links", r#"{"next": {"operationId": "send"}}"#),
        ],
    ),
    (
        "reference",
        "/paths/~1a~1{p}/post/responses/404",
        &[
            ("summary", r#""Words""#),
            ("description", r#""Words""#),
            ("content", r#"{"text/plain": {}}"#),
        ],
    ),
    (
        "header",
        "/paths/~1a~1{p}/post/responses/200/headers/X-A",
        &[
            ("description", r#""Words""#),
            ("required", "true"),
            ("deprecated", "true"),
            ("style", r#""simple""#),
            ("explode", "true"),
            ("schema", r#"{"type": "integer"}"#),
            ("example", r#""a""#),
            ("examples", r#"{"one": {"value": "a"}}"#),
            ("allowEmptyValue", "true"),
            ("allowReserved", "true"),
        ],
    ),
    (
        "callback",
        "/paths/~1a~1{p}/put/callbacks/later",
        &[(
            "{$request.query.q}",
            r#"{"post": {"responses": {"204": {"description": "d"}}}}"#,
        )],
    ),
    (
        "link",
        "/paths/~1a~1{p}/put/responses/200/links/next",
        &[
            ("operationId", r#""change""#),
            ("operationRef", r##""#/paths/~1a~1{p}/put""##),
            ("parameters", r#"{"q": "a"}"#),
            ("requestBody", r#""a""#),
            ("description", r#""Words""#),
            ("server", r#"{"url": "/other"}"#),
        ],
    ),
    (
        "example",
        "/components/examples/One",
        &[
            ("summary", r#""Words""#),
            ("description", r#""Words""#),
            ("value", r#"{"a": "d"}"#),
            ("externalValue", r#""https://example.com""#),
            ("dataValue", r#"{"a": "d"}"#),
            ("serializedValue", r#""{}""#),
        ],
    ),
    (
        "components",
        "/components",
        &[
            ("schemas", r#"{"New": {"type": "string"}}"#),
            ("responses", r#"{"New": {"description": "d"}}"#),
            (
                "parameters",
                r#"{"New": {"name": "n", "in": "query", "schema": {"type": "string"}}}"#,
            ),
            (
                "requestBodies",
                r#"{"New": {"content": {"text/plain": {}}}}"#,
            ),
            ("headers", r#"{"New": {"schema": {"type": "string"}}}"#),
            ("links", r#"{"New": {"operationId": "send"}}"#),
            ("callbacks", r#"{"New": {}}"#),
            ("mediaTypes", r#"{"New": {"schema": {"type": "string"}}}"#),
        ],
    ),
    (
        "API key",
        "/components/securitySchemes/used",
        &[
            ("type", r#""mutualTLS""#),
            ("description", r#""Words""#),
            ("name", r#""x-other""#),
            ("in", r#""query""#),
            ("deprecated", "true"),
        ],
    ),
    (
        "bearer scheme",
        "/components/securitySchemes/bearer",
        &[("scheme", r#""basic""#), ("bearerFormat", r#""JWT""#)],
    ),
    (
        "OpenID Connect scheme",
        "/components/securitySchemes/open",
        &[("openIdConnectUrl", r#""https://example.org""#)],
    ),
    (
        "OAuth 2 scheme",
        "/components/securitySchemes/oauth",
        &[
            (
                "flows",
                r#"{"implicit": {"authorizationUrl": "https://example.org", "scopes": {}}}"#,
            ),
            ("oauth2MetadataUrl", r#""https://example.org""#),
        ],
    ),
    (
        "flows",
        "/components/securitySchemes/oauth/flows",
        &[
            (
                "implicit",
                r#"{"authorizationUrl": "https://example.org", "scopes": {}}"#,
            ),
            (
                "password",
                r#"{"tokenUrl": "https://example.org", "scopes": {}}"#,
            ),
            (
                "authorizationCode",
                r#"{"authorizationUrl": "https://example.org", "tokenUrl": "https://example.org", "scopes": {}}"#,
            ),
            (
                "deviceAuthorization",
                r#"{"deviceAuthorizationUrl": "https://example.org", "tokenUrl": "https://example.org", "scopes": {}}"#,
            ),
        ],
    ),
    (
        "flow",
        "/components/securitySchemes/oauth/flows/clientCredentials",
        &[
            ("authorizationUrl", r#""https://example.org""#),
            ("tokenUrl", r#""https://example.org""#),
            ("refreshUrl", r#""https://example.org""#),
            ("deviceAuthorizationUrl", r#""https://example.org""#),
            ("scopes", r#"{"other": "Words"}"#),
        ],
    ),
    (
        "discriminator",
        "/components/schemas/Animal/discriminator",
        &[
            ("propertyName", r#""sort""#),
            ("mapping", r##"{"kitten": "#/components/schemas/Cat"}"##),
            ("defaultMapping", r#""Cat""#),
        ],
    ),
    (
        "xml",
        "/components/schemas/Cat/xml",
        &[
            ("name", r#""cat""#),
            ("namespace", r#""https://example.com""#),
            ("prefix", r#""c""#),
            ("attribute", "true"),
            ("wrapped", "true"),
            ("nodeType", r#""text""#),
        ],
    ),
];

const GET: &str = r#"{"responses": {"204": {"description": "d"}}}"#;

/// Each field of each object.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (object, place, fields) in TABLE {
        for (keyword, value) in *fields {
            let mut with = document();
            let Some(Value::Object(members)) = with.pointer_mut(place) else {
                panic!("there is no {object} at {place}");
            };
            let value: Value = serde_json::from_str(value).unwrap();
            assert_ne!(members.get(*keyword), Some(&value), "{object}: {keyword}");
            match (members.get_mut(*keyword), value) {
                // Components and security are added to, so that what is referred to stays.
                (Some(Value::Object(known)), Value::Object(more)) if *object == "components" => {
                    known.extend(more);
                }
                (_, value) => drop(members.insert((*keyword).to_owned(), value)),
            }
            cases.push(Case {
                object,
                keyword,
                without: document(),
                with,
            });
        }
    }
    cases
}
