//! The body of a request on its way to whoever reads it, and what becomes of it when nobody reads it to its end.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::Error;
use hyper::body::Incoming;
use tokio::runtime::Handle;
use tokio::time::timeout;

use super::line::Line;

/// How long a client may go on with a body that is not wanted.
const LEAVE: Duration = Duration::from_secs(2);

/// A body of HTTP/1.1 whose length nobody said; it tells when it was read to its end.
pub(crate) struct Arriving {
    body: Incoming,
    line: Arc<Line>,
}

impl Arriving {
    pub(crate) fn new(body: Incoming, line: Arc<Line>) -> Self {
        Self { body, line }
    }
}

impl Body for Arriving {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if frame.is_none() {
            self.line.body_ends();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A body of HTTP/2. What is left of one is taken and thrown away for a while: dropping it would reset the stream behind the
/// answer (RFC 9113, section 8.1), and there are clients that see the reset while they still send, and never the answer.
pub(crate) struct Offer {
    body: Option<Incoming>,
}

impl Offer {
    pub(crate) fn new(body: Incoming) -> Self {
        Self { body: Some(body) }
    }
}

impl Drop for Offer {
    fn drop(&mut self) {
        let rest = self.body.take().filter(|body| !body.is_end_stream());
        // Without a runtime there is no connection either.
        if let (Some(rest), Ok(runtime)) = (rest, Handle::try_current()) {
            runtime.spawn(timeout(LEAVE, discard(rest)));
        }
    }
}

async fn discard(mut body: Incoming) {
    while let Some(Ok(_)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {}
}

impl Body for Offer {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        match &mut self.body {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body
            .as_ref()
            .map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}
