//! How findings are shown: to a person, and to a program.

mod pages;
mod silence;
mod slips;

use portcullis::diagnostic::{
    Code, Colour, Diagnostic, Place, Severity, render_human, render_json,
};
use serde_json::{Value, json};

fn missing() -> Diagnostic {
    Diagnostic::error(Code::ReferenceMissing, "/a/$ref")
        .message("`#/x` points at nothing")
        .help("add it")
}

fn human(diagnostics: &[Diagnostic]) -> String {
    render_human(diagnostics, "api.yaml", Colour::Never)
}

#[test]
fn a_finding_with_a_place() {
    assert_eq!(
        human(&[missing().at(Place::new(12, 5, "    $ref: '#/x'"))]),
        "error[reference-missing]: `#/x` points at nothing\n  \
           --> api.yaml:12:5\n   \
            |\n\
         12 |     $ref: '#/x'\n   \
            |     ^\n  \
           help: add it\n"
    );
}

#[test]
fn a_finding_without_a_place() {
    assert_eq!(
        human(&[missing()]),
        "error[reference-missing]: `#/x` points at nothing\n  --> api.yaml#/a/$ref\n  help: add it\n"
    );
    let world = Diagnostic::unplaced(Severity::Note, Code::DocumentEmpty).message("nothing to do");
    assert_eq!(human(&[world]), "note[document-empty]: nothing to do\n");
}

#[test]
fn a_long_line_is_cut_around_the_column() {
    let line = format!("{}HERE{}", "a".repeat(1_000), "b".repeat(1_000));
    let shown = human(&[missing().at(Place::new(1, 1_001, &line))]);
    let lines: Vec<&str> = shown.lines().collect();
    assert!(
        lines.iter().all(|line| line.chars().count() < 140),
        "{shown}"
    );
    let caret = lines[4].find('^').expect("a caret");
    assert!(lines[3][caret..].starts_with("HERE"), "{shown}");
}

#[test]
fn what_a_document_says_cannot_steer_the_terminal() {
    let line = "\ta: \"\u{1b}[2J\u{7}\u{202e}\" # here";
    let shown = human(&[missing()
        .message("\u{1b}]0;owned\u{7}\nnext")
        .help("\r\u{9b}x")
        .at(Place::new(1, 12, line))]);
    assert!(
        shown
            .chars()
            .all(|character| character == '\n' || !character.is_control()),
        "{shown:?}"
    );
    assert!(!shown.contains('\u{202e}'));
    assert_eq!(shown.lines().count(), 6, "{shown}");
    let lines: Vec<&str> = shown.lines().collect();
    let caret = lines[4].find('^').expect("a caret");
    assert!(lines[3][caret..].starts_with("\" # here"), "{shown}");
}

#[test]
fn many_warnings_are_counted_and_errors_never() {
    let warnings = vec![Diagnostic::warning(Code::DocumentRepaired, "/a").message("m"); 224];
    let shown = human(&warnings);
    assert_eq!(shown.matches("warning[document-repaired]: m\n").count(), 10);
    assert!(
        shown.ends_with("warning[document-repaired]: and 214 more like it\n"),
        "{shown}"
    );
    assert!(!human(&warnings[..10]).contains("more like it"));
    assert_eq!(human(&vec![missing(); 30]).matches("error[").count(), 30);
    let report: Value = serde_json::from_str(&render_json(&warnings, "api.yaml")).expect("JSON");
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(224));
}

#[test]
fn colour_only_where_it_is_asked_for() {
    assert!(!human(&[missing()]).contains('\u{1b}'));
    let coloured = render_human(&[missing()], "api.yaml", Colour::Always);
    assert!(
        coloured.starts_with("\u{1b}[1;31merror[reference-missing]\u{1b}[0m: "),
        "{coloured:?}"
    );
}

#[test]
fn a_report_names_every_member() {
    let placed = missing().at(Place::new(12, 5, "line"));
    let bare = Diagnostic::unplaced(Severity::Warning, Code::DocumentRepaired).message("m");
    let report: Value =
        serde_json::from_str(&render_json(&[placed, bare], "api.yaml")).expect("JSON");
    assert_eq!(
        report,
        json!({ "findings": [
            { "code": "reference-missing", "severity": "error", "message": "`#/x` points at nothing", "file": "api.yaml",
              "line": 12, "column": 5, "pointer": "/a/$ref", "help": "add it" },
            { "code": "document-repaired", "severity": "warning", "message": "m", "file": "api.yaml",
              "line": null, "column": null, "pointer": null, "help": null }
        ] })
    );
    assert_eq!(
        render_json(&[], "api.yaml")
            .split_whitespace()
            .collect::<String>(),
        "{\"findings\":[]}"
    );
}

#[test]
fn every_code_has_its_own_name_and_a_sentence() {
    let mut names: Vec<&str> = Code::all().iter().map(|code| code.as_str()).collect();
    for (code, name) in Code::all().iter().zip(&names) {
        let words: String = format!("{code:?}")
            .chars()
            .map(|letter| {
                if letter.is_uppercase() {
                    format!("-{}", letter.to_lowercase())
                } else {
                    letter.to_string()
                }
            })
            .collect();
        assert_eq!(words.trim_start_matches('-'), *name);
        assert!(code.explain().len() > 20, "{name} says too little");
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Code::all().len());
}
