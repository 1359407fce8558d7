//! The report: what was done at bytes of old texts goes in, notes with lines of the new texts come out.

use std::collections::BTreeMap;

use super::left::Left;
use super::sheet::Finished;
use super::{Note, NoteKind};

/// A note whose line is not known yet.
#[derive(Clone, Debug)]
pub struct Told {
    kind: NoteKind,
    path: String,
    place: Place,
    message: String,
    /// What to paste.
    pub paste: Option<String>,
    /// What is told again until it is done.
    pub left: Option<Left>,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    /// A byte of the text as it was.
    Byte(usize),
    /// A line, where one is known.
    Line(Option<usize>),
}

impl Told {
    /// Something at a byte of a file as it was.
    #[must_use]
    pub fn at(kind: NoteKind, path: &str, at: usize, message: String) -> Self {
        Self {
            kind,
            path: path.to_owned(),
            place: Place::Byte(at),
            message,
            paste: None,
            left: None,
        }
    }

    /// Something in a line of a file that is not edited, or somewhere.
    #[must_use]
    pub fn in_line(kind: NoteKind, path: String, line: Option<usize>, message: String) -> Self {
        Self {
            kind,
            path,
            place: Place::Line(line),
            message,
            paste: None,
            left: None,
        }
    }

    /// Whether this is what it says.
    #[must_use]
    pub fn says(&self, message: &str) -> bool {
        self.message == message
    }

    /// The note; `finished` are the new texts and `old` the texts that stay.
    #[must_use]
    pub fn note(
        self,
        finished: &BTreeMap<String, Finished<'_>>,
        old: impl Fn(&str, usize) -> Option<usize>,
    ) -> Note {
        let line = match self.place {
            Place::Line(line) => line,
            Place::Byte(at) => match finished.get(&self.path) {
                Some(finished) => Some(finished.line_of(at)),
                None => old(&self.path, at).filter(|_| at > 0),
            },
        };
        Note {
            kind: self.kind,
            path: self.path,
            line,
            message: self.message,
            paste: self.paste,
            left: self.left,
        }
    }
}
