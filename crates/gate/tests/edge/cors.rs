//! Cross-origin requests: closed unless an origin is named, and then open to that one.

use gate::settings::Settings;
use gate::{
    KeyLocation, Limits, Operation, Pending, Rate, Reply, Requirement, Scheme, SchemeKind,
    StatusCode,
};
use std::time::Duration;

use super::support::{Answer, OPEN, Service, Setup, contract, request};

const APP: &str = "https://app.example.com";

fn setup(location: KeyLocation) -> Setup {
    let schemes = Box::leak(Box::new([
        Scheme {
            name: "key",
            setting: "key",
            kind: SchemeKind::ApiKey {
                location,
                name: "X-Key",
            },
        },
        Scheme {
            name: "bearer",
            setting: "bearer",
            kind: SchemeKind::Bearer,
        },
    ]));
    let keyed: &[&[Requirement]] = &[&[Requirement {
        scheme: "key",
        scopes: &[],
    }]];
    let operations = vec![
        Operation {
            id: "read",
            path: "/a/{x}",
            security: keyed,
            ..OPEN
        },
        Operation {
            id: "remove",
            method: "DELETE",
            path: "/a/{x}",
            security: keyed,
            ..OPEN
        },
        Operation {
            id: "own",
            method: "OPTIONS",
            path: "/own",
            security: keyed,
            ..OPEN
        },
        Operation {
            id: "varied",
            path: "/varied",
            limits: Limits {
                rate: Some(Rate::new(1, Duration::from_hours(1))),
                ..Limits::DEFAULT
            },
            ..OPEN
        },
    ];
    let contract = contract(schemes, operations);
    let contract = Box::leak(Box::new(gate::Contract {
        request_headers: &["x-station"],
        operations: contract.operations,
        ..*contract
    }));
    Setup::new(contract).handler(varied)
}

fn varied(_: usize, _: gate::Call) -> Pending {
    Box::pin(async { Reply::empty(StatusCode::OK).header("vary", "Accept") })
}

fn gate() -> Service {
    let origins = format!("{APP}, http://localhost:3000");
    setup(KeyLocation::Header)
        .set("APP__CORS__ORIGINS", origins)
        .build()
}

fn preflight(gate: &Service, path: &str, origin: &str, method: &str) -> Answer {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", method),
        ("access-control-request-headers", "x-key"),
    ];
    gate.send(request("OPTIONS", path, &headers))
}

#[track_caller]
fn says_nothing(answer: &Answer) {
    for name in answer.headers.keys() {
        assert!(
            !name.as_str().starts_with("access-control-"),
            "{name} of {}",
            answer.status
        );
    }
}

fn vary(answer: &Answer) -> Vec<&str> {
    let values = answer.headers.get_all("vary").iter();
    values.map(|value| value.to_str().unwrap()).collect()
}

#[test]
fn no_answer_speaks_of_origins_by_default() {
    let gate = setup(KeyLocation::Header).build();
    let answer = preflight(&gate, "/a/1", APP, "DELETE");
    assert_eq!(answer.status, 204);
    says_nothing(&answer);
    assert!(vary(&answer).is_empty());
    let answer = gate.with("/a/1", &[("origin", APP)]);
    says_nothing(&answer);
    assert!(vary(&answer).is_empty());
    assert_eq!(preflight(&gate, "/own", APP, "OPTIONS").status, 401);
}

#[test]
fn a_preflight_of_an_allowed_origin_is_answered_by_the_contract() {
    let gate = gate();
    let answer = preflight(&gate, "/a/1", APP, "DELETE");
    assert_eq!(answer.status, 204);
    assert!(answer.body.is_empty());
    assert_eq!(answer.header("access-control-allow-origin"), APP);
    assert_eq!(
        answer.header("access-control-allow-methods"),
        "DELETE, GET, HEAD, OPTIONS"
    );
    assert_eq!(
        answer.header("access-control-allow-headers"),
        "accept, authorization, content-type, traceparent, x-key, x-station"
    );
    assert_eq!(answer.header("access-control-max-age"), "600");
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    assert_eq!(vary(&answer), ["Origin"]);
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let own = preflight(&gate, "/own", APP, "OPTIONS");
    assert_eq!(
        own.status, 204,
        "also where the contract has OPTIONS itself"
    );
    let second = preflight(&gate, "/a/1", "http://localhost:3000", "GET");
    assert_eq!(
        second.header("access-control-allow-origin"),
        "http://localhost:3000"
    );
}

