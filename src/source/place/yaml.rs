//! The marked parse of YAML.

use saphyr_parser::{Event as Parsed, Parser};

use super::tracker::{Event, Spot, Tracker};

/// Tells the events of the first document to `tracker`, up to the end or to the first fault.
pub fn scan(text: &str, tracker: &mut Tracker<'_>) {
    let mut parser = Parser::new_from_str(text);
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
