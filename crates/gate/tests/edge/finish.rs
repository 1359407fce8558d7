//! What every answer carries, and what none does.

use super::support::{OPEN, Setup, contract, post, request, service};
use gate::{
    BodyRule, Call, Limits, Media, MediaKind, Operation, Pending, Problem, Rate, Reply, StatusCode,
};
use std::time::Duration;

const SECURITY: [(&str, &str); 7] = [
    ("cache-control", "no-store"),
    (
        "content-security-policy",
        "default-src 'none'; frame-ancestors 'none'",
    ),
    ("referrer-policy", "no-referrer"),
    (
        "strict-transport-security",
        "max-age=63072000; includeSubDomains",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-resource-policy", "same-origin"),
];

fn failing(operation: usize, call: Call) -> Pending {
    match operation {
        0 => Box::pin(async { Err(std::io::Error::other("secret cause").into()) }),
        1 => panic!("secret panic"),
        2 => Box::pin(async { panic!("secret late panic") }),
        3 => Box::pin(async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            Ok(Reply::empty(StatusCode::OK))
        }),
        4 => Box::pin(async { Err(Problem::not_implemented()) }),
        5 => Box::pin(async {
            Reply::empty(StatusCode::OK).header("x-name", "two\r\nset-cookie: a=b")
        }),
        6 => Box::pin(async { Reply::empty(StatusCode::OK).header("cache-control", "max-age=60") }),
        _ => super::support::echo(operation, call),
    }
}

fn gate() -> super::support::Service {
    const JSON: BodyRule = BodyRule::Required(&[Media {
        media_type: "application/json",
        kind: MediaKind::Json,
    }]);
    let quick = Limits {
        timeout: Some(Duration::from_millis(50)),
        ..Limits::DEFAULT
    };
    let once = Limits {
        rate: Some(Rate::new(1, Duration::from_mins(1))),
        ..Limits::DEFAULT
    };
    let row = |path, limits| Operation {
        path,
        id: path,
        limits,
        ..OPEN
    };
    let operations = vec![
        row("/error", Limits::DEFAULT),
        row("/panic", Limits::DEFAULT),
        row("/late-panic", Limits::DEFAULT),
        row("/slow", quick),
        row("/stub", Limits::DEFAULT),
        row("/split", Limits::DEFAULT),
        row("/cached", Limits::DEFAULT),
        row("/once", once),
        Operation {
            path: "/json",
            method: "POST",
            body: JSON,
            produces: &["application/json"],
            ..OPEN
        },
    ];
    Setup::new(contract(&[], operations))
        .handler(failing)
        .build()
}

#[test]
fn every_status_has_the_same_headers_and_shape() {
    let gate = gate();
    gate.get("/once");
    let long = format!("/{}", "a".repeat(9_000));
    let answers = [
        (400, gate.get("/%zz")),
        (404, gate.get("/nowhere")),
        (405, gate.ask("PUT", "/stub")),
        (
            406,
            gate.send({
                let mut request = post("/json", "application/json", "{}");
                request
                    .headers_mut()
                    .insert("accept", http::HeaderValue::from_static("text/html"));
                request
            }),
        ),
        (414, gate.get(&long)),
        (415, gate.send(post("/json", "text/plain", "{}"))),
        (429, gate.get("/once")),
        (500, gate.get("/error")),
        (500, gate.get("/panic")),
        (500, gate.get("/late-panic")),
        (500, gate.get("/split")),
        (501, gate.get("/stub")),
        (503, gate.get("/slow")),
    ];
    for (status, answer) in answers {
        assert_eq!(answer.status, status);
        for (name, value) in SECURITY {
            assert_eq!(answer.header(name), value, "{name} of {status}");
        }
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{status}"
        );
        let json = answer.json();
        assert_eq!(json["status"], status);
        assert_eq!(json["type"], "about:blank");
        assert!(json["title"].is_string());
        assert_eq!(
            json["instance"],
            format!("urn:uuid:{}", answer.header("x-request-id"))
        );
        assert!(
            !String::from_utf8_lossy(&answer.body).contains("secret"),
            "{status}"
        );
        assert!(answer.headers.get("server").is_none());
    }
}

