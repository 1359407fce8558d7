//! Bodies that are not held in memory: chunks flow through, in either direction.
//!
//! A request's bytes are counted and timed while the handler takes them, so that a body without an announced length
//! is bounded like any other. An answer's bytes are sent as the handler makes them.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::BoxError;
use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::HeaderValue;
use http_body::Body as HttpBody;
use tokio::time::{Instant, timeout_at};

use crate::problem::Problem;

/// A body of bytes that arrives or leaves in chunks.
///
/// Made from bytes by `into()`, or from a stream by [`ByteStream::from_stream`].
pub struct ByteStream {
    body: Body,
    bound: Option<Bound>,
    media_type: Option<HeaderValue>,
}

/// What a client may send.
#[derive(Clone, Copy, Debug)]
struct Bound {
    limit: u64,
    taken: u64,
    until: Instant,
}

impl ByteStream {
    /// The body of a request: at most `limit` bytes within `time`.
    pub(crate) fn of_request(body: Body, limit: u64, time: Duration) -> Self {
        Self {
            body,
            bound: Some(Bound {
                limit,
                taken: 0,
                until: Instant::now() + time,
            }),
            media_type: None,
        }
    }

    /// Chunks as they come; an error ends the answer in the middle, and the client sees that it broke off.
    pub fn from_stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self::sent(Body::from_stream(stream))
    }

    /// The same bytes under this media type, for an answer that the contract declares as a range such as `image/*`.
    /// A value that no header can carry is ignored, and the bytes are sent as `application/octet-stream`.
    #[must_use]
    pub fn with_media_type(mut self, media_type: &str) -> Self {
        self.media_type = HeaderValue::try_from(media_type).ok();
        self
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// 413 when more comes than the operation takes, 408 when it comes too slowly, 400 when it breaks off. Handlers
    /// pass these on with `?`.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Problem> {
        loop {
            let frame = poll_fn(|context| Pin::new(&mut self.body).poll_frame(context));
            let frame = match &self.bound {
                None => frame.await,
                Some(bound) => timeout_at(bound.until, frame)
                    .await
                    .map_err(|_| Problem::request_timeout())?,
            };
            let Some(frame) = frame else {
                return Ok(None);
            };
            let broken = |_| Problem::unreadable("the body broke off", Vec::new());
            let Ok(data) = frame.map_err(broken)?.into_data() else {
                continue;
            };
            if let Some(bound) = &mut self.bound {
                let length = u64::try_from(data.len()).unwrap_or(u64::MAX);
                bound.taken = bound.taken.saturating_add(length);
                if bound.taken > bound.limit {
                    return Err(Problem::content_too_large(bound.limit));
                }
            }
            return Ok(Some(data));
        }
    }

    /// Everything, in memory: for bodies that are known to be small.
    ///
    /// # Errors
    /// As [`ByteStream::chunk`].
    pub async fn bytes(mut self) -> Result<Bytes, Problem> {
        let Some(first) = self.chunk().await? else {
            return Ok(Bytes::new());
        };
        let mut whole: Option<BytesMut> = None;
        while let Some(chunk) = self.chunk().await? {
            whole
                .get_or_insert_with(|| BytesMut::from(&first[..]))
                .extend_from_slice(&chunk);
        }
        Ok(whole.map_or(first, BytesMut::freeze))
    }

    /// What is sent, and the media type that the handler chose.
    pub(crate) fn into_parts(self) -> (Body, Option<HeaderValue>) {
        (self.body, self.media_type)
    }

    fn sent(body: Body) -> Self {
        Self {
            body,
            bound: None,
            media_type: None,
        }
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ByteStream")
            .field("bound", &self.bound)
            .finish_non_exhaustive()
    }
}

impl Default for ByteStream {
    fn default() -> Self {
        Self::sent(Body::empty())
    }
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        Self::sent(Body::from(bytes))
    }
}

impl From<Vec<u8>> for ByteStream {
    fn from(bytes: Vec<u8>) -> Self {
        Self::sent(Body::from(bytes))
    }
}

impl From<String> for ByteStream {
    fn from(text: String) -> Self {
        Self::sent(Body::from(text))
    }
}

impl From<&'static [u8]> for ByteStream {
    fn from(bytes: &'static [u8]) -> Self {
        Self::sent(Body::from(bytes))
    }
}

impl From<&'static str> for ByteStream {
    fn from(text: &'static str) -> Self {
        Self::sent(Body::from(text))
    }
}
