//! The verb from outside: texts, places, exit codes.

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

const OLD: &str = "\
openapi: 3.1.0
info: {title: Shop, version: 1.0.0}
security:
  - token: []
paths:
  /items:
    post:
      operationId: makeItem
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                name: {type: string, maxLength: 20}
                note: {type: string}
      responses:
        '200': {description: done}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
";

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let new = OLD
        .replace(", maxLength: 20", "")
        .replace("                note: {type: string}\n", "")
        .replace(
            "      operationId: makeItem\n",
            "      operationId: makeItem\n      security: []\n",
        );
    fs::write(folder.path().join("old.yaml"), OLD).unwrap();
    fs::write(folder.path().join("new.yaml"), new).unwrap();
    fs::write(folder.path().join("broken.yaml"), "openapi: [\n").unwrap();
    folder
}

fn diff(folder: &TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_portcullis"))
        .current_dir(folder)
        .arg("diff")
        .args(arguments)
        .output()
        .unwrap()
}

fn data(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn people_see_what_vanished_in_the_old_file_and_what_came_in_the_new_one() {
    let folder = folder();
    let output = diff(&folder, &["old.yaml", "new.yaml"]);
    assert_eq!(output.status.code(), Some(0));
    let text = data(&output);
    let expected = "\
Security regressions

regression[operation-made-public]: anybody may call it; a credential was needed
  --> new.yaml:9:7
  |
9 |       security: []
  |       ^
  was: old.yaml:3:1
  in: `POST /items`
  help: `security` of the operation wins over that of the document; an empty list asks for nothing

regression[request-max-length-widened]: `name` in the body of `POST /items` has no `maxLength` any more in requests; it was 20
  --> old.yaml:15:38
   |
15 |                 name: {type: string, maxLength: 20}
   |                                      ^
  in: `POST /items`

Breaks callers, or may

breaking[request-property-removed]: `note` in the body of `POST /items` is gone in requests
  --> old.yaml:16:17
   |
16 |                 note: {type: string}
   |                 ^
  in: `POST /items`
  also: breaks handlers
  help: an undeclared member is refused with 422

2 security regressions, 1 change breaks callers, 1 breaks handlers, 0 other changes
";
    assert_eq!(text, expected);
    assert!(output.stderr.is_empty());
}

#[test]
fn programs_see_findings_with_both_places() {
    let folder = folder();
    let output = diff(&folder, &["old.yaml", "new.yaml", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&data(&output)).unwrap();
    let first = &report["findings"][0];
    assert_eq!(first["code"], "operation-made-public");
    assert_eq!(first["severity"], "breaking");
    assert_eq!(first["security"], "regression");
    assert_eq!(first["kind"], "security");
    assert_eq!(
        (&first["file"], &first["line"]),
        (&"new.yaml".into(), &9.into())
    );
    assert_eq!(
        (&first["old"]["file"], &first["old"]["line"]),
        (&"old.yaml".into(), &3.into())
    );
    assert_eq!(first["operations"], serde_json::json!(["POST /items"]));
    let second = &report["findings"][1];
    assert_eq!(
        (&second["file"], &second["new"]),
        (&"old.yaml".into(), &serde_json::Value::Null)
    );
    assert_eq!(report["summary"]["security_regressions"], 2);
    assert_eq!(report["summary"]["breaking_callers"], 1);
}

#[test]
fn a_review_sees_tables() {
    let folder = folder();
    let text = data(&diff(
        &folder,
        &["old.yaml", "new.yaml", "--format", "markdown"],
    ));
    assert!(text.starts_with("2 security regressions"), "{text}");
    assert!(
        text.contains("## Security regressions\n\n| | code |"),
        "{text}"
    );
    assert!(text.contains("| `operation-made-public` |"), "{text}");
    assert!(text.contains("`new.yaml:9`"), "{text}");
}

#[test]
fn the_exit_code_is_asked_for() {
    let folder = folder();
    let code = |arguments: &[&str]| diff(&folder, arguments).status.code();
    assert_eq!(
        code(&["old.yaml", "new.yaml", "--fail-on", "security"]),
        Some(1)
    );
    assert_eq!(
        code(&["old.yaml", "new.yaml", "--fail-on", "breaking,any"]),
        Some(1)
    );
    assert_eq!(code(&["old.yaml", "old.yaml", "--fail-on", "any"]), Some(0));
    assert_eq!(
        code(&["new.yaml", "old.yaml", "--fail-on", "security"]),
        Some(0)
    );
    assert_eq!(code(&["old.yaml", "absent.yaml"]), Some(2));
    assert_eq!(code(&["old.yaml", "new.yaml", "--day", "soon"]), Some(2));
}

#[test]
fn a_document_that_is_none_is_told_with_its_file() {
    let folder = folder();
    let output = diff(&folder, &["old.yaml", "broken.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let talk = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(talk.contains("broken.yaml"), "{talk}");
    let output = diff(&folder, &["broken.yaml", "broken.yaml", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&data(&output)).unwrap();
    assert_eq!(report["findings"][0]["file"], "broken.yaml");
}

#[test]
fn an_invalid_operation_can_be_left_out() {
    let folder = folder();
    let invalid = OLD.replace("description: done", "description: done, $ref: '#/nowhere'");
    fs::write(folder.path().join("invalid.yaml"), invalid).unwrap();
    let output = diff(&folder, &["old.yaml", "invalid.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let output = diff(&folder, &["old.yaml", "invalid.yaml", "--lenient"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        data(&output).contains("operation-removed"),
        "{}",
        data(&output)
    );
    let talk = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        talk.contains("operation-left-out") && talk.contains("invalid.yaml"),
        "{talk}"
    );
}

#[test]
fn nothing_is_said_to_have_changed_where_nothing_has() {
    let folder = folder();
    let text = data(&diff(&folder, &["old.yaml", "old.yaml"]));
    assert_eq!(text, "nothing changed for callers, handlers or security\n");
}
