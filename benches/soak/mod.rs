//! An hour's worth of load in miniature: an emitted service between honest clients and strangers, for as long as it is told,
//! and then told to stop while they go on.
//!
//! In: the binary of a service that was emitted from `contract.yaml` and has the handlers of `handlers.rs`. Out: a
//! [`Report`], in which every answer that was not deserved is a fault. Nine of ten requests are honest and have to be
//! answered as the contract says; one is a stranger's and has to get its own refusal. Meanwhile slow clients waste places.
//! At the end, each honest request that got no answer must not be in the service's log either: who sent it may send it
//! again.

mod clients;
mod connection;
mod requests;
mod service;

use std::collections::HashSet;
use std::fmt;
use std::path::Path;
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use clients::{Course, Habit, Stage, Tally, client, slow};
pub use service::{Fault, Patience};
use service::{Service, tokens};

/// How long before the end the log is kept, so that what is in it at the end begins before the stop.
const KEPT: Duration = Duration::from_millis(500);

/// How often the service is looked at after it has settled.
const LOOKS: u32 = 9;

/// How much of it.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How long the service is under load before it is told to stop.
    pub length: Duration,
    /// Clients that keep their connections.
    pub keeping: u64,
    /// Clients that come anew for each request.
    pub coming: u64,
    /// Clients that are slow on purpose.
    pub slow: u64,
    /// How patient the service is with those.
    pub patience: Patience,
}

/// What came of it.
#[derive(Debug)]
pub struct Report {
    /// What the clients saw.
    tally: Tally,
    /// How long they asked before the stop.
    length: Duration,
    /// Resident memory in KiB, and open descriptors: when it had settled, and from then on at even intervals.
    sizes: Vec<(Duration, u64, usize)>,
    /// From the signal to the end of the process.
    stop: Duration,
    /// Everything that was not deserved.
    pub faults: Vec<String>,
}

/// Runs it.
///
/// # Errors
/// When the service does not start, or the system does not say how large it is. What the service does wrong is in the
/// report.
pub fn run(binary: &Path, folder: &Path, plan: &Plan) -> Result<Report, Fault> {
    let tokens = tokens(binary, folder)?;
    let service = Service::start(binary, folder, plan.patience)?;
    let course = Course {
        address: service.address,
        tokens,
        stage: Stage::default(),
    };
    let settled = (plan.length / 4).min(Duration::from_secs(30));
    let patience = plan.patience.head.max(plan.patience.body);
    let longest = Duration::from_secs(patience * 2 + 10);
    let mut tally = Tally::default();
    let (mut sizes, mut length, mut stop) = (Vec::new(), Duration::ZERO, Duration::ZERO);
    let ended = thread::scope(|scope| {
        let course = &course;
        let mut all = Vec::new();
        for number in 0..plan.keeping {
            all.push(scope.spawn(move || client(course, number, Habit::Keeps)));
        }
        for number in plan.keeping..plan.keeping + plan.coming {
            all.push(scope.spawn(move || client(course, number, Habit::ComesAnew)));
        }
        for number in 0..plan.slow {
            all.push(scope.spawn(move || slow(course, number, longest)));
        }
        // Whatever goes wrong here, the clients end.
        let ended = (|| {
            let begun = Instant::now();
            sizes = watch(&service, plan.length, settled)?;
            length = begun.elapsed();
            course.stage.stop();
            let signalled = Instant::now();
            service.terminate()?;
            let ended = service.end()?;
            stop = signalled.elapsed();
            Ok::<_, Fault>(ended)
        })();
        course.stage.end();
        for one in all {
            match one.join() {
                Ok(seen) => tally.add(seen),
                Err(_) => tally.faults.push("a client gave up".to_owned()),
            }
        }
        ended
    });
    let (status, log) = ended?;
    let mut faults = std::mem::take(&mut tally.faults);
    if !status.success() {
        faults.push(format!("the service ended with {status}"));
    }
    faults.extend(lost(&tally, &log));
    faults.extend(missing(&tally, plan));
    Ok(Report {
        tally,
        length,
        sizes,
        stop,
        faults,
    })
}

