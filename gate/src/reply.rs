//! What a handler answers: status, headers and a body, whole or still on its way.
//!
//! The emitted response enums become a [`Reply`]; the edge adds the gate's headers and sends it.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use crate::operation::MediaRange;
use crate::parameter::{Explode, header_text};
use crate::problem::Problem;
use crate::stream::ByteStream;

/// An answer of a handler.
#[derive(Debug)]
pub struct Reply {
    pub(crate) status: StatusCode,
    /// `Content-Type`: beside the other headers, since most answers have no other.
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: ReplyBody,
}

/// The body of an answer.
#[derive(Debug)]
pub(crate) enum ReplyBody {
    /// All of it.
    Whole(Bytes),
    /// Bytes as they are made.
    Stream(Body),
}

impl Reply {
    /// An answer without a body.
    #[must_use]
    pub fn empty(status: StatusCode) -> Self {
        Self {
            status,
            content_type: None,
            headers: HeaderMap::new(),
            body: ReplyBody::Whole(Bytes::new()),
        }
    }

    /// `value` as JSON.
    ///
    /// # Errors
    /// An internal problem when the value has no JSON form.
    pub fn json(
        status: StatusCode,
        media_type: &'static str,
        value: &impl Serialize,
    ) -> Result<Self, Problem> {
        let mut body = Vec::with_capacity(256);
        serde_json::to_writer(&mut body, value).map_err(Problem::internal)?;
        Ok(Self::bytes(status, media_type, Bytes::from(body)))
    }

    /// Text in UTF-8; the charset is added to a `text/…` type that names none.
    #[must_use]
    pub fn text(status: StatusCode, media_type: &'static str, text: String) -> Self {
        let mut reply = Self::bytes(status, media_type, Bytes::from(text));
        if media_type.starts_with("text/") && !media_type.contains("charset") {
            let complete = format!("{media_type}; charset=utf-8");
            if let Ok(value) = HeaderValue::try_from(complete) {
                reply.content_type = Some(value);
            }
        }
        reply
    }

    /// Bytes as they are.
    #[must_use]
    pub fn bytes(status: StatusCode, media_type: &'static str, body: Bytes) -> Self {
        Self::with(status, media_type, ReplyBody::Whole(body))
    }

    /// Bytes as they are made. Where the contract declares a range such as `image/*`, the type is the one that the
    /// stream was given.
    #[must_use]
    pub fn stream(
        status: StatusCode,
        media_type: &'static str,
        body: impl Into<ByteStream>,
    ) -> Self {
        let (body, own) = body.into().into_parts();
        let range = MediaRange::of(media_type);
        let declared = match range {
            MediaRange::One => media_type,
            MediaRange::Several => "application/octet-stream",
        };
        let mut reply = Self::with(status, declared, ReplyBody::Stream(body));
        if let (MediaRange::Several, Some(own)) = (range, own) {
            reply.content_type = Some(own);
        }
        reply
    }

    fn with(status: StatusCode, media_type: &'static str, body: ReplyBody) -> Self {
        Self {
            status,
            content_type: content_type(media_type),
            headers: HeaderMap::new(),
            body,
        }
    }

    /// The same answer with a header more; a name may come several times.
    ///
    /// # Errors
    /// An internal problem when `name` or `value` is not allowed in a header (a line break, for one): what a
    /// handler computed cannot smuggle a second header into the answer.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Problem> {
        let name = HeaderName::try_from(name).map_err(Problem::internal)?;
        let value = HeaderValue::try_from(value).map_err(Problem::internal)?;
        self.headers.append(name, value);
        Ok(self)
    }

    /// The same answer with a header more, written in the `simple` style (`OpenAPI`, "Style Values").
    ///
    /// # Errors
    /// As [`Reply::header`], and for a value that has no simple form: a list of lists, for one.
    pub fn header_value(
        self,
        name: &str,
        value: &impl Serialize,
        explode: Explode,
    ) -> Result<Self, Problem> {
        let text = header_text(value, explode)?;
        self.header(name, &text)
    }

    /// The same answer with a header more, written as JSON: for headers whose contract names a `content`.
    ///
    /// # Errors
    /// As [`Reply::header`].
    pub fn header_json(self, name: &str, value: &impl Serialize) -> Result<Self, Problem> {
        let text = serde_json::to_string(value).map_err(Problem::internal)?;
        self.header(name, &text)
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let body = match self.body {
            ReplyBody::Whole(bytes) => Body::from(bytes),
            ReplyBody::Stream(body) => body,
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        if let Some(content_type) = self.content_type {
            response.headers_mut().insert(CONTENT_TYPE, content_type);
        }
        response
    }
}

/// A media type as the contract spells it. One that is no header value leaves the answer without a type, which `nosniff`
/// turns into bytes for the client.
fn content_type(media_type: &'static str) -> Option<HeaderValue> {
    const JSON: HeaderValue = HeaderValue::from_static("application/json");
    if media_type == "application/json" {
        return Some(JSON);
    }
    // `from_static` spares the copy.
    let is_value = media_type.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    is_value.then(|| HeaderValue::from_static(media_type))
}
