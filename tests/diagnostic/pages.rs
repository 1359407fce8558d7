//! The pages of the codes: each says what is true, and its example really leads to it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use portcullis::diagnostic::{Code, Diagnostic};
use portcullis::source::{self, Loaded};

use crate::support::{ROOT, defaults, is_ci, parse, versions};

/// No document is known that leads to these, with the reason.
const WITHOUT_EXAMPLE: &[(Code, &str)] = &[
    (
        Code::TemplateFault,
        "a document that leads here would be a defect of a template",
    ),
    (Code::OperationLeftOut, "only `--lenient` leads here"),
    (
        Code::ChoiceInvalid,
        "it is about `portcullis.toml`, not about a document",
    ),
];

/// What these are about takes several contracts: the blocks of an example are the versions of one service.
const OF_VERSIONS: &[Code] = &[Code::VersionClash, Code::RouteOverlap, Code::SchemeClash];

fn folder() -> PathBuf {
    Path::new(ROOT).join("docs/codes")
}

fn text_of(code: Code) -> String {
    let path = folder().join(format!("{code}.md"));
    match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => panic!("{code} has no page {}: {error}", path.display()),
    }
}

/// The parts of a page, by their headings.
fn part<'p>(page: &'p str, heading: &str) -> &'p str {
    let Some((_, rest)) = page.split_once(&format!("\n## {heading}\n")) else {
        panic!("no `{heading}` in {page}");
    };
    rest.split("\n## ").next().unwrap_or_default().trim()
}

/// The notation and the text of the blocks between fences.
fn blocks(text: &str) -> Vec<(&str, &str)> {
    let fenced = text.split("```").skip(1).step_by(2);
    fenced
        .map(|block| block.split_once('\n').unwrap())
        .collect()
}

/// Reads and emits what a block shows. A document that no Markdown can hold is made by a line of shell.
fn findings(notation: &str, text: &str) -> Vec<Diagnostic> {
    let loaded: Loaded = match notation {
        "sh" => {
            let folder = tempfile::tempdir().unwrap();
            let mut shell = Command::new("sh");
            let made = shell.args(["-euc", text]).current_dir(&folder).status();
            assert!(made.unwrap().success(), "{text}");
            source::load(&folder.path().join("openapi.yaml")).unwrap()
        }
        notation => {
            let name = format!("openapi.{notation}");
            source::parse(Path::new(&name), text.as_bytes().to_vec())
        }
    };
    let mut found = loaded.diagnostics;
    if let Some(document) = loaded.document {
        found.extend(portcullis::emit(&document, &defaults("shop")).diagnostics);
    }
    found
}

/// Reads all blocks, and emits one service of them.
fn findings_of_versions(blocks: &[(&str, &str)]) -> Vec<Diagnostic> {
    let documents = blocks.iter().map(|(_, text)| parse(text));
    let named = portcullis::by_age(documents.collect());
    portcullis::emit_versions(&versions(&named), &defaults("shop")).diagnostics
}

#[test]
fn every_code_has_a_page_with_all_its_parts() {
    for &code in Code::all() {
        let page = text_of(code);
        assert_eq!(page, code.page(), "{code}: what is shipped is what is here");
        let head = format!("# {code}\n\n{}.\n\nSeverity: ", code.explain());
        assert!(page.starts_with(&head), "{code} begins otherwise: {page}");
        for heading in ["Why it matters", "Example", "What to do"] {
            assert!(part(&page, heading).len() > 20, "{code}: {heading}");
        }
        assert_eq!(page.matches("\n## ").count(), 3, "{code}");
        assert!(page.ends_with('\n') && !page.ends_with("\n\n"), "{code}");
    }
}

#[test]
fn every_example_leads_to_its_code() {
    let mut wrong = Vec::new();
    for &code in Code::all() {
        let page = text_of(code);
        let examples = blocks(part(&page, "Example"));
        let excused = WITHOUT_EXAMPLE.iter().any(|(known, _)| *known == code);
        assert_eq!(
            examples.is_empty(),
            excused,
            "{code} has to have an example"
        );
        let cases: Vec<Vec<Diagnostic>> = if OF_VERSIONS.contains(&code) {
            vec![findings_of_versions(&examples)]
        } else {
            let alone = examples.into_iter();
            alone
                .map(|(notation, text)| findings(notation, text))
                .collect()
        };
        for found in cases {
            let severity = found
                .iter()
                .filter(|finding| finding.code == code)
                .map(|finding| finding.severity.as_str())
                .next();
            if severity != code.weight().split(';').next() {
                wrong.push(format!("{code}, {}: {found:#?}", code.weight()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_page_is_left_without_its_code() {
    let pages: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let mut known: BTreeSet<String> = Code::all()
        .iter()
        .map(|code| format!("{code}.md"))
        .collect();
    known.insert("README.md".to_owned());
    assert_eq!(pages, known);
}

/// `PORTCULLIS_BLESS=1` rewrites the list from the codes and their pages.
#[test]
fn the_list_of_all_codes_is_true() {
    let mut list = String::from(
        "# What Portcullis finds\n\n\
         All that is refused, repaired or not enforced, in the order in which a document is read. `portcullis explain CODE`\n\
         prints the same pages. An *error* stops generation; what a *warning* or a *note* tells of is served as it says.\n\n\
         | code | severity | what it means |\n|---|---|---|\n",
    );
    for &code in Code::all() {
        let (weight, sentence) = (code.weight(), code.explain());
        writeln!(list, "| [{code}]({code}.md) | {weight} | {sentence}. |").unwrap();
    }
    let path = folder().join("README.md");
    if std::env::var_os("PORTCULLIS_BLESS").is_some() {
        assert!(!is_ci(), "a list is blessed by a person, never by CI");
        fs::write(&path, &list).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap_or_default(), list);
}
