//! Credentials that somebody made up, altered, stole from elsewhere, or kept for too long.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::{Map, Value, json};

use super::Given;
use super::ask::Service;
use super::case::Case;
use super::credentials::{Grant, Presented};
use crate::auth::development::SigningKey;
use crate::auth::token::now;
use crate::operation::{Scheme, SchemeKind};

/// Each scheme of each alternative with a forged credential beside honest ones: 401.
pub(crate) async fn all(service: &Service, case: &Case) -> Vec<String> {
    let operation = service.operation(case);
    let mut failures = Vec::new();
    for alternative in operation.security {
        let grants: Vec<Grant> = alternative.iter().map(Grant::of).collect();
        for grant in &grants {
            let Some(scheme) = service.credentials.scheme(grant.scheme) else {
                continue;
            };
            let others: Vec<Grant> = grants
                .iter()
                .filter(|other| other.scheme != grant.scheme)
                .cloned()
                .collect();
            let Some(honest) = service.credentials.present(operation, &others, "abuse") else {
                continue;
            };
            for (what, given) in forgeries(service, scheme, grant) {
                let mut presented = honest.clone();
                if presented.add(scheme.kind, &given).is_none() {
                    continue;
                }
                failures.extend(refused(service, case, &presented, what).await);
            }
        }
    }
    failures
}

async fn refused(
    service: &Service,
    case: &Case,
    presented: &Presented,
    what: &str,
) -> Option<String> {
    let question = service.question(case, presented);
    service.wants(what, question, &[401]).await.err()
}

fn forgeries(
    service: &Service,
    scheme: &'static Scheme,
    grant: &Grant,
) -> Vec<(&'static str, Given)> {
    if service.credentials.is_own(scheme.name) {
        return Vec::new();
    }
    let Some(honest) = service.credentials.issued(scheme, grant, "abuse") else {
        return Vec::new();
    };
    match (scheme.kind, honest) {
        (
            SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. },
            Given::Token(token),
        ) => tokens(service, &token),
        (SchemeKind::ApiKey { .. }, Given::Key(key)) => vec![
            ("an altered key", Given::Key(altered(&key))),
            ("a key that is none", Given::Key("portcullis".to_owned())),
        ],
        (SchemeKind::Basic, Given::Password { user, password }) => vec![
            (
                "a wrong password",
                Given::Password {
                    user,
                    password: altered(&password),
                },
            ),
            (
                "a user that nobody knows",
                Given::Password {
                    user: "nobody".to_owned(),
                    password,
                },
            ),
        ],
        _ => Vec::new(),
    }
}

/// Forged tokens, made from an honest one.
fn tokens(service: &Service, honest: &str) -> Vec<(&'static str, Given)> {
    let Some((claims, key)) = claims(honest).zip(service.boot.signing_key()) else {
        return Vec::new();
    };
    let with = |name: &str, value: Option<Value>| {
        let mut claims = claims.clone();
        match value {
            Some(value) => claims.insert(name.to_owned(), value),
            None => claims.remove(name),
        };
        key.sign(&Value::Object(claims)).ok()
    };
    let long_ago = now().saturating_sub(7_200);
    let whole = Value::Object(claims.clone());
    let stranger = SigningKey::ephemeral().ok();
    let forged = [
        ("an altered token", Some(altered(honest))),
        ("a token without a signature", Some(unsigned(&whole))),
        ("a token signed with the public key", confused(&whole, key)),
        (
            "a token of another signer",
            stranger.and_then(|stranger| stranger.sign(&whole).ok()),
        ),
        ("an expired token", with("exp", Some(json!(long_ago)))),
        ("a token that never expires", with("exp", None)),
        (
            "a token that is not valid yet",
            with("nbf", Some(json!(now().saturating_add(7_200)))),
        ),
        (
            "a token of another issuer",
            with("iss", Some(json!("https://elsewhere.example"))),
        ),
        (
            "a token for another audience",
            with("aud", Some(json!("somebody else"))),
        ),
        ("a token without an audience", with("aud", None)),
        ("a token without a subject", with("sub", None)),
    ];
    forged
        .into_iter()
        .filter_map(|(what, token)| Some((what, Given::Token(token?))))
        .collect()
}

fn claims(token: &str) -> Option<Map<String, Value>> {
    let payload = token.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}

/// `alg: none` (RFC 8725, section 2.1).
fn unsigned(claims: &Value) -> String {
    let header = json!({"alg": "none", "typ": "at+jwt"});
    format!("{}.", signed_part(&header, claims))
}

/// HMAC with what everybody knows as its secret (RFC 8725, section 2.1).
fn confused(claims: &Value, key: &SigningKey) -> Option<String> {
    let signed = signed_part(&json!({"alg": "HS256", "typ": "at+jwt"}), claims);
    let secret = hmac::Key::new(hmac::HMAC_SHA256, &key.public_bytes()?);
    let signature = hmac::sign(&secret, signed.as_bytes());
    Some(format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(signature.as_ref())
    ))
}

fn signed_part(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// The same with one character changed, in the middle of its last third: bits at the very end may mean nothing.
fn altered(text: &str) -> String {
    let place = text.len() * 5 / 6;
    text.char_indices()
        .map(|(index, letter)| match (index == place, letter) {
            (false, letter) => letter,
            (true, 'A') => 'B',
            (true, _) => 'A',
        })
        .collect()
}
