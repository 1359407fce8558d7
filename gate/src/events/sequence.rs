//! Sequences of JSON: values flow in as a handler makes them, records that a broken one cannot spoil flow out.

use std::fmt;
use std::marker::PhantomData;

use futures_core::Stream;
use serde::Serialize;
use tokio::sync::mpsc;

use super::{Chunks, Received, Sender, written};
use crate::stream::ByteStream;

/// What begins a record (RFC 7464, section 2.2).
const RECORD_SEPARATOR: u8 = 0x1e;

/// An answer of JSON values, each a record: `application/json-seq` (RFC 7464).
pub struct JsonSequence<T> {
    chunks: Chunks,
    of: PhantomData<fn(T)>,
}

impl<T: Serialize + Send + 'static> JsonSequence<T> {
    /// The values of a stream.
    pub fn from_stream(stream: impl Stream<Item = T> + Send + 'static) -> Self {
        Self {
            chunks: written(stream, |value: &T| {
                let mut record = vec![RECORD_SEPARATOR];
                serde_json::to_writer(&mut record, value)?;
                record.push(b'\n');
                Ok(record)
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

impl<T> From<JsonSequence<T>> for ByteStream {
    fn from(sequence: JsonSequence<T>) -> Self {
        Self::from_stream(sequence.chunks)
    }
}

impl<T> fmt::Debug for JsonSequence<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JsonSequence")
    }
}
