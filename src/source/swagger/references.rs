//! References follow what they name to its new place.

use std::collections::HashSet;

use serde_json::Value;

use super::super::pointer::{self, Pointer};
use super::super::references::{Root, roots};
use super::super::trace::Moves;
use super::super::walk::{may_refer, walk_mut};

/// Points every reference of a lifted document to where things are now, also those that stand where only another reference
/// leads. What `source`, the document as it was, does not have is left as it is written, to be told so.
pub fn follow(source: &Value, document: &mut Value, moves: &Moves) {
    let mut done: HashSet<Root> = HashSet::new();
    loop {
        let fresh: Vec<Root> = roots(document)
            .into_iter()
            .filter(|root| !done.contains(root))
            .collect();
        if fresh.is_empty() {
            return;
        }
        for root in fresh {
            if let Some(value) = document.pointer_mut(&root.pointer) {
                let mut at = Pointer::at(&root.pointer);
                walk_mut(value, root.kind, &mut at, &mut |value, kind, _| {
                    if may_refer(kind)
                        && let Some(Value::String(reference)) = value.get_mut("$ref")
                        && let Some(target) = pointer::of_reference(reference)
                    {
                        let new = moves.forth(&target);
                        if new != target && source.pointer(&target).is_some() {
                            *reference = pointer::to_reference(&new);
                        }
                    }
                });
            }
            done.insert(root);
        }
    }
}
