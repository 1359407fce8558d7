//! Bodies of every kind, in and out, over a real socket: parts and files, bytes, XML, text, forms, several types.

use super::{Shared, answered};
use crate::support::http::Request;
use crate::support::project::Answers;

static STUBS: Shared = Shared::new();
static MOCK: Shared = Shared::new();

/// The stubs answer whatever passed the gate and the decoder.
const ACCEPTED: u16 = 501;

/// A method, a path below `/v1`, a media type, a body, a status, and the places that a refusal names.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    u16,
    &'static [&'static str],
);

const BODIES: &[Row] = &[
    (
        "PUT",
        "/bytes",
        "application/octet-stream",
        "\0\u{1}",
        ACCEPTED,
        &[],
    ),
    ("PUT", "/bytes", "text/plain", "x", 415, &[]),
    ("PUT", "/bytes/optional", "image/png", "PNG", ACCEPTED, &[]),
    ("PUT", "/bytes/optional", "text/plain", "x", 415, &[]),
    (
        "POST",
        "/xml",
        "application/xml",
        "<place><x>1</x></place>",
        ACCEPTED,
        &[],
    ),
    ("POST", "/xml", "application/xml", "<place>", 400, &[""]),
    (
        "POST",
        "/xml",
        "application/xml",
        "<!DOCTYPE a><a/>",
        400,
        &[""],
    ),
    ("POST", "/text", "text/plain", "7", ACCEPTED, &[]),
    ("POST", "/text", "text/plain", "0", 422, &[""]),
    ("POST", "/text", "text/plain", "seven", 422, &[""]),
    (
        "POST",
        "/form",
        FORM,
        "place=%7B%22x%22%3A1%7D",
        ACCEPTED,
        &[],
    ),
    (
        "POST",
        "/form",
        FORM,
        "place=%7B%22y%22%3A1%7D",
        422,
        &["/place/x"],
    ),
    ("POST", "/form", FORM, "place=%7B", 400, &["/place"]),
    (
        "POST",
        "/form",
        FORM,
        "point[x]=1&point[y]=2",
        ACCEPTED,
        &[],
    ),
    ("POST", "/form", FORM, "point[x]=one", 422, &["/point/x"]),
    ("POST", "/form", FORM, "sizes=1%7C2|3", ACCEPTED, &[]),
    ("POST", "/form", FORM, "sizes=1|two", 422, &["/sizes/1"]),
    (
        "POST",
        "/several",
        "application/json",
        "{\"x\":1}",
        ACCEPTED,
        &[],
    ),
    ("POST", "/several", "application/json", "{}", 422, &["/x"]),
    ("POST", "/several", "text/csv", "x;y", ACCEPTED, &[]),
    (
        "POST",
        "/several",
        "application/octet-stream",
        "{}",
        ACCEPTED,
        &[],
    ),
    ("POST", "/several", "application/xml", "<a/>", 415, &[]),
    (
        "POST",
        "/wild",
        "application/json",
        "{\"x\":1}",
        ACCEPTED,
        &[],
    ),
    (
        "POST",
        "/wild",
        "application/json",
        "{\"x\":\"1\"}",
        422,
        &["/x"],
    ),
];

const FORM: &str = "application/x-www-form-urlencoded";

#[test]
fn each_kind_is_read_as_it_is_written() {
    let service = STUBS.get("bodies", Answers::Stubs);
    for (method, path, media_type, body, status, pointers) in BODIES {
        let request = Request::new(method, &format!("/v1{path}")).body(media_type, body.as_bytes());
        let asked = format!("{method} {path} {media_type} {body}");
        answered(&service.ask(&request), *status, pointers, &asked);
    }
    let nothing = service.ask(&Request::new("PUT", "/v1/bytes/optional"));
    answered(&nothing, ACCEPTED, &[], "no bytes at all");
}

/// The heads and bodies of parts, a status, and the places that a refusal names.
type Parts = (
    &'static [(&'static str, &'static str)],
    u16,
    &'static [&'static str],
);

const TITLE: (&str, &str) = ("name=\"title\"", "Harbor");
const PHOTO: (&str, &str) = (
    "name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png",
    "PNG",
);

