//! Schemas that no Rust type fits, bundled: rules go in, one JSON text with what they refer to comes out.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write;

use serde_json::{Map, Value, json};

use crate::model::format::integer_range;
use crate::model::{Api, DefinitionKind, Rule, pattern};
use crate::source::pointer;

/// The rules that some request has to keep; what is only answered is not judged, nor what stands in files of types that `elsewhere`
/// names.
#[must_use]
pub fn judging<'m>(api: &'m Api, elsewhere: &BTreeSet<&str>) -> Vec<&'m Rule> {
    let judged = api.types.iter().filter(|definition| {
        definition.uses.decoded && !elsewhere.contains(definition.file.as_str())
    });
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
    let named = rules
        .iter()
        .map(|rule| (rule.name.clone(), rule.schema.clone()));
    let definitions = definitions(document, Way::In, named);
    format!("{}\n", json!({ "$defs": definitions }))
}

/// Which way values go: what is hidden from requests is not what is hidden from answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Requests: members that are only answered are not looked at.
    In,
    /// Answers: members that are only taken are not.
    Out,
}

/// Schemas under their names, and every schema that one of them reaches under its pointer.
pub fn definitions(
    document: &Value,
    way: Way,
    named: impl Iterator<Item = (String, Value)>,
) -> Map<String, Value> {
    let mut bundling = Bundling {
        document,
        way,
        waiting: Vec::new(),
    };
    let mut definitions: BTreeMap<String, Value> = BTreeMap::new();
    for (name, mut schema) in named {
        bundling.retarget(&mut schema);
        definitions.insert(name, schema);
    }
    let mut seen = HashSet::new();
    while let Some(target) = bundling.waiting.pop() {
        if !seen.insert(target.clone()) {
            continue;
        }
        let mut schema = document
            .pointer(&target)
            .cloned()
            .unwrap_or(Value::Bool(false));
        bundling.retarget(&mut schema);
        definitions.insert(key(&target), schema);
    }
    definitions.into_iter().collect()
}

/// The name of a schema in the bundle, of nothing but characters that may stand in a URI.
fn key(target: &str) -> String {
    let mut key = String::from("at");
    for character in target.chars() {
        match character {
            '/' => key.push('.'),
            'A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '.' | '_' | '~' => key.push(character),
            other => {
                // Writing to a string cannot fail.
                let _ = write!(key, "!{:x}!", u32::from(other));
            }
        }
    }
    key
}

/// A bundle that is being made.
struct Bundling<'d> {
    document: &'d Value,
    way: Way,
    waiting: Vec<String>,
}

/// Keywords that judge nothing, and those by which a schema names itself: references are pointers by now.
const SILENT: &[&str] = &[
    "$anchor",
    "$comment",
    "$id",
    "$schema",
    "default",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "title",
    "xml",
];

impl Bundling<'_> {
    /// Points references into the bundle, translates patterns and takes out what no caller sends; names of properties are
    /// not keywords.
    fn retarget(&mut self, schema: &mut Value) {
        let Value::Object(keywords) = schema else {
            return;
        };
        keywords
            .retain(|keyword, _| !SILENT.contains(&keyword.as_str()) && !keyword.starts_with("x-"));
        self.hide(keywords);
        confine(keywords);
        for (keyword, value) in keywords.iter_mut() {
            self.keyword(keyword, value);
        }
    }

    fn keyword(&mut self, keyword: &str, value: &mut Value) {
        match (keyword, value) {
            ("$ref", Value::String(reference)) => {
                if let Some(target) = pointer::of_reference(reference) {
                    *reference = pointer::to_reference(&pointer::join("/$defs", &key(&target)));
                    self.waiting.push(target);
                }
            }
            ("pattern", Value::String(source)) => *source = translated(source),
            ("patternProperties", Value::Object(schemas)) => {
                let mut spelled = Map::new();
                for (source, mut schema) in std::mem::take(schemas) {
                    self.retarget(&mut schema);
                    spelled.insert(translated(&source), schema);
                }
                *schemas = spelled;
            }
            (
                "properties" | "dependentSchemas" | "$defs" | "definitions",
                Value::Object(schemas),
            ) => {
                schemas
                    .values_mut()
                    .for_each(|schema| self.retarget(schema));
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(schemas)) => {
                for schema in schemas {
                    self.retarget(schema);
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
            ) => self.retarget(schema),
            _ => {}
        }
    }

    /// Takes out the properties that go the other way alone: nothing that goes this way has to carry them.
    fn hide(&self, keywords: &mut Map<String, Value>) {
        let Some(Value::Object(properties)) = keywords.get_mut("properties") else {
            return;
        };
        let mark = match self.way {
            Way::In => "readOnly",
            Way::Out => "writeOnly",
        };
        let mut hidden = Vec::new();
        properties.retain(|name, schema| {
            let target = schema
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(pointer::of_reference)
                .and_then(|target| self.document.pointer(&target));
            let marked = |schema: &Value| schema.get(mark) == Some(&Value::Bool(true));
            let hides = marked(schema) || target.is_some_and(marked);
            if hides {
                hidden.push(name.clone());
            }
            !hides
        });
        if let Some(Value::Array(required)) = keywords.get_mut("required") {
            required.retain(|name| !hidden.iter().any(|other| name == other));
        }
    }
}

/// A pattern for the engine of rules. One that it cannot run was noted when the model was built.
fn translated(source: &str) -> String {
    pattern::translate_for_rules(source)
        .map_or_else(|_| source.to_owned(), |translated| translated.regex)
}

/// Writes out the range of a format of integers, which the engine of rules does not know.
fn confine(keywords: &mut Map<String, Value>) {
    let range = keywords
        .get("format")
        .and_then(Value::as_str)
        .and_then(integer_range);
    let speaks_of_integers = keywords.get("type").is_some_and(|kind| match kind {
        Value::Array(kinds) => kinds.iter().any(|kind| kind == "integer"),
        kind => kind == "integer",
    });
    if let (Some((least, most)), true) = (range, speaks_of_integers) {
        // Either fits into 64 bits: a format is never wider.
        let bounds = json!({
            "minimum": i64::try_from(least).unwrap_or(i64::MIN),
            "maximum": u64::try_from(most).unwrap_or(u64::MAX),
        });
        let beside = keywords.entry("allOf").or_insert_with(|| json!([]));
        beside
            .as_array_mut()
            .into_iter()
            .for_each(|members| members.push(bounds.clone()));
    }
}
