//! The marked parse of YAML.

use std::borrow::Cow;

use saphyr_parser::{Event as Parsed, Parser};

use super::tracker::{Event, Spot, Tracker};

/// Tells the events of the first document to `tracker`, up to the end or to the first fault.
pub fn scan(text: &str, tracker: &mut Tracker<'_>) {
    let text = indented(text);
    let mut parser = Parser::new_from_str(&text);
    while let Some(Ok((parsed, span))) = parser.next_event() {
        let event = match &parsed {
            Parsed::MappingStart(..) => Event::Object,
            Parsed::SequenceStart(..) => Event::Array,
            Parsed::MappingEnd | Parsed::SequenceEnd => Event::Close,
            Parsed::Scalar(text, ..) => Event::Scalar(text),
            // What an alias stands for has a place of its own, elsewhere.
            Parsed::Alias(_) => Event::Scalar(""),
            Parsed::DocumentEnd => return,
            _ => continue,
        };
        tracker.take(&event, || Spot {
            line: span.start.line(),
            column: span.start.col() + 1,
        });
    }
}

/// How many brackets are moved before the parser is left to its fault.
const MOST_MOVED: usize = 64;

/// A bracket that closes at the start of its line is refused by this parser, by the letter, and taken by the one that read
/// the document. Nothing wanted stands behind it, so it may as well be indented.
fn indented(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..MOST_MOVED {
        let Some(line) = fault(&text) else { break };
        let start = line.checked_sub(2).map_or(Some(0), |breaks| {
            let mut found = text.match_indices('\n').skip(breaks);
            found.next().map(|(at, _)| at + 1)
        });
        let Some((before, rest)) = start.and_then(|start| text.split_at_checked(start)) else {
            break;
        };
        if !rest.trim_start_matches(' ').starts_with(['}', ']']) {
            break;
        }
        text = Cow::Owned(format!("{before}{:96}{rest}", ""));
    }
    text
}

/// The line of the first fault.
fn fault(text: &str) -> Option<usize> {
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((Parsed::DocumentEnd, _)) => return None,
            Ok(_) => {}
            Err(error) => return Some(error.marker().line()),
        }
    }
    None
}
