//! Keys that an issuer publishes somewhere else: fetched, refreshed, believed for a while, never from a wrong place.

mod provider;
pub mod secure;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use gate::{Contract, Operation, Scheme, SchemeKind};
use serde_json::json;

use super::credentials::security;
use super::issuer::Server;
use super::support::{OPEN, Service, Setup, contract};
use super::tokens::{Issuer, claims, header, status};

const SCHEMES: &[Scheme] = &[
    Scheme {
        name: "oauth",
        setting: "oauth",
        kind: SchemeKind::OAuth2,
    },
    Scheme {
        name: "openId",
        setting: "open_id",
        kind: SchemeKind::OpenIdConnect {
            discovery: "https://login.example/tenant/.well-known/openid-configuration",
        },
    },
];

fn asking(needs: &'static str) -> &'static Contract {
    let operation = Operation {
        path: "/a",
        security: security(needs),
        ..OPEN
    };
    contract(SCHEMES, vec![operation])
}

fn setup(url: &str) -> Setup {
    Setup::new(asking("oauth:read"))
        .set("APP__AUTH__OAUTH__ISSUER", "https://issuer.example")
        .set("APP__AUTH__OAUTH__AUDIENCE", "harbor")
        .set("APP__AUTH__OAUTH__JWKS_URL", url)
        .set("APP__RATE_LIMIT__DEFAULT", "100000/s")
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "100000/s")
}

fn token(issuer: &Issuer) -> String {
    let mut header = header();
    header["kid"] = json!(issuer.id);
    issuer.sign(&header, &claims())
}

