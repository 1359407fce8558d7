//! Text of strangers in a line of ours: escaped, bounded, and unable to begin a line or speak to a terminal.

use std::fmt::{Display, Formatter, Write as _};

/// The longest text of a stranger in a line, in bytes; what is longer is cut, and says so.
const LONGEST: usize = 1_024;

/// A JSON string (RFC 8259, section 7): quotes, backslashes and whatever does not print escaped.
pub(crate) fn json_text(line: &mut String, text: &str) {
    let (text, rest) = clipped(text);
    line.push('"');
    // Most texts have nothing to escape, and go over in one piece.
    if text
        .bytes()
        .all(|byte| matches!(byte, b' ' | b'!' | b'#'..=b'[' | b']'..=b'~'))
    {
        line.push_str(text);
    } else {
        for character in text.chars() {
            match character {
                '"' | '\\' => {
                    line.push('\\');
                    line.push(character);
                }
                hidden if does_not_print(hidden) => {
                    // All of them are below U+10000. Writing to a string does not fail.
                    let _ = write!(line, "\\u{:04x}", u32::from(hidden));
                }
                other => line.push(other),
            }
        }
    }
    line.push_str(rest);
    line.push('"');
}

/// Text in a readable line.
pub(crate) struct Plain<'a>(pub(crate) &'a str);

impl Display for Plain<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        let (text, rest) = clipped(self.0);
        if is_plain(text) {
            formatter.write_str(text)?;
            return formatter.write_str(rest);
        }
        for character in text.chars() {
            if does_not_print(character) {
                write!(formatter, "{}", character.escape_unicode())?;
            } else {
                formatter.write_char(character)?;
            }
        }
        formatter.write_str(rest)
    }
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Controls, separators of lines, and what turns the direction of text, so that a line reads as it was written.
fn does_not_print(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        )
}

/// The text as far as it fits, and what stands for the rest.
fn clipped(text: &str) -> (&str, &'static str) {
    if text.len() <= LONGEST {
        return (text, "");
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (text.get(..end).unwrap_or_default(), "…")
}
