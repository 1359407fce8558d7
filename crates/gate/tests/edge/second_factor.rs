//! Step-up: operations that ask for a second factor (RFC 9470), and codes of an authenticator app (RFC 6238).

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gate::{Operation, StepUp, TokenRequest};
use ring::hmac;
use serde_json::{Value, json};

use super::credentials::{SCHEMES, folder, security, wait_for};
use super::support::{Answer, OPEN, Service, Setup, contract, from, request};
use super::tokens::{Issuer, claims, header, jwks, now};

/// `12345678901234567890`, the secret of RFC 6238's test vectors, in base32.
pub const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn asks(needs: &'static str) -> Setup {
    let operation = Operation {
        path: "/a",
        security: security(needs),
        step_up: StepUp::SecondFactor,
        ..OPEN
    };
    Setup::new(contract(SCHEMES, vec![operation]))
        .set("APP__RATE_LIMIT__DEFAULT", "10000/s")
        .set("APP__RATE_LIMIT__FAILED_LOGINS", "10000/s")
}

fn challenges(answer: &Answer) -> Vec<&str> {
    answer
        .headers
        .get_all("www-authenticate")
        .iter()
        .map(|value| value.to_str().unwrap())
        .collect()
}

#[test]
fn a_token_without_a_second_factor_is_asked_for_one() {
    let gate = asks("token:read").build();
    let mint = |scopes: &str, methods: &[&str]| {
        let request = TokenRequest {
            scopes: scopes.to_owned(),
            methods: methods.iter().map(|method| (*method).to_owned()).collect(),
            ..TokenRequest::default()
        };
        let token = gate.boot.mint(None, &request).unwrap();
        gate.with("/a", &[("authorization", &format!("Bearer {token}"))])
    };
    let answer = mint("read", &[]);
    assert_eq!(answer.status, 401);
    assert_eq!(
        challenges(&answer),
        ["Bearer realm=\"Test API\", error=\"insufficient_user_authentication\""]
    );
    assert_eq!(answer.json()["error"], "insufficient_user_authentication");
    assert_eq!(mint("read", &["pwd", "otp"]).status, 401);
    assert_eq!(mint("read", &["pwd", "mfa"]).status, 200);
    assert_eq!(mint("write", &["mfa"]).status, 403, "scopes count too");
    let nothing = gate.get("/a");
    assert_eq!(nothing.status, 401);
    assert_eq!(challenges(&nothing), ["Bearer realm=\"Test API\""]);
}

/// Asks with a sound token that has these claims besides.
fn with_claims(gate: &Service, issuer: &Issuer, more: &Value) -> Answer {
    let mut claims = claims();
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let token = issuer.sign(&header(), &claims);
    gate.with("/a", &[("authorization", &format!("Bearer {token}"))])
}

#[test]
fn classes_and_ages_are_those_of_the_settings() {
    let issuer = Issuer::new("one");
    let setup = |name: &str| {
        asks("token")
            .set("APP__AUTH__TOKEN__ISSUER", "https://issuer.example")
            .set("APP__AUTH__TOKEN__AUDIENCE", "harbor")
            .set(
                "APP__AUTH__TOKEN__JWKS_FILE",
                jwks(name, &[issuer.jwk()]).to_str().unwrap(),
            )
    };
    let plain = setup("plain").build();
    let status = |gate: &Service, more: Value| with_claims(gate, &issuer, &more).status;
    assert_eq!(status(&plain, json!({"amr": ["mfa"]})), 200);
    assert_eq!(status(&plain, json!({"amr": "mfa"})), 401);
    assert_eq!(status(&plain, json!({"amr": ["MFA"]})), 401);
    assert_eq!(status(&plain, json!({"amr": [["mfa"]]})), 401);
    assert_eq!(status(&plain, json!({"acr": "urn:gold"})), 401);
    let bound = setup("bound")
        .set("APP__AUTH__TOKEN__MFA_ACR", "urn:gold urn:silver")
        .set("APP__AUTH__TOKEN__MFA_MAX_AGE", "5m")
        .build();
    let proved = |ago: i64| json!(now() - ago);
    let fresh = json!({"acr": "urn:silver", "auth_time": proved(200)});
    assert_eq!(status(&bound, fresh), 200);
    let method = json!({"amr": ["mfa"], "auth_time": proved(200)});
    assert_eq!(status(&bound, method), 200);
    let old = json!({"acr": "urn:silver", "auth_time": proved(400)});
    assert_eq!(status(&bound, old), 401);
    let ahead = json!({"acr": "urn:silver", "auth_time": proved(-400)});
    assert_eq!(status(&bound, ahead), 401);
    assert_eq!(status(&bound, json!({"acr": "urn:silver"})), 401);
    assert_eq!(
        status(&bound, json!({"acr": "urn:silver", "auth_time": "0"})),
        401
    );
    let poor = json!({"acr": "urn:bronze", "auth_time": proved(0)});
    let answer = with_claims(&bound, &issuer, &poor);
    assert_eq!(answer.status, 401);
    assert_eq!(
        challenges(&answer),
        [
            "Bearer realm=\"Test API\", error=\"insufficient_user_authentication\", acr_values=\"urn:gold urn:silver\", max_age=\"300\""
        ]
    );
}

