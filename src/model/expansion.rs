//! Schemas that are written out where they are referred to: a schema that is being written out goes in, and where it would
//! contain itself for ever a type with a name comes out.
//!
//! What stands beside a `$ref` is merged with what the reference leads to. Where that contains the same reference with the
//! same siblings, merging would never end.

use std::collections::HashMap;

use serde_json::Value;

use super::Type;
use super::build::{Builder, Hint};
use super::direction::Direction;

/// How many schemas are written out within one another; deeper ones are left to a rule, which follows references itself.
const DEEPEST: usize = 24;

/// What is being written out, and what would repeat.
#[derive(Debug, Default)]
pub struct Expansions {
    open: Vec<(String, Direction)>,
    repeated: HashMap<(String, Direction), Type>,
}

/// What becomes of a schema that may have to be written out.
pub enum Expansion {
    /// It is none of those.
    Nothing,
    /// It is written out now; the caller says when that is done.
    Begun,
    /// It is within itself, and this is its type.
    Repeats(Type),
}

impl Builder<'_> {
    /// Notes that a schema is written out, if it is one that is merged.
    pub fn begin_expansion(
        &mut self,
        schema: &Value,
        at: &str,
        direction: Direction,
        hint: &Hint,
    ) -> Expansion {
        let is_merged = ["$ref", "allOf"]
            .iter()
            .any(|word| schema.get(word).is_some());
        if !is_merged {
            return Expansion::Nothing;
        }
        let key = (schema.to_string(), direction);
        if let Some(known) = self.expansions.repeated.get(&key) {
            return Expansion::Repeats(known.clone());
        }
        if self.expansions.open.len() > DEEPEST {
            let kind = self.rule(schema.clone(), at, hint);
            let description = super::schema::description(schema);
            return Expansion::Repeats(self.define(kind, at, direction, hint, description));
        }
        if self.expansions.open.contains(&key) {
            let ty = self.postpone(schema, at, direction, hint);
            self.expansions.repeated.insert(key, ty.clone());
            return Expansion::Repeats(ty);
        }
        self.expansions.open.push(key);
        Expansion::Begun
    }

    /// The schema that was begun last is written out.
    pub fn end_expansion(&mut self) {
        self.expansions.open.pop();
    }
}
