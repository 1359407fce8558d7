//! The headers that every answer has, and those that say how much of a limit is left.

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderValue};

use crate::limit::Verdict;
use crate::operation::Rate;

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
pub(crate) const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
pub(crate) const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

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

/// The map that every answer begins as a clone of.
pub(crate) fn security() -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(16);
    for (name, value) in SECURITY {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
}

/// A rate as `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers): made once for each operation.
pub(crate) fn policy(name: &str, rate: &Rate) -> Option<HeaderValue> {
    HeaderValue::try_from(format!(
        "\"{name}\";q={};w={}",
        rate.requests,
        rate.per.as_secs().max(1)
    ))
    .ok()
}

/// What is left of it as `RateLimit`.
pub(crate) fn left(name: &str, verdict: Verdict) -> Option<HeaderValue> {
    let (remaining, reset) = match verdict {
        Verdict::Pass { remaining, reset } => (remaining, reset),
        Verdict::Wait(wait) => (0, wait),
    };
    let seconds = reset.as_millis().div_ceil(1_000).max(1);
    HeaderValue::try_from(format!("\"{name}\";r={remaining};t={seconds}")).ok()
}