#[test]
fn no_other_origin_is_allowed_anything() {
    let gate = gate();
    for origin in [
        "https://evil.example.com",
        "https://app.example.com.evil.com",
        "https://app.example.com:8443",
        "http://app.example.com",
        "https://APP.example.com",
        "https://app.example.com/",
        "null",
        "*",
        "",
        "https://app.example.com, https://evil.example.com",
    ] {
        let answer = preflight(&gate, "/a/1", origin, "DELETE");
        says_nothing(&answer);
        assert_eq!(vary(&answer), ["Origin"], "{origin}");
        let answer = gate.with("/a/1", &[("origin", origin), ("x-key", "k")]);
        says_nothing(&answer);
        assert_eq!(vary(&answer), ["Origin"], "{origin}");
    }
    let twice = [("origin", APP), ("origin", APP)];
    says_nothing(&gate.with("/a/1", &twice));
    assert_eq!(
        preflight(&gate, "/own", "https://evil.com", "OPTIONS").status,
        401
    );
}

#[test]
fn every_answer_to_an_allowed_origin_can_be_read_refusals_too() {
    let gate = gate();
    let origin = [("origin", APP)];
    for (status, path) in [
        (200, "/varied"),
        (429, "/varied"),
        (401, "/a/1"),
        (404, "/nowhere"),
    ] {
        let answer = gate.with(path, &origin);
        assert_eq!(answer.status, status);
        assert_eq!(
            answer.header("access-control-allow-origin"),
            APP,
            "{status}"
        );
        assert_eq!(
            answer.header("access-control-expose-headers"),
            "deprecation, link, location, ratelimit, ratelimit-policy, retry-after, sunset, www-authenticate, x-request-id"
        );
        assert!(vary(&answer).contains(&"Origin"), "{status}");
        if status == 200 {
            assert_eq!(vary(&answer), ["Accept", "Origin"], "a handler's own stays");
        }
    }
    let answer = preflight(&gate, "/nowhere", APP, "GET");
    assert_eq!(answer.status, 404);
}

#[test]
fn a_browser_may_send_cookies_only_where_the_contract_has_keys_in_them() {
    let gate = setup(KeyLocation::Cookie)
        .set("APP__CORS__ORIGINS", APP)
        .build();
    let answer = preflight(&gate, "/a/1", APP, "GET");
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
    assert_eq!(answer.header("access-control-allow-origin"), APP);
    let headers = answer.header("access-control-allow-headers");
    assert!(!headers.contains("x-key"), "{headers}");
}

#[test]
fn an_origin_that_would_never_match_stops_the_boot() {
    let contract = setup(KeyLocation::Header).contract;
    let load = |origins: &str| {
        let variables = [("APP__CORS__ORIGINS".to_owned(), origins.to_owned())];
        Settings::from_parts(contract, &variables, |_| {
            Err(std::io::ErrorKind::NotFound.into())
        })
    };
    for wrong in [
        "*",
        "null",
        "app.example.com",
        "https://app.example.com/",
        "https://app.example.com/path",
        "https://App.example.com",
        "https://app.example.com:443",
        "http://app.example.com:80",
        "https://*.example.com",
        "https://",
        "ftp://app.example.com",
        "https://user@app.example.com",
        "https://app.example.com https://b.example.com?",
    ] {
        let faults = load(wrong).unwrap_err().faults;
        assert_eq!(faults.len(), 1, "{wrong}: {faults:?}");
        assert!(
            faults[0].starts_with("APP__CORS__ORIGINS: say exact origins"),
            "{faults:?}"
        );
    }
    for right in [
        "https://app.example.com:8443",
        "http://[::1]:3000",
        "http://127.0.0.1",
    ] {
        assert_eq!(load(right).unwrap().origins, [right]);
    }
}
