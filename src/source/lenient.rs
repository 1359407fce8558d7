//! A document of which parts are invalid, without these parts: errors flow in, the operations and components that they
//! stand in, and all that is made of these, flow out.

use std::collections::BTreeSet;

use serde_json::Value;

use super::grammar::METHODS;
use super::pointer;
use super::{Draft, Loaded};
use crate::diagnostic::{Code, Diagnostic, Severity};

impl Draft {
    /// The document without what stands at some pointers. What was wrong there is a warning, and so is that it is missing.
    #[must_use]
    pub fn without(&self, left_out: &BTreeSet<String>) -> Loaded {
        let mut parts = self.clone();
        for diagnostic in parts
            .diagnostics
            .iter_mut()
            .filter(|found| found.is_error())
        {
            let places = self.places(diagnostic);
            if places.iter().all(|place| is_below(place, left_out)) {
                diagnostic.severity = Severity::Warning;
            }
        }
        if let Some((raw, _)) = &mut parts.raw {
            for pointer in left_out {
                remove(raw, pointer);
            }
        }
        for pointer in left_out {
            let Some((path, method)) = operation(pointer) else {
                continue;
            };
            let what = match method {
                Some(method) => format!("`{} {path}`", method.to_ascii_uppercase()),
                None => format!("`{path}`"),
            };
            parts.diagnostics.push(
                Diagnostic::warning(Code::OperationLeftOut, pointer.as_str())
                    .message(format!(
                        "{what} is left out: something that it is made of is invalid"
                    ))
                    .help("mend what the other findings tell of"),
            );
        }
        let mut loaded = parts.finish();
        if let Some(document) = &mut loaded.document {
            document.left_out = left_out
                .iter()
                .filter(|pointer| operation(pointer).is_some())
                .cloned()
                .collect();
        }
        loaded
    }

    /// What has to be left out for these errors to be gone, and what was left out before; `None` when one of them stands
    /// where nothing can be left out. Without errors, those of reading the files are taken.
    #[must_use]
    pub fn culprits(
        &self,
        errors: &[Diagnostic],
        before: &BTreeSet<String>,
    ) -> Option<BTreeSet<String>> {
        let (raw, _) = self.raw.as_ref()?;
        let mut left_out = before.clone();
        let errors = errors.iter().filter(|found| found.is_error());
        let own = self.diagnostics.iter().filter(|found| found.is_error());
        for error in errors.chain(own) {
            for place in self.places(error) {
                left_out.insert(unit(&place)?);
            }
        }
        spread(raw, &mut left_out);
        Some(left_out)
    }

    /// Where in the one document a diagnostic is about.
    fn places(&self, diagnostic: &Diagnostic) -> Vec<String> {
        let Some(pointer) = &diagnostic.pointer else {
            return vec![String::new()];
        };
        let Some(name) = &diagnostic.file else {
            return vec![pointer.clone()];
        };
        let names = std::iter::once(&self.origin).chain(&self.origin.parts);
        let file = names
            .enumerate()
            .find(|(_, origin)| origin.path.display().to_string() == *name);
        file.map(|(file, _)| self.origin.trace.now(file, pointer))
            .unwrap_or_default()
    }
}

/// The path and the method of the operation at a pointer; no method for a whole path item.
fn operation(pointer: &str) -> Option<(String, Option<String>)> {
    let mut tokens = pointer::tokens(pointer.strip_prefix("/paths")?);
    Some((tokens.next()?, tokens.last()))
}

/// The operation, path item, webhook or component that a place is in.
fn unit(place: &str) -> Option<String> {
    let tokens: Vec<String> = pointer::tokens(place).collect();
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let length = match words.as_slice() {
        ["paths", _, method, ..] if *method == "query" || METHODS.contains(method) => 3,
        ["paths", _, "additionalOperations", _, ..] => 4,
        ["paths" | "webhooks", _, ..] => 2,
        ["components", section, _, ..] if *section != "securitySchemes" => 3,
        _ => return None,
    };
    let mut unit = String::new();
    for token in words.get(..length)? {
        pointer::push(&mut unit, token);
    }
    Some(unit)
}

/// Adds everything that refers to what is left out.
fn spread(raw: &Value, left_out: &mut BTreeSet<String>) {
    loop {
        let mut users = BTreeSet::new();
        let mut path = String::new();
        gather(raw, &mut path, left_out, &mut users);
        let before = left_out.len();
        left_out.extend(users);
        if left_out.len() == before {
            return;
        }
    }
}

fn gather(
    value: &Value,
    at: &mut String,
    left_out: &BTreeSet<String>,
    users: &mut BTreeSet<String>,
) {
    let length = at.len();
    match value {
        Value::String(text)
            if text.starts_with("#/")
                && pointer::of_reference(text)
                    .is_some_and(|target| is_below(&target, left_out)) =>
        {
            users.extend(unit(at));
        }
        Value::Object(members) => {
            for (name, member) in members {
                pointer::push(at, name);
                gather(member, at, left_out, users);
                at.truncate(length);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                pointer::push(at, &index.to_string());
                gather(element, at, left_out, users);
                at.truncate(length);
            }
        }
        _ => {}
    }
}

/// Is a place one of these, or in one of them?
fn is_below(place: &str, units: &BTreeSet<String>) -> bool {
    unit(place).is_some_and(|own| {
        units.contains(&own)
            || own
                .rfind('/')
                .and_then(|end| own.get(..end))
                .is_some_and(|above| units.contains(above))
    })
}

fn remove(document: &mut Value, place: &str) {
    let Some((above, _)) = place.rsplit_once('/') else {
        return;
    };
    let name = pointer::tokens(place).last().unwrap_or_default();
    if let Some(Value::Object(members)) = document.pointer_mut(above) {
        members.shift_remove(&name);
    }
}
