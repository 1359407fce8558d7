//! A comparison as a person reads it, change by change as diagnostics are shown.

use std::collections::HashMap;
use std::fmt::Write;

use super::{Change, Summary, besides, heading, operations, weight, word};
use crate::compare::{Code, Weight};
use crate::diagnostic::{Colour, Severity, paint, tone, visible, write_place};

/// Of the changes of one code that break nothing, so many are shown; the others are counted.
const SHOWN: usize = 10;

/// So many operations of a change are named.
const NAMED: usize = 3;

/// The changes as text, under a heading for each kind.
#[must_use]
pub fn human(changes: &[Change], colour: Colour) -> String {
    let mut text = String::new();
    let mut kind = None;
    let mut counts: HashMap<Code, usize> = HashMap::new();
    for change in changes {
        // Writing to a string cannot fail.
        if kind != Some(change.impact.kind()) {
            if let Some(last) = kind {
                let _ = hidden(&mut text, changes, &counts, last);
            }
            kind = Some(change.impact.kind());
            let title = heading(change.impact.kind());
            let _ = writeln!(text, "{}\n", paint(title, "1", colour));
        }
        let count = counts.entry(change.code).or_default();
        *count += 1;
        if *count <= SHOWN || is_shown_always(change) {
            let _ = write_one(&mut text, change, colour);
        }
    }
    if let Some(last) = kind {
        let _ = hidden(&mut text, changes, &counts, last);
    }
    let _ = writeln!(text, "{}", Summary::of(changes).sentence());
    text
}

fn is_shown_always(change: &Change) -> bool {
    change.is_security_regression() || change.impact.callers == Weight::Breaking
}

/// Says how many changes of each code were not shown.
fn hidden(
    text: &mut String,
    changes: &[Change],
    counts: &HashMap<Code, usize>,
    kind: crate::compare::Kind,
) -> std::fmt::Result {
    let mut rest: Vec<(Code, usize)> = counts
        .iter()
        .filter_map(|(&code, _)| {
            let alike = changes.iter().filter(|change| change.code == code);
            let hidden = alike
                .skip(SHOWN)
                .filter(|change| !is_shown_always(change) && change.impact.kind() == kind);
            Some((code, hidden.count())).filter(|(_, count)| *count > 0)
        })
        .collect();
    rest.sort_unstable();
    for (code, count) in &rest {
        writeln!(text, "[{code}]: and {count} more like it")?;
    }
    if rest.is_empty() {
        Ok(())
    } else {
        writeln!(text)
    }
}

fn severity(change: &Change) -> Severity {
    match weight(change) {
        Weight::Breaking => Severity::Error,
        Weight::Warning => Severity::Warning,
        Weight::Information => Severity::Note,
    }
}

fn write_one(text: &mut String, change: &Change, colour: Colour) -> std::fmt::Result {
    let severity = severity(change);
    let headline = format!("{}[{}]", word(change), change.code);
    let headline = paint(&headline, tone(severity), colour);
    writeln!(text, "{headline}: {}", visible(&change.message))?;
    if let Some(site) = change.site() {
        let file = visible(site.file.as_deref().unwrap_or_default());
        match &site.place {
            Some(place) => write_place(text, place, &file, severity, colour)?,
            None => writeln!(text, "  --> {file}#{}", visible(&site.pointer))?,
        }
    }
    if let (Some(old), Some(_)) = (&change.old, &change.new)
        && let Some(place) = &old.place
    {
        let file = visible(old.file.as_deref().unwrap_or_default());
        writeln!(text, "  was: {file}:{}:{}", place.line, place.column)?;
    }
    if let Some(operations) = operations(change, NAMED) {
        writeln!(text, "  in: {}", visible(&operations))?;
    }
    let besides = besides(change);
    if !besides.is_empty() {
        writeln!(text, "  also: {}", besides.join(", "))?;
    }
    if let Some(help) = &change.help {
        writeln!(text, "  {}: {}", paint("help", "36", colour), visible(help))?;
    }
    writeln!(text)
}
