//! The numbers: their names, their series, and the letter of the text format.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::{Command, Stdio};

use gate::Operation;

use super::support::{OPEN, Service, Setup, contract};

fn gate() -> Service {
    let operations = vec![
        Operation {
            id: "a \"b\\\nc",
            path: "/a",
            ..OPEN
        },
        Operation {
            id: "never",
            path: "/never",
            ..OPEN
        },
    ];
    Setup::new(contract(&[], operations)).build()
}

/// A sample: name, labels, value as it is written.
type Sample = (String, BTreeMap<String, String>, String);

/// One line of samples, by the letter of the text format.
fn sample(line: &str) -> Option<Sample> {
    let end = line.find(['{', ' '])?;
    let (name, rest) = line.split_at(end);
    let first = |character: char| character.is_ascii_alphabetic() || matches!(character, '_' | ':');
    if !name.starts_with(first)
        || !name
            .chars()
            .all(|character| first(character) || character.is_ascii_digit())
    {
        return None;
    }
    let mut labels = BTreeMap::new();
    let mut rest = rest;
    if let Some(mut inner) = rest.strip_prefix('{') {
        while !inner.starts_with('}') {
            let (label, after) = inner.split_once("=\"")?;
            let mut value = String::new();
            let mut characters = after.char_indices();
            let end = loop {
                match characters.next()? {
                    (at, '"') => break at,
                    (_, '\\') => value.push(match characters.next()?.1 {
                        'n' => '\n',
                        escaped @ ('"' | '\\') => escaped,
                        _ => return None,
                    }),
                    (_, '\n') => return None,
                    (_, other) => value.push(other),
                }
            };
            let is_label = label
                .chars()
                .all(|character| character.is_ascii_alphanumeric() || character == '_');
            if !is_label || labels.insert(label.to_owned(), value).is_some() {
                return None;
            }
            inner = after.get(end + 1..)?;
            inner = inner.strip_prefix(',').unwrap_or(inner);
        }
        rest = inner.strip_prefix('}')?;
    }
    let value = rest.strip_prefix(' ')?;
    value.parse::<f64>().ok()?;
    Some((name.to_owned(), labels, value.to_owned()))
}

/// Every sample, after checking that each belongs to the family that was announced before it, once.
#[track_caller]
fn samples(text: &str) -> Vec<Sample> {
    assert!(text.ends_with('\n'));
    let mut found: Vec<Sample> = Vec::new();
    let mut families = BTreeSet::new();
    let (mut family, mut kind) = (String::new(), String::new());
    for line in text.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, words) = help.split_once(' ').unwrap();
            assert!(families.insert(name.to_owned()), "{name} twice");
            assert!(words.ends_with('.'), "{line}");
            name.clone_into(&mut family);
            kind.clear();
        } else if let Some(of) = line.strip_prefix("# TYPE ") {
            let (name, what) = of.split_once(' ').unwrap();
            assert_eq!(name, family);
            assert!(["counter", "gauge", "histogram"].contains(&what));
            what.clone_into(&mut kind);
        } else {
            let sample = sample(line).unwrap_or_else(|| panic!("{line}"));
            let base = match kind.as_str() {
                "histogram" => ["_bucket", "_sum", "_count"]
                    .iter()
                    .find_map(|end| sample.0.strip_suffix(end))
                    .unwrap(),
                _ => sample.0.as_str(),
            };
            assert_eq!(base, family, "{line}");
            assert_eq!(kind == "counter", family.ends_with("_total"), "{line}");
            let key = (&sample.0, &sample.1);
            assert!(
                found.iter().all(|other| (&other.0, &other.1) != key),
                "{line}"
            );
            found.push(sample);
        }
    }
    found
}

fn metrics(gate: &Service) -> String {
    let answer = gate.management("GET", "/metrics");
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-type"),
        "text/plain; version=0.0.4; charset=utf-8"
    );
    String::from_utf8(answer.body).unwrap()
}

#[track_caller]
fn value<'s>(samples: &'s [Sample], name: &str, labels: &[(&str, &str)]) -> &'s str {
    let fits = |sample: &&Sample| {
        sample.0 == name
            && labels
                .iter()
                .all(|(label, value)| sample.1.get(*label).is_some_and(|own| own == value))
    };
    let mut fitting = samples.iter().filter(fits);
    let found = fitting
        .next()
        .unwrap_or_else(|| panic!("no {name} {labels:?}"));
    assert!(fitting.next().is_none(), "several {name} {labels:?}");
    &found.2
}

#[test]
fn what_happened_is_counted_by_operation_and_outcome() {
    let gate = gate();
    for _ in 0..3 {
        gate.get("/a");
    }
    gate.ask("PUT", "/a");
    gate.get("/nowhere");
    let text = metrics(&gate);
    let samples = samples(&text);
    let odd = ("operation", "a \"b\\\nc");
    let total = |labels: &[(&str, &str)]| value(&samples, "http_requests_total", labels);
    assert_eq!(total(&[odd, ("class", "2xx")]), "3");
    assert_eq!(total(&[("operation", ""), ("class", "4xx")]), "2");
    let refused = |reason| value(&samples, "gate_refusals_total", &[("reason", reason)]);
    assert_eq!(refused("not_found"), "1");
    assert_eq!(refused("method_not_allowed"), "1");
    let histogram = "http_request_duration_seconds";
    let buckets: Vec<u64> = samples
        .iter()
        .filter(|sample| {
            sample.0 == format!("{histogram}_bucket") && sample.1["operation"] == odd.1
        })
        .map(|sample| sample.2.parse().unwrap())
        .collect();
    assert_eq!(buckets.len(), 11);
    assert!(buckets.is_sorted(), "{buckets:?}");
    assert_eq!(buckets.last(), Some(&3));
    assert_eq!(value(&samples, &format!("{histogram}_count"), &[odd]), "3");
    let number = |text: &str| text.parse::<f64>().unwrap();
    assert!(number(value(&samples, &format!("{histogram}_sum"), &[odd])) > 0.0);
    assert_eq!(value(&samples, "http_requests_in_flight", &[]), "0");
    assert_eq!(value(&samples, "gate_log_lines_dropped_total", &[]), "0");
    assert_eq!(value(&samples, "gate_build_info", &[("version", "1")]), "1");
    assert!(number(value(&samples, "process_start_time_seconds", &[])) > 1.7e9);
    assert!(
        !text.contains("never"),
        "what was never asked for has no series"
    );
}

#[test]
fn prometheus_own_tool_finds_nothing_wrong() {
    let started = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut tool) = started else {
        assert!(
            std::env::var_os("CI").is_none(),
            "promtool is not installed, and CI may not skip it"
        );
        return eprintln!("skipped: promtool (Debian's package prometheus) is not installed");
    };
    let gate = gate();
    gate.get("/a");
    gate.get("/nowhere");
    let text = metrics(&gate);
    tool.stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let output = tool.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.is_empty(), "{said}");
}
