//! API Activity (6003): one event an answered request, whatever the answer was.

use std::fmt::Write as _;

use super::path::on_record;
use super::{
    Answered, CLIENT_LEFT, Metadata, Named, Severity, http_request, number, source, time, trace,
    unmapped, user,
};
use crate::log::text::Plain;

pub(super) fn write(
    line: &mut String,
    metadata: &Metadata,
    named: &Named,
    answered: &Answered<'_>,
) {
    let (activity, status) = (activity(answered.method), answered.status.as_u16());
    let (outcome, action, disposition) = outcome(answered);
    line.push_str(",\"class_uid\":6003,\"category_uid\":6,\"activity_id\":");
    line.push_str(activity);
    line.push_str(",\"type_uid\":6003");
    if activity.len() < 2 {
        line.push('0');
    }
    line.push_str(activity);
    line.push_str(",\"severity_id\":");
    line.push(Severity::of(answered).digit());
    let failed = status >= 400;
    line.push_str(",\"status_id\":");
    line.push(if failed { '2' } else { '1' });
    line.push_str(",\"status_code\":\"");
    number(line, status);
    line.push_str("\",\"action_id\":");
    number(line, action);
    line.push_str(",\"disposition_id\":");
    number(line, disposition);
    line.push_str(",\"duration\":");
    number(line, time(answered.took.as_millis()));
    if let Some(refused) = answered.refused {
        line.push_str(",\"status_detail\":\"");
        line.push_str(refused.reason.word());
        line.push('"');
    }
    metadata.write_about(line, answered.request_id);
    line.push_str(",\"actor\":{\"user\":");
    user(line, answered.caller);
    line.push('}');
    line.push_str(&named.api);
    line.push_str(answered.request_id);
    line.push_str("\"}}");
    http_request(line, answered);
    line.push_str(",\"http_response\":{\"code\":");
    number(line, status);
    line.push('}');
    source(line, answered.address);
    trace(line, answered);
    unmapped(line, "request", named.id, answered);
    line.push_str(",\"outcome\":\"");
    line.push_str(outcome);
    line.push_str("\",\"microseconds\":");
    number(line, time(answered.took.as_micros()));
    if let Some(violations) = answered.refused.map(|refused| refused.violations)
        && violations > 0
    {
        line.push_str(",\"violations\":");
        number(line, violations);
    }
    line.push('}');
}

/// The same for people.
pub(super) fn write_plain(line: &mut String, operation: &str, answered: &Answered<'_>) {
    let path = on_record(answered.path);
    let (method, path) = (Plain(answered.method), Plain(&path));
    let subject = answered.caller.and_then(crate::caller::Caller::subject);
    // Writing to a string does not fail.
    let _ = write!(
        line,
        " {} {method} {path} {operation} {} {}us [{}]",
        answered.status.as_u16(),
        Plain(subject.unwrap_or("-")),
        answered.took.as_micros(),
        answered.request_id
    );
    #[cfg(feature = "otel")]
    if let Some(span) = answered.span {
        span.write_plain(line);
    }
    if let Some(refused) = answered.refused {
        let _ = write!(line, " ({}", refused.reason.word());
        if let Some(cause) = &refused.cause {
            let _ = write!(line, ": {}", Plain(cause));
        }
        line.push(')');
    }
}

/// What a method does, as the class counts: create, read, update, delete, other.
fn activity(method: &str) -> &'static str {
    match method {
        "POST" => "1",
        "GET" | "HEAD" => "2",
        "PUT" | "PATCH" => "3",
        "DELETE" => "4",
        _ => "99",
    }
}

/// What came of it, in a word, as an action (1 allowed, 2 denied, 99 other) and as a disposition (1 allowed, 2 blocked,
/// 27 error, 99 other).
fn outcome(answered: &Answered<'_>) -> (&'static str, u8, u8) {
    let status = answered.status;
    match answered.refused {
        _ if status.is_server_error() => ("failed", 99, 27),
        _ if status.as_u16() == CLIENT_LEFT => ("abandoned", 99, 99),
        Some(_) => ("refused", 2, 2),
        None => ("served", 1, 1),
    }
}
