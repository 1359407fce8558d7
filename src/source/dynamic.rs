//! Dynamic references: a document flows in, and the same with plain ones in their place flows out.
//!
//! A `$dynamicRef` means the schema with its `$dynamicAnchor` in the outermost resource that led to it (JSON Schema
//! 2020-12, section 8.2.3.2). What leads to a place is known before any value is: a walk along references from the
//! document. Where an anchor is another one for some who refer to a schema than for the schema by itself, they get a copy
//! of it, in which the anchor is theirs. So no validator and no type has to know of dynamic references.

mod anchors;
mod reach;

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde_json::{Map, Value};

use super::grammar::Kind;
use super::pointer::{self, Pointer};
use super::references;
use super::resources::refer;
use super::walk::walk_mut;
use crate::diagnostic::{Code, Diagnostic};

use anchors::Anchors;
use reach::Reach;

/// Copies of one document; and values in all of them. More are a document that multiplies itself.
const MOST_COPIES: usize = 1_000;
const MOST_VALUES: usize = 500_000;

/// Which schema the anchors mean that several resources have, by their names.
type Scope = BTreeMap<String, String>;

/// Puts plain references in place of dynamic ones. What comes out is where copies stand, and of what.
pub fn settle(document: &mut Value, diagnostics: &mut Vec<Diagnostic>) -> HashMap<String, String> {
    if !mentions(document) {
        return HashMap::new();
    }
    let original = document.clone();
    let roots = references::roots(&original);
    let anchors = Anchors::of(&original, &roots, diagnostics);
    let Some(reach) = Reach::of(&original, &roots, &anchors) else {
        diagnostics.push(
            Diagnostic::error(Code::ReferenceInvalid, "")
                .message("dynamic references lead through too many others to be followed"),
        );
        return HashMap::new();
    };
    let mut settling = Settling {
        original: &original,
        anchors,
        reach,
        copies: HashMap::new(),
        waiting: VecDeque::new(),
        made: Vec::new(),
        values: 0,
    };
    for root in &roots {
        if let Some(value) = document.pointer_mut(&root.pointer) {
            settling.rewrite(value, root.kind, &root.pointer, None);
        }
    }
    settling.copy_what_waits();
    if settling.is_exhausted() {
        diagnostics.push(
            Diagnostic::error(Code::ReferenceInvalid, "")
                .message("dynamic references mean something else for too many who refer to them")
                .help("give fewer schemas a `$dynamicAnchor` of the same name"),
        );
    }
    let made = std::mem::take(&mut settling.made);
    let mut copied = HashMap::new();
    for (home, value, of) in made {
        place(document, &home, value);
        copied.insert(pointer::join("/components/schemas", &home), of);
    }
    copied
}

/// Is there anything dynamic in a value?
fn mentions(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.contains_key("$dynamicRef")
                || members.contains_key("$dynamicAnchor")
                || members.values().any(mentions)
        }
        Value::Array(items) => items.iter().any(mentions),
        _ => false,
    }
}

struct Settling<'d> {
    original: &'d Value,
    anchors: Anchors,
    reach: Reach,
    /// The names of copies, by what they are copies of and what anchors mean in them.
    copies: HashMap<(String, Scope), String>,
    waiting: VecDeque<(String, String, Scope)>,
    made: Vec<(String, Value, String)>,
    values: usize,
}

