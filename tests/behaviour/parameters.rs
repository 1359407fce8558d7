//! What a request carries besides a JSON body: paths, queries, headers, cookies, forms and other media types.

use super::{Shared, answered};
use crate::support::http::Request;
use crate::support::project::Answers;

static SERVICE: Shared = Shared::new();

/// The stubs answer whatever passed the gate and the decoder.
const ACCEPTED: u16 = 501;

/// A method, a target below `/api/v3`, a status, and the places that a refusal names.
type Row = (&'static str, &'static str, u16, &'static [&'static str]);

const PATHS: &[Row] = &[
    ("GET", "/items/7", ACCEPTED, &[]),
    ("DELETE", "/items/7", ACCEPTED, &[]),
    ("GET", "/items/0", 422, &["/path/itemId"]),
    ("GET", "/items/seven", 400, &["/path/itemId"]),
    ("GET", "/items/7/", 404, &[]),
    ("GET", "/items//history", 404, &[]),
    ("GET", "/items/latest", ACCEPTED, &[]),
    ("POST", "/items/7", 405, &[]),
    ("GET", "/items/a-b/history", ACCEPTED, &[]),
    ("GET", "/items/7/history", 422, &["/path/slug"]),
    ("GET", "/items/%61-b/history", ACCEPTED, &[]),
    ("GET", "/items/a%2Fb/history", 422, &["/path/slug"]),
    ("GET", "/items/%ff/history", 400, &["/path/slug"]),
    ("GET", "/files/a.json", ACCEPTED, &[]),
    ("GET", "/files/abcdef.json", 422, &["/path/name"]),
    ("GET", "/files/a.xml", 404, &[]),
    ("GET", "/files/.json", 404, &[]),
    ("GET", "/reports/2026-01-01..2026-02-01", ACCEPTED, &[]),
    (
        "GET",
        "/reports/2026-01-32..x",
        400,
        &["/path/from", "/path/to"],
    ),
    ("GET", "/reports/2026-01-01", 404, &[]),
    (
        "POST",
        "/jobs/3f0c1b0a-6a52-4b8e-9a55-0e2f8f3a7c11:cancel",
        ACCEPTED,
        &[],
    ),
    ("POST", "/jobs/1:cancel", 400, &["/path/id"]),
    ("POST", "/jobs/1:start", 404, &[]),
    ("GET", "/:status", ACCEPTED, &[]),
    ("GET", "/status", 404, &[]),
    ("GET", "/lists/1,2/.3,4/;matrix=up", ACCEPTED, &[]),
    ("GET", "/lists/1,2,3/.3/;matrix=up", 422, &["/path/simple"]),
    ("GET", "/lists/1,x/.3/;matrix=up", 400, &["/path/simple/1"]),
    ("GET", "/lists/1/.3/;matrix=left", 422, &["/path/matrix"]),
    ("GET", "/lists/1/3/;matrix=up", 400, &["/path/label"]),
    ("GET", "/lists/1/.3/up", 400, &["/path/matrix"]),
];

