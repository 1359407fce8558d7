//! The table of shapes is whole and right by the letter: without any one keyword of the contract some row would be
//! judged otherwise, and no verdict contradicts the `jsonschema` crate.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::shapes::{Row, rows};
use crate::support::contract::{Contract, Way};
use crate::support::{contract_of, load};

/// Keywords that judge by themselves; `type` is told by the test that tries every member with every type.
const JUDGES: &[&str] = &[
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "items",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "required",
    "then",
    "unevaluatedProperties",
    "uniqueItems",
];

/// Formats of numbers are no assertions in JSON Schema; the rows of `/numbers` hold them.
const OURS: &[&str] = &[
    "byte",
    "float",
    "house-number",
    "idn-email",
    "idn-hostname",
    "int32",
    "int64",
    "password",
    "uint64",
];

/// What the letter of the contract says of every row.
fn verdicts(raw: &Value) -> Vec<bool> {
    let contract = Contract::new(raw, Way::In);
    let mut validators = HashMap::new();
    let judge = |row: Row| {
        let validator = validators.entry(row.word).or_insert_with(|| {
            let word = row.word;
            contract.validator(&format!(
                "/paths/~1{word}/post/requestBody/content/application~1json/schema"
            ))
        });
        validator.is_valid(&serde_json::from_str(row.body).unwrap())
    };
    rows().into_iter().map(judge).collect()
}

/// Every place of a keyword that judges, below a schema.
fn keywords(schema: &Value, at: &str, found: &mut Vec<String>) {
    let Some(members) = schema.as_object() else {
        return;
    };
    for (word, value) in members {
        let here = format!("{at}/{}", word.replace('~', "~0").replace('/', "~1"));
        let is_format_of_ours = word == "format" && OURS.iter().any(|ours| value == ours);
        if JUDGES.contains(&word.as_str()) && !is_format_of_ours && *value != Value::Bool(true)
            || word == "uniqueItems"
        {
            found.push(here.clone());
        }
        match (word.as_str(), value) {
            ("properties" | "patternProperties" | "dependentSchemas", Value::Object(schemas)) => {
                named(schemas, &here, found);
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(schemas)) => {
                for (index, schema) in schemas.iter().enumerate() {
                    keywords(schema, &format!("{here}/{index}"), found);
                }
            }
            (
                "items"
                | "additionalProperties"
                | "not"
                | "if"
                | "then"
                | "else"
                | "contains"
                | "propertyNames",
                schema,
            ) => keywords(schema, &here, found),
            _ => {}
        }
    }
}

fn named(schemas: &Map<String, Value>, at: &str, found: &mut Vec<String>) {
    for (name, schema) in schemas {
        let name = name.replace('~', "~0").replace('/', "~1");
        keywords(schema, &format!("{at}/{name}"), found);
    }
}

/// Places whose keyword repeats what another one says, so that no row can tell.
const REPEATED: &[&str] = &[];

#[test]
fn without_any_one_keyword_some_row_would_be_judged_otherwise() {
    let raw = Contract::new(&load(&contract_of("shapes")).raw, Way::In).into_value();
    let whole = verdicts(&raw);
    let schemas = raw["components"]["schemas"].as_object().unwrap();
    let mut places = Vec::new();
    named(schemas, "/components/schemas", &mut places);
    let mut untold = Vec::new();
    for place in &places {
        let (parent, word) = place.rsplit_once('/').unwrap();
        let mut weaker = raw.clone();
        let schema = weaker.pointer_mut(parent).and_then(Value::as_object_mut);
        schema.unwrap().shift_remove(word);
        if verdicts(&weaker) == whole && !REPEATED.contains(&place.as_str()) {
            untold.push(place.clone());
        }
    }
    assert_eq!(untold, Vec::<String>::new());
    assert!(places.len() > 140, "{}", places.len());
}

#[test]
fn what_is_accepted_is_valid_and_what_is_invalid_is_refused() {
    let raw = load(&contract_of("shapes")).raw;
    for (row, valid) in rows().into_iter().zip(verdicts(&raw)) {
        // Stricter than the letter in three things only: members that nobody declared, members of the other way, and
        // formats that JSON Schema takes for annotations.
        assert!(valid || !row.pointers.is_empty(), "{row:?}");
    }
}
