//! Tokens under a secret (HS256, HS384, HS512): only where one is configured, and then nothing else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gate::settings::{KeySource, SchemeSettings, Settings};
use gate::{Boot, Operation, Requirement, TokenRequest};
use ring::hmac;
use serde_json::{Value, json};

use super::support::{OPEN, Service, Setup, contract};
use super::tokens::{Issuer, SCHEMES, claims, encode, header, jwks, setup, status};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn signed(algorithm: hmac::Algorithm, secret: &[u8], header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", encode(header), encode(claims));
    let key = hmac::Key::new(algorithm, secret);
    let tag = hmac::sign(&key, message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
}

fn with_secret(secret: &str) -> Setup {
    let security: &[&[Requirement]] = &[&[Requirement {
        scheme: "oauth",
        scopes: &["read"],
    }]];
    let operation = Operation {
        path: "/a",
        security,
        ..OPEN
    };
    Setup::new(contract(SCHEMES, vec![operation]))
        .set("APP__AUTH__OAUTH__ISSUER", "https://issuer.example")
        .set("APP__AUTH__OAUTH__AUDIENCE", "harbor")
        .set("APP__AUTH__OAUTH__SECRET", secret)
        .set("APP__RATE_LIMIT__DEFAULT", "10000/s")
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "10000/s")
}

fn check(gate: &Service, algorithm: hmac::Algorithm, name: &str, secret: &[u8], expected: u16) {
    // Whatever the issuer calls its secret: there is only one.
    let header = json!({"alg": name, "typ": "at+jwt", "kid": "any"});
    let token = signed(algorithm, secret, &header, &claims());
    assert_eq!(status(gate, &token), expected, "{name}");
}

#[test]
fn a_secret_checks_what_it_signed() {
    let gate = with_secret(SECRET).build();
    let secret = SECRET.as_bytes();
    check(&gate, hmac::HMAC_SHA256, "HS256", secret, 200);
    check(&gate, hmac::HMAC_SHA256, "HS256", b"another", 401);
    check(&gate, hmac::HMAC_SHA256, "HS256", b"", 401);
    check(&gate, hmac::HMAC_SHA384, "HS256", secret, 401);
    // A secret of 32 bytes is too short for the longer hashes (RFC 7518, section 3.2).
    check(&gate, hmac::HMAC_SHA384, "HS384", secret, 401);
    check(&gate, hmac::HMAC_SHA512, "HS512", secret, 401);
    let long = SECRET.repeat(2);
    let gate = with_secret(&long).build();
    check(&gate, hmac::HMAC_SHA384, "HS384", long.as_bytes(), 200);
    check(&gate, hmac::HMAC_SHA512, "HS512", long.as_bytes(), 200);
    let only = with_secret(&long)
        .set("APP__AUTH__OAUTH__ALGORITHMS", "HS512")
        .build();
    check(&only, hmac::HMAC_SHA512, "HS512", long.as_bytes(), 200);
    check(&only, hmac::HMAC_SHA256, "HS256", long.as_bytes(), 401);
}

#[test]
fn a_secret_checks_no_public_key_and_a_public_key_no_secret() {
    let gate = with_secret(SECRET).build();
    let issuer = Issuer::new("one");
    assert_eq!(status(&gate, &issuer.sign(&header(), &claims())), 401);
    let gate = setup(&jwks("confused", &[issuer.jwk()])).build();
    let header = json!({"alg": "HS256", "typ": "at+jwt", "kid": "one"});
    let x = URL_SAFE_NO_PAD
        .decode(issuer.jwk()["x"].as_str().unwrap())
        .unwrap();
    let public = issuer.jwk().to_string();
    for secret in [x.as_slice(), public.as_bytes()] {
        let token = signed(hmac::HMAC_SHA256, secret, &header, &claims());
        assert_eq!(status(&gate, &token), 401);
    }
    // A symmetric key in a public set is no key at all.
    let symmetric = json!({"kty": "oct", "kid": "s", "k": URL_SAFE_NO_PAD.encode(SECRET)});
    let gate = setup(&jwks("symmetric", &[symmetric, issuer.jwk()])).build();
    let header = json!({"alg": "HS256", "typ": "at+jwt", "kid": "s"});
    let token = signed(hmac::HMAC_SHA256, SECRET.as_bytes(), &header, &claims());
    assert_eq!(status(&gate, &token), 401);
}

