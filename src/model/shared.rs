//! Schemas inside shared answers, bodies, parameters and headers: their places go in, what a type there is called after comes out.
//!
//! Whatever several operations share is called after itself, and never after the one of them that comes first: an operation that is
//! put before the others renames nothing.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::build::Hint;
use super::names::{Name, Scope};
use super::outgoing::entries;
use super::sensitive::is_mark;

/// The kinds of components inside which schemas stand, in the order in which they take their names, and the word that tells two
/// kinds of one name apart.
const KINDS: &[(&str, &str)] = &[
    ("responses", "response"),
    ("requestBodies", "request"),
    ("parameters", "parameter"),
    ("headers", "header"),
    ("mediaTypes", "media"),
];

/// The file of what turns out to need a type although no keyword says so.
const ODD: &str = "shared";

/// Keywords that ask for a type with a name: without them a schema is a scalar, a list or a map.
const NAMED: &[&str] = &[
    "allOf",
    "anyOf",
    "const",
    "enum",
    "oneOf",
    "properties",
    "required",
];

/// Keywords inside which a type with a name can stand.
const INSIDE: &[&str] = &["additionalProperties", "items"];

/// What the schemas of shared components are called after.
#[derive(Debug, Default)]
pub struct SharedNames {
    hints: HashMap<String, Hint>,
    names: HashMap<String, Name>,
    given: HashSet<String>,
}

impl SharedNames {
    /// Hands out the names of all shared components, in the order of the document, so that no use of one changes another.
    pub fn of(document: &Value, scope: &mut Scope, files: &mut Scope) -> Self {
        let mut shared = Self::default();
        for (kind, apart) in KINDS {
            let at = format!("/components/{kind}");
            for (name, component, at) in entries(document.pointer(&at), &at) {
                for (words, qualified, schema, at) in places(kind, apart, name, component, &at) {
                    shared.name(&words, &qualified, schema, at, scope, files);
                }
            }
        }
        shared
    }

    fn name(
        &mut self,
        words: &str,
        qualified: &str,
        schema: &Value,
        at: String,
        scope: &mut Scope,
        files: &mut Scope,
    ) {
        if super::keyword::bare_reference(schema).is_some() {
            return;
        }
        let words = if scope.has_free(words) {
            words
        } else {
            qualified
        };
        // Nothing is kept for a scalar: a parameter `pageSize` takes no name from the member `size` of a `Page`.
        let has = |keywords: &[&str]| keywords.iter().any(|keyword| schema.get(keyword).is_some());
        let needs_name = has(NAMED);
        if needs_name {
            let name = scope.pascal(words);
            self.names.insert(at.clone(), name);
        }
        let file = if needs_name || has(INSIDE) {
            files.module(words).rust().to_owned()
        } else {
            ODD.to_owned()
        };
        let words = words.to_owned();
        self.hints.insert(at, Hint { words, file });
    }

    /// What the types of the schema at `at` are called after, where a component contains it.
    #[must_use]
    pub fn hint(&self, at: &str) -> Option<&Hint> {
        self.hints.get(at)
    }

    /// The name that is kept for the schema at `at`, once.
    pub fn take(&mut self, at: &str) -> Option<Name> {
        let name = self.names.get(at)?;
        self.given.insert(at.to_owned()).then(|| name.clone())
    }
}

/// The schemas that one component contains: the words for each, the words where these are taken, and its place.
fn places<'v>(
    kind: &str,
    apart: &str,
    name: &str,
    component: &'v Value,
    at: &str,
) -> Vec<(String, String, &'v Value, String)> {
    let body = |end: &str| match end {
        "" if name.to_ascii_lowercase().ends_with("body") => name.to_owned(),
        end => format!("{name}{end} body"),
    };
    let (words, qualified) = match kind {
        "responses" | "requestBodies" => (body(""), body(&format!(" {apart}"))),
        _ => (name.to_owned(), format!("{name} {apart}")),
    };
    let mut found: Vec<_> = schemas(component, at)
        .into_iter()
        .map(|(schema, at)| (words.clone(), qualified.clone(), schema, at))
        .collect();
    let headers = format!("{at}/headers");
    for (header, value, at) in entries(component.get("headers"), &headers) {
        let words = format!("{name} {}", header.to_ascii_lowercase());
        let own = schemas(value, &at).into_iter();
        found
            .extend(own.map(|(schema, at)| (words.clone(), format!("{words} header"), schema, at)));
    }
    found
}

/// The schemas right inside an object, and inside its media types.
fn schemas<'v>(object: &'v Value, at: &str) -> Vec<(&'v Value, String)> {
    let own = |object: &'v Value, at: &str| {
        ["schema", "itemSchema"]
            .into_iter()
            .filter_map(|keyword| Some((object.get(keyword)?, format!("{at}/{keyword}"))))
            .collect::<Vec<_>>()
    };
    let mut found = own(object, at);
    let content = format!("{at}/content");
    for (_, media, at) in entries(object.get("content"), &content) {
        found.extend(own(media, &at));
    }
    // A mark on a parameter itself makes the parameter the place of its schema.
    if let Value::Object(members) = object
        && members.keys().any(|member| is_mark(member))
    {
        for (_, place) in &mut found {
            at.clone_into(place);
        }
    }
    found
}
