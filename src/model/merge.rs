//! `allOf` as one schema: the members go in, and where their conjunction can be written as a single schema it comes out.
//!
//! Merging is sound or it does not happen: a pair of keywords whose conjunction has no spelling makes the whole schema a
//! compiled rule.

use serde_json::{Map, Value, json};

use super::keyword::{is_annotation, is_ruled};
use crate::source::pointer;

/// How many members are merged into one schema; members that refer to each other twice over would otherwise double at every step.
const MOST: usize = 512;

/// How many references deep a member may lie.
const DEEPEST: usize = 48;

/// Keywords whose conjunction is the larger of the two.
const LARGER: &[&str] = &[
    "minimum",
    "exclusiveMinimum",
    "minLength",
    "minItems",
    "minProperties",
];

/// Keywords whose conjunction is the smaller of the two.
const SMALLER: &[&str] = &[
    "maximum",
    "exclusiveMaximum",
    "maxLength",
    "maxItems",
    "maxProperties",
];

/// The schema that accepts what `keywords`, with an `allOf` among them, accepts; `None` where there is no such spelling.
#[must_use]
pub fn flatten(document: &Value, keywords: &Map<String, Value>) -> Option<Map<String, Value>> {
    let mut merged = Map::new();
    let mut walk = Walk {
        trail: Vec::new(),
        left: MOST,
    };
    gather(document, keywords, &mut merged, &mut walk)?;
    Some(merged)
}

/// Where a merge has been, and how far it may still go.
struct Walk {
    trail: Vec<String>,
    left: usize,
}

fn gather(
    document: &Value,
    keywords: &Map<String, Value>,
    merged: &mut Map<String, Value>,
    walk: &mut Walk,
) -> Option<()> {
    walk.left = walk.left.checked_sub(1)?;
    if walk.trail.len() > DEEPEST {
        return None;
    }
    // What these keywords judge depends on their neighbours; among other neighbours they would judge something else.
    if keywords.keys().any(|keyword| is_ruled(keyword)) {
        return None;
    }
    let mut own = keywords.clone();
    let members = own.shift_remove("allOf");
    let reference = own.shift_remove("$ref");
    // A discriminator on a base type says how its subtypes are told apart; inside one of them it says nothing.
    if members.is_some() || reference.is_some() || !walk.trail.is_empty() {
        own.shift_remove("discriminator");
    }
    conjoin(merged, own)?;
    if let Some(Value::String(reference)) = reference {
        let target = pointer::of_reference(&reference)?;
        if walk.trail.contains(&target) {
            return None;
        }
        let schema = document.pointer(&target)?;
        walk.trail.push(target);
        member(document, schema, merged, walk)?;
        walk.trail.pop();
    }
    if let Some(members) = members {
        for schema in members.as_array()? {
            member(document, schema, merged, walk)?;
        }
    }
    Some(())
}

fn member(
    document: &Value,
    schema: &Value,
    merged: &mut Map<String, Value>,
    walk: &mut Walk,
) -> Option<()> {
    match schema {
        Value::Bool(true) => Some(()),
        Value::Object(keywords) => gather(document, keywords, merged, walk),
        _ => None,
    }
}

/// Adds one member to what was merged so far.
fn conjoin(merged: &mut Map<String, Value>, other: Map<String, Value>) -> Option<()> {
    additional(merged, &other)?;
    for (keyword, value) in other {
        if keyword == "additionalProperties" || keyword == "properties" {
            continue;
        }
        let Some(known) = merged.get(&keyword) else {
            merged.insert(keyword, value);
            continue;
        };
        if *known == value || is_annotation(&keyword) {
            continue;
        }
        let joined = joined(&keyword, known, &value)?;
        merged.insert(keyword, joined);
    }
    Some(())
}

/// The conjunction of one keyword with itself.
fn joined(keyword: &str, left: &Value, right: &Value) -> Option<Value> {
    if LARGER.contains(&keyword) || SMALLER.contains(&keyword) {
        let larger = left.as_f64()? >= right.as_f64()?;
        return Some(if larger == LARGER.contains(&keyword) {
            left.clone()
        } else {
            right.clone()
        });
    }
    match keyword {
        "type" => common_type(left, right),
        "required" => {
            let mut names = left.as_array()?.clone();
            names.extend(
                right
                    .as_array()?
                    .iter()
                    .filter(|name| !names.contains(name))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
            Some(Value::Array(names))
        }
        "enum" => {
            let right = right.as_array()?;
            let common: Vec<Value> = left
                .as_array()?
                .iter()
                .filter(|value| right.contains(value))
                .cloned()
                .collect();
            (!common.is_empty()).then_some(Value::Array(common))
        }
        "uniqueItems" => Some(Value::Bool(left.as_bool()? || right.as_bool()?)),
        "items" => Some(both(left, right)),
        "readOnly" | "writeOnly" | "deprecated" => Some(Value::Bool(
            left == &Value::Bool(true) || right == &Value::Bool(true),
        )),
        _ => None,
    }
}

/// `properties` and `additionalProperties` belong together: what one member leaves over, the other may name.
fn additional(merged: &mut Map<String, Value>, other: &Map<String, Value>) -> Option<()> {
    let empty = Map::new();
    let left = properties(merged, &empty)?;
    let right = properties(other, &empty)?;
    let (left_rest, right_rest) = (
        merged.get("additionalProperties"),
        other.get("additionalProperties"),
    );
    if left.is_empty() && right.is_empty() && (left_rest.is_none() || right_rest.is_none()) {
        if let Some(rest) = right_rest {
            merged.insert("additionalProperties".to_owned(), rest.clone());
        }
        if other.contains_key("properties") {
            merged.entry("properties").or_insert_with(|| json!({}));
        }
        return Some(());
    }
    let mut joined = Map::new();
    for (name, schema) in left {
        let schema = match right.get(name) {
            Some(same) => both(schema, same),
            None => narrowed(schema, right_rest),
        };
        joined.insert(name.clone(), schema);
    }
    for (name, schema) in right {
        if !left.contains_key(name) {
            joined.insert(name.clone(), narrowed(schema, left_rest));
        }
    }
    let rest = match (left_rest, right_rest) {
        (Some(left), Some(right)) => Some(both(left, right)),
        (one, other) => one.or(other).cloned(),
    };
    if let Some(rest) = rest {
        merged.insert("additionalProperties".to_owned(), rest);
    }
    merged.insert("properties".to_owned(), Value::Object(joined));
    Some(())
}

fn properties<'m>(
    keywords: &'m Map<String, Value>,
    empty: &'m Map<String, Value>,
) -> Option<&'m Map<String, Value>> {
    keywords
        .get("properties")
        .map_or(Some(empty), Value::as_object)
}

