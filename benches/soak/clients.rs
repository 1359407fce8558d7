//! The clients: some keep their connections, some come anew each time, some are slow on purpose.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::connection::{Answer, Connection, Outcome};
use super::requests::{Deserved, Dice, Mix, Request, Tokens, get};

/// Between two requests of a client that comes anew each time, so that addresses do not run out.
const BREATH: Duration = Duration::from_millis(10);
/// Faults that one client tells of; more say nothing new.
const TOLD: usize = 5;
/// After the service was told to stop, whoever is still answered goes on for so long at most.
const LAST: Duration = Duration::from_secs(30);

/// What all clients share.
pub struct Course {
    /// Where the service listens.
    pub address: SocketAddr,
    /// What they show.
    pub tokens: Tokens,
    /// How the service is doing.
    pub stage: Stage,
}

/// How the service is doing.
#[derive(Debug, Default)]
pub struct Stage(AtomicU8);

impl Stage {
    const STOPPING: u8 = 1;
    const GONE: u8 = 2;

    /// The service is about to be told to stop.
    pub fn stop(&self) {
        self.0.store(Self::STOPPING, Ordering::SeqCst);
    }

    /// The service takes nothing any more, or should not.
    pub fn end(&self) {
        self.0.store(Self::GONE, Ordering::SeqCst);
    }

    fn is_stopping(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= Self::STOPPING
    }

    fn is_over(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= Self::GONE
    }
}

/// What a client, or all of them, saw.
#[derive(Debug, Default)]
pub struct Tally {
    /// How often which request was answered with which status; 0 stands for an end without an answer.
    pub seen: BTreeMap<(&'static str, u16), u64>,
    /// Undeserved answers.
    pub faults: Vec<String>,
    /// Traces of honest requests that were answered while the service was stopping.
    pub last_answered: Vec<String>,
    /// Traces of honest requests that were not answered because the connection had ended.
    pub unanswered: Vec<String>,
}

impl Tally {
    /// Takes over what another client saw.
    pub fn add(&mut self, other: Self) {
        for (what, count) in other.seen {
            *self.seen.entry(what).or_default() += count;
        }
        self.faults.extend(other.faults);
        self.last_answered.extend(other.last_answered);
        self.unanswered.extend(other.unanswered);
    }

    fn see(&mut self, name: &'static str, status: u16) {
        *self.seen.entry((name, status)).or_default() += 1;
    }

    fn fault(&mut self, name: &str, what: &str) {
        if self.faults.len() < TOLD {
            self.faults.push(format!("{name}: {what}"));
        }
    }
}

/// Whether a client keeps its connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// As long as it can.
    Keeps,
    /// It comes anew for each request.
    ComesAnew,
}

/// A client, until the service is gone.
pub fn client(course: &Course, number: u64, habit: Habit) -> Tally {
    let mut tally = Tally::default();
    let mut mix = Mix::new(&course.tokens, number);
    let (mut own, mut strange) = (None, None);
    let mut stopping_since = None;
    while !course.stage.is_over() {
        if course.stage.is_stopping()
            && stopping_since.get_or_insert_with(Instant::now).elapsed() > LAST
        {
            tally.fault("stop", "the service goes on answering");
            break;
        }
        let goes_on = if mix.is_hostile() {
            hostile(course, &mix.hostile(), &mut strange, &mut tally)
        } else {
            honest(course, &mix.honest(), &mut own, &mut tally)
        };
        if !goes_on {
            break;
        }
        if habit == Habit::ComesAnew {
            (own, strange) = (None, None);
            sleep(BREATH);
        }
    }
    tally
}

/// The connection that there is, or a new one; none where nobody listens any more.
fn connected<'c>(
    course: &Course,
    kept: &'c mut Option<Connection>,
    tally: &mut Tally,
) -> Option<&'c mut Connection> {
    if kept.is_none() {
        match Connection::open(course.address) {
            Ok(new) => *kept = Some(new),
            Err(error) => {
                if !course.stage.is_stopping() {
                    tally.fault("connect", &error.to_string());
                    sleep(BREATH);
                }
            }
        }
    }
    kept.as_mut()
}

/// Sends one honest request; false when the service is gone.
fn honest(
    course: &Course,
    request: &Request,
    kept: &mut Option<Connection>,
    tally: &mut Tally,
) -> bool {
    let Some(connection) = connected(course, kept, tally) else {
        return !course.stage.is_stopping();
    };
    let outcome = connection.ask(&request.bytes);
    // Asked after the answer: what was seen before the order to stop has no excuse.
    let stopping = course.stage.is_stopping();
    match outcome {
        Outcome::Answered(answer) => {
            tally.see(request.name, answer.status);
            if let Err(fault) = deserved(request, &answer) {
                tally.fault(request.name, &fault);
            }
            if answer.is_last {
                if !stopping {
                    tally.fault(request.name, "the connection ends for no reason");
                }
                *kept = None;
            }
            if stopping {
                tally.last_answered.push(request.trace.clone());
            }
        }
        Outcome::Closed => {
            *kept = None;
            if stopping {
                tally.unanswered.push(request.trace.clone());
            } else {
                tally.fault(request.name, "closed without an answer");
            }
        }
        Outcome::Torn(what) => {
            *kept = None;
            tally.fault(request.name, &what);
        }
    }
    true
}

