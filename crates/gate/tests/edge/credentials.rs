//! OR of ANDs, exactly; API keys, names and passwords.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gate::{
    Credential, Denied, Identity, KeyLocation, Operation, Requirement, Scheme, SchemeKind,
    Verifier, Verifiers,
};

use super::support::{Answer, OPEN, Service, Setup, contract, from, request};

pub const SCHEMES: &[Scheme] = &[
    Scheme {
        name: "token",
        setting: "token",
        kind: SchemeKind::Bearer,
    },
    Scheme {
        name: "header",
        setting: "header",
        kind: key(KeyLocation::Header, "X-Key"),
    },
    Scheme {
        name: "query",
        setting: "query",
        kind: key(KeyLocation::Query, "api key"),
    },
    Scheme {
        name: "cookie",
        setting: "cookie",
        kind: key(KeyLocation::Cookie, "session"),
    },
    Scheme {
        name: "basic",
        setting: "basic",
        kind: SchemeKind::Basic,
    },
    Scheme {
        name: "lost",
        setting: "lost",
        kind: SchemeKind::Refused,
    },
];

const fn key(location: KeyLocation, name: &'static str) -> SchemeKind {
    SchemeKind::ApiKey { location, name }
}

/// Requirements in short: `token:read,write & header | basic` is an OR of ANDs, an empty alternative lets anonymous
/// callers pass.
pub fn security(text: &'static str) -> &'static [&'static [Requirement]] {
    let need = |text: &'static str| {
        let (scheme, scopes) = text.split_once(':').unwrap_or((text, ""));
        let scopes: Vec<&str> = scopes
            .split(',')
            .filter(|scope| !scope.is_empty())
            .collect();
        Requirement {
            scheme,
            scopes: scopes.leak(),
        }
    };
    let words = |text: &'static str| {
        text.split('&')
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .map(need)
    };
    let alternatives: Vec<&[Requirement]> = text
        .split('|')
        .map(|text| &*words(text).collect::<Vec<_>>().leak())
        .collect();
    alternatives.leak()
}

/// Any key but `wrong`; `weak` has no scopes.
struct Keys;

impl Verifier for Keys {
    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        match credential {
            Credential::Key("wrong") => Err(Denied::Invalid("wrong")),
            Credential::Key("down") => Err(Denied::Unavailable("secret outage".to_owned())),
            Credential::Key("weak") => Ok(Arc::new(Identity::new("weak"))),
            Credential::Key(key) => Ok(Arc::new(Identity::new(key).with_scopes(["read", "write"]))),
            _ => Err(Denied::Invalid("no key")),
        }
    }
}

fn gate(needs: &'static str) -> Service {
    let contract = contract(
        SCHEMES,
        vec![Operation {
            path: "/a",
            security: security(needs),
            ..OPEN
        }],
    );
    let own = Verifiers::new()
        .with("header", Keys)
        .with("query", Keys)
        .with("cookie", Keys);
    Setup::new(contract)
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "1000/s")
        .try_build(|gate| gate.verifiers(own))
        .unwrap()
}

/// Asks one operation under these requirements with these headers.
fn check(needs: &'static str, headers: &[(&str, &str)], status: u16) -> Answer {
    let answer = gate(needs).with("/a", headers);
    assert_eq!(answer.status, status, "{needs} with {headers:?}");
    answer
}

#[test]
fn nobody_is_asked_where_nothing_is_demanded() {
    let gate = Setup::new(contract(SCHEMES, vec![OPEN])).build();
    let answer = gate.with(
        "/open",
        &[("x-key", "wrong"), ("authorization", "Bearer wrong")],
    );
    assert_eq!(
        (answer.status, answer.json()["anonymous"].as_bool()),
        (200, Some(true))
    );
}

#[test]
fn a_missing_credential_is_401_with_a_challenge() {
    let answer = check("token:read", &[], 401);
    assert_eq!(
        answer.header("www-authenticate"),
        "Bearer realm=\"Test API\""
    );
    let answer = check("token | header | basic", &[], 401);
    let challenges: Vec<&str> = answer
        .headers
        .get_all("www-authenticate")
        .iter()
        .map(|value| value.to_str().unwrap())
        .collect();
    assert_eq!(
        challenges,
        [
            "Bearer realm=\"Test API\"",
            "ApiKey realm=\"Test API\", in=\"header\", name=\"X-Key\"",
            "Basic realm=\"Test API\", charset=\"UTF-8\""
        ]
    );
}

