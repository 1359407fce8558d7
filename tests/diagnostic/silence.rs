//! No keyword is passed over in silence: each one that the specifications have is put in its place, and then something
//! else is emitted, or a finding names it, or it stands on the one list of annotations with the reason.

mod annotations;
mod answers;
mod objects;
mod schemas;
mod swagger;
mod table;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use portcullis::diagnostic::{Code, Severity};
use portcullis::options::{Typeless, Unenforced};
use portcullis::source;
use serde_json::{Value, json};

use crate::support::defaults;
use annotations::ANNOTATIONS;

/// A keyword in its place: which kind of object has it, the document without it, and the same document with it.
struct Case {
    object: &'static str,
    keyword: &'static str,
    without: Value,
    with: Value,
}

/// What became of a keyword.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    /// Something else is emitted, or nothing any more.
    Emitted,
    /// A finding names it.
    Told,
    /// Neither.
    Silence,
    /// A finding says that it is not acted on, and something else is emitted all the same.
    Denied,
}

/// The files but those that hold the document, or whole schemas of it, and the findings as `pointer: message`.
fn outcome(document: &Value) -> Outcome {
    let loaded = source::parse("openapi.json".as_ref(), document.to_string().into_bytes());
    let mut findings = loaded.diagnostics;
    let mut options = defaults("silence");
    options.unenforced = Unenforced::List;
    options.typeless = Typeless::Any;
    let files = loaded.document.and_then(|document| {
        let emitted = portcullis::emit(&document, &options);
        findings.extend(emitted.diagnostics);
        emitted.files
    });
    let files = files.map(|files| {
        let copies = ["openapi.json", "api/openapi.json", "api/answers.json"];
        let ours = files
            .into_iter()
            .filter(|file| !copies.contains(&file.path.as_str()));
        ours.map(|file| (file.path, file.contents)).collect()
    });
    let told = findings.into_iter().map(|found| {
        let pointer = found.pointer.unwrap_or_default();
        format!("{pointer}: {}", found.message)
    });
    (files, told.collect())
}

type Outcome = (Option<BTreeMap<String, Vec<u8>>>, BTreeSet<String>);

fn fate(case: &Case) -> Fate {
    fate_beside(case, &outcome(&case.without))
}

/// The same, with the outcome of the document without the keyword.
fn fate_beside(case: &Case, (before, known): &Outcome) -> Fate {
    assert!(before.is_some(), "{}: {known:#?}", case.object);
    let (after, found) = outcome(&case.with);
    let named = found.difference(known).any(|finding| {
        finding.contains(&format!("/{}:", case.keyword))
            || finding.contains(&format!("`{}", case.keyword))
            || finding.contains(&format!("/{}/", case.keyword.replace('/', "~1")))
    });
    let denied = found.difference(known).any(|finding| {
        finding.contains(&format!(
            "/{}: `{}` is not acted on",
            case.keyword, case.keyword
        ))
    });
    match (named, *before == after) {
        (_, false) if denied && after.is_some() => Fate::Denied,
        (true, _) => Fate::Told,
        (false, false) => Fate::Emitted,
        (false, true) => Fate::Silence,
    }
}

#[test]
fn no_keyword_is_passed_over_in_silence() {
    let mut silent = BTreeSet::new();
    let mut denied = Vec::new();
    let cases: Vec<Case> = schemas::cases()
        .into_iter()
        .chain(objects::cases())
        .chain(answers::cases())
        .chain(swagger::cases())
        .collect();
    assert!(cases.len() > 400, "{}", cases.len());
    let mut without: BTreeMap<String, Outcome> = BTreeMap::new();
    for case in &cases {
        let before = without
            .entry(case.without.to_string())
            .or_insert_with(|| outcome(&case.without));
        match fate_beside(case, before) {
            Fate::Silence => drop(silent.insert((case.object, case.keyword))),
            Fate::Denied => denied.push((case.object, case.keyword)),
            Fate::Told | Fate::Emitted => {}
        }
    }
    let excused: BTreeSet<_> = ANNOTATIONS
        .iter()
        .flat_map(|(object, keywords, _)| keywords.iter().map(|keyword| (*object, *keyword)))
        .collect();
    let unexcused: Vec<_> = silent.difference(&excused).collect();
    let needless: Vec<_> = excused.difference(&silent).collect();
    assert!(
        unexcused.is_empty() && needless.is_empty() && denied.is_empty(),
        "passed over in silence: {unexcused:?}\nexcused, and heard or never asked: {needless:?}\n\
         acted on, and denied: {denied:?}"
    );
}

#[test]
fn what_a_service_does_not_act_on_weighs_what_it_changes() {
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "T", "version": "1.0.0" },
        "paths": { "/a": { "servers": [{ "url": "/b" }] } }, "$self": "https://example.com/a",
    });
    let loaded = source::parse("openapi.json".as_ref(), document.to_string().into_bytes());
    let unread = loaded.document.unwrap().unread();
    let told: Vec<_> = unread
        .iter()
        .map(|found| (found.code, found.severity, found.pointer.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (Code::MemberUnread, Severity::Note, Some("/$self")),
            (
                Code::MemberUnread,
                Severity::Warning,
                Some("/paths/~1a/servers")
            ),
        ]
    );
}

#[test]
fn silence_is_noticed() {
    let whole = |member: &str| {
        let mut document = json!({ "openapi": "3.1.0", "info": { "title": "T", "version": "1.0.0" }, "paths": {} });
        document[member] = json!("x");
        document
    };
    let case = |keyword| Case {
        object: "document",
        keyword,
        without: whole("x-other"),
        with: whole(keyword),
    };
    assert_eq!(fate(&case("x-mine")), Fate::Silence);
    assert_eq!(fate(&case("mine")), Fate::Told);
}
