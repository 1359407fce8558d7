//! What was told lately, so that a caller's thousandth request does not tell it again.

use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::net::IpAddr;
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

/// Something that may be news.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What<'a> {
    /// A caller passed, from this address: scheme and subject.
    Passed((&'static str, &'a str), Option<IpAddr>),
    /// An operation was refused to an address, for the reason of this number.
    Refused(usize, Option<usize>, Option<IpAddr>),
}

impl What<'_> {
    /// Written in few pieces, for every request of a caller comes by here: what a derived hash writes takes twice as long.
    fn hash(self, mut hasher: impl Hasher, window: u64) -> u64 {
        hasher.write_u64(window);
        let address = match self {
            Self::Passed((scheme, subject), address) => {
                hasher.write(scheme.as_bytes());
                // In no UTF-8: the end of one text is not the beginning of the other.
                hasher.write_u8(0xff);
                hasher.write(subject.as_bytes());
                address
            }
            Self::Refused(reason, operation, address) => {
                hasher.write_u8(0xfe);
                (reason, operation).hash(&mut hasher);
                address
            }
        };
        let bits = match address {
            Some(IpAddr::V4(address)) => address.to_ipv6_mapped().to_bits(),
            Some(IpAddr::V6(address)) => address.to_bits(),
            None => 0,
        };
        hasher.write_u128(bits);
        hasher.finish()
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
    pub(crate) fn look(&self, now: Instant, what: What<'_>) -> News {
        let window = now.saturating_duration_since(self.start).as_secs() / WINDOW.as_secs();
        // An empty place is 0.
        let hash = what.hash(self.hasher.build_hasher(), window).max(1);
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
