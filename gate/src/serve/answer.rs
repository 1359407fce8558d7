//! The body of an answer on its way to hyper, which tells when it has been handed over.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use axum::Error;
use axum::body::Body;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::line::{Line, Phase, Stream};

/// The most of an answer that HTTP/2 is given at once: what a client does not take waits here, where it is seen, and
/// not in the library's buffers.
const PIECE: usize = 16_384;

/// A body of HTTP/1.1.
pub(crate) struct Answer {
    body: Body,
    line: Arc<Line>,
}

impl Answer {
    pub(crate) fn new(body: Body, line: Arc<Line>) -> Self {
        Self { body, line }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.line.enter(Phase::Flush);
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A body of HTTP/2: one of several at once. It is asked for a piece only when the client has room for one.
pub(crate) struct Offered {
    body: Body,
    /// What is left of a piece that was too large.
    rest: Bytes,
    /// When the last piece was handed over, 0 while the client waits for us.
    offer: Arc<AtomicU64>,
    line: Arc<Line>,
    _stream: Stream,
}

impl Offered {
    pub(crate) fn new(body: Body, line: Arc<Line>, stream: Stream) -> Self {
        Self {
            body,
            rest: Bytes::new(),
            offer: line.offer(),
            line,
            _stream: stream,
        }
    }

    fn piece(&mut self) -> Frame<Bytes> {
        self.offer.store(self.line.now(), Ordering::Relaxed);
        Frame::data(self.rest.split_to(self.rest.len().min(PIECE)))
    }
}

impl HttpBody for Offered {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let this = &mut *self;
        if !this.rest.is_empty() {
            return Poll::Ready(Some(Ok(this.piece())));
        }
        this.offer.store(0, Ordering::Relaxed);
        let frame = ready!(Pin::new(&mut this.body).poll_frame(context));
        Poll::Ready(match frame {
            Some(Ok(frame)) => Some(Ok(match frame.into_data() {
                Ok(data) => {
                    this.rest = data;
                    this.piece()
                }
                Err(frame) => frame,
            })),
            other => other,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let left = u64::try_from(self.rest.len()).unwrap_or(u64::MAX);
        let mut hint = self.body.size_hint();
        if let Some(upper) = hint.upper() {
            hint.set_upper(upper.saturating_add(left));
        }
        hint.set_lower(hint.lower().saturating_add(left));
        hint
    }
}