/// Looks at the service from time to time until it is to be stopped.
fn watch(
    service: &Service,
    length: Duration,
    settled: Duration,
) -> Result<Vec<(Duration, u64, usize)>, Fault> {
    let begun = Instant::now();
    let mut sizes = Vec::new();
    let mut look = || {
        let (memory, descriptors) = service.size()?;
        sizes.push((begun.elapsed(), memory, descriptors));
        Ok::<_, Fault>(())
    };
    sleep(settled);
    look()?;
    let step = length.saturating_sub(settled) / LOOKS;
    for number in 1..=LOOKS {
        if number == LOOKS {
            sleep(step.saturating_sub(KEPT));
            service.keep_log();
            sleep(KEPT);
        } else {
            sleep(step);
        }
        look()?;
    }
    Ok(sizes)
}

/// Requests that were read and not answered, by the service's own log.
fn lost(tally: &Tally, log: &[u8]) -> Vec<String> {
    let mark = requests::TRACE.as_bytes();
    let known: HashSet<&[u8]> = log
        .windows(32)
        .filter(|window| window.starts_with(mark))
        .collect();
    if log.windows(13).any(|window| window == b"lines_dropped") {
        return vec!["the log lost lines, so that nobody can tell which requests were".to_owned()];
    }
    let is_known = |trace: &&String| known.contains(trace.as_bytes());
    let lost = tally.unanswered.iter().filter(is_known).count();
    let unlogged = tally.last_answered.len() - tally.last_answered.iter().filter(is_known).count();
    let mut faults = Vec::new();
    if lost > 0 {
        faults.push(format!("{lost} requests were read and not answered"));
    }
    if unlogged > 0 {
        faults.push(format!(
            "{unlogged} requests were answered and are not in the log"
        ));
    }
    if tally.last_answered.is_empty() {
        faults.push("nobody asked while the service was stopping".to_owned());
    }
    faults
}

/// What should have happened and did not: a soak of nothing proves nothing.
fn missing(tally: &Tally, plan: &Plan) -> Vec<String> {
    let mut wanted = vec![("GET", 200), ("POST", 201), ("one too many", 429)];
    if plan.slow > 0 && plan.length > Duration::from_secs(plan.patience.head * 8) {
        wanted.push(("a head, byte by byte", 408));
    }
    wanted
        .into_iter()
        .filter(|what| !tally.seen.contains_key(what))
        .map(|(name, status)| format!("{name} was never answered with {status}"))
        .collect()
}

impl Report {
    /// By how many KiB the service has grown since it settled: from the most of the first third of the looks to the least of
    /// the last one, since memory comes and goes by some hundred.
    pub fn growth(&self) -> u64 {
        let third = self.sizes.len() / 3;
        let memory = |(_, memory, _): &(Duration, u64, usize)| *memory;
        let most = self.sizes.iter().take(third).map(memory).max();
        let least = self.sizes.iter().rev().take(third).map(memory).min();
        least.unwrap_or(0).saturating_sub(most.unwrap_or(0))
    }

    /// What it needed when it had settled, in KiB.
    pub fn settled(&self) -> u64 {
        self.sizes.first().map_or(0, |(_, memory, _)| *memory)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let honest = |name: &str| matches!(name, "GET" | "POST");
        let count = |wanted: bool| -> u64 {
            let all = self.tally.seen.iter();
            all.filter(|((name, _), _)| honest(name) == wanted)
                .map(|(_, count)| count)
                .sum()
        };
        let (good, strange) = (count(true), count(false));
        let rate = u128::from(good + strange) * 1_000 / self.length.as_millis().max(1);
        writeln!(
            formatter,
            "{good} honest and {strange} hostile requests in {:.0?}, {rate} a second",
            self.length
        )?;
        for ((name, status), count) in &self.tally.seen {
            match status {
                0 => writeln!(formatter, "  {count:9}  end  {name}")?,
                status => writeln!(formatter, "  {count:9}  {status}  {name}")?,
            }
        }
        for (when, memory, descriptors) in &self.sizes {
            writeln!(
                formatter,
                "after {when:.0?}: {memory} KiB, {descriptors} descriptors"
            )?;
        }
        writeln!(
            formatter,
            "stop under load: {:.1?}; {} requests answered meanwhile, {} found their connection closed and can be sent again",
            self.stop,
            self.tally.last_answered.len(),
            self.tally.unanswered.len()
        )?;
        for fault in &self.faults {
            writeln!(formatter, "fault: {fault}")?;
        }
        writeln!(formatter, "{} faults", self.faults.len())
    }
}