#[test]
fn one_of_several_is_enough() {
    const EITHER: &str = "header | cookie";
    check(EITHER, &[], 401);
    assert_eq!(
        check(EITHER, &[("x-key", "alice")], 200).json()["schemes"][0],
        "header"
    );
    assert_eq!(
        check(EITHER, &[("cookie", "a=b; session=bob")], 200).json()["subject"],
        "bob"
    );
    check(
        EITHER,
        &[("x-key", "wrong"), ("cookie", "session=bob")],
        200,
    );
    check(EITHER, &[("x-key", "wrong")], 401);
}

#[test]
fn both_of_two_are_needed() {
    const BOTH: &str = "header & cookie:write";
    check(BOTH, &[("x-key", "alice")], 401);
    check(BOTH, &[("cookie", "session=bob")], 401);
    check(BOTH, &[("x-key", "wrong"), ("cookie", "session=bob")], 401);
    check(BOTH, &[("x-key", "alice"), ("cookie", "session=weak")], 403);
    let answer = check(BOTH, &[("x-key", "alice"), ("cookie", "session=bob")], 200).json();
    assert_eq!(answer["schemes"], serde_json::json!(["header", "cookie"]));
    assert_eq!(answer["subject"], "alice");
}

#[test]
fn scopes_are_those_of_their_own_scheme() {
    const EITHER: &str = "header:admin | cookie:read";
    // `header` grants write, but it is `cookie` that has to.
    const BOTH: &str = "header & cookie:write";
    check(BOTH, &[("x-key", "alice"), ("cookie", "session=weak")], 403);
    check(EITHER, &[("x-key", "alice")], 403);
    check(
        EITHER,
        &[("x-key", "alice"), ("cookie", "session=bob")],
        200,
    );
}

#[test]
fn a_lacking_scope_is_403_with_the_scopes() {
    let answer = check("header:read,admin", &[("x-key", "alice")], 403);
    assert_eq!(
        answer.header("www-authenticate"),
        "Bearer error=\"insufficient_scope\", scope=\"read admin\""
    );
    assert_eq!(answer.json()["scope"], "read admin");
    check("header:read,write", &[("x-key", "alice")], 200);
}

#[test]
fn anonymous_callers_pass_where_the_contract_says_so() {
    const OPTIONAL: &str = "| header:read";
    assert_eq!(check(OPTIONAL, &[], 200).json()["anonymous"], true);
    assert_eq!(
        check(OPTIONAL, &[("x-key", "alice")], 200).json()["subject"],
        "alice"
    );
    assert_eq!(
        check(OPTIONAL, &[("x-key", "weak")], 200).json()["anonymous"],
        true
    );
    check(OPTIONAL, &[("x-key", "wrong")], 401);
}

#[test]
fn a_key_is_presented_once_and_in_its_place() {
    const HEADER: &str = "header";
    const COOKIE: &str = "cookie";
    check(HEADER, &[("x-key", "alice"), ("x-key", "alice")], 401);
    check(HEADER, &[("x-key", "")], 401);
    check(HEADER, &[("cookie", "X-Key=alice")], 401);
    check(COOKIE, &[("cookie", "session=a; session=b")], 401);
    check(
        COOKIE,
        &[("cookie", "session=a"), ("cookie", "session=b")],
        401,
    );
    check(COOKIE, &[("cookie", "xsession=a")], 401);
}

#[test]
fn a_key_in_the_query_is_the_gates_alone() {
    let gate = gate("query");
    let answer = gate.get("/a?x=1&api%20key=alice&y=2");
    assert_eq!(
        (answer.status, answer.json()["subject"].as_str()),
        (200, Some("alice"))
    );
    assert_eq!(answer.json()["query"], "x=1&y=2");
    assert_eq!(gate.get("/a?api+key=alice").json()["query"], "");
    assert_eq!(gate.get("/a?api+key=a&api%20key=b").status, 401);
    assert_eq!(gate.get("/a?x=alice").status, 401);
}

#[test]
fn a_token_is_never_taken_from_the_query() {
    let gate = gate("token");
    let token = gate.token("");
    let bare = token.strip_prefix("Bearer ").unwrap();
    assert_eq!(gate.get(&format!("/a?access_token={bare}")).status, 401);
    assert_eq!(gate.with("/a", &[("authorization", &token)]).status, 200);
    assert_eq!(
        gate.with(
            "/a",
            &[("authorization", &token), ("authorization", &token)]
        )
        .status,
        400
    );
    assert_eq!(
        gate.with("/a", &[("authorization", &format!("bEARER  {bare}"))])
            .status,
        200
    );
    assert_eq!(gate.with("/a", &[("authorization", bare)]).status, 401);
    assert_eq!(
        gate.with("/a", &[("authorization", &format!("Basic {bare}"))])
            .status,
        401
    );
    let wrong = gate.with("/a", &[("authorization", "Bearer nonsense")]);
    assert_eq!(
        wrong.header("www-authenticate"),
        "Bearer realm=\"Test API\", error=\"invalid_token\""
    );
}

