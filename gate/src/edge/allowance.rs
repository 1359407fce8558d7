//! What an answer says of its limits: `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11).
//!
//! A policy is named after what it counts: the operation's id where an operation has a rate of its own, else `default`.
//! No partition key is sent (`pk`, which is optional): the key is who calls, and that is nobody else's business.

use http::header::HeaderName;
use http::{HeaderMap, HeaderValue};

use super::Row;
use crate::limit::Verdict;
use crate::operation::Rate;

pub(crate) const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
pub(crate) const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Says to every answer of an operation what its limit is, and to those that were counted, what is left of it.
pub(crate) fn say(headers: &mut HeaderMap, row: &Row, verdict: Option<Verdict>) {
    if let Some(policy) = &row.rate_policy {
        headers.insert(RATE_LIMIT_POLICY, policy.clone());
    }
    if let Some(left) = verdict.and_then(|verdict| left(&row.rate_name, verdict)) {
        headers.insert(RATE_LIMIT, left);
    }
}

/// A policy's name as a String of RFC 9651, section 3.3.3, quotes included: what is not ASCII is no part of one.
pub(crate) fn name(id: &str) -> String {
    let plain = id
        .chars()
        .filter(|character| matches!(character, ' '..='~'));
    let mut quoted = String::from("\"");
    for character in plain {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

/// A rate as `RateLimit-Policy`: made once for each operation. `name` is quoted already.
pub(crate) fn policy(name: &str, rate: &Rate) -> Option<HeaderValue> {
    HeaderValue::try_from(format!(
        "{name};q={};w={}",
        rate.requests,
        rate.per.as_secs().max(1)
    ))
    .ok()
}

/// What is left of it as `RateLimit`: `t` is the time until one request more may come.
fn left(name: &str, verdict: Verdict) -> Option<HeaderValue> {
    let (remaining, more) = match verdict {
        Verdict::Pass { remaining, more } => (remaining, more),
        Verdict::Wait(wait) => (0, wait),
    };
    let seconds = more.as_millis().div_ceil(1_000).max(1);
    HeaderValue::try_from(format!("{name};r={remaining};t={seconds}")).ok()
}
