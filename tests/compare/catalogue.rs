//! Everything that another tool calls an error, and the table of it in the manual.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use portcullis::compare::{Code, Security, Weight};
use portcullis::diagnostic::Code as Finding;
use serde::Deserialize;
use serde_json::Value;

use super::{changes, codes, with};
use crate::support::ROOT;

#[derive(Deserialize)]
struct Row {
    ids: Vec<String>,
    slot: Option<String>,
    #[serde(default)]
    notice: u32,
    old: Value,
    new: Value,
    code: String,
    #[serde(default)]
    also: Vec<String>,
}

fn rows() -> Vec<Row> {
    serde_yaml::from_str(include_str!("catalogue.yaml")).unwrap()
}

fn ids() -> Vec<&'static str> {
    let lines = include_str!("oasdiff.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
}

/// The place in the contract that an id speaks of.
fn slot(id: &str) -> &'static str {
    let slots = [
        ("request-parameter-property-", "query-property"),
        ("request-parameter-", "query"),
        ("request-header-property-", "header"),
        ("request-body-", "body"),
        ("request-property-", "property"),
        ("response-header-", "response-header"),
        ("response-body-", "answer"),
        ("response-property-", "answered"),
    ];
    let found = slots
        .iter()
        .find(|(beginning, _)| id.starts_with(beginning));
    found.unwrap_or_else(|| panic!("`{id}` names no slot")).1
}

#[test]
fn every_error_of_the_catalogue_is_told() {
    let mut wrong = Vec::new();
    for row in rows() {
        for id in &row.ids {
            let slot = row.slot.as_deref().unwrap_or_else(|| slot(id));
            let (old, new) = (with(slot, &row.old), with(slot, &row.new));
            let found = changes(&old, &new, row.notice);
            let breaking = found
                .iter()
                .filter(|change| change.impact.callers == Weight::Breaking);
            let told = codes(breaking);
            let mut expected: Vec<String> = row.also.clone();
            expected.push(row.code.clone());
            expected.sort();
            if told != expected {
                wrong.push(format!("{id}: {told:?}, not {expected:?}\n{found:#?}"));
            }
            for change in &found {
                let (old, new) = (&change.old, &change.new);
                assert!(old.is_some() || new.is_some(), "{id}: {change:?}");
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_catalogue_is_whole() {
    let covered: Vec<String> = rows().into_iter().flat_map(|row| row.ids).collect();
    let known: BTreeSet<&str> = covered.iter().map(String::as_str).collect();
    assert_eq!(known.len(), covered.len(), "an id is covered twice");
    assert_eq!(known, ids().into_iter().collect::<BTreeSet<_>>());
}

#[test]
fn a_code_is_found_by_its_name_and_says_what_it_means() {
    let all = Code::all();
    let names: BTreeSet<String> = all.iter().map(ToString::to_string).collect();
    assert_eq!(names.len(), all.len());
    for code in all {
        assert_eq!(Code::of(&code.to_string()), Some(code));
        assert!(code.explain().ends_with('.'), "{code}: {}", code.explain());
        assert!(!code.explain().starts_with('.'), "{code}");
    }
    assert_eq!(Code::of("request-maximum"), None);
}

/// What a page says below a heading.
fn part<'p>(page: &'p str, heading: &str) -> &'p str {
    let Some((_, rest)) = page.split_once(&format!("\n## {heading}\n\n")) else {
        panic!("no `{heading}` in {page}");
    };
    rest.split("\n## ").next().unwrap_or_default().trim()
}

#[test]
fn every_code_of_a_change_has_a_page_that_agrees_with_what_it_weighs() {
    let findings: BTreeSet<&str> = Finding::all().iter().map(|code| code.as_str()).collect();
    for code in Code::all() {
        let (page, impact) = (code.page(), code.impact());
        let name = code.to_string();
        assert!(
            !findings.contains(name.as_str()),
            "{code}: two pages of one name"
        );
        let head = format!("# {code}\n\n{}\n\nCallers: ", code.explain());
        assert!(page.starts_with(&head), "{page}");
        let (breaks, help) = (part(&page, "What it breaks"), part(&page, "What to do"));
        assert!(
            breaks.ends_with('.') && help.len() >= "Nothing.".len(),
            "{page}"
        );
        let is_harmless = breaks.starts_with("No caller") || breaks.starts_with("Nothing");
        if impact.callers == Weight::Breaking {
            assert!(!is_harmless, "{code} breaks callers: {breaks}");
        }
        if impact.handlers == Weight::Breaking {
            let words = ["compile", "gone", "type", "variant"];
            assert!(
                words.iter().any(|word| breaks.contains(word)),
                "{code}: {breaks}"
            );
        }
        let is_regression = impact.security == Security::Regression;
        assert_eq!(
            page.contains(&format!("--accept {code}")),
            is_regression,
            "{code}"
        );
        if is_regression {
            assert!(help.len() > 40, "{code}: {help}");
        }
    }
}

#[test]
fn only_what_nobody_looks_at_is_explained_by_that() {
    let unread: Vec<String> = Code::all()
        .into_iter()
        .filter(|code| part(&code.page(), "What it breaks").contains("does not look at it."))
        .map(|code| code.to_string())
        .collect();
    assert_eq!(unread, ["scheme-details-changed"]);
}

/// What stands between these lines of the manual is made from the lists.
fn between(page: &str, name: &str, table: &str) -> String {
    let (begin, end) = (
        format!("<!-- {name} -->\n"),
        format!("<!-- end of {name} -->\n"),
    );
    let (before, rest) = page.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    format!("{before}{begin}\n{table}\n{end}{after}")
}

#[test]
fn the_manual_lists_every_code_and_every_check() {
    let path = Path::new(ROOT).join("docs/diff.md");
    let page = fs::read_to_string(&path).unwrap();
    let mut list = "| code | callers | handlers | security | |\n|---|---|---|---|---|\n".to_owned();
    for code in Code::all() {
        let impact = code.impact();
        let word = |weight: Weight| match weight {
            Weight::Breaking => "breaks",
            Weight::Warning => "may break",
            Weight::Information => "",
        };
        let security = match impact.security {
            Security::Regression => "**regression**",
            Security::Tightened => "tightened",
            Security::None => "",
        };
        let _ = writeln!(
            list,
            "| `{code}` | {} | {} | {security} | {} |",
            word(impact.callers),
            word(impact.handlers),
            code.explain()
        );
    }
    let mut checks = "| oasdiff | here |\n|---|---|\n".to_owned();
    let rows = rows();
    for id in ids() {
        let row = rows
            .iter()
            .find(|row| row.ids.iter().any(|known| known == id));
        let code = &row.unwrap().code;
        let _ = writeln!(checks, "| `{id}` | `{code}` |");
    }
    let made = between(&between(&page, "codes", &list), "checks", &checks);
    if std::env::var_os("PORTCULLIS_BLESS").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let now = fs::read_to_string(&path).unwrap();
    assert!(
        now == made,
        "docs/diff.md is not what the lists say: bless it"
    );
}
