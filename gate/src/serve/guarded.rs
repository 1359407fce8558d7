//! A connection's bytes on their way to hyper and back.
//!
//! In: what a client sends, followed by [`Heads`] or [`Frames`]; what is ambiguous or a flood does not get through. Out:
//! what hyper writes; where it answers in bare words of its own, nothing is sent and the status kept, so that the
//! refusal can be worded like any other. On the way, it is noted whether the client takes what it is sent.

use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::StatusCode;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::frames::Frames;
use super::heads::{Flaw, Heads};
use super::line::{Line, Phase};

/// What is read at once; as much as a record of TLS holds.
const PIECE: usize = 16_384;

/// A stream between hyper and the network.
pub(crate) struct Guarded<S> {
    stream: TokioIo<S>,
    line: Arc<Line>,
    follower: Follower,
    /// Why nothing more is read of an HTTP/1.1 connection.
    refusal: Option<Refusal>,
}

enum Follower {
    Heads(Heads),
    Frames(Frames),
}

/// Why a connection is refused before any request of it was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// A head can be read in two ways.
    Ambiguous(Flaw),
    /// hyper could not read a head, and this is what it would have said.
    Unreadable(StatusCode),
    /// A chunked body cannot be followed to its end; whoever reads it finds out, and answers.
    Body,
}

impl<S> Guarded<S> {
    /// A connection of HTTP/1.1.
    pub(crate) fn heads(stream: S, line: Arc<Line>) -> Self {
        Self::new(stream, line, Follower::Heads(Heads::new()))
    }

    /// A connection of HTTP/2.
    pub(crate) fn frames(stream: S, line: Arc<Line>) -> Self {
        Self::new(stream, line, Follower::Frames(Frames::new()))
    }

    fn new(stream: S, line: Arc<Line>, follower: Follower) -> Self {
        Self {
            stream: TokioIo::new(stream),
            line,
            follower,
            refusal: None,
        }
    }

    pub(crate) fn refusal(&self) -> Option<Refusal> {
        self.refusal
    }

    /// Whether a head has begun to come.
    pub(crate) fn is_within_head(&self) -> bool {
        match &self.follower {
            Follower::Heads(heads) => heads.is_within_head(),
            Follower::Frames(_) => false,
        }
    }

    pub(crate) fn into_stream(self) -> S {
        self.stream.into_inner()
    }

    /// Looks at bytes that have come; says how many of them may pass.
    fn follow(&mut self, bytes: &[u8]) -> usize {
        match &mut self.follower {
            Follower::Heads(heads) => {
                if !bytes.is_empty() && heads.awaits_head() && self.line.phase() == Phase::Idle {
                    self.line.enter(Phase::Head);
                }
                match heads.follow(bytes) {
                    Ok(()) => bytes.len(),
                    Err((flaw, at)) => {
                        self.refusal = Some(match flaw {
                            Flaw::Chunk => Refusal::Body,
                            flaw => Refusal::Ambiguous(flaw),
                        });
                        at
                    }
                }
            }
            Follower::Frames(frames) => {
                if frames.follow(bytes, &self.line).is_ok() {
                    return bytes.len();
                }
                self.line.flood();
                0
            }
        }
    }

    /// What a reader gets once a connection is refused: an end, but not before the answers in front of it are out.
    fn refused(&self) -> Poll<io::Result<()>> {
        if self.refusal != Some(Refusal::Body) && self.refusal.is_some() && !self.line.awaits_head()
        {
            // The flush of the answer wakes this task.
            return Poll::Pending;
        }
        Poll::Ready(Err(io::ErrorKind::InvalidData.into()))
    }

    /// Whether hyper is about to answer something that no service has seen.
    fn speaks_for_itself(&self) -> bool {
        matches!(self.follower, Follower::Heads(_)) && self.line.awaits_head()
    }

    /// Keeps the status of a bare answer in place of sending it.
    fn withhold(&mut self, bytes: &[u8]) {
        let status = bytes
            .get(9..12)
            .and_then(|digits| StatusCode::from_bytes(digits).ok())
            .unwrap_or(StatusCode::BAD_REQUEST);
        // To hyper a head is too large, whatever fills it; in its first line that is the target.
        let status = match &self.follower {
            Follower::Heads(heads)
                if status == StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
                    && heads.is_within_first_line() =>
            {
                StatusCode::URI_TOO_LONG
            }
            _ => status,
        };
        self.refusal.get_or_insert(Refusal::Unreadable(status));
    }

    fn note(&self, wrote: &Poll<io::Result<usize>>) {
        match wrote {
            Poll::Pending => self.line.stuck(),
            Poll::Ready(Ok(bytes)) => self.line.took(*bytes),
            Poll::Ready(Err(_)) => {}
        }
    }
}

impl<S: AsyncRead + Unpin> Read for Guarded<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.refusal.is_some() || this.line.is_flooded() {
            return this.refused();
        }
        let mut space = [MaybeUninit::uninit(); PIECE];
        let room = buffer.remaining().min(PIECE);
        let mut piece = ReadBuf::uninit(space.get_mut(..room).unwrap_or_default());
        ready!(Pin::new(this.stream.inner_mut()).poll_read(context, &mut piece))?;
        let bytes = piece.filled();
        let passed = this.follow(bytes);
        if passed == 0 && !bytes.is_empty() {
            return this.refused();
        }
        buffer.put_slice(bytes.get(..passed).unwrap_or_default());
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> Write for Guarded<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.speaks_for_itself() {
            this.withhold(bytes);
            return Poll::Ready(Ok(bytes.len()));
        }
        let wrote = Pin::new(&mut this.stream).poll_write(context, bytes);
        this.note(&wrote);
        wrote
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.speaks_for_itself() {
            this.withhold(slices.first().map_or(&[], |slice| slice));
            return Poll::Ready(Ok(slices.iter().map(|slice| slice.len()).sum()));
        }
        let wrote = Pin::new(&mut this.stream).poll_write_vectored(context, slices);
        this.note(&wrote);
        wrote
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let flushed = Pin::new(&mut this.stream).poll_flush(context);
        match flushed {
            Poll::Pending => this.line.stuck(),
            Poll::Ready(_) => {
                this.line.drained();
                if this.line.phase() == Phase::Flush {
                    this.line.enter(Phase::Idle);
                    if this.refusal.is_some() {
                        context.waker().wake_by_ref();
                    }
                }
            }
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.follower {
            // There may be something left to say.
            Follower::Heads(_) => Poll::Ready(Ok(())),
            Follower::Frames(_) => Pin::new(&mut self.stream).poll_shutdown(context),
        }
    }
}
