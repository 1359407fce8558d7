//! What is put aside: an operation that is gone and the bytes that were written for it go in, a block that keeps them and that
//! nobody compiles comes out; and the way back, when the operation comes back.
//!
//! The block is an inherent impl under `#[cfg(false)]`: the types of a request that is gone are gone with it, and no other place
//! for the bytes compiles in every case.

use super::Known;
use super::edits::with_newlines;
use super::source::{Impl, Source};

/// How the reason of a block begins.
const MARK: &str = "removed from the contract: ";

/// The attribute that says that nobody calls it.
const MARKED: &str = "expect";

/// What tells an operation in a comment or a reason.
#[must_use]
pub fn label(known: &Known) -> String {
    let place = format!("{} {}", known.http_method, known.path);
    match &known.id {
        Some(id) => format!("{id} ({place})"),
        None => place,
    }
}

/// Whether a label is that of an operation: the same id, or the same method and path.
#[must_use]
pub fn is_label_of(label: &str, known: &Known) -> bool {
    let place = format!("{} {}", known.http_method, known.path);
    let (id, stood) = match label
        .strip_suffix(')')
        .and_then(|label| label.split_once(" ("))
    {
        Some((id, stood)) => (Some(id), stood),
        None => (None, label),
    };
    (id.is_some() && id == known.id.as_deref()) || stood == place
}

/// An impl that gets a method of another one: what stands before and behind its type, how far it is indented, and how its lines
/// end.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'f> {
    /// Everything from `impl` to the type.
    pub opening: &'f str,
    /// The type, and conditions behind it.
    pub target: &'f str,
    /// The white space before it.
    pub indent: &'f str,
    /// How its lines end.
    pub newline: &'f str,
}

impl Frame<'_> {
    /// The impl around the bytes of a method, which stay as they are; `above` are lines of ours.
    #[must_use]
    pub fn around(self, above: &str, lines: &str) -> String {
        let Self {
            opening,
            target,
            indent,
            newline,
        } = self;
        let (opening, target) = (opening.trim(), target.trim());
        let above = with_newlines(above, newline);
        let end = if lines.ends_with('\n') { "" } else { newline };
        format!("{above}{indent}{opening} {target} {{{newline}{lines}{end}{indent}}}{newline}")
    }
}

/// A block that keeps the bytes of a method.
#[must_use]
pub fn block(known: &Known, frame: Frame<'_>, lines: &str) -> String {
    let indent = frame.indent;
    let label = label(known);
    let reason = format!("{MARK}{label}")
        .replace('\\', "\\\\")
        .replace('"', "\\\"");
    let label = label.replace(['\n', '\r'], " ");
    let reason = reason.replace(['\n', '\r'], " ");
    let above = format!(
        "{indent}// The contract has no {label} any more.\n\
         {indent}// What was written for it is kept here and not compiled: take out what is of use, then delete it.\n\
         {indent}#[cfg(false)]\n\
         {indent}#[{MARKED}(dead_code, reason = \"{reason}\")]\n"
    );
    frame.around(&above, lines)
}

/// The line above an arm of a match, or a function, that nobody compiles any more.
#[must_use]
pub fn line(known: &Known) -> String {
    format!(
        "#[cfg(false)] // {MARK}{}",
        label(known).replace(['\n', '\r'], " ")
    )
}

/// The label in such a line.
#[must_use]
pub fn label_in(line: &str) -> Option<&str> {
    let line = line.trim().strip_prefix("#[cfg(false)] // ")?;
    line.strip_prefix(MARK)
}

/// The blocks of a file that keep a method of an operation: positions of impls.
#[must_use]
pub fn kept_for(source: &Source<'_>, known: &Known) -> Vec<usize> {
    let is_kept = |implementation: &Impl| {
        let reason = implementation.reason.as_deref();
        let label = reason.and_then(|reason| reason.strip_prefix(MARK));
        implementation.path.is_empty()
            && implementation.methods.len() == 1
            && label.is_some_and(|label| is_label_of(label, known))
    };
    let impls = source.impls.iter().enumerate();
    impls
        .filter(|(_, implementation)| is_kept(implementation))
        .map(|(position, _)| position)
        .collect()
}