const PARTS: &[Parts] = &[
    (&[TITLE, PHOTO], ACCEPTED, &[]),
    (&[], 422, &["/photo", "/title"]),
    (&[("name=\"title\"", "x"), PHOTO], 422, &["/title"]),
    (&[TITLE, PHOTO, ("name=\"count\"", "9")], ACCEPTED, &[]),
    (&[TITLE, PHOTO, ("name=\"count\"", "10")], 422, &["/count"]),
    (&[TITLE, PHOTO, ("name=\"count\"", "x")], 422, &["/count"]),
    (
        &[TITLE, PHOTO, ("name=\"tags\"", "a"), ("name=\"tags\"", "b")],
        ACCEPTED,
        &[],
    ),
    (
        &[TITLE, PHOTO, ("name=\"place\"", "{\"x\":1}")],
        ACCEPTED,
        &[],
    ),
    (
        &[TITLE, PHOTO, ("name=\"place\"", "{\"x\":\"1\"}")],
        422,
        &["/place/x"],
    ),
    (&[TITLE, PHOTO, ("name=\"anything\"", "7")], ACCEPTED, &[]),
    (&[TITLE, PHOTO, ("name=\"other\"", "7")], 422, &["/other"]),
    (&[TITLE, ("name=\"photo\"", "no file")], 422, &["/photo"]),
    (
        &[
            TITLE,
            PHOTO,
            ("name=\"attachments\"; filename=\"a\"", "1"),
            ("name=\"attachments\"; filename=\"b\"", "2"),
        ],
        ACCEPTED,
        &[],
    ),
    (
        &[TITLE, PHOTO, ("name=\"raw\"; filename=\"a\"", "1")],
        ACCEPTED,
        &[],
    ),
    (
        &[
            TITLE,
            PHOTO,
            ("name=\"raw\"\r\nContent-Type: text/html", "1"),
        ],
        422,
        &["/raw"],
    ),
];

#[test]
fn parts_are_judged_by_name() {
    let service = STUBS.get("bodies", Answers::Stubs);
    for (parts, status, pointers) in PARTS {
        let mut body = String::new();
        for (head, text) in *parts {
            body.extend([
                "--edge\r\nContent-Disposition: form-data; ",
                head,
                "\r\n\r\n",
                text,
                "\r\n",
            ]);
        }
        body += "--edge--\r\n";
        let request = Request::new("POST", "/v1/parts")
            .body("multipart/form-data; boundary=edge", body.as_bytes());
        answered(
            &service.ask(&request),
            *status,
            pointers,
            &format!("{parts:?}"),
        );
    }
}

#[test]
fn a_value_may_be_empty_where_the_contract_says_so() {
    let service = STUBS.get("bodies", Answers::Stubs);
    for (query, status, pointers) in [
        ("limit=", ACCEPTED, &[][..]),
        ("limit", ACCEPTED, &[]),
        ("limit=1", ACCEPTED, &[]),
        ("limit=0", 422, &["/query/limit"]),
        ("filter=%7B%22x%22%3A1%7D", ACCEPTED, &[]),
        ("filter=%7B%7D", 422, &["/query/filter/x"]),
        ("filter=x", 400, &["/query/filter"]),
    ] {
        let request = Request::new("GET", &format!("/v1/reports?{query}"));
        answered(&service.ask(&request), status, pointers, query);
    }
}

#[test]
fn an_answer_comes_in_the_type_that_is_asked_for() {
    let service = MOCK.get("bodies", Answers::Mock);
    for (path, accept, media_type, starts) in [
        (
            "/reports",
            "application/json",
            "application/json",
            "{\"x\":",
        ),
        (
            "/reports",
            "application/vnd.place+json",
            "application/vnd.place+json",
            "{\"x\":",
        ),
        ("/reports", "text/csv", "text/csv", "text"),
        ("/reports", "application/xml", "application/xml", "<"),
        ("/reports", "*/*", "application/json", "{\"x\":"),
        (
            "/events",
            "text/event-stream",
            "text/event-stream",
            "data: {\"x\":",
        ),
        (
            "/lines",
            "application/jsonl",
            "application/jsonl",
            "{\"x\":",
        ),
    ] {
        let request = Request::new("GET", &format!("/v1{path}")).header("Accept", accept);
        let answer = service.ask(&request);
        assert_eq!(answer.status, 200, "{path} {accept}: {}", answer.text());
        let sent = answer.header("content-type").unwrap_or_default();
        assert!(sent.starts_with(media_type), "{path} {accept}: {sent}");
        assert!(
            answer.text().starts_with(starts),
            "{path}: {}",
            answer.text()
        );
    }
    let refused = Request::new("GET", "/v1/reports").header("Accept", "image/png");
    assert_eq!(service.ask(&refused).status, 406);
    let total = service.ask(&Request::new("GET", "/v1/reports"));
    let total = total.header("x-total").map(str::parse::<i64>);
    assert!(matches!(total, Some(Ok(_))), "{total:?}");
}