#[test]
fn a_good_answer_has_the_headers_too_and_may_replace_one() {
    let gate = gate();
    let answer = gate.send(post("/json", "application/json", "{}"));
    assert_eq!(answer.status, 200);
    for (name, value) in SECURITY {
        assert_eq!(answer.header(name), value, "{name}");
    }
    let cached = gate.get("/cached");
    assert_eq!(cached.headers.get_all("cache-control").iter().count(), 1);
    assert_eq!(cached.header("cache-control"), "max-age=60");
}

#[test]
fn a_handler_cannot_smuggle_a_header() {
    let answer = gate().get("/split");
    assert_eq!(answer.status, 500);
    assert!(answer.headers.get("set-cookie").is_none());
}

#[test]
fn a_cause_is_logged_under_the_id_that_the_caller_sees() {
    let gate = gate();
    for (path, cause) in [
        ("/error", "secret cause"),
        ("/panic", "secret panic"),
        ("/late-panic", "secret late panic"),
    ] {
        let id = gate.get(path).header("x-request-id").to_owned();
        let log = gate.log();
        let line = log.lines().find(|line| line.contains(cause)).unwrap();
        assert!(line.contains(&id), "{line}");
    }
    assert_eq!(gate.get("/stub").status, 501, "the service lives on");
}

#[test]
fn a_request_id_is_the_gates_own() {
    let gate = gate();
    let answer = gate.with("/stub", &[("x-request-id", "mine")]);
    let other = gate.get("/stub");
    assert_ne!(answer.header("x-request-id"), "mine");
    assert_ne!(answer.header("x-request-id"), other.header("x-request-id"));
    let id: uuid::Uuid = answer.header("x-request-id").parse().unwrap();
    assert_eq!(id.get_version_num(), 7);
}

#[test]
fn a_refused_answer_is_in_time() {
    let gate = gate();
    let started = std::time::Instant::now();
    let answer = gate.get("/slow");
    assert_eq!((answer.status, answer.header("retry-after")), (503, "1"));
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn the_log_has_no_query_and_no_line_of_a_strangers_making() {
    for profile in ["development", "production"] {
        let contract = contract(
            &[],
            vec![Operation {
                path: "/a/{id}",
                ..OPEN
            }],
        );
        let mut setup = Setup::new(contract).set("APP__PROFILE", profile);
        if profile == "production" {
            setup = setup.set("APP__TLS__TERMINATED_UPSTREAM", "true");
        }
        let gate = setup.build();
        gate.get("/a/1?token=s3cret");
        gate.get("/a/%0Aforged%22");
        let log = gate.log();
        assert_eq!(log.lines().count(), 2, "{log}");
        assert!(!log.contains("s3cret"));
        if profile == "production" {
            for line in log.lines() {
                let json: serde_json::Value = serde_json::from_str(line).unwrap();
                assert_eq!(json["unmapped"]["event"], "request");
                assert_eq!(json["http_response"]["code"], 200);
                assert_eq!(json["api"]["operation"], "open");
                assert!(json["time"].as_u64().unwrap() > 1_700_000_000_000);
            }
        }
    }
}

#[test]
fn too_many_headers_are_refused() {
    let gate = service(contract(&[], vec![Operation { path: "/a", ..OPEN }]));
    let names: Vec<String> = (0..81).map(|index| format!("x-{index}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    assert_eq!(gate.with("/a", &many).status, 431);
    assert_eq!(gate.with("/a", &many[..80]).status, 200);
    let long = "x".repeat(33_000);
    assert_eq!(gate.with("/a", &[("x-long", &long)]).status, 431);
    assert_eq!(
        gate.send(request("GET", "/a", &[("host", "a"), ("host", "b")]))
            .status,
        400
    );
}

#[test]
fn too_much_at_once_is_refused() {
    fn waiting(_: usize, _: Call) -> Pending {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            Ok(Reply::empty(StatusCode::OK))
        })
    }
    let contract = contract(&[], vec![Operation { path: "/a", ..OPEN }]);
    let gate = Setup::new(contract)
        .set("APP__LIMITS__CONCURRENCY", "1")
        .handler(waiting)
        .build();
    let mut both =
        [request("GET", "/a", &[]), request("GET", "/a", &[])].map(|request| gate.begin(request));
    let mut statuses: Vec<u16> = both
        .iter_mut()
        .map(|begun| gate.end(begun).status)
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 503]);
    assert_eq!(gate.get("/a").status, 200, "the place is given back");
}
