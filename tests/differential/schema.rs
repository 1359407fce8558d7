//! Random schemas: choices go in, a schema comes out that has a chance of accepting something.

use serde_json::{Map, Value, json};

use super::value;
use crate::support::stream::Stream;

/// The names of members, few so that schemas and values meet.
pub const NAMES: &[&str] = &["a", "b", "c", "ab", "type"];

const PATTERNS: &[&str] = &[
    "^a", "b$", "^[a-c]*$", "\\d", "^.{1,2}$", "^\\w+$", "\\s", "^(?!a)",
];

const FORMATS: &[&str] = &["date", "ipv4", "uuid", "date-time", "ipv6", "json-pointer"];

/// Where a schema stands: what it may refer to, and how deep it is.
#[derive(Clone, Copy)]
struct Place {
    index: usize,
    count: usize,
    depth: usize,
    guarded: Guard,
}

/// Whether a reference from here is followed for a smaller value than the schema's own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guard {
    Same,
    Smaller,
}

impl Place {
    fn below(self, guarded: Guard) -> Self {
        Self {
            depth: self.depth + 1,
            guarded: if guarded == Guard::Smaller {
                guarded
            } else {
                self.guarded
            },
            ..self
        }
    }
}

/// The schema of this number among so many.
pub fn root(source: &mut Stream, index: usize, count: usize) -> Value {
    let place = Place {
        index,
        count,
        depth: 0,
        guarded: Guard::Same,
    };
    schema(source, place)
}

fn schema(source: &mut Stream, place: Place) -> Value {
    if place.depth > 0 && source.once_in(25) {
        return Value::Bool(!source.once_in(3));
    }
    if place.depth > 0
        && source.once_in(6)
        && let Some(reference) = reference(source, place)
    {
        return reference;
    }
    let mut keywords = Map::new();
    let words: &[&str] = &[
        "string", "integer", "number", "boolean", "array", "object", "null",
    ];
    match source.below(10) {
        0..=5 => {
            let word = *source.pick(words);
            keywords.insert("type".to_owned(), json!(word));
            of_type(source, place, word, &mut keywords);
        }
        6 | 7 => {
            let mut kinds = source.some(words);
            kinds.truncate(3);
            if !kinds.is_empty() {
                keywords.insert("type".to_owned(), json!(kinds));
            }
            for word in kinds {
                of_type(source, place, word, &mut keywords);
            }
        }
        _ => {
            for word in source.some(words) {
                of_type(source, place, word, &mut keywords);
            }
        }
    }
    if source.once_in(9) {
        listed(source, &mut keywords);
    }
    if place.depth < 3 && source.once_in(3) {
        combined(source, place, &mut keywords);
    }
    if source.once_in(15) {
        keywords.insert("description".to_owned(), json!("words"));
    }
    Value::Object(keywords)
}

/// A reference that no chain of references leads back from without a smaller value.
fn reference(source: &mut Stream, place: Place) -> Option<Value> {
    let target = if place.guarded == Guard::Smaller {
        source.below(place.count)
    } else {
        place.index + 1 + source.below(place.count)
    };
    let reference = json!(format!("#/components/schemas/S{target}"));
    if target >= place.count {
        return None;
    }
    let mut keywords = Map::new();
    keywords.insert("$ref".to_owned(), reference);
    if source.once_in(4) {
        let word = *source.pick(&["string", "number", "object", "array"]);
        of_type(source, place.below(Guard::Same), word, &mut keywords);
    }
    Some(Value::Object(keywords))
}

fn put(keywords: &mut Map<String, Value>, keyword: &str, value: Value) {
    keywords.insert(keyword.to_owned(), value);
}

/// `enum` or `const`.
fn listed(source: &mut Stream, keywords: &mut Map<String, Value>) {
    if source.once_in(3) {
        put(keywords, "const", value::any(source, 1));
    } else {
        let values: Vec<Value> = (0..=source.below(4))
            .map(|_| value::any(source, 1))
            .collect();
        let mut different: Vec<Value> = Vec::new();
        for value in values {
            if !different.contains(&value) {
                different.push(value);
            }
        }
        put(keywords, "enum", Value::Array(different));
    }
}

/// Keywords that judge values of one type.
fn of_type(source: &mut Stream, place: Place, word: &str, keywords: &mut Map<String, Value>) {
    match word {
        "string" => of_string(source, keywords),
        "integer" | "number" => of_number(source, keywords),
        "array" if place.depth < 4 => of_array(source, place, keywords),
        "object" if place.depth < 4 => of_object(source, place, keywords),
        _ => {}
    }
}

fn of_string(source: &mut Stream, keywords: &mut Map<String, Value>) {
    if source.once_in(4) {
        put(keywords, "minLength", json!(source.below(3)));
    }
    if source.once_in(4) {
        put(keywords, "maxLength", json!(source.below(4)));
    }
    if source.once_in(5) {
        put(keywords, "pattern", json!(source.pick(PATTERNS)));
    }
    if source.once_in(8) {
        put(keywords, "format", json!(source.pick(FORMATS)));
    }
}

