//! Futures under watch: one that may take only so long, and one whose panic is an answer.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Sleep, sleep};

/// A future with a time limit. The timer is armed only when the future first waits: most handlers never do.
pub(crate) struct Timed<'f, F> {
    future: Pin<&'f mut F>,
    limit: Duration,
    timer: Option<Pin<Box<Sleep>>>,
}

/// The time is over.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Late;

impl<'f, F> Timed<'f, F> {
    pub(crate) fn new(future: Pin<&'f mut F>, limit: Duration) -> Self {
        Self {
            future,
            limit,
            timer: None,
        }
    }
}

impl<F: Future> Future for Timed<'_, F> {
    type Output = Result<F::Output, Late>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(output) = self.future.as_mut().poll(context) {
            return Poll::Ready(Ok(output));
        }
        let limit = self.limit;
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(limit)));
        timer.as_mut().poll(context).map(|()| Err(Late))
    }
}

/// A future whose panic becomes its output, in words.
pub(crate) struct Caught<'f, F> {
    future: Pin<&'f mut F>,
}

impl<'f, F> Caught<'f, F> {
    pub(crate) fn new(future: Pin<&'f mut F>) -> Self {
        Self { future }
    }
}

impl<F: Future> Future for Caught<'_, F> {
    type Output = Result<F::Output, String>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // After a panic the future is never polled again, so nobody sees what it left half done.
        match catch_unwind(AssertUnwindSafe(|| self.future.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => Poll::Ready(Err(words(panic.as_ref()))),
        }
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", text.unwrap_or("without words"))
}
