//! Whole emitted projects, kept as plain trees under `snapshots/`: emission is compared with them byte for byte, and
//! what they hold compiles without a warning.
//!
//! `PORTCULLIS_BLESS=1 cargo test --test main snapshot` rewrites the trees; CI never does. The gate and the lock of
//! dependencies are the same in every project, so they are compared with their sources instead of being kept here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use portcullis::project::File;
use similar::TextDiff;

use super::support::project::{assert_clean, assert_clean_with, lay, tree};
use super::support::{ROOT, emit_contract, is_ci, projects};

/// How many lines of one difference are shown.
const SHOWN: usize = 60;

/// Is the file told by its source instead of by the snapshot?
fn is_copy(file: &File) -> bool {
    file.path.starts_with("gate/") || file.path == "Cargo.lock"
}

fn folder_of(name: &str) -> PathBuf {
    Path::new(ROOT).join("snapshots").join(name)
}

/// The files of a snapshot, by their paths in the project.
fn kept(name: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = folder_of(name);
    let files = tree(&folder);
    let entry = |path: &PathBuf| {
        let relative = path.strip_prefix(&folder).unwrap();
        (
            relative.to_str().unwrap().to_owned(),
            fs::read(path).unwrap(),
        )
    };
    files.iter().map(entry).collect()
}

/// How a project differs from its snapshot, as a unified diff; nothing where it does not.
fn differences(
    kept: &BTreeMap<String, Vec<u8>>,
    emitted: &BTreeMap<String, Vec<u8>>,
) -> Vec<String> {
    let paths: BTreeSet<&String> = kept.keys().chain(emitted.keys()).collect();
    let changed = paths
        .into_iter()
        .filter(|path| kept.get(*path) != emitted.get(*path));
    changed
        .map(|path| {
            let text = |side: &BTreeMap<String, Vec<u8>>| {
                let contents = side.get(path).map(Vec::as_slice).unwrap_or_default();
                String::from_utf8_lossy(contents).into_owned()
            };
            let (old, new) = (text(kept), text(emitted));
            let diff = TextDiff::from_lines(&old, &new);
            let shown = diff.unified_diff().header(path, path).to_string();
            shown.lines().take(SHOWN).collect::<Vec<_>>().join("\n")
        })
        .collect()
}

fn bless(name: &str, emitted: &BTreeMap<String, Vec<u8>>) {
    assert!(!is_ci(), "a snapshot is blessed by a person, never by CI");
    let folder = folder_of(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    for (path, contents) in emitted {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }
}

#[test]
fn what_is_emitted_is_what_was_blessed() {
    let mut wrong = Vec::new();
    for name in projects() {
        let emitted: BTreeMap<String, Vec<u8>> = emit_contract(name)
            .into_iter()
            .filter(|file| !is_copy(file))
            .map(|file| (file.path, file.contents))
            .collect();
        if std::env::var_os("PORTCULLIS_BLESS").is_some() {
            bless(name, &emitted);
        }
        for difference in differences(&kept(name), &emitted) {
            wrong.push(format!("snapshots/{name}:\n{difference}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} files differ; if all of them should, PORTCULLIS_BLESS=1 rewrites the snapshots",
        wrong.join("\n\n"),
        wrong.len()
    );
}

#[test]
fn no_snapshot_is_left_without_its_contract() {
    let mut names: Vec<String> = fs::read_dir(Path::new(ROOT).join("snapshots"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, projects());
}

#[test]
fn a_difference_is_shown_by_its_lines() {
    let side = |files: &[(&str, &str)]| -> BTreeMap<String, Vec<u8>> {
        let entry = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().to_vec());
        files.iter().map(entry).collect()
    };
    let old = side(&[("same", "1\n"), ("gone", "2\n"), ("changed", "3\n4\n")]);
    let new = side(&[("same", "1\n"), ("added", "5\n"), ("changed", "3\n6\n")]);
    assert_eq!(differences(&old, &old), Vec::<String>::new());
    assert_eq!(
        differences(&old, &new),
        [
            "--- added\n+++ added\n@@ -0,0 +1 @@\n+5",
            "--- changed\n+++ changed\n@@ -1,2 +1,2 @@\n 3\n-4\n+6",
            "--- gone\n+++ gone\n@@ -1 +0,0 @@\n-2",
        ]
    );
}

/// Lays a contract's project into the folder of builds and has clippy and rustfmt look at it.
#[track_caller]
fn compiles(name: &str) {
    assert_clean(&lay(name, &emit_contract(name)));
}

#[test]
fn ferries_are_clean() {
    compiles("ferries");
}

#[test]
fn guarded_is_clean() {
    compiles("guarded");
}

#[test]
fn harbor_is_clean() {
    compiles("harbor");
}

#[test]
fn harbor_is_clean_with_traces() {
    assert_clean_with(&lay("harbor", &emit_contract("harbor")), "otel");
}

#[test]
fn names_are_clean() {
    compiles("names");
}

#[test]
fn parameters_are_clean() {
    compiles("parameters");
}

#[test]
fn shapes_are_clean() {
    compiles("shapes");
}
