//! The copy: every value of the document and of what it refers to, at its place in the one document.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::super::files::{Library, split};
use super::super::grammar::Kind;
use super::super::pointer::{self, Pointer};
use super::super::read::{MAX_DEPTH, MAX_VALUES};
use super::super::trace::Written;
use super::super::walk::reference;
use super::expect::{Expect, Grammar};
use super::homes::{Homes, Plan, Target};
use crate::diagnostic::{Code, Diagnostic};

/// What a copy found.
pub struct Findings {
    /// Where its parts were written.
    pub written: HashMap<String, Written>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    plan: Plan,
}

impl Findings {
    /// What the next copy should know.
    pub fn plan(self) -> Plan {
        self.plan
    }
}

/// A copy at work.
pub struct Copier<'l> {
    /// The files.
    pub library: &'l mut Library,
    grammar: Grammar,
    homes: Homes,
    /// Where the parts were written.
    pub written: HashMap<String, Written>,
    diagnostics: Vec<Diagnostic>,
    /// Places that refer to a thing and say nothing else.
    sites: HashMap<Target, String>,
    /// Components that stand in the document by name.
    named: HashSet<String>,
    /// What is being written in place of references, outermost first.
    pub trail: Vec<Written>,
    values: usize,
    depth: usize,
}

/// Where the copy is: what it reads, and what it writes.
pub struct Here {
    /// The file that is read.
    pub file: usize,
    /// Where in it.
    pub read: Pointer,
    /// Where in the one document.
    pub write: Pointer,
}

impl Here {
    /// Runs `visit` one member further down.
    pub fn within<T>(&mut self, name: &str, visit: impl FnOnce(&mut Self) -> T) -> T {
        let (read, write) = (self.read.as_str().len(), self.write.as_str().len());
        self.read.push(name);
        self.write.push(name);
        let result = visit(self);
        self.read.cut(read);
        self.write.cut(write);
        result
    }

    /// Where what is read was written.
    pub fn written(&self) -> Written {
        Written {
            file: self.file,
            pointer: self.read.as_str().to_owned(),
        }
    }
}

impl<'l> Copier<'l> {
    pub fn new(library: &'l mut Library, grammar: Grammar, plan: Plan) -> Self {
        Self {
            library,
            grammar,
            homes: Homes::new(grammar, plan),
            written: HashMap::new(),
            diagnostics: Vec::new(),
            sites: HashMap::new(),
            named: HashSet::new(),
            trail: Vec::new(),
            values: 0,
            depth: 0,
        }
    }

    /// Copies the document, and then what it refers to until nothing is left.
    pub fn run(mut self) -> (Value, Findings) {
        let mut document = Value::Null;
        if let Some(root) = self.library.value(0) {
            let mut here = Here {
                file: 0,
                read: Pointer::default(),
                write: Pointer::default(),
            };
            document = self.copy(&root, Expect::One(Kind::Document), &mut here);
        }
        while let Some((target, home)) = self.homes.waiting.pop_front() {
            let value = self.library.value(target.file);
            let Some(value) = value
                .as_ref()
                .and_then(|root| root.pointer(&target.pointer))
            else {
                continue;
            };
            self.written.insert(home.clone(), target.written());
            let mut here = Here {
                file: target.file,
                read: Pointer::at(&target.pointer),
                write: Pointer::at(&home),
            };
            let copy = self.copy(value, Expect::One(target.kind), &mut here);
            place(&mut document, &home, copy);
        }
        let findings = Findings {
            written: self.written,
            diagnostics: self.diagnostics,
            plan: Plan {
                sites: self.sites,
                sought: self.homes.into_known().into_keys().collect(),
                taken: self.named,
            },
        };
        (document, findings)
    }

    /// A value at its place.
    pub fn copy(&mut self, value: &Value, at: Expect, here: &mut Here) -> Value {
        self.values += 1;
        if self.depth >= MAX_DEPTH || self.values > MAX_VALUES {
            self.refuse_size(here);
            return Value::Null;
        }
        self.depth += 1;
        let copy = match value {
            Value::Object(members) => self.object(value, members, at, here),
            Value::Array(elements) => Value::Array(self.elements(elements, at, here)),
            other => other.clone(),
        };
        self.depth -= 1;
        copy
    }

