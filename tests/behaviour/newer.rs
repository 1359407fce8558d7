//! What 3.2 adds: methods that 3.1 has no word for, queries that are one value, cookies that are not percent-encoded.

use super::{Shared, answered};
use crate::support::http::Request;
use crate::support::project::Answers;

static STUBS: Shared = Shared::new();
static MOCK: Shared = Shared::new();

/// The stubs answer whatever passed the gate and the decoder.
const ACCEPTED: u16 = 501;

#[test]
fn further_methods_are_operations() {
    let service = STUBS.get("newer", Answers::Stubs);
    let ask = |method: &str| Request::new(method, "/v2/cache/a");
    let filter = |text: &str| ask("QUERY").json(text);
    answered(&service.ask(&ask("GET")), ACCEPTED, &[], "GET");
    answered(
        &service.ask(&filter(r#"{"colour": "red"}"#)),
        ACCEPTED,
        &[],
        "QUERY",
    );
    answered(
        &service.ask(&filter(r#"{"size": 0}"#)),
        422,
        &["/colour", "/size"],
        "QUERY",
    );
    let long = Request::new("QUERY", "/v2/cache/abcdef").json(r#"{"colour": "red"}"#);
    answered(&service.ask(&long), 422, &["/path/name"], "QUERY");
    let because = |reason: &str| ask("PURGE").header("X-Reason", reason);
    answered(&service.ask(&because("old")), ACCEPTED, &[], "PURGE");
    answered(
        &service.ask(&because("no")),
        422,
        &["/header/x-reason"],
        "PURGE",
    );
    answered(&service.ask(&ask("M-SEARCH")), ACCEPTED, &[], "M-SEARCH");
    // Methods are told apart by case (RFC 9110, section 9.1).
    for method in ["POST", "purge", "COPY"] {
        let refused = service.ask(&ask(method));
        answered(&refused, 405, &[], method);
        let allowed = "GET, HEAD, M-SEARCH, OPTIONS, PURGE, QUERY";
        assert_eq!(refused.header("allow"), Some(allowed), "{method}");
    }
}

/// A target below `/v2`, a status, and the places that a refusal names.
type Row = (&'static str, u16, &'static [&'static str]);

const QUERIES: &[Row] = &[
    ("/filtered", ACCEPTED, &[]),
    ("/filtered?colour=red&size=2", ACCEPTED, &[]),
    ("/filtered?colour=red&tags=ab%7Ccd", ACCEPTED, &[]),
    ("/filtered?colour=red&tags=ab%7Cc", 422, &["/query/tags/1"]),
    ("/filtered?size=0", 422, &["/query/colour", "/query/size"]),
    ("/filtered?colour=red&size=many", 400, &["/query/size"]),
    ("/filtered?colour=red&more=1", 422, &["/query/more"]),
    ("/filtered?colour=red&colour=red", 400, &["/query/colour"]),
    ("/filtered?colour=%ff", 400, &["/query/colour"]),
    ("/filtered/keyed?colour=red", 401, &[]),
    ("/selected?%7B%22numbers%22%3A%5B1%2C2%5D%7D", ACCEPTED, &[]),
    (
        "/selected?%7B%22numbers%22%3A%5B1%2C10%5D%7D",
        422,
        &["/query/numbers/1"],
    ),
    ("/selected?%7B%22numbers%22%3A%5B1", 400, &["/query"]),
    ("/selected?numbers=1", 400, &["/query"]),
    ("/selected", 422, &["/query"]),
    ("/counted", ACCEPTED, &[]),
    ("/counted?8", ACCEPTED, &[]),
    ("/counted?0", 422, &["/query"]),
    ("/path", ACCEPTED, &[]),
    ("/path?%24.a%5B1%3A2%5D", ACCEPTED, &[]),
    ("/path?$.a+b", ACCEPTED, &[]),
    ("/path?a", 422, &["/query"]),
    ("/path?%2", 400, &["/query"]),
];

#[test]
fn a_query_that_is_one_value_is_read_whole() {
    let service = STUBS.get("newer", Answers::Stubs);
    for (target, status, pointers) in QUERIES {
        let answer = service.ask(&Request::new("GET", &format!("/v2{target}")));
        answered(&answer, *status, pointers, target);
    }
}

#[test]
fn cookies_of_their_own_style_are_not_percent_encoded() {
    let service = STUBS.get("newer", Answers::Stubs);
    for (cookie, status, pointers) in [
        ("plain=a%3", ACCEPTED, &[][..]),
        ("plain=%41bc", 422, &["/cookie/plain"]),
        ("form=%41bc", ACCEPTED, &[]),
        ("form=a%3", 400, &["/cookie/form"]),
        ("list=1; list=2", ACCEPTED, &[]),
        ("list=1; list=2; list=3", 422, &["/cookie/list"]),
        ("list=1; list=x", 400, &["/cookie/list/1"]),
        ("joined=1,2", ACCEPTED, &[]),
        ("joined=1,2,3", 422, &["/cookie/joined"]),
    ] {
        let request = Request::new("GET", "/v2/cookies").header("Cookie", cookie);
        answered(&service.ask(&request), status, pointers, cookie);
    }
}

#[test]
fn records_are_examples_of_their_items() {
    let service = MOCK.get("newer", Answers::Mock);
    let ask = |media_type: &str| {
        let request = Request::new("GET", "/v2/records").header("Accept", media_type);
        let answer = service.ask(&request);
        answered(&answer, 200, &[], media_type);
        assert_eq!(answer.header("content-type"), Some(media_type));
        let text = answer.text();
        let record = text
            .strip_prefix('\u{1e}')
            .and_then(|text| text.strip_suffix('\n'));
        serde_json::from_str::<serde_json::Value>(record.unwrap()).unwrap()
    };
    assert!(ask("application/json-seq")["colour"].is_string());
    assert!(ask("application/geo+json-seq").as_u64().unwrap() >= 3);
    let found = service.ask(&Request::new("QUERY", "/v2/cache/a").json(r#"{"colour": "red"}"#));
    answered(&found, 200, &[], "QUERY");
}
