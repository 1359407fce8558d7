//! The document in, a copy for one direction out: what does not travel that way is forbidden, what says nothing about
//! validity is left behind.

use indexmap::IndexSet;
use serde_json::{Map, Value, json};

use super::Direction;
use super::discriminator::tags;
use super::node::Node;

/// Members that only inform, when a schema (and not a property) is named so.
const ANNOTATIONS: &[&str] = &[
    "description",
    "summary",
    "title",
    "example",
    "examples",
    "default",
    "externalDocs",
    "xml",
    "discriminator",
    "deprecated",
    "$comment",
    "tags",
    "security",
    "servers",
    "info",
    "operationId",
];

/// Keywords whose members are names that the author chose.
const NAMED: &[&str] = &[
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
    "schemas",
    "paths",
    "responses",
];

/// Keywords whose value is data, not a schema.
const DATA: &[&str] = &["enum", "const", "required", "dependentRequired"];

/// Keywords that look through references at what was evaluated behind them.
const TRANSPARENT: &[&str] = &[
    "unevaluatedProperties",
    "unevaluatedItems",
    "$dynamicRef",
    "$dynamicAnchor",
    "$anchor",
    "$id",
];

/// Whether the schemas behind references may be compiled apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum References {
    /// A reference is a question with a yes or no.
    Apart,
    /// Some keyword asks what was evaluated behind a reference.
    Transparent,
}

/// Copies `document` for values that travel in `direction`.
pub(super) fn lower(document: &Value, direction: Direction) -> (Value, References) {
    let mut lowering = Lowering {
        document,
        direction,
        references: References::Apart,
    };
    let lowered = lowering.schema(document);
    (lowered, lowering.references)
}

struct Lowering<'d> {
    document: &'d Value,
    direction: Direction,
    references: References,
}

impl<'d> Lowering<'d> {
    fn schema(&mut self, value: &'d Value) -> Value {
        match value {
            Value::Object(members) => Value::Object(self.members(members)),
            Value::Array(items) => {
                Value::Array(items.iter().map(|item| self.schema(item)).collect())
            }
            scalar => scalar.clone(),
        }
    }

    fn members(&mut self, members: &'d Map<String, Value>) -> Map<String, Value> {
        let hidden = hidden_names(self.document, self.direction, members);
        let mut lowered = Map::with_capacity(members.len());
        for (keyword, value) in members {
            let keyword = keyword.as_str();
            if ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-") {
                continue;
            }
            if TRANSPARENT.contains(&keyword) && !value.is_null() {
                self.references = References::Transparent;
            }
            let value = match value {
                Value::Array(names) if keyword == "required" => {
                    // Real documents name members twice, which the validator's meta-schema refuses.
                    let names: IndexSet<&str> = names.iter().filter_map(Value::as_str).collect();
                    json!(
                        names
                            .into_iter()
                            .filter(|name| !hidden.contains(name))
                            .collect::<Vec<_>>()
                    )
                }
                value if DATA.contains(&keyword) => value.clone(),
                Value::Array(branches) if matches!(keyword, "oneOf" | "anyOf") => {
                    self.branches(members, branches)
                }
                Value::Object(named) if NAMED.contains(&keyword) => {
                    self.named(keyword, named, &hidden)
                }
                value => self.schema(value),
            };
            lowered.insert(keyword.to_owned(), value);
        }
        lowered
    }

    /// Branches under a discriminator accept what names them: that is how a service tells them apart, and without it
    /// two branches alike make a `oneOf` that accepts nothing.
    fn branches(&mut self, members: &'d Map<String, Value>, branches: &'d [Value]) -> Value {
        let chooser = members
            .get("discriminator")
            .map(|tagged| json!({ "discriminator": tagged }));
        let lowered = branches.iter().map(|branch| {
            let mut lowered = self.schema(branch);
            let chooser = chooser.as_ref().map(|chooser| Node::new("", chooser));
            let tags = chooser.and_then(|chooser| {
                let (property, values) = tags(self.document, &chooser, &Node::new("", branch))?;
                Some(json!({ "properties": { property: { "enum": values } }, "required": [property] }))
            });
            if let (Some(tags), Value::Object(branch)) = (tags, &mut lowered)
                && let Value::Array(parts) = branch.entry("allOf").or_insert_with(|| json!([]))
            {
                parts.push(tags);
            }
            lowered
        });
        Value::Array(lowered.collect())
    }

    fn named(&mut self, keyword: &str, named: &'d Map<String, Value>, hidden: &[&str]) -> Value {
        let lowered = named.iter().map(|(name, value)| {
            let mut lowered = self.schema(value);
            if keyword == "properties" && hidden.contains(&name.as_str()) {
                match &mut lowered {
                    // It stays, as references may lead into it.
                    Value::Object(schema) => drop(schema.insert("not".to_owned(), json!({}))),
                    other => *other = Value::Bool(false),
                }
            }
            (name.clone(), lowered)
        });
        Value::Object(lowered.collect())
    }
}

/// The properties of a schema, those of its `allOf` included, that do not travel in a direction.
fn hidden_names<'v>(
    document: &'v Value,
    direction: Direction,
    members: &'v Map<String, Value>,
) -> Vec<&'v str> {
    let mut names = Vec::new();
    let mut rest = vec![(members, 0)];
    while let Some((members, depth)) = rest.pop() {
        if let Some(Value::Object(properties)) = members.get("properties") {
            let hidden = properties
                .iter()
                .filter(|(_, schema)| is_hidden(document, schema, direction));
            names.extend(hidden.map(|(name, _)| name.as_str()));
        }
        // Deep enough for every inheritance chain of people's making, and an end for one that contains itself.
        if let (Some(Value::Array(parts)), 0..6) = (members.get("allOf"), depth) {
            for part in parts {
                let target = Node::new("", part)
                    .target(document)
                    .map_or(part, |target| target.schema);
                rest.extend(target.as_object().map(|members| (members, depth + 1)));
            }
        }
    }
    names
}

/// Whether a property of this schema does not travel in this direction, said beside its `$ref` or behind it.
pub(super) fn is_hidden(document: &Value, schema: &Value, direction: Direction) -> bool {
    let keyword = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    let mut node = Node::new("", schema);
    // References may lead in a circle.
    for _ in 0..8 {
        if node.get(keyword) == Some(&Value::Bool(true)) {
            return true;
        }
        match node.target(document) {
            Some(target) => node = target,
            None => return false,
        }
    }
    false
}
