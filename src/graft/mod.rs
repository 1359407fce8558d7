//! Grafting: the contract changed, and the user's files follow it. Two inventories and the texts of files go in, new whole
//! texts and a report come out. No disk, no clock.
//!
//! What is new is cut out of the files that a new project would have; what the user wrote is moved as bytes, never
//! printed anew. Nothing is guessed: where a place cannot be found, the report says exactly what to paste.

mod abuse;
mod aside;
mod carry;
mod edits;
mod fate;
mod handlers;
mod homes;
mod imports;
mod inventory;
mod left;
mod manifest;
mod matches;
mod missing;
mod modules;
mod names;
mod policy;
mod rename;
mod report;
mod sheet;
mod source;
mod types;

use std::collections::{BTreeMap, BTreeSet};

pub use inventory::{Inventory, Known, KnownShared, KnownTag, KnownType};
pub use left::{Left, LeftKind, remind};
pub use types::{Crates, look};

use fate::{Fates, fates};
use handlers::Work;
use homes::{Sheets, Stubs};
use names::Names;
use report::Told;
use sheet::{Finished, Sheet};
use source::Source;

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
    /// What is told again by every run until it is done.
    pub left: Option<Left>,
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
    let fates = fates(old, new);
    let names = Names::new(old, new, &fates);
    let mut grafted = Grafted::default();
    let mut told = Vec::new();
    let mut finished = BTreeMap::new();
    if old != new {
        finished = rust(old, new, &fates, &names, texts, &mut told);
        for (path, file) in &finished {
            if texts.files.get(path) != Some(&file.text) {
                grafted.changed.insert(path.clone(), file.text.clone());
            }
        }
        modules::empty(texts, &mut grafted, &mut told);
    }
    let tags: BTreeSet<&str> = new
        .tags
        .iter()
        .filter(|tag| !old.tags.contains(tag))
        .map(|tag| tag.module.as_str())
        .collect();
    modules::add(texts, &tags, &mut grafted, &mut told);
    abuse::graft((old, new), &fates, texts, &mut grafted, &mut told);
    manifest::graft(texts, &mut grafted, &mut told);
    let line = |path: &str, at: usize| {
        let text = texts.files.get(path).filter(|_| modules::is_rust(path))?;
        Some(edits::line_number(text, at))
    };
    grafted.notes = told
        .into_iter()
        .map(|told| told.note(&finished, line))
        .collect();
    grafted
}

/// Everything that is Rust.
fn rust<'t>(
    old: &Inventory,
    new: &Inventory,
    fates: &Fates<'_>,
    names: &Names,
    texts: &Texts<'t>,
    told: &mut Vec<Told>,
) -> BTreeMap<String, Finished<'t>> {
    let (base, _) = sheets(texts.base);
    let (yours, unreadable) = sheets(texts.files);
    for (path, line) in &unreadable {
        told.push(Told::in_line(
            NoteKind::Look,
            path.clone(),
            Some(*line),
            "this is no Rust as it stands: nothing in this file was changed".to_owned(),
        ));
    }
    let mut work = Work {
        old,
        new,
        fates,
        names,
        yours,
        fresh: sheets(texts.fresh).0,
        seeded: Vec::new(),
        unreadable,
        stubs: Stubs::of(&base, old),
        told: Vec::new(),
    };
    for sheet in work.yours.values_mut() {
        sheet.missing = rename::rename(&sheet.source, names, &mut sheet.edits);
    }
    work.handlers();
    work.policy();
    work.missing();
    work.calls();
    let mut finished = BTreeMap::new();
    for (path, sheet) in work.yours {
        if let Some(file) = sheet.finished(names) {
            work.told.extend(idle(&path, &file));
            finished.insert(path, file);
        }
    }
    for (path, sheet) in work.fresh {
        if work.seeded.contains(&path)
            && let Some(file) = sheet.finished(&Names::default())
        {
            finished.insert(path, file);
        }
    }
    told.append(&mut work.told);
    finished
}

/// Tells of imports of the user's that served only what was put aside: the compiler warns of them, and they may be meant to stay.
fn idle(path: &str, file: &Finished<'_>) -> Vec<Told> {
    let idle = imports::idle(&file.text, file.before()).into_iter();
    let told = idle.map(|(line, name)| {
        let message = format!("nothing that is compiled needs the import of `{name}` any more");
        Told::in_line(NoteKind::Look, path.to_owned(), Some(line), message)
    });
    told.collect()
}

/// Reads every Rust file; those that are none, with the line that is not.
fn sheets(files: &Files) -> (Sheets<'_>, BTreeMap<String, usize>) {
    let mut sheets = Sheets::new();
    let mut unreadable = BTreeMap::new();
    for (path, text) in files.iter().filter(|(path, _)| modules::is_rust(path)) {
        match Source::read(text) {
            Ok(source) => {
                sheets.insert(path.clone(), Sheet::new(source));
            }
            Err(error) => {
                unreadable.insert(path.clone(), error.line);
            }
        }
    }
    (sheets, unreadable)
}
