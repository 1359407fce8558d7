//! What is written down: one line a request, one line a cause, one line an event.
//!
//! Production writes one JSON object a line, development readable text. Lines are made by hand into a shared buffer
//! and written by a thread of their own, so that a request never waits for the reader of stdout. What a line says is
//! decided in [`audit`](crate::audit); no query, header, cookie or body comes here: there is no field that would take
//! them.

use std::fmt::Write as _;
use std::sync::Arc;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

use crate::audit::{Metadata, service};
use crate::operation::Contract;
use crate::request_id::RequestId;

mod sink;
pub(crate) mod text;

use sink::Sink;
use text::Plain;

/// Where lines go, and how they look. A clone writes to the same place.
#[derive(Clone, Debug)]
pub struct Log {
    form: Form,
    metadata: Metadata,
    sink: Arc<Sink>,
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Text,
    /// One object a line, in the classes of the Open Cybersecurity Schema Framework.
    Json,
}

/// How much an event matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It happened as it should.
    Info,
    /// Somebody should look at it.
    Warning,
    /// It went wrong.
    Error,
}

impl Log {
    /// Lines on stdout.
    #[must_use]
    pub fn stdout(form: Form) -> Self {
        let log = Self::memory(form);
        let (sink, metadata) = (Arc::clone(&log.sink), log.metadata.clone());
        thread::spawn(move || sink.drain(|lost| lost_lines(form, &metadata, lost)));
        log
    }

    /// Lines in memory, for tests; see [`Log::lines`].
    #[must_use]
    pub fn memory(form: Form) -> Self {
        Self {
            form,
            metadata: Metadata::default(),
            sink: Arc::new(Sink::default()),
        }
    }

    /// The same log, with the contract's title and version as what the lines speak of.
    #[must_use]
    pub(crate) fn about(mut self, contract: &Contract) -> Self {
        self.metadata = Metadata::new(contract);
        self
    }

    /// What was written and not yet passed on.
    #[must_use]
    pub fn lines(&self) -> String {
        self.sink.lines()
    }

    /// Takes what was written out of memory.
    #[must_use]
    pub fn take(&self) -> String {
        self.sink.take()
    }

    /// How many lines were dropped so far because nobody took what was written.
    pub(crate) fn dropped(&self) -> u64 {
        self.sink.dropped()
    }

    /// Waits until everything was passed on, for a second at most.
    pub fn flush(&self) {
        self.sink.flush();
    }

    /// An event of the service itself: start, stop, a file that was read again.
    pub fn note(&self, level: Level, event: &str, message: &str) {
        self.line(|line, form| match form {
            Form::Json => service::noted(line, &self.metadata, None, level, event, message),
            Form::Text => {
                let _ = write!(line, " {:7} {event}: {}", level.word(), Plain(message));
            }
        });
    }

    /// An event of your own about one request, under its id: `event` is a word that a search finds, `message` is for people.
    /// What a caller must not learn may stand here; a secret may not.
    pub fn note_about(&self, request_id: RequestId, level: Level, event: &str, message: &str) {
        self.line(|line, form| match form {
            Form::Json => {
                let about = Some(request_id);
                service::noted(line, &self.metadata, about, level, event, message);
            }
            Form::Text => {
                let (level, message) = (level.word(), Plain(message));
                let _ = write!(line, " {level:7} {event}: {message} [{request_id}]");
            }
        });
    }

    /// Why a request failed, under its id; the caller learns the id alone.
    pub fn cause(&self, request_id: RequestId, cause: &str) {
        self.cause_within(request_id, cause, "");
    }

    /// The same within a trace: a member of the object, with the comma before it.
    pub(crate) fn cause_within(&self, request_id: RequestId, cause: &str, trace: &str) {
        self.line(|line, form| match form {
            Form::Json => service::failed(line, &self.metadata, request_id, cause, trace),
            Form::Text => {
                let _ = write!(line, " error   failure: {} [{request_id}]", Plain(cause));
            }
        });
    }

    /// What every event says of the service.
    pub(crate) fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// How lines look here.
    pub(crate) fn form(&self) -> Form {
        self.form
    }

    /// One line: `write` adds what comes after the time.
    pub(crate) fn line(&self, write: impl FnOnce(&mut String, Form)) {
        self.sink.push(|line| framed(line, self.form, write));
    }
}

/// A line around what `write` adds: the time before it, the end behind it.
fn framed(line: &mut String, form: Form, write: impl FnOnce(&mut String, Form)) {
    match form {
        Form::Json => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            line.push_str("{\"time\":");
            let now = now.unwrap_or_default().as_millis();
            // Twice as wide a number takes three times as long to write.
            line.push_str(itoa::Buffer::new().format(u64::try_from(now).unwrap_or(u64::MAX)));
            write(line, form);
            line.push_str("}\n");
        }
        Form::Text => {
            // Writing to a string does not fail.
            let _ = write!(line, "{:.3}", Timestamp::now());
            write(line, form);
            line.push('\n');
        }
    }
}

/// One object on a line of its own, for what is written by a process that does not serve.
pub(crate) fn object(write: impl FnOnce(&mut String)) -> String {
    let mut line = String::with_capacity(512);
    framed(&mut line, Form::Json, |line, _| {
        write(line);
    });
    line
}

fn lost_lines(form: Form, metadata: &Metadata, lost: u64) -> String {
    let message = format!("{lost} lines were dropped: nobody took what was written");
    let mut line = String::new();
    framed(&mut line, form, |line, form| match form {
        Form::Json => {
            service::noted(
                line,
                metadata,
                None,
                Level::Warning,
                "lines_dropped",
                &message,
            );
        }
        Form::Text => {
            let _ = write!(line, " warning lines_dropped: {message}");
        }
    });
    line
}

impl Level {
    fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