impl Settling<'_> {
    /// Settles what stands at a place: of the document, or a copy of it within a scope.
    fn rewrite(&mut self, value: &mut Value, kind: Kind, start: &str, scope: Option<&Scope>) {
        let mut at = Pointer::at(start);
        walk_mut(value, kind, &mut at, &mut |value, kind, pointer| {
            let (Value::Object(members), Kind::Schema) = (value, kind) else {
                return;
            };
            if scope.is_some() {
                self.values += 1;
            }
            let place = pointer.as_str();
            if refers(members) {
                let scope = match scope {
                    Some(outer) => self.anchors.scope_within(outer, start, place),
                    None => self.anchors.scope_of(place),
                };
                self.schema(members, &scope);
            }
            members.shift_remove("$dynamicAnchor");
        });
    }

    fn schema(&mut self, members: &mut Map<String, Value>, scope: &Scope) {
        if let Some(Value::String(reference)) = members.get_mut("$ref")
            && let Some(target) = pointer::of_reference(reference)
        {
            *reference = self.settled(&target, scope);
        }
        let mapping = members
            .get_mut("discriminator")
            .and_then(|discriminator| discriminator.get_mut("mapping")?.as_object_mut());
        for reference in mapping.into_iter().flat_map(|mapping| mapping.values_mut()) {
            if let Some(target) = reference.as_str().and_then(pointer::of_reference) {
                *reference = Value::from(self.settled(&target, scope));
            }
        }
        let dynamic = members.get("$dynamicRef").and_then(Value::as_str);
        let meant = dynamic.and_then(|reference| self.anchors.meant(reference, scope));
        if let Some(meant) = meant {
            let to = self.settled(&meant, scope);
            members.shift_remove("$dynamicRef");
            refer(members, to);
        }
    }

    /// The reference to a place for one who comes with a scope.
    fn settled(&mut self, target: &str, scope: &Scope) -> String {
        let Some(names) = self.reach.names(target) else {
            return pointer::to_reference(target);
        };
        let wanted = self.anchors.entered(scope, target, names);
        let mut known = self.anchors.scope_of(target);
        known.retain(|name, _| names.contains(name));
        if wanted == known || self.is_exhausted() {
            return pointer::to_reference(target);
        }
        let key = (target.to_owned(), wanted);
        let known = self.copies.get(&key).cloned();
        let home = known.unwrap_or_else(|| {
            let home = self.name(&key.0, &key.1);
            self.copies.insert(key.clone(), home.clone());
            self.waiting.push_back((home.clone(), key.0, key.1));
            home
        });
        pointer::to_reference(&pointer::join("/components/schemas", &home))
    }

    /// A name for a copy: of whose anchors it has, and what it is a copy of.
    fn name(&self, target: &str, scope: &Scope) -> String {
        let mut words: Vec<String> = Vec::new();
        let owners = scope.values().map(|place| self.anchors.resource(place));
        for place in owners.chain([target]) {
            let word = pointer::tokens(place).last().unwrap_or_default();
            if !words.contains(&word) {
                words.push(word);
            }
        }
        let word = words.join("_");
        let taken = |name: &str| {
            let place = pointer::join("/components/schemas", name);
            self.original.pointer(&place).is_some()
                || self.copies.values().any(|known| known == name)
        };
        let mut name = word.clone();
        let mut number = 2;
        while taken(&name) {
            name = format!("{word}_{number}");
            number += 1;
        }
        name
    }

    fn copy_what_waits(&mut self) {
        while let Some((home, target, scope)) = self.waiting.pop_front() {
            let mut value = match self.original.pointer(&target) {
                Some(value) if !self.is_exhausted() => value.clone(),
                _ => Value::Bool(false),
            };
            self.rewrite(&mut value, Kind::Schema, &target, Some(&scope));
            self.made.push((home, value, target));
        }
    }

    fn is_exhausted(&self) -> bool {
        self.copies.len() > MOST_COPIES || self.values > MOST_VALUES
    }
}

/// Does a schema say something about other schemas that a scope may change?
fn refers(members: &Map<String, Value>) -> bool {
    ["$ref", "$dynamicRef", "discriminator"]
        .iter()
        .any(|keyword| members.contains_key(*keyword))
}

/// Puts a copy among the components.
fn place(document: &mut Value, home: &str, value: Value) {
    let mut level = document;
    for section in ["components", "schemas"] {
        let Value::Object(members) = level else {
            return;
        };
        level = members
            .entry(section)
            .or_insert_with(|| Value::Object(Map::new()));
    }
    if let Value::Object(members) = level {
        members.insert(home.to_owned(), value);
    }
}
