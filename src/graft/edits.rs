//! Edits of a text: ranges of bytes and what stands there instead go in, the new text comes out. Every other byte is kept.

use std::ops::Range;

/// Edits of one text, in any order.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    list: Vec<(Range<usize>, String)>,
}

impl Edits {
    /// Puts a text in the place of a range. A range that lies within another one is given up for it.
    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.list.push((range, text.into()));
    }

    /// Puts a text between two bytes; what is inserted first stands first.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    /// Takes a range away.
    pub fn remove(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The whole text with every edit done.
    #[must_use]
    pub fn applied(&self, text: &str) -> String {
        self.within(text, 0..text.len())
    }

    /// What a range becomes by the edits that lie within it; those that take in all of it are not done.
    #[must_use]
    pub fn within(&self, text: &str, range: Range<usize>) -> String {
        self.done(text, range, str::to_owned)
    }

    /// The same, with other line ends in what is kept of the text, and not in what is put there.
    #[must_use]
    pub fn within_by(&self, text: &str, range: Range<usize>, newline: &str) -> String {
        self.done(text, range, |kept| with_newlines(kept, newline))
    }

    fn done(&self, text: &str, range: Range<usize>, kept: impl Fn(&str) -> String) -> String {
        let whole = range == (0..text.len());
        let mut inside: Vec<&(Range<usize>, String)> = self
            .list
            .iter()
            .filter(|(edit, _)| {
                let is_inside = range.start <= edit.start && edit.end <= range.end;
                let takes_all = edit.start == range.start && edit.end == range.end;
                is_inside && (whole || !takes_all)
            })
            .collect();
        // What begins first is done first, and of those the longest; the order of insertions at one place is kept.
        inside.sort_by_key(|(edit, _)| {
            (
                edit.start,
                edit.end != edit.start,
                std::cmp::Reverse(edit.end),
            )
        });
        let mut done = String::with_capacity(range.len());
        let mut at = range.start;
        for (edit, replacement) in inside {
            if edit.start < at {
                // Two members that are taken away may share the empty line between them.
                if replacement.is_empty() {
                    at = at.max(edit.end);
                }
                continue;
            }
            done.push_str(&kept(text.get(at..edit.start).unwrap_or_default()));
            done.push_str(replacement);
            at = edit.end;
        }
        done.push_str(&kept(text.get(at..range.end).unwrap_or_default()));
        done
    }
}

/// How the lines of a text end.
#[must_use]
pub fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// A text of ours with the line ends of a user's.
#[must_use]
pub fn with_newlines(text: &str, newline: &str) -> String {
    if newline == "\n" {
        text.to_owned()
    } else {
        text.replace("\r\n", "\n").replace('\n', newline)
    }
}

/// Where the line begins in which a byte stands.
#[must_use]
pub fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |position| position + 1)
}

/// Where the line ends in which a byte stands, after its line feed.
#[must_use]
pub fn line_end(text: &str, at: usize) -> usize {
    let after = text.get(at..).unwrap_or_default();
    after
        .find('\n')
        .map_or(text.len(), |position| at + position + 1)
}

/// The number of the line in which a byte stands, from 1.
#[must_use]
pub fn line_number(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.bytes().filter(|byte| *byte == b'\n').count() + 1
}

/// The white space with which the line of a byte begins.
#[must_use]
pub fn indentation(text: &str, at: usize) -> &str {
    let start = line_start(text, at);
    let line = text.get(start..).unwrap_or_default();
    let end = line
        .find(|letter: char| letter != ' ' && letter != '\t')
        .unwrap_or(line.len());
    line.get(..end).unwrap_or_default()
}

/// A member of a block as a person sees it: with the comments that stand directly above it and behind it, as whole lines
/// where it has its lines for itself. `floor` and `ceiling` are the ends of the block's inside.
#[must_use]
pub fn whole(text: &str, member: Range<usize>, floor: usize, ceiling: usize) -> Range<usize> {
    let mut start = line_start(text, member.start);
    let before = text.get(start.max(floor)..member.start).unwrap_or_default();
    if start < floor || !before.trim().is_empty() {
        // It begins in the middle of a line: it ends where it ends.
        return member;
    }
    while start > floor {
        let above = line_start(text, start - 1);
        let line = text.get(above..start).unwrap_or_default().trim();
        let begins = if line.starts_with("//") {
            Some(above)
        } else {
            block_comment(text, start)
        };
        match begins.filter(|&begins| begins >= floor) {
            Some(begins) => start = begins,
            None => break,
        }
    }
    let end = line_end(text, member.end.saturating_sub(1).max(member.start));
    let behind = text.get(member.end..end).unwrap_or_default().trim();
    let is_own = behind.is_empty()
        || behind.starts_with("//")
        || (behind.starts_with("/*") && behind.ends_with("*/"));
    if end > ceiling || !is_own {
        return start..member.end;
    }
    start..end
}