#[test]
fn nobody_is_anonymous_or_a_machine_where_a_second_factor_is_needed() {
    let gate = asks("token |").build();
    assert_eq!(gate.get("/a").status, 401);
    let file = folder("machine").join("header.toml");
    let hash = ring::digest::digest(&ring::digest::SHA256, b"key");
    let hash = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(hash);
    std::fs::write(
        &file,
        format!("[[keys]]\nowner = \"o\"\nhash = \"{hash}\"\ncreated = \"2026-01-01T00:00:00Z\"\n"),
    )
    .unwrap();
    let gate = asks("header | header & token")
        .set("APP__AUTH__HEADER__FILE", file.to_str().unwrap())
        .build();
    let token = |methods: &[&str]| {
        let request = TokenRequest {
            methods: methods.iter().map(|method| (*method).to_owned()).collect(),
            ..TokenRequest::default()
        };
        format!("Bearer {}", gate.boot.mint(None, &request).unwrap())
    };
    let key = ("x-key", "key");
    assert_eq!(gate.with("/a", &[key]).status, 401);
    let plain = token(&[]);
    assert_eq!(
        gate.with("/a", &[key, ("authorization", &plain)]).status,
        401
    );
    let proved = token(&["mfa"]);
    assert_eq!(
        gate.with("/a", &[key, ("authorization", &proved)]).status,
        200
    );
    let asked_for_nothing = Operation {
        step_up: StepUp::SecondFactor,
        ..OPEN
    };
    assert!(
        Setup::new(contract(SCHEMES, vec![asked_for_nothing]))
            .try_build(|gate| gate)
            .is_err()
    );
}

/// The code of a step, by the letter of RFC 4226.
pub fn code(step: u64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, b"12345678901234567890");
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag[19] & 15);
    let word = u32::from_be_bytes(tag[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

#[test]
fn codes_are_those_of_the_specification() {
    // RFC 6238, appendix B, the last six of eight digits.
    for (seconds, expected) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        assert_eq!(code(seconds / 30), expected);
    }
}

pub fn users(name: &str) -> PathBuf {
    use argon2::password_hash::PasswordHasher;
    let light = argon2::Params::new(64, 1, 1, None).unwrap();
    let hash = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, light)
        .hash_password(b"right")
        .unwrap();
    let file = folder(name).join("basic.toml");
    let text = format!(
        "[users.alice]\npassword = \"{hash}\"\ntotp = \"{SECRET}\"\n[users.bob]\npassword = \"{hash}\"\n[users.carol]\npassword = \"{hash}\"\ntotp = \"{SECRET}\"\n"
    );
    std::fs::write(&file, text).unwrap();
    file
}

fn gate(file: &std::path::Path) -> Service {
    gate_with(file, &[])
}

