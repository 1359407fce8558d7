//! The JSON Schema Test Suite as contracts, and cases of our own of the same kind: every verdict is the suite's.
//!
//! `PORTCULLIS_SUITE` is the folder they lie in; without it, `../shared/suite` beside this repository.

mod letter;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::support::ROOT;
use crate::support::judge::{Judge, Verdict};

/// One instance with its verdict.
#[derive(Debug, Deserialize)]
struct Case {
    group: usize,
    file: String,
    schema: String,
    test: String,
    data: Box<RawValue>,
    valid: bool,
}

/// A part of the suite; a checkout without it skips its test, and says so.
fn part(name: &str) -> Option<PathBuf> {
    let folder = match env::var_os("PORTCULLIS_SUITE") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(ROOT).join("../shared/suite"),
    };
    let part = folder.join(name);
    if !part.is_dir() {
        eprintln!("skipped: there is no {}", part.display());
        return None;
    }
    Some(part)
}

/// Every case of a part is judged as the suite judges it.
#[track_caller]
fn check(name: &str) {
    let Some(part) = part(name) else { return };
    let cases = fs::read_to_string(part.join("cases.json")).unwrap();
    let cases: Vec<Case> = serde_json::from_str(&cases).unwrap();
    assert!(cases.len() > 100, "{}", cases.len());
    let project = format!("suite-{}", name.replace('.', "-"));
    let mut judge = Judge::of_file(&project, &part.join("openapi.json"));
    let mut wrong = Vec::new();
    for case in &cases {
        let verdict = judge.verdict(case.group, case.data.get());
        let expected = if case.valid {
            Verdict::Accepted
        } else {
            Verdict::Refused
        };
        if verdict != expected {
            wrong.push(format!(
                "{} | {} | {}: {verdict:?}",
                case.file, case.schema, case.test
            ));
        }
    }
    let right = cases.len() - wrong.len();
    assert!(
        wrong.is_empty(),
        "{right} of {}\n{}",
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn draft_2020_12_core() {
    check("draft2020-12-core");
}

#[test]
fn draft_2020_12_formats() {
    check("draft2020-12-format");
}

#[test]
fn draft_4_core() {
    check("draft4-core");
}

#[test]
fn draft_4_formats() {
    check("draft4-format");
}