const QUERIES: &[Row] = &[
    ("GET", "/search?term=ab", ACCEPTED, &[]),
    ("GET", "/search", 422, &["/query/term"]),
    ("GET", "/search?term=a", 422, &["/query/term"]),
    ("GET", "/search?term=a+b", ACCEPTED, &[]),
    ("GET", "/search?term=%C3%A4b", ACCEPTED, &[]),
    ("GET", "/search?term=%ffb", 400, &["/query/term"]),
    ("GET", "/search?term=ab&term=cd", 400, &["/query/term"]),
    ("GET", "/search?term=ab&other=1", 422, &["/query/other"]),
    ("GET", "/search?term=ab&limit=100", ACCEPTED, &[]),
    ("GET", "/search?term=ab&limit=101", 422, &["/query/limit"]),
    ("GET", "/search?term=ab&limit=many", 400, &["/query/limit"]),
    ("GET", "/search?term=ab&limit=", 400, &["/query/limit"]),
    ("GET", "/search?term=ab&ratio=1.5", ACCEPTED, &[]),
    ("GET", "/search?term=ab&ratio=1.4", 422, &["/query/ratio"]),
    ("GET", "/search?term=ab&exact=true", ACCEPTED, &[]),
    ("GET", "/search?term=ab&exact=yes", 400, &["/query/exact"]),
    ("GET", "/search?term=ab&sort=date", ACCEPTED, &[]),
    ("GET", "/search?term=ab&sort=size", 422, &["/query/sort"]),
    ("GET", "/search?term=ab&level=2", ACCEPTED, &[]),
    ("GET", "/search?term=ab&level=3", 422, &["/query/level"]),
    (
        "GET",
        "/search?term=ab&since=2026-01-01T00:00:00Z",
        ACCEPTED,
        &[],
    ),
    (
        "GET",
        "/search?term=ab&since=2026-01-01",
        400,
        &["/query/since"],
    ),
    ("GET", "/search?term=ab&maybe=3", ACCEPTED, &[]),
    ("GET", "/search?term=ab&maybe=x", 400, &["/query/maybe"]),
    ("GET", "/search?term=ab&tag=a&tag=b", ACCEPTED, &[]),
    ("GET", "/search?term=ab&tag=a&tag=a", 422, &["/query/tag"]),
    ("GET", "/search?term=ab&tag=", 422, &["/query/tag/0"]),
    (
        "GET",
        "/search?term=ab&tag=a&tag=b&tag=c&tag=d",
        422,
        &["/query/tag"],
    ),
    ("GET", "/search?term=ab&ids=1,2", ACCEPTED, &[]),
    ("GET", "/search?term=ab&ids=1", 422, &["/query/ids"]),
    ("GET", "/search?term=ab&ids=1,x", 400, &["/query/ids/1"]),
    ("GET", "/search?term=ab&words=a%20b", ACCEPTED, &[]),
    (
        "GET",
        "/search?term=ab&words=a%20b%20c",
        422,
        &["/query/words"],
    ),
    ("GET", "/search?term=ab&pipes=a|b", ACCEPTED, &[]),
    (
        "GET",
        "/search?term=ab&pipes=a%7Cb%7Cc",
        422,
        &["/query/pipes"],
    ),
    (
        "GET",
        "/search?term=ab&filter[colour]=red&filter[size]=2",
        ACCEPTED,
        &[],
    ),
    (
        "GET",
        "/search?term=ab&filter%5Bcolour%5D=red",
        ACCEPTED,
        &[],
    ),
    (
        "GET",
        "/search?term=ab&filter[size]=0",
        422,
        &["/query/filter/colour", "/query/filter/size"],
    ),
    (
        "GET",
        "/search?term=ab&filter[colour]=red&filter[weight]=1",
        422,
        &["/query/filter/weight"],
    ),
    ("GET", "/search?term=ab&number=2&size=50", ACCEPTED, &[]),
    (
        "GET",
        "/search?term=ab&number=0&size=51",
        422,
        &["/query/page/number", "/query/page/size"],
    ),
    (
        "GET",
        "/search?limit=0&exact=1",
        400,
        &["/query/exact", "/query/limit", "/query/term"],
    ),
    ("GET", "/public?more=1", 422, &["/query/more"]),
];

