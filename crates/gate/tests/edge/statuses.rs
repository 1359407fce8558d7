//! Every status that the gate answers with, on both ports: its headers, its envelope, and what belongs to it alone.

use std::time::Duration;

use axum::body::Body;
use gate::{
    BodyRule, Call, KeyLocation, Limits, Media, MediaKind, Operation, Pending, Problem, Rate,
    Reply, Requirement, Rule, Scheme, SchemeKind, StatusCode, Violation,
};
use http::Request;

use super::support::{Answer, OPEN, Service, Setup, contract, post, request};

/// The list of OWASP's REST security cheat sheet.
const SECURITY: [(&str, &str); 9] = [
    ("cache-control", "no-store"),
    (
        "content-security-policy",
        "default-src 'none'; frame-ancestors 'none'",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
    ),
    ("referrer-policy", "no-referrer"),
    (
        "strict-transport-security",
        "max-age=63072000; includeSubDomains",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
];

fn handler(_: usize, call: Call) -> Pending {
    Box::pin(async move {
        match call.path_value("x").unwrap_or_default() {
            "invalid" => Err(Problem::invalid(vec![Violation::new("/a", "a number")])),
            "panic" => panic!("secret"),
            "stub" => Err(Problem::not_implemented()),
            "text" => Ok(Reply::text(StatusCode::OK, "text/plain", "a".to_owned())),
            "slow" => {
                tokio::time::sleep(Duration::from_secs(2)).await;
                Ok(Reply::empty(StatusCode::OK))
            }
            _ => Reply::json(StatusCode::OK, "application/json", &"secret"),
        }
    })
}

fn gate() -> Service {
    const KEY: &[&[Requirement]] = &[&[Requirement {
        scheme: "bearer",
        scopes: &["write"],
    }]];
    let schemes = Box::leak(Box::new([
        Scheme {
            name: "bearer",
            setting: "bearer",
            kind: SchemeKind::Bearer,
        },
        Scheme {
            name: "key",
            setting: "key",
            kind: SchemeKind::ApiKey {
                location: KeyLocation::Header,
                name: "x-key",
            },
        },
    ]));
    let limits = Limits {
        timeout: Some(Duration::from_millis(100)),
        body: Some(64),
        ..Limits::DEFAULT
    };
    let operations = vec![
        Operation {
            id: "get",
            path: "/get/{x}",
            produces: &["application/json"],
            limits,
            ..OPEN
        },
        Operation {
            id: "needs",
            path: "/needs",
            security: KEY,
            ..OPEN
        },
        Operation {
            id: "once",
            path: "/once",
            limits: Limits {
                rate: Some(Rate::new(1, Duration::from_mins(1))),
                ..limits
            },
            ..OPEN
        },
        Operation {
            id: "send",
            method: "POST",
            path: "/send",
            limits,
            body: BodyRule::Required(&[
                Media {
                    media_type: "application/json",
                    kind: MediaKind::Json,
                },
                Media {
                    media_type: "text/plain",
                    kind: MediaKind::Text,
                },
            ]),
            ..OPEN
        },
    ];
    let rules = vec![Rule::ScopesSuffice; 4];
    Setup::new(contract(schemes, operations))
        .handler(handler)
        .try_build(|gate| gate.policy(rules))
        .unwrap()
}

#[track_caller]
fn carries_what_every_answer_does(answer: &Answer) {
    let status = answer.status;
    for (name, value) in SECURITY {
        assert_eq!(answer.header(name), value, "{name} of {status}");
        assert_eq!(answer.headers.get_all(name).iter().count(), 1, "{name}");
    }
    for name in ["server", "x-powered-by", "via"] {
        assert!(!answer.headers.contains_key(name), "{name} of {status}");
    }
    let bare = answer.body.is_empty();
    let media_type = answer.header("content-type");
    assert_eq!(bare, media_type.is_empty(), "{status} is {media_type}");
    if media_type.starts_with("text/") {
        assert!(media_type.ends_with("; charset=utf-8"), "{media_type}");
    }
    assert!(!String::from_utf8_lossy(&answer.body).contains("at src/"));
}

#[track_caller]
fn is_a_problem(answer: &Answer) {
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let json = answer.json();
    assert_eq!(json["status"], answer.status);
    assert!(json["title"].is_string() && json["type"].is_string());
    let instance = format!("urn:uuid:{}", answer.header("x-request-id"));
    assert_eq!(json["instance"], instance);
    assert!(!String::from_utf8_lossy(&answer.body).contains("secret"));
}

fn with(mut request: Request<Body>, name: &'static str, value: &str) -> Request<Body> {
    request.headers_mut().insert(name, value.parse().unwrap());
    request
}

#[test]
fn every_status_is_one_envelope_with_what_belongs_to_it() {
    let gate = gate();
    let get = |path: &str| request("GET", path, &[]);
    let json = |body: &str| post("/send", "application/json", body.to_owned());
    gate.get("/once");
    let mut many = get("/get/a");
    for index in 0..81 {
        let name: http::HeaderName = format!("x-{index}").parse().unwrap();
        many.headers_mut().insert(name, "1".parse().unwrap());
    }
    let token = gate.token("read");
    let cases: Vec<(u16, Request<Body>, &str, &str)> = vec![
        (400, get("/%zz"), "", ""),
        (
            401,
            get("/needs"),
            "www-authenticate",
            "Bearer realm=\"Test API\"",
        ),
        (
            401,
            with(get("/needs"), "authorization", "Bearer a.b.c"),
            "www-authenticate",
            "Bearer realm=\"Test API\", error=\"invalid_token\"",
        ),
        (
            403,
            with(get("/needs"), "authorization", &token),
            "www-authenticate",
            "Bearer error=\"insufficient_scope\", scope=\"write\"",
        ),
        (404, get("/nowhere"), "", ""),
        (
            405,
            request("PUT", "/get/a", &[]),
            "allow",
            "GET, HEAD, OPTIONS",
        ),
        (
            405,
            request("TRACE", "/get/a", &[]),
            "allow",
            "GET, HEAD, OPTIONS",
        ),
        (405, request("BREW", "/send", &[]), "allow", "OPTIONS, POST"),
        (405, request("CONNECT", "/get/a", &[]), "", ""),
        (406, with(get("/get/a"), "accept", "text/html"), "", ""),
        (413, json(&"a".repeat(65)), "", ""),
        (414, get(&format!("/{}", "a".repeat(9_000))), "", ""),
        (
            415,
            post("/send", "text/html", "a"),
            "accept",
            "application/json, text/plain",
        ),
        (
            415,
            with(json("{}"), "content-encoding", "gzip"),
            "accept-encoding",
            "identity",
        ),
        (
            415,
            with(json("{}"), "content-encoding", "identity, br"),
            "accept-encoding",
            "identity",
        ),
        (422, get("/get/invalid"), "", ""),
        (429, get("/once"), "retry-after", "60"),
        (431, many, "", ""),
        (500, get("/get/panic"), "", ""),
        (501, get("/get/stub"), "", ""),
        (503, get("/get/slow"), "retry-after", "1"),
    ];
    for (status, request, header, value) in cases {
        let answer = gate.send(request);
        assert_eq!(answer.status, status);
        carries_what_every_answer_does(&answer);
        is_a_problem(&answer);
        if !header.is_empty() {
            assert_eq!(answer.header(header), value, "{header} of {status}");
        }
        let places = answer.json()["errors"].as_array().map_or(0, Vec::len);
        assert_eq!(places > 0, matches!(status, 400 | 422), "{status}");
    }
    let late = Body::new(Silent);
    let answer = gate.send(post("/send", "application/json", late));
    assert_eq!(answer.status, 408);
    carries_what_every_answer_does(&answer);
    is_a_problem(&answer);
}

/// A body that never comes.
struct Silent;

impl http_body::Body for Silent {
    type Data = gate::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<gate::Bytes>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

#[test]
fn good_answers_carry_the_same() {
    let gate = gate();
    let whole = gate.get("/get/a");
    assert_eq!((whole.status, whole.header("content-length")), (200, ""));
    carries_what_every_answer_does(&whole);
    let text = gate.get("/get/text");
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    carries_what_every_answer_does(&text);
    let head = gate.ask("HEAD", "/get/a");
    assert_eq!(head.status, 200);
    assert!(head.body.is_empty());
    assert_eq!(head.header("content-type"), "application/json");
    assert_eq!(head.header("content-length"), "8");
    let options = gate.ask("OPTIONS", "/send");
    assert_eq!(
        (options.status, options.header("allow")),
        (204, "OPTIONS, POST")
    );
    carries_what_every_answer_does(&options);
    for coding in ["identity", "Identity"] {
        let request = with(
            post("/send", "application/json", "{}"),
            "content-encoding",
            coding,
        );
        assert_eq!(gate.send(request).status, 200, "{coding}");
    }
}

#[test]
fn the_management_port_carries_them_too() {
    let gate = gate();
    for (status, method, path) in [
        (200, "GET", "/livez"),
        (503, "GET", "/readyz"),
        (200, "GET", "/metrics"),
        (405, "POST", "/metrics"),
        (404, "GET", "/nowhere"),
        (404, "TRACE", "/"),
    ] {
        let answer = gate.management(method, path);
        assert_eq!(answer.status, status, "{path}");
        carries_what_every_answer_does(&answer);
        if status == 405 {
            assert_eq!(answer.header("allow"), "GET, HEAD");
        }
        if matches!(status, 404 | 405) {
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert_eq!(answer.json()["status"], status);
        }
    }
}
