//! Contracts whose paths nobody would write: they are routed as the specification says all the same.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write;

use gate::Operation;
use proptest::collection::vec;
use proptest::prelude::*;
use regex::Regex;

use super::support::{OPEN, contract, service};

/// One segment: pieces of text and, as `None`, parameters.
type Segment = Vec<Option<&'static str>>;

fn segment() -> impl Strategy<Value = Segment> {
    let piece = prop_oneof![
        Just(None),
        Just(Some("a")),
        Just(Some("b")),
        Just(Some("-")),
        Just(Some("...")),
        Just(Some(":go")),
        Just(Some("%20")),
        Just(Some("é")),
    ];
    vec(piece, 0..4)
}

fn templates() -> impl Strategy<Value = Vec<Vec<Segment>>> {
    vec(vec(segment(), 1..4), 1..12)
}

fn written(template: &[Segment]) -> String {
    let names = ["a", "b", "c", "id", "name", "x", "sid"];
    let mut parameter = 0;
    let mut text = String::new();
    for segment in template {
        text.push('/');
        for piece in segment {
            if let Some(piece) = piece {
                text.push_str(piece);
                continue;
            }
            write!(text, "{{{}}}", names[parameter % names.len()]).unwrap();
            parameter += 1;
        }
    }
    text
}

/// A path that the template was made for.
fn instance(template: &[Segment], values: &[&str]) -> String {
    let mut values = values.iter().cycle();
    let mut text = String::new();
    for segment in template {
        text.push('/');
        for piece in segment {
            text.push_str(piece.unwrap_or_else(|| values.next().unwrap()));
        }
    }
    text.replace('é', "%C3%A9")
}

/// What one segment of a path has to look like, decoded.
fn regex(segment: &Segment) -> Regex {
    let body: String = segment
        .iter()
        .map(|piece| match piece {
            Some(text) => regex::escape(&text.replace("%20", " ")),
            None => "(?s:.)+".to_owned(),
        })
        .collect();
    Regex::new(&format!("^{body}$")).unwrap()
}

/// Specific before general: text, then much text, then few parameters.
fn rank(segment: &Segment) -> (bool, Reverse<usize>, usize) {
    let parameters = segment.iter().filter(|piece| piece.is_none()).count();
    let text: usize = segment
        .iter()
        .flatten()
        .map(|text| text.replace("%20", " ").len())
        .sum();
    if parameters == 0 {
        return (false, Reverse(0), 0);
    }
    (true, Reverse(text), parameters)
}

fn fits(template: &[Segment], path: &[String]) -> bool {
    template.len() == path.len()
        && template
            .iter()
            .zip(path)
            .all(|(segment, text)| regex(segment).is_match(text))
}

fn decoded(path: &str) -> Vec<String> {
    let text = path
        .replace("%C3%A9", "é")
        .replace("%20", " ")
        .replace("%2F", "\u{0}");
    let segments = text.strip_prefix('/').unwrap().split('/');
    segments
        .map(|segment| segment.replace('\u{0}', "/"))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_path_reaches_the_most_specific_template(
        mut templates in templates(),
        values in vec(prop_oneof![Just("a"), Just("x"), Just("1-2"), Just("a...b"), Just("%2F"), Just("é")], 1..5),
    ) {
        // Two templates that differ in their parameters' names alone are one.
        let mut seen = BTreeSet::new();
        templates.retain(|template| {
            let shape: Vec<String> = template.iter().map(|segment| regex(segment).to_string()).collect();
            seen.insert(shape)
        });
        let operations = templates
            .iter()
            .map(|template| {
                let path: &'static str = Box::leak(written(template).into_boxed_str());
                Operation { path, id: path, ..OPEN }
            })
            .collect();
        let gate = service(contract(&[], operations));
        for template in &templates {
            let path = instance(template, &values);
            let segments = decoded(&path);
            if segments.iter().any(|segment| segment == "." || segment == "..") {
                continue;
            }
            let answer = gate.get(&path);
            prop_assert_eq!(answer.status, 200, "{} of {:?}", path, template);
            let row: usize = answer.json()["operation"].as_u64().unwrap().try_into().unwrap();
            let ranks = |template: &[Segment]| template.iter().map(rank).collect::<Vec<_>>();
            prop_assert!(fits(&templates[row], &segments), "{} went to {:?}", path, templates[row]);
            let best = templates.iter().filter(|template| fits(template, &segments)).map(|template| ranks(template)).min();
            prop_assert_eq!(best, Some(ranks(&templates[row])), "{} went to {:?}", path, templates[row]);
        }
    }
}
