//! What a handler answers: status, headers and a body that is already bytes.
//!
//! The emitted response enums become a [`Reply`]; the edge adds the gate's headers and sends it.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use crate::problem::Problem;

/// An answer of a handler.
#[derive(Clone, Debug)]
pub struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    /// An answer without a body.
    #[must_use]
    pub fn empty(status: StatusCode) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
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
                reply.headers.insert(CONTENT_TYPE, value);
            }
        }
        reply
    }

    /// Bytes as they are.
    #[must_use]
    pub fn bytes(status: StatusCode, media_type: &'static str, body: Bytes) -> Self {
        let mut headers = HeaderMap::with_capacity(4);
        // A media type comes from the contract; one that is no header value leaves the answer without a type,
        // which `nosniff` turns into bytes for the client. `from_static` spares the copy.
        if media_type.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        }
        Self {
            status,
            headers,
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

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}
