//! The frames of an HTTP/2 connection, counted before anybody acts on them.
//!
//! A client may send frames that cost it nothing and us something: resets right behind requests (CVE-2023-44487), pings
//! and settings that want an answer, frames without content (CVE-2019-9511 to 9518). The library bounds what they
//! leave behind; how many of them come is bounded here.

use super::line::Line;

/// Frames of one family that a connection may send between two looks of the sweep, a second apart at most.
const MOST_CONTROL: u32 = 400;
/// Updates of windows are as many as the pieces of our answers.
const MOST_UPDATES: u32 = 40_000;

/// What a client sends before its first frame (RFC 9113, section 3.4).
const PREFACE: usize = 24;
const HEADER: usize = 9;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const WINDOW_UPDATE: u8 = 8;

/// Too many frames that carry nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flood;

/// Where in the stream of frames a connection is, and how many have come.
#[derive(Debug)]
pub(crate) struct Frames {
    /// Bytes of the preface or of a frame's content that are to come.
    skip: usize,
    header: [u8; HEADER],
    have: usize,
    /// When the counting began.
    since: u64,
    control: u32,
    updates: u32,
}

impl Frames {
    pub(crate) fn new() -> Self {
        Self {
            skip: PREFACE,
            header: [0; HEADER],
            have: 0,
            since: 0,
            control: 0,
            updates: 0,
        }
    }

    /// Follows the next bytes.
    pub(crate) fn follow(&mut self, mut bytes: &[u8], line: &Line) -> Result<(), Flood> {
        while !bytes.is_empty() {
            if self.skip > 0 {
                let here = self.skip.min(bytes.len());
                self.skip -= here;
                bytes = bytes.get(here..).unwrap_or_default();
                continue;
            }
            let room = self.header.get_mut(self.have..).unwrap_or_default();
            let here = room.len().min(bytes.len());
            if let (Some(room), Some(part)) = (room.get_mut(..here), bytes.get(..here)) {
                room.copy_from_slice(part);
            }
            self.have += here;
            bytes = bytes.get(here..).unwrap_or_default();
            if self.have == HEADER {
                self.have = 0;
                self.count(line)?;
            }
        }
        Ok(())
    }

    /// Counts the frame whose header is complete.
    fn count(&mut self, line: &Line) -> Result<(), Flood> {
        let [high, middle, low, kind, ..] = self.header;
        self.skip = usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low);
        let now = line.now();
        if now != self.since {
            self.since = now;
            self.control = 0;
            self.updates = 0;
        }
        match kind {
            // What these carry is counted and bounded as requests and bodies.
            HEADERS => {}
            DATA if self.skip > 0 => {}
            WINDOW_UPDATE => self.updates = self.updates.saturating_add(1),
            _ => self.control = self.control.saturating_add(1),
        }
        if self.control > MOST_CONTROL || self.updates > MOST_UPDATES {
            return Err(Flood);
        }
        Ok(())
    }
}