/// A property that the other member does not name, and so judges by what it says of additional ones.
fn narrowed(schema: &Value, rest: Option<&Value>) -> Value {
    match rest {
        None => schema.clone(),
        Some(rest) => both(schema, rest),
    }
}

/// A schema that accepts what both accept.
fn both(left: &Value, right: &Value) -> Value {
    match (left, right) {
        (same, other) if same == other => same.clone(),
        (Value::Bool(false), _) | (_, Value::Bool(false)) => Value::Bool(false),
        (Value::Bool(true), other) | (other, Value::Bool(true)) => other.clone(),
        (Value::Object(empty), other) | (other, Value::Object(empty)) if empty.is_empty() => {
            other.clone()
        }
        (left, right) => json!({ "allOf": [left, right] }),
    }
}

/// The types that both lists name; an integer is a number.
fn common_type(left: &Value, right: &Value) -> Option<Value> {
    let words = |value: &Value| -> Vec<String> {
        match value {
            Value::String(word) => vec![word.clone()],
            Value::Array(words) => words
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            _ => Vec::new(),
        }
    };
    let (left, right) = (words(left), words(right));
    let has = |words: &[String], word: &str| {
        words
            .iter()
            .any(|other| other == word || (other == "number" && word == "integer"))
    };
    let mut common: Vec<Value> = Vec::new();
    for word in left.iter().chain(&right) {
        if has(&left, word) && has(&right, word) && !common.iter().any(|other| other == word) {
            common.push(json!(word));
        }
    }
    match common.len() {
        0 => None,
        1 => common.pop(),
        _ => Some(Value::Array(common)),
    }
}

#[cfg(test)]
mod tests {
    use super::flatten;
    use serde_json::{Value, json};

    #[track_caller]
    fn check(document: &Value, schema: &Value, expected: Option<&Value>) {
        let merged = flatten(document, schema.as_object().expect("a schema"));
        assert_eq!(merged.map(Value::Object).as_ref(), expected);
    }

    #[test]
    fn members_become_one_schema() {
        let document = json!({"Base": {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}});
        check(
            &document,
            &json!({"allOf": [{"$ref": "#/Base"}, {"properties": {"name": {"type": "string"}}, "required": ["name"]}]}),
            Some(&json!({
                "type": "object", "required": ["id", "name"],
                "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
            })),
        );
    }

    #[test]
    fn a_closed_member_closes_the_other() {
        check(
            &json!({}),
            &json!({"allOf": [
                {"properties": {"a": {"type": "string"}}, "additionalProperties": false},
                {"properties": {"b": {"type": "string"}}},
            ]}),
            Some(
                &json!({"additionalProperties": false, "properties": {"a": {"type": "string"}, "b": false}}),
            ),
        );
    }

    #[test]
    fn the_stricter_bound_wins() {
        check(
            &json!({}),
            &json!({"minimum": 1, "allOf": [{"minimum": 3}, {"minimum": 2}]}),
            Some(&json!({"minimum": 3})),
        );
    }

    #[test]
    fn what_has_no_spelling_is_not_merged() {
        check(
            &json!({}),
            &json!({"allOf": [{"pattern": "a"}, {"pattern": "b"}]}),
            None,
        );
        let endless = json!({"Loop": {"allOf": [{"$ref": "#/Loop"}]}});
        check(&endless, &json!({"allOf": [{"$ref": "#/Loop"}]}), None);
    }

    #[test]
    fn members_that_double_at_every_step_are_not_all_visited() {
        let mut document = serde_json::Map::new();
        for step in 0..40 {
            let next = json!({"$ref": format!("#/S{}", step + 1)});
            document.insert(format!("S{step}"), json!({"allOf": [next, next]}));
        }
        document.insert("S40".to_owned(), json!({"type": "string"}));
        check(
            &Value::Object(document),
            &json!({"allOf": [{"$ref": "#/S0"}]}),
            None,
        );
    }
}
