//! What is emitted: the same bytes for the same document, the gate as it is here, and nothing that a review would stop.

use std::fs;
use std::path::Path;
use std::process::Command;

use portcullis::project::{File, Owner};
use regex::Regex;
use tempfile::TempDir;

use super::{is_rust, sources};
use crate::support::project::{cargo, lay, tree};
use crate::support::{
    ROOT, contract_of, defaults, emit, emit_contract, load, parse, projects, text,
};

/// The emitted files that are made from the document, not copied.
fn made(files: &[File]) -> impl Iterator<Item = &File> {
    files
        .iter()
        .filter(|file| !file.path.starts_with("gate/") && !file.path.starts_with("openapi."))
}

#[test]
fn the_emitted_gate_is_the_one_that_is_tested_here() {
    for name in projects() {
        let emitted: Vec<(String, Vec<u8>)> = emit_contract(name)
            .into_iter()
            .filter(|file| file.path.starts_with("gate/"))
            .map(|file| (file.path, file.contents))
            .collect();
        let mut ours: Vec<(String, Vec<u8>)> = sources("gate")
            .into_iter()
            .map(|(path, text)| {
                (
                    path.replace("manifest.toml", "Cargo.toml"),
                    text.into_bytes(),
                )
            })
            .collect();
        ours.sort();
        let paths = |files: &[(String, Vec<u8>)]| {
            files.iter().map(|file| file.0.clone()).collect::<Vec<_>>()
        };
        assert_eq!(paths(&emitted), paths(&ours), "{name}");
        assert!(emitted == ours, "{name}: the contents differ");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for name in projects() {
        let first = emit_contract(name);
        assert!(
            first == emit_contract(name),
            "{name} is not the same every time"
        );
        let mut sorted: Vec<&str> = first.iter().map(|file| file.path.as_str()).collect();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), first.len(), "{name} has a file twice");
    }
}

/// Runs `new` in a folder of its own, far from the others, and answers with all that it wrote.
fn written(spec: &Path, out: &str) -> Vec<(String, Vec<u8>)> {
    let folder = TempDir::new().unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_portcullis"))
        .current_dir(folder.path())
        .args(["new", "--name", "shapes", "--out", out])
        .arg(spec)
        .output()
        .unwrap()
        .status;
    assert!(status.success());
    let project = folder.path().join(out);
    let relative = |path: &Path| path.strip_prefix(&project).unwrap().to_owned();
    let read = |path: &Path| {
        (
            relative(path).to_str().unwrap().to_owned(),
            fs::read(path).unwrap(),
        )
    };
    tree(&project).iter().map(|path| read(path)).collect()
}

#[test]
fn neither_the_folder_nor_the_day_shows() {
    let spec = contract_of("shapes");
    let first = written(&spec, "one");
    let copy = TempDir::new().unwrap();
    let moved = copy.path().join("elsewhere.yaml");
    fs::copy(&spec, &moved).unwrap();
    assert!(first == written(&moved, "two/three"), "the folder shows");

    // Where projects of tests are written; containers have a `/tmp` too.
    let scratch = std::env::temp_dir().join(".tmp");
    let hosts = [ROOT.to_owned(), scratch.display().to_string()];
    for (path, contents) in &first {
        let shown = String::from_utf8_lossy(contents);
        for host in &hosts {
            assert!(!shown.contains(host.as_str()), "{path} names {host}");
        }
    }
}

#[test]
fn nothing_but_the_name_depends_on_the_name() {
    let document = load(&contract_of("harbor"));
    let (one, other) = (
        emit(&document, &defaults("alpha")),
        emit(&document, &defaults("bravo")),
    );
    for (left, right) in one.iter().zip(&other) {
        assert_eq!(left.path, right.path);
        // The lock of dependencies is in the order of names, so it is compared without its order.
        let lines = |file: &File| {
            let mut lines: Vec<String> = text(file)
                .replace("bravo", "alpha")
                .lines()
                .map(str::to_owned)
                .collect();
            if file.path == "Cargo.lock" {
                lines.sort();
            }
            lines
        };
        assert_eq!(lines(left), lines(right), "{}", left.path);
    }
    assert_eq!(one.len(), other.len());
}

/// What a reviewer of the emitted service would stop at.
const UNWELCOME: &str = r"#!?\[(allow|expect)\(|\.unwrap\(\)|\.expect\(|\b(todo|unimplemented|panic|dbg|println)!|\bunsafe\s*[\{f]|async_trait";

#[test]
fn nothing_emitted_is_silenced_or_gives_up() {
    let unwelcome = Regex::new(UNWELCOME).unwrap();
    for name in projects() {
        for file in emit_contract(name) {
            if !is_rust(&file.path) {
                continue;
            }
            // Words of the contract stand in comments and in text; what they say is theirs.
            let lines = text(&file)
                .lines()
                .filter(|line| !line.trim_start().starts_with("//") && !line.contains('"'));
            for line in lines {
                assert!(!unwelcome.is_match(line), "{name}: {}: {line}", file.path);
            }
        }
    }
}

#[test]
fn what_is_rewritten_says_so_in_its_first_line() {
    for name in projects() {
        for file in made(&emit_contract(name)) {
            if !is_rust(&file.path) {
                continue;
            }
            let says = text(file).starts_with("// @generated by Portcullis");
            assert_eq!(says, file.owner == Owner::Ours, "{name}: {}", file.path);
        }
    }
}

#[test]
fn two_zones_and_nothing_between() {
    for name in projects() {
        for file in emit_contract(name) {
            let ours = ["api/", "gate/"]
                .iter()
                .any(|folder| file.path.starts_with(folder))
                || file.path == "SECURITY.md";
            assert_eq!(ours, file.owner == Owner::Ours, "{name}: {}", file.path);
        }
    }
}

#[test]
fn no_file_is_longer_than_a_person_reads_but_tables() {
    for name in projects() {
        for file in made(&emit_contract(name)) {
            let has_rows = file.path.ends_with("contract.rs") || file.path.ends_with("mock.rs");
            let lines = text(file).lines().count();
            assert!(
                lines <= 1_000 || has_rows || file.path == "Cargo.lock",
                "{name}: {} has {lines} lines",
                file.path
            );
        }
    }
}

/// Both folders are written before either is built, so that no file of the second is newer than what is built of the first:
/// cargo would take the one crate `api` for the other if their versions did not differ.
#[test]
fn two_projects_may_share_a_folder_of_builds() {
    let project = |name: &str, path: &str| {
        let contract = format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: 1.0.0}}\npaths:\n  /{path}:\n    get:\n      operationId: {path}\n      responses: {{'204': {{description: done}}}}\n"
        );
        lay(name, &emit(&parse(&contract), &defaults(name)))
    };
    for folder in [
        project("sharing-one", "vessels"),
        project("sharing_two", "berths"),
    ] {
        let said = cargo(&folder, &["check", "--locked", "--quiet"]);
        assert!(said.success, "{}:\n{}", folder.display(), said.talk);
    }
}
