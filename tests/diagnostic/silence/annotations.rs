//! The keywords that change nothing in a service, each with the reason.

/// Kind of object, keywords, and why nothing is lost.
pub const ANNOTATIONS: &[(&str, &[&str], &str)] = &[
    ("document", &["externalDocs"], "for readers"),
    (
        "info",
        &[
            "summary",
            "description",
            "termsOfService",
            "contact",
            "license",
        ],
        "for readers",
    ),
    ("contact", &["name", "url", "email"], "for readers"),
    ("license", &["name", "url", "identifier"], "for readers"),
    ("server", &["description", "name"], "for readers"),
    ("server variable", &["description"], "for readers"),
    (
        "server variable",
        &["enum"],
        "the service has one base path, in which each variable has its default",
    ),
    (
        "tag",
        &["summary", "externalDocs", "parent", "kind"],
        "for readers and their tables of contents",
    ),
    ("path item", &["summary", "description"], "for readers"),
    ("operation", &["externalDocs"], "for readers"),
    (
        "external documentation",
        &["url", "description"],
        "for readers",
    ),
    (
        "query parameter",
        &["deprecated", "example", "examples"],
        "for readers; a deprecated parameter is judged",
    ),
    (
        "query parameter",
        &["allowReserved"],
        "how a client may write it; both ways are decoded alike",
    ),
    (
        "header parameter",
        &["deprecated"],
        "for readers; a deprecated parameter is judged",
    ),
    (
        "header parameter",
        &["style"],
        "there is one style of headers",
    ),
    (
        "header parameter",
        &["allowReserved"],
        "headers are not percent-encoded",
    ),
    (
        "cookie parameter",
        &["deprecated"],
        "for readers; a deprecated parameter is judged",
    ),
    ("request body", &["description"], "for readers"),
    (
        "media type of a request",
        &["example", "examples"],
        "for readers",
    ),
    (
        "encoding of a form",
        &["allowReserved"],
        "how a client may write it; both ways are decoded alike",
    ),
    ("response", &["summary"], "for readers"),
    ("reference", &["summary"], "for readers"),
    (
        "link",
        &["operationRef", "requestBody", "description", "server"],
        "what a client may do next; the service answers it all the same",
    ),
    (
        "header",
        &["deprecated", "example", "examples"],
        "for readers",
    ),
    (
        "header",
        &["style", "explode"],
        "a header of an answer is sent as the handler gives it",
    ),
    (
        "header",
        &["allowEmptyValue", "allowReserved"],
        "the specification forbids them here",
    ),
    (
        "example",
        &[
            "summary",
            "description",
            "value",
            "externalValue",
            "dataValue",
            "serializedValue",
        ],
        "for readers; the mock takes examples where they stand inline, and makes others",
    ),
    (
        "components",
        &[
            "schemas",
            "responses",
            "parameters",
            "requestBodies",
            "headers",
            "links",
            "callbacks",
            "mediaTypes",
        ],
        "what nothing refers to is not part of any operation",
    ),
    ("API key", &["description", "deprecated"], "for readers"),
    (
        "bearer scheme",
        &["bearerFormat"],
        "for readers; the settings say which tokens are trusted",
    ),
    (
        "OpenID Connect scheme",
        &["openIdConnectUrl"],
        "where clients get tokens; the settings say which issuer is trusted",
    ),
    (
        "OAuth 2 scheme",
        &["flows", "oauth2MetadataUrl"],
        "how clients get tokens; the settings say which issuer is trusted",
    ),
    (
        "flows",
        &[
            "implicit",
            "password",
            "authorizationCode",
            "deviceAuthorization",
        ],
        "how clients get tokens; the settings say which issuer is trusted",
    ),
    (
        "flow",
        &[
            "authorizationUrl",
            "tokenUrl",
            "refreshUrl",
            "deviceAuthorizationUrl",
        ],
        "how clients get tokens; the settings say which issuer is trusted",
    ),
    (
        "flow",
        &["scopes"],
        "what scopes mean to people; which are needed is said by requirements",
    ),
    (
        "xml",
        &[
            "name",
            "namespace",
            "prefix",
            "attribute",
            "wrapped",
            "nodeType",
        ],
        "XML is not read into schemas",
    ),
    (
        "schema",
        &["$comment", "externalDocs", "deprecated"],
        "for readers",
    ),
    (
        "schema",
        &["$id", "$anchor", "$dynamicAnchor", "$defs", "definitions"],
        "names and homes of schemas, which say nothing themselves",
    ),
    (
        "schema",
        &["contentEncoding", "contentMediaType", "contentSchema"],
        "annotations by 2020-12, section 8",
    ),
    ("schema", &["xml"], "XML is not read into schemas"),
    (
        "schema of 3.0",
        &["$comment", "externalDocs", "deprecated"],
        "for readers",
    ),
    (
        "schema of 3.0",
        &["$dynamicAnchor", "definitions"],
        "names and homes of schemas, which say nothing themselves",
    ),
    ("schema of 3.0", &["xml"], "XML is not read into schemas"),
    (
        "encoding of a form",
        &["headers"],
        "the specification ignores it outside of multipart bodies",
    ),
    (
        "media type of a request",
        &["encoding"],
        "the specification ignores it outside of forms and multipart bodies",
    ),
];
