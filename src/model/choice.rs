//! `enum` and `const`: values go in, one of several words or whole numbers comes out; anything else is left to a rule.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::DefinitionKind;
use super::build::{Builder, Shape};
use super::keyword::is_annotation;
use super::names::Scope;
use super::scalar::NoType;
use crate::diagnostic::{Code, Diagnostic};

/// What the values of an `enum` are called in code, in their order.
pub const VARIANTS: &str = "x-enum-varnames";

impl Builder<'_> {
    /// One of several words or whole numbers; anything else is left to a rule.
    pub fn choice(&mut self, keywords: &Map<String, Value>, at: &str) -> Result<Shape, NoType> {
        let mut values: Vec<Value> = match (keywords.get("enum"), keywords.get("const")) {
            (Some(Value::Array(values)), None) => values.clone(),
            (None, Some(value)) => vec![value.clone()],
            _ => return Err(NoType),
        };
        if keywords.get("type") == Some(&json!("string"))
            && values
                .iter()
                .all(|value| value.is_number() || value.is_boolean())
        {
            self.diagnostics.push(
                Diagnostic::warning(Code::EnumType, format!("{at}/enum"))
                    .message("`type: string` with values that are no strings; they are taken for their text")
                    .help("put the values in quotes"),
            );
            values = values
                .iter()
                .map(|value| Value::String(value.to_string()))
                .collect();
        }
        let judged = [
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "multipleOf",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "oneOf",
            "anyOf",
        ];
        // What a format says of the listed values is for the gate to judge, which knows its letter.
        if keywords
            .get("format")
            .and_then(Value::as_str)
            .and_then(super::format::asserted)
            .is_some()
            && values.iter().any(Value::is_string)
        {
            return Err(NoType);
        }
        if judged.iter().any(|keyword| keywords.contains_key(*keyword)) {
            let mut plain = keywords.clone();
            plain.retain(|keyword, _| {
                !is_annotation(keyword) && keyword != "enum" && keyword != "const"
            });
            let rule = jsonschema::draft202012::new(&Value::Object(plain)).map_err(|_| NoType)?;
            values.retain(|value| rule.is_valid(value));
        }
        let words = match keywords.get("type") {
            None => None,
            Some(Value::String(word)) => Some(vec![word.as_str()]),
            Some(Value::Array(words)) => Some(words.iter().filter_map(Value::as_str).collect()),
            Some(_) => return Err(NoType),
        };
        let allows = |word: &str| words.as_ref().is_none_or(|words| words.contains(&word));
        let mut scope = Scope::new();
        let mut seen = HashSet::new();
        values.retain(|value| seen.insert(value.to_string()));
        if values.is_empty() {
            return Err(NoType);
        }
        let called = called(keywords);
        let mut name = |value: &Value, word: &str| match called.get(&value.to_string()) {
            Some(own) => scope.pascal(own).standing_for(word),
            None => scope.pascal(word),
        };
        if allows("string") && values.iter().all(Value::is_string) {
            let names = values
                .iter()
                .filter_map(|value| Some(name(value, value.as_str()?)))
                .collect();
            return Ok(Shape::Defined(DefinitionKind::Choice(names)));
        }
        if (allows("integer") || allows("number")) && values.iter().all(Value::is_i64) {
            let numbers = values
                .iter()
                .filter_map(|value| Some((name(value, &value.to_string()), value.as_i64()?)))
                .collect();
            return Ok(Shape::Defined(DefinitionKind::IntegerChoice(numbers)));
        }
        Err(NoType)
    }
}

/// What values are called in code, by their text, where the contract says it for each of them.
fn called(keywords: &Map<String, Value>) -> HashMap<String, &str> {
    let list = |keyword: &str| keywords.get(keyword).and_then(Value::as_array);
    match (list("enum"), list(VARIANTS)) {
        (Some(values), Some(names)) if values.len() == names.len() => values
            .iter()
            .zip(names)
            .filter_map(|(value, name)| Some((value.to_string(), name.as_str()?)))
            .collect(),
        _ => HashMap::new(),
    }
}
