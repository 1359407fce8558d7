//! What callers get: rows 6, 10, 11, 18 and 20.

use serde_json::Value;

use super::issuer::Issuer;
use super::{add, get, start};
use crate::support::http::{Answer, Request};

#[test]
fn row_06_answers_are_of_a_declared_type_that_the_caller_takes() {
    let service = start(&[]);
    let token = Issuer::own().token("parcels:read");
    let accepting = |accept: &str| {
        let words = get("/parcels?words=%3Cscript%3Ealert(1)%3C%2Fscript%3E");
        service.ask(&words.bearer(&token).header("Accept", accept))
    };
    for (accept, media_type) in [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        (
            "text/csv;q=0.9, application/json;q=0.1",
            "text/csv; charset=utf-8",
        ),
        ("text/*", "text/csv; charset=utf-8"),
    ] {
        let answer = accepting(accept);
        assert_eq!(answer.status, 200, "{accept}: {}", answer.text());
        assert_eq!(answer.header("content-type"), Some(media_type), "{accept}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(answer.text().contains("<script>"), "data stays what it is");
    }
    let answer = accepting("text/html, image/png");
    assert_eq!(answer.status, 406, "{}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json")
    );
    // Nothing is rendered as HTML, whatever is asked for, but the page of the contract.
    for path in [
        "/parcels",
        "/docs",
        "/openapi.json",
        "/nowhere",
        "/parcels/x",
    ] {
        let answer = service.ask(&get(path).bearer(&token).header("Accept", "text/html, */*"));
        let media_type = answer.header("content-type").unwrap_or_default();
        assert_eq!(
            media_type.starts_with("text/html"),
            path == "/docs",
            "{path}: {media_type}"
        );
    }
}

/// What nobody outside should read: files, lines, types and words of the inside.
const INTERNAL: &[&str] = &[
    "src/", ".rs", "gate::", "api::", "panicked", "shelf", "fire", "Os {", "RUST",
];

