//! Examples that are not there: a document flows in, and the same without references to them flows out.
//!
//! An example demands nothing of anybody, so a reference that leads to none is told and forgotten, where any other would stop
//! generation.

use serde_json::Value;

use super::grammar::Kind;
use super::pointer::{self, Pointer};
use super::references::Root;
use super::walk::{reference, walk};
use crate::diagnostic::{Code, Diagnostic};

/// Leaves out references to examples that the document does not have.
pub fn forget(document: &mut Value, roots: &[Root], diagnostics: &mut Vec<Diagnostic>) {
    for (place, written) in missing(document, roots) {
        let Some((parent, name)) = place.rsplit_once('/') else {
            continue;
        };
        let parent = document.pointer_mut(parent).and_then(Value::as_object_mut);
        let gone = parent.and_then(|examples| examples.shift_remove(&pointer::unescape(name)));
        if gone.is_some() {
            diagnostics.push(
                Diagnostic::warning(Code::DocumentRepaired, pointer::join(&place, "$ref"))
                    .message(format!("`{written}` points at no example; it is left out"))
                    .help("add what is missing under `components.examples`"),
            );
        }
    }
}

/// Where examples refer to what is not there, and what they say.
fn missing(document: &Value, roots: &[Root]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for root in roots {
        let Some(value) = document.pointer(&root.pointer) else {
            continue;
        };
        let mut at = Pointer::at(&root.pointer);
        walk(value, root.kind, &mut at, &mut |value, kind, at| {
            let Some(written) = reference(value).filter(|_| kind == Kind::Example) else {
                return;
            };
            let target = pointer::of_reference(written);
            if target.is_some_and(|target| document.pointer(&target).is_none()) {
                found.push((at.as_str().to_owned(), written.to_owned()));
            }
        });
    }
    found
}
