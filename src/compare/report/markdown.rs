//! A comparison as a review shows it: a table under each heading.

use std::fmt::Write;

use super::{Change, Summary, besides, heading, operations, word};
use crate::diagnostic::visible;

/// So many operations of a change are named.
const NAMED: usize = 5;

/// The changes as Markdown.
#[must_use]
pub fn markdown(changes: &[Change]) -> String {
    let mut text = String::new();
    let mut kind = None;
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}.", capitalised(&Summary::of(changes).sentence()));
    for change in changes {
        if kind != Some(change.impact.kind()) {
            kind = Some(change.impact.kind());
            let title = heading(change.impact.kind());
            let _ = writeln!(
                text,
                "\n## {title}\n\n| | code | what | operations | where |\n|---|---|---|---|---|"
            );
        }
        let mut what = cell(&change.message);
        let besides = besides(change);
        if !besides.is_empty() {
            let _ = write!(what, " ({})", besides.join(", "));
        }
        let place = change.site().map(|site| {
            let file = site.file.as_deref().unwrap_or_default();
            match &site.place {
                Some(place) => format!("`{file}:{}`", place.line),
                None => format!("`{file}#{}`", site.pointer),
            }
        });
        let _ = writeln!(
            text,
            "| {} | `{}` | {what} | {} | {} |",
            word(change),
            change.code,
            cell(&operations(change, NAMED).unwrap_or_default()),
            cell(&place.unwrap_or_default()),
        );
    }
    text
}

/// Text that ends no cell and begins no tag.
fn cell(text: &str) -> String {
    visible(text).replace('|', "\\|").replace('<', "&lt;")
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
