//! Which operation of the old document is which of the new one: two documents go in, pairs come out.
//!
//! Callers know an operation by its method and path, so that what is still there is the same operation, whatever it is called.
//! What is at no path of the other document is found by its `operationId`: whole documents change every path and keep their
//! ids. Names of path parameters are no part of a path.

use std::collections::HashMap;

use openapiv3::ReferenceOr;
use serde_json::Value;

use crate::model::route;
use crate::source::{Document, join_pointer};

/// An operation of one document.
#[derive(Clone, Debug)]
pub struct Operation<'d> {
    /// The method, in capitals.
    pub method: String,
    /// The path, as the document has it.
    pub template: &'d str,
    /// Its members.
    pub members: &'d Value,
    /// Its typed form, with what a project's choices put into its extensions.
    pub typed: &'d openapiv3::Operation,
    /// Where it stands.
    pub pointer: String,
    /// Where its path stands.
    pub item: String,
}

impl Operation<'_> {
    /// Method and path, for people.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} {}", self.method, self.template)
    }

    /// Its `operationId`.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.typed.operation_id.as_deref()
    }
}

/// The operations of both documents.
#[derive(Debug)]
pub struct Pairs<'d> {
    /// What is in both, and whether it moved.
    pub kept: Vec<(Operation<'d>, Operation<'d>, Way)>,
    /// What is in the old one only.
    pub gone: Vec<Operation<'d>>,
    /// What is in the new one only.
    pub came: Vec<Operation<'d>>,
    /// The base paths of both, where some operation is known by its path without them.
    pub rebased: Option<(String, String)>,
}

/// How a pair was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It is where it was.
    Stayed,
    /// It is elsewhere under the same `operationId`.
    Moved,
}

/// Pairs the operations of two documents.
#[must_use]
pub fn pair<'d>(old: &'d Document, new: &'d Document) -> Pairs<'d> {
    let (old_base, new_base) = (base_path(old), base_path(new));
    let mut before: Vec<Option<Operation<'d>>> = list(old).into_iter().map(Some).collect();
    let mut after: Vec<Option<Operation<'d>>> = list(new).into_iter().map(Some).collect();
    let mut kept = Vec::new();

    let full = |base: &str, operation: &Operation<'_>| {
        Some(format!(
            "{} {}",
            operation.method,
            shape(&format!("{base}{}", operation.template))
        ))
    };
    join(
        &mut before,
        &mut after,
        |one| full(&old_base, one),
        |one| full(&new_base, one),
        Way::Stayed,
        &mut kept,
    );
    let mut rebased = None;
    if old_base != new_base {
        let paired = kept.len();
        let bare = |operation: &Operation<'_>| full("", operation);
        join(&mut before, &mut after, bare, bare, Way::Stayed, &mut kept);
        if kept.len() > paired {
            rebased = Some((old_base, new_base));
        }
    }
    let id = |operation: &Operation<'_>| operation.id().map(str::to_owned);
    join(&mut before, &mut after, id, id, Way::Moved, &mut kept);

    Pairs {
        kept,
        gone: before.into_iter().flatten().collect(),
        came: after.into_iter().flatten().collect(),
        rebased,
    }
}

/// Pairs what has the same key, where the key is that of one operation on each side only.
fn join<'d>(
    before: &mut [Option<Operation<'d>>],
    after: &mut [Option<Operation<'d>>],
    old_key: impl Fn(&Operation<'d>) -> Option<String>,
    new_key: impl Fn(&Operation<'d>) -> Option<String>,
    way: Way,
    kept: &mut Vec<(Operation<'d>, Operation<'d>, Way)>,
) {
    let index = |list: &[Option<Operation<'d>>], key: &dyn Fn(&Operation<'d>) -> Option<String>| {
        let mut known: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, operation) in list.iter().enumerate() {
            if let Some(key) = operation.as_ref().and_then(key) {
                known.entry(key).or_default().push(index);
            }
        }
        known
    };
    let olds = index(before, &old_key);
    let news = index(after, &new_key);
    let mut pairs: Vec<(usize, usize)> = olds
        .into_iter()
        .filter_map(
            |(key, old)| match (old.as_slice(), news.get(&key)?.as_slice()) {
                ([old], [new]) => Some((*old, *new)),
                _ => None,
            },
        )
        .collect();
    pairs.sort_unstable();
    for (old, new) in pairs {
        if let (Some(old), Some(new)) = (before[old].take(), after[new].take()) {
            kept.push((old, new, way));
        }
    }
}

/// Every operation of a document, in its order.
fn list(document: &Document) -> Vec<Operation<'_>> {
    let mut found = Vec::new();
    for (template, item) in &document.typed.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        let place = join_pointer("/paths", template);
        let own = item
            .iter()
            .map(|(word, typed)| (word.to_ascii_uppercase(), join_pointer(&place, word), typed));
        let further = document.further.get(template).into_iter().flatten();
        let further = further.map(|more| (more.method.clone(), more.pointer.clone(), &more.typed));
        for (method, pointer, typed) in own.chain(further) {
            if let Some(members) = document.raw.pointer(&pointer) {
                found.push(Operation {
                    method,
                    template,
                    members,
                    typed,
                    pointer,
                    item: place.clone(),
                });
            }
        }
    }
    found
}

/// Where a document says what comes before its paths.
#[must_use]
pub fn base_place(document: &Document) -> &'static str {
    let paths = document.typed.paths.paths.keys().map(String::as_str);
    if route::assumes_version(&document.typed.servers, paths) {
        return "/info/version";
    }
    server_place(document)
}

/// Where a document names its first server, or the whole of it.
#[must_use]
pub fn server_place(document: &Document) -> &'static str {
    let said = document.raw.pointer("/servers/0/url").is_some();
    if said { "/servers/0/url" } else { "" }
}

/// What comes before every path of a document.
fn base_path(document: &Document) -> String {
    let paths = document.typed.paths.paths.keys().map(String::as_str);
    route::base_path(&document.typed.servers, &document.typed.info.version, paths)
}

/// A path without the names of its parameters.
#[must_use]
pub fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut rest = path;
    while let Some((before, opened)) = rest.split_once('{') {
        let Some((_, after)) = opened.split_once('}') else {
            break;
        };
        shape.push_str(before);
        shape.push_str("{}");
        rest = after;
    }
    shape.push_str(rest);
    shape
}
