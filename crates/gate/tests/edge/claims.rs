//! What a token says, to the letter: nothing twice, nothing odd, nothing of another kind (RFC 8725, RFC 9068).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use super::support::Service;
use super::tokens::{Issuer, claims, encode, header, jwks, now, setup, status};

/// An issuer, and a gate that trusts it.
fn trusted(name: &str) -> (Issuer, Service) {
    let issuer = Issuer::new("one");
    let gate = setup(&jwks(name, &[issuer.jwk()])).build();
    (issuer, gate)
}

/// Signs exactly this text, which need not be what a JSON library would write.
fn sign_text(issuer: &Issuer, header: &str, claims: &str) -> String {
    let message = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(claims)
    );
    let signature = issuer.pair.sign(message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[test]
fn nothing_is_said_twice() {
    let (issuer, gate) = trusted("twice");
    let (header, claims) = (header().to_string(), claims().to_string());
    let and = |text: &str, more: &str| format!("{},{more}}}", text.strip_suffix('}').unwrap());
    assert_eq!(status(&gate, &sign_text(&issuer, &header, &claims)), 200);
    for more in [
        r#""sub":"admin""#,
        r#""scope":"read""#,
        r#""\u0073ub":"admin""#,
        r#""a":1,"a":1"#,
        r#""act":{"sub":"a","sub":"b"}"#,
    ] {
        let token = sign_text(&issuer, &header, &and(&claims, more));
        assert_eq!(status(&gate, &token), 401, "{more}");
    }
    for more in [r#""kid":"one""#, r#""alg":"EdDSA""#, r#""a":1,"a":1"#] {
        let token = sign_text(&issuer, &and(&header, more), &claims);
        assert_eq!(status(&gate, &token), 401, "{more}");
    }
    let fine = sign_text(
        &issuer,
        &and(&header, r#""a":1"#),
        &and(&claims, r#""a":1"#),
    );
    assert_eq!(status(&gate, &fine), 200);
}

#[test]
fn odd_shapes_are_no_tokens() {
    let (issuer, gate) = trusted("shapes");
    let (header, claims) = (header().to_string(), claims().to_string());
    for (header, claims) in [
        (header.as_str(), "[]"),
        (header.as_str(), "null"),
        (header.as_str(), ""),
        ("[]", claims.as_str()),
        ("\"EdDSA\"", claims.as_str()),
        (&format!("\u{feff}{header}"), claims.as_str()),
        (&header, &format!("{claims} x")),
        (&header, &claims.replace("\"exp\":", "\"exp\":1e400,\"x\":")),
    ] {
        let token = sign_text(&issuer, header, claims);
        assert_eq!(status(&gate, &token), 401, "{header} {claims}");
    }
    let sound = sign_text(&issuer, &header, &claims);
    let parts: Vec<&str> = sound.split('.').collect();
    for token in [
        format!("{}=.{}.{}", parts[0], parts[1], parts[2]),
        format!("{}.{}.{}=", parts[0], parts[1], parts[2]),
        format!(".{}.{}", parts[1], parts[2]),
        format!("{sound}."),
        format!("{}..{}", parts[0], parts[2]),
    ] {
        assert_eq!(status(&gate, &token), 401, "{token}");
    }
}

#[test]
fn dates_are_numbers_of_seconds() {
    let (issuer, gate) = trusted("dates");
    let with = |name: &str, value: Value| {
        let mut claims = claims();
        claims[name] = value;
        status(&gate, &issuer.sign(&header(), &claims))
    };
    assert_eq!(with("exp", json!(now() + 600)), 200);
    assert_eq!(with("nbf", json!(now() - 600)), 200);
    for (name, value) in [
        ("exp", json!((now() + 600).to_string())),
        ("exp", json!(true)),
        ("exp", json!([now() + 600])),
        ("exp", json!(u64::MAX)),
        ("nbf", json!("0")),
        ("nbf", json!(u64::MAX)),
        ("iat", json!("0")),
        ("iat", json!(-5)),
    ] {
        assert_eq!(with(name, value.clone()), 401, "{name} {value}");
    }
}

#[test]
fn scopes_are_words_wherever_they_are() {
    let (issuer, gate) = trusted("scopes");
    let with = |name: &str, value: Value| {
        let mut claims = claims();
        claims["scope"] = Value::Null;
        claims[name] = value;
        claims
            .as_object_mut()
            .unwrap()
            .retain(|_, value| !value.is_null());
        status(&gate, &issuer.sign(&header(), &claims))
    };
    for name in ["scope", "scp", "scopes"] {
        assert_eq!(with(name, json!("read")), 200, "{name}");
        assert_eq!(with(name, json!(["write", "read"])), 200, "{name}");
        assert_eq!(with(name, json!("READ")), 403, "{name}");
        assert_eq!(with(name, json!("rea d")), 403, "{name}");
        assert_eq!(with(name, json!(["read write"])), 403, "{name}");
        assert_eq!(with(name, json!({"read": true})), 403, "{name}");
        assert_eq!(with(name, json!([["read"]])), 403, "{name}");
    }
    assert_eq!(with("roles", json!(["read"])), 403);
}

#[test]
fn a_token_of_another_kind_grants_nothing() {
    let (issuer, gate) = trusted("kinds");
    let with = |typ: Option<&str>, name: &str| {
        let mut header = header();
        header["typ"] = json!(typ);
        if typ.is_none() {
            header.as_object_mut().unwrap().remove("typ");
        }
        let mut claims = claims();
        claims[name] = json!("x");
        status(&gate, &issuer.sign(&header, &claims))
    };
    for name in ["nonce", "at_hash", "c_hash", "events"] {
        assert_eq!(with(None, name), 401, "an ID token or an event: {name}");
        assert_eq!(with(Some("JWT"), name), 401, "{name}");
        assert_eq!(with(Some("at+jwt"), name), 200, "{name}");
    }
    assert_eq!(with(None, "client_id"), 200);
    for typ in [
        "id+jwt",
        "secevent+jwt",
        "jwk-set+json",
        "",
        "at+jwt ",
        "jose",
    ] {
        assert_eq!(with(Some(typ), "client_id"), 401, "{typ}");
    }
}

#[test]
fn a_token_is_as_long_as_it_may_be_and_no_longer() {
    let (issuer, gate) = trusted("long");
    let padded = |length: usize| {
        let mut claims = claims();
        claims["padding"] = json!("x".repeat(length));
        issuer.sign(&header(), &claims)
    };
    let (short, long) = (padded(11_500), padded(12_500));
    assert!(short.len() < 16_384 && long.len() > 16_384);
    assert_eq!(status(&gate, &short), 200);
    assert_eq!(status(&gate, &long), 401);
    // As deep as anybody's claims are, and deeper.
    let nested = |depth: usize| {
        let claims = claims().to_string();
        let claims = claims.strip_suffix('}').unwrap();
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        sign_text(
            &issuer,
            &header().to_string(),
            &format!("{claims},\"deep\":{open}{close}}}"),
        )
    };
    assert_eq!(status(&gate, &nested(10)), 200);
    assert_eq!(status(&gate, &nested(1_000)), 401);
}

#[test]
fn a_key_of_another_curve_or_kind_does_not_check() {
    let random = SystemRandom::new();
    let signing = &ECDSA_P384_SHA384_FIXED_SIGNING;
    let document = EcdsaKeyPair::generate_pkcs8(signing, &random).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(signing, document.as_ref(), &random).unwrap();
    let (x, y) = pair.public_key().as_ref()[1..].split_at(48);
    let key = json!({
        "kty": "EC", "crv": "P-384", "kid": "ec",
        "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
    });
    let issuer = Issuer::new("one");
    let gate = setup(&jwks("curve", &[key, issuer.jwk()])).build();
    let signed = |algorithm: &str, id: &str| {
        let header = json!({"alg": algorithm, "kid": id});
        let message = format!("{}.{}", encode(&header), encode(&claims()));
        let signature = pair.sign(&random, message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    };
    assert_eq!(status(&gate, &signed("ES384", "ec")), 200);
    assert_eq!(status(&gate, &signed("ES256", "ec")), 401, "another curve");
    assert_eq!(status(&gate, &signed("ES384", "one")), 401, "another's id");
    assert_eq!(status(&gate, &signed("EdDSA", "ec")), 401, "another kind");
    assert_eq!(status(&gate, &signed("Ed25519", "ec")), 401, "another kind");
    let mut borrowed = header();
    borrowed["kid"] = json!("ec");
    assert_eq!(status(&gate, &issuer.sign(&borrowed, &claims())), 401);
    borrowed["kid"] = json!("ONE");
    assert_eq!(status(&gate, &issuer.sign(&borrowed, &claims())), 401);
    borrowed["kid"] = json!(1);
    assert_eq!(status(&gate, &issuer.sign(&borrowed, &claims())), 401);
}

#[test]
fn the_fully_specified_name_is_the_same_algorithm() {
    let (issuer, gate) = trusted("ed25519");
    let mut header = header();
    header["alg"] = json!("Ed25519");
    let sound = issuer.sign(&header, &claims());
    assert_eq!(status(&gate, &sound), 200);
    assert_eq!(status(&gate, &sound), 200, "remembered");
    let parts: Vec<&str> = sound.split('.').collect();
    let renamed = encode(&super::tokens::header());
    for (what, token) in [
        ("unsigned", format!("{}.{}.", parts[0], parts[1])),
        (
            "signed by somebody else",
            Issuer::new("one").sign(&header, &claims()),
        ),
        (
            "signed under the other name",
            format!("{renamed}.{}.{}", parts[1], parts[2]),
        ),
    ] {
        assert_eq!(status(&gate, &token), 401, "{what}");
    }
    for (name, value) in [
        ("aud", json!("other")),
        ("aud", json!(["harbor", 7])),
        ("aud", json!({"harbor": true})),
        ("nbf", json!(now() + 120)),
        ("exp", json!(now() - 60)),
        ("iss", json!("https://other.example")),
        ("sub", Value::Null),
    ] {
        let mut claims = claims();
        claims[name] = value.clone();
        let token = issuer.sign(&header, &claims);
        assert_eq!(status(&gate, &token), 401, "{name} {value}");
    }
    header["crit"] = json!(["exp"]);
    let demanding = issuer.sign(&header, &claims());
    assert_eq!(status(&gate, &demanding), 401);
}

#[test]
fn the_fully_specified_name_passes_where_its_algorithm_is_listed() {
    let issuer = Issuer::new("one");
    let file = jwks("ed25519-list", &[issuer.jwk()]);
    for (listed, expected) in [("EdDSA", 200), ("ES256,Ed25519", 200), ("ES256,RS256", 401)] {
        let gate = setup(&file)
            .set("APP__AUTH__OAUTH__ALGORITHMS", listed)
            .build();
        for algorithm in ["EdDSA", "Ed25519"] {
            let mut header = header();
            header["alg"] = json!(algorithm);
            let token = issuer.sign(&header, &claims());
            assert_eq!(status(&gate, &token), expected, "{listed}: {algorithm}");
        }
    }
}

#[test]
fn algorithms_have_no_other_spellings() {
    let (issuer, gate) = trusted("spellings");
    for algorithm in [
        "none", "None", "NONE", "nOnE", "", "eddsa", "EDDSA", "ed25519", "ED25519", "Ed448",
        "HS256", "ES256K", "RS1",
    ] {
        let mut header = header();
        header["alg"] = json!(algorithm);
        let token = issuer.sign(&header, &claims());
        assert_eq!(status(&gate, &token), 401, "{algorithm}");
        let parts: Vec<&str> = token.split('.').collect();
        let unsigned = format!("{}.{}.", parts[0], parts[1]);
        assert_eq!(status(&gate, &unsigned), 401, "{algorithm}");
    }
}
