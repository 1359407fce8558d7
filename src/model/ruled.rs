//! What a compiled rule carries: a schema goes in with what it refers to, and what of it cannot be enforced is noted.

use serde_json::{Map, Value};

use super::build::Builder;
use super::sensitive::{SANITIZE, is_sensitive};
use super::{format, pattern};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::pointer;

impl Builder<'_> {
    /// Looks through the schema of a rule that stands `at`, and through what it refers to, each of that once.
    pub fn survey_rule(&mut self, schema: &Value, at: &str) {
        let mut targets = Vec::new();
        self.survey(schema, at, &mut targets);
        while let Some(target) = targets.pop() {
            if !self.surveyed.insert(target.clone()) {
                continue;
            }
            let document = self.raw;
            if let Some(schema) = document.pointer(&target) {
                self.survey(schema, &target, &mut targets);
            }
        }
    }

    fn survey(&mut self, schema: &Value, at: &str, targets: &mut Vec<String>) {
        let Value::Object(keywords) = schema else {
            return;
        };
        self.unknown_keywords(keywords, at);
        self.assertions(keywords, at);
        self.unmarked_in_rule(keywords, at);
        for (keyword, value) in keywords {
            let here = || pointer::join(at, keyword);
            match (keyword.as_str(), value) {
                ("$ref", Value::String(reference)) => {
                    targets.extend(pointer::of_reference(reference));
                }
                (
                    "properties" | "patternProperties" | "dependentSchemas",
                    Value::Object(schemas),
                ) => {
                    for (name, schema) in schemas {
                        self.survey(schema, &pointer::join(&here(), name), targets);
                    }
                }
                ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(schemas)) => {
                    for (index, schema) in schemas.iter().enumerate() {
                        let place = pointer::join(&here(), &index.to_string());
                        self.survey(schema, &place, targets);
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
                ) => self.survey(schema, &here(), targets),
                _ => {}
            }
        }
    }

    /// What a rule does not do for the strings that it judges: they are neither cleaned nor hidden.
    fn unmarked_in_rule(&mut self, keywords: &Map<String, Value>, at: &str) {
        if keywords.contains_key(SANITIZE) {
            self.unenforceable(
                Diagnostic::error(Code::ExtensionInvalid, pointer::join(at, SANITIZE))
                    .message("`x-sanitize` stands within a schema that no Rust type fits; the rule that judges it cannot clean")
                    .help("write the schema around it without `not`, `if`, `contains` and the like, or pass `--allow-unenforced` to take the string as it comes"),
                "the string is not cleaned, because a compiled rule judges what it is part of",
            );
        }
        if is_sensitive(keywords) {
            self.exceptions.push(super::Exception {
                pointer: at.to_owned(),
                sentence: "is sensitive and part of what a compiled rule judges; the handler gets it as plain JSON, and has to keep it out of logs itself".to_owned(),
            });
        }
    }

    /// What one schema asserts by the words of another language.
    fn assertions(&mut self, keywords: &Map<String, Value>, at: &str) {
        if let Some(source) = keywords.get("pattern").and_then(Value::as_str) {
            let place = pointer::join(at, "pattern");
            self.runnable(pattern::translate_for_rules(source), &place);
        }
        let named = keywords.get("patternProperties").and_then(Value::as_object);
        for source in named.into_iter().flat_map(Map::keys) {
            let place = pointer::join(&pointer::join(at, "patternProperties"), source);
            self.runnable(pattern::translate_for_rules(source), &place);
        }
        if let Some(word) = keywords.get("format").and_then(Value::as_str)
            && !format::is_known(word)
        {
            self.unknown_format(word, at);
        }
    }
}
