//! Forged, stale and misdirected tokens (RFC 8725).

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gate::Operation;
use gate::{Requirement, Scheme, SchemeKind};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

use super::support::{OPEN, Service, Setup, contract};

pub const SCHEMES: &[Scheme] = &[Scheme {
    name: "oauth",
    setting: "oauth",
    kind: SchemeKind::OAuth2,
}];

/// An issuer with one Ed25519 key.
pub struct Issuer {
    pub id: &'static str,
    pub pair: Ed25519KeyPair,
}

impl Issuer {
    pub fn new(id: &'static str) -> Self {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self {
            id,
            pair: Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap(),
        }
    }

    pub fn jwk(&self) -> Value {
        json!({"kty": "OKP", "crv": "Ed25519", "kid": self.id, "x": URL_SAFE_NO_PAD.encode(self.pair.public_key())})
    }

    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", encode(header), encode(claims));
        format!(
            "{message}.{}",
            URL_SAFE_NO_PAD.encode(self.pair.sign(message.as_bytes()))
        )
    }
}

pub fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

pub fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
        .try_into()
        .unwrap()
}

pub fn header() -> Value {
    json!({"alg": "EdDSA", "typ": "at+jwt", "kid": "one"})
}

pub fn claims() -> Value {
    json!({
        "iss": "https://issuer.example", "aud": "harbor", "sub": "alice", "scope": "read write",
        "iat": now(), "exp": now() + 600,
    })
}

pub fn jwks(name: &str, keys: &[Value]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("gate-jwks-{name}-{}.json", std::process::id()));
    publish(&path, keys);
    path
}

pub fn publish(path: &Path, keys: &[Value]) {
    let aside = path.with_extension("new");
    std::fs::write(&aside, json!({"keys": keys}).to_string()).unwrap();
    std::fs::rename(aside, path).unwrap();
}

pub fn setup(file: &Path) -> Setup {
    let security: &[&[Requirement]] = &[&[Requirement {
        scheme: "oauth",
        scopes: &["read"],
    }]];
    Setup::new(contract(
        SCHEMES,
        vec![Operation {
            path: "/a",
            security,
            ..OPEN
        }],
    ))
    .set("APP__AUTH__OAUTH__ISSUER", "https://issuer.example")
    .set("APP__AUTH__OAUTH__AUDIENCE", "harbor, harbour")
    .set("APP__AUTH__OAUTH__JWKS_FILE", file.to_str().unwrap())
    .set("APP__RATE_LIMIT__DEFAULT", "10000/s")
    .set("APP__RATE_LIMIT__FAILED_LOGINS", "10000/s")
}

pub fn status(gate: &Service, token: &str) -> u16 {
    gate.with("/a", &[("authorization", &format!("Bearer {token}"))])
        .status
}

/// Changes a sound token's header or claims (`null` removes), and says whether it still passes.
fn check(header_changes: &[(&str, Value)], claim_changes: &[(&str, Value)], expected: u16) {
    let issuer = Issuer::new("one");
    let gate = setup(&jwks(
        &format!("check-{}", URL_SAFE_NO_PAD.encode(issuer.pair.public_key())),
        &[issuer.jwk()],
    ))
    .build();
    let change = |mut base: Value, changes: &[(&str, Value)]| {
        for (name, value) in changes {
            base[*name] = value.clone();
        }
        base.as_object_mut()
            .unwrap()
            .retain(|_, value| !value.is_null());
        base
    };
    let token = issuer.sign(
        &change(header(), header_changes),
        &change(claims(), claim_changes),
    );
    assert_eq!(
        status(&gate, &token),
        expected,
        "{header_changes:?} {claim_changes:?}"
    );
}

#[test]
fn a_sound_token_passes() {
    check(&[], &[], 200);
    check(&[("typ", Value::Null)], &[], 200);
    check(&[("typ", json!("JWT"))], &[], 200);
    check(&[("typ", json!("application/at+JWT"))], &[], 200);
    check(&[("kid", Value::Null)], &[], 200);
    check(&[], &[("aud", json!(["other", "harbour"]))], 200);
    check(&[], &[("iat", Value::Null)], 200);
    check(&[], &[("nbf", json!(now() - 5))], 200);
    check(
        &[],
        &[("scope", Value::Null), ("scp", json!(["read"]))],
        200,
    );
}

