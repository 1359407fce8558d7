//! Where references lead: a reference and the file it stands in flow in, a file and a place in it flow out.

use std::collections::HashSet;

use serde_json::Value;

use super::super::files::split;
use super::super::grammar::Kind;
use super::super::pointer::{self, Pointer};
use super::super::walk::reference;
use super::copy::{Copier, Here};
use super::homes::Target;
use crate::diagnostic::{Code, Diagnostic};

/// How many references may lead to each other.
const LONGEST_CHAIN: usize = 100;

impl Copier<'_> {
    /// What a reference leads to in the end, said nothing when it leads nowhere.
    pub fn find(&mut self, reference: &str, kind: Kind, here: &Here) -> Option<Target> {
        self.look(reference, kind, here.file).ok()
    }

    pub fn find_or_tell(&mut self, reference: &str, kind: Kind, here: &Here) -> Option<Target> {
        match self.look(reference, kind, here.file) {
            Ok(target) => Some(target),
            Err(diagnostic) => {
                self.tell(*diagnostic, here);
                None
            }
        }
    }

    /// Follows a reference, and those that it leads to and that say nothing else.
    fn look(
        &mut self,
        reference_text: &str,
        kind: Kind,
        file: usize,
    ) -> Result<Target, Box<Diagnostic>> {
        let mut file = file;
        let mut text = reference_text.to_owned();
        let mut seen = HashSet::new();
        loop {
            let (next, at) = self.follow(file, &text)?;
            let target = Target {
                kind,
                file: next,
                pointer: at,
            };
            let value = self.library.value(next);
            let value = value
                .as_ref()
                .and_then(|root| root.pointer(&target.pointer));
            // What stands in the document is judged there.
            if next == 0 {
                return Ok(target);
            }
            let Some(value) = value else {
                return Err(Box::new(missing(reference_text)));
            };
            let alone = value.as_object().is_some_and(|members| members.len() == 1);
            match reference(value).filter(|_| alone) {
                None => return Ok(target),
                Some(further) => {
                    further.clone_into(&mut text);
                    file = next;
                }
            }
            if !seen.insert(target) || seen.len() > LONGEST_CHAIN {
                return Err(Box::new(circular(reference_text)));
            }
        }
    }

    /// One step: the file and the place in it.
    pub fn follow(
        &mut self,
        file: usize,
        reference: &str,
    ) -> Result<(usize, String), Box<Diagnostic>> {
        let (path, fragment) = split(reference);
        let next = self.library.open(file, path).map_err(|refusal| {
            Box::new(
                Diagnostic::error(refusal.code, "")
                    .message(format!("`{reference}` {}", refusal.predicate))
                    .help(refusal.help),
            )
        })?;
        if fragment.is_empty() || fragment.starts_with(['/', '%']) {
            let at = pointer::of_reference(&format!("#{fragment}"));
            return at
                .map(|at| (next, at))
                .ok_or_else(|| Box::new(missing(reference)));
        }
        let at = self
            .library
            .value(next)
            .and_then(|root| anchor(&root, fragment, &mut Pointer::default()));
        at.map(|at| (next, at))
            .ok_or_else(|| Box::new(missing(reference)))
    }
}

/// The place of the schema that has this anchor.
fn anchor(value: &Value, name: &str, at: &mut Pointer) -> Option<String> {
    match value {
        Value::Object(members) => {
            let is_meant = ["$anchor", "$dynamicAnchor"]
                .iter()
                .any(|keyword| members.get(*keyword).and_then(Value::as_str) == Some(name));
            if is_meant {
                return Some(at.as_str().to_owned());
            }
            members
                .iter()
                .find_map(|(member, value)| at.within(member, |at| anchor(value, name, at)))
        }
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .find_map(|(index, value)| at.within_index(index, |at| anchor(value, name, at))),
        _ => None,
    }
}

/// The reference leads to nothing.
pub fn missing(reference: &str) -> Diagnostic {
    Diagnostic::error(Code::ReferenceMissing, "")
        .message(format!("`{reference}` points at nothing"))
        .help("add what is missing, or mend the reference")
}

/// The reference leads back to itself.
pub fn circular(reference: &str) -> Diagnostic {
    Diagnostic::error(Code::ReferenceInvalid, "")
        .message(format!(
            "`{reference}` leads back to itself, or through too many others"
        ))
        .help("one link of the chain must be the thing itself")
}
