//! What stands where in an `OpenAPI` document: the kinds of objects, and which member holds which kind.
//!
//! Every pass over a document is a walk along this grammar, so that an example, a default or a property that is named
//! `$ref` is never taken for a part of the contract.

/// The kinds of objects of `OpenAPI` 3.0 to 3.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The root.
    Document,
    /// `info`.
    Info,
    /// `info.contact`.
    Contact,
    /// `info.license`.
    License,
    /// An element of `servers`.
    Server,
    /// A value of a server's `variables`.
    ServerVariable,
    /// An element of the root's `tags`.
    Tag,
    /// `components`.
    Components,
    /// `paths`.
    Paths,
    /// A value of `paths`, of `webhooks` or of a callback.
    PathItem,
    /// A method of a path item.
    Operation,
    /// An element of `parameters`.
    Parameter,
    /// `requestBody`.
    RequestBody,
    /// `responses` of an operation, by status.
    Responses,
    /// One answer.
    Response,
    /// A value of `headers`.
    Header,
    /// A value of `content`.
    MediaType,
    /// A value of a media type's `encoding`.
    Encoding,
    /// A value of `callbacks`: path items by expression.
    Callback,
    /// A value of `links`.
    Link,
    /// A value of `examples`.
    Example,
    /// A value of `components.securitySchemes`.
    SecurityScheme,
    /// `flows` of an OAuth 2 scheme.
    Flows,
    /// One flow.
    Flow,
    /// A schema, at whatever depth.
    Schema,
}

/// How a member holds its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The member is one such object.
    One(Kind),
    /// The member is a list of them.
    List(Kind),
    /// The member is a map of them, by names of the author's own.
    Map(Kind),
}

impl Shape {
    /// The kind that is held.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::One(kind) | Self::List(kind) | Self::Map(kind) => kind,
        }
    }
}

