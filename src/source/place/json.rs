//! The marked scan of JSON that was read before: it only has to keep up with what is well-formed.

use std::borrow::Cow;

use super::tracker::{Event, Spot, Tracker};

/// Tells the events of the document to `tracker`, up to the end or to the first fault.
pub fn scan(text: &str, tracker: &mut Tracker<'_>) {
    let mut scanner = Scanner {
        text,
        offset: 0,
        line: 1,
        counted: 0,
        column: 1,
    };
    while let Some((start, token)) = scanner.next_token() {
        let name;
        let event = match token {
            Token::Open('{') => Event::Object,
            Token::Open(_) => Event::Array,
            Token::Close => Event::Close,
            Token::Text(quoted) => {
                name = unquote(quoted);
                Event::Scalar(&name)
            }
            Token::Word => Event::Scalar(""),
        };
        tracker.take(&event, || scanner.spot(start));
    }
}

enum Token<'t> {
    Open(char),
    Close,
    /// With its quotes.
    Text(&'t str),
    /// A number, `true`, `false` or `null`.
    Word,
}

struct Scanner<'t> {
    text: &'t str,
    offset: usize,
    /// The line of `counted`, and the column there: places are asked in the order of the text, so that each character is
    /// counted once, also where the whole document is one line.
    line: usize,
    counted: usize,
    column: usize,
}

impl<'t> Scanner<'t> {
    fn next_token(&mut self) -> Option<(usize, Token<'t>)> {
        let bytes = self.text.as_bytes();
        while matches!(
            bytes.get(self.offset),
            Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | b':')
        ) {
            self.offset += 1;
        }
        let start = self.offset;
        let token = match bytes.get(start)? {
            b'{' => Token::Open('{'),
            b'[' => Token::Open('['),
            b'}' | b']' => Token::Close,
            b'"' => {
                self.offset = end_of_text(bytes, start)?;
                return Some((start, Token::Text(self.text.get(start..self.offset)?)));
            }
            _ => {
                while bytes
                    .get(self.offset)
                    .is_some_and(|byte| !b" \t\n\r,:{}[]\"".contains(byte))
                {
                    self.offset += 1;
                }
                return Some((start, Token::Word));
            }
        };
        self.offset += 1;
        Some((start, token))
    }

    /// The line and the column of a byte at or after the last one asked for.
    fn spot(&mut self, offset: usize) -> Spot {
        for character in self
            .text
            .get(self.counted..offset)
            .unwrap_or_default()
            .chars()
        {
            if character == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.counted = self.counted.max(offset);
        Spot {
            line: self.line,
            column: self.column,
        }
    }
}

/// The offset behind the closing quote of the text that opens at `start`.
fn end_of_text(bytes: &[u8], start: usize) -> Option<usize> {
    let mut offset = start + 1;
    loop {
        match bytes.get(offset)? {
            b'"' => return Some(offset + 1),
            b'\\' => offset += 2,
            _ => offset += 1,
        }
    }
}

fn unquote(quoted: &str) -> Cow<'_, str> {
    if quoted.contains('\\') {
        return serde_json::from_str::<String>(quoted)
            .map_or_else(|_| Cow::Borrowed(quoted), Cow::Owned);
    }
    Cow::Borrowed(
        quoted
            .get(1..quoted.len().saturating_sub(1))
            .unwrap_or_default(),
    )
}
