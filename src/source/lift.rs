//! Schemas are lifted to JSON Schema 2020-12, which is what 3.1 has and the superset of what 3.0 has.
//!
//! What is decided here, because the letter and the practice of 3.0 differ:
//! - `nullable: true` means that null is accepted, whatever stands beside it: with a `type` it joins the list of types, with
//!   an `enum` that lacks it it joins the values (by the letter of 3.0.3 the enum would win; a warning tells), and beside
//!   `$ref`, `allOf`, `anyOf`, `oneOf` or `not` the schema becomes one branch of an `anyOf`, whose other branch is null.
//! - Keywords beside `$ref` are ignored in 3.0: they are dropped, with a warning when they would have checked something.
//!   Annotations stay.
//! - Keywords that only 2020-12 has are enforced in 3.0 documents too, with a warning: their author meant them.

use serde_json::{Map, Value, json};

use super::Dialect;
use super::patterns;
use super::pointer::{self, Pointer};
use crate::diagnostic::{Code, Diagnostic};

/// Lifts one schema whose subschemas are lifted already.
pub fn lift(
    schema: &mut Value,
    pointer: &Pointer,
    dialect: Dialect,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Value::Object(members) = schema else {
        return;
    };
    let mut lift = Lift {
        pointer: pointer.as_str(),
        diagnostics,
    };
    lift.types(members);
    lift.pattern(members);
    lift.required_flags(members);
    lift.exclusive(members, "minimum", "exclusiveMinimum");
    lift.exclusive(members, "maximum", "exclusiveMaximum");
    let mut by_position = false;
    if let Some(Value::Array(_)) = members.get("items") {
        lift.warn("items", "a list of schemas by position is `prefixItems`");
        by_position = true;
    }
    let nullable = lift.nullable(members, dialect);
    if dialect <= Dialect::V30 {
        if members.get("$ref").is_some_and(Value::is_string) {
            lift.siblings(members, dialect);
        } else {
            lift.newer_keywords(members, dialect);
        }
    }
    lift.discriminator(members);
    if by_position {
        rename(members, "items", "prefixItems");
    }
    if nullable == Nullable::Yes {
        lift.accept_null(members, dialect);
    }
}

/// May the value be null?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nullable {
    Yes,
    Unsaid,
}

struct Lift<'l> {
    pointer: &'l str,
    diagnostics: &'l mut Vec<Diagnostic>,
}

