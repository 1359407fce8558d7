//! Decoding: a JSON tree flows in, a typed value or every violation with its place flows out.
//!
//! The emitted types implement [`Decode`] with the small functions of this module. None of them stops at the first
//! fault: each says what is wrong in the [`Report`] and returns `None`, and the caller goes on with the next field.
//! The one contract that holds everywhere: `None` means that at least one violation was reported.

mod choice;
mod list;
mod number;
mod object;
mod pointer;
mod report;
mod scalar;
mod text;
mod union;

use crate::json::Value;

pub use choice::{Undeclared, among, choice, constant, numbered};
pub use list::{Items, Members, Unique, list, map};
pub use number::{Integer, Number, float, integer, number, whole};
pub use object::{Additional, Fields, Object};
pub use pointer::{Location, Pointer};
pub use report::Report;
pub use scalar::{boolean, nullable};
pub use text::{Text, text};
pub use union::{exactly_one, first_of, tagged};

pub use crate::secret::secret;

/// A type that can be built from JSON by the contract's rules.
pub trait Decode: Sized {
    /// Builds the value, or reports every violation and returns `None`.
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self>;
}

/// A decoder as a plain function pointer: what the non-generic helpers take, so that the emitted code stays small.
pub type Decoder<T> = fn(&Value<'_>, &Pointer<'_>, &mut Report) -> Option<T>;
