//! Paths of documents: which rows the gate is given, and what is said of the others.

use std::fmt::Write;

use portcullis::diagnostic::{Code, Diagnostic, Severity};

use crate::support::{defaults, parse, text};

/// The rows of a document (`GET /v1/a`, sorted) and what was found about its paths.
fn rows(head: &str, paths: &[(&str, &str)]) -> (Vec<String>, Vec<Diagnostic>) {
    let mut document =
        format!("openapi: 3.1.0\ninfo: {{title: T, version: 1.0.0}}\n{head}\npaths:\n");
    for (path, item) in paths {
        writeln!(document, "  {path:?}: {item}").unwrap();
    }
    let emitted = portcullis::emit(&parse(&document), &defaults("paths"));
    let found: Vec<Diagnostic> = emitted
        .diagnostics
        .into_iter()
        .filter(|found| {
            matches!(
                found.code,
                Code::PathAmbiguous | Code::PathInvalid | Code::MemberUnread
            )
        })
        .collect();
    let mut rows = Vec::new();
    for file in emitted.files.unwrap_or_default() {
        if !file.path.starts_with("api/src/") {
            continue;
        }
        let text = text(&file);
        let Some((_, row)) = text.split_once("const OPERATION: Operation") else {
            continue;
        };
        let member = |name: &str| {
            let (_, rest) = row.split_once(&format!(" {name}: \"")).unwrap();
            rest.split_once('"').unwrap().0
        };
        rows.push(format!("{} {}", member("method"), member("path")));
    }
    rows.sort();
    (rows, found)
}

const GET: &str = "{get: {responses: {\"204\": {description: d}}}}";

#[track_caller]
fn clean(paths: &[(&str, &str)], expected: &[&str]) {
    let (rows, found) = rows("", paths);
    assert_eq!(
        (rows, found),
        (expected.iter().map(|&row| row.to_owned()).collect(), vec![])
    );
}

#[test]
fn a_query_in_a_path_is_a_condition() {
    clean(
        &[
            ("/x", GET),
            ("/x?beta=true&all", GET),
            ("/y?name={name}", GET),
        ],
        &["GET /v1/x", "GET /v1/x?all&beta=true", "GET /v1/y?name"],
    );
}

#[test]
fn a_fragment_alone_is_left_away() {
    clean(&[("/x#get", GET), ("/y/{a#b}", "{}")], &["GET /v1/x"]);
}

#[test]
fn a_required_parameter_of_one_value_tells_operations_apart() {
    let action = |name: &str, place: &str| {
        format!(
            "{{get: {{parameters: [{{name: Action, in: {place}, required: true, schema: {{type: string, enum: [{name}]}}}}], \
             responses: {{\"204\": {{description: d}}}}}}}}"
        )
    };
    clean(
        &[
            ("/#Action=List", &action("List all", "query")),
            ("/#Action=Get", &action("Get", "query")),
        ],
        &["GET /v1/?Action=Get", "GET /v1/?Action=List%20all"],
    );
    clean(
        &[
            ("/#Action=List", &action("List", "header")),
            ("/#Action=Get", &action("Get", "header")),
            ("/", GET),
        ],
        &["GET /v1/", "GET /v1/#action=Get", "GET /v1/#action=List"],
    );
}

#[test]
fn what_no_request_reaches_is_told_and_left_out() {
    let (served, found) = rows(
        "",
        &[
            ("/x/{a}#more", GET),
            ("/x/{b}", GET),
            ("/x/{c}", GET),
            ("/y", GET),
        ],
    );
    assert_eq!(served, ["GET /v1/x/{b}", "GET /v1/y"]);
    let told: Vec<_> = found
        .iter()
        .map(|found| (found.code, found.severity, found.pointer.as_deref()))
        .collect();
    let warning = |pointer| (Code::PathAmbiguous, Severity::Warning, Some(pointer));
    assert_eq!(
        told,
        [
            warning("/paths/~1x~1{c}/get"),
            warning("/paths/~1x~1{a}#more/get")
        ]
    );
    assert!(
        found[0].message.contains("`GET /x/{b}`"),
        "{}",
        found[0].message
    );
}

#[test]
fn methods_of_one_path_may_name_its_parameter_otherwise() {
    let delete = GET.replace("get:", "delete:");
    clean(
        &[("/x/{a}", GET), ("/x/{b}", &delete), ("/x/me", GET)],
        &["DELETE /v1/x/{b}", "GET /v1/x/me", "GET /v1/x/{a}"],
    );
}

#[test]
fn an_odd_template_is_told() {
    for (path, severity) in [
        ("/x/{a}/{a}", Severity::Error),
        ("/x/{open", Severity::Warning),
        ("/x/close}", Severity::Warning),
        ("/x\ny", Severity::Error),
    ] {
        let (_, found) = rows("", &[(path, GET)]);
        let told: Vec<_> = found
            .iter()
            .map(|found| (found.code, found.severity))
            .collect();
        assert_eq!(told, [(Code::PathInvalid, severity)], "{path}");
    }
}

#[test]
fn the_base_path_is_that_of_the_first_server() {
    for (servers, expected) in [
        (
            "{url: 'https://a.example/{stage}/', variables: {stage: {default: v2}}}",
            "GET /v2/x",
        ),
        (
            "{url: 'https://{host}/api', variables: {host: {default: a.example}}}",
            "GET /api/v1/x",
        ),
        ("{url: /}", "GET /v1/x"),
        ("{url: 'https://a.example:8080'}", "GET /v1/x"),
        ("{url: '//a.example/v3'}", "GET /v3/x"),
        ("{url: 'v4/'}", "GET /v4/x"),
    ] {
        let (rows, found) = rows(&format!("servers: [{servers}]"), &[("/x", GET)]);
        assert_eq!(
            (rows, found),
            (vec![expected.to_owned()], vec![]),
            "{servers}"
        );
    }
    let (rows, found) = rows(
        "servers: [{url: 'https://a.example/{stage}/v2'}]",
        &[("/x", GET)],
    );
    assert_eq!(rows, ["GET /{stage}/v2/x"]);
    assert_eq!(found[0].code, Code::PathInvalid);
}

#[test]
fn servers_with_other_base_paths_are_told() {
    let servers = "servers: [{url: 'https://a.example/v1'}, {url: 'https://b.example/v1/'}, {url: 'https://a.example/v2'}]";
    let (rows, found) = rows(servers, &[("/x", GET)]);
    assert_eq!(rows, ["GET /v1/x"]);
    let told: Vec<_> = found
        .iter()
        .map(|found| (found.code, found.pointer.as_deref()))
        .collect();
    assert_eq!(told, [(Code::MemberUnread, Some("/servers/2/url"))]);
}
