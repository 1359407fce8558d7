//! Real contracts over time: nothing panics, and what is known of them is told.

use std::fs;
use std::path::{Path, PathBuf};

use portcullis::compare::{self, Change, report};
use portcullis::diagnostic::Colour;
use portcullis::source::{self, Document};

use super::terms;
use crate::support::ROOT;

fn folder() -> Option<PathBuf> {
    let folder = Path::new(ROOT).join("../shared/evolutions");
    if folder.join("manifest.tsv").is_file() {
        return Some(folder);
    }
    eprintln!("skipped: no real evolutions beside this repository");
    None
}

/// Versions that refer to a schema where a parameter has to stand, and are refused.
const REFUSED: &[(&str, usize)] = &[("xero-projects", 0)];

/// The version of a contract at a step, whatever its notation; nothing where it is refused.
fn version(folder: &Path, step: usize) -> Option<Document> {
    let entries = fs::read_dir(folder).unwrap();
    let mut found = entries.map(|entry| entry.unwrap().path());
    let path = found.find(|path| path.file_stem().unwrap() == step.to_string().as_str());
    source::load(&path.unwrap()).unwrap().document
}

fn count(changes: &[Change], codes: &[&str]) -> usize {
    let named = changes
        .iter()
        .filter(|change| codes.contains(&change.code.to_string().as_str()));
    named.map(|change| change.operations.len()).sum()
}

#[test]
fn real_evolutions_are_told_as_they_are_known() {
    let Some(folder) = folder() else {
        return;
    };
    let manifest = fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut lines = manifest.lines();
    let head: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let mut steps = 0;
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |name: &str| cells[head.iter().position(|word| *word == name).unwrap()];
        let Ok(added) = cell("added").parse::<usize>() else {
            continue;
        };
        let number = |name: &str| cell(name).parse::<usize>().unwrap();
        let name = cell("name");
        let step = number("step");
        let both = (
            version(&folder.join(name), step - 1),
            version(&folder.join(name), step),
        );
        let (Some(old), Some(new)) = both else {
            assert!(REFUSED.contains(&(name, step - 1)), "{name} {step}");
            continue;
        };
        let mut changes = compare::compare(&old, &new, &terms(0));
        report::place(&mut changes, &old.origin, &new.origin);
        let placed = |site: &compare::Site| site.place.is_some();
        assert!(
            changes
                .iter()
                .all(|change| change.site().is_some_and(placed)),
            "{name} {step}"
        );
        assert!(!report::human(&changes, Colour::Never).is_empty());
        serde_json::from_str::<serde_json::Value>(&report::json(&changes)).unwrap();
        assert!(report::markdown(&changes).contains('.'));

        // The manifest knows operations by method and path, so that one that moved came and went.
        let moved = count(&changes, &["operation-moved"]);
        let came = count(&changes, &["operation-added", "public-operation-added"]);
        let gone = count(
            &changes,
            &[
                "operation-removed",
                "operation-removed-early",
                "operation-retired",
            ],
        );
        let moved = moved + count(&changes, &["parameter-renamed"]);
        assert_eq!(
            (came + moved, gone + moved),
            (added, number("removed")),
            "{name} {step}"
        );
        assert_eq!(
            count(&changes, &["operation-renamed"]),
            number("renamed"),
            "{name} {step}"
        );
        assert_eq!(
            count(&changes, &["operation-retagged"]),
            number("retagged"),
            "{name} {step}"
        );
        steps += 1;
    }
    assert!(steps >= 12, "only {steps} steps");
}
