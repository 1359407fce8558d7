//! The framing of an HTTP/1.1 connection as its bytes say it, before anybody interprets them.
//!
//! hyper is lenient where RFC 9112 allows it: it takes a bare line feed for the end of a line (section 2.2), forgets a
//! `Content-Length` beside a `Transfer-Encoding` (section 6.3), and one of two equal lengths. Something in front of us may
//! read the same bytes otherwise, and that is how requests are smuggled. So the bytes are followed here on their way to
//! hyper, head by head and body by body, and a head that can be read in two ways does not reach it.

use memchr::memchr_iter;

use super::chunks::Chunks;

/// What makes a head ambiguous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A line ends in a line feed alone.
    BareLineFeed,
    /// A length is no number, or there are several.
    Length,
    /// There is a length and a coding, or there are several codings.
    Coding,
    /// There is a coding other than `chunked`, or it is written in an odd way.
    OtherCoding,
    /// A chunk is not written as one, or what comes behind the last.
    Chunk,
}

impl Flaw {
    /// A sentence for whoever sent it.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::BareLineFeed => "a line of the head does not end in CR LF",
            Self::Length => {
                "the head says the length of the body in a way that cannot be read, or twice"
            }
            Self::Coding => "the head says where the body ends in two ways",
            Self::OtherCoding => "the only transfer coding that is read here is `chunked`",
            Self::Chunk => "the body broke off",
        }
    }

    /// The pointer of what is at fault; empty for what has no name.
    pub(crate) fn place(self) -> &'static str {
        match self {
            Self::Length => "/header/content-length",
            Self::Coding | Self::OtherCoding => "/header/transfer-encoding",
            Self::BareLineFeed | Self::Chunk => "",
        }
    }
}

/// As much of the beginning of a line as is kept when a read ends in its midst.
const KEPT: usize = 64;

/// Where in the stream of requests a connection is.
#[derive(Debug)]
pub(crate) struct Heads {
    state: State,
    /// Lines of the current head so far; empty ones before the first do not count.
    lines: u32,
    length: Option<u64>,
    codings: u32,
    /// The beginning of a line that is not complete.
    kept: [u8; KEPT],
    kept_length: usize,
    /// The last byte of that line.
    last: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Head,
    /// So many bytes of a body follow.
    Body(u64),
    /// A chunked body follows.
    Chunked(Chunks),
    /// A body broke off: nothing behind it is anything.
    Broken,
}

impl Heads {
    pub(crate) fn new() -> Self {
        Self {
            state: State::Head,
            lines: 0,
            length: None,
            codings: 0,
            kept: [0; KEPT],
            kept_length: 0,
            last: 0,
        }
    }

    /// Whether something of a head has come and not all of it.
    pub(crate) fn is_within_head(&self) -> bool {
        self.state == State::Head && (self.lines > 0 || self.kept_length > 0)
    }

    /// Whether the first line of a head has begun and not ended.
    pub(crate) fn is_within_first_line(&self) -> bool {
        self.is_within_head() && self.lines == 0
    }

    /// Whether the next bytes belong to a head.
    pub(crate) fn awaits_head(&self) -> bool {
        self.state == State::Head
    }

    /// Follows the next bytes. Where a head is ambiguous: how many of them come before the line that makes it so.
    pub(crate) fn follow(&mut self, bytes: &[u8]) -> Result<(), (Flaw, usize)> {
        let mut position = 0;
        while let Some(rest) = bytes.get(position..).filter(|rest| !rest.is_empty()) {
            match self.state {
                State::Head => {
                    let here = self.head(rest);
                    position += here.map_err(|(flaw, at)| (flaw, position + at))?;
                }
                State::Body(left) => {
                    let here = u64::try_from(rest.len()).unwrap_or(u64::MAX).min(left);
                    position += usize::try_from(here).unwrap_or(rest.len());
                    self.state = match left - here {
                        0 => State::Head,
                        left => State::Body(left),
                    };
                }
                State::Chunked(mut chunks) => match chunks.follow(rest) {
                    Ok(here) => {
                        position += here;
                        self.state = if chunks.is_done() {
                            State::Head
                        } else {
                            State::Chunked(chunks)
                        };
                    }
                    Err((_, at)) => {
                        self.state = State::Broken;
                        return Err((Flaw::Chunk, position + at));
                    }
                },
                State::Broken => return Err((Flaw::Chunk, position)),
            }
        }
        Ok(())
    }

