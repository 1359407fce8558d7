//! What an answer says of its limits: `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11).
//!
//! A policy is named after what it counts: the operation, by its id, or `default` for what is none (the contract's page).
//! No partition key is sent (`pk`, which is optional): the key is who calls, and that is nobody else's business.

use http::header::HeaderName;
use http::{HeaderMap, HeaderValue};

use super::Row;
use crate::limit::Verdict;
use crate::operation::Rate;

pub(crate) const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
pub(crate) const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Says to an answer of an operation what is left of its limit, where it was counted. The limit itself is among the
/// headers that each answer of the operation begins with.
pub(crate) fn say(headers: &mut HeaderMap, row: &Row, verdict: Option<Verdict>) {
    match verdict.and_then(|verdict| left(&row.rate_name, &row.rate, verdict)) {
        Some(left) => drop(headers.insert(RATE_LIMIT, left)),
        None => drop(headers.remove(RATE_LIMIT)),
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

/// What is left of it as `RateLimit`: `t` is the time until one request more may come. No more is left than `q` says that there
/// is: a burst above the rate is an indulgence, and no quota that comes back within `w` (section 4.1.1: `r` is what remains of the
/// policy's quota; section 8.5 has a server say less where more would be a burst).
fn left(name: &str, rate: &Rate, verdict: Verdict) -> Option<HeaderValue> {
    let (remaining, more) = match verdict {
        Verdict::Pass { remaining, more } => (remaining.min(u64::from(rate.requests)), more),
        Verdict::Wait(wait) => (0, wait),
    };
    let seconds = more.as_millis().div_ceil(1_000).max(1);
    let mut text = String::with_capacity(name.len() + 48);
    let mut digits = itoa::Buffer::new();
    text.push_str(name);
    text.push_str(";r=");
    text.push_str(digits.format(remaining));
    text.push_str(";t=");
    text.push_str(digits.format(seconds));
    HeaderValue::try_from(text).ok()
}