impl Lift<'_> {
    fn warn(&mut self, keyword: &str, message: impl Into<String>) {
        self.tell(Code::KeywordInvalid, keyword, message.into());
    }

    fn tell(&mut self, code: Code, keyword: &str, message: String) {
        self.diagnostics
            .push(Diagnostic::warning(code, pointer::join(self.pointer, keyword)).message(message));
    }

    /// Every type is one of seven (JSON Schema 2020-12, section 6.1.1 of its validation): nothing is of another one.
    fn types(&mut self, members: &Map<String, Value>) {
        let said = match members.get("type") {
            Some(Value::Array(words)) => words.iter().collect(),
            Some(word) => vec![word],
            None => Vec::new(),
        };
        for word in said {
            let known = word.as_str().is_some_and(|word| TYPES.contains(&word));
            if known {
                continue;
            }
            if word.is_null() {
                self.warn("type", "`type` is empty; read as if it were absent");
                continue;
            }
            let meant = word
                .as_str()
                .and_then(|word| super::slips::nearest(word, TYPES.iter().copied()));
            let way_out = match meant {
                Some(meant) => format!("write `{meant}`"),
                None => format!("write one of `{}`", TYPES.join("`, `")),
            };
            let word = word
                .as_str()
                .map_or_else(|| word.to_string(), str::to_owned);
            self.diagnostics.push(
                Diagnostic::error(Code::KeywordInvalid, pointer::join(self.pointer, "type"))
                    .message(format!("`{word}` is no type, so that no value is of it"))
                    .help(way_out),
            );
        }
    }

    /// What a pattern means that no engine takes as it is written.
    fn pattern(&mut self, members: &mut Map<String, Value>) {
        let Some(Value::String(pattern)) = members.get_mut("pattern") else {
            return;
        };
        if let Some(grouped) = patterns::grouped(pattern) {
            *pattern = grouped;
            let message =
                format!("ECMA-262 has no flags in the midst of a pattern; read as `{pattern}`");
            self.warn("pattern", message);
            return;
        }
        let Some((least, most)) = patterns::lengths(pattern) else {
            return;
        };
        "^.*$".clone_into(pattern);
        let known = |keyword: &str| members.get(keyword).and_then(Value::as_u64);
        let least = known("minLength").map_or(least, |known| known.max(least));
        let most = known("maxLength").into_iter().chain(most).min();
        members.insert("minLength".to_owned(), Value::from(least));
        if let Some(most) = most {
            members.insert("maxLength".to_owned(), Value::from(most));
        }
    }

    /// `required: true` in a property is of drafts long gone; its parent's list is meant.
    fn required_flags(&mut self, members: &mut Map<String, Value>) {
        let mut required = Vec::new();
        if let Some(Value::Object(properties)) = members.get_mut("properties") {
            for (name, property) in properties.iter_mut() {
                let Value::Object(property) = property else {
                    continue;
                };
                let Some(&Value::Bool(flag)) = property.get("required") else {
                    continue;
                };
                property.shift_remove("required");
                let place = pointer::join(&pointer::join(self.pointer, "properties"), name);
                self.diagnostics.push(
                    Diagnostic::warning(Code::KeywordInvalid, pointer::join(&place, "required"))
                        .message("`required` must be a list in the object; read as if it named this property there"),
                );
                if flag {
                    required.push(Value::from(name.as_str()));
                }
            }
        }
        if required.is_empty() {
            return;
        }
        let list = members.entry("required").or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            required.retain(|name| !list.contains(name));
            list.append(&mut required);
        }
    }

    /// With a default of 3.2, a value that names no branch is judged by the branches alone: so all are.
    fn discriminator(&mut self, members: &mut Map<String, Value>) {
        let has_default = members
            .get("discriminator")
            .is_some_and(|discriminator| discriminator.get("defaultMapping").is_some());
        if has_default {
            self.warn(
                "discriminator",
                "a discriminator with a `defaultMapping` chooses nothing here: the schemas alone judge a value",
            );
            members.shift_remove("discriminator");
        }
    }

    /// The boolean form of 3.0 beside a bound becomes a bound of its own.
    fn exclusive(&mut self, members: &mut Map<String, Value>, bound: &str, exclusive: &str) {
        let Some(&Value::Bool(flag)) = members.get(exclusive) else {
            return;
        };
        let limit = members.get(bound).cloned();
        match (flag, limit) {
            (true, Some(limit)) => {
                members.insert(exclusive.to_owned(), limit);
                members.shift_remove(bound);
            }
            (true, None) => {
                self.warn(
                    exclusive,
                    format!("`{exclusive}: true` has no `{bound}` beside it; it is left out"),
                );
                members.shift_remove(exclusive);
            }
            (false, _) => {
                members.shift_remove(exclusive);
            }
        }
    }

    fn nullable(&mut self, members: &mut Map<String, Value>, dialect: Dialect) -> Nullable {
        let nullable = match members.get("nullable") {
            Some(Value::Bool(true)) => Nullable::Yes,
            Some(Value::String(text)) if text == "true" => Nullable::Yes,
            Some(_) => Nullable::Unsaid,
            None => return Nullable::Unsaid,
        };
        members.shift_remove("nullable");
        if dialect > Dialect::V30 && nullable == Nullable::Yes {
            self.warn(
                "nullable",
                "`nullable` is a keyword of 3.0; read as `type: [..., \"null\"]`",
            );
        }
        nullable
    }

    /// What 3.0 ignores beside a reference.
    fn siblings(&mut self, members: &mut Map<String, Value>, dialect: Dialect) {
        let ignored: Vec<String> = members
            .keys()
            .filter(|name| *name != "$ref" && !is_annotation(name))
            .cloned()
            .collect();
        for name in ignored {
            members.shift_remove(&name);
            let message =
                format!("{dialect} ignores `{name}` beside `$ref`, and so does this service");
            self.tell(Code::ReferenceSiblings, &name, message);
        }
    }

    fn newer_keywords(&mut self, members: &Map<String, Value>, dialect: Dialect) {
        let newer = |name: &str| {
            NEWER_KEYWORDS.contains(&name)
                || (dialect == Dialect::V20 && matches!(name, "oneOf" | "anyOf" | "not"))
        };
        for name in members.keys().filter(|name| newer(name)) {
            let message = format!("`{name}` is no keyword of {dialect}; read as 3.1 has it");
            self.tell(Code::KeywordNewer, name, message);
        }
        if let Some(Value::Array(_)) = members.get("type") {
            self.tell(
                Code::KeywordNewer,
                "type",
                format!("{dialect} has one `type`; read as 3.1 has it"),
            );
        }
    }

    /// Widens a schema by null.
    fn accept_null(&mut self, members: &mut Map<String, Value>, dialect: Dialect) {
        if IN_PLACE
            .iter()
            .any(|keyword| members.contains_key(*keyword))
            || (!members.contains_key("type")
                && !members.contains_key("enum")
                && has_checks(members))
        {
            self.wrap(members, dialect);
            return;
        }
        match members.get_mut("type") {
            Some(Value::String(single)) if single != "null" => {
                let types = json!([single, "null"]);
                members.insert("type".to_owned(), types);
            }
            Some(Value::Array(types)) if !types.contains(&Value::from("null")) => {
                types.push(Value::from("null"));
            }
            _ => {}
        }
        if let Some(Value::Array(values)) = members.get_mut("enum")
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
            self.warn(
                "enum",
                "`nullable: true` beside an `enum` without null; null is accepted",
            );
        }
        if members.get("const").is_some_and(|only| !only.is_null()) {
            self.wrap(members, dialect);
        }
    }

    /// The schema becomes the first branch of an `anyOf`; what describes it stays outside.
    fn wrap(&mut self, members: &mut Map<String, Value>, dialect: Dialect) {
        if dialect <= Dialect::V30 && members.contains_key("$ref") {
            let message = format!(
                "{dialect} ignores `nullable` beside `$ref`; null is accepted, as is meant"
            );
            self.tell(Code::ReferenceSiblings, "nullable", message);
        }
        let (outer, inner): (Map<String, Value>, Map<String, Value>) = std::mem::take(members)
            .into_iter()
            .partition(|(name, _)| is_annotation(name));
        *members = outer;
        members.insert(
            "anyOf".to_owned(),
            json!([Value::Object(inner), { "type": "null" }]),
        );
    }
}

