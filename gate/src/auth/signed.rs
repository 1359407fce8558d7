//! The parts of a signed token (RFC 7515, section 3.1): its text comes in; its header comes out, and the claims that a key
//! has signed.
//!
//! The library checks the signature, but does not take the token as a whole: it knows `EdDSA` alone, and would not even
//! read the header of a token that calls the same algorithm `Ed25519`. So what the claims say is for the caller to check.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::verify;
use jsonwebtoken::{Algorithm, DecodingKey, Header};
use serde_json::{Map, Value};

use super::token::LONGEST;
use super::verifier::Denied;
use crate::json::{self, ReadLimits};

/// Reads the header of a token, which nobody has signed yet.
///
/// # Errors
/// When it is no JSON object, says a member twice, or names an algorithm that nobody knows.
pub(super) fn header(token: &str) -> Result<Header, Denied> {
    let unreadable = Denied::Invalid("the token's header cannot be read");
    let [header, _, _] = parts(token).ok_or(unreadable.clone())?;
    let mut header = object(header).ok_or(unreadable.clone())?;
    // RFC 9864, section 2.2: `EdDSA` with a key of that very curve, and no others are taken for `EdDSA` here.
    if header
        .get("alg")
        .is_some_and(|algorithm| algorithm == "Ed25519")
    {
        header.insert("alg".to_owned(), Value::from("EdDSA"));
    }
    serde_json::from_value(Value::Object(header)).map_err(|_| unreadable)
}

/// The claims of a token, `None` where this key has not signed them by this algorithm.
///
/// # Errors
/// When what was signed are no claims, or says one twice.
pub(super) fn claims(
    token: &str,
    algorithm: Algorithm,
    key: &DecodingKey,
) -> Result<Option<Map<String, Value>>, Denied> {
    let unreadable = Denied::Invalid("the token's claims cannot be read");
    let [_, payload, signature] = parts(token).ok_or(unreadable.clone())?;
    let (message, _) = token.rsplit_once('.').ok_or(unreadable.clone())?;
    if !verify(signature, message.as_bytes(), key, algorithm).unwrap_or(false) {
        return Ok(None);
    }
    object(payload).map(Some).ok_or(unreadable)
}

/// Header, payload and signature.
fn parts(token: &str) -> Option<[&str; 3]> {
    let mut parts = token.split('.');
    let three = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(three)
}

/// A part that is the base64url of a JSON object in which no object says a member twice: readers differ in which one they
/// believe (RFC 8725, section 3.10; RFC 7515, section 4).
fn object(part: &str) -> Option<Map<String, Value>> {
    let limits = ReadLimits {
        depth: 16,
        nodes: LONGEST,
    };
    let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
    match json::read(&bytes, &limits) {
        Ok(json::Value::Object(_)) => serde_json::from_slice(&bytes).ok(),
        _ => None,
    }
}
