//! A chunked body as its bytes say it (RFC 9112, section 7.1), followed to its end so that a head may come behind it.
//!
//! In: the bytes behind a head that says `chunked`. Out: where the body ends, or that nobody can tell. What is taken here is
//! narrower than what hyper takes: wherever the two might see another end of the body, this one sees none, and the
//! connection ends with the request.

/// The longest size of a chunk, in digits.
const DIGITS: u32 = 16;
/// As much of extensions and trailers as a whole body may have, in bytes: nobody reads them.
const IDLE: u32 = 8_192;

/// The body can be read in two ways, or in none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken;

/// Where in a chunked body a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chunks {
    state: State,
    /// Bytes of extensions and trailers so far.
    idle: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// In the size of a chunk: its value and digits so far.
    Size(u64, u32),
    /// In an extension, which follows a size of this value.
    Extension(u64),
    /// Behind the carriage return of a line with this size.
    SizeEnd(u64),
    /// So many bytes of a chunk follow.
    Data(u64),
    /// Behind a chunk, where its line ends.
    DataEnd,
    /// Behind the carriage return of that line.
    DataLineFeed,
    /// At the beginning of a trailer, or of the empty line at the end.
    Trailer,
    /// In the name of a trailer.
    TrailerName,
    /// In the value of a trailer.
    TrailerValue,
    /// Behind the carriage return of a trailer.
    TrailerEnd,
    /// Behind the carriage return of the empty line.
    LastLineFeed,
    /// Behind all of it.
    Done,
}

impl Chunks {
    /// At the first byte of a body.
    pub(crate) const fn new() -> Self {
        Self {
            state: State::Size(0, 0),
            idle: 0,
        }
    }

    /// Whether the body has ended.
    pub(crate) fn is_done(&self) -> bool {
        self.state == State::Done
    }

    /// Follows the next bytes up to the end of the body; says how many of them belong to it. Where it is broken: how
    /// many come before that.
    pub(crate) fn follow(&mut self, bytes: &[u8]) -> Result<usize, (Broken, usize)> {
        let mut position = 0;
        while let Some(byte) = bytes.get(position) {
            match self.state {
                State::Done => break,
                State::Data(left) => {
                    let here = bytes.len() - position;
                    let here = usize::try_from(left).map_or(here, |left| left.min(here));
                    position += here;
                    self.state = match left - u64::try_from(here).unwrap_or(left) {
                        0 => State::DataEnd,
                        left => State::Data(left),
                    };
                }
                state => {
                    self.state = self
                        .next(state, *byte)
                        .map_err(|broken| (broken, position))?;
                    position += 1;
                }
            }
        }
        Ok(position)
    }

    fn next(&mut self, state: State, byte: u8) -> Result<State, Broken> {
        Ok(match (state, byte) {
            (State::Size(size, digits), _) if byte.is_ascii_hexdigit() => {
                if digits == DIGITS {
                    return Err(Broken);
                }
                State::Size(size << 4 | u64::from(digit(byte)), digits + 1)
            }
            (State::Size(size, 1..) | State::Extension(size), b'\r') => State::SizeEnd(size),
            (State::Size(size, 1..), b';') => State::Extension(size),
            (State::Extension(size), _) if is_text(byte) => {
                self.pass()?;
                State::Extension(size)
            }
            (State::SizeEnd(0) | State::TrailerEnd, b'\n') => State::Trailer,
            (State::SizeEnd(size), b'\n') => State::Data(size),
            (State::DataEnd, b'\r') => State::DataLineFeed,
            (State::DataLineFeed, b'\n') => State::Size(0, 0),
            (State::Trailer, b'\r') => State::LastLineFeed,
            (State::Trailer | State::TrailerName, _) if is_token(byte) => {
                self.pass()?;
                State::TrailerName
            }
            (State::TrailerName, b':') => State::TrailerValue,
            (State::TrailerValue, b'\r') => State::TrailerEnd,
            (State::TrailerValue, _) if is_text(byte) => {
                self.pass()?;
                State::TrailerValue
            }
            (State::LastLineFeed, b'\n') => State::Done,
            _ => return Err(Broken),
        })
    }

    /// Counts a byte that means nothing to anybody.
    fn pass(&mut self) -> Result<(), Broken> {
        self.idle += 1;
        if self.idle > IDLE {
            Err(Broken)
        } else {
            Ok(())
        }
    }
}

/// The value of a hexadecimal digit.
fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        _ => byte.to_ascii_lowercase() - b'a' + 10,
    }
}

/// What a value may be written in: no control character but the tabulator.
fn is_text(byte: u8) -> bool {
    byte == b'\t' || (byte >= b' ' && byte != 0x7f)
}

/// RFC 9110, section 5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
