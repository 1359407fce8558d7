//! What is the same in both documents, and may be passed over: two documents go in, the references that lead to nothing new
//! come out.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::source::pointer;

/// Knows the references whose targets are the same in both documents, as far as further references lead.
#[derive(Debug, Default)]
pub struct Stable<'d> {
    references: HashSet<&'d str>,
}

impl<'d> Stable<'d> {
    /// Follows every reference of the new document.
    #[must_use]
    pub fn of(old: &Value, new: &'d Value) -> Self {
        let mut references = HashSet::new();
        each_reference(new, &mut |reference| {
            references.insert(reference);
        });
        let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut changed: Vec<&str> = Vec::new();
        for &reference in &references {
            let target = pointer::of_reference(reference)
                .and_then(|pointer| Some((old.pointer(&pointer)?, new.pointer(&pointer)?)));
            match target {
                Some((before, now)) if before == now => {
                    each_reference(now, &mut |used| {
                        users.entry(used).or_default().push(reference);
                    });
                }
                _ => changed.push(reference),
            }
        }
        // What refers to something that changed has changed.
        while let Some(reference) = changed.pop() {
            if references.remove(reference) {
                changed.extend(users.remove(reference).unwrap_or_default());
            }
        }
        Self { references }
    }

    /// Are both the same, and is all that they refer to?
    #[must_use]
    pub fn holds(&self, old: &Value, new: &Value) -> bool {
        if old != new {
            return false;
        }
        let mut stable = true;
        each_reference(new, &mut |reference| {
            stable = stable && self.references.contains(reference);
        });
        stable
    }
}

/// Visits the text of everything that looks like a reference, at whatever depth.
fn each_reference<'v>(value: &'v Value, visit: &mut impl FnMut(&'v str)) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == "$ref" => visit(text),
                    member => each_reference(member, visit),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| each_reference(item, visit)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Stable;

    #[test]
    fn what_refers_to_a_change_has_changed() {
        let document = |least: u32| json!({"a": {"$ref": "#/b"}, "b": {"items": {"$ref": "#/c"}}, "c": {"minimum": least}, "d": {"$ref": "#/e"}, "e": {"$ref": "#/e"}});
        let (old, new) = (document(1), document(2));
        let stable = Stable::of(&old, &new);
        let holds = |name: &str| stable.holds(&old[name], &new[name]);
        assert_eq!(
            ["a", "b", "c", "d", "e"].map(holds),
            [false, false, false, true, true]
        );
    }
}