#[test]
fn two_authorization_headers_are_refused_whatever_is_asked_for() {
    for needs in [
        "header", "query", "cookie", "basic", "token", "lost", "| header",
    ] {
        let gate = gate(needs);
        for (one, other) in [
            ("Bearer a", "Bearer a"),
            ("Basic YTpi", "Bearer a"),
            ("Digest a", ""),
        ] {
            let twice = [
                ("authorization", one),
                ("authorization", other),
                ("x-key", "alice"),
                ("cookie", "session=alice"),
            ];
            let answer = gate.with("/a?api+key=alice", &twice);
            assert_eq!(answer.status, 400, "{needs} with {one} and {other}");
        }
    }
    let open = Setup::new(contract(SCHEMES, vec![OPEN])).build();
    let twice = [("authorization", "Bearer a"), ("authorization", "Bearer a")];
    assert_eq!(open.with("/open", &twice).status, 400);
}

#[test]
fn a_scheme_that_cannot_be_enforced_lets_nobody_pass() {
    check(
        "lost",
        &[("authorization", "Bearer a"), ("x-key", "alice")],
        401,
    );
    check("header & lost", &[("x-key", "alice")], 401);
}

#[test]
fn an_outage_is_a_refusal_without_its_cause() {
    let answer = check("header |", &[("x-key", "down")], 503);
    assert!(!String::from_utf8_lossy(&answer.body).contains("secret"));
    check(
        "header | cookie",
        &[("x-key", "down"), ("cookie", "session=bob")],
        200,
    );
}

#[test]
fn a_scheme_that_is_not_in_the_contract_stops_the_boot() {
    let asked = contract(
        &[],
        vec![Operation {
            security: security("ghost"),
            ..OPEN
        }],
    );
    assert!(
        Setup::new(asked)
            .try_build(|gate| gate)
            .err()
            .unwrap()
            .to_string()
            .contains("ghost")
    );
    let verified = contract(SCHEMES, vec![OPEN]);
    let own = Verifiers::new().with("headre", Keys);
    let error = Setup::new(verified)
        .try_build(|gate| gate.verifiers(own))
        .err()
        .unwrap();
    let said = error.to_string();
    assert!(
        said.contains("headre") && SCHEMES.iter().all(|scheme| said.contains(scheme.name)),
        "{said}"
    );
}

