//! Every reference must lead somewhere, to a thing of the right kind, and not back to itself.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::grammar::Kind;
use super::pointer::{self, Pointer};
use super::walk::{element, kind_at, may_refer, reference, walk};
use crate::diagnostic::{Code, Diagnostic};

/// A place from which the grammar is walked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Root {
    /// Where it is.
    pub pointer: String,
    /// What stands there.
    pub kind: Kind,
}

/// Where the walks over a document start: at its root, and wherever a reference leads off the grammar, such as to a schema
/// under an extension.
pub fn roots(document: &Value) -> Vec<Root> {
    let mut roots = vec![Root {
        pointer: String::new(),
        kind: Kind::Document,
    }];
    let mut seen: HashSet<(&str, Kind)> = HashSet::new();
    let mut next = 0;
    while let Some(root) = roots.get(next).cloned() {
        next += 1;
        let Some(value) = document.pointer(&root.pointer) else {
            continue;
        };
        walk(
            value,
            root.kind,
            &mut Pointer::at(&root.pointer),
            &mut |value, kind, _| {
                let Some(reference) = reference(value).filter(|_| may_refer(kind)) else {
                    return;
                };
                if !seen.insert((reference, kind)) {
                    return;
                }
                let Some(pointer) = pointer::of_reference(reference) else {
                    return;
                };
                if document.pointer(&pointer).is_some() && kind_at(document, &pointer).is_none() {
                    let root = Root { pointer, kind };
                    if !roots.contains(&root) {
                        roots.push(root);
                    }
                }
            },
        );
    }
    roots
}

/// What is wrong with the references of a document; nothing when all of them hold.
pub fn check(document: &Value, roots: &[Root]) -> Vec<Diagnostic> {
    let mut verdicts: HashMap<(&str, Kind), Verdict> = HashMap::new();
    let mut diagnostics = Vec::new();
    for root in roots {
        let Some(value) = document.pointer(&root.pointer) else {
            continue;
        };
        walk(
            value,
            root.kind,
            &mut Pointer::at(&root.pointer),
            &mut |value, kind, pointer| {
                if !may_refer(kind) {
                    return;
                }
                let Some(written) = value.get("$ref") else {
                    return;
                };
                let place = || pointer::join(pointer.as_str(), "$ref");
                let Some(reference) = written.as_str() else {
                    diagnostics.push(
                        Diagnostic::error(Code::ReferenceInvalid, place())
                            .message("`$ref` is not a text")
                            .help("a reference is a URI, such as `#/components/schemas/Pet`"),
                    );
                    return;
                };
                let verdict = verdicts
                    .entry((reference, kind))
                    .or_insert_with(|| judge(document, reference, kind));
                diagnostics.extend(verdict.diagnostic(reference, kind, place));
            },
        );
    }
    diagnostics
}

/// Where a chain of references ends: a pointer to something that is no reference. `None` when it does not end.
pub fn resolve_chain(document: &Value, reference_text: &str) -> Option<String> {
    let mut seen = HashSet::new();
    let mut pointer = pointer::of_reference(reference_text)?;
    while seen.insert(pointer.clone()) {
        match reference(document.pointer(&pointer)?) {
            Some(next) => pointer = pointer::of_reference(next)?,
            None => return Some(pointer),
        }
    }
    None
}

/// What stands at a pointer whose way leads through references; what stands beside a reference wins over what it names.
pub fn through<'d>(document: &'d Value, pointer: &str) -> Option<&'d Value> {
    let mut value = document;
    for token in pointer::tokens(pointer) {
        let mut links = 0;
        value = loop {
            if let Some(inner) = element(value, &token) {
                break inner;
            }
            links += 1;
            if links > LONGEST_CHAIN {
                return None;
            }
            value = document.pointer(&pointer::of_reference(reference(value)?)?)?;
        };
    }
    Some(value)
}

/// What a reference comes to.
enum Verdict {
    Fine,
    Missing,
    External,
    Circular,
    OtherKind(Kind),
}

impl Verdict {
    fn diagnostic(
        &self,
        reference: &str,
        kind: Kind,
        place: impl FnOnce() -> String,
    ) -> Option<Diagnostic> {
        let error = |code| Diagnostic::error(code, place());
        Some(match self {
            Self::Fine => return None,
            Self::Missing => error(Code::ReferenceMissing)
                .message(format!("`{reference}` points at nothing in this document"))
                .help(match kind.section() {
                    Some(section) => {
                        format!("add what is missing, often under `components.{section}`")
                    }
                    None => "add what is missing".to_owned(),
                }),
            Self::External => error(Code::ReferenceExternal)
                .message(format!("`{reference}` leads out of this document"))
                .help("bundle the parts into one file, so that every reference starts with `#/`"),
            Self::Circular => error(Code::ReferenceInvalid)
                .message(format!(
                    "`{reference}` leads back to itself, or through too many others"
                ))
                .help("one link of the chain must be the thing itself"),
            Self::OtherKind(found) => error(Code::ReferenceInvalid)
                .message(format!(
                    "`{reference}` names {}, and {} is needed here",
                    found.noun(),
                    kind.noun()
                ))
                .help(match kind.section() {
                    Some(section) => format!("refer to an entry of `components.{section}`"),
                    None => "refer to a thing of the right kind".to_owned(),
                }),
        })
    }
}

fn judge(document: &Value, reference_text: &str, kind: Kind) -> Verdict {
    if !reference_text.starts_with('#') {
        return Verdict::External;
    }
    let Some(pointer) = pointer::of_reference(reference_text) else {
        return Verdict::Missing;
    };
    let Some(target) = document.pointer(&pointer) else {
        return Verdict::Missing;
    };
    match kind_at(document, &pointer) {
        Some(found) if found != kind => return Verdict::OtherKind(found),
        _ => {}
    }
    match reference(target) {
        // A chain that breaks further on is told where it breaks.
        Some(_) if circular(document, &pointer) => Verdict::Circular,
        _ => Verdict::Fine,
    }
}

/// How many references may lead to each other before the chain is taken for endless: nobody writes ten, and following
/// each of thousands to its end would take the square of their number.
const LONGEST_CHAIN: usize = 100;

/// Does the chain of references that starts at `pointer` come back to a place it has been, or go on for too long?
fn circular(document: &Value, pointer: &str) -> bool {
    let mut seen = HashSet::new();
    let mut pointer = Some(pointer.to_owned());
    while let Some(current) = pointer {
        let next = document
            .pointer(&current)
            .and_then(reference)
            .and_then(pointer::of_reference);
        if !seen.insert(current) || seen.len() > LONGEST_CHAIN {
            return true;
        }
        pointer = next;
    }
    false
}
