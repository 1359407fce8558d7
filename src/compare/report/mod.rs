//! A comparison as text: changes go in, with the origins of both documents for their places; text for people, JSON for
//! programs, or Markdown for a review comes out.

mod human;
mod json;
mod markdown;

pub use human::human;
pub use json::json;
pub use markdown::markdown;

use super::{Change, Kind, Security, Site, Weight};
use crate::source::{Origin, locate_written};

/// Fills in file, line and column of every place, by one marked parse of each file.
pub fn place(changes: &mut [Change], old: &Origin, new: &Origin) {
    fill(
        old,
        changes.iter_mut().filter_map(|change| change.old.as_mut()),
    );
    fill(
        new,
        changes.iter_mut().filter_map(|change| change.new.as_mut()),
    );
}

fn fill<'c>(origin: &Origin, sites: impl Iterator<Item = &'c mut Site>) {
    let mut sites: Vec<&mut Site> = sites.filter(|site| site.file.is_none()).collect();
    let located = {
        let pointers: Vec<&str> = sites.iter().map(|site| site.pointer.as_str()).collect();
        if pointers.is_empty() {
            return;
        }
        locate_written(origin, &pointers)
    };
    for (site, located) in sites.iter_mut().zip(located) {
        site.file = Some(located.file);
        site.pointer = located.pointer;
        site.place = located.place;
    }
}

/// How many changes concern whom; a change may concern several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Security regressions.
    pub regressions: usize,
    /// Changes that break callers.
    pub callers: usize,
    /// Changes that break handlers.
    pub handlers: usize,
    /// Changes that do neither.
    pub others: usize,
}

impl Summary {
    /// Counts.
    #[must_use]
    pub fn of(changes: &[Change]) -> Self {
        let mut summary = Self::default();
        for change in changes {
            let (callers, handlers) = (change.impact.callers, change.impact.handlers);
            summary.regressions += usize::from(change.is_security_regression());
            summary.callers += usize::from(callers == Weight::Breaking);
            summary.handlers += usize::from(handlers == Weight::Breaking);
            let other = !change.is_security_regression() && !change.is_breaking();
            summary.others += usize::from(other);
        }
        summary
    }

    /// One sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let counted = |count: usize, one: &str, many: &str| match count {
            1 => format!("1 {one}"),
            _ => format!("{count} {many}"),
        };
        if *self == Self::default() {
            return "nothing changed for callers, handlers or security".to_owned();
        }
        format!(
            "{}, {} callers, {} handlers, {}",
            counted(
                self.regressions,
                "security regression",
                "security regressions"
            ),
            counted(self.callers, "change breaks", "changes break"),
            counted(self.handlers, "breaks", "break"),
            counted(self.others, "other change", "other changes"),
        )
    }
}

/// The word that stands before a change.
fn word(change: &Change) -> &'static str {
    if change.is_security_regression() {
        return "regression";
    }
    match weight(change) {
        Weight::Breaking => "breaking",
        Weight::Warning => "warning",
        Weight::Information => "note",
    }
}

/// How much a change weighs for those under whose heading it stands.
fn weight(change: &Change) -> Weight {
    match change.impact.kind() {
        Kind::Security => Weight::Breaking,
        Kind::Callers => change.impact.callers,
        Kind::Handlers => change.impact.handlers,
        Kind::Other => Weight::Information,
    }
}

/// The heading of a kind.
fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Security => "Security regressions",
        Kind::Callers => "Breaks callers, or may",
        Kind::Handlers => "Breaks handlers, or may",
        Kind::Other => "Also changed",
    }
}

/// What else a change does beside what its heading says.
fn besides(change: &Change) -> Vec<&'static str> {
    let mut words = Vec::new();
    let kind = change.impact.kind();
    if kind != Kind::Callers && change.impact.callers == Weight::Breaking {
        words.push("breaks callers");
    }
    if kind != Kind::Handlers && change.impact.handlers == Weight::Breaking {
        words.push("breaks handlers");
    }
    if change.impact.security == Security::Tightened {
        words.push("tightens security");
    }
    words
}

/// The operations of a change, the first few by name.
fn operations(change: &Change, most: usize) -> Option<String> {
    let named: Vec<String> = change
        .operations
        .iter()
        .take(most)
        .map(|operation| format!("`{operation}`"))
        .collect();
    if named.is_empty() {
        return None;
    }
    let rest = change.operations.len() - named.len();
    let named = named.join(", ");
    Some(match rest {
        0 => named,
        _ => format!("{named} and {rest} more"),
    })
}
