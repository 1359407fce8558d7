//! The verifiers that `docs/credentials.md` shows: they are compiled here, and asked.

use std::sync::Arc;

use gate::abuse::{Abuse, Given, Suite};
use gate::{
    BodyRule, Boot, Credential, Denied, Identity, Media, MediaKind, Operation, Rule, StatusCode,
    Verifier, Verifiers,
};
use serde_json::json;

use super::credentials::{SCHEMES, security};
use super::issuer::Server;
use super::support::{OPEN, Probe, Service, Setup, contract, echo};

#[path = "examples/database.rs"]
mod database;
#[path = "examples/introspection.rs"]
mod introspection;

use database::{FindKey, KeysInDatabase};
use introspection::Introspection;

#[test]
fn what_the_page_shows_is_what_is_tested() {
    let page = include_str!("../../../../docs/credentials.md");
    for example in [
        include_str!("examples/introspection.rs"),
        include_str!("examples/database.rs"),
    ] {
        assert!(
            page.contains(&format!("```rust\n{example}```")),
            "{example}"
        );
    }
}

fn gate(needs: &'static str, verifiers: Verifiers) -> Service {
    let operation = Operation {
        path: "/a",
        security: security(needs),
        ..OPEN
    };
    Setup::new(contract(SCHEMES, vec![operation]))
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "1000/s")
        .try_build(|gate| gate.verifiers(verifiers))
        .unwrap()
}

#[test]
fn opaque_tokens_are_looked_up_at_their_server() {
    let server = Server::start();
    let introspection = Introspection {
        endpoint: server.url("/introspect"),
        authorization: "Basic aGFyYm9yOnNlY3JldA==".to_owned(),
    };
    let gate = gate("token:read", Verifiers::new().with("token", introspection));
    let asked = || gate.with("/a", &[("authorization", "Bearer opaque")]);
    let says = |answer: serde_json::Value| {
        server.says("/introspect", "", answer.to_string());
        asked().status
    };
    let sound = json!({"active": true, "aud": "harbor", "sub": "ada", "scope": "read write"});
    assert_eq!(says(sound), 200);
    assert_eq!(asked().json()["subject"], "ada");
    let poor = json!({"active": true, "aud": "harbor", "sub": "ada", "scope": "write"});
    assert_eq!(says(poor), 403);
    let elsewhere = json!({"active": true, "aud": "quay", "sub": "ada", "scope": "read"});
    assert_eq!(says(elsewhere), 401);
    assert_eq!(says(json!({"active": false})), 401);
    assert_eq!(says(json!({"active": "true", "sub": "ada"})), 401);
    server.answers("/introspect", "500 Oh\r\n", "");
    assert_eq!(asked().status, StatusCode::SERVICE_UNAVAILABLE.as_u16());
    drop(server);
    assert_eq!(
        asked().status,
        503,
        "whoever cannot be asked lets nobody in"
    );
}

struct Rows;

impl FindKey for Rows {
    async fn find(&self, hash: [u8; 32]) -> Result<Option<(String, Vec<String>)>, String> {
        let of = |key: &str| ring::digest::digest(&ring::digest::SHA256, key.as_bytes());
        if hash == *of("down").as_ref() {
            return Err("the database is down".to_owned());
        }
        let known = hash == *of("known").as_ref();
        Ok(known.then(|| ("quay".to_owned(), vec!["read".to_owned()])))
    }
}

#[test]
fn keys_are_looked_up_in_a_database() {
    let gate = gate(
        "header:read",
        Verifiers::new().with("header", KeysInDatabase(Rows)),
    );
    let status = |key: &str| gate.with("/a", &[("x-key", key)]).status;
    assert_eq!(
        [status("known"), status("other"), status("down")],
        [200, 401, 503]
    );
}

#[test]
fn a_scheme_of_ones_own_needs_no_settings_in_production() {
    let operation = Operation {
        path: "/a",
        security: security("token"),
        ..OPEN
    };
    let contract = contract(SCHEMES, vec![operation]);
    let build = |own: Verifiers| {
        Setup::new(contract)
            .set("APP__PROFILE", "production")
            .set("APP__TLS__TERMINATED_UPSTREAM", "true")
            .try_build(|gate| gate.verifiers(own))
    };
    let introspection = Introspection {
        endpoint: "http://127.0.0.1:1/".to_owned(),
        authorization: String::new(),
    };
    let error = build(Verifiers::new()).err().unwrap().to_string();
    for name in ["ISSUER", "AUDIENCE", "JWKS_FILE"] {
        assert!(
            error.contains(&format!("APP__AUTH__TOKEN__{name}: ")),
            "{error}"
        );
    }
    assert!(build(Verifiers::new().with("token", introspection)).is_ok());
}

/// Takes one token, which the suite cannot guess.
struct OneToken;

impl Verifier for OneToken {
    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        match credential {
            Credential::Token("mine") => Ok(Arc::new(Identity::new("ada").with_scopes(["read"]))),
            _ => Err(Denied::Invalid("it is another one")),
        }
    }
}

#[test]
fn the_abuse_suite_says_when_it_does_not_know_what_passes() {
    const JSON: &[Media] = &[Media {
        media_type: "application/json",
        kind: MediaKind::Json,
    }];
    let folder = tempfile::TempDir::new().unwrap();
    let case = "[[case]]\noperation = \"a\"\nmethod = \"POST\"\npath = \"/a\"\ntarget = \"/a\"\nmedia_type = \"application/json\"\n";
    std::fs::write(folder.path().join("cases.toml"), case).unwrap();
    let operation = Operation {
        id: "a",
        method: "POST",
        path: "/a",
        security: security("token:read"),
        body: BodyRule::Required(JSON),
        ..OPEN
    };
    let contract = contract(SCHEMES, vec![operation]);
    let app = async |boot: Boot| {
        let gate = boot.gate(Probe(contract, echo));
        let verifiers = Verifiers::new().with("token", OneToken);
        Ok(gate
            .verifiers(verifiers)
            .policy(vec![Rule::ScopesSuffice])
            .build()?)
    };
    let suite = || Suite::new(contract, app, folder.path());
    let failures = suite().attempt(Abuse::TooLarge).unwrap_err().to_string();
    assert!(
        failures.contains("`.credential(\"token\", Given::…)`"),
        "{failures}"
    );
    let told = suite().credential("token", Given::Token("mine".to_owned()));
    assert!(told.attempt(Abuse::TooLarge).is_ok());
    // What it can try without knowing is no failure, and needs no hint.
    assert!(suite().attempt(Abuse::NoCredentials).is_ok());
}
