//! YAML that is too deep or too large: a text goes in, a refusal comes out before anything is kept of it.
//!
//! The parser that makes values keeps all of a text before it makes the first one, in a quarter of a kilobyte for each, and
//! needs time with the square of the depth of brackets. So a text that looks as if it were too much is first read by
//! another one, which keeps nothing and gives up early.

use saphyr_parser::{Event, Parser};

use super::{Failure, MAX_DEPTH, MAX_MEMBERS, MAX_VALUES};
use crate::diagnostic::Code;

/// The brackets that may be open at once, and the marks of blocks in a row, before the text is looked at more closely.
const SUSPICIOUS_DEPTH: usize = 256;

/// The lines and commas that a text may have before it is looked at more closely.
const SUSPICIOUS_VALUES: usize = MAX_VALUES / 4;

/// Refuses a text that is too deep or too large, and what is no YAML where it looks like that.
pub fn scan(text: &str) -> Result<(), Failure> {
    if !is_suspicious(text) {
        return Ok(());
    }
    let mut parser = Parser::new_from_str(text);
    // How many nodes each collection has that is open; a member of an object is two.
    let mut open: Vec<(Collection, usize)> = Vec::new();
    let mut values = 0_usize;
    while let Some(next) = parser.next_event() {
        let (event, marker) = match next {
            Ok((event, span)) => (event, span.start),
            Err(error) => {
                let code = if error.info().contains("recursion limit") {
                    Code::DocumentTooDeep
                } else {
                    Code::YamlSyntax
                };
                let marker = error.marker();
                return Err(Failure {
                    code,
                    message: error.info().to_owned(),
                    position: Some((marker.line(), marker.col() + 1)),
                });
            }
        };
        let begun = match event {
            Event::SequenceStart(..) => Some(Collection::List),
            Event::MappingStart(..) => Some(Collection::Object),
            Event::Scalar(..) | Event::Alias(..) => None,
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
                continue;
            }
            _ => continue,
        };
        values += 1;
        let mut crowded = values > MAX_VALUES;
        if let Some((collection, nodes)) = open.last_mut() {
            *nodes += 1;
            crowded |= *nodes > collection.most_nodes();
        }
        let code = if crowded {
            Code::DocumentTooLarge
        } else if begun.is_some() && open.len() >= MAX_DEPTH {
            Code::DocumentTooDeep
        } else {
            open.extend(begun.map(|collection| (collection, 0)));
            continue;
        };
        return Err(Failure {
            code,
            message: String::new(),
            position: Some((marker.line(), marker.col() + 1)),
        });
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Collection {
    List,
    Object,
}

impl Collection {
    fn most_nodes(self) -> usize {
        match self {
            Self::List => MAX_MEMBERS,
            Self::Object => 2 * MAX_MEMBERS,
        }
    }
}

/// Does a text have more brackets open, more marks of blocks in a row, or more lines and commas than real documents have?
fn is_suspicious(text: &str) -> bool {
    let mut open = 0_usize;
    let mut marks = 0_usize;
    let mut separators = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'-' | b'?' | b':' => marks += 1,
            b' ' | b'\t' => {}
            _ => marks = 0,
        }
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            b'\n' | b',' => separators += 1,
            _ => {}
        }
        open > SUSPICIOUS_DEPTH || marks > SUSPICIOUS_DEPTH || separators > SUSPICIOUS_VALUES
    })
}
