//! `portcullis.toml` of a project that is made again: what was chosen stays, and is obeyed.

use std::fs;
use std::path::Path;

use super::{data, run, talk, workbench};

const FILE: &str = "shop/portcullis.toml";

fn new(folder: &Path, more: &[&str]) -> std::process::Output {
    let fixed = ["new", "openapi.yaml", "--out", "shop"];
    run(folder, fixed.iter().chain(more))
}

/// A project, with these lines added to its choices.
fn chosen(lines: &str) -> tempfile::TempDir {
    let bench = workbench();
    let output = new(bench.path(), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let file = bench.path().join(FILE);
    let text = fs::read_to_string(&file).unwrap();
    fs::write(file, format!("{text}{lines}")).unwrap();
    bench
}

#[test]
fn choices_are_kept_and_obeyed() {
    let bench = chosen(
        "[operations.listItems]\nrate-limit = \"7/m burst 2\"\nbody-limit = \"1KiB\"\ntimeout = \"3s\"\nname = \"browse\"\n",
    );
    let before = fs::read_to_string(bench.path().join(FILE)).unwrap();
    let output = new(bench.path(), &["--force"]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let read = |path: &str| fs::read_to_string(bench.path().join("shop").join(path)).unwrap();
    assert_eq!(fs::read_to_string(bench.path().join(FILE)).unwrap(), before);
    let operation = read("api/src/items/browse.rs");
    for expected in [
        "requests: 7,",
        "burst: 2,",
        "body: Some(1024),",
        "timeout: Some(Duration::from_millis(3000)),",
    ] {
        assert!(operation.contains(expected), "{expected}: {operation}");
    }
    assert!(read("src/handlers/items.rs").contains("async fn browse("));
}

#[test]
fn a_choice_that_cannot_be_obeyed_stops_the_run() {
    for (lines, said) in [
        (
            "[operations.listItem]\n",
            "the contract has no operation `listItem`",
        ),
        (
            "[operations.listItems]\nrate = \"1/s\"\n",
            "nothing called `rate` can be chosen",
        ),
        (
            "[operations.listItems]\nrate-limit = \"fast\"\n",
            "`rate-limit` cannot be read",
        ),
    ] {
        let bench = chosen(lines);
        let before = super::tree(&bench.path().join("shop"));
        let output = new(bench.path(), &["--force"]);
        assert_eq!(output.status.code(), Some(1), "{}", data(&output));
        let talk = talk(&output);
        assert!(talk.contains("error[choice-invalid]: "), "{talk}");
        assert!(talk.contains(said), "{talk}");
        let last = before[Path::new("portcullis.toml")].as_ref().unwrap();
        let lines = String::from_utf8_lossy(last).lines().count();
        let place = |line: usize| talk.contains(&format!("portcullis.toml:{line}:"));
        assert!(place(lines) || place(lines - 1), "{talk}");
        assert_eq!(super::tree(&bench.path().join("shop")), before);
    }
}
