//! A future that runs within a span: whenever it is polled, that span is the current one of its thread.

use std::future::Future;
use std::pin::Pin;
use std::task::{self, Poll};

use opentelemetry::Context;

/// A future within the span of a request, if that has one.
pub(crate) struct Within<F> {
    context: Option<Context>,
    future: F,
}

impl<F> Within<F> {
    pub(crate) fn new(context: Option<Context>, future: F) -> Self {
        Self { context, future }
    }
}

impl<F: Future + Unpin> Future for Within<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<F::Output> {
        let _current = self.context.clone().map(Context::attach);
        Pin::new(&mut self.future).poll(context)
    }
}
