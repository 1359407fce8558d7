//! Parts of a multipart body (RFC 7578): what the edge has read flows in, files and texts for the decoders flow out.
//!
//! Text stays in memory, within the limit that every body has. A file larger than [`IN_MEMORY`] goes to a temporary
//! file that nobody else can open and that vanishes with its last handle, so that an upload never costs its own size
//! in memory.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use crate::decode::{Decode, Pointer, Report};
use crate::json::Value;
use crate::parameter::Shape;
use crate::problem::Problem;
use crate::stream::ByteStream;

/// The most bytes of one file that are kept in memory.
pub(crate) const IN_MEMORY: usize = 64 * 1024;

/// One declared part of a multipart body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartRule {
    /// The name of the form field.
    pub name: &'static str,
    /// How its bytes are read.
    pub content: PartContent,
    /// Whether it may come several times.
    pub repeats: Repeats,
    /// The media types or ranges that are taken, where the contract names any.
    pub media_types: &'static [&'static str],
}

/// How the bytes of a part are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartContent {
    /// As a file: not at all.
    File,
    /// As JSON.
    Json,
    /// As text of a shape.
    Text(Shape),
}

/// Whether parts of one name make a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// One part is the value.
    No,
    /// Each part is an item.
    Yes,
}

/// One part as it came.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// Without parameters, in lower case.
    pub(crate) media_type: String,
    pub(crate) content: Content,
}

/// What a part holds.
#[derive(Debug)]
pub(crate) enum Content {
    Text(Bytes),
    File(FilePart),
}

/// A file of a multipart body. A clone is the same file.
#[derive(Clone)]
pub struct FilePart(Arc<Held>);

struct Held {
    file_name: Option<String>,
    media_type: Option<String>,
    length: u64,
    place: Place,
}

/// Where a file's bytes are.
pub(crate) enum Place {
    Memory(Bytes),
    Disk(TempPath),
}

impl FilePart {
    pub(crate) fn new(
        file_name: Option<String>,
        media_type: Option<String>,
        length: u64,
        place: Place,
    ) -> Self {
        Self(Arc::new(Held {
            file_name,
            media_type,
            length,
            place,
        }))
    }

    /// The name that the client gave it. Anything may stand in it: never use it as a path.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.0.file_name.as_deref()
    }

    /// The media type that the client gave it, parameters included. Nothing has looked whether the bytes are of it.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.0.media_type.as_deref()
    }

    /// How many bytes it has.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.0.length
    }

    /// Its bytes in chunks, from the start; it can be read several times.
    ///
    /// # Errors
    /// An internal problem when the temporary file cannot be read.
    pub async fn open(&self) -> Result<ByteStream, Problem> {
        match &self.0.place {
            Place::Memory(bytes) => Ok(ByteStream::from(bytes.clone())),
            Place::Disk(path) => {
                let file = File::open(path).await.map_err(Problem::internal)?;
                let held = Arc::clone(&self.0);
                Ok(ByteStream::from_stream(Chunks { file, _held: held }))
            }
        }
    }

    /// All its bytes, in memory: for files that are known to be small.
    ///
    /// # Errors
    /// As [`FilePart::open`].
    pub async fn bytes(&self) -> Result<Bytes, Problem> {
        match &self.0.place {
            Place::Memory(bytes) => Ok(bytes.clone()),
            Place::Disk(path) => {
                let bytes = tokio::fs::read(path).await.map_err(Problem::internal)?;
                Ok(Bytes::from(bytes))
            }
        }
    }
}

/// Two handles of one file are equal; two files are not, whatever they hold.
impl PartialEq for FilePart {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for FilePart {}

impl fmt::Debug for FilePart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FilePart")
            .field("file_name", &self.0.file_name)
            .field("media_type", &self.0.media_type)
            .field("length", &self.0.length)
            .finish_non_exhaustive()
    }
}

/// A file, or text that came where a file may stand (within a JSON part, for one): its bytes.
impl Decode for FilePart {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        match value {
            Value::File(file) => Some(file.clone()),
            Value::String(text) => {
                let bytes = Bytes::copy_from_slice(text.as_bytes());
                let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
                Some(Self::new(None, None, length, Place::Memory(bytes)))
            }
            _ => {
                report.mismatch(at, "must be a file");
                None
            }
        }
    }
}

/// How many bytes a file may have: `minLength` and `maxLength` of a binary string.
#[derive(Clone, Copy, Debug)]
pub struct FileSize {
    /// The fewest.
    pub minimum: u64,
    /// The most.
    pub maximum: Option<u64>,
}

/// A file whose size is within bounds.
pub fn file(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    size: &FileSize,
) -> Option<FilePart> {
    let file = FilePart::decode(value, at, report)?;
    if file.length() < size.minimum {
        report.violation(at, format!("must have at least {} bytes", size.minimum));
        return None;
    }
    if let Some(maximum) = size.maximum.filter(|maximum| file.length() > *maximum) {
        report.violation(at, format!("must have at most {maximum} bytes"));
        return None;
    }
    Some(file)
}

/// The bytes of a temporary file, which lives as long as it is read.
struct Chunks {
    file: File,
    _held: Arc<Held>,
}

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut room = vec![0; IN_MEMORY];
        let mut buffer = ReadBuf::new(&mut room);
        if let Err(error) = ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer)) {
            return Poll::Ready(Some(Err(error)));
        }
        let filled = buffer.filled().len();
        room.truncate(filled);
        Poll::Ready((filled > 0).then(|| Ok(Bytes::from(room))))
    }
}
