//! Sets in which not every key is of use: the others check, and the log says which do not. And what a token says that it is.

use gate::settings::Settings;
use ring::signature::KeyPair;
use serde_json::{Value, json};

use super::tokens::{Issuer, claims, header, jwks, setup, status};

/// A sound set and one key more; the status of a token by the sound one, and what the log says.
#[track_caller]
fn beside(name: &str, key: &Value) -> (u16, String) {
    let issuer = Issuer::new("one");
    let gate = setup(&jwks(name, &[key.clone(), issuer.jwk()])).build();
    let passes = status(&gate, &issuer.sign(&header(), &claims()));
    let log = gate.boot.log().lines();
    let told: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("issuer_keys"))
        .collect();
    (passes, told.join("\n"))
}

#[test]
fn a_key_of_no_use_is_passed_over_and_told_of() {
    let coordinate = "A".repeat(88);
    let short = "A".repeat(43);
    for (name, key, reason) in [
        (
            "p521",
            json!({"kty": "EC", "crv": "P-521", "kid": "x", "alg": "ES512", "x": coordinate, "y": coordinate}),
            "is of a kind or curve that is not supported",
        ),
        (
            "secp",
            json!({"kty": "EC", "crv": "secp256k1", "kid": "x", "x": short, "y": short}),
            "is of a kind or curve that is not supported",
        ),
        (
            "ed448",
            json!({"kty": "OKP", "crv": "Ed448", "kid": "x", "alg": "Ed448", "x": "AA"}),
            "is of a kind or curve that is not supported",
        ),
        (
            "post-quantum",
            json!({"kty": "AKP", "alg": "ML-DSA-44", "kid": "x", "pub": "AA"}),
            "is of a kind or curve that is not supported",
        ),
        (
            "algorithm",
            json!({"kty": "OKP", "crv": "Ed25519", "kid": "x", "alg": "Ed448", "x": short}),
            "is for an algorithm that is not supported",
        ),
        (
            "misfit",
            json!({"kty": "OKP", "crv": "Ed25519", "kid": "x", "alg": "ES256", "x": short}),
            "is for an algorithm that does not go with its kind",
        ),
        (
            "short",
            json!({"kty": "OKP", "crv": "Ed25519", "kid": "x", "x": "AAAA"}),
            "is malformed, or shorter than 2048 bits",
        ),
        (
            "rsa",
            json!({"kty": "RSA", "kid": "x", "n": "A".repeat(171), "e": "AQAB"}),
            "is malformed, or shorter than 2048 bits",
        ),
        (
            "octets",
            json!({"kty": "oct", "kid": "x", "k": "AAAA"}),
            "is a secret, and no public key",
        ),
        (
            "number",
            json!({"kty": "OKP", "crv": "Ed25519", "kid": "x", "use": 1, "x": short}),
            "is no JSON Web Key",
        ),
    ] {
        let (passes, told) = beside(&format!("beside-{name}"), &key);
        assert_eq!(passes, 200, "{name}");
        let expected = format!("scheme oauth: the key \"x\" {reason}; it is passed over");
        assert!(told.contains(&expected), "{name}: {told}");
        assert_eq!(told.lines().count(), 1, "{name}: {told}");
    }
    let (passes, told) = beside("beside-text", &json!("no key"));
    assert_eq!(passes, 200);
    assert!(told.contains("a key without an id"), "{told}");
    // What is meant for something else is nobody's fault.
    for key in [
        json!({"kty": "RSA", "use": "enc", "alg": "RSA-OAEP", "n": "x".repeat(342), "e": "AQAB"}),
        json!({"kty": "OKP", "crv": "Ed25519", "key_ops": ["sign"], "x": short}),
    ] {
        assert_eq!(beside("beside-other", &key), (200, String::new()));
    }
    // An id is somebody else's text.
    let long = json!({"kty": "oct", "kid": format!("a\nb{}", "c".repeat(9_000)), "k": "AAAA"});
    let (_, told) = beside("beside-long", &long);
    assert!(told.contains("a\\nb") && told.len() < 400, "{told}");
}

#[test]
fn a_set_without_a_key_of_use_says_why() {
    let key = json!({"kty": "EC", "crv": "P-521", "kid": "x", "x": "AA", "y": "AA"});
    let path = jwks("none-of-use", &[key]);
    let error = setup(&path).try_build(|gate| gate).err().unwrap();
    assert!(
        error
            .to_string()
            .contains("no key in it can check signatures; the key \"x\" is of a kind or curve"),
        "{error}"
    );
}

#[test]
fn a_key_may_be_labelled_by_the_fully_specified_name() {
    let issuer = Issuer::new("one");
    let mut key = issuer.jwk();
    key["alg"] = json!("Ed25519");
    let gate = setup(&jwks("rfc-9864", &[key])).build();
    assert_eq!(
        status(&gate, &issuer.sign(&header(), &claims())),
        200,
        "{:?}",
        issuer.pair.public_key()
    );
}

#[test]
fn access_tokens_alone_can_be_demanded() {
    let issuer = Issuer::new("one");
    let file = jwks("types", &[issuer.jwk()]);
    let with = |setting: Option<&str>, typ: Option<&str>| {
        let mut setup = setup(&file);
        if let Some(setting) = setting {
            setup = setup.set("APP__AUTH__OAUTH__TYP", setting);
        }
        let mut header = header();
        match typ {
            Some(typ) => header["typ"] = json!(typ),
            None => drop(header.as_object_mut().unwrap().remove("typ")),
        }
        status(&setup.build(), &issuer.sign(&header, &claims()))
    };
    for (typ, any, access) in [
        (None, 200, 401),
        (Some("JWT"), 200, 401),
        (Some("application/jwt"), 200, 401),
        (Some("at+jwt"), 200, 200),
        (Some("AT+JWT"), 200, 200),
        (Some("application/at+jwt"), 200, 200),
        (Some("dpop+jwt"), 401, 401),
        (Some("logout+jwt"), 401, 401),
        (Some("secevent+jwt"), 401, 401),
        (Some("id_token"), 401, 401),
        (Some("rt+jwt"), 401, 401),
    ] {
        assert_eq!(with(None, typ), any, "{typ:?}");
        assert_eq!(with(Some("any"), typ), any, "{typ:?}");
        assert_eq!(with(Some("at+jwt"), typ), access, "{typ:?}");
    }
    let setup = setup(&file).set("APP__AUTH__OAUTH__TYP", "JWT");
    let refused = Settings::from_parts(setup.contract, &setup.variables, |_| {
        Err(std::io::ErrorKind::NotFound.into())
    });
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("APP__AUTH__OAUTH__TYP: say `at+jwt`")
    );
}
