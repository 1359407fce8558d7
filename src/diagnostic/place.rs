//! Where in a file something stands.

/// A line is shown whole up to this many characters; of a longer one, such as a whole document without line breaks, only
/// what stands around the column is kept.
const LONGEST: usize = 120;

/// How many characters of a long line are kept before the column.
const LEAD: usize = 40;

/// Where in a file something stands, as a person counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The text of that line without its end, or the part of a long line around the column.
    pub source_line: String,
    /// How many characters of the line are left out before `source_line`.
    pub skipped: usize,
}

impl Place {
    /// The place at a line and a column, both from 1, in `line_text`.
    #[must_use]
    pub fn new(line: usize, column: usize, line_text: &str) -> Self {
        let column = column.max(1);
        let long = line_text.char_indices().nth(LONGEST).is_some();
        let skipped = if long {
            (column - 1).saturating_sub(LEAD)
        } else {
            0
        };
        let source_line = line_text.chars().skip(skipped).take(LONGEST).collect();
        Self {
            line: line.max(1),
            column,
            source_line,
            skipped,
        }
    }
}
