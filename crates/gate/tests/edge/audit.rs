//! The audit events: every line is an object of its class, says why, and holds nothing secret.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::body::Body;
use gate::{
    BodyRule, Call, Credential, Denied, Identity, KeyLocation, Level, Limits, Media, MediaKind,
    Operation, Pending, Problem, Rate, Reply, Requirement, Rule, Scheme, SchemeKind, StatusCode,
    Verifier, Verifiers, Violation,
};
use http::Request;
use serde_json::Value;

use super::support::{OPEN, Service, Setup, contract, from, post, request};

/// What must never be in a line.
const SECRETS: [&str; 5] = [
    "s3cret-key",
    "s3cret-query",
    "s3cret-cookie",
    "s3cret-body",
    "s3cret-header",
];

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(include_str!("ocsf.json")).unwrap();
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
});

/// The lines of a log, each an event of its class.
#[track_caller]
pub fn events(log: &str) -> Vec<Value> {
    let read = |line: &str| {
        let event: Value = serde_json::from_str(line).unwrap();
        let faults: Vec<String> = SCHEMA
            .iter_errors(&event)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{line}\n{faults:#?}");
        let number = |name: &str| event[name].as_u64().unwrap();
        assert_eq!(
            number("type_uid"),
            number("class_uid") * 100 + number("activity_id")
        );
        assert_eq!(number("category_uid"), number("class_uid") / 1_000);
        event
    };
    log.lines().map(read).collect()
}

/// One key, with one scope.
struct Keys;

impl Verifier for Keys {
    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        match credential {
            Credential::Key("s3cret-key") => {
                Ok(Arc::new(Identity::new("ada").with_scopes(["read"])))
            }
            Credential::Key("unreachable") => {
                Err(Denied::Unavailable("the store is down".to_owned()))
            }
            _ => Err(Denied::Invalid("no such key")),
        }
    }
}

fn answer(_: usize, call: Call) -> Pending {
    Box::pin(async move {
        match call.path_value("x").unwrap_or_default() {
            "invalid" => Err(Problem::invalid(vec![
                Violation::new("/a", "a number is needed"),
                Violation::new("/s3cret-body", "no such member"),
            ])),
            "error" => Err(std::io::Error::other("the store is down").into()),
            "panic" => panic!("out of luck"),
            "slow" => {
                tokio::time::sleep(Duration::from_secs(2)).await;
                Ok(Reply::empty(StatusCode::OK))
            }
            "stub" => Err(Problem::not_implemented()),
            _ => Ok(Reply::empty(StatusCode::OK)),
        }
    })
}

fn gate() -> Service {
    const NEEDS_READ: &[&[Requirement]] = &[&[Requirement {
        scheme: "key",
        scopes: &["read"],
    }]];
    const NEEDS_WRITE: &[&[Requirement]] = &[&[Requirement {
        scheme: "key",
        scopes: &["write"],
    }]];
    let schemes = Box::leak(Box::new([Scheme {
        name: "key",
        setting: "key",
        kind: SchemeKind::ApiKey {
            location: KeyLocation::Header,
            name: "x-key",
        },
    }]));
    let limits = Limits {
        timeout: Some(Duration::from_millis(100)),
        body: Some(64),
        ..Limits::DEFAULT
    };
    let keyed = |id, path| Operation {
        id,
        path,
        security: NEEDS_READ,
        limits,
        ..OPEN
    };
    let operations = vec![
        keyed("read", "/read/{x}"),
        Operation {
            security: NEEDS_WRITE,
            ..keyed("write", "/write")
        },
        keyed("denied", "/denied"),
        Operation {
            limits: Limits {
                rate: Some(Rate::new(1, Duration::from_mins(1))),
                ..limits
            },
            ..keyed("once", "/once")
        },
        Operation {
            id: "send",
            method: "POST",
            path: "/send",
            produces: &["application/json"],
            body: BodyRule::Required(&[Media {
                media_type: "application/json",
                kind: MediaKind::Json,
            }]),
            limits,
            ..OPEN
        },
    ];
    let setup = Setup::new(contract(schemes, operations))
        .handler(answer)
        .set("APP__PROFILE", "production")
        .set("APP__TLS__TERMINATED_UPSTREAM", "true")
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "3/m");
    let rules = ["read", "write", "denied", "once", "send"]
        .map(|id| match id {
            "denied" => Rule::Deny,
            _ => Rule::ScopesSuffice,
        })
        .into();
    setup
        .try_build(|gate| {
            gate.verifiers(Verifiers::new().with("key", Keys))
                .policy(rules)
        })
        .unwrap()
}