#[test]
fn row_10_errors_say_nothing_of_the_inside_and_the_log_all() {
    let service = start(&[]);
    let own = Issuer::own();
    let (read, write) = (own.token("parcels:read"), own.token("parcels:write"));
    let failing = |word: &str| add(&write, &format!(r#"{{"to":"{word}","weight":1}}"#));
    let asked: Vec<(Request, u16)> = vec![
        (failing("panic"), 500),
        (failing("fail"), 500),
        (get("/parcels"), 401),
        (get("/parcels").bearer(&write), 403),
        (get("/nowhere"), 404),
        (Request::new("PATCH", "/v3/parcels"), 405),
        (add(&write, "{"), 400),
        (add(&write, "{}"), 422),
        (get("/by/nobody"), 501),
    ];
    for (request, status) in asked {
        let answer = service.ask(&request);
        assert_eq!(answer.status, status, "{request:?}: {}", answer.text());
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json")
        );
        let problem = answer.json();
        let id = answer.header("x-request-id").unwrap();
        assert_eq!(problem["status"], status);
        assert_eq!(problem["instance"], format!("urn:uuid:{id}"));
        for word in INTERNAL {
            assert!(!answer.text().contains(word), "{}", answer.text());
        }
        if status == 500 {
            let lines = super::record::lines_with(&service, id, 2);
            let cause = if lines.contains("shelf") {
                "shelf"
            } else {
                "fire"
            };
            assert!(
                lines.contains(cause),
                "the cause is in the log under {id}: {lines}"
            );
        }
    }
    // It lives on.
    assert_eq!(service.ask(&get("/parcels").bearer(&read)).status, 200);
}

#[test]
fn row_11_routes_have_a_version_and_say_when_they_end() {
    let service = start(&[]);
    let ask = |target: &str| service.ask(&Request::new("GET", target));
    assert_eq!(ask("/v3/depots").status, 204);
    for elsewhere in ["/depots", "/v1/depots", "/v2/depots", "/v33/depots"] {
        assert_eq!(ask(elsewhere).status, 404, "{elsewhere}");
    }
    let old = ask("/v3/depots/old");
    assert_eq!(old.header("deprecation"), Some("@1769817600"), "{old:?}");
    assert_eq!(old.header("sunset"), Some("Sun, 31 Jan 2027 12:00:00 GMT"));
    assert_eq!(ask("/v3/depots").header("sunset"), None);
}

/// The list of OWASP's REST security cheat sheet.
const HEADERS: &[(&str, &str)] = &[
    ("cache-control", "no-store"),
    (
        "content-security-policy",
        "default-src 'none'; frame-ancestors 'none'",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    (
        "strict-transport-security",
        "max-age=63072000; includeSubDomains",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
];

#[track_caller]
fn carries_them(answer: &Answer) {
    for (name, value) in HEADERS {
        assert_eq!(answer.header(name), Some(*value), "{name}: {answer:?}");
    }
    assert!(answer.header("permissions-policy").is_some(), "{answer:?}");
    for banner in [
        "server",
        "x-powered-by",
        "via",
        "access-control-allow-origin",
    ] {
        assert_eq!(answer.header(banner), None, "{answer:?}");
    }
}

#[test]
fn row_18_every_status_carries_the_headers_and_no_banner() {
    let service = start(&[("APP__CORS__ORIGINS", "https://depot.example")]);
    let own = Issuer::own();
    let (read, write) = (own.token("parcels:read"), own.token("parcels:write"));
    let long = "x".repeat(9_000);
    let large = format!(r#"{{"to":"{}"}}"#, "x".repeat(2 << 20));
    let mut seen = Vec::new();
    for request in [
        get("/parcels").bearer(&read),
        add(&write, r#"{"to":"a","weight":1}"#),
        get("/depots"),
        add(&write, "{"),
        get("/parcels"),
        get("/parcels").bearer(&write),
        get("/parcels/9").bearer(&read),
        Request::new("TRACE", "/v3/depots"),
        get("/parcels").bearer(&read).header("Accept", "image/png"),
        add(&write, &large),
        get(&format!("/{long}")),
        Request::new("POST", "/v3/parcels")
            .bearer(&write)
            .body("text/plain", b"a"),
        add(&write, "{}"),
        get("/depots").header("X-Long", &"x".repeat(40_000)),
        add(&write, r#"{"to":"panic","weight":1}"#),
        get("/by/nobody"),
    ] {
        let answer = service.ask(&request.header("Origin", "https://elsewhere.example"));
        carries_them(&answer);
        seen.push(answer.status);
    }
    let expected = [
        200, 201, 204, 400, 401, 403, 404, 405, 406, 413, 414, 415, 422, 431, 500, 501,
    ];
    assert_eq!(seen, expected);
    for _ in 0..3 {
        service.ask(&get("/depots/busy"));
    }
    let answer = service.ask(&get("/depots/busy"));
    assert_eq!(answer.status, 429);
    carries_them(&answer);
    // CORS is closed, but for the origin that the settings name.
    let named = service.ask(&get("/depots").header("Origin", "https://depot.example"));
    assert_eq!(
        named.header("access-control-allow-origin"),
        Some("https://depot.example")
    );
}

#[test]
fn row_20_the_contract_is_complete_and_for_callers_who_are_known() {
    let service = start(&[]);
    for path in ["/openapi.json", "/docs"] {
        let stranger = service.ask(&get(path));
        assert_eq!(stranger.status, 401, "{path}");
        assert!(!stranger.text().contains("parcels"), "{}", stranger.text());
    }
    let token = Issuer::own().token("");
    let page = service.ask(&get("/docs").bearer(&token));
    assert_eq!(page.status, 200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    for loading in ["src=\"http", "href=\"http", "@import", "url(http"] {
        assert!(!page.text().contains(loading), "the page loads {loading}");
    }
    let contract = service.ask(&get("/openapi.json").bearer(&token)).json();
    let responses = &contract["paths"]["/parcels"]["post"]["responses"];
    for status in [
        "201", "400", "401", "403", "413", "415", "422", "429", "500", "503",
    ] {
        assert!(responses[status].is_object(), "{status}: {responses}");
    }
    // As it is now: what the document says of one operation is what that operation does.
    let limit = &contract["paths"]["/depots/busy"]["get"]["x-rate-limit"];
    assert_eq!(limit["requests"], Value::from(3), "{limit}");
    assert_eq!(contract["servers"][0]["url"], "/v3");
}
