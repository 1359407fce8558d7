//! Templates only read, the table of the plan and the folder of templates agree, and the gate is no template.

use portcullis::diagnostic::Code;
use portcullis::plan::FILES;
use regex::Regex;

use super::{code, is_rust, sources};

/// What may stand between the braces of a statement.
const STATEMENTS: &[&str] = &[
    r"^for \w+ in [\w.]+$",
    r"^(if|elif) (not )?[\w.]+( (and|or) (not )?[\w.]+)*$",
    r"^(else|endif|endfor)$",
];

/// What may stand between the braces of an expression: a path into the view, and no filter.
const EXPRESSION: &str = r"^[a-z_][\w.]*$";

/// What of a template is more than reading.
fn thoughts(text: &str) -> Vec<String> {
    let statements: Vec<Regex> = STATEMENTS
        .iter()
        .map(|form| Regex::new(form).unwrap())
        .collect();
    let expression = Regex::new(EXPRESSION).unwrap();
    let tags = Regex::new(r"(?s)\{%-?(.*?)-?%\}|\{\{-?(.*?)-?\}\}|\{#").unwrap();
    let mut found = Vec::new();
    for tag in tags.captures_iter(text) {
        let reads = match (tag.get(1), tag.get(2)) {
            (Some(statement), _) => statements
                .iter()
                .any(|form| form.is_match(statement.as_str().trim())),
            (_, Some(value)) => expression.is_match(value.as_str().trim()),
            _ => false,
        };
        if !reads {
            found.push(tag[0].to_owned());
        }
    }
    found
}

#[test]
fn templates_only_read() {
    for (path, text) in sources("templates") {
        assert_eq!(thoughts(&text), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn thinking_is_noticed() {
    for thinking in [
        "{% set x = 1 %}",
        "{{ a + b }}",
        "{{ name | upper }}",
        "{% if a == b %}",
        "{% macro m() %}",
        "{{ f(x) }}",
        "{% for a in b | sort %}",
        "{# note #}",
        "{% include \"x\" %}",
        "{{ a[0] }}",
    ] {
        assert_eq!(thoughts(thinking).len(), 1, "{thinking}");
    }
    let reading = "{% for a in b.c %}{{ a.d }}{% if not a.e and loop.first %}{% elif x %}{% else %}{% endif %}{% endfor %}";
    assert_eq!(thoughts(reading), Vec::<String>::new());
}

/// Named after its project, and otherwise copied.
const COPIED: &str = "Cargo.lock";

#[test]
fn the_plan_and_the_templates_agree() {
    let mut planned: Vec<&str> = FILES.iter().map(|entry| entry.path).collect();
    planned.push(COPIED);
    planned.sort_unstable();
    let mut there: Vec<String> = sources("templates")
        .into_iter()
        .map(|(path, _)| {
            let path = path.strip_prefix("templates/").unwrap();
            path.strip_suffix(".tera").unwrap().to_owned()
        })
        .collect();
    there.sort_unstable();
    assert_eq!(there, planned);
}

#[test]
fn the_gate_is_plain_rust_without_tests() {
    for (path, text) in sources("gate/src") {
        for sign in ["{{ ", "{% ", "{# ", "#[cfg(test)]", "#[test]"] {
            assert!(
                !code(&text).any(|(_, line)| line.contains(sign)),
                "{path} has `{sign}`"
            );
        }
    }
}

#[test]
fn the_gate_is_built_here_from_what_it_is_emitted_with() {
    let manifest = |path: &str| -> toml_edit::DocumentMut {
        std::fs::read_to_string(path).unwrap().parse().unwrap()
    };
    let (ours, emitted) = (
        manifest("crates/gate/Cargo.toml"),
        manifest("gate/manifest.toml"),
    );
    for section in ["dependencies", "features", "target"] {
        let shown = |side: &toml_edit::DocumentMut| side.get(section).map(ToString::to_string);
        assert_eq!(shown(&ours), shown(&emitted), "{section}");
    }
    assert!(emitted["dependencies"].as_table().unwrap().len() > 10);
    for field in ["name", "version", "edition", "rust-version"] {
        assert_eq!(
            ours["package"][field].as_str(),
            emitted["package"][field].as_str(),
            "{field}"
        );
    }
}

/// Codes that no test produces yet. A test that does takes its code from here.
///
/// `TemplateFault` is what a template of ours that renders no Rust would cause; the unit tests of `render` have it.
const UNTESTED: &[Code] = &[Code::TemplateFault];

#[test]
fn every_code_has_a_test_that_produces_it() {
    let tests: String = sources("tests")
        .into_iter()
        .filter(|(path, _)| {
            let speaks_of_all = ["invariants/templates.rs", "diagnostic/pages.rs"];
            is_rust(path) && !speaks_of_all.iter().any(|file| path.ends_with(file))
        })
        .map(|(_, text)| text)
        .collect();
    let silent: Vec<Code> = Code::all()
        .iter()
        .copied()
        .filter(|code| {
            let ways = [
                format!("[{code}]"),
                format!("\"{code}\""),
                format!("Code::{code:?}"),
            ];
            !ways.iter().any(|way| tests.contains(way))
        })
        .collect();
    assert_eq!(silent, UNTESTED);
}
