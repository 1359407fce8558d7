//! What is written down: one line a request, one line a cause, one line an event.
//!
//! Production writes one JSON object a line, development readable text. Lines are made by hand into a shared buffer
//! and written by a thread of their own, so that a request never waits for the reader of stdout. No query, header,
//! cookie or body comes here: there is no field that would take them.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::IpAddr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use http::StatusCode;
use jiff::Timestamp;

use crate::request_id::RequestId;

/// Lines that nobody takes are kept up to this many bytes; what comes then is counted and dropped.
const BACKLOG: usize = 8 << 20;
/// How long the writer gathers lines before it writes them in one go.
const GATHER: Duration = Duration::from_millis(2);

/// Where lines go, and how they look. A clone writes to the same place.
#[derive(Clone, Debug)]
pub struct Log {
    form: Form,
    sink: Arc<Sink>,
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Text,
    /// One object a line.
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

#[derive(Debug)]
struct Sink {
    buffer: Mutex<Buffer>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Buffer {
    lines: String,
    dropped: u64,
    writing: bool,
}

/// One request, answered.
#[derive(Debug)]
pub(crate) struct Access<'a> {
    pub(crate) request_id: RequestId,
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) operation: &'a str,
    pub(crate) status: StatusCode,
    pub(crate) took: Duration,
    pub(crate) subject: Option<&'a str>,
    pub(crate) address: Option<IpAddr>,
    /// Why it was refused, where the caller is not told.
    pub(crate) reason: Option<&'a str>,
}

impl Log {
    /// Lines on stdout.
    #[must_use]
    pub fn stdout(form: Form) -> Self {
        let log = Self::memory(form);
        let sink = Arc::clone(&log.sink);
        thread::spawn(move || sink.drain());
        log
    }

    /// Lines in memory, for tests; see [`Log::lines`].
    #[must_use]
    pub fn memory(form: Form) -> Self {
        Self {
            form,
            sink: Arc::new(Sink {
                buffer: Mutex::default(),
                changed: Condvar::new(),
            }),
        }
    }

    /// What was written and not yet passed on.
    #[must_use]
    pub fn lines(&self) -> String {
        self.sink.lock().lines.clone()
    }

    /// Takes what was written out of memory.
    #[must_use]
    pub fn take(&self) -> String {
        std::mem::take(&mut self.sink.lock().lines)
    }

    /// Waits until everything was passed on, for a second at most.
    pub fn flush(&self) {
        let buffer = self.sink.lock();
        drop(
            self.sink
                .changed
                .wait_timeout_while(buffer, Duration::from_secs(1), |buffer| {
                    buffer.writing || !buffer.lines.is_empty()
                }),
        );
    }

    /// An event of the service itself: start, stop, a file that was read again.
    pub fn note(&self, level: Level, event: &str, message: &str) {
        self.line(|line, form| match form {
            Form::Json => {
                let level = level.word();
                let _ = write!(line, ",\"level\":\"{level}\",\"event\":");
                json_text(line, event);
                line.push_str(",\"message\":");
                json_text(line, message);
            }
            Form::Text => {
                let _ = write!(line, " {:7} {event}: {}", level.word(), Plain(message));
            }
        });
    }

    /// Why a request failed, under its id; the caller learns the id alone.
    pub fn cause(&self, request_id: RequestId, cause: &str) {
        self.line(|line, form| match form {
            Form::Json => {
                let _ = write!(line, ",\"level\":\"error\",\"event\":\"failure\",\"request_id\":\"{request_id}\",\"cause\":");
                json_text(line, cause);
            }
            Form::Text => {
                let _ = write!(line, " error   failure: {} [{request_id}]", Plain(cause));
            }
        });
    }