fn load(variables: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
    let all: Vec<(String, String)> = [
        ("APP__AUTH__OAUTH__ISSUER", "https://issuer.example"),
        ("APP__AUTH__OAUTH__AUDIENCE", "harbor"),
    ]
    .iter()
    .chain(variables)
    .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
    .collect();
    Settings::from_parts(contract(SCHEMES, vec![OPEN]), &all, |path| {
        match path.to_str() {
            Some("/run/secret") => Ok(format!("{SECRET}\n")),
            _ => Err(std::io::ErrorKind::NotFound.into()),
        }
    })
    .and_then(Settings::complete)
    .map_err(|error| error.faults)
}

#[test]
fn a_secret_is_long_and_alone() {
    let fault = |variables: &[(&str, &str)], expected: &str| {
        let faults = load(variables).unwrap_err();
        assert!(
            faults.iter().any(|fault| fault.starts_with(expected)),
            "{faults:?}"
        );
        assert!(
            !faults.concat().contains("0123"),
            "a secret is not repeated"
        );
    };
    fault(
        &[("APP__AUTH__OAUTH__SECRET", &SECRET[1..])],
        "APP__AUTH__OAUTH__SECRET: a secret has 32 bytes",
    );
    fault(
        &[
            ("APP__AUTH__OAUTH__SECRET", SECRET),
            ("APP__AUTH__OAUTH__JWKS_FILE", "/run/jwks.json"),
        ],
        "APP__AUTH__OAUTH__SECRET: tokens are checked with a secret or with public keys",
    );
    fault(
        &[
            ("APP__AUTH__OAUTH__SECRET", SECRET),
            ("APP__AUTH__OAUTH__ALGORITHMS", "RS256"),
        ],
        "APP__AUTH__OAUTH__ALGORITHMS: say HS256",
    );
    fault(
        &[
            ("APP__AUTH__OAUTH__SECRET", SECRET),
            ("APP__AUTH__OAUTH__ALGORITHMS", "HS512"),
        ],
        "APP__AUTH__OAUTH__ALGORITHMS: HS384 needs",
    );
    fault(
        &[
            ("APP__AUTH__OAUTH__JWKS_FILE", "/run/jwks.json"),
            ("APP__AUTH__OAUTH__ALGORITHMS", "HS256"),
        ],
        "APP__AUTH__OAUTH__ALGORITHMS: say EdDSA",
    );
    fault(
        &[
            ("APP__AUTH__OAUTH__SECRET", SECRET),
            ("APP__AUTH__OAUTH__SECRET_FILE", "/run/secret"),
        ],
        "APP__AUTH__OAUTH__SECRET_FILE: ",
    );
    fault(
        &[("APP__AUTH__OAUTH__SECRET_FILE", "/run/nothing")],
        "APP__AUTH__OAUTH__SECRET_FILE: ",
    );
}

#[test]
fn a_secret_may_be_in_a_file_and_is_never_printed() {
    let settings = load(&[("APP__AUTH__OAUTH__SECRET_FILE", "/run/secret")]).unwrap();
    let SchemeSettings::Token(token) = &settings.schemes[0] else {
        panic!("a scheme of tokens");
    };
    let KeySource::Secret(secret) = &token.keys else {
        panic!("a secret");
    };
    assert_eq!(secret.expose(), SECRET.as_bytes());
    assert!(!format!("{settings:?}").contains(SECRET));
}

#[test]
fn in_development_tokens_are_minted_under_the_secret() {
    let request = TokenRequest {
        scopes: "read".to_owned(),
        ..TokenRequest::default()
    };
    let long = SECRET.repeat(2);
    for algorithm in ["HS256", "HS384", "HS512"] {
        let gate = with_secret(&long)
            .set("APP__AUTH__OAUTH__ALGORITHMS", algorithm)
            .build();
        let token = gate.boot.mint(Some("oauth"), &request).unwrap();
        assert_eq!(status(&gate, &token), 200, "{algorithm}");
        let other = with_secret(&SECRET.repeat(3)).build();
        assert_eq!(status(&other, &token), 401, "{algorithm}");
    }
    let production = with_secret(&long)
        .set("APP__PROFILE", "production")
        .set("APP__TLS__TERMINATED_UPSTREAM", "true");
    let boot = Boot::rehearsal_with(production.contract, production.settings()).unwrap();
    let refused = boot.mint(Some("oauth"), &request).unwrap_err();
    assert!(refused.contains("development only"), "{refused}");
}
