//! One connection of a client: bytes go out, and what became of them comes back.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long a client waits for anything. It is no limit of the service's: it tells a hang from a slow machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// A connection, and what of the next answer has arrived.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What became of a request.
#[derive(Debug)]
pub enum Outcome {
    /// A whole answer.
    Answered(Answer),
    /// The connection ended before the first byte of an answer.
    Closed,
    /// Anything else, in words.
    Torn(String),
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Whether it says that it is the last one on its connection.
    pub is_last: bool,
    /// The body.
    pub body: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(2_048),
        })
    }

    /// Sends a request and reads its answer.
    pub fn ask(&mut self, request: &[u8]) -> Outcome {
        // A refusal may be on its way while the rest of a request is still being written.
        let _ = self.stream.write_all(request);
        self.answer()
    }

    /// Sends without a look at what comes back.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }

    /// Gives up on a write after so long.
    pub fn hurry(&self, patience: Duration) -> io::Result<()> {
        self.stream.set_write_timeout(Some(patience))
    }

    /// Whether something has arrived or the connection has ended, as far as is known by now.
    pub fn has_news(&self) -> bool {
        let known = self.stream.set_nonblocking(true);
        let peeked = self.stream.peek(&mut [0]);
        let again = self.stream.set_nonblocking(false);
        let is_quiet = matches!(&peeked, Err(error) if error.kind() == ErrorKind::WouldBlock);
        !is_quiet || known.is_err() || again.is_err()
    }

    /// Reads one answer.
    pub fn answer(&mut self) -> Outcome {
        self.buffer.clear();
        match self.whole() {
            Ok(Some(answer)) => Outcome::Answered(answer),
            Ok(None) if self.buffer.is_empty() => Outcome::Closed,
            Ok(None) => Outcome::Torn(format!("{} bytes and no more", self.buffer.len())),
            Err(fault) => Outcome::Torn(fault),
        }
    }

    /// `None` where the connection ends before the answer does.
    fn whole(&mut self) -> Result<Option<Answer>, String> {
        let head = loop {
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
            if !self.more()? {
                return Ok(None);
            }
        };
        let text = String::from_utf8_lossy(&self.buffer[..head]).to_ascii_lowercase();
        let value = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        };
        let status = text.split(' ').nth(1).and_then(|word| word.parse().ok());
        let length = value("content-length").map_or(Some(0), |length| length.parse().ok());
        let is_last = value("connection") == Some("close");
        let (Some(status), Some(length)) = (status, length) else {
            return Err(format!("an answer that nobody can read: {text}"));
        };
        let end = head + 4 + length;
        while self.buffer.len() < end {
            if !self.more()? {
                return Ok(None);
            }
        }
        if self.buffer.len() > end {
            return Err(format!("bytes behind an answer with status {status}"));
        }
        Ok(Some(Answer {
            status,
            is_last,
            body: self.buffer[head + 4..].to_vec(),
        }))
    }

    /// Reads on; false at the end.
    fn more(&mut self) -> Result<bool, String> {
        let mut piece = [0; 4_096];
        loop {
            return match self.stream.read(&mut piece) {
                Ok(0) => Ok(false),
                Ok(length) => {
                    self.buffer.extend_from_slice(&piece[..length]);
                    Ok(true)
                }
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted => continue,
                    ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => Ok(false),
                    _ => Err(format!("no answer: {error}")),
                },
            };
        }
    }
}
