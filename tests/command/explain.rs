//! What `portcullis explain` says, and who points to it.

use std::fs;

use portcullis::compare::{self, Security};
use portcullis::diagnostic::Code;

use super::{data, run, talk, workbench};

#[test]
fn a_code_is_explained_by_its_page() {
    let folder = workbench();
    let output = run(folder.path(), ["explain", "reference-missing"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(data(&output), Code::ReferenceMissing.page());
    assert_eq!(talk(&output), "");
}

#[test]
fn a_change_is_explained_and_how_to_go_on_with_it() {
    let folder = workbench();
    for code in [
        "scope-dropped",
        "request-maximum-widened",
        "operation-removed",
    ] {
        let output = run(folder.path(), ["explain", code]);
        assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
        let page = data(&output);
        assert_eq!(page, compare::Code::of(code).unwrap().page());
        let is_regression = page.contains(&format!("`--accept {code}`"));
        assert_eq!(is_regression, code != "operation-removed", "{page}");
    }
    let mistyped = run(folder.path(), ["explain", "scope-droped"]);
    assert_eq!(mistyped.status.code(), Some(2));
    assert!(talk(&mistyped).contains("'scope-dropped'"));
}

#[test]
fn without_a_code_all_are_listed() {
    let folder = workbench();
    let output = run(folder.path(), ["explain"]);
    assert_eq!(output.status.code(), Some(0));
    let list = data(&output);
    let changes = compare::Code::all();
    assert_eq!(list.lines().count(), Code::all().len() + changes.len());
    for (line, code) in list.lines().skip(Code::all().len()).zip(changes) {
        let words: Vec<&str> = line.split_whitespace().take(2).collect();
        assert_eq!(words[0], code.to_string(), "{line}");
        let is_regression = code.impact().security == Security::Regression;
        assert_eq!(words[1] == "regression", is_regression, "{line}");
        assert!(line.ends_with(&code.explain()), "{line}");
    }
    for (line, code) in list.lines().zip(Code::all()) {
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some(code.as_str()), "{line}");
        let severity = words.next();
        assert!(
            matches!(severity, Some("error" | "warning" | "note")),
            "{line}"
        );
        assert!(line.ends_with(code.explain()), "{line}");
    }
}

#[test]
fn a_mistyped_code_is_told_its_neighbour() {
    let folder = workbench();
    let output = run(folder.path(), ["explain", "reference-mising"]);
    assert_eq!(output.status.code(), Some(2));
    let talk = talk(&output);
    assert!(talk.contains("'reference-missing'"), "{talk}");
    assert!(talk.contains("similar value exists"), "{talk}");
}

#[test]
fn findings_name_the_command_once_and_a_clean_run_never() {
    let folder = workbench();
    let document = "openapi: 3.1.0\ninfo: {title: T, version: 1.0.0}\nservers: [{url: 'https://harbor.example/v1'}]\n\
                    paths: {/a: {get: {operationId: a, responses: {'204': {description: done}}}}}\n";
    fs::write(folder.path().join("clean.yaml"), document).unwrap();
    let clean = run(folder.path(), ["new", "clean.yaml", "--out", "clean"]);
    assert_eq!(clean.status.code(), Some(0));
    assert!(!talk(&clean).contains("explain"), "{}", talk(&clean));
    let document = "openapi: 3.1.0\ninfo: {title: T, version: 1.0.0}\npaths: {}\nnote: 1\nx-a: {$ref: 1}\n\
                    components: {schemas: {A: {$ref: '#/nowhere'}, B: {$ref: '#/nowhere'}}}\n";
    fs::write(folder.path().join("faulty.yaml"), document).unwrap();
    let refused = run(folder.path(), ["new", "faulty.yaml", "--out", "refused"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = talk(&refused);
    assert!(said.contains("warning[member-unknown]"), "{said}");
    assert_eq!(said.matches("portcullis explain").count(), 1, "{said}");
    assert!(
        said.ends_with("`portcullis explain reference-missing` says more about it\n"),
        "{said}"
    );
    let json = run(
        folder.path(),
        ["new", "faulty.yaml", "--out", "refused", "--format", "json"],
    );
    assert!(!talk(&json).contains("explain"));
}