pub fn gate_with(file: &std::path::Path, more: &[(&str, &str)]) -> Service {
    let setup = asks("basic").set("APP__AUTH__BASIC__FILE", file.to_str().unwrap());
    more.iter()
        .fold(setup, |setup, (name, value)| setup.set(name, *value))
        .build()
}

pub fn ask(gate: &Service, pair: &str, codes: &[&str]) -> Answer {
    let basic = format!("Basic {}", STANDARD.encode(pair));
    let mut headers = vec![("authorization", basic.as_str())];
    headers.extend(codes.iter().map(|code| ("x-totp", *code)));
    gate.send(from(request("GET", "/a", &headers), "192.0.2.1"))
}

/// The step of now, early enough in it that the next lines of a test happen in the same one.
pub fn step() -> u64 {
    loop {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        if now.as_secs() % 30 < 25 {
            return now.as_secs() / 30;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
}

#[test]
fn a_code_beside_a_password_passes_once() {
    let file = users("codes");
    let gate = gate(&file);
    let step = step();
    let answer = ask(&gate, "alice:right", &[]);
    assert_eq!(answer.status, 401);
    assert_eq!(
        challenges(&answer),
        [
            "Bearer realm=\"Test API\", error=\"insufficient_user_authentication\"",
            "TOTP realm=\"Test API\", header=\"x-totp\""
        ]
    );
    let status = |pair: &str, code: &str| ask(&gate, pair, &[code]).status;
    let (previous, current, next) = (code(step - 1), code(step), code(step + 1));
    assert_eq!(status("alice:wrong", &current), 401, "both are needed");
    assert_eq!(status("bob:right", &current), 401, "not enrolled");
    assert_eq!(status("carol:right", ""), 401);
    assert_eq!(status("carol:right", &current[1..]), 401);
    assert_eq!(ask(&gate, "alice:right", &[&current, &current]).status, 401);
    assert_eq!(
        status("alice:right", &previous),
        200,
        "a clock that is late"
    );
    assert_eq!(status("alice:right", &previous), 401, "used before");
    assert_eq!(status("alice:right", &current), 200);
    assert_eq!(status("alice:right", &current), 401, "used before");
    assert_eq!(status("alice:right", &previous), 401, "older than the last");
    assert_eq!(status("carol:right", &current), 200, "another user's own");
    // A code does not pass again after a restart, nor in another process on the same file.
    let again = self::gate(&file);
    assert_eq!(ask(&again, "alice:right", &[&current]).status, 401);
    assert_eq!(ask(&again, "alice:right", &[&next]).status, 200);
    assert_eq!(status("alice:right", &next), 401);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let used = file.with_extension("used.toml");
        let mode = std::fs::metadata(used).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}

#[test]
fn codes_from_another_time_do_not_pass() {
    let gate = gate(&users("times"));
    let step = step();
    for far in [step - 2, step + 2] {
        assert_eq!(ask(&gate, "alice:right", &[&code(far)]).status, 401);
    }
}

#[test]
fn codes_are_not_there_to_be_guessed() {
    let gate = gate(&users("guessed"));
    let step = step();
    let wrong = code(step + 1_000);
    let statuses: Vec<u16> = (0..6)
        .map(|_| ask(&gate, "alice:right", &[&wrong]).status)
        .collect();
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429]);
    assert_eq!(ask(&gate, "alice:right", &[&code(step)]).status, 429);
    assert_eq!(ask(&gate, "carol:right", &[&code(step)]).status, 200);
}

#[test]
fn a_code_that_cannot_be_noted_down_does_not_pass() {
    let file = users("unwritable");
    let gate = gate(&file);
    let step = step();
    // A folder stands where the note would be.
    let used = file.with_extension("used.toml");
    std::fs::create_dir(&used).unwrap();
    assert_eq!(ask(&gate, "alice:right", &[&code(step)]).status, 503);
    std::fs::remove_dir(&used).unwrap();
    assert_eq!(ask(&gate, "alice:right", &[&code(step)]).status, 200);
    std::fs::write(&file, "").unwrap();
    wait_for("a withdrawn user", || {
        ask(&gate, "alice:right", &[&code(step + 1)]).status == 401
    });
}