    fn elements(&mut self, elements: &[Value], at: Expect, here: &mut Here) -> Vec<Value> {
        let at = match at {
            Expect::List(kind) | Expect::One(kind) => Expect::One(kind),
            Expect::Map(_) | Expect::Plain | Expect::Ignored => Expect::Ignored,
            Expect::Data => Expect::Data,
        };
        let elements = elements.iter().enumerate();
        elements
            .map(|(index, element)| {
                here.within(&index.to_string(), |here| self.copy(element, at, here))
            })
            .collect()
    }

    fn object(
        &mut self,
        value: &Value,
        members: &Map<String, Value>,
        at: Expect,
        here: &mut Here,
    ) -> Value {
        let alone = members.len() == 1;
        match (reference(value), at) {
            (Some(reference), Expect::One(kind)) if self.grammar.section(kind).is_some() => {
                return self.referring(reference, members, kind, here);
            }
            (Some(reference), Expect::One(_) | Expect::Map(_) | Expect::List(_)) => {
                return self.including(reference, members, at, here);
            }
            (Some(reference), Expect::Plain) if alone => {
                return self.including(reference, members, at, here);
            }
            (Some(reference), Expect::Data) if alone && !reference.starts_with('#') => {
                let (path, _) = split(reference);
                if self.library.open(here.file, path).is_ok() {
                    return self.including(reference, members, at, here);
                }
            }
            _ => {}
        }
        Value::Object(self.members(members, at, here))
    }

    /// The members of an object, each at its place.
    pub fn members(
        &mut self,
        members: &Map<String, Value>,
        at: Expect,
        here: &mut Here,
    ) -> Map<String, Value> {
        let mut copied = Map::new();
        for (name, member) in members {
            let below = match at {
                Expect::One(kind) => self.grammar.member(kind, name),
                Expect::Map(kind) | Expect::List(kind) => Expect::One(kind),
                Expect::Plain | Expect::Ignored => Expect::Ignored,
                Expect::Data => Expect::Data,
            };
            let copy = here.within(name, |here| match (at, name.as_str()) {
                (Expect::One(Kind::Schema), "discriminator") => self.discriminator(member, here),
                (Expect::Map(kind), _) if self.is_component(kind, here.write.as_str()) => {
                    self.named.insert(here.write.as_str().to_owned());
                    self.copy(member, below, here)
                }
                _ => self.copy(member, below, here),
            });
            copied.insert(name.clone(), copy);
        }
        copied
    }

    /// The values of a mapping are references too, where they are no names.
    fn discriminator(&mut self, value: &Value, here: &mut Here) -> Value {
        let mut copy = value.clone();
        let mut follow = |value: &mut Value, here: &mut Here| {
            if let Value::String(text) = value
                && self.is_reference(text, here)
                && let Some(reference) = self.target_of(text, Kind::Schema, here)
            {
                *text = reference;
            }
        };
        here.within("mapping", |here| {
            if let Some(Value::Object(mapping)) = copy.get_mut("mapping") {
                for (name, value) in mapping {
                    here.within(name, |here| follow(value, here));
                }
            }
        });
        if let Some(value) = copy.get_mut("defaultMapping") {
            here.within("defaultMapping", |here| follow(value, here));
        }
        copy
    }

    /// A reference where one may stand: it leads to a component from now on.
    fn referring(
        &mut self,
        reference: &str,
        members: &Map<String, Value>,
        kind: Kind,
        here: &mut Here,
    ) -> Value {
        let local = here.file == 0 && reference.starts_with('#');
        if !local
            && members.len() == 1
            && let Some(target) = self.find(reference, kind, here)
            && target.file != 0
        {
            let place = here.write.as_str();
            if self.homes.is_site(&target, place) {
                return self.write_in_place(&target, here);
            }
            if self.is_component(kind, place) || is_path(kind, place) {
                self.sites.entry(target).or_insert_with(|| place.to_owned());
            }
        }
        let rewritten = here.within("$ref", |here| self.target_of(reference, kind, here));
        let rewritten = rewritten.unwrap_or_else(|| reference.to_owned());
        let mut copied = self.members(members, Expect::One(kind), here);
        copied.insert("$ref".to_owned(), Value::from(rewritten));
        Value::Object(copied)
    }

