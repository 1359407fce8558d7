//! Real contracts over time: their first version goes in, a user works in the project that it makes, and the project follows
//! through every later version.
//!
//! Every line of the user's is still there, every operation is answered, and what is compiled compiles.

mod user;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use portcullis::diagnostic::Diagnostic;
use portcullis::graft::{Files, Grafted, NoteKind};
use portcullis::model;
use portcullis::options::{Typeless, Unenforced};
use portcullis::project::File;
use portcullis::source::{self, Document, Reach};
use regex::Regex;

use super::graft::contract::{Stage, evolved};
use super::support::project::{cargo, lay};
use super::support::{ROOT, is_ci};

/// The versions of a contract, in their order; none where the folder is not there.
fn versions(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(ROOT).join("../shared/evolutions").join(name);
    let path = |number: usize| {
        let mut files = ["yaml", "json"]
            .iter()
            .map(|end| folder.join(format!("{number}.{end}")));
        files.find(|path| path.exists())
    };
    (0..).map_while(path).collect()
}

/// A document without the operations that errors of its author's stand in the way of, as `--lenient` reads it.
fn leniently(path: &Path) -> Document {
    let choices = model::Options {
        unenforced: Unenforced::Refuse,
        typeless: Typeless::Object,
    };
    let draft = source::draft(path, Reach::Folder).unwrap();
    let mut left_out = draft.culprits(&[], &BTreeSet::new()).unwrap_or_default();
    for _ in 0..4 {
        let loaded = draft.without(&left_out);
        let mut errors = loaded.diagnostics;
        if let Some(document) = &loaded.document {
            errors.extend(model::build(document, choices).1);
        }
        errors.retain(Diagnostic::is_error);
        if let (Some(document), true) = (loaded.document, errors.is_empty()) {
            return document;
        }
        left_out = draft.culprits(&errors, &left_out).unwrap();
    }
    panic!("{} is at fault all over", path.display());
}

/// A project that a user works in.
struct Project {
    name: &'static str,
    stage: Stage,
    files: Files,
}

impl Project {
    fn new(name: &'static str, first: &Path) -> Self {
        let stage = Stage::of(&leniently(first));
        let mut files = stage.yours.clone();
        user::work(&mut files);
        Self { name, stage, files }
    }

    /// Goes on to the next version; what comes of it is judged.
    fn follow(&mut self, next: &Path) -> Grafted {
        let stage = Stage::of(&leniently(next));
        let (after, grafted) = evolved(&self.files, &self.stage, &stage);
        self.judge(&after, &grafted, next);
        let (again, nothing) = evolved(&after, &stage, &stage);
        assert_eq!(
            nothing.notes,
            [],
            "{}: a second run does something",
            self.name
        );
        assert!(
            again == after,
            "{}: a second run changes something",
            self.name
        );
        (self.stage, self.files) = (stage, after);
        grafted
    }

    /// Every line of the user's is still there, and nothing was left to paste.
    fn judge(&self, after: &Files, grafted: &Grafted, next: &Path) {
        let mut left = own_lines(after);
        for (line, count) in own_lines(&self.files) {
            let found = left.remove(&line).unwrap_or_default();
            assert!(
                found >= count,
                "{}: `{line}` was there {count} times, and is {found} times in {}\n{}\n{:#?}",
                self.name,
                next.display(),
                line.split_whitespace()
                    .find_map(|word| after.get(word))
                    .map_or("", String::as_str),
                grafted.notes
            );
        }
        let paste: Vec<_> = grafted
            .notes
            .iter()
            .filter(|note| note.kind == NoteKind::Paste)
            .collect();
        assert!(paste.is_empty(), "{}: {paste:#?}", next.display());
    }

    /// The whole project, as it lies on the disk.
    fn lay(&self) -> PathBuf {
        let yours = self.files.iter();
        let mut files: Vec<File> = yours
            .map(|(path, text)| File::yours(path.as_str(), text.as_str()))
            .collect();
        let ours = self.stage.ours.iter();
        files.extend(ours.map(|(path, bytes)| File::ours(path.as_str(), bytes.as_slice())));
        lay(&format!("evolution-{}", self.name), &files)
    }

    /// The compiler is content, or points at what the report named.
    fn compiles(&self, grafted: &Grafted) {
        let folder = self.lay();
        let said = cargo(
            &folder,
            &[
                "check",
                "--offline",
                "--tests",
                "--quiet",
                "--message-format",
                "short",
            ],
        );
        let place = Regex::new(r"(?m)^(?<path>[^\s:]+\.rs):(?<line>\d+):\d+: error").unwrap();
        let talk = format!("{}{}", said.data, said.talk);
        let mut unnamed = Vec::new();
        for found in place.captures_iter(&talk) {
            let line: usize = found["line"].parse().unwrap();
            let is_named = grafted
                .notes
                .iter()
                .any(|note| note.path == found["path"] && note.line == Some(line));
            if !is_named {
                unnamed.push(found[0].to_owned());
            }
        }
        assert!(
            unnamed.is_empty(),
            "{unnamed:?}\n{talk}\n{:#?}",
            grafted.notes
        );
        assert!(said.success || place.is_match(&talk), "{talk}");
    }
}

/// The lines that are the user's own, and how often; a comment mark before them does not count.
fn own_lines(files: &Files) -> BTreeMap<String, usize> {
    let names = Regex::new("(asked:&|Operation::)[A-Za-z0-9]+").unwrap();
    let mut lines = BTreeMap::new();
    for line in files.values().flat_map(|text| text.lines()) {
        if line.contains(user::MARK) {
            // The type of a request may be called otherwise now, or a variant; that is in the report.
            let line = names.replace(line, "$1");
            let line = line.trim_start_matches("# ").trim_end_matches('\r');
            *lines.entry(line.to_owned()).or_default() += 1;
        }
    }
    lines
}

/// Whether the compiler is asked after every version.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compiled {
    Every,
    /// Many operations take long: the lines are counted, and nothing is compiled.
    None,
}

fn evolve(name: &'static str, compiled: Compiled) {
    let versions = versions(name);
    let Some((first, later)) = versions.split_first() else {
        assert!(!is_ci(), "the versions of {name} are not there");
        eprintln!("skipped: the versions of {name} are not there");
        return;
    };
    let mut project = Project::new(name, first);
    if compiled == Compiled::Every {
        project.compiles(&Grafted::default());
    }
    for next in later {
        let grafted = project.follow(next);
        if compiled == Compiled::Every {
            project.compiles(&grafted);
        }
        user::work(&mut project.files);
    }
}

#[test]
fn museum_evolves() {
    evolve("museum", Compiled::Every);
}

#[test]
fn vampi_evolves() {
    evolve("vampi", Compiled::Every);
}

#[test]
fn xero_projects_evolves() {
    evolve("xero-projects", Compiled::None);
}

#[test]
fn svix_evolves() {
    evolve("svix", Compiled::None);
}

#[test]
fn box_2025_evolves() {
    evolve("box-2025", Compiled::Every);
}
