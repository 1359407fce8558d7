//! Bodies: for every keyword of every family a value that passes and one that does not, with the places it names.

use super::{Shared, answered};
use crate::support::http::Request;
use crate::support::project::Answers;

static SERVICE: Shared = Shared::new();

/// A body, and the places at which it is refused; none where it is accepted.
pub type Row = (&'static str, &'static [&'static str]);

/// The rows of one operation, whose path is `/v1/` and the word.
pub type Table = (&'static str, &'static [Row]);

/// Everything that is sent, by operation.
pub const TABLES: &[Table] = &[
    ("texts", TEXTS),
    ("formats", FORMATS),
    ("numbers", NUMBERS),
    ("choices", CHOICES),
    ("nullables", NULLABLES),
    ("lists", LISTS),
    ("closed", CLOSED),
    ("open", OPEN),
    ("typed", TYPED),
    ("labels", LABELS),
    ("counted", COUNTED),
    ("defaults", DEFAULTS),
    ("directions", DIRECTIONS),
    ("merged", MERGED),
    ("shape", SHAPE),
    ("pet", PET),
    ("either", EITHER),
    ("loose", LOOSE),
    ("tree", TREE),
    ("entry", ENTRY),
    ("negated", NEGATED),
    ("conditional", CONDITIONAL),
    ("dependent", DEPENDENT),
    ("patterned", PATTERNED),
    ("tuple", TUPLE),
    ("unevaluated", UNEVALUATED),
];

const TEXTS: &[Row] = &[
    ("{}", &[]),
    ("[]", &[""]),
    ("null", &[""]),
    (r#"{"short": "äöü"}"#, &[]),
    (r#"{"short": "abcd"}"#, &["/short"]),
    (r#"{"short": 3}"#, &["/short"]),
    (r#"{"short": null}"#, &["/short"]),
    (r#"{"long": "ab"}"#, &[]),
    (r#"{"long": "😀"}"#, &["/long"]),
    (r#"{"code": "AB-12"}"#, &[]),
    (r#"{"code": "AB-12\n"}"#, &["/code"]),
    (r#"{"code": "AB-١"}"#, &["/code"]),
    (r#"{"inside": "abcd"}"#, &[]),
    (r#"{"inside": "bc"}"#, &["/inside"]),
    (r#"{"inside": "abbbbbc"}"#, &["/inside"]),
    (r#"{"inside": "abab"}"#, &["/inside"]),
    (r#"{"ahead": "user"}"#, &[]),
    (r#"{"ahead": "administrator"}"#, &["/ahead"]),
    (r#"{"password": "12345678"}"#, &[]),
    (r#"{"password": "1234567"}"#, &["/password"]),
    (r#"{"house": "anything at all"}"#, &[]),
    (
        r#"{"short": "abcd", "long": "", "code": "x", "more": 1}"#,
        &["/code", "/long", "/more", "/short"],
    ),
];

const FORMATS: &[Row] = &[
    (r#"{"byte": "aGFyYm9y"}"#, &[]),
    (r#"{"byte": "not base64!"}"#, &["/byte"]),
    (r#"{"date": "2024-02-29"}"#, &[]),
    (r#"{"date": "2023-02-29"}"#, &["/date"]),
    (r#"{"date-time": "2026-01-01T00:00:00Z"}"#, &[]),
    (r#"{"date-time": "2026-01-01T00:00:00+02:00"}"#, &[]),
    (r#"{"date-time": "2026-01-01 00:00:00"}"#, &["/date-time"]),
    (r#"{"duration": "P1DT12H"}"#, &[]),
    (r#"{"duration": "1 day"}"#, &["/duration"]),
    (r#"{"email": "a@b.example"}"#, &[]),
    (r#"{"email": "a@"}"#, &["/email"]),
    (r#"{"hostname": "harbor.example"}"#, &[]),
    (r#"{"hostname": "-harbor.example"}"#, &["/hostname"]),
    (r#"{"idn-email": "größe@b.example"}"#, &[]),
    (r#"{"idn-email": "größe"}"#, &["/idn-email"]),
    (r#"{"idn-hostname": "größe.example"}"#, &[]),
    (r#"{"idn-hostname": "〮größe"}"#, &["/idn-hostname"]),
    (r#"{"ipv4": "127.0.0.1"}"#, &[]),
    (r#"{"ipv4": "127.0.0.01"}"#, &["/ipv4"]),
    (r#"{"ipv6": "::1"}"#, &[]),
    (r#"{"ipv6": "::1%eth0"}"#, &["/ipv6"]),
    (r#"{"iri": "https://größe.example/"}"#, &[]),
    (r#"{"iri": "//größe.example"}"#, &["/iri"]),
    (r#"{"iri-reference": "/größe"}"#, &[]),
    (r#"{"iri-reference": "\\\\größe"}"#, &["/iri-reference"]),
    (r#"{"json-pointer": "/a~1b/0"}"#, &[]),
    (r#"{"json-pointer": "/a~2"}"#, &["/json-pointer"]),
    (r#"{"regex": "^[a-z]+$"}"#, &[]),
    (r#"{"regex": "^[a-z+$"}"#, &["/regex"]),
    (r#"{"relative-json-pointer": "1/a"}"#, &[]),
    (
        r#"{"relative-json-pointer": "/a"}"#,
        &["/relative-json-pointer"],
    ),
    (r#"{"time": "12:00:00Z"}"#, &[]),
    (r#"{"time": "25:00:00Z"}"#, &["/time"]),
    (r#"{"uri": "https://harbor.example/a?b#c"}"#, &[]),
    (r#"{"uri": "harbor"}"#, &["/uri"]),
    (r#"{"uri-reference": "../a"}"#, &[]),
    (r#"{"uri-reference": "a b"}"#, &["/uri-reference"]),
    (r#"{"uri-template": "/a/{b}"}"#, &[]),
    (r#"{"uri-template": "/a/{b"}"#, &["/uri-template"]),
    (r#"{"uuid": "3f0c1b0a-6a52-4b8e-9a55-0e2f8f3a7c11"}"#, &[]),
    (
        r#"{"uuid": "3f0c1b0a6a524b8e9a550e2f8f3a7c11"}"#,
        &["/uuid"],
    ),
    (
        r#"{"version4": "3f0c1b0a-6a52-4b8e-9a55-0e2f8f3a7c11"}"#,
        &[],
    ),
    (
        r#"{"version4": "3f0c1b0a-6a52-1b8e-9a55-0e2f8f3a7c11"}"#,
        &["/version4"],
    ),
    (r#"{"version4": "3f0c1b0a-6a52-4b8e"}"#, &["/version4"]),
];

const NUMBERS: &[Row] = &[
    (r#"{"small": 1}"#, &[]),
    (r#"{"small": 10.0}"#, &[]),
    (r#"{"small": 0}"#, &["/small"]),
    (r#"{"small": 11}"#, &["/small"]),
    (r#"{"small": 1.5}"#, &["/small"]),
    (r#"{"small": "1"}"#, &["/small"]),
    (r#"{"int32": -2147483648}"#, &[]),
    (r#"{"int32": 2147483648}"#, &["/int32"]),
    (r#"{"int64": 9223372036854775807}"#, &[]),
    (r#"{"int64": 9223372036854775808}"#, &["/int64"]),
    (r#"{"natural": 18446744073709551615}"#, &[]),
    (r#"{"natural": -1}"#, &["/natural"]),
    (r#"{"above": 1}"#, &[]),
    (r#"{"above": 0}"#, &["/above"]),
    (r#"{"below": 9}"#, &[]),
    (r#"{"below": 10}"#, &["/below"]),
    (r#"{"between": 1}"#, &[]),
    (r#"{"between": 2}"#, &[]),
    (r#"{"between": 0}"#, &["/between"]),
    (r#"{"between": 3}"#, &["/between"]),
    (r#"{"even": -4}"#, &[]),
    (r#"{"even": 3}"#, &["/even"]),
    (r#"{"price": 19.99}"#, &[]),
    (r#"{"price": 19.999}"#, &["/price"]),
    (r#"{"price": true}"#, &["/price"]),
    (r#"{"ratio": 0}"#, &[]),
    (r#"{"ratio": 1}"#, &[]),
    (r#"{"ratio": -0.1}"#, &["/ratio"]),
    (r#"{"ratio": 1.1}"#, &["/ratio"]),
    (r#"{"open": 0.5}"#, &[]),
    (r#"{"open": 0}"#, &["/open"]),
    (r#"{"open": 1.0}"#, &["/open"]),
    (r#"{"single": 1.5}"#, &[]),
    (r#"{"single": "1.5"}"#, &["/single"]),
];

const CHOICES: &[Row] = &[
    (r#"{"colour": "in progress"}"#, &[]),
    (r#"{"colour": ""}"#, &[]),
    (r#"{"colour": "-1"}"#, &[]),
    (r#"{"colour": "In Progress"}"#, &["/colour"]),
    (r#"{"colour": null}"#, &["/colour"]),
    (r#"{"level": -1}"#, &[]),
    (r#"{"level": 2.0}"#, &[]),
    (r#"{"level": 0}"#, &["/level"]),
    (r#"{"mixed": null}"#, &[]),
    (r#"{"mixed": {"a": [1.0]}}"#, &[]),
    (r#"{"mixed": false}"#, &["/mixed"]),
    (r#"{"fixed": "fixed"}"#, &[]),
    (r#"{"fixed": "Fixed"}"#, &["/fixed"]),
    (r#"{"answer": 42}"#, &[]),
    (r#"{"answer": 41}"#, &["/answer"]),
    (r#"{"whole": {"a": 1}}"#, &[]),
    (r#"{"whole": {"a": 1, "b": 2}}"#, &["/whole"]),
    (r#"{"maybe": null}"#, &[]),
    (r#"{"maybe": "yes please"}"#, &[]),
    (r#"{"maybe": "no"}"#, &["/maybe"]),
    (r#"{"switch": false}"#, &[]),
    (r#"{"switch": "false"}"#, &["/switch"]),
];

const NULLABLES: &[Row] = &[
    (r#"{"tag": null}"#, &[]),
    (r#"{"tag": "abc"}"#, &[]),
    (r#"{"tag": "abcd"}"#, &["/tag"]),
    ("{}", &["/tag"]),
    (r#"{"tag": null, "count": null}"#, &[]),
    (r#"{"tag": null, "count": -1}"#, &["/count"]),
    (r#"{"tag": null, "count": "1"}"#, &["/count"]),
    (r#"{"tag": null, "shape": null}"#, &[]),
    (r#"{"tag": null, "shape": {"radius": 1}}"#, &[]),
    (
        r#"{"tag": null, "shape": {"radius": 0}}"#,
        &["/shape/radius"],
    ),
    (r#"{"tag": null, "words": null}"#, &[]),
    (r#"{"tag": null, "words": ["a", null]}"#, &["/words/1"]),
    (r#"{"tag": null, "both": "abc"}"#, &[]),
    (r#"{"tag": null, "both": 5}"#, &[]),
    (r#"{"tag": null, "both": "abcd"}"#, &["/both"]),
    (r#"{"tag": null, "both": 4}"#, &["/both"]),
    (r#"{"tag": null, "both": null}"#, &["/both"]),
    (r#"{"tag": null, "all": null}"#, &[]),
    (r#"{"tag": null, "all": true}"#, &[]),
    (r#"{"tag": null, "all": 1}"#, &["/all"]),
    (r#"{"tag": null, "nothing": null}"#, &[]),
    (r#"{"tag": null, "nothing": 0}"#, &["/nothing"]),
    (r#"{"tag": null, "anything": [1, {"a": null}]}"#, &[]),
    (r#"{"tag": null, "never": 1}"#, &["/never"]),
];

const LISTS: &[Row] = &[
    (r#"{"names": ["a"]}"#, &[]),
    (r#"{"names": []}"#, &["/names"]),
    (r#"{"names": ["a", "b", "c", "d"]}"#, &["/names"]),
    (r#"{"names": ["a", ""]}"#, &["/names/1"]),
    (r#"{"names": {"0": "a"}}"#, &["/names"]),
    (r#"{"unique": [1, 2]}"#, &[]),
    (r#"{"unique": [1, 2, 1.0]}"#, &["/unique/2"]),
    (r#"{"grid": [[1, 2], []]}"#, &[]),
    (r#"{"grid": [[1], [1, 2, 3]]}"#, &["/grid/1"]),
    (r#"{"grid": [[1], ["x"]]}"#, &["/grid/1/0"]),
    (r#"{"points": [{"x": 1}, {"x": 2, "y": 100}]}"#, &[]),
    (
        r#"{"points": [{"y": 101}, {"x": "1"}]}"#,
        &["/points/0/x", "/points/0/y", "/points/1/x"],
    ),
    (r#"{"free": [1, "a", null]}"#, &[]),
    (r#"{"free": "a"}"#, &["/free"]),
];

const CLOSED: &[Row] = &[
    (
        r#"{"kept": "a", "type": "b", "Type": "c", "x-y z": "d"}"#,
        &[],
    ),
    (r#"{"kept": "a", "other": 1}"#, &["/other"]),
    (r#"{"kept": "a", "a/b~c": 1}"#, &["/a~1b~0c"]),
    ("{}", &["/kept"]),
    (r#"{"kept": "a", "type": 1}"#, &["/type"]),
];

const OPEN: &[Row] = &[
    (r#"{"name": "a", "undeclared": [1], "more": {}}"#, &[]),
    (r#"{"name": 1, "undeclared": 2}"#, &["/name"]),
    (r#"{"name": "a"}"#, &["/undeclared"]),
    (r#"{"undeclared": null}"#, &["/name"]),
];

const TYPED: &[Row] = &[
    (r#"{"name": "a", "additional": "b", "more": 1}"#, &[]),
    (r#"{"more": 0}"#, &["/more"]),
    (r#"{"more": "1"}"#, &["/more"]),
    (r#"{"name": 1}"#, &["/name"]),
];

const LABELS: &[Row] = &[
    (r#"{"a": "abc"}"#, &[]),
    ("{}", &[""]),
    (r#"{"a": "", "b": "", "c": ""}"#, &[""]),
    (r#"{"a": "abcd"}"#, &["/a"]),
    (r#"{"a": 1}"#, &["/a"]),
];

const COUNTED: &[Row] = &[
    (r#"{"a": 1, "b": 2}"#, &[]),
    (r#"{"a": 1}"#, &[""]),
    (r#"{"a": 1, "b": 2, "c": 3, "d": 4}"#, &[""]),
    (r#"{"a": 1, "nested": {"x": [true]}}"#, &[]),
    (r#"{"a": 1, "nested": {"x": [true, 1]}}"#, &["/nested/x/1"]),
];

const DEFAULTS: &[Row] = &[
    ("{}", &[]),
    (
        r#"{"size": 1, "mode": "fancy", "speed": "fast", "flag": false, "label": "", "ratio": 1}"#,
        &[],
    ),
    (r#"{"size": null}"#, &["/size"]),
    (r#"{"mode": "none"}"#, &["/mode"]),
    (r#"{"speed": "medium"}"#, &["/speed"]),
    (r#"{"flag": 1}"#, &["/flag"]),
    (r#"{"label": 1}"#, &["/label"]),
    (r#"{"ratio": "1"}"#, &["/ratio"]),
];

const DIRECTIONS: &[Row] = &[
    (r#"{"secret": "12345678", "name": "a"}"#, &[]),
    (
        r#"{"id": "3f0c1b0a-6a52-4b8e-9a55-0e2f8f3a7c11", "secret": "12345678", "name": "a"}"#,
        &["/id"],
    ),
    (r#"{"name": "a"}"#, &["/secret"]),
    (r#"{"secret": "1234567", "name": "a"}"#, &["/secret"]),
    (
        r#"{"secret": "12345678", "name": "a", "inner": {"note": "b"}}"#,
        &[],
    ),
    (
        r#"{"secret": "12345678", "name": "a", "inner": {}}"#,
        &["/inner/note"],
    ),
    (
        r#"{"secret": "12345678", "name": "a", "inner": {"note": "b", "at": "2026-01-01T00:00:00Z"}}"#,
        &["/inner/at"],
    ),
];

const MERGED: &[Row] = &[
    (r#"{"id": 1, "name": "ab"}"#, &[]),
    (r#"{"id": 1, "name": "ab", "extra": true}"#, &[]),
    (r#"{"id": 0, "name": "a"}"#, &["/id", "/name"]),
    (r#"{"id": 1, "name": "abcdefghijk"}"#, &["/name"]),
    (r#"{"extra": 1}"#, &["", "/extra", "/id", "/name"]),
    (r#"{"id": 1, "name": "ab", "other": 1}"#, &["/other"]),
];

const SHAPE: &[Row] = &[
    (r#"{"radius": 1.5}"#, &[]),
    (r#"{"side": 2}"#, &[]),
    (r#"{"radius": 1, "side": 1}"#, &[""]),
    (r#"{"radius": 0}"#, &["/radius"]),
    ("{}", &[""]),
    ("7", &[""]),
];

const PET: &[Row] = &[
    (r#"{"kind": "feline", "lives": 9}"#, &[]),
    (r#"{"kind": "Dog", "good": true}"#, &[]),
    (r#"{"kind": "Fish", "fins": 3}"#, &[]),
    (r#"{"kind": "feline", "lives": 10}"#, &["/lives"]),
    (r#"{"kind": "feline"}"#, &["/lives"]),
    (r#"{"kind": "Dog", "lives": 9}"#, &["/lives"]),
    (r#"{"kind": "dragon"}"#, &["/kind"]),
    (r#"{"good": true}"#, &["/kind"]),
    (r#"{"kind": 1}"#, &["/kind"]),
];

const EITHER: &[Row] = &[
    (r#""words""#, &[]),
    ("10", &[]),
    (r#"[10, "a", ["b"]]"#, &[]),
    (r#""longer""#, &[""]),
    ("9", &[""]),
    ("[]", &[""]),
    ("null", &[""]),
    ("[10, 9]", &["/1"]),
];

const LOOSE: &[Row] = &[
    (r#"{"first": 1}"#, &[]),
    (r#"{"second": "a"}"#, &[]),
    (r#"{"first": 1, "second": "a"}"#, &[]),
    ("{}", &[""]),
    (r#"{"first": "1"}"#, &[""]),
    (r#"{"first": 1, "third": 3}"#, &["/third"]),
];

const TREE: &[Row] = &[
    (
        r#"{"label": "a", "children": [{"label": "b", "parent": {"label": "c"}}], "named": {"x": {"label": "d"}}}"#,
        &[],
    ),
    (
        r#"{"label": "a", "children": [{"label": "b", "parent": {"label": ""}}], "named": {"x": {}}}"#,
        &["/children/0/parent/label", "/named/x/label"],
    ),
    (
        r#"{"label": "a", "children": [{"label": "b"}, {"label": "b"}, {"label": "b"}]}"#,
        &["/children"],
    ),
];

const ENTRY: &[Row] = &[
    (r#"{"entries": [{"size": 1}, {"entries": []}]}"#, &[]),
    (r#"{"size": -1}"#, &["/size"]),
    (r#"{"size": 1, "entries": []}"#, &[""]),
];

const NEGATED: &[Row] = &[
    (r#"{"word": "user"}"#, &[]),
    (r#"{"word": "root"}"#, &["/word"]),
    ("{}", &["/word"]),
    (r#"{"word": 1}"#, &["/word"]),
];

const CONDITIONAL: &[Row] = &[
    (r#"{"country": "DE", "code": "12345"}"#, &[]),
    (r#"{"country": "DE", "code": "1234"}"#, &["/code"]),
    (r#"{"country": "NL", "code": "12 AB"}"#, &[]),
    (r#"{"country": "NL", "code": "12"}"#, &["/code"]),
    (r#"{"country": 1, "code": 2}"#, &["/code", "/country"]),
    (r#"{"country": "NL"}"#, &["/code"]),
];

const DEPENDENT: &[Row] = &[
    (r#"{"card": "1", "address": "here"}"#, &[]),
    (r#"{"card": "1"}"#, &["/address"]),
    (r#"{"express": true, "phone": "1"}"#, &[]),
    (r#"{"express": true}"#, &["/phone"]),
];

const PATTERNED: &[Row] = &[
    (r#"{"n_a": 1, "s_a": "x"}"#, &[]),
    (r#"{"n_a": "1"}"#, &["/n_a"]),
    (r#"{"s_a": 1}"#, &["/s_a"]),
    (r#"{"n_abcde": 1}"#, &["/n_abcde"]),
    ("[]", &[""]),
];

const TUPLE: &[Row] = &[
    (r#"["a", 1, true, false, true]"#, &[]),
    (r#"[1, 1, true]"#, &["/0"]),
    (r#"["a", "b", true]"#, &["/1"]),
    (r#"["a", 1, true, 1]"#, &["/3"]),
    (r#"["a", 1, false]"#, &[""]),
    (r#"["a", 1, true, true, true]"#, &[""]),
    ("{}", &[""]),
];

const UNEVALUATED: &[Row] = &[
    (r#"{"id": 1, "name": "a", "more": "b"}"#, &[]),
    (r#"{"id": 1, "other": 1}"#, &["/other"]),
    (r#"{"more": "b"}"#, &["/id"]),
    (r#"{"id": 0}"#, &["/id"]),
    (r#"{"id": 1, "more": 1}"#, &["/more"]),
];

#[test]
fn every_keyword_is_enforced_and_says_where() {
    let service = SERVICE.get("shapes", Answers::Mock);
    let mut wrong = Vec::new();
    for (word, rows) in TABLES {
        for (body, pointers) in *rows {
            let answer = service.ask(&Request::new("POST", &format!("/v1/{word}")).json(body));
            let refused = !pointers.is_empty();
            // An operation without an example answers 501 where it accepts.
            let right = if refused {
                answer.status == 422 && answer.pointers() == *pointers
            } else {
                matches!(answer.status, 200 | 501)
            };
            if !right {
                let expected = if refused { 422 } else { 200 };
                wrong.push(format!(
                    "{word} {body}: expected {expected} {pointers:?}, got {} {}",
                    answer.status,
                    answer.text()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is refused before any schema is asked: no pointer leads into what cannot be read.
#[test]
fn what_is_no_json_is_unreadable() {
    let service = SERVICE.get("shapes", Answers::Mock);
    let post = |body: &[u8]| {
        service.ask(&Request::new("POST", "/v1/texts").body("application/json", body))
    };
    for body in [
        "",
        "{",
        "{}}",
        "{'a': 1}",
        r#"{"short": "a", "short": "b"}"#,
        r#"{"a": 01}"#,
        r#"{"a": NaN}"#,
        "\u{feff}{}",
        r#"{"short": "\ud800"}"#,
    ] {
        assert_eq!(post(body.as_bytes()).status, 400, "{body}");
    }
    assert_eq!(post(b"{\"short\": \"\xff\"}").status, 400);
    let deep = format!("{}{}", "[".repeat(2_000), "]".repeat(2_000));
    assert_eq!(post(deep.as_bytes()).status, 400);
    let large = format!("{{\"short\": \"{}\"}}", "a".repeat(3 << 20));
    assert_eq!(post(large.as_bytes()).status, 413);
    assert_eq!(service.ask(&Request::new("POST", "/v1/texts")).status, 400);
    answered(
        &service.ask(&Request::new("POST", "/v1/texts").body("text/plain", b"{}")),
        415,
        &[],
        "text/plain",
    );
    answered(
        &service.ask(&Request::new("GET", "/v1/texts")),
        405,
        &[],
        "GET",
    );
    answered(
        &service.ask(&Request::new("POST", "/texts")),
        404,
        &[],
        "no version",
    );
    answered(
        &service.ask(
            &Request::new("POST", "/v1/texts")
                .header("Accept", "image/png")
                .json("{}"),
        ),
        406,
        &[],
        "image/png",
    );
}

#[test]
fn a_refusal_shows_nothing_of_what_was_sent() {
    let service = SERVICE.get("shapes", Answers::Mock);
    let secret = "tell-nobody";
    for (word, body) in [
        ("texts", format!(r#"{{"short": "{secret}"}}"#)),
        (
            "choices",
            format!(r#"{{"colour": "{secret}", "mixed": "{secret}"}}"#),
        ),
        ("negated", format!(r#"{{"word": ["{secret}"]}}"#)),
        (
            "conditional",
            format!(r#"{{"country": "DE", "code": "{secret}"}}"#),
        ),
    ] {
        let answer = service.ask(&Request::new("POST", &format!("/v1/{word}")).json(&body));
        assert_eq!(answer.status, 422, "{word}: {}", answer.text());
        assert!(!answer.text().contains(secret), "{}", answer.text());
    }
}