    /// What a reference leads to is written at the place that does nothing but refer to it.
    fn write_in_place(&mut self, target: &Target, here: &mut Here) -> Value {
        let value = self.library.value(target.file);
        let Some(value) = value
            .as_ref()
            .and_then(|root| root.pointer(&target.pointer))
        else {
            return Value::Null;
        };
        let place = here.write.as_str();
        self.written.insert(place.to_owned(), target.written());
        let mut there = Here {
            file: target.file,
            read: Pointer::at(&target.pointer),
            write: Pointer::at(place),
        };
        self.copy(value, Expect::One(target.kind), &mut there)
    }

    /// The reference in the one document to what a reference leads to; `None` when it stays as it is.
    fn target_of(&mut self, reference: &str, kind: Kind, here: &Here) -> Option<String> {
        if here.file == 0 && reference.starts_with('#') {
            return None;
        }
        let target = self.find_or_tell(reference, kind, here)?;
        if target.file == 0 {
            return Some(pointer::to_reference(&target.pointer));
        }
        let (library, grammar) = (&*self.library, self.grammar);
        let below = |holder: &Target, rest: &str| {
            let root = library.value(holder.file)?;
            let value = root.pointer(&holder.pointer)?;
            grammar.below(Expect::One(holder.kind), value, rest)
        };
        let path = library.path(target.file).to_owned();
        let home = self.homes.of(&target, &path, &below);
        Some(pointer::to_reference(&home))
    }

    /// In a mapping, a word without a slash is the name of a component, unless there is a file of this name.
    fn is_reference(&mut self, text: &str, here: &Here) -> bool {
        text.contains(['#', '/'])
            || (text.contains('.') && self.library.open(here.file, text).is_ok())
    }

    fn is_component(&self, kind: Kind, place: &str) -> bool {
        let section = self.grammar.section(kind);
        let name = section.and_then(|section| place.strip_prefix(&section)?.strip_prefix('/'));
        name.is_some_and(|name| !name.contains('/'))
    }

    /// Tells what is wrong where the copy is.
    pub fn tell(&mut self, diagnostic: Diagnostic, here: &Here) {
        let mut diagnostic = diagnostic.in_file(self.library.name(here.file));
        diagnostic.pointer = Some(here.read.as_str().to_owned());
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    fn refuse_size(&mut self, here: &Here) {
        let told = |code| move |diagnostic: &Diagnostic| diagnostic.code == code;
        let (code, message) = if self.values > MAX_VALUES {
            let message =
                format!("with all its files the document holds more than {MAX_VALUES} values");
            (Code::DocumentTooLarge, message)
        } else {
            let message = format!("values are nested more than {MAX_DEPTH} levels deep");
            (Code::DocumentTooDeep, message)
        };
        if !self.diagnostics.iter().any(told(code)) {
            let help = "refer to what is large instead of including it";
            self.tell(
                Diagnostic::error(code, "").message(message).help(help),
                here,
            );
        }
    }
}

/// Is this a path of the document?
fn is_path(kind: Kind, place: &str) -> bool {
    kind == Kind::PathItem
        && ["/paths/", "/webhooks/"].iter().any(|section| {
            place
                .strip_prefix(section)
                .is_some_and(|path| !path.contains('/'))
        })
}

/// Puts a component into its section, which is made where there is none.
fn place(document: &mut Value, home: &str, value: Value) {
    let mut level = document;
    for token in pointer::tokens(home) {
        if !level.is_object() {
            *level = Value::Object(Map::new());
        }
        let Value::Object(members) = level else {
            return;
        };
        level = members.entry(token).or_insert(Value::Null);
    }
    *level = value;
}