/// The methods that 3.0 spells as members of a path item.
pub const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl Kind {
    /// What the member `name` of such an object holds; `None` where it is plain data.
    #[must_use]
    pub fn child(self, name: &str) -> Option<Shape> {
        use Shape::{List, Map, One};
        Some(match (self, name) {
            (_, name) if name.starts_with("x-") && self != Self::Schema => return None,
            (Self::Document, "info") => One(Self::Info),
            (Self::Document | Self::PathItem | Self::Operation, "servers") => List(Self::Server),
            (Self::Document, "paths") => One(Self::Paths),
            (Self::Document, "webhooks") | (Self::Components, "pathItems") => Map(Self::PathItem),
            (Self::Document, "components") => One(Self::Components),
            (Self::Document, "tags") => List(Self::Tag),
            (Self::Info, "contact") => One(Self::Contact),
            (Self::Info, "license") => One(Self::License),
            (Self::Server, "variables") => Map(Self::ServerVariable),
            (Self::Components, "schemas") => Map(Self::Schema),
            (Self::Components, "responses") => Map(Self::Response),
            (Self::Components, "parameters") => Map(Self::Parameter),
            (Self::Components, "requestBodies") => Map(Self::RequestBody),
            (Self::Components, "securitySchemes") => Map(Self::SecurityScheme),
            (Self::Components | Self::Operation, "callbacks") => Map(Self::Callback),
            (Self::Components | Self::Response | Self::Encoding, "headers") => Map(Self::Header),
            (Self::Components | Self::Response, "links") => Map(Self::Link),
            (Self::Components | Self::Parameter | Self::Header | Self::MediaType, "examples") => {
                Map(Self::Example)
            }
            (Self::Paths | Self::Callback, _) => One(Self::PathItem),
            (Self::PathItem | Self::Operation, "parameters") => List(Self::Parameter),
            (Self::PathItem, "additionalOperations") => Map(Self::Operation),
            (Self::PathItem, method) if method == "query" || METHODS.contains(&method) => {
                One(Self::Operation)
            }
            (Self::Operation, "requestBody") => One(Self::RequestBody),
            (Self::Operation, "responses") => One(Self::Responses),
            (Self::Responses, _) => One(Self::Response),
            (Self::Parameter | Self::Header | Self::RequestBody | Self::Response, "content")
            | (Self::Components, "mediaTypes") => Map(Self::MediaType),
            (Self::Parameter | Self::Header | Self::MediaType, "schema")
            | (Self::MediaType, "itemSchema") => One(Self::Schema),
            (Self::MediaType | Self::Encoding, "encoding") => Map(Self::Encoding),
            (Self::MediaType | Self::Encoding, "prefixEncoding") => List(Self::Encoding),
            (Self::MediaType | Self::Encoding, "itemEncoding") => One(Self::Encoding),
            (Self::Link, "server") => One(Self::Server),
            (Self::SecurityScheme, "flows") => One(Self::Flows),
            (Self::Flows, _) => One(Self::Flow),
            (Self::Schema, keyword) => return subschemas(keyword),
            _ => return None,
        })
    }

    /// The members that `openapiv3` reads, which are those of 3.0; `None` where the author chooses the names.
    #[must_use]
    pub fn members(self) -> Option<&'static [&'static str]> {
        Some(match self {
            Self::Document => &[
                "openapi",
                "info",
                "servers",
                "paths",
                "components",
                "security",
                "tags",
                "externalDocs",
            ],
            Self::Info => &[
                "title",
                "description",
                "termsOfService",
                "contact",
                "license",
                "version",
            ],
            Self::Contact => &["name", "url", "email"],
            Self::License => &["name", "url"],
            Self::Server => &["url", "description", "variables"],
            Self::ServerVariable => &["enum", "default", "description"],
            Self::Tag => &["name", "description", "externalDocs"],
            Self::Components => COMPONENTS,
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::Parameter => PARAMETER,
            Self::RequestBody => &["description", "content", "required"],
            Self::Response => &["description", "headers", "content", "links"],
            Self::Header => &[
                "description",
                "required",
                "deprecated",
                "style",
                "schema",
                "example",
                "examples",
                "content",
            ],
            Self::MediaType => &["schema", "example", "examples", "encoding"],
            Self::Encoding => &[
                "contentType",
                "headers",
                "style",
                "explode",
                "allowReserved",
            ],
            Self::Link => &[
                "operationRef",
                "operationId",
                "parameters",
                "requestBody",
                "description",
                "server",
            ],
            Self::Example => &["summary", "description", "value", "externalValue"],
            Self::SecurityScheme => &[
                "type",
                "description",
                "name",
                "in",
                "scheme",
                "bearerFormat",
                "flows",
                "openIdConnectUrl",
            ],
            Self::Flows => &[
                "implicit",
                "password",
                "clientCredentials",
                "authorizationCode",
            ],
            Self::Flow => &["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"],
            Self::Paths | Self::Responses | Self::Callback | Self::Schema => return None,
        })
    }

    /// The members that came later than 3.0, or that `openapiv3` has no field for: they travel under a key of ours.
    #[must_use]
    pub fn later_members(self) -> &'static [&'static str] {
        match self {
            Self::Document => &["webhooks", "jsonSchemaDialect", "$self"],
            Self::License => &["identifier"],
            Self::Server => &["name"],
            Self::Tag => &["summary", "parent", "kind"],
            Self::Components => &["pathItems", "mediaTypes"],
            Self::PathItem => &["query", "additionalOperations"],
            Self::Info | Self::Response => &["summary"],
            Self::Header => &["explode", "allowEmptyValue", "allowReserved"],
            Self::MediaType => &["itemSchema", "prefixEncoding", "itemEncoding"],
            Self::Encoding => &["encoding", "prefixEncoding", "itemEncoding"],
            Self::SecurityScheme => &["oauth2MetadataUrl", "deprecated"],
            Self::Flows => &["deviceAuthorization"],
            Self::Flow => &["deviceAuthorizationUrl"],
            Self::Example => &["dataValue", "serializedValue"],
            _ => &[],
        }
    }

    /// The member of `components` that holds such objects, if one does.
    #[must_use]
    pub fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema => "schemas",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::Example => "examples",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::SecurityScheme => "securitySchemes",
            Self::Link => "links",
            Self::Callback => "callbacks",
            Self::PathItem => "pathItems",
            Self::MediaType => "mediaTypes",
            _ => return None,
        })
    }

    /// What such an object is called in a sentence.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Document => "the document",
            Self::Info => "`info`",
            Self::Contact => "a contact",
            Self::License => "a licence",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::Tag => "a tag",
            Self::Components => "`components`",
            Self::Paths => "`paths`",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::Responses => "`responses`",
            Self::Response => "a response",
            Self::Header => "a header",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Callback => "a callback",
            Self::Link => "a link",
            Self::Example => "an example",
            Self::SecurityScheme => "a security scheme",
            Self::Flows => "`flows`",
            Self::Flow => "a flow",
            Self::Schema => "a schema",
        }
    }
}

const COMPONENTS: &[&str] = &[
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
];

const PATH_ITEM: &[&str] = &[
    "$ref",
    "summary",
    "description",
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "servers",
    "parameters",
];

const OPERATION: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
];

const PARAMETER: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
];

/// The schemas that a keyword of JSON Schema holds.
fn subschemas(keyword: &str) -> Option<Shape> {
    Some(match keyword {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas"
        | "dependencies" => Shape::Map(Kind::Schema),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Shape::List(Kind::Schema),
        "items"
        | "additionalItems"
        | "additionalProperties"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema" => Shape::One(Kind::Schema),
        _ => return None,
    })
}
