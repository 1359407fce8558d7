//! Grafting: the contract changed, and the user's files follow it. Two inventories and the texts of files go in, new whole
//! texts and a report come out. No disk, no clock.
//!
//! What is new is cut out of the files that a new project would have; what the user wrote is moved as bytes, never
//! printed anew. Nothing is guessed: where a place cannot be found, the report says exactly what to paste.

mod inventory;

use std::collections::{BTreeMap, BTreeSet};

pub use inventory::{Inventory, Known, KnownTag};

/// Texts of files, by their paths in the project, with forward slashes.
pub type Files = BTreeMap<String, String>;

/// The texts that grafting reads.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'t> {
    /// The user's files as they are: every `.rs` below `src/`, `tests/`, `benches/` and `examples/`, `Cargo.toml`, and every
    /// `.toml` below `tests/abuse/`.
    pub files: &'t Files,
    /// The same files as a new project of the new contract would have them.
    pub fresh: &'t Files,
    /// The same files as they were when the project was last made, before the user touched them (kept under `.portcullis/`).
    /// May be empty: then nothing counts as untouched.
    pub base: &'t Files,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grafted {
    /// New whole texts. A path may be one of `fresh` that the project does not have yet: then the file is created with this
    /// text instead of the fresh one.
    pub changed: Files,
    /// Files in which nothing is left that anybody wrote; they can go.
    pub emptied: BTreeSet<String>,
    /// What was done, in the order of the contract, and what is left to do.
    pub notes: Vec<Note>,
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it asks of the reader.
    pub kind: NoteKind,
    /// The file that it is about.
    pub path: String,
    /// The line in the file's new text, from 1, where one is meant.
    pub line: Option<usize>,
    /// What happened, one sentence in lower case without a full stop.
    pub message: String,
    /// What to paste, where something is.
    pub paste: Option<String>,
}

/// What a [`Note`] asks of its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// Nothing: it was done.
    Done,
    /// A look: it was done as far as it can be, or the compiler will ask for the rest.
    Look,
    /// Work: the place was not found, and what to do stands in the note. The run ends with exit code 1.
    Paste,
}

impl Grafted {
    /// Whether something is left that only the user can do.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        let mut notes = self.notes.iter();
        notes.any(|note| note.kind == NoteKind::Paste)
    }
}

/// Brings the user's files from the old names to the new ones.
#[must_use]
pub fn graft(old: &Inventory, new: &Inventory, texts: &Texts<'_>) -> Grafted {
    let _ = (old, new, texts);
    Grafted::default()
}