/// Asks until this is the answer, for a few seconds.
#[track_caller]
fn becomes(gate: &Service, token: &str, expected: u16) {
    let started = Instant::now();
    loop {
        let answered = status(gate, token);
        if answered == expected {
            return;
        }
        assert!(
            started.elapsed() < Duration::from_secs(8),
            "{answered} did not become {expected}:\n{}",
            gate.log()
        );
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn keys_are_fetched_once_for_many_requests() {
    let (server, issuer) = (Server::start(), Issuer::new("one"));
    server.publishes(&[issuer.jwk()]);
    let gate = setup(&server.url("/jwks.json")).build();
    // The first request waits for the answer that is on its way.
    assert_eq!(status(&gate, &token(&issuer)), 200);
    for _ in 0..20 {
        assert_eq!(status(&gate, &token(&issuer)), 200);
    }
    assert_eq!(status(&gate, &token(&Issuer::new("one"))), 401, "forged");
    assert_eq!(server.asked(), 1);
}

#[test]
fn a_dead_issuer_stops_neither_the_start_nor_the_service() {
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let issuer = Issuer::new("one");
    let gate = setup(&format!("http://{address}/jwks.json")).build();
    let bearer = format!("Bearer {}", token(&issuer));
    let answer = gate.with("/a", &[("authorization", &bearer)]);
    assert_eq!(answer.status, 503);
    assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert!(!String::from_utf8_lossy(&answer.body).contains("issuer"));
    assert!(
        gate.log().contains("keys cannot be fetched"),
        "{}",
        gate.log()
    );
    // What is no token at all is nobody else's fault.
    assert_eq!(status(&gate, "nonsense"), 401);
    assert_eq!(gate.get("/a").status, 401);
    let server = Server::start_at(address);
    server.publishes(&[issuer.jwk()]);
    becomes(&gate, &token(&issuer), 200);
    // It dies again, and its keys are believed meanwhile.
    drop(server);
    assert_eq!(status(&gate, &token(&issuer)), 200);
    assert_eq!(status(&gate, &token(&Issuer::new("two"))), 401);
    assert_eq!(status(&gate, &token(&issuer)), 200);
}

#[test]
fn an_unknown_key_makes_the_gate_ask_once() {
    let (server, old, new) = (Server::start(), Issuer::new("old"), Issuer::new("new"));
    server.publishes(&[old.jwk()]);
    let gate = setup(&server.url("/jwks.json")).build();
    assert_eq!(status(&gate, &token(&old)), 200);
    server.publishes(&[new.jwk()]);
    assert_eq!(status(&gate, &token(&new)), 200, "a rotation shows at once");
    assert_eq!(
        status(&gate, &token(&old)),
        401,
        "what the old key verified is forgotten"
    );
    assert_eq!(server.asked(), 2);
    for made_up in ["a", "b", "c", "d", "e", "f", "g", "h"] {
        assert_eq!(status(&gate, &token(&Issuer::new(made_up))), 401);
    }
    assert_eq!(server.asked(), 2, "anybody can make up a key id");
}

#[test]
fn nonsense_makes_nobody_ask() {
    let (server, issuer) = (Server::start(), Issuer::new("one"));
    server.publishes(&[issuer.jwk()]);
    let gate = setup(&server.url("/jwks.json")).build();
    assert_eq!(status(&gate, &token(&issuer)), 200);
    for (member, value) in [
        ("alg", json!("none")),
        ("alg", json!("HS256")),
        ("typ", json!("dpop+jwt")),
        ("crit", json!(["exp"])),
        ("jku", json!(server.url("/evil.json"))),
        ("x5u", json!(server.url("/evil.json"))),
    ] {
        let mut header = header();
        header["kid"] = json!("unknown");
        header[member] = value;
        assert_eq!(status(&gate, &issuer.sign(&header, &claims())), 401);
    }
    assert_eq!(server.asked(), 1);
}

#[test]
fn keys_are_asked_for_again_in_the_background() {
    let (server, old, new) = (Server::start(), Issuer::new("old"), Issuer::new("new"));
    server.publishes(&[old.jwk()]);
    let gate = setup(&server.url("/jwks.json"))
        .set("APP__AUTH__OAUTH__JWKS_REFRESH", "1s")
        .build();
    assert_eq!(status(&gate, &token(&old)), 200);
    server.publishes(&[new.jwk()]);
    becomes(&gate, &token(&old), 401);
    assert_eq!(status(&gate, &token(&new)), 200);
    // An issuer that says nonsense meanwhile is believed its last sensible word.
    for nonsense in ["", "no", "{\"keys\": []}"] {
        let asked = server.asked();
        server.says("/jwks.json", "", nonsense);
        let started = Instant::now();
        while server.asked() == asked && started.elapsed() < Duration::from_secs(8) {
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(status(&gate, &token(&new)), 200, "{nonsense:?}");
    }
}

#[test]
fn only_a_sound_answer_from_the_address_itself_is_taken() {
    let issuer = Issuer::new("one");
    let keys = json!({"keys": [issuer.jwk()]}).to_string();
    let refuses = |path: &str, answer: &dyn Fn(&Server)| {
        let server = Server::start();
        server.says("/elsewhere.json", "", keys.clone());
        answer(&server);
        let gate = setup(&server.url(path)).build();
        assert_eq!(status(&gate, &token(&issuer)), 503, "{path}");
        assert!(gate.log().contains("keys cannot be fetched"));
    };
    for code in [301, 302, 303, 307, 308] {
        refuses("/moved.json", &|server| {
            let head = format!("{code} Moved\r\nlocation: /elsewhere.json\r\n");
            server.answers("/moved.json", &head, keys.clone());
        });
    }
    refuses("/absent.json", &|_| {});
    refuses("/broken.json", &|server| {
        server.answers("/broken.json", "500 Oh\r\n", keys.clone());
    });
    refuses("/part.json", &|server| {
        server.answers("/part.json", "206 Part\r\n", keys.clone());
    });
    refuses("/large.json", &|server| {
        server.says("/large.json", "", format!("{keys}{}", " ".repeat(300_000)));
    });
    refuses("/empty.json", &|server| {
        server.says("/empty.json", "", "{\"keys\": []}");
    });
}

#[test]
fn an_issuer_that_does_not_answer_holds_nobody_for_long() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let started = Instant::now();
    let gate = setup(&format!("http://{address}/jwks.json")).build();
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "the start waits for nobody"
    );
    let bearer = format!("Bearer {}", token(&Issuer::new("one")));
    let started = Instant::now();
    let mut waiting: Vec<_> = (0..64)
        .map(|_| {
            gate.begin(super::support::request(
                "GET",
                "/a",
                &[("authorization", &bearer)],
            ))
        })
        .collect();
    let statuses: Vec<u16> = waiting
        .iter_mut()
        .map(|begun| gate.end(begun).status)
        .collect();
    assert!(statuses.iter().all(|status| *status == 503), "{statuses:?}");
    assert!(started.elapsed() < Duration::from_secs(5));
    drop(listener);
}
