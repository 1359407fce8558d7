//! The id of a request: a UUID of version 7 that the gate makes itself.
//!
//! What a client sends as `x-request-id` is never taken over: it would let a stranger choose what the log says.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use uuid::Uuid;

/// The id of one request, shown as a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestId(Uuid);

/// An id has to be unique, not secret: a counter through a keyed hash costs no system call.
static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
static COUNT: AtomicU64 = AtomicU64::new(0);

impl RequestId {
    pub(crate) fn new() -> Self {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let mixed = KEY.hash_one(count).to_be_bytes();
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let millis = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
        let [.., low, lowest] = count.to_be_bytes();
        let mut unique = [low, lowest, 0, 0, 0, 0, 0, 0, 0, 0];
        let [_, _, rest @ ..] = &mut unique;
        rest.copy_from_slice(&mixed);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &unique).into_uuid())
    }

    /// Room for [`RequestId::encode`].
    pub(crate) fn buffer() -> [u8; 36] {
        [0; 36]
    }

    /// The id as text, without an allocation.
    pub(crate) fn encode(self, buffer: &mut [u8; 36]) -> &str {
        self.0.hyphenated().encode_lower(buffer)
    }

    /// The id as a UUID.
    #[must_use]
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(formatter)
    }
}