    /// Follows bytes of a head until it ends or they do; says how many that were.
    fn head(&mut self, bytes: &[u8]) -> Result<usize, (Flaw, usize)> {
        let mut start = 0;
        for end in memchr_iter(b'\n', bytes) {
            let line = bytes.get(start..end).unwrap_or_default();
            let flawed = |flaw| (flaw, start);
            let before = line.last().copied().unwrap_or(self.last);
            if before != b'\r' {
                return Err(flawed(Flaw::BareLineFeed));
            }
            let is_empty = self.kept_length + line.len() == 1;
            if is_empty && self.lines > 0 {
                self.end().map_err(flawed)?;
                return Ok(end + 1);
            }
            if !is_empty {
                self.lines = self.lines.saturating_add(1);
                self.line(line).map_err(flawed)?;
            }
            self.kept_length = 0;
            self.last = 0;
            start = end + 1;
        }
        self.keep(bytes.get(start..).unwrap_or_default());
        Ok(bytes.len())
    }

    /// Keeps the beginning of a line whose end is still to come.
    fn keep(&mut self, part: &[u8]) {
        let Some(last) = part.last() else {
            return;
        };
        self.last = *last;
        let room = self.kept.get_mut(self.kept_length..).unwrap_or_default();
        let taken = room.len().min(part.len());
        if let (Some(room), Some(part)) = (room.get_mut(..taken), part.get(..taken)) {
            room.copy_from_slice(part);
        }
        // A line that is longer than what is kept has this length too, which is enough: it is not empty.
        self.kept_length += taken;
    }

    /// Looks at a whole line; `part` is what this read has of it.
    fn line(&mut self, part: &[u8]) -> Result<(), Flaw> {
        if self.kept_length == 0 {
            return self.field(part);
        }
        let mut line = self.kept;
        let kept = self.kept_length;
        let room = line.get_mut(kept..).unwrap_or_default();
        let taken = room.len().min(part.len());
        if let (Some(room), Some(part)) = (room.get_mut(..taken), part.get(..taken)) {
            room.copy_from_slice(part);
        }
        let is_whole = taken == part.len() && kept < KEPT;
        let line = line.get(..kept + taken).unwrap_or_default();
        // A length that does not fit is no length; any other line is known by its beginning.
        if !is_whole && value(line, b"content-length").is_some() {
            return Err(Flaw::Length);
        }
        self.field(line)
    }

    fn field(&mut self, line: &[u8]) -> Result<(), Flaw> {
        match line.first() {
            Some(b'c' | b'C') => {
                if let Some(value) = value(line, b"content-length") {
                    let length = number(value).ok_or(Flaw::Length)?;
                    if self.length.replace(length).is_some() {
                        return Err(Flaw::Length);
                    }
                }
            }
            Some(b't' | b'T') => {
                if let Some(value) = value(line, b"transfer-encoding") {
                    self.codings = self.codings.saturating_add(1);
                    if !blanks_off(value).eq_ignore_ascii_case(b"chunked") {
                        return Err(Flaw::OtherCoding);
                    }
                }
            }
            _ => {}
        }
        if self.codings > 1 || (self.codings > 0 && self.length.is_some()) {
            return Err(Flaw::Coding);
        }
        Ok(())
    }

    /// The end of a head: what follows is a body, or the next head.
    fn end(&mut self) -> Result<(), Flaw> {
        self.state = match (self.codings, self.length.take()) {
            (0, None | Some(0)) => State::Head,
            (0, Some(length)) => State::Body(length),
            (_, None) => State::Chunked(Chunks::new()),
            (_, Some(_)) => return Err(Flaw::Coding),
        };
        self.lines = 0;
        self.codings = 0;
        self.kept_length = 0;
        self.last = 0;
        Ok(())
    }
}

/// The value of a header line of this name.
fn value<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let (own, rest) = line.split_at_checked(name.len())?;
    let value = rest.strip_prefix(b":")?;
    own.eq_ignore_ascii_case(name).then_some(value)
}

/// RFC 9110, section 5.5: blanks around a value are no part of it. The line still has its carriage return.
fn blanks_off(value: &[u8]) -> &[u8] {
    let value = value.strip_suffix(b"\r").unwrap_or(value);
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let start = value.iter().position(|byte| !is_blank(byte));
    let end = value.iter().rposition(|byte| !is_blank(byte));
    match (start, end) {
        (Some(start), Some(end)) => value.get(start..=end).unwrap_or_default(),
        _ => b"",
    }
}

/// Digits, with blanks around them.
fn number(value: &[u8]) -> Option<u64> {
    let text = str::from_utf8(value.trim_ascii()).ok()?;
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
