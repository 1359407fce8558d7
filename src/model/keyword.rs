//! The keywords of JSON Schema 2020-12, by who carries them: a word goes in, what it means for a type comes out.

use serde_json::{Map, Value};

use super::sensitive::is_mark;

/// Is the keyword of any specification that is read here?
#[must_use]
pub fn is_known(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword)
        || TYPED.contains(&keyword)
        || RULED.contains(&keyword)
        || keyword == "$ref"
        || keyword.starts_with("x-")
}

/// Keywords that say something about a value without judging it.
const ANNOTATIONS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "default",
    "definitions",
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

/// Keywords that a Rust type or its decoder carries.
const TYPED: &[&str] = &[
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "type",
    "uniqueItems",
];

/// Keywords that only a compiled rule carries.
const RULED: &[&str] = &[
    "$dynamicAnchor",
    "$dynamicRef",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "not",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Does the keyword leave every value acceptable?
#[must_use]
pub fn is_annotation(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword)
        || keyword.starts_with("x-")
        || !(TYPED.contains(&keyword) || RULED.contains(&keyword) || keyword == "$ref")
}

/// Does only a compiled rule carry the keyword?
#[must_use]
pub fn is_ruled(keyword: &str) -> bool {
    RULED.contains(&keyword)
}

/// Does the keyword alone leave every value acceptable?
#[must_use]
pub fn accepts_all(keyword: &str) -> bool {
    is_annotation(keyword)
}

/// The reference of a schema that says nothing else that could refuse a value.
#[must_use]
pub fn bare_reference(schema: &Value) -> Option<&str> {
    let keywords = schema.as_object()?;
    let reference = keywords.get("$ref")?.as_str()?;
    keywords
        .keys()
        .all(|keyword| keyword == "$ref" || (is_annotation(keyword) && !is_mark(keyword)))
        .then_some(reference)
}

/// The type that the keywords of a schema speak of, where they speak of one.
pub fn implied(keywords: &Map<String, Value>) -> Option<&'static str> {
    const SPEAKERS: &[(&str, &[&str])] = &[
        (
            "object",
            &[
                "properties",
                "required",
                "additionalProperties",
                "minProperties",
                "maxProperties",
            ],
        ),
        ("array", &["items", "minItems", "maxItems", "uniqueItems"]),
        (
            "number",
            &[
                "minimum",
                "maximum",
                "exclusiveMinimum",
                "exclusiveMaximum",
                "multipleOf",
            ],
        ),
        ("string", &["pattern", "minLength", "maxLength", "format"]),
    ];
    SPEAKERS
        .iter()
        .find(|(_, words)| words.iter().any(|word| keywords.contains_key(*word)))
        .map(|(word, _)| *word)
}
