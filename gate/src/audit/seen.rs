//! What was told lately, so that a caller's thousandth request does not tell it again.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long something counts as told.
const WINDOW: Duration = Duration::from_mins(10);
/// Places of the table, 32 KiB. Two things that share one displace each other, and are told once too often.
const PLACES: usize = 4_096;

/// A table of hashes, with neither locks nor growth.
#[derive(Debug)]
pub(crate) struct Seen {
    start: Instant,
    hasher: RandomState,
    places: Vec<AtomicU64>,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            start: Instant::now(),
            hasher: RandomState::new(),
            places: std::iter::repeat_with(AtomicU64::default)
                .take(PLACES)
                .collect(),
        }
    }
}

/// Whether something is news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// It was not told in this window of time.
    New,
    /// It was.
    Known,
}

impl Seen {
    /// Whether this is news at `now`; from then on it is not.
    pub(crate) fn look(&self, now: Instant, what: impl Hash) -> News {
        let window = now.saturating_duration_since(self.start).as_secs() / WINDOW.as_secs();
        // An empty place is 0.
        let hash = self.hasher.hash_one((window, what)).max(1);
        let place = usize::try_from(hash % 4_096).unwrap_or_default();
        let Some(place) = self.places.get(place) else {
            return News::New;
        };
        if place.load(Ordering::Relaxed) == hash {
            return News::Known;
        }
        place.store(hash, Ordering::Relaxed);
        News::New
    }
}
