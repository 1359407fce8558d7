//! How often a caller may ask: GCRA over a table of bounded size.
//!
//! A limiter that is a library (`governor`) has no cheap look without a withdrawal, which failed logins need, and
//! bounds its memory only by sweeping; both fall out of the few lines of GCRA itself. The key is a keyed 64-bit hash,
//! so that a request allocates nothing and a stranger cannot choose whose cell to share.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::operation::Rate;

#[cfg(feature = "redis")]
pub(crate) mod shared;

const SHARDS: usize = 16;
/// Cells of one shard: all in all 131,072 callers at once, some 4 MB.
const CELLS: usize = 8_192;
/// Cells that strangers share once a shard is full of callers who are still counted.
const OVERFLOW: usize = 64;
/// A full shard is swept at most this often, so that a flood does not make every request pay for a sweep.
const SWEEP_EVERY: u64 = 1_000_000_000;

/// The counters of one service.
#[derive(Debug)]
pub(crate) struct Limiter {
    start: Instant,
    hasher: RandomState,
    shards: [Mutex<Shard>; SHARDS],
}

#[derive(Debug)]
struct Shard {
    /// By key, the theoretical arrival time in nanoseconds since the start.
    cells: HashMap<u64, u64, BuildHasherDefault<Itself>>,
    overflow: [u64; OVERFLOW],
    swept: u64,
}

/// A key is a keyed hash, and need not be hashed again.
#[derive(Debug, Default)]
struct Itself(u64);

impl Hasher for Itself {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What the limiter says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// May pass; so many more may follow at once, and one more than that after `more`.
    Pass { remaining: u64, more: Duration },
    /// Not before this time has gone by.
    Wait(Duration),
}

impl Limiter {
    pub(crate) fn new() -> Self {
        let shard = || {
            Mutex::new(Shard {
                cells: HashMap::default(),
                overflow: [0; OVERFLOW],
                swept: 0,
            })
        };
        Self {
            start: Instant::now(),
            hasher: RandomState::new(),
            shards: std::array::from_fn(|_| shard()),
        }
    }

    /// The key of whatever is counted.
    pub(crate) fn key(&self, of: impl Hash) -> u64 {
        self.hasher.hash_one(of)
    }

    /// Counts one request.
    pub(crate) fn take(&self, key: u64, rate: &Rate) -> Verdict {
        self.take_at(key, rate, nanoseconds(self.start.elapsed()))
    }

    /// Makes a counter at least so much ahead of now: somebody else has counted more under its name.
    pub(crate) fn raise(&self, key: u64, ahead: Duration) {
        let now = nanoseconds(self.start.elapsed());
        let mut shard = self
            .shard(key)
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let cell = shard.cell(key, now);
        *cell = (*cell).max(now.saturating_add(nanoseconds(ahead)));
    }

    /// Says what `take` would say and counts nothing.
    pub(crate) fn look(&self, key: u64, rate: &Rate) -> Verdict {
        let now = nanoseconds(self.start.elapsed());
        let shard = self
            .shard(key)
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let arrival = match shard.cells.get(&key) {
            Some(arrival) => *arrival,
            None if shard.cells.len() < CELLS => 0,
            None => shard.overflow.get(overflow(key)).copied().unwrap_or(0),
        };
        decide(arrival, rate, now).0
    }

    fn take_at(&self, key: u64, rate: &Rate, now: u64) -> Verdict {
        let mut shard = self
            .shard(key)
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let cell = shard.cell(key, now);
        let (verdict, arrival) = decide(*cell, rate, now);
        *cell = arrival;
        verdict
    }

    fn shard(&self, key: u64) -> &Mutex<Shard> {
        let [first, ..] = &self.shards;
        usize::try_from(key >> 60)
            .ok()
            .and_then(|index| self.shards.get(index))
            .unwrap_or(first)
    }
}

impl Shard {
    fn cell(&mut self, key: u64, now: u64) -> &mut u64 {
        if self.cells.len() >= CELLS && !self.cells.contains_key(&key) {
            if now.saturating_sub(self.swept) >= SWEEP_EVERY {
                self.swept = now;
                self.cells.retain(|_, arrival| *arrival > now);
            }
            if self.cells.len() >= CELLS {
                let [first, rest @ ..] = &mut self.overflow;
                return rest.get_mut(overflow(key).wrapping_sub(1)).unwrap_or(first);
            }
        }
        self.cells.entry(key).or_insert(0)
    }
}

fn overflow(key: u64) -> usize {
    usize::try_from(key).unwrap_or(usize::MAX) % OVERFLOW
}

/// GCRA: the verdict, and the theoretical arrival time to keep.
fn decide(arrival: u64, rate: &Rate, now: u64) -> (Verdict, u64) {
    let Some(interval) = nanoseconds(rate.per).checked_div(u64::from(rate.requests)) else {
        return (Verdict::Wait(rate.per), arrival);
    };
    let interval = interval.max(1);
    let capacity = interval.saturating_mul(u64::from(rate.burst.max(1)));
    let next = arrival.max(now).saturating_add(interval);
    let ahead = next - now;
    if ahead > capacity {
        return (
            Verdict::Wait(Duration::from_nanos(ahead - capacity)),
            arrival,
        );
    }
    let free = capacity - ahead;
    let verdict = Verdict::Pass {
        remaining: free / interval,
        more: Duration::from_nanos(interval - free % interval),
    };
    (verdict, next)
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
