//! Bodies that are too large, of another media type, broken, or against their schema.

use axum::body::Bytes;
use http::header::ACCEPT;

use super::ask::{Question, Sent, Service};
use super::case::Case;
use crate::operation::{BodyRule, Media, MediaKind};

/// A media type that no contract declares.
const NO_MEDIA: &str = "application/x-portcullis-none";

/// Of another media type, and of none: 415, and `Accept` says what would do.
pub(crate) async fn media_type(service: &Service, case: &Case) -> Vec<String> {
    if media(service, case).is_empty() || takes_anything(service, case) {
        return Vec::new();
    }
    let mut failures = Vec::new();
    for (what, media_type) in [
        ("a body of an undeclared type", Some(NO_MEDIA)),
        ("a body without a type", None),
    ] {
        // What says nothing of its type is bytes (RFC 9110, section 8.3).
        if media_type.is_none() && takes_bytes(service, case) {
            continue;
        }
        let Some(mut question) = service.honest(case) else {
            return failures;
        };
        question.body = Sent::Whole(Bytes::from_static(b"{}"));
        if let Some(media_type) = media_type {
            content_type(&mut question, media_type);
        }
        match service.wants(what, question, &[415]).await {
            Err(failure) => failures.push(failure),
            Ok(answer) if !answer.headers.contains_key(ACCEPT) => {
                failures.push(format!("{what} was answered without `Accept`"));
            }
            Ok(_) => {}
        }
    }
    failures
}

/// Compressed, as it says: 415. What grows when it is unpacked has no limit.
pub(crate) async fn encoded(service: &Service, case: &Case) -> Vec<String> {
    let Some(mut question) = with_type(service, case) else {
        return Vec::new();
    };
    question.body = Sent::Whole(Bytes::from_static(b"{}"));
    question
        .headers
        .push(("content-encoding".to_owned(), "gzip".to_owned()));
    let answer = service.wants("a compressed body", question, &[415]).await;
    answer.err().into_iter().collect()
}

/// Larger than the limit: 413, whether it says so before or not.
pub(crate) async fn large(service: &Service, case: &Case) -> Vec<String> {
    let limit = service
        .operation(case)
        .limits
        .body
        .unwrap_or(service.boot.settings().limits.body);
    let mut failures = Vec::new();
    let Some(mut question) = with_type(service, case) else {
        return failures;
    };
    question.body = Sent::Announced(limit.saturating_add(1));
    let answer = service
        .wants("a body that says it is too large", question, &[413])
        .await;
    failures.extend(answer.err());
    // What the handler takes as it comes is counted while the handler takes it.
    let is_read = media(service, case)
        .first()
        .is_some_and(|media| media.kind != MediaKind::Bytes);
    if let (true, Ok(limit), Some(mut question)) =
        (is_read, usize::try_from(limit), with_type(service, case))
    {
        question.body = Sent::Streamed(Bytes::from(vec![b' '; limit.saturating_add(1)]));
        let answer = service
            .wants("a body that turns out too large", question, &[413])
            .await;
        failures.extend(answer.err());
    }
    failures
}

/// No JSON, a member twice, and deeper than the limit: 400.
pub(crate) async fn broken(service: &Service, case: &Case) -> Vec<String> {
    let depth = service.boot.settings().limits.json_depth.saturating_add(1);
    let deep = "[".repeat(depth) + &"]".repeat(depth);
    let mut failures = Vec::new();
    for (what, text) in [
        ("half a body", r#"{"portcullis":"#),
        ("a body with a member twice", r#"{"a":1,"a":2}"#),
        ("a body deeper than the limit", deep.as_str()),
        ("a body with something behind it", "{} {}"),
    ] {
        failures.extend(json(service, case, what, text, &[400]).await);
    }
    failures
}

/// JSON of another type: 422.
pub(crate) async fn wrong_type(service: &Service, case: &Case) -> Vec<String> {
    match &case.wrong_type {
        Some(text) => json(service, case, "a body of another type", text, &[422]).await,
        None => Vec::new(),
    }
}

/// A member that is not declared: 422.
pub(crate) async fn unknown_member(service: &Service, case: &Case) -> Vec<String> {
    match &case.unknown_member {
        Some(text) => json(service, case, "a body with an unknown member", text, &[422]).await,
        None => Vec::new(),
    }
}

/// Gives a request the body that its parameters need to be looked at.
pub(crate) fn fill(service: &Service, case: &Case, question: &mut Question) {
    if let (BodyRule::Required(_), Some(media_type)) =
        (service.operation(case).body, &case.media_type)
    {
        content_type(question, media_type);
        question.body = Sent::Whole(Bytes::from_static(b"{}"));
    }
}

async fn json(
    service: &Service,
    case: &Case,
    what: &str,
    text: &str,
    expected: &[u16],
) -> Vec<String> {
    let is_json = media(service, case)
        .first()
        .is_some_and(|media| media.kind == MediaKind::Json);
    let (true, Some(mut question)) = (is_json, with_type(service, case)) else {
        return Vec::new();
    };
    question.body = Sent::Whole(Bytes::copy_from_slice(text.as_bytes()));
    let answer = service.wants(what, question, expected).await;
    answer.err().into_iter().collect()
}

/// An honest request that says what its body is, where there is a body.
fn with_type(service: &Service, case: &Case) -> Option<Question> {
    let media_type = case.media_type.as_deref()?;
    if media(service, case).is_empty() {
        return None;
    }
    let mut question = service.honest(case)?;
    content_type(&mut question, media_type);
    Some(question)
}

pub(crate) fn content_type(question: &mut Question, media_type: &str) {
    let boundary = if media_type.starts_with("multipart/") {
        "; boundary=portcullis"
    } else {
        ""
    };
    question
        .headers
        .push(("content-type".to_owned(), format!("{media_type}{boundary}")));
}

pub(crate) fn media(service: &Service, case: &Case) -> &'static [Media] {
    match service.operation(case).body {
        BodyRule::None => &[],
        BodyRule::Optional(media) | BodyRule::Required(media) => media,
    }
}

fn takes_anything(service: &Service, case: &Case) -> bool {
    media(service, case)
        .iter()
        .any(|media| matches!(media.media_type, "*/*" | "application/*"))
}

fn takes_bytes(service: &Service, case: &Case) -> bool {
    media(service, case)
        .iter()
        .any(|media| media.media_type.starts_with("application/octet-stream"))
}
