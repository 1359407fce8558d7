//! `--lenient`: what is invalid is left out and told, and the rest stands.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

/// The exit code, what was told, and the text of `SECURITY.md`.
fn new(files: &[(&str, &str)], flags: &[&str]) -> (Option<i32>, String, String) {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_portcullis"))
        .current_dir(&folder)
        .args(["new", "api.yaml", "--out", "shop"])
        .args(flags)
        .output()
        .unwrap();
    let talk = String::from_utf8_lossy(&output.stderr).into_owned();
    let security = fs::read_to_string(folder.path().join("shop/SECURITY.md")).unwrap_or_default();
    (output.status.code(), talk, security)
}

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: Shop, version: 1.0.0}\npaths:\n";
const GOOD: &str = "  /good: {get: {responses: {'204': {description: d}}}}\n";

/// The paths that a document loses, and that nothing is emitted from it without the flag.
#[track_caller]
fn check(rest: &str, left_out: &[&str], codes: &[&str]) {
    let text = format!("{HEAD}{GOOD}{rest}");
    let part = ("part.yaml", "properties: {a: {$ref: gone.yaml}}\n");
    let (code, talk, _) = new(&[("api.yaml", &text), part], &[]);
    assert_eq!(code, Some(1), "{talk}");
    let (code, talk, security) = new(&[("api.yaml", &text), part], &["--lenient"]);
    assert_eq!(code, Some(0), "{talk}");
    let told = talk
        .lines()
        .filter(|line| line.starts_with("warning[operation-left-out]"));
    let expected = left_out.iter().map(|what| {
        format!("warning[operation-left-out]: `{what}` is left out: something that it is made of is invalid")
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        expected.collect::<Vec<_>>(),
        "{talk}"
    );
    for code in codes {
        assert!(talk.contains(&format!("warning[{code}]")), "{code}: {talk}");
    }
    assert_eq!(
        security.matches("is invalid and left out").count(),
        left_out.len(),
        "{security}"
    );
}

#[test]
fn an_operation_with_an_error_is_left_out() {
    check(
        "  /bad:\n    get: {responses: {'204': {description: d}}}\n    put: {responses: {'2044': {description: d}}}\n",
        &["PUT /bad"],
        &["structure-invalid"],
    );
    check(
        "  /bad:\n    parameters: [{$ref: '#/components/parameters/Gone'}]\n    get: {responses: {}}\n    put: {responses: {}}\n",
        &["/bad"],
        &["reference-missing"],
    );
    check(
        "  bad: {get: {responses: {}}}\n",
        &["bad"],
        &["structure-invalid"],
    );
}

#[test]
fn an_invalid_component_takes_its_users_along() {
    let user = |path: &str, name: &str| {
        format!(
            "  {path}: {{get: {{responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}}}}}}}\n"
        )
    };
    let components = "components:\n  schemas:\n    Bad: {$ref: '#/nowhere'}\n    User: {properties: {a: {items: {$ref: '#/components/schemas/Bad'}}}}\n    Fine: {type: string}\n";
    check(
        &format!(
            "{}{}{}{components}",
            user("/one", "Bad"),
            user("/two", "User"),
            user("/three", "Fine")
        ),
        &["GET /one", "GET /two"],
        &["reference-missing"],
    );
    check(
        &format!(
            "{}{}components: {{schemas: {{Part: {{$ref: part.yaml}}, Fine: {{type: string}}}}}}\n",
            user("/one", "Part"),
            user("/two", "Fine")
        ),
        &["GET /one"],
        &["reference-missing"],
    );
}

#[test]
fn swagger_too() {
    let text = "swagger: '2.0'
info: {title: Shop, version: 1.0.0}
paths:
  /good: {get: {responses: {'204': {description: d}}}}
  /bad: {get: {parameters: [{name: a, in: query, type: array, items: {type: array, items: {type: string}}}], responses: {'204': {description: d}}}}
";
    let (code, talk, _) = new(&[("api.yaml", text)], &["--lenient"]);
    assert_eq!(code, Some(0), "{talk}");
    assert!(
        talk.contains("`GET /bad` is left out") && talk.contains("warning[parameter-unsupported]"),
        "{talk}"
    );
}

#[test]
fn what_is_no_document_stays_refused() {
    for text in [
        "openapi: 9.9.9\n",
        "",
        "a: [",
        "openapi: 3.1.0\ninfo: {title: [], version: 1.0.0}\npaths: {}\n",
    ] {
        let (code, talk, _) = new(&[("api.yaml", text)], &["--lenient"]);
        assert_eq!(code, Some(1), "{text}: {talk}");
        assert!(talk.contains("error["), "{text}: {talk}");
    }
}