/// A request with something secret in every place that a request has.
fn with_secrets(method: &str, path: &str) -> Request<Body> {
    let path = format!("{path}?token=s3cret-query");
    let mut request = request(
        method,
        &path,
        &[
            ("cookie", "session=s3cret-cookie"),
            ("x-anything", "s3cret-header"),
            ("authorization", "Bearer s3cret-header"),
            ("user-agent", "s3cret-header"),
            ("referer", "https://example.com/s3cret-header"),
        ],
    );
    request.headers_mut().insert(
        "content-type",
        http::HeaderValue::from_static("application/json"),
    );
    from(request, "192.0.2.7")
}

fn keyed(mut request: Request<Body>, key: &'static str) -> Request<Body> {
    let value = http::HeaderValue::from_static(key);
    request.headers_mut().insert("x-key", value);
    request
}

fn json(body: impl Into<Body>) -> Request<Body> {
    let mut request = with_secrets("POST", "/send");
    *request.body_mut() = body.into();
    request
}

/// Every kind of refusal, with the reason and the matter that its event has.
fn refusals() -> Vec<(Request<Body>, u16, &'static str, &'static str)> {
    let get = |path: &str| keyed(with_secrets("GET", path), "s3cret-key");
    let header = |mut request: Request<Body>, name: &'static str, value: &'static str| {
        let value = http::HeaderValue::from_static(value);
        request.headers_mut().insert(name, value);
        request
    };
    let mut many = get("/read/1");
    for index in 0..81 {
        let name: http::HeaderName = format!("x-{index}").parse().unwrap();
        let value = http::HeaderValue::from_static("s3cret-header");
        many.headers_mut().insert(name, value);
    }
    let slow = Body::from_stream_that_never_comes();
    let authentication = "authentication";
    let validation = "validation";
    vec![
        (get("/%zz"), 400, "unreadable", validation),
        (
            with_secrets("GET", "/read/1"),
            401,
            "missing_credentials",
            authentication,
        ),
        (
            keyed(with_secrets("GET", "/read/1"), "s3cret-body"),
            401,
            "wrong_credentials",
            authentication,
        ),
        (get("/write"), 403, "insufficient_scope", "authorization"),
        (get("/denied"), 403, "policy", "authorization"),
        (get("/nowhere"), 404, "not_found", validation),
        (
            keyed(with_secrets("PUT", "/read/1"), "s3cret-key"),
            405,
            "method_not_allowed",
            validation,
        ),
        (
            header(json("{}"), "accept", "text/html"),
            406,
            "not_acceptable",
            validation,
        ),
        (json(slow), 408, "request_timeout", validation),
        (
            json("s3cret-body".repeat(9)),
            413,
            "content_too_large",
            validation,
        ),
        (
            get(&format!("/{}", "a".repeat(9_000))),
            414,
            "uri_too_long",
            validation,
        ),
        (
            header(json("{}"), "content-type", "text/plain"),
            415,
            "unsupported_media_type",
            validation,
        ),
        (get("/read/invalid"), 422, "invalid", validation),
        (get("/once"), 429, "rate_limited", "throttling"),
        (many, 431, "headers_too_large", validation),
        (get("/read/error"), 500, "internal", "failure"),
        (get("/read/panic"), 500, "internal", "failure"),
        (get("/read/stub"), 501, "not_implemented", "failure"),
        (get("/read/slow"), 503, "unavailable", "failure"),
        (
            keyed(with_secrets("GET", "/read/1"), "unreachable"),
            503,
            "unavailable",
            "failure",
        ),
    ]
}

trait Never {
    fn from_stream_that_never_comes() -> Self;
}

