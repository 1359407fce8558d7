//! Which schemas look different in a request and in an answer: the raw document goes in, a set of marks comes out.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::source::pointer;

/// For whom a schema is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// What a caller sends: no `readOnly` member.
    Request,
    /// What a caller sends as a multipart body: no `readOnly` member, and binary strings are files.
    Upload,
    /// What the service answers: no `writeOnly` member.
    Response,
    /// The same either way.
    Both,
}

/// Knows the references that lead to `readOnly` or `writeOnly`, and those that lead to files.
#[derive(Debug, Default)]
pub struct Marks {
    marked: HashSet<String>,
    files: HashSet<String>,
}

impl Marks {
    /// Follows every reference of the document's schemas.
    #[must_use]
    pub fn of(document: &Value) -> Self {
        let mut marked = HashSet::new();
        let mut files = HashSet::new();
        let mut sources: HashMap<String, Vec<String>> = HashMap::new();
        let mut waiting: Vec<String> = Vec::new();
        if let Some(schemas) = document
            .pointer("/components/schemas")
            .and_then(Value::as_object)
        {
            waiting.extend(
                schemas
                    .keys()
                    .map(|name| pointer::join("/components/schemas", name)),
            );
        }
        let mut seen: HashSet<String> = HashSet::new();
        while let Some(pointer) = waiting.pop() {
            if !seen.insert(pointer.clone()) {
                continue;
            }
            let Some(schema) = document.pointer(&pointer) else {
                continue;
            };
            let mut found = Found::default();
            survey(schema, &mut found);
            if found.marked {
                marked.insert(pointer.clone());
            }
            if found.file {
                files.insert(pointer.clone());
            }
            for target in found.references {
                waiting.push(target.clone());
                sources.entry(target).or_default().push(pointer.clone());
            }
        }
        spread(&mut marked, &sources);
        spread(&mut files, &sources);
        Self { marked, files }
    }

    /// The direction that matters for this schema: `direction`, or [`Direction::Both`] when it makes no difference.
    #[must_use]
    pub fn settle(&self, schema: &Value, pointer: &str, direction: Direction) -> Direction {
        let mut found = Found::default();
        survey(schema, &mut found);
        let leads_to = |marks: &HashSet<String>| {
            marks.contains(pointer) || found.references.iter().any(|target| marks.contains(target))
        };
        let direction = match direction {
            Direction::Upload if found.file || leads_to(&self.files) => return Direction::Upload,
            Direction::Upload => Direction::Request,
            other => other,
        };
        if found.marked || leads_to(&self.marked) {
            direction
        } else {
            Direction::Both
        }
    }
}

/// Marks everything from which a reference leads to what is marked.
fn spread(marked: &mut HashSet<String>, sources: &HashMap<String, Vec<String>>) {
    let mut spreading: Vec<String> = marked.iter().cloned().collect();
    while let Some(pointer) = spreading.pop() {
        for source in sources.get(&pointer).into_iter().flatten() {
            if marked.insert(source.clone()) {
                spreading.push(source.clone());
            }
        }
    }
}

#[derive(Default)]
struct Found {
    marked: bool,
    file: bool,
    references: Vec<String>,
}

/// Looks through one schema, not through its references. Names of properties are not keywords.
fn survey(schema: &Value, found: &mut Found) {
    let Value::Object(keywords) = schema else {
        return;
    };
    found.file |= super::media::is_file(schema);
    // A secret is kept in a request and shown in an answer: two types.
    found.marked |= super::sensitive::is_sensitive(keywords);
    for (keyword, value) in keywords {
        match (keyword.as_str(), value) {
            ("readOnly" | "writeOnly", Value::Bool(true)) => found.marked = true,
            ("$ref", Value::String(reference)) => {
                found.references.extend(pointer::of_reference(reference));
            }
            (
                "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions",
                Value::Object(schemas),
            ) => {
                schemas.values().for_each(|schema| survey(schema, found));
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(schemas)) => {
                for schema in schemas {
                    survey(schema, found);
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
            ) => survey(schema, found),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, Marks};
    use serde_json::json;

    #[test]
    fn a_mark_spreads_against_references() {
        let document = json!({"components": {"schemas": {
            "Leaf": {"properties": {"id": {"readOnly": true}}},
            "Tree": {"properties": {"leaf": {"$ref": "#/components/schemas/Leaf"}}},
            "Stone": {"properties": {"readOnly": {"type": "boolean"}}},
        }}});
        let marks = Marks::of(&document);
        let settle = |name: &str| {
            let pointer = format!("/components/schemas/{name}");
            marks.settle(
                &document.pointer(&pointer).cloned().unwrap_or_default(),
                &pointer,
                Direction::Request,
            )
        };
        assert_eq!(settle("Tree"), Direction::Request);
        assert_eq!(settle("Stone"), Direction::Both);
    }
}