    /// The access line.
    pub(crate) fn access(&self, access: &Access<'_>) {
        let status = access.status.as_u16();
        let micros = access.took.as_micros();
        self.line(|line, form| match form {
            Form::Json => {
                let id = access.request_id;
                let _ = write!(
                    line,
                    ",\"level\":\"info\",\"event\":\"request\",\"request_id\":\"{id}\",\"method\":"
                );
                json_text(line, access.method);
                line.push_str(",\"path\":");
                json_text(line, access.path);
                line.push_str(",\"operation\":");
                json_text(line, access.operation);
                let _ = write!(line, ",\"status\":{status},\"microseconds\":{micros}");
                if let Some(subject) = access.subject {
                    line.push_str(",\"subject\":");
                    json_text(line, subject);
                }
                if let Some(address) = access.address {
                    let _ = write!(line, ",\"address\":\"{address}\"");
                }
                if let Some(reason) = access.reason {
                    line.push_str(",\"reason\":");
                    json_text(line, reason);
                }
            }
            Form::Text => {
                let (method, path, id) =
                    (Plain(access.method), Plain(access.path), access.request_id);
                let who = Plain(access.subject.unwrap_or("-"));
                let _ = write!(
                    line,
                    " {status} {method} {path} {} {who} {micros}us [{id}]",
                    access.operation
                );
                if let Some(reason) = access.reason {
                    let _ = write!(line, " ({})", Plain(reason));
                }
            }
        });
    }

    /// One line: `write` adds what comes after the time.
    fn line(&self, write: impl FnOnce(&mut String, Form)) {
        let now = Timestamp::now();
        let mut buffer = self.sink.lock();
        if buffer.lines.len() > BACKLOG {
            buffer.dropped += 1;
            return;
        }
        let idle = buffer.lines.is_empty();
        let line = &mut buffer.lines;
        // Writing to a string does not fail.
        match self.form {
            Form::Json => {
                let _ = write!(line, "{{\"time\":\"{now:.6}\"");
                write(line, self.form);
                line.push_str("}\n");
            }
            Form::Text => {
                let _ = write!(line, "{now:.3}");
                write(line, self.form);
                line.push('\n');
            }
        }
        drop(buffer);
        if idle {
            self.sink.changed.notify_all();
        }
    }
}

impl Sink {
    fn lock(&self) -> MutexGuard<'_, Buffer> {
        self.buffer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes to stdout what comes in, for as long as the process lives.
    fn drain(&self) {
        let mut batch = String::new();
        loop {
            let waiting = self
                .changed
                .wait_while(self.lock(), |buffer| buffer.lines.is_empty());
            drop(waiting);
            thread::sleep(GATHER);
            let dropped = {
                let mut buffer = self.lock();
                std::mem::swap(&mut buffer.lines, &mut batch);
                buffer.writing = true;
                std::mem::take(&mut buffer.dropped)
            };
            let mut stdout = std::io::stdout().lock();
            // Nobody reads stdout any more: there is no other place to say so.
            let _ = stdout.write_all(batch.as_bytes());
            if dropped > 0 {
                let _ = writeln!(
                    stdout,
                    "{{\"level\":\"warning\",\"event\":\"lines_dropped\",\"count\":{dropped}}}"
                );
            }
            let _ = stdout.flush();
            batch.clear();
            self.lock().writing = false;
            self.changed.notify_all();
        }
    }
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

/// A JSON string: quotes, backslashes and control characters escaped.
fn json_text(line: &mut String, text: &str) {
    line.push('"');
    // Most texts have nothing to escape, and go over in one piece.
    if text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'))
    {
        line.push_str(text);
        line.push('"');
        return;
    }
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                line.push('\\');
                line.push(character);
            }
            control if control.is_control() || matches!(control, '\u{2028}' | '\u{2029}') => {
                let _ = write!(line, "\\u{:04x}", u32::from(control));
            }
            other => line.push(other),
        }
    }
    line.push('"');
}

/// Text in a readable line: nothing in it can begin a line of its own or speak to the terminal.
struct Plain<'a>(&'a str);

impl std::fmt::Display for Plain<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return formatter.write_str(self.0);
        }
        for character in self.0.chars() {
            if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
                write!(formatter, "{}", character.escape_default())?;
            } else {
                formatter.write_char(character)?;
            }
        }
        Ok(())
    }
}
