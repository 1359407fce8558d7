//! Answers that go on: values flow in as a handler makes them, server-sent events, lines or sequences of JSON flow out.
//!
//! An answer ends when its stream ends, when the client goes away, or in the middle when a value has no JSON form.

mod sequence;

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::mpsc;

use crate::stream::ByteStream;

pub use sequence::JsonSequence;

/// A server-sent event (HTML Living Standard, section 9.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<T> {
    data: T,
    name: Option<String>,
    id: Option<String>,
}

impl<T> Event<T> {
    /// An event that is only data.
    #[must_use]
    pub const fn new(data: T) -> Self {
        Self {
            data,
            name: None,
            id: None,
        }
    }

    /// The same event under a name, which browsers dispatch it by.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The same event with an id, which a client that comes back sends as `Last-Event-ID`.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
}

impl<T> From<T> for Event<T> {
    fn from(data: T) -> Self {
        Self::new(data)
    }
}

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, serde_json::Error>> + Send>>;

/// An answer of server-sent events, `text/event-stream`. Text is sent as it is, everything else as JSON.
pub struct EventStream<T> {
    chunks: Chunks,
    of: PhantomData<fn(T)>,
}

/// An answer of JSON values, one a line: `application/jsonl`, `application/x-ndjson`.
pub struct JsonLines<T> {
    chunks: Chunks,
    of: PhantomData<fn(T)>,
}

impl<T: Serialize + Send + 'static> EventStream<T> {
    /// The events of a stream.
    pub fn from_stream(stream: impl Stream<Item = Event<T>> + Send + 'static) -> Self {
        Self {
            chunks: written(stream, |event: &Event<T>| event.write()),
            of: PhantomData,
        }
    }

    /// An answer and the way to send events on it; up to `room` wait for a slow client.
    #[must_use]
    pub fn channel(room: usize) -> (Sender<Event<T>>, Self) {
        let (sender, receiver) = mpsc::channel(room.max(1));
        (Sender(sender), Self::from_stream(Received(receiver)))
    }
}

impl<T: Serialize + Send + 'static> JsonLines<T> {
    /// The values of a stream.
    pub fn from_stream(stream: impl Stream<Item = T> + Send + 'static) -> Self {
        Self {
            chunks: written(stream, |value: &T| {
                let mut line = serde_json::to_vec(value)?;
                line.push(b'\n');
                Ok(line)
            }),
            of: PhantomData,
        }
    }

    /// An answer and the way to send values on it; up to `room` wait for a slow client.
    #[must_use]
    pub fn channel(room: usize) -> (Sender<T>, Self) {
        let (sender, receiver) = mpsc::channel(room.max(1));
        (Sender(sender), Self::from_stream(Received(receiver)))
    }
}

impl<T> From<EventStream<T>> for ByteStream {
    fn from(events: EventStream<T>) -> Self {
        Self::from_stream(events.chunks)
    }
}

impl<T> From<JsonLines<T>> for ByteStream {
    fn from(lines: JsonLines<T>) -> Self {
        Self::from_stream(lines.chunks)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EventStream")
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JsonLines")
    }
}

/// Sends the values of an answer that goes on. The answer ends when the last sender is dropped.
#[derive(Clone, Debug)]
pub struct Sender<T>(mpsc::Sender<T>);

impl<T> Sender<T> {
    /// Sends a value once there is room for it.
    ///
    /// # Errors
    /// The value, when the client has gone away.
    pub async fn send(&self, value: impl Into<T>) -> Result<(), T> {
        self.0.send(value.into()).await.map_err(|unsent| unsent.0)
    }

    /// Waits until the client has gone away.
    pub async fn closed(&self) {
        self.0.closed().await;
    }
}

impl<T: Serialize> Event<T> {
    /// The event as its lines. Line breaks in a name or an id would begin another field, and are left out.
    fn write(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut text = String::new();
        for (field, value) in [("event", &self.name), ("id", &self.id)] {
            if let Some(value) = value {
                let value = value.replace(['\r', '\n', '\0'], "");
                text.extend([field, ": ", &value, "\n"]);
            }
        }
        let data = match serde_json::to_value(&self.data)? {
            Value::String(text) => text.replace("\r\n", "\n").replace('\r', "\n"),
            value => value.to_string(),
        };
        for line in data.split('\n') {
            text.extend(["data: ", line, "\n"]);
        }
        text.push('\n');
        Ok(text.into_bytes())
    }
}

struct Received<T>(mpsc::Receiver<T>);

impl<T> Stream for Received<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.poll_recv(context)
    }
}

fn written<I: Send + 'static>(
    stream: impl Stream<Item = I> + Send + 'static,
    write: fn(&I) -> Result<Vec<u8>, serde_json::Error>,
) -> Chunks {
    Box::pin(Written {
        stream: Box::pin(stream),
        write,
    })
}

struct Written<I> {
    stream: Pin<Box<dyn Stream<Item = I> + Send>>,
    write: fn(&I) -> Result<Vec<u8>, serde_json::Error>,
}

impl<I> Stream for Written<I> {
    type Item = Result<Bytes, serde_json::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.stream.as_mut().poll_next(context);
        next.map(|item| item.map(|item| (self.write)(&item).map(Bytes::from)))
    }
}