pub fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("gate-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub fn wait_for(what: &str, mut happened: impl FnMut() -> bool) {
    let started = Instant::now();
    while !happened() {
        assert!(
            started.elapsed() < Duration::from_secs(1),
            "{what} took more than a second"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn keys_in_a_file_work_within_a_second() {
    let file = folder("keys").join("header.toml");
    let contract = contract(
        SCHEMES,
        vec![Operation {
            path: "/a",
            security: security("header:read"),
            ..OPEN
        }],
    );
    let gate = Setup::new(contract)
        .set("APP__AUTH__HEADER__FILE", file.to_str().unwrap())
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "1000/s")
        .build();
    let status = |key: &str| gate.with("/a", &[("x-key", key)]).status;
    assert_eq!(status("pk_alice"), 401);
    let entry = |key: &str, rest: &str| {
        let hash = base64::engine::general_purpose::URL_SAFE_NO_PAD
            .encode(ring::digest::digest(&ring::digest::SHA256, key.as_bytes()));
        format!(
            "[[keys]]\nowner = \"o\"\nhash = \"{hash}\"\ncreated = \"2026-01-01T00:00:00Z\"\n{rest}\n"
        )
    };
    let all = [
        entry("pk_alice", "scopes = [\"read\"]"),
        entry("pk_weak", ""),
        entry(
            "pk_old",
            "scopes = [\"read\"]\nexpires = \"2026-01-02T00:00:00Z\"",
        ),
        entry(
            "pk_new",
            "scopes = [\"read\"]\nexpires = \"2999-01-02T00:00:00Z\"",
        ),
    ];
    std::fs::write(&file, all.concat()).unwrap();
    wait_for("a new key", || status("pk_alice") == 200);
    assert_eq!(
        [
            status("pk_weak"),
            status("pk_old"),
            status("pk_new"),
            status("pk_")
        ],
        [403, 401, 200, 401]
    );
    std::fs::write(&file, "not = [toml").unwrap();
    wait_for("a broken file", || status("pk_alice") == 503);
    std::fs::write(&file, "").unwrap();
    wait_for("a withdrawn key", || status("pk_alice") == 401);
}

#[test]
fn wrong_credentials_use_up_the_tries_of_their_address() {
    let contract = contract(
        SCHEMES,
        vec![Operation {
            path: "/a",
            security: security("header |"),
            ..OPEN
        }],
    );
    let gate = Setup::new(contract)
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "3/h")
        .try_build(|gate| gate.verifiers(Verifiers::new().with("header", Keys)))
        .unwrap();
    let status = |key: &str, address: &str| {
        gate.send(from(request("GET", "/a", &[("x-key", key)]), address))
            .status
    };
    for _ in 0..10 {
        assert_eq!(
            status("alice", "192.0.2.1"),
            200,
            "right ones use up nothing"
        );
    }
    assert_eq!(
        [(); 4].map(|()| status("wrong", "192.0.2.1")),
        [401, 401, 401, 429]
    );
    assert_eq!(
        status("alice", "192.0.2.1"),
        429,
        "guessing right after the tries are used up does not help"
    );
    assert_eq!(status("alice", "192.0.2.2"), 200);
    assert_eq!(
        gate.send(from(request("GET", "/a", &[]), "192.0.2.1"))
            .status,
        200,
        "nothing is tried without a credential"
    );
    // One customer has a whole /64.
    assert_eq!(
        [1, 2, 3, 4].map(|host| status("wrong", &format!("2001:db8::{host}"))),
        [401, 401, 401, 429]
    );
}

#[test]
fn names_and_passwords() {
    let file = folder("users").join("basic.toml");
    let contract = contract(
        SCHEMES,
        vec![Operation {
            path: "/a",
            security: security("basic:read"),
            ..OPEN
        }],
    );
    let setup = Setup::new(contract)
        .set("APP__AUTH__BASIC__FILE", file.to_str().unwrap())
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "1000/s");
    // A light argon2id hash of `pass:word`, made for this test.
    let hash = {
        use argon2::password_hash::PasswordHasher;
        let light = argon2::Params::new(64, 1, 1, None).unwrap();
        argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, light)
            .hash_password(b"pass:word")
            .unwrap()
    };
    let text = format!(
        "[users.alice]\npassword = \"{hash}\"\nscopes = [\"read\"]\n[users.weak]\npassword = \"{hash}\"\n"
    );
    std::fs::write(&file, text).unwrap();
    let gate = setup.build();
    let encoded = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
    let status = |value: &str| gate.with("/a", &[("authorization", value)]).status;
    assert_eq!(status(&encoded("alice:pass:word")), 200);
    assert_eq!(status(&encoded("alice:pass:word")), 200, "remembered");
    assert_eq!(status(&encoded("weak:pass:word")), 403);
    for wrong in [
        "alice:pass",
        "alice:",
        "alice",
        "bob:pass:word",
        ":",
        "alice:pass:word\0",
        "Alice:pass:word",
    ] {
        assert_eq!(status(&encoded(wrong)), 401, "{wrong}");
    }
    assert_eq!(status("Basic !!!"), 401);
    let started = Instant::now();
    assert_eq!(status(&encoded("bob:other")), 401);
    assert!(
        started.elapsed() > Duration::from_millis(5),
        "a user that is not there costs a hash too"
    );
    std::fs::write(&file, "").unwrap();
    wait_for("a withdrawn user", || {
        status(&encoded("alice:pass:word")) == 401
    });
}

#[test]
fn a_file_of_keys_or_users_that_cannot_be_read_stops_the_boot() {
    let file = folder("broken").join("broken.toml");
    for (scheme, setting) in [("header:read", "HEADER"), ("basic:", "BASIC")] {
        let build = || {
            let contract = contract(
                SCHEMES,
                vec![Operation {
                    path: "/a",
                    security: security(scheme),
                    ..OPEN
                }],
            );
            let name = format!("APP__AUTH__{setting}__FILE");
            let setup = Setup::new(contract).set(&name, file.to_str().unwrap());
            setup.try_build(|gate| gate).map(drop)
        };
        drop(std::fs::remove_file(&file));
        assert!(build().is_ok(), "nobody has a key yet");
        std::fs::write(&file, "[[keys]\nno TOML").unwrap();
        let fault = build().unwrap_err().to_string();
        assert!(
            fault.contains(&format!("APP__AUTH__{setting}__FILE: {}", file.display())),
            "{fault}"
        );
    }
}
