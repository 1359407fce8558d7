//! Diagnostics as a person reads them:
//!
//! ```text
//! error[reference-missing]: `#/components/schemas/Pat` points at nothing in this document
//!   --> petstore.yaml:41:17
//!    |
//! 41 |                 $ref: "#/components/schemas/Pat"
//!    |                 ^
//!   help: add what is missing, often under `components.schemas`
//! ```
//! What comes out of a document cannot steer the terminal: control characters are shown by their number.

use std::collections::HashMap;
use std::fmt::Write;

use super::{Code, Diagnostic, Place, Severity};

/// Whether the text may carry terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Never,
    /// ANSI escapes around severity and caret.
    Always,
}

/// Of the warnings and the notes of one code, so many are shown; the others are counted.
const SHOWN: usize = 10;

/// The diagnostics as text; `file` is what stands before line and column of all that
/// name no file of their own. Errors are all shown.
#[must_use]
pub fn render_human(diagnostics: &[Diagnostic], file: &str, colour: Colour) -> String {
    let mut text = String::new();
    let mut counts: HashMap<(Severity, Code), usize> = HashMap::new();
    for diagnostic in diagnostics {
        let count = counts
            .entry((diagnostic.severity, diagnostic.code))
            .or_default();
        *count += 1;
        if diagnostic.is_error() || *count <= SHOWN {
            // Writing to a string cannot fail.
            let _ = write_one(&mut text, diagnostic, file, colour);
        }
    }
    let mut rest: Vec<_> = counts
        .into_iter()
        .filter(|&((severity, _), count)| severity != Severity::Error && count > SHOWN)
        .collect();
    rest.sort_unstable();
    for ((severity, code), count) in rest {
        let _ = writeln!(
            text,
            "{}: and {} more like it",
            headline(severity, code, colour),
            count - SHOWN
        );
    }
    text
}

fn write_one(
    text: &mut String,
    diagnostic: &Diagnostic,
    file: &str,
    colour: Colour,
) -> std::fmt::Result {
    let Diagnostic {
        severity,
        code,
        message,
        pointer,
        file: own,
        help,
        place,
    } = diagnostic;
    let file = visible(own.as_deref().unwrap_or(file));
    writeln!(
        text,
        "{}: {}",
        headline(*severity, *code, colour),
        visible(message)
    )?;
    match (place, pointer.as_deref()) {
        (Some(place), _) => write_place(text, place, &file, *severity, colour)?,
        (None, Some("")) => writeln!(text, "  --> {file}")?,
        (None, Some(pointer)) => writeln!(text, "  --> {file}#{}", visible(pointer))?,
        (None, None) => {}
    }
    match help {
        Some(help) => writeln!(text, "  {}: {}", paint("help", "36", colour), visible(help)),
        None => Ok(()),
    }
}

/// Writes where something stands, with the line of the file.
pub(crate) fn write_place(
    text: &mut String,
    place: &Place,
    file: &str,
    severity: Severity,
    colour: Colour,
) -> std::fmt::Result {
    let Place {
        line,
        column,
        source_line,
        skipped,
    } = place;
    writeln!(text, "  --> {file}:{line}:{column}")?;
    if source_line.trim().is_empty() {
        return Ok(());
    }
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    let dots = if *skipped > 0 { "..." } else { "" };
    // A character that is shown by its number is wider than one column.
    let before: String = source_line
        .chars()
        .take(column.saturating_sub(skipped + 1))
        .collect();
    let indent = " ".repeat(dots.len() + visible(&before).chars().count());
    writeln!(text, "{margin} |")?;
    writeln!(text, "{number} | {dots}{}", visible(source_line).trim_end())?;
    writeln!(
        text,
        "{margin} | {indent}{}",
        paint("^", tone(severity), colour)
    )
}

fn headline(severity: Severity, code: Code, colour: Colour) -> String {
    paint(
        &format!("{}[{code}]", severity.as_str()),
        tone(severity),
        colour,
    )
}

/// The ANSI colour of a severity; the word says the same, so that no meaning is in the colour alone.
pub(crate) fn tone(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Note => "1;34",
    }
}

/// A word in an ANSI colour, where there may be any.
pub(crate) fn paint(word: &str, tone: &str, colour: Colour) -> String {
    match colour {
        Colour::Never => word.to_owned(),
        Colour::Always => format!("\u{1b}[{tone}m{word}\u{1b}[0m"),
    }
}

/// The text on one line, with nothing in it that moves a cursor or turns the direction of writing.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => shown.push(' '),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                shown.extend(character.escape_unicode());
            }
            other if other.is_control() => shown.extend(other.escape_unicode()),
            other => shown.push(other),
        }
    }
    shown
}
