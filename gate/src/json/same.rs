//! Equality by JSON Schema's meaning: numbers by value, objects regardless of order.

use std::{
    collections::HashSet,
    hash::{Hash, Hasher},
};

use super::Value;

impl Value<'_> {
    /// Whether two values are equal as JSON Schema means it: `1` is `1.0`, members may come in any order, and nothing
    /// is equal to a value of another type.
    #[must_use]
    pub fn same(&self, other: &Value<'_>) -> bool {
        match (self, other) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(left), Value::Bool(right)) => left == right,
            (Value::Number(left), Value::Number(right)) => {
                left.as_str() == right.as_str() || left.decimal() == right.decimal()
            }
            (Value::String(left), Value::String(right)) => left == right,
            (Value::Array(left), Value::Array(right)) => {
                left.len() == right.len()
                    && left.iter().zip(right).all(|(left, right)| left.same(right))
            }
            (Value::Object(left), Value::Object(right)) => {
                left.len() == right.len() && same_members(left, right)
            }
            #[cfg(feature = "multipart")]
            (Value::File(left), Value::File(right)) => left == right,
            _ => false,
        }
    }
}

type Members<'a> = [(std::borrow::Cow<'a, str>, Value<'a>)];

fn same_members(left: &Members<'_>, right: &Members<'_>) -> bool {
    sorted(left)
        .into_iter()
        .zip(sorted(right))
        .all(|((left_key, left), (right_key, right))| left_key == right_key && left.same(right))
}

fn sorted<'m, 'a>(members: &'m Members<'a>) -> Vec<(&'m str, &'m Value<'a>)> {
    let mut members: Vec<_> = members
        .iter()
        .map(|(key, value)| (key.as_ref(), value))
        .collect();
    members.sort_unstable_by_key(|(key, _)| *key);
    members
}

/// A value as the key of a hash set: equal and hashed by [`Value::same`].
#[derive(Clone, Copy, Debug)]
pub struct Same<'v, 'a>(pub &'v Value<'a>);

impl PartialEq for Same<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.same(other.0)
    }
}

impl Eq for Same<'_, '_> {}

impl Hash for Same<'_, '_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.0 {
            Value::Null => state.write_u8(0),
            Value::Bool(value) => {
                state.write_u8(1);
                value.hash(state);
            }
            Value::Number(number) => {
                state.write_u8(2);
                for byte in number.decimal().canonical() {
                    state.write_u8(byte);
                }
            }
            Value::String(text) => {
                state.write_u8(3);
                text.hash(state);
            }
            // Equal files are hashed alike, and so are others: the comparison decides.
            #[cfg(feature = "multipart")]
            Value::File(_) => state.write_u8(6),
            Value::Array(items) => {
                state.write_u8(4);
                state.write_usize(items.len());
                for item in items {
                    Same(item).hash(state);
                }
            }
            Value::Object(members) => {
                state.write_u8(5);
                state.write_usize(members.len());
                for (key, value) in sorted(members) {
                    key.hash(state);
                    Same(value).hash(state);
                }
            }
        }
    }
}

/// Whether no two items are the same; linear in the size of the array, whatever was sent.
pub(crate) fn all_different(items: &[Value<'_>]) -> bool {
    let mut seen = HashSet::with_capacity(items.len());
    items.iter().all(|item| seen.insert(Same(item)))
}
