//! The whole of a contract, and what stands in it beside its operations.

use serde_json::Value;

use super::{Definition, Operation, Outgoing, Scheme, Tag};
use crate::model::names::Name;

/// The whole API.
#[derive(Debug)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`, as it stands in the document.
    pub version: String,
    /// `info.description`, one paragraph.
    pub description: String,
    /// What comes before every path of the document: empty, or `/v1` and the like, without a slash at the end.
    pub base_path: String,
    /// The module in which all of it stands, where a service has several versions; the word is the version's name.
    pub module: Option<Name>,
    /// What comes before the path of the served contract: the base path, unless versions have one in common.
    pub served_under: String,
    /// The security schemes that some operation asks for.
    pub schemes: Vec<Scheme>,
    /// The groups of operations, in the order of their first operation.
    pub tags: Vec<Tag>,
    /// Every operation; tags refer to them by position.
    pub operations: Vec<Operation>,
    /// What the service sends of its own accord.
    pub outgoing: Vec<Outgoing>,
    /// Every named type; [`TypeId`] is a position in this list.
    pub types: Vec<Definition>,
    /// Schemas which no Rust type fits, by the name under which the emitted crate keeps them.
    pub rules: Vec<Rule>,
    /// Whether a pattern needs an engine that backtracks.
    pub bounded_patterns: bool,
    /// What the document demands and the service refuses instead of enforcing; listed in `SECURITY.md`.
    pub exceptions: Vec<Exception>,
}

/// A demand of the document that is not enforced, only refused or noted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exception {
    /// Where the document demands it, as a JSON pointer.
    pub pointer: String,
    /// What happens instead, a sentence.
    pub sentence: String,
}

/// A schema which no Rust type fits, as JSON Schema 2020-12 with its references intact.
#[derive(Debug)]
pub struct Rule {
    /// The name under which the emitted crate keeps it.
    pub name: String,
    /// The schema; references point into the whole document.
    pub schema: Value,
}