impl Never for Body {
    fn from_stream_that_never_comes() -> Self {
        struct Silent;
        impl http_body::Body for Silent {
            type Data = gate::Bytes;
            type Error = std::convert::Infallible;
            fn poll_frame(
                self: std::pin::Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Result<http_body::Frame<gate::Bytes>, Self::Error>>>
            {
                std::task::Poll::Pending
            }
        }
        Self::new(Silent)
    }
}

#[test]
fn every_refusal_is_an_event_that_says_why() {
    let gate = gate();
    let first = keyed(with_secrets("GET", "/once"), "s3cret-key");
    assert_eq!(gate.send(first).status, 200);
    drop(gate.boot.log().take());
    for (request, status, reason, matter) in refusals() {
        let answer = gate.send(request);
        assert_eq!(answer.status, status, "{reason}");
        let log = gate.boot.log().take();
        for secret in SECRETS {
            assert!(!log.contains(secret), "{secret} in {log}");
        }
        let events = events(&log);
        let line = events.last().unwrap();
        assert_eq!(line["class_uid"], 6003);
        assert_eq!(line["http_response"]["code"], status);
        assert_eq!(line["status_code"], status.to_string());
        assert_eq!(line["status_id"], 2);
        assert_eq!(line["status_detail"], reason);
        assert_eq!(line["unmapped"]["reason"], reason);
        assert_eq!(line["unmapped"]["matter"], matter, "{reason}");
        let outcome = if status < 500 { "refused" } else { "failed" };
        assert_eq!(line["unmapped"]["outcome"], outcome);
        assert_eq!(line["src_endpoint"]["ip"], "192.0.2.7");
        let id = answer.header("x-request-id");
        for event in &events {
            assert_eq!(event["metadata"]["correlation_uid"], id, "{event}");
        }
        assert_eq!(line["api"]["request"]["uid"], id);
        assert!(events.len() <= 2, "{log}");
        assert!(log.len() < 8_192, "{}", log.len());
        let classes: Vec<u64> = events
            .iter()
            .filter_map(|event| event["class_uid"].as_u64())
            .collect();
        match matter {
            "authentication" => assert_eq!(classes, [3002, 6003], "{log}"),
            "failure" if status == 500 => assert_eq!(classes, [6008, 6003], "{log}"),
            _ => {}
        }
    }
}

#[test]
fn the_first_of_a_callers_requests_is_a_logon_and_the_next_is_not() {
    let gate = gate();
    let ask = |address| {
        let request = request("GET", "/read/1", &[("x-key", "s3cret-key")]);
        assert_eq!(gate.send(from(request, address)).status, 200);
        events(&gate.boot.log().take())
    };
    let first = ask("192.0.2.7");
    assert_eq!(first.len(), 2, "{first:?}");
    assert_eq!(first[0]["class_uid"], 3002);
    assert_eq!(first[0]["status_id"], 1);
    assert_eq!(first[0]["user"]["uid"], "ada");
    assert_eq!(first[0]["unmapped"]["schemes"][0], "key");
    assert_eq!(first[0]["unmapped"]["outcome"], "passed");
    assert_eq!(first[1]["actor"]["user"]["uid"], "ada");
    assert_eq!(first[1]["api"]["operation"], "read");
    assert_eq!(first[1]["unmapped"]["outcome"], "served");
    assert_eq!(
        (&first[1]["activity_id"], &first[1]["type_uid"]),
        (&2.into(), &600_302.into())
    );
    let second = ask("192.0.2.7");
    assert_eq!(second.len(), 1, "{second:?}");
    assert_eq!(ask("192.0.2.8").len(), 2, "from elsewhere it is news");
}

#[test]
fn a_flood_of_wrong_credentials_is_one_line_each_once_the_address_is_shut_out() {
    let gate = gate();
    for round in 0..200 {
        let request = request("GET", "/read/1", &[("x-key", "wrong")]);
        let answer = gate.send(from(request, "192.0.2.9"));
        assert_eq!(answer.status, if round < 3 { 401 } else { 429 });
    }
    let events = events(&gate.boot.log().take());
    assert_eq!(events.len(), 203);
    let last = events.last().unwrap();
    assert_eq!(last["unmapped"]["reason"], "failed_logins");
    assert_eq!(last["unmapped"]["matter"], "throttling");
    for _ in 0..200 {
        gate.send(from(request("GET", "/read/1", &[]), "192.0.2.10"));
    }
    let missing = self::events(&gate.boot.log().take());
    assert_eq!(
        missing.len(),
        201,
        "that nothing was presented is told once"
    );
}

#[test]
fn a_trace_is_taken_over_by_the_letter() {
    let gate = gate();
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let long = format!("00-{trace}-b7ad6b7169203331-01-more");
    let later = format!("cc-{trace}-b7ad6b7169203331-01-more");
    let cases = [
        (
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            true,
        ),
        (
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff",
            true,
        ),
        (later.as_str(), true),
        (long.as_str(), false),
        (
            "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
            false,
        ),
        (
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            false,
        ),
        (
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            false,
        ),
        (
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            false,
        ),
        (
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            false,
        ),
        (
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            false,
        ),
        (
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
            false,
        ),
        (
            "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-011",
            false,
        ),
        (
            "0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            false,
        ),
        (
            " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            false,
        ),
        ("", false),
    ];
    for (value, taken) in cases {
        gate.send(from(
            request("GET", "/nowhere", &[("traceparent", value)]),
            "::1",
        ));
        let events = events(&gate.boot.log().take());
        let expected = if taken {
            Value::from(trace)
        } else {
            Value::Null
        };
        assert_eq!(events[0]["trace"]["uid"], expected, "{value}");
        let parent = &events[0]["unmapped"]["parent_span"];
        assert_eq!(
            parent.as_str() == Some("b7ad6b7169203331"),
            taken,
            "{value}"
        );
    }
    let valid = cases[0].0;
    let twice = [("traceparent", valid), ("traceparent", valid)];
    gate.send(request("GET", "/nowhere", &twice));
    assert!(!gate.boot.log().take().contains(trace), "two are none");
}

#[test]
fn no_stranger_writes_a_line_or_speaks_to_the_terminal() {
    let gate = gate();
    let hostile = [
        "/a\u{7f}b",
        "/\u{202e}txt.exe",
        "/\u{2028}next",
        "/%0A%1B[31m",
        "/\"},{\"class_uid\":1",
        "/\\u000a",
    ];
    let mut sent = 0;
    for path in hostile {
        if let Ok(uri) = path.parse::<http::Uri>() {
            let mut request = request("GET", "/", &[]);
            *request.uri_mut() = uri;
            gate.send(request);
            sent += 1;
        }
    }
    assert!(sent >= 2, "the client's own library refused them all");
    let method = "X".repeat(5_000);
    gate.send(request(&method, "/read/1", &[]));
    let log = gate.boot.log().take();
    assert_eq!(events(&log).len(), sent + 1);
    assert!(log.len() < 20_000, "{}", log.len());

    // What the service notes itself may hold words of a stranger too.
    let words = "a\nb\r\u{1b}[2J\u{9b}\u{200f}\u{0}\"\\ end\u{2066}";
    gate.boot.log().note(Level::Warning, "note", words);
    gate.boot
        .log()
        .note(Level::Error, "long", &"ü".repeat(4_000));
    let log = gate.boot.log().take();
    let noted = events(&log);
    assert_eq!(noted[0]["message"], words, "it is all there when read back");
    let printed = |character: char| character == '\n' || !character.is_control();
    assert!(log.chars().all(printed), "{log:?}");
    assert!(!log.contains(['\u{200f}', '\u{2066}']));
    assert!(noted[1]["message"].as_str().unwrap().ends_with('…'));
}

#[test]
fn development_reads_as_text_and_says_the_same() {
    let contract = contract(
        &[],
        vec![Operation {
            path: "/a/{x}",
            ..OPEN
        }],
    );
    let gate = Setup::new(contract).handler(answer).build();
    gate.get("/a/1?token=s3cret-query");
    gate.get("/a/invalid");
    gate.get("/nowhere");
    gate.send(post("/a/1", "text/plain", ""));
    let log = gate.boot.log().take();
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 4, "{log}");
    assert!(lines[0].contains(" 200 GET /a/1 open - "), "{log}");
    assert!(lines[1].ends_with("(invalid)"), "{log}");
    assert!(lines[2].contains(" 404 GET /nowhere - - ") && lines[2].ends_with("(not_found)"));
    assert!(lines[3].ends_with("(method_not_allowed)"), "{log}");
    assert!(!log.contains("s3cret"));
}
