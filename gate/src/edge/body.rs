//! The body of a request, whole or refused: framing, media type, size, time.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http_body::Body as HttpBody;

use super::negotiate::media_of;
use super::watch::{Late, Timed};
use crate::operation::{BodyRule, Media};
use crate::problem::{Problem, Violation};

/// What the head of a request says about its body.
pub(crate) enum Announced {
    /// There is none.
    Nothing,
    /// One of this media type follows.
    Body(&'static Media),
}

/// Judges the head alone, so that a body which would be refused is never asked for.
pub(crate) fn announced(
    rule: BodyRule,
    headers: &HeaderMap,
    body: &Body,
    limit: u64,
) -> Result<Announced, Problem> {
    let length = content_length(headers)?;
    if length.is_some_and(|length| length > limit) {
        return Err(Problem::content_too_large(limit));
    }
    let has_bytes = length.is_some_and(|length| length > 0)
        || headers.contains_key(TRANSFER_ENCODING)
        || (length.is_none() && !body.is_end_stream());
    let (media, required) = match rule {
        BodyRule::None if has_bytes => {
            return Err(Problem::unreadable(
                "this operation takes no body",
                Vec::new(),
            ));
        }
        BodyRule::None => return Ok(Announced::Nothing),
        BodyRule::Optional(media) => (media, false),
        BodyRule::Required(media) => (media, true),
    };
    if !has_bytes && !headers.contains_key(CONTENT_TYPE) {
        return if required {
            Err(missing())
        } else {
            Ok(Announced::Nothing)
        };
    }
    if headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
    {
        return Err(Problem::unsupported_encoding());
    }
    match media_of(headers, media) {
        Some(media) => Ok(Announced::Body(media)),
        None if !has_bytes && !required => Ok(Announced::Nothing),
        None => {
            let types: Vec<&str> = media.iter().map(|media| media.media_type).collect();
            Err(Problem::unsupported_media_type(&types.join(", ")))
        }
    }
}

fn missing() -> Problem {
    Problem::unreadable(
        "this operation needs a body",
        vec![Violation::new("", "a body is needed")],
    )
}

/// The length that was announced. Two lengths, or one beside a transfer coding, are how requests are smuggled
/// (RFC 9112, section 6.3).
pub(crate) fn content_length(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let mut values = headers.get_all(CONTENT_LENGTH).iter();
    let unreadable = || {
        let fault = Violation::new("/header/content-length", "must be one plain number");
        Problem::unreadable("the length of the body is unclear", vec![fault])
    };
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() || headers.contains_key(TRANSFER_ENCODING) {
        return Err(unreadable());
    }
    let length = value
        .to_str()
        .ok()
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    length
        .and_then(|text| text.parse().ok())
        .map(Some)
        .ok_or_else(unreadable)
}

/// Reads a body up to `limit` bytes within `time`.
pub(crate) async fn read(body: Body, limit: u64, time: Duration) -> Result<Bytes, Problem> {
    let reading = std::pin::pin!(gather(body, limit));
    match Timed::new(reading, time).await {
        Ok(read) => read,
        Err(Late) => Err(Problem::request_timeout()),
    }
}

async fn gather(mut body: Body, limit: u64) -> Result<Bytes, Problem> {
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    let mut total: u64 = 0;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let broken = |_| Problem::unreadable("the body broke off", Vec::new());
        let Ok(data) = frame.map_err(broken)?.into_data() else {
            continue;
        };
        total = total.saturating_add(u64::try_from(data.len()).unwrap_or(u64::MAX));
        if total > limit {
            return Err(Problem::content_too_large(limit));
        }
        // Most bodies come in one piece, which is passed on as it is.
        if first.is_empty() && rest.is_empty() {
            first = data;
        } else {
            if rest.is_empty() {
                rest.extend_from_slice(&first);
            }
            rest.extend_from_slice(&data);
        }
    }
    Ok(if rest.is_empty() {
        first
    } else {
        rest.freeze()
    })
}