#[test]
fn claims_are_checked() {
    check(&[], &[("exp", json!(now() - 60))], 401);
    check(&[], &[("exp", Value::Null)], 401);
    check(&[], &[("exp", json!("2999-01-01"))], 401);
    check(&[], &[("exp", json!(-1))], 401);
    check(&[], &[("nbf", json!(now() + 120))], 401);
    check(
        &[],
        &[("iat", json!(now() + 120)), ("exp", json!(now() + 600))],
        401,
    );
    check(&[], &[("iss", json!("https://other.example"))], 401);
    check(&[], &[("iss", json!(["https://issuer.example"]))], 401);
    check(&[], &[("iss", Value::Null)], 401);
    check(&[], &[("aud", json!("other"))], 401);
    check(&[], &[("aud", json!([]))], 401);
    check(&[], &[("aud", Value::Null)], 401);
    check(&[], &[("sub", Value::Null)], 401);
    check(&[], &[("sub", json!(""))], 401);
    check(&[], &[("sub", json!(7))], 401);
    check(&[], &[("scope", json!("write"))], 403);
    check(&[], &[("scope", json!("reader xread"))], 403);
}

#[test]
fn a_token_lives_no_longer_than_a_day() {
    check(&[], &[("exp", json!(now() + 86_000))], 200);
    check(&[], &[("exp", json!(now() + 87_000))], 401);
    check(
        &[],
        &[("exp", json!(now() + 87_000)), ("iat", Value::Null)],
        401,
    );
    check(
        &[],
        &[("exp", json!(now() + 600)), ("iat", json!(now() - 90_000))],
        401,
    );
}

#[test]
fn a_header_cannot_choose_key_or_rules() {
    check(&[("crit", json!(["exp"]))], &[], 401);
    check(&[("crit", json!([]))], &[], 401);
    check(&[("b64", json!(false))], &[], 401);
    check(&[("jku", json!("https://evil.example/jwks"))], &[], 401);
    check(&[("jwk", Issuer::new("evil").jwk())], &[], 401);
    check(&[("x5u", json!("https://evil.example/cert"))], &[], 401);
    check(&[("x5c", json!(["AAAA"]))], &[], 401);
    check(&[("cty", json!("JWT"))], &[], 401);
    check(&[("zip", json!("DEF"))], &[], 401);
    check(&[("typ", json!("dpop+jwt"))], &[], 401);
    check(&[("typ", json!("logout+jwt"))], &[], 401);
    check(&[("kid", json!("two"))], &[], 401);
    check(&[("alg", json!("ES256"))], &[], 401);
    check(&[("alg", json!("none"))], &[], 401);
}

#[test]
fn forged_signatures_fail() {
    let (issuer, evil) = (Issuer::new("one"), Issuer::new("one"));
    let gate = setup(&jwks("forged", &[issuer.jwk()])).build();
    let sound = issuer.sign(&header(), &claims());
    assert_eq!(status(&gate, &sound), 200);
    assert_eq!(status(&gate, &evil.sign(&header(), &claims())), 401);
    let parts: Vec<&str> = sound.split('.').collect();
    let admin = encode(&{
        let mut claims = claims();
        claims["sub"] = json!("admin");
        claims
    });
    assert_eq!(
        status(&gate, &format!("{}.{admin}.{}", parts[0], parts[2])),
        401
    );
    assert_eq!(status(&gate, &format!("{}.{}.", parts[0], parts[1])), 401);
    assert_eq!(status(&gate, &format!("{}.{}", parts[0], parts[1])), 401);
    assert_eq!(status(&gate, &format!("{sound}.x")), 401);
    let unsigned = encode(&json!({"alg": "none"}));
    assert_eq!(status(&gate, &format!("{unsigned}.{}.", parts[1])), 401);
    // The public key as an HMAC secret: algorithm confusion.
    let message = format!(
        "{}.{}",
        encode(&json!({"alg": "HS256", "typ": "at+jwt", "kid": "one"})),
        parts[1]
    );
    let secret = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, issuer.pair.public_key().as_ref());
    let confused = format!(
        "{message}.{}",
        URL_SAFE_NO_PAD.encode(ring::hmac::sign(&secret, message.as_bytes()))
    );
    assert_eq!(status(&gate, &confused), 401);
}

