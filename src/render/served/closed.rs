//! Objects that list their members and say nothing of others refuse others: the served contract says so.
//!
//! A schema that judges beside others (a member of an `allOf`, a branch beside properties, a condition) sees members that
//! are not its own, and stays as it is, and so does what it refers to.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::source::{each_schema, each_schema_mut, join_pointer, pointer};

/// Whether a schema judges a value alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// It does.
    Alone,
    /// Others judge the same members.
    Beside,
}

/// Closes every object of a contract that judges alone.
pub fn close(contract: &mut Value) {
    let mut shared = HashSet::new();
    each_schema(contract, &mut |schema, _| {
        look(schema, Sight::Alone, &mut shared);
    });
    let mut waiting: Vec<String> = shared.iter().cloned().collect();
    while let Some(target) = waiting.pop() {
        let mut further = HashSet::new();
        if let Some(schema) = contract.pointer(&target) {
            look(schema, Sight::Beside, &mut further);
        }
        waiting.extend(further.difference(&shared).cloned());
        shared.extend(further);
    }
    each_schema_mut(contract, &mut |schema, at| {
        shut(schema, Sight::Alone, at, &shared);
    });
}

/// How the schemas below a keyword judge.
fn below(keyword: &str, members: &Map<String, Value>, sight: Sight) -> Option<Sight> {
    let alone = !["properties", "allOf", "anyOf", "oneOf", "$ref"]
        .iter()
        .any(|other| *other != keyword && members.contains_key(*other));
    Some(match keyword {
        "properties"
        | "patternProperties"
        | "$defs"
        | "additionalProperties"
        | "items"
        | "prefixItems" => Sight::Alone,
        "oneOf" | "anyOf" if alone => sight,
        "allOf" if alone && is_single(members.get("allOf")) => sight,
        "allOf"
        | "oneOf"
        | "anyOf"
        | "not"
        | "if"
        | "then"
        | "else"
        | "dependentSchemas"
        | "contains"
        | "propertyNames"
        | "unevaluatedProperties"
        | "unevaluatedItems" => Sight::Beside,
        _ => return None,
    })
}

fn is_single(members: Option<&Value>) -> bool {
    members
        .and_then(Value::as_array)
        .is_some_and(|members| members.len() == 1)
}

/// Whether a keyword holds schemas by name; the others hold one or a list.
fn is_map(keyword: &str) -> bool {
    matches!(
        keyword,
        "properties" | "patternProperties" | "$defs" | "dependentSchemas"
    )
}

/// Notes what is referred to by a schema that does not judge alone.
fn look(schema: &Value, sight: Sight, shared: &mut HashSet<String>) {
    let Value::Object(members) = schema else {
        return;
    };
    let reference = members.get("$ref").and_then(Value::as_str);
    let accompanied = members
        .keys()
        .any(|keyword| matches!(keyword.as_str(), "properties" | "allOf" | "anyOf" | "oneOf"));
    if sight == Sight::Beside || accompanied {
        shared.extend(reference.and_then(pointer::of_reference));
    }
    for (keyword, member) in members {
        let Some(sight) = below(keyword, members, sight) else {
            continue;
        };
        match member {
            Value::Object(entries) if is_map(keyword) => {
                for entry in entries.values() {
                    look(entry, sight, shared);
                }
            }
            Value::Array(elements) => {
                for element in elements {
                    look(element, sight, shared);
                }
            }
            member => look(member, sight, shared),
        }
    }
}

/// Closes a schema and what is below it.
fn shut(schema: &mut Value, sight: Sight, at: &str, shared: &HashSet<String>) {
    let Value::Object(members) = schema else {
        return;
    };
    let sight = if shared.contains(at) {
        Sight::Beside
    } else {
        sight
    };
    let keywords: Vec<(String, Sight)> = members
        .keys()
        .filter_map(|keyword| Some((keyword.clone(), below(keyword, members, sight)?)))
        .collect();
    for (keyword, sight) in keywords {
        let at = join_pointer(at, &keyword);
        match members.get_mut(&keyword) {
            Some(Value::Object(entries)) if is_map(&keyword) => {
                for (name, entry) in entries {
                    shut(entry, sight, &join_pointer(&at, name), shared);
                }
            }
            Some(Value::Array(elements)) => {
                for (index, element) in elements.iter_mut().enumerate() {
                    shut(element, sight, &format!("{at}/{index}"), shared);
                }
            }
            Some(member) => shut(member, sight, &at, shared),
            None => {}
        }
    }
    let lists_members = members.get("properties").is_some_and(Value::is_object);
    let says_more = [
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "oneOf",
        "if",
        "dependentSchemas",
        "unevaluatedProperties",
    ]
    .iter()
    .any(|keyword| members.contains_key(*keyword));
    if sight == Sight::Alone && lists_members && !says_more {
        members.insert("additionalProperties".to_owned(), json!(false));
    }
}
