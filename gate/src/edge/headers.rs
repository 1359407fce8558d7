//! The headers that every answer has.

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderValue};

use super::allowance::{RATE_LIMIT, RATE_LIMIT_POLICY};

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The list of OWASP's REST security cheat sheet. A handler's own header of the same name replaces one of these.
const SECURITY: [(HeaderName, &str); 9] = [
    (CACHE_CONTROL, "no-store"),
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
    ),
    (REFERRER_POLICY, "no-referrer"),
    (
        STRICT_TRANSPORT_SECURITY,
        "max-age=63072000; includeSubDomains",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
];

/// The map that every answer of an operation begins as a clone of: the list, the operation's limit, and places that are
/// filled in for each answer or taken out again.
pub(crate) fn of_operation(policy: Option<HeaderValue>) -> HeaderMap {
    let mut headers = security();
    let later = HeaderValue::from_static("");
    headers.insert(CONTENT_TYPE, later.clone());
    headers.insert(REQUEST_ID, later.clone());
    if let Some(policy) = policy {
        headers.insert(RATE_LIMIT_POLICY, policy);
        headers.insert(RATE_LIMIT, later);
    }
    headers
}

/// Lays what an answer says of itself over the headers that every answer has.
pub(crate) fn own(headers: &mut HeaderMap, content_type: Option<HeaderValue>, own: HeaderMap) {
    // Most answers have a type and nothing else.
    if content_type.is_none() || !own.is_empty() {
        overlay(headers, own);
    }
    if let Some(content_type) = content_type {
        headers.insert(CONTENT_TYPE, content_type);
    }
}

/// Lays the headers of an answer over those that every answer has: one of the same name replaces them, but for those
/// that are the gate's alone.
pub(crate) fn overlay(headers: &mut HeaderMap, own: HeaderMap) {
    if !own.contains_key(CONTENT_TYPE) {
        headers.remove(CONTENT_TYPE);
    }
    let mut last = None;
    for (name, value) in own {
        // A name stands only where it differs from the one before.
        let (name, is_first) = match (name, last.take()) {
            (Some(name), _) => (name, true),
            (None, Some(name)) => (name, false),
            (None, None) => return,
        };
        let is_ours = name == RATE_LIMIT || name == RATE_LIMIT_POLICY;
        if is_first && !(is_ours && headers.contains_key(&name)) {
            headers.insert(name.clone(), value);
        } else if !is_ours {
            headers.append(name.clone(), value);
        }
        last = Some(name);
    }
}

/// The map that every answer begins as a clone of.
pub(crate) fn security() -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(16);
    for (name, value) in SECURITY {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
}
