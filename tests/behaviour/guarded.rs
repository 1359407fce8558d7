//! What only Portcullis reads in a contract: limits, ends of operations, what is sensitive and what is cleaned.

use super::{Shared, answered};
use crate::support::http::{Answer, Request};
use crate::support::project::Answers;

static MOCK: Shared = Shared::new();

fn open(body: &str) -> Request {
    Request::new("POST", "/v2/accounts").json(body)
}

fn note(query: &str, form: &str) -> Request {
    Request::new("POST", &format!("/v2/accounts/1/notes{query}"))
        .body("application/x-www-form-urlencoded", form.as_bytes())
}

#[test]
fn strings_are_cleaned_before_they_are_judged() {
    let service = MOCK.get("guarded", Answers::Mock);
    for (request, status, pointers) in [
        (open(r#"{"name":"  <b>Ada</b>  "}"#), 201, &[][..]),
        (open(r#"{"name":"        Ada"}"#), 201, &[]),
        (open(r#"{"name":"  <b></b>"}"#), 422, &["/name"]),
        (open(r#"{"name":"Ada Ada Ada"}"#), 422, &["/name"]),
        (note("?title=%20%3Cb%3Eshort%20%20%20%20%20", ""), 204, &[]),
        (note("?title=%20%20", ""), 422, &["/query/title"]),
        (note("", "text=ab%00cd%1be"), 204, &[]),
        (note("", "text=abcdef"), 422, &["/text"]),
    ] {
        let asked = format!("{request:?}");
        answered(&service.ask(&request), status, pointers, &asked);
    }
}

#[test]
fn what_is_sensitive_is_judged_and_not_repeated() {
    let service = MOCK.get("guarded", Answers::Mock);
    let fine = r#"{"name":"Ada","password":"long enough","secrets":["ab"],"limit":1,"code":"3f0c1b0a-6a52-4b8e-9a55-0e2f8f3a7c11"}"#;
    let answer = service.ask(&open(fine));
    answered(&answer, 201, &[], fine);
    assert!(!answer.text().contains("password"), "{}", answer.text());
    let wrong = r#"{"name":"Ada","password":"hunter2","secrets":["PIN"],"code":"mine"}"#;
    let answer = service.ask(&open(wrong));
    answered(&answer, 422, &["/code", "/password", "/secrets/0"], wrong);
    for secret in ["hunter2", "PIN", "mine"] {
        assert!(!answer.text().contains(secret), "{}", answer.text());
    }
    let pin = note("", "").header("X-Pin", "47111");
    answered(&service.ask(&pin), 422, &["/header/x-pin"], "X-Pin: 47111");
}

fn headers<'a>(answer: &'a Answer, name: &str) -> Vec<&'a str> {
    let named = answer.headers.iter().filter(|(known, _)| known == name);
    named.map(|(_, value)| value.as_str()).collect()
}

#[test]
fn every_answer_says_when_its_operation_ends() {
    let service = MOCK.get("guarded", Answers::Mock);
    for request in [note("", ""), note("?unknown=1", "")] {
        let answer = service.ask(&request);
        assert_eq!(headers(&answer, "deprecation"), ["@1769817600"]);
        assert_eq!(
            headers(&answer, "sunset"),
            ["Sun, 31 Jan 2027 12:00:00 GMT"]
        );
        assert_eq!(
            headers(&answer, "link"),
            ["<https://example.com/notes>; rel=\"deprecation\""]
        );
    }
    let old = service.ask(&Request::new("GET", "/v2/old"));
    assert_eq!(headers(&old, "deprecation"), ["@0"]);
    assert!(headers(&old, "sunset").is_empty());
    let current = service.ask(&open(r#"{"name":"Ada"}"#));
    assert!(headers(&current, "deprecation").is_empty());
}

#[test]
fn limits_are_those_of_the_contract() {
    let service = MOCK.get("guarded", Answers::Mock);
    let answer = service.ask(&note("", ""));
    assert_eq!(
        headers(&answer, "ratelimit-policy"),
        ["\"addNote\";q=500;w=60"]
    );
    let left = headers(&answer, "ratelimit")[0].to_owned();
    assert!(
        left.starts_with("\"addNote\";r=4"),
        "of a burst of 50: {left}"
    );
    let answer = service.ask(&open(r#"{"name":"Ada"}"#));
    assert_eq!(
        headers(&answer, "ratelimit-policy"),
        ["\"openAccount\";q=1000;w=60"]
    );
    let long = format!(r#"{{"name":"Ada","motto":"{}"}}"#, "x".repeat(1_100));
    assert_eq!(service.ask(&open(&long)).status, 413);
    let shorter = format!(r#"{{"name":"Ada","motto":"{}"}}"#, "x".repeat(900));
    assert_eq!(service.ask(&open(&shorter)).status, 201);
    let longer_note = note("", &format!("secret={}", "x".repeat(1_500)));
    assert_eq!(
        service.ask(&longer_note).status,
        204,
        "its own limit is larger"
    );
}

#[test]
fn what_the_contract_lets_be_stored_may_be() {
    let service = MOCK.get("guarded", Answers::Mock);
    let answer = service.ask(&open(r#"{"name":"Ada"}"#));
    assert_eq!(headers(&answer, "cache-control"), ["private, max-age=5"]);
    let refused = service.ask(&open("{}"));
    assert_eq!(headers(&refused, "cache-control"), ["no-store"]);
}
