//! Schemas that no Rust type fits, bundled: rules go in, one JSON text with what they refer to comes out.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value};

use crate::model::{Api, DefinitionKind, Rule, pattern};
use crate::source::pointer;

/// The rules that some request has to keep; what is only answered is not judged.
#[must_use]
pub fn judging(api: &Api) -> Vec<&Rule> {
    let judged = api
        .types
        .iter()
        .filter(|definition| definition.uses.decoded);
    judged
        .filter_map(|definition| match definition.kind {
            DefinitionKind::Rule(position) => api.rules.get(position),
            _ => None,
        })
        .collect()
}

/// `{"$defs": {…}}`: every rule under its name, and every schema that one of them reaches under its pointer.
#[must_use]
pub fn bundle(document: &Value, rules: &[&Rule]) -> String {
    let mut definitions: BTreeMap<String, Value> = BTreeMap::new();
    let mut waiting: Vec<String> = Vec::new();
    for rule in rules {
        let mut schema = rule.schema.clone();
        retarget(&mut schema, &mut waiting);
        definitions.insert(rule.name.clone(), schema);
    }
    let mut seen = HashSet::new();
    while let Some(target) = waiting.pop() {
        if !seen.insert(target.clone()) {
            continue;
        }
        let mut schema = document
            .pointer(&target)
            .cloned()
            .unwrap_or(Value::Bool(false));
        retarget(&mut schema, &mut waiting);
        definitions.insert(key(&target), schema);
    }
    let bundle = Map::from_iter([(
        "$defs".to_owned(),
        Value::Object(definitions.into_iter().collect()),
    )]);
    format!("{}\n", Value::Object(bundle))
}

/// The name of a schema in the bundle.
fn key(target: &str) -> String {
    format!("at{}", target.replace('/', "."))
}

/// Points references into the bundle and translates patterns; names of properties are not keywords.
fn retarget(schema: &mut Value, waiting: &mut Vec<String>) {
    let Value::Object(keywords) = schema else {
        return;
    };
    keywords.retain(|keyword, _| {
        !matches!(
            keyword.as_str(),
            "example" | "examples" | "default" | "description" | "title" | "discriminator" | "xml"
        ) && !keyword.starts_with("x-")
    });
    for (keyword, value) in keywords.iter_mut() {
        match (keyword.as_str(), value) {
            ("$ref", Value::String(reference)) => {
                if let Some(target) = pointer::of_reference(reference) {
                    *reference = pointer::to_reference(&pointer::join("/$defs", &key(&target)));
                    waiting.push(target);
                }
            }
            ("pattern", Value::String(source)) => {
                if let Ok(translated) = pattern::translate(source) {
                    *source = translated.regex;
                }
            }
            ("patternProperties", Value::Object(schemas)) => {
                let translated = std::mem::take(schemas)
                    .into_iter()
                    .map(|(source, mut schema)| {
                        retarget(&mut schema, waiting);
                        (
                            pattern::translate(&source)
                                .map_or(source, |translated| translated.regex),
                            schema,
                        )
                    });
                *schemas = translated.collect();
            }
            (
                "properties" | "dependentSchemas" | "$defs" | "definitions",
                Value::Object(schemas),
            ) => {
                schemas
                    .values_mut()
                    .for_each(|schema| retarget(schema, waiting));
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(schemas)) => {
                for schema in schemas {
                    retarget(schema, waiting);
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
                | "propertyNames"
                | "unevaluatedItems"
                | "unevaluatedProperties",
                schema,
            ) => retarget(schema, waiting),
            _ => {}
        }
    }
}
