//! One segment of a path: text, or text around parameters, and how it is matched.

use std::borrow::Cow;

/// A segment of a template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// Text alone, percent-decoded.
    Literal(String),
    /// At least one parameter.
    Pattern(Pattern),
}

/// Text around parameters, such as `{name}.{extension}`. Names are not part of it: two templates that differ in
/// their names only are one pattern.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// What stands before the first parameter.
    prefix: String,
    /// What stands after each parameter; the last one ends the segment.
    after: Vec<String>,
}

/// Reads one segment of a template; the names of its parameters are added to `names` in order.
pub(crate) fn parse(text: &'static str, names: &mut Vec<&'static str>) -> Segment {
    let mut prefix = None;
    let mut after = Vec::new();
    let mut rest = text;
    while let Some((before, name, tail)) = next_parameter(rest) {
        match prefix {
            None => prefix = Some(literal(before)),
            Some(_) => after.push(literal(before)),
        }
        names.push(name);
        rest = tail;
    }
    match prefix {
        None => Segment::Literal(literal(text)),
        Some(prefix) => {
            after.push(literal(rest));
            Segment::Pattern(Pattern { prefix, after })
        }
    }
}

/// `a{b}c` as `("a", "b", "c")`; a brace without its partner is text.
fn next_parameter(text: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (before, opened) = text.split_once('{')?;
    let (name, tail) = opened.split_once('}')?;
    Some((before, name, tail))
}

/// A template's text as it looks after decoding: escapes that are escapes are undone, all else stays.
fn literal(text: &str) -> String {
    decode(text).map_or_else(|| text.to_owned(), Cow::into_owned)
}

impl Pattern {
    /// Sorts specific before general: much text first, then few parameters.
    pub(crate) fn generality(&self) -> (std::cmp::Reverse<usize>, usize) {
        let text = self.prefix.len() + self.after.iter().map(String::len).sum::<usize>();
        (std::cmp::Reverse(text), self.after.len())
    }

    /// Matches a whole decoded segment and adds the values in order. A value has at least one character; where the
    /// text between two parameters occurs several times, the last occurrence divides them (`a.b.json` has the
    /// extension `json`). Taking the last occurrence never needs to be undone, so this is linear in the segment
    /// for each parameter.
    pub(crate) fn matches<'s>(&self, segment: &'s str, values: &mut Vec<&'s str>) -> bool {
        let before = values.len();
        let matched = self.split(segment, values).is_some();
        if matched {
            if let Some(new) = values.get_mut(before..) {
                new.reverse();
            }
        } else {
            values.truncate(before);
        }
        matched
    }

    /// Adds the values from the last to the first.
    fn split<'s>(&self, segment: &'s str, values: &mut Vec<&'s str>) -> Option<()> {
        let (last, between) = self.after.split_last()?;
        let mut rest = segment
            .strip_prefix(self.prefix.as_str())?
            .strip_suffix(last.as_str())?;
        for text in between.iter().rev() {
            let (last_character, _) = rest.char_indices().next_back()?;
            let at = rest.get(..last_character)?.rfind(text.as_str())?;
            let end = at + text.len();
            // Every value to the left needs a character too; an empty one is caught below.
            values.push(rest.get(end..)?);
            rest = rest.get(..at)?;
        }
        values.push(rest);
        (!rest.is_empty()).then_some(())
    }
}

/// Percent-decodes one segment; `None` when an escape is none or the bytes are no UTF-8.
pub(crate) fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => (hexadecimal(rest.next()?)? << 4) | hexadecimal(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

fn hexadecimal(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}