/// Where the first line of a comment begins whose last line ends at a byte, where both lines are the comment's alone.
fn block_comment(text: &str, end: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = end;
    let mut lines = text.get(..end)?.split_inclusive('\n').rev();
    let last = lines.clone().next()?;
    if !last.trim_end().ends_with("*/") {
        return None;
    }
    loop {
        let line = lines.next()?;
        at -= line.len();
        depth = (depth + line.matches("*/").count()).checked_sub(line.matches("/*").count())?;
        if depth == 0 {
            return line.trim_start().starts_with("/*").then_some(at);
        }
    }
}

/// A whole member and one of the empty lines around it, so that none is left over where it was taken away.
#[must_use]
pub fn with_gap(text: &str, member: &Range<usize>, floor: usize, ceiling: usize) -> Range<usize> {
    let start = member.start;
    if start > floor && line_start(text, start) == start {
        let above = line_start(text, start - 1);
        let line = text.get(above..start).unwrap_or_default();
        if above >= floor && line.trim().is_empty() {
            return above..member.end;
        }
    }
    let end = line_end(text, member.end);
    let below = text.get(member.end..end).unwrap_or_default();
    if end <= ceiling && below.trim().is_empty() && line_start(text, member.end) == member.end {
        return start..end;
    }
    member.clone()
}

#[cfg(test)]
mod tests {
    use super::{Edits, whole, with_gap};

    #[test]
    fn edits_keep_every_other_byte() {
        let mut edits = Edits::default();
        edits.replace(2..4, "X");
        edits.insert(2, "first ");
        edits.insert(2, "second ");
        edits.remove(5..9);
        edits.replace(6..7, "given up");
        assert_eq!(edits.applied("0123456789"), "01first second X49");
        assert_eq!(edits.within("0123456789", 5..9), "5given up78");
    }

    #[test]
    fn a_member_has_its_comments() {
        let text = "{\n  // far\n\n  // near\n  a {} // behind\n\n  b {}\n}";
        let at = text.find("a {}").unwrap();
        let range = whole(text, at..at + 4, 1, text.len() - 1);
        assert_eq!(&text[range.clone()], "  // near\n  a {} // behind\n");
        let range = with_gap(text, &range, 1, text.len() - 1);
        assert_eq!(&text[range], "\n  // near\n  a {} // behind\n");
        let at = text.find("b {}").unwrap();
        assert_eq!(
            &text[whole(text, at..at + 4, 1, text.len() - 1)],
            "  b {}\n"
        );
    }

    #[test]
    fn a_comment_of_several_lines_is_whole() {
        let text = "{\n  x(); /* no\n  */\n\n  /* a /* b\n     */ c\n  */\n  // d\n  a {}\n}";
        let at = text.find("a {}").unwrap();
        assert_eq!(
            &text[whole(text, at..at + 4, 1, text.len() - 1)],
            "  /* a /* b\n     */ c\n  */\n  // d\n  a {}\n"
        );
        let text = "{\n  x(); /* no\n  */\n  a {}\n}";
        let at = text.find("a {}").unwrap();
        assert_eq!(
            &text[whole(text, at..at + 4, 1, text.len() - 1)],
            "  a {}\n"
        );
    }

    #[test]
    fn line_ends_are_those_of_what_is_kept() {
        let mut edits = Edits::default();
        edits.replace(2..4, "x\ny\n");
        assert_eq!(
            edits.within_by("a\nb\nc\n", 0..6, "\r\n"),
            "a\r\nx\ny\nc\r\n"
        );
    }

    #[test]
    fn a_member_in_a_line_of_others_is_only_itself() {
        let text = "{ a {} b {} }";
        assert_eq!(&text[whole(text, 7..11, 1, 12)], "b {}");
    }
}