/// Gives a keyword its name in 2020-12, at the same position.
fn rename(members: &mut Map<String, Value>, old: &str, new: &str) {
    *members = std::mem::take(members)
        .into_iter()
        .map(|(name, value)| {
            if name == old {
                (new.to_owned(), value)
            } else {
                (name, value)
            }
        })
        .collect();
}

/// Applicators at the same value: a type list beside them would not let null through.
const IN_PLACE: &[&str] = &[
    "$ref",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "$dynamicRef",
];

/// The types of JSON Schema; `file` of Swagger 2.0 is a string by now.
const TYPES: &[&str] = &[
    "array", "boolean", "integer", "null", "number", "object", "string",
];

/// Keywords of 2020-12 that 3.0 does not have.
const NEWER_KEYWORDS: &[&str] = &[
    "const",
    "contains",
    "maxContains",
    "minContains",
    "prefixItems",
    "patternProperties",
    "propertyNames",
    "dependentSchemas",
    "dependentRequired",
    "if",
    "then",
    "else",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "$defs",
    "$id",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
];

/// Keywords that check nothing, and so may stand beside a reference or outside of an `anyOf`.
fn is_annotation(name: &str) -> bool {
    name.starts_with("x-")
        || matches!(
            name,
            "title"
                | "description"
                | "summary"
                | "default"
                | "example"
                | "examples"
                | "deprecated"
                | "readOnly"
                | "writeOnly"
                | "externalDocs"
                | "xml"
                | "$comment"
        )
}

/// Does the schema check anything?
fn has_checks(members: &Map<String, Value>) -> bool {
    members
        .keys()
        .any(|name| !is_annotation(name) && name != "discriminator" && name != "format")
}
