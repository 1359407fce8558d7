//! A lifted document and a schema's place in, a value that satisfies that schema out.
//!
//! The mock mode answers with what is made here, and the abuse suite begins from it. An example of the author's is used
//! when it is valid, cut down to what the contract declares; otherwise a value is synthesised, small and the same on
//! every run. Nothing leaves this module that the `jsonschema` crate (draft 2020-12, formats asserted) did not accept.

use std::error::Error;
use std::fmt;

use serde_json::Value;

mod check;
mod decimal;
mod discriminator;
mod expand;
mod kind;
mod list;
mod lower;
mod node;
mod object;
mod prune;
mod sample;
mod solve;
mod text;

use node::Node;
use solve::Side;

/// Which way a value travels; it decides whether `readOnly` or `writeOnly` members may be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From a caller: nothing that is `readOnly`.
    Request,
    /// To a caller: nothing that is `writeOnly`.
    Response,
}

/// Why there is no example of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoExample {
    /// What stands in the way, as a sentence without its full stop.
    pub reason: String,
}

impl NoExample {
    fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
        }
    }
}

impl fmt::Display for NoExample {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}

impl Error for NoExample {}

/// Examples for the schemas of one document. Validators and values are kept from one question to the next.
pub struct Examples<'d> {
    document: &'d Value,
    request: Option<Side<'d>>,
    response: Option<Side<'d>>,
}

impl fmt::Debug for Examples<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Examples").finish_non_exhaustive()
    }
}

impl<'d> Examples<'d> {
    /// Prepares for a lifted document: schemas are JSON Schema 2020-12, references are `#/…` pointers into it.
    #[must_use]
    pub fn new(document: &'d Value) -> Self {
        Self {
            document,
            request: None,
            response: None,
        }
    }

    /// An example of the schema at `pointer` (a JSON pointer, `/components/schemas/Pet`, with or without `#` before it).
    ///
    /// The first of `offered` (the media type's own examples) that is valid wins, then the schema's own `example`,
    /// `examples` and `default`, then a synthesised value. Members that the contract does not declare, or that do not
    /// travel in this direction, are taken out of an offered value first.
    ///
    /// # Errors
    /// When there is no schema at `pointer`, when no value can satisfy it, or when none was found within bounds.
    pub fn answer(
        &mut self,
        pointer: &str,
        offered: &[&Value],
        direction: Direction,
    ) -> Result<Value, NoExample> {
        let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
        let document = self.document;
        let schema = document
            .pointer(pointer)
            .ok_or_else(|| NoExample::new(format!("there is no schema at `{pointer}`")))?;
        let side = self.side(direction)?;
        side.answer(&Node::new(pointer, schema), offered)
    }

    /// Whether the schema at `pointer` certainly refuses a value; where there is no schema, nothing is certain.
    #[must_use]
    pub fn refuses(&mut self, pointer: &str, value: &Value, direction: Direction) -> bool {
        let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
        if self.document.pointer(pointer).is_none() {
            return false;
        }
        match self.side(direction) {
            Ok(side) => side.refuses(pointer, value),
            Err(_) => false,
        }
    }

    fn side(&mut self, direction: Direction) -> Result<&mut Side<'d>, NoExample> {
        let side = match direction {
            Direction::Request => &mut self.request,
            Direction::Response => &mut self.response,
        };
        match side {
            Some(side) => Ok(side),
            None => Ok(side.insert(Side::new(self.document, direction)?)),
        }
    }
}
