//! Where lines wait: a buffer in memory of bounded size, and the thread that takes them to stdout.

use std::io::Write as _;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// Lines that nobody takes are kept up to this many bytes; what comes then is counted and dropped.
const BACKLOG: usize = 8 << 20;
/// How long the writer gathers lines before it writes them in one go.
const GATHER: Duration = Duration::from_millis(5);

/// Lines on their way.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    buffer: Mutex<Buffer>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Buffer {
    lines: String,
    /// Lines dropped since the writer last said so.
    untold: u64,
    /// Lines dropped since the start.
    dropped: u64,
    writing: bool,
}

impl Sink {
    /// Adds a line, or counts it as dropped.
    pub(crate) fn push(&self, write: impl FnOnce(&mut String)) {
        let mut buffer = self.lock();
        if buffer.lines.len() > BACKLOG {
            buffer.untold += 1;
            buffer.dropped += 1;
            return;
        }
        let idle = buffer.lines.is_empty();
        write(&mut buffer.lines);
        drop(buffer);
        if idle {
            self.changed.notify_all();
        }
    }

    pub(crate) fn lines(&self) -> String {
        self.lock().lines.clone()
    }

    pub(crate) fn take(&self) -> String {
        std::mem::take(&mut self.lock().lines)
    }

    pub(crate) fn dropped(&self) -> u64 {
        self.lock().dropped
    }

    /// Waits until everything was passed on, for a second at most.
    pub(crate) fn flush(&self) {
        let waiting = |buffer: &mut Buffer| buffer.writing || !buffer.lines.is_empty();
        let buffer = self.lock();
        let second = Duration::from_secs(1);
        drop(self.changed.wait_timeout_while(buffer, second, waiting));
    }

    /// Writes to stdout what comes in, for as long as the process lives; `lost` words what was dropped meanwhile.
    pub(crate) fn drain(&self, lost: impl Fn(u64) -> String) {
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
                std::mem::take(&mut buffer.untold)
            };
            if dropped > 0 {
                batch.push_str(&lost(dropped));
            }
            let mut stdout = std::io::stdout().lock();
            // Nobody reads stdout any more: there is no other place to say so.
            let _ = stdout.write_all(batch.as_bytes());
            let _ = stdout.flush();
            batch.clear();
            self.lock().writing = false;
            self.changed.notify_all();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Buffer> {
        self.buffer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
