//! Grafting, as data: a contract before and after and the user's files go in, the files after it and the report come out.
//!
//! `PORTCULLIS_BLESS=1 cargo test --test main graft::` writes what came out into the cases; a person reads it.

pub mod contract;
mod manifest;
mod random;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use portcullis::graft::{Files, Grafted, NoteKind};

use super::support::{ROOT, is_ci};
use contract::{evolved, stage};

/// What begins a section of a case.
const SECTION: &str = "======== ";

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(ROOT).join("tests/graft/cases");
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The sections of a case: their heads and their texts. `\r` and a missing line feed are written as `␍` and `␄`.
fn sections(text: &str) -> Vec<(String, String)> {
    let mut sections: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(head) = line.strip_prefix(SECTION) {
            sections.push((head.trim().to_owned(), String::new()));
        } else if let Some((_, text)) = sections.last_mut() {
            text.push_str(line);
        }
    }
    for (_, text) in &mut sections {
        *text = text.replace('␍', "\r").replace("␄\n", "");
    }
    sections
}

fn written(text: &str) -> String {
    let end = if text.ends_with('\n') || text.is_empty() {
        ""
    } else {
        "␄\n"
    };
    format!("{}{end}", text.replace('\r', "␍"))
}

/// The report as a person reads it.
fn told(grafted: &Grafted) -> String {
    let mut told = String::new();
    for note in &grafted.notes {
        let kind = match note.kind {
            NoteKind::Done => "done",
            NoteKind::Look => "look",
            NoteKind::Paste => "paste",
        };
        let line = note.line.map(|line| format!(":{line}")).unwrap_or_default();
        let _ = writeln!(told, "{kind} {}{line}: {}", note.path, note.message);
        for line in note.paste.iter().flat_map(|text| text.lines()) {
            let _ = writeln!(told, "  | {line}");
        }
    }
    told
}

/// A case with what comes of it.
fn played(text: &str) -> String {
    let sections = sections(text);
    let find = |name: &str| {
        let mut sections = sections.iter();
        let found = sections.find(|(head, _)| head == name);
        found.map(|(_, text)| text.as_str()).unwrap_or_default()
    };
    let (old, new) = (stage(find("old")), stage(find("new")));
    let mut files: Files = old.yours.clone();
    for (head, text) in &sections {
        if let Some(path) = head.strip_prefix("before ") {
            files.insert(path.to_owned(), text.clone());
        }
        if let Some(path) = head.strip_prefix("without ") {
            files.remove(path);
        }
    }
    let (after, grafted) = evolved(&files, &old, &new);
    // Twice is as once.
    let (again, nothing) = evolved(&after, &new, &new);
    assert_eq!(nothing.notes, [], "a second run does something");
    assert!(again == after, "a second run changes something");
    let mut played = String::new();
    for (head, text) in &sections {
        if head.starts_with("after ") || head == "notes" {
            continue;
        }
        let _ = write!(played, "{SECTION}{head}\n{}", written(text));
    }
    for (path, text) in &after {
        let is_kept =
            files.get(path) == Some(text) || path.starts_with("openapi.") || path == "README.md";
        if !is_kept {
            let _ = write!(played, "{SECTION}after {path}\n{}", written(text));
        }
    }
    for path in files.keys().filter(|path| !after.contains_key(*path)) {
        let _ = writeln!(played, "{SECTION}after {path}: gone");
    }
    let _ = write!(played, "{SECTION}notes\n{}", told(&grafted));
    played
}

#[test]
fn every_case_comes_out_as_it_was_read() {
    let mut wrong = Vec::new();
    let paths = cases();
    assert!(paths.len() > 8, "{paths:?}");
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let played = played(&text);
        if played == text {
            continue;
        }
        if std::env::var_os("PORTCULLIS_BLESS").is_some() {
            assert!(!is_ci(), "a case is blessed by a person, never by CI");
            fs::write(&path, &played).unwrap();
        } else {
            let diff = similar::TextDiff::from_lines(&text, &played);
            let name = path.display().to_string();
            wrong.push(diff.unified_diff().header(&name, &name).to_string());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is kept of a removed operation leaves a file that rustfmt has nothing to say about, however long its path is.
#[test]
fn what_is_kept_is_as_rustfmt_has_it() {
    for path in [
        "/a/{id}",
        "/pets/{id}/scan",
        &format!("/{}/{{id}}", "long".repeat(30)),
    ] {
        let old = stage(&format!("pets getPet GET {path}\npets listPets GET /pets"));
        let new = stage("pets listPets GET /pets");
        let mut files: Files = old.yours.clone();
        let handlers = files.get_mut("src/handlers/pets.rs").unwrap();
        *handlers = handlers.replacen("let _ = (caller, request);", "drop((caller, request));", 2);
        let policy = files.get_mut("src/policy.rs").unwrap();
        *policy = policy.replace("GetPet(_) => Rule::Unreviewed", "GetPet(_) => Rule::Deny");
        let (after, _) = evolved(&files, &old, &new);
        for name in ["src/handlers/pets.rs", "src/policy.rs"] {
            let text = &after[name];
            assert!(text.contains("removed from the contract: getPet"), "{text}");
            let folder = tempfile::TempDir::new().unwrap();
            let file = folder.path().join("kept.rs");
            fs::write(&file, text).unwrap();
            let output = std::process::Command::new("rustfmt")
                .args(["--edition", "2024", "--check"])
                .arg(&file)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "{path}: {said}");
        }
        // And it is found again.
        let (back, _) = evolved(&after, &new, &old);
        assert_eq!(back["src/policy.rs"], files["src/policy.rs"], "{path}");
    }
}