/// Sends one request of a stranger; false when the service is gone.
fn hostile(
    course: &Course,
    request: &Request,
    kept: &mut Option<Connection>,
    tally: &mut Tally,
) -> bool {
    let Some(connection) = connected(course, kept, tally) else {
        return !course.stage.is_stopping();
    };
    let outcome = connection.ask(&request.bytes);
    let stopping = course.stage.is_stopping();
    let mut ends = true;
    match outcome {
        Outcome::Answered(answer) => {
            tally.see(request.name, answer.status);
            if let Err(fault) = deserved(request, &answer) {
                tally.fault(request.name, &fault);
            }
            let has_to_end = matches!(request.deserves, Deserved::End(_));
            if has_to_end && !stopping && !matches!(connection.answer(), Outcome::Closed) {
                tally.fault(request.name, "something follows on the connection");
            }
            ends = answer.is_last || has_to_end;
        }
        // Nobody promised an answer to what is not to be read.
        Outcome::Closed if stopping => {}
        Outcome::Closed => tally.fault(request.name, "closed without an answer"),
        Outcome::Torn(what) => tally.fault(request.name, &what),
    }
    if ends {
        *kept = None;
    }
    true
}

/// Whether an answer is the one that its request deserves.
fn deserved(request: &Request, answer: &Answer) -> Result<(), String> {
    let body = String::from_utf8_lossy(&answer.body);
    let fits = match &request.deserves {
        Deserved::Answer(status, part) => answer.status == *status && body.contains(part.as_str()),
        Deserved::Refusal(statuses) => statuses.contains(&answer.status),
        Deserved::End(status) => answer.status == *status,
    };
    if fits {
        Ok(())
    } else {
        Err(format!("answered with {} {body}", answer.status))
    }
}

/// One way to waste a place, within so long: the status that it was ended with.
type Waste = fn(&Course, Duration) -> Result<u16, String>;

/// A client that wastes places, one after the other, until the service stops.
pub fn slow(course: &Course, number: u64, longest: Duration) -> Tally {
    let mut tally = Tally::default();
    let mut dice = Dice::new(number);
    while !course.stage.is_stopping() {
        let (name, waste): (_, Waste) = match dice.below(4) {
            0 => ("a head, byte by byte", slow_head),
            1 => ("a body, byte by byte", slow_body),
            2 => ("not a word", silent),
            _ => ("answers that nobody reads", unread),
        };
        match waste(course, longest) {
            Ok(status) => tally.see(name, status),
            // What was begun before the end may have been ended by it.
            Err(_) if course.stage.is_stopping() => {}
            Err(fault) => tally.fault(name, &fault),
        }
    }
    tally
}

fn slow_head(course: &Course, longest: Duration) -> Result<u16, String> {
    drip(
        course,
        &get("/v1/vessels/9074729", &course.tokens.good, ""),
        0,
        longest,
    )
}

fn slow_body(course: &Course, longest: Duration) -> Result<u16, String> {
    let token = &course.tokens.good;
    let request = format!(
        "POST /v1/vessels HTTP/1.1\r\nhost: soak\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: 4000\r\n\r\n{}",
        " ".repeat(4_000)
    );
    drip(course, request.as_bytes(), request.len() - 4_000, longest)
}

fn silent(course: &Course, longest: Duration) -> Result<u16, String> {
    drip(course, b"", 0, longest)
}

/// Sends the rest of a request after its first part a byte at a time; 408, or an end without a word where there is nothing to answer.
fn drip(course: &Course, request: &[u8], first: usize, longest: Duration) -> Result<u16, String> {
    let mut connection = Connection::open(course.address).map_err(|error| error.to_string())?;
    let (at_once, rest) = request.split_at(first);
    connection
        .send(at_once)
        .map_err(|error| error.to_string())?;
    let begun = Instant::now();
    let mut rest = rest.iter();
    while !connection.has_news() {
        if begun.elapsed() > longest {
            return Err(format!("nothing happened in {longest:?}"));
        }
        if let Some(byte) = rest.next() {
            // Too late is told by what comes back.
            let _ = connection.send(&[*byte]);
        }
        sleep(Duration::from_millis(100));
    }
    match connection.answer() {
        Outcome::Answered(answer) if answer.status == 408 => Ok(408),
        Outcome::Closed if request.is_empty() => Ok(0),
        other => Err(format!("{other:?}")),
    }
}

/// Asks and asks, and reads nothing.
fn unread(course: &Course, longest: Duration) -> Result<u16, String> {
    let mut connection = Connection::open(course.address).map_err(|error| error.to_string())?;
    let hurried = connection.hurry(Duration::from_millis(200));
    hurried.map_err(|error| error.to_string())?;
    let request = get("/v1/vessels/9074729", &course.tokens.good, "");
    let begun = Instant::now();
    loop {
        match connection.send(&request) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => return Ok(0),
        }
        if begun.elapsed() > longest {
            return Err(format!("still open after {longest:?}"));
        }
    }
}