#[track_caller]
fn table(rows: &[Row]) {
    let service = SERVICE.get("parameters", Answers::Stubs);
    let mut wrong = Vec::new();
    for (method, target, status, pointers) in rows {
        let answer = service.ask(&Request::new(method, &format!("/api/v3{target}")));
        let names = !matches!(answer.status, 400 | 422) || answer.pointers() == *pointers;
        if answer.status != *status || !names {
            wrong.push(format!(
                "{method} {target}: expected {status} {pointers:?}, got {} {}",
                answer.status,
                answer.text()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn paths_are_matched_and_read() {
    table(PATHS);
}

#[test]
fn queries_are_read_in_every_style() {
    table(QUERIES);
}

#[test]
fn headers_and_cookies_are_read() {
    let service = SERVICE.get("parameters", Answers::Stubs);
    for (headers, status, pointers) in [
        (&[("X-Station", "ABC")][..], ACCEPTED, &[][..]),
        (&[("x-station", "ABC")], ACCEPTED, &[]),
        (&[], 422, &["/header/x-station"]),
        (&[("X-Station", "AB")], 422, &["/header/x-station"]),
        (
            &[("X-Station", "ABC"), ("X-Station", "ABD")],
            400,
            &["/header/x-station"],
        ),
        (&[("X-Station", "ABC"), ("X-Depth", "10")], ACCEPTED, &[]),
        (
            &[("X-Station", "ABC"), ("X-Depth", "11")],
            422,
            &["/header/x-depth"],
        ),
        (
            &[("X-Station", "ABC"), ("X-Depth", "deep")],
            400,
            &["/header/x-depth"],
        ),
        (&[("X-Station", "ABC"), ("X-Tags", "a, b")], ACCEPTED, &[]),
        (
            &[("X-Station", "ABC"), ("X-Tags", "a, b,c")],
            422,
            &["/header/x-tags"],
        ),
        (
            &[("X-Station", "ABC"), ("X-Point", "x=1,y=2")],
            ACCEPTED,
            &[],
        ),
        (
            &[("X-Station", "ABC"), ("X-Point", "x=1,z=2")],
            422,
            &["/header/x-point/z"],
        ),
        (&[("X-Station", "ABC"), ("X-Unknown", "1")], ACCEPTED, &[]),
        (
            &[("X-Station", "ABC"), ("Cookie", "track=abc; other=1")],
            ACCEPTED,
            &[],
        ),
        (
            &[("X-Station", "ABC"), ("Cookie", "track=ab")],
            422,
            &["/cookie/track"],
        ),
    ] {
        let empty = Request::new("GET", "/api/v3/headers");
        let request = headers
            .iter()
            .fold(empty, |request, (name, value)| request.header(name, value));
        answered(
            &service.ask(&request),
            status,
            pointers,
            &format!("{headers:?}"),
        );
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

#[test]
fn forms_are_read_field_by_field() {
    let service = SERVICE.get("parameters", Answers::Stubs);
    for (body, status, pointers) in [
        ("name=a", ACCEPTED, &[][..]),
        (
            "name=a+b&age=3&agreed=true&colours=red&colours=blue",
            ACCEPTED,
            &[],
        ),
        ("", 422, &["/name"]),
        ("name=abcdef", 422, &["/name"]),
        ("name=a&age=-1", 422, &["/age"]),
        ("name=a&age=old", 422, &["/age"]),
        ("name=a&agreed=1", 422, &["/agreed"]),
        ("age=old&more=1", 422, &["/age", "/more", "/name"]),
        ("name=a&colours=red&colours=green", 422, &["/colours/1"]),
        ("name=a&more=1", 422, &["/more"]),
        ("name=a&name=b", 400, &["/name"]),
        ("name=%ff", 400, &["/name"]),
    ] {
        let request = Request::new("POST", "/api/v3/forms").body(FORM, body.as_bytes());
        answered(&service.ask(&request), status, pointers, body);
    }
    let json = Request::new("POST", "/api/v3/forms").json(r#"{"name": "a"}"#);
    answered(&service.ask(&json), 415, &[], "json");
}

#[test]
fn every_media_type_has_its_own_schema() {
    let service = SERVICE.get("parameters", Answers::Stubs);
    for (media_type, body, status, pointers) in [
        ("application/json", r#"{"text": "a"}"#, ACCEPTED, &[][..]),
        (
            "application/json; charset=utf-8",
            r#"{"text": "a"}"#,
            ACCEPTED,
            &[],
        ),
        (
            "application/json",
            r#"{"note": "a"}"#,
            422,
            &["/note", "/text"],
        ),
        (
            "application/vnd.note+json",
            r#"{"note": "a"}"#,
            ACCEPTED,
            &[],
        ),
        (
            "application/vnd.note+json",
            r#"{"text": "a"}"#,
            422,
            &["/note", "/text"],
        ),
        (FORM, "text=a", ACCEPTED, &[]),
        (FORM, "note=a", 422, &["/note", "/text"]),
        ("text/plain", "short", ACCEPTED, &[]),
        ("text/plain", "longer", 422, &[""]),
        ("application/octet-stream", "\u{0}\u{1}", ACCEPTED, &[]),
        ("application/xml", "<text/>", 415, &[]),
        ("application", "a", 415, &[]),
    ] {
        let request = Request::new("PUT", "/api/v3/notes").body(media_type, body.as_bytes());
        answered(
            &service.ask(&request),
            status,
            pointers,
            &format!("{media_type} {body}"),
        );
    }
}

#[test]
fn a_body_is_there_when_it_has_to_be() {
    let service = SERVICE.get("parameters", Answers::Stubs);
    let post = |path: &str| Request::new("POST", &format!("/api/v3/{path}"));
    answered(&service.ask(&post("sometimes")), ACCEPTED, &[], "left out");
    answered(
        &service.ask(&post("sometimes").json(r#"{"a": 1}"#)),
        ACCEPTED,
        &[],
        "sent",
    );
    answered(
        &service.ask(&post("sometimes").json(r#"{"a": "1"}"#)),
        422,
        &["/a"],
        "wrong",
    );
    answered(&service.ask(&post("never")), ACCEPTED, &[], "none");
    let refused = service.ask(&post("never").json("{}")).status;
    assert!([400, 413, 415].contains(&refused), "{refused}");
    let missing = service.ask(&post("forms")).status;
    assert!([400, 415, 422].contains(&missing), "{missing}");
}
