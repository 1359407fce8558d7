//! Random values: a schema goes in, and a value comes out that it often accepts and often just does not.

use serde_json::{Map, Value, json};

use super::schema::NAMES;
use crate::support::stream::Stream;

const TEXTS: &[&str] = &[
    "",
    "a",
    "b",
    "ab",
    "abc",
    "c",
    "1",
    "a1",
    " ",
    "é",
    "💩",
    "aaaa",
    "2020-02-29",
    "2020-02-30",
    "127.0.0.1",
    "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
    "2020-01-01T00:00:00Z",
    "::1",
    "/a/b",
];

/// How far a value follows a schema.
const DEEPEST: usize = 6;

/// A value near what the schema accepts.
pub fn near(source: &mut Stream, schema: &Value, all: &[Value]) -> Value {
    if source.once_in(12) {
        return any(source, 2);
    }
    let mut value = made(source, schema, all, 0);
    if source.once_in(3) {
        change(source, &mut value);
    }
    value
}

/// Any value, no deeper than this.
pub fn any(source: &mut Stream, depth: usize) -> Value {
    match source.below(if depth == 0 { 9 } else { 13 }) {
        0 => Value::Null,
        1 => json!(source.once_in(2)),
        2..=4 => number(source),
        5..=8 => json!(source.pick(TEXTS)),
        9 | 10 => (0..source.below(4))
            .map(|_| any(source, depth - 1))
            .collect(),
        _ => {
            let names = source.some(NAMES);
            let members = names
                .into_iter()
                .map(|name| (name.to_owned(), any(source, depth - 1)));
            Value::Object(members.collect())
        }
    }
}

fn number(source: &mut Stream) -> Value {
    source
        .pick(&[
            json!(0),
            json!(1),
            json!(2),
            json!(3),
            json!(-1),
            json!(1.5),
            json!(2.5),
            json!(10),
            json!(1.0),
            json!(6),
            json!(0.5),
            json!(1e3),
            json!(-0.0),
            json!(12_345_678_901_234_i64),
        ])
        .clone()
}

/// Somewhere in the value, something else.
fn change(source: &mut Stream, value: &mut Value) {
    match value {
        Value::Array(items) if !items.is_empty() && !source.once_in(3) => match source.below(3) {
            0 => {
                let copy = items[0].clone();
                items.push(copy);
            }
            1 => {
                items.pop();
            }
            _ => {
                let index = source.below(items.len());
                change(source, &mut items[index]);
            }
        },
        Value::Object(members) if !members.is_empty() && !source.once_in(3) => {
            let names: Vec<String> = members.keys().cloned().collect();
            let name = source.pick(&names).clone();
            match source.below(3) {
                0 => {
                    members.shift_remove(&name);
                }
                1 => {
                    members.insert((*source.pick(NAMES)).to_owned(), any(source, 1));
                }
                _ => change(source, &mut members[&name]),
            }
        }
        other => *other = any(source, 2),
    }
}

/// A value that follows the keywords one by one, as far as that goes.
fn made(source: &mut Stream, schema: &Value, all: &[Value], depth: usize) -> Value {
    let Value::Object(keywords) = schema else {
        return any(source, 1);
    };
    if depth > DEEPEST {
        return any(source, 0);
    }
    if let Some(value) = keywords.get("const") {
        return value.clone();
    }
    if let Some(Value::Array(values)) = keywords.get("enum") {
        return source.pick(values).clone();
    }
    if let Some(target) = keywords.get("$ref").and_then(Value::as_str)
        && !source.once_in(5)
    {
        let index = target
            .rsplit_once("/S")
            .and_then(|(_, index)| index.parse::<usize>().ok());
        return made(source, &all[index.unwrap()], all, depth + 1);
    }
    let own: &[&str] = &[
        "type",
        "properties",
        "items",
        "required",
        "prefixItems",
        "minLength",
        "minimum",
    ];
    let has_own = own.iter().any(|keyword| keywords.contains_key(*keyword));
    for word in ["allOf", "anyOf", "oneOf"] {
        if let Some(Value::Array(members)) = keywords.get(word)
            && !members.is_empty()
            && (!has_own || source.once_in(2))
        {
            let member = source.pick(members);
            return made(source, member, all, depth + 1);
        }
    }
    let kinds: Vec<&str> = match keywords.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => implied(keywords),
    };
    if kinds.is_empty() {
        return any(source, 1);
    }
    match *source.pick(&kinds) {
        "object" => object(source, keywords, all, depth),
        "array" => array(source, keywords, all, depth),
        "string" => json!(source.pick(TEXTS)),
        "integer" => json!(*source.pick(&[0, 1, 2, 3, 6, -1, 10])),
        "number" => number(source),
        "boolean" => json!(source.once_in(2)),
        _ => Value::Null,
    }
}

/// The types that keywords speak of, where none is named.
fn implied(keywords: &Map<String, Value>) -> Vec<&'static str> {
    const SPEAKERS: &[(&str, &str)] = &[
        ("properties", "object"),
        ("required", "object"),
        ("items", "array"),
        ("prefixItems", "array"),
        ("contains", "array"),
        ("minLength", "string"),
        ("pattern", "string"),
        ("minimum", "number"),
    ];
    SPEAKERS
        .iter()
        .filter(|(keyword, _)| keywords.contains_key(*keyword))
        .map(|(_, kind)| *kind)
        .collect()
}

fn object(
    source: &mut Stream,
    keywords: &Map<String, Value>,
    all: &[Value],
    depth: usize,
) -> Value {
    let mut members = Map::new();
    let required: Vec<&str> = keywords
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for (name, schema) in keywords
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        if required.contains(&name.as_str()) || source.once_in(2) {
            members.insert(name.clone(), made(source, schema, all, depth + 1));
        }
    }
    for name in required {
        if !members.contains_key(name) {
            members.insert(name.to_owned(), any(source, 1));
        }
    }
    if source.once_in(4) {
        let schema = keywords
            .get("additionalProperties")
            .cloned()
            .unwrap_or(json!(true));
        let name = (*source.pick(NAMES)).to_owned();
        if !members.contains_key(&name) {
            members.insert(name, made(source, &schema, all, depth + 1));
        }
    }
    Value::Object(members)
}

fn array(source: &mut Stream, keywords: &Map<String, Value>, all: &[Value], depth: usize) -> Value {
    let mut items = Vec::new();
    for schema in keywords
        .get("prefixItems")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        items.push(made(source, schema, all, depth + 1));
    }
    let rest = keywords.get("items").or(keywords.get("contains"));
    let anything = json!(true);
    for _ in 0..source.below(3) {
        items.push(made(source, rest.unwrap_or(&anything), all, depth + 1));
    }
    Value::Array(items)
}