#[test]
fn only_listed_algorithms_pass() {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    let pair =
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random)
            .unwrap();
    let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
    let key = json!({
        "kty": "EC", "crv": "P-256", "kid": "ec", "use": "sig",
        "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
    });
    let message = format!(
        "{}.{}",
        encode(&json!({"alg": "ES256", "kid": "ec"})),
        encode(&claims())
    );
    let signature = pair.sign(&random, message.as_bytes()).unwrap();
    let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature));
    let file = jwks("algorithms", std::slice::from_ref(&key));
    assert_eq!(status(&setup(&file).build(), &token), 200);
    assert_eq!(
        status(
            &setup(&file)
                .set("APP__AUTH__OAUTH__ALGORITHMS", "EdDSA,RS256")
                .build(),
            &token
        ),
        401
    );
    let other = |name: &str, member: &str, value: Value| {
        let mut key = key.clone();
        key[member] = value;
        jwks(name, &[key, Issuer::new("one").jwk()])
    };
    assert_eq!(
        status(&setup(&other("enc", "use", json!("enc"))).build(), &token),
        401
    );
    assert_eq!(
        status(
            &setup(&other("ops", "key_ops", json!(["sign"]))).build(),
            &token
        ),
        401
    );
    assert_eq!(
        status(&setup(&other("alg", "alg", json!("ES384"))).build(), &token),
        401
    );
}

#[test]
fn a_verified_token_is_forgotten_when_it_expires() {
    let issuer = Issuer::new("one");
    let gate = setup(&jwks("expires", &[issuer.jwk()])).build();
    let mut claims = claims();
    // Clocks may differ by 30 seconds, so this one is good for about two more.
    claims["exp"] = json!(now() - 28);
    let token = issuer.sign(&header(), &claims);
    assert_eq!(status(&gate, &token), 200);
    let started = Instant::now();
    while status(&gate, &token) == 200 {
        assert!(started.elapsed() < Duration::from_secs(5));
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(status(&gate, &token), 401);
}

#[test]
fn a_rotation_forgets_what_the_old_key_verified() {
    let (old, new) = (Issuer::new("one"), Issuer::new("two"));
    let file = jwks("rotation", &[old.jwk()]);
    let gate = setup(&file).build();
    let token = old.sign(&header(), &claims());
    assert_eq!(status(&gate, &token), 200);
    publish(&file, &[new.jwk()]);
    let started = Instant::now();
    while status(&gate, &token) == 200 {
        assert!(
            started.elapsed() < Duration::from_secs(1),
            "a key that is gone was believed for a second"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    let mut header = header();
    header["kid"] = json!("two");
    assert_eq!(status(&gate, &new.sign(&header, &claims())), 200);
}

#[test]
fn a_key_set_that_cannot_be_read_stops_the_boot() {
    for (name, text) in [
        ("empty", "{\"keys\": []}"),
        ("text", "no"),
        ("secret", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}"),
    ] {
        let path =
            std::env::temp_dir().join(format!("gate-jwks-bad-{name}-{}.json", std::process::id()));
        std::fs::write(&path, text).unwrap();
        let error = setup(&path)
            .try_build(|gate| gate)
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains(path.to_str().unwrap()), "{error}");
    }
    assert!(
        setup(Path::new("/nonexistent/jwks.json"))
            .try_build(|gate| gate)
            .is_err()
    );
}

#[test]
fn a_development_token_says_what_was_asked_and_is_of_no_use_elsewhere() {
    let security: &[&[Requirement]] = &[&[Requirement {
        scheme: "oauth",
        scopes: &["read"],
    }]];
    let contract = contract(
        SCHEMES,
        vec![Operation {
            path: "/a",
            security,
            ..OPEN
        }],
    );
    let (one, other) = (Setup::new(contract).build(), Setup::new(contract).build());
    let token = one.token("read more");
    let answer = one.with("/a", &[("authorization", &token)]).json();
    assert_eq!(
        (answer["subject"].as_str(), answer["scopes"].clone()),
        (Some("alice"), json!(["read", "more"]))
    );
    assert_eq!(other.with("/a", &[("authorization", &token)]).status, 401);
}
