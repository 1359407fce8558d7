//! Every fixed field of the objects of OpenAPI 3.0 to 3.2 that answers, components and schemes are made of.

use super::Case;
use super::table::{Table, cases_of};
use super::whole::document;

/// Kind of object, where one stands in [`document`], and its fields with a value each.
const TABLE: Table = &[
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

/// Each field of each object.
pub fn cases() -> Vec<Case> {
    cases_of(TABLE, document)
}