fn of_number(source: &mut Stream, keywords: &mut Map<String, Value>) {
    for keyword in ["minimum", "exclusiveMinimum"] {
        if source.once_in(6) {
            put(
                keywords,
                keyword,
                source
                    .pick(&[json!(-1), json!(0), json!(1.5), json!(1.0)])
                    .clone(),
            );
        }
    }
    for keyword in ["maximum", "exclusiveMaximum"] {
        if source.once_in(6) {
            put(
                keywords,
                keyword,
                source
                    .pick(&[json!(1), json!(2.5), json!(10), json!(3.0)])
                    .clone(),
            );
        }
    }
    if source.once_in(6) {
        put(
            keywords,
            "multipleOf",
            source
                .pick(&[json!(1), json!(2), json!(0.5), json!(3.0)])
                .clone(),
        );
    }
}

fn of_array(source: &mut Stream, place: Place, keywords: &mut Map<String, Value>) {
    let inner = place.below(Guard::Smaller);
    if !source.once_in(3) {
        put(keywords, "items", schema(source, inner));
    }
    if source.once_in(5) {
        let items: Vec<Value> = (0..=source.below(2))
            .map(|_| schema(source, inner))
            .collect();
        put(keywords, "prefixItems", Value::Array(items));
    }
    if source.once_in(5) {
        put(keywords, "minItems", json!(source.below(3)));
    }
    if source.once_in(5) {
        put(keywords, "maxItems", json!(source.below(4)));
    }
    if source.once_in(5) {
        put(keywords, "uniqueItems", json!(!source.once_in(4)));
    }
    if source.once_in(8) {
        put(keywords, "contains", schema(source, inner));
        if source.once_in(2) {
            put(keywords, "minContains", json!(source.below(3)));
        }
        if source.once_in(2) {
            put(keywords, "maxContains", json!(1 + source.below(2)));
        }
    }
    if source.once_in(12) {
        put(keywords, "unevaluatedItems", schema(source, inner));
    }
}

fn of_object(source: &mut Stream, place: Place, keywords: &mut Map<String, Value>) {
    let inner = place.below(Guard::Smaller);
    if !source.once_in(4) {
        let names = source.some(NAMES);
        let properties: Map<String, Value> = names
            .into_iter()
            .map(|name| (name.to_owned(), schema(source, inner)))
            .collect();
        put(keywords, "properties", Value::Object(properties));
    }
    if source.once_in(3) {
        let mut names = source.some(NAMES);
        names.truncate(2);
        put(keywords, "required", json!(names));
    }
    match source.below(6) {
        0 => put(keywords, "additionalProperties", json!(false)),
        1 => put(keywords, "additionalProperties", schema(source, inner)),
        _ => {}
    }
    if source.once_in(8) {
        put(keywords, "minProperties", json!(source.below(3)));
    }
    if source.once_in(8) {
        put(keywords, "maxProperties", json!(source.below(4)));
    }
    if source.once_in(8) {
        let pattern = *source.pick(PATTERNS);
        let named = json!({ pattern: schema(source, inner) });
        put(keywords, "patternProperties", named);
    }
    if source.once_in(12) {
        let mut names = Map::new();
        of_string(source, &mut names);
        put(keywords, "propertyNames", Value::Object(names));
    }
    if source.once_in(12) {
        let (one, other) = (*source.pick(NAMES), *source.pick(NAMES));
        put(keywords, "dependentRequired", json!({ one: [other] }));
    }
    if source.once_in(12) && place.depth < 3 {
        let name = *source.pick(NAMES);
        let schema = schema(source, place.below(Guard::Same));
        put(keywords, "dependentSchemas", json!({ name: schema }));
    }
    if source.once_in(12) {
        put(keywords, "unevaluatedProperties", schema(source, inner));
    }
}

/// Keywords that combine schemas about the same value.
fn combined(source: &mut Stream, place: Place, keywords: &mut Map<String, Value>) {
    let inner = place.below(Guard::Same);
    match source.below(7) {
        0 | 1 => put(keywords, "allOf", several(source, inner)),
        2 => put(keywords, "anyOf", several(source, inner)),
        3 => put(keywords, "oneOf", several(source, inner)),
        4 => put(keywords, "not", schema(source, inner)),
        5 => {
            for keyword in ["if", "then", "else"] {
                if !source.once_in(4) {
                    put(keywords, keyword, schema(source, inner));
                }
            }
        }
        _ => {
            // `null` beside something, as real contracts write it.
            let other = schema(source, inner);
            put(keywords, "anyOf", json!([other, { "type": "null" }]));
        }
    }
}

fn several(source: &mut Stream, place: Place) -> Value {
    (0..=source.below(3))
        .map(|_| schema(source, place))
        .collect()
}
