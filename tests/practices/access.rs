//! Who may call, and what: rows 1, 2, 9 and 15.

use serde_json::{Value, json};

use super::issuer::{self, Issuer, claims, encoded, header, now};
use super::{PASSED, PRODUCTION, Service, get, refused, settled, start, without};
use crate::support::http::Request;

/// Base64 of `ada:correct horse`, as RFC 7617 spells a user and a password.
const ADA: &str = "Basic YWRhOmNvcnJlY3QgaG9yc2U=";

/// Base64 of `ada:wrong`.
const NOT_ADA: &str = "Basic YWRhOndyb25n";

fn key(service: &Service, scheme: &str) -> String {
    service.verb(
        &["api-key", "create", "--scheme", scheme, "--owner", "tests"],
        "",
    )
}

fn ada(service: &Service) {
    service.verb(
        &["user", "add", "ada", "--scheme", "crew"],
        "correct horse\n",
    );
}

/// Sends each, and compares statuses; whoever is not known is told how to become so.
#[track_caller]
fn answered(service: &Service, rows: Vec<(Request, u16)>) {
    let mut wrong = Vec::new();
    for (request, status) in rows {
        let answer = service.ask(&request);
        let is_challenged = answer.status != 401 || answer.header("www-authenticate").is_some();
        if answer.status != status || !is_challenged {
            wrong.push(format!("{request:?}: not {status} but {answer:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn row_01_authentication_and_authorization_of_every_kind() {
    let service = start(&[]);
    let own = Issuer::own();
    let (header_key, query_key, cookie_key) = (
        key(&service, "partnerKey"),
        key(&service, "stationKey"),
        key(&service, "cookieKey"),
    );
    ada(&service);
    let bearer = |path: &str, scopes: &str| get(path).bearer(&own.token(scopes));
    let in_query = |key: &str| get(&format!("/by/either?station={key}"));
    let in_cookie = |key: &str| get("/by/either").header("Cookie", &format!("session={key}"));
    let with_user = |user: &str| get("/by/either").header("Authorization", user);
    let in_header = |request: Request| request.header("X_Partner_Key", &header_key);
    for request in [
        with_user(ADA),
        in_query(&query_key),
        in_cookie(&cookie_key),
        in_header(bearer("/by/both", "parcels:read")),
    ] {
        settled(&service, &request, PASSED);
    }
    answered(
        &service,
        vec![
            // http bearer, and the document's requirement where an operation has none.
            (get("/parcels"), 401),
            (bearer("/parcels", "parcels:read"), 200),
            (bearer("/parcels", "parcels:write"), 403),
            (get("/parcels").bearer("nonsense"), 401),
            // AND.
            (get("/by/both"), 401),
            (bearer("/by/both", "parcels:read"), 401),
            (in_header(get("/by/both")), 401),
            (in_header(bearer("/by/both", "parcels:write")), 403),
            // OR: http basic, apiKey in query and cookie.
            (get("/by/either"), 401),
            (with_user(NOT_ADA), 401),
            (in_query("nonsense"), 401),
            (in_query(&cookie_key), 401),
            (in_cookie(&query_key), 401),
            (bearer("/by/either", "parcels:read"), 401),
            // Nobody, or somebody who is who he says.
            (get("/by/nobody"), PASSED),
            (bearer("/by/nobody", ""), PASSED),
            (get("/by/nobody").bearer("nonsense"), 401),
            // oauth2: every scope of the alternative.
            (bearer("/by/oauth", "ship bill"), PASSED),
            (bearer("/by/oauth", "ship"), 403),
            (get("/by/oauth"), 401),
            // openIdConnect.
            (bearer("/by/open-id", "profile"), PASSED),
            (bearer("/by/open-id", "parcels:read"), 403),
            (get("/by/open-id"), 401),
            // A key of a header is no key of a query.
            (
                get(&format!("/by/both?X_Partner_Key={header_key}"))
                    .bearer(&own.token("parcels:read")),
                401,
            ),
        ],
    );
}

#[test]
fn row_01_a_kind_that_cannot_be_enforced_stops_generation() {
    let document = crate::support::parse(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nsecurity: [{d: []}]\npaths: {/a: {get: {responses: {'204': {description: d}}}}}\ncomponents: {securitySchemes: {d: {type: http, scheme: digest}}}\n",
    );
    let emitted = portcullis::emit(&document, &crate::support::defaults("digest"));
    assert!(emitted.files.is_none(), "it was dropped in silence");
}

#[test]
fn row_02_least_privilege_is_reviewed_before_production_starts() {
    let (code, said) = refused(&without(PRODUCTION, "APP__POLICY__ALLOW_UNREVIEWED"));
    assert_eq!(code, Some(1), "{said}");
    for operation in ["getParcel", "removeParcel", "noteParcel"] {
        assert!(said.contains(operation), "{said}");
    }
    assert!(
        !said.contains("listParcels"),
        "it is about no object: {said}"
    );
    // Scopes are enforced, each operation its own.
    let service = start(&[]);
    let own = Issuer::own();
    let delete = |scopes: &str| Request::new("DELETE", "/v3/parcels/7").bearer(&own.token(scopes));
    let answer = service.ask(&delete("parcels:read"));
    assert_eq!(answer.status, 403, "{answer:?}");
    let challenge = answer.header("www-authenticate").unwrap();
    assert!(challenge.contains("insufficient_scope") && challenge.contains("parcels:write"));
}

/// What is wrong with a token, and the token.
fn forgeries(own: &Issuer) -> Vec<(&'static str, String)> {
    let scopes = "parcels:read";
    let sound = own.token(scopes);
    let with = |name: &str, value: Value| {
        let mut claims = claims(scopes);
        claims[name] = value;
        own.sign(&header(), &claims)
    };
    let lacking = |name: &str| {
        let mut claims = claims(scopes);
        claims.as_object_mut().unwrap().remove(name);
        own.sign(&header(), &claims)
    };
    let headed = |name: &str, value: Value| {
        let mut header = header();
        header[name] = value;
        own.sign(&header, &claims(scopes))
    };
    let (signed, _) = sound.rsplit_once('.').unwrap();
    let unsigned = encoded(&json!({"alg": "none", "typ": "at+jwt"}));
    vec![
        (
            "alg none",
            format!("{unsigned}.{}.", encoded(&claims(scopes))),
        ),
        ("no signature", format!("{signed}.")),
        ("somebody else's key", Issuer::of(8).token(scopes)),
        ("another algorithm named", headed("alg", json!("HS256"))),
        ("a key of its own", headed("jwk", json!({"kty": "OKP"}))),
        (
            "a place of its keys",
            headed("jku", json!("https://evil.example")),
        ),
        ("an unknown demand", headed("crit", json!(["b64"]))),
        ("an unknown key", headed("kid", json!("two"))),
        ("an ID token", headed("typ", json!("logout+jwt"))),
        ("expired", with("exp", json!(now() - 60))),
        ("not yet", with("nbf", json!(now() + 600))),
        ("for somebody else", with("aud", json!("harbor"))),
        (
            "by somebody else",
            with("iss", json!("https://evil.example")),
        ),
        ("for two days", with("exp", json!(now() + 2 * 86_400))),
        ("without exp", lacking("exp")),
        ("without iss", lacking("iss")),
        ("without aud", lacking("aud")),
        ("without sub", lacking("sub")),
    ]
}

#[test]
fn row_09_tokens_are_checked_by_rfc_8725_and_rfc_9068() {
    let service = start(&[]);
    let own = Issuer::own();
    let ask = |token: &str| service.ask(&get("/parcels").bearer(token));
    assert_eq!(ask(&own.token("parcels:read")).status, 200);
    for (what, token) in forgeries(&own) {
        let answer = ask(&token);
        assert_eq!(answer.status, 401, "{what}: {}", answer.text());
        let challenge = answer.header("www-authenticate").unwrap();
        assert!(challenge.contains("invalid_token"), "{what}: {challenge}");
    }
    // A new key set is in force within a second, and the old key is worth nothing any more.
    let other = Issuer::of(9);
    let place = service.folder().join("issuer.json");
    std::fs::write(service.folder().join("new.json"), other.keys()).unwrap();
    std::fs::rename(service.folder().join("new.json"), place).unwrap();
    let new = get("/parcels").bearer(&other.token("parcels:read"));
    settled(&service, &new, 200);
    assert_eq!(ask(&own.token("parcels:read")).status, 401);
}

#[test]
fn row_15_a_second_factor_is_asked_for_and_passes_once() {
    let service = start(&[]);
    let own = Issuer::own();
    let with = |methods: Value| {
        let mut claims = issuer::claims("parcels:write");
        claims["amr"] = methods;
        let token = own.sign(&header(), &claims);
        Request::new("DELETE", "/v3/parcels/7").bearer(&token)
    };
    let answer = service.ask(&with(json!(["pwd"])));
    assert_eq!(answer.status, 401, "{answer:?}");
    let challenge = answer.header("www-authenticate").unwrap();
    assert!(
        challenge.contains("insufficient_user_authentication"),
        "{challenge}"
    );
    assert_eq!(service.ask(&with(json!(["pwd", "mfa"]))).status, 204);

    ada(&service);
    let uri = service.verb(&["user", "totp", "ada", "--scheme", "crew"], "");
    let (_, secret) = uri.split_once("secret=").unwrap();
    let secret = base32(secret.split('&').next().unwrap());
    let request = Request::new("DELETE", "/v3/parcels/7").header("Authorization", ADA);
    // The one before this one passes as well, so it passes also when this half minute ends meanwhile.
    let with_code = request.clone().header("X-TOTP", &code(&secret));
    settled(&service, &with_code, 204);
    let again = service.ask(&with_code);
    let without = service.ask(&request);
    assert_eq!((again.status, without.status), (401, 401), "{again:?}");
}

/// The bytes of base32 (RFC 4648, section 6).
fn base32(text: &str) -> Vec<u8> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut held, mut bits, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text.trim_end_matches('=').chars() {
        let value = ALPHABET.find(letter).unwrap();
        held = held << 5 | u32::try_from(value).unwrap();
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xFF).unwrap());
            held &= (1 << bits) - 1;
        }
    }
    bytes
}

/// The code of this half minute (RFC 6238).
fn code(secret: &[u8]) -> String {
    use ring::hmac;
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &(now() / 30).to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag[19] & 15);
    let word = u32::from_be_bytes([tag[at] & 0x7F, tag[at + 1], tag[at + 2], tag[at + 3]]);
    format!("{:06}", word % 1_000_000)
}
