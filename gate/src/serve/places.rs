//! How many connections there may be, in all and from one address.
//!
//! It is the peer that is counted, whatever it says about whom it speaks for; a trusted proxy brings the connections of
//! all its clients and is bounded by the whole only.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::edge::address::counted;
use crate::settings::Network;

/// Descriptors that are left for files, the log, and connections of our own.
const SPARE: usize = 64;

/// The places of one listener.
#[derive(Debug)]
pub(crate) struct Places {
    all: Arc<Semaphore>,
    by_address: Arc<Mutex<HashMap<IpAddr, u64>>>,
    most_by_address: u64,
    trusted: Vec<Network>,
}

/// A place; it is free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    _one_of_all: OwnedSemaphorePermit,
    address: Option<IpAddr>,
    by_address: Arc<Mutex<HashMap<IpAddr, u64>>>,
}

impl Places {
    /// `most` in all, and `most_by_address` for each address.
    pub(crate) fn new(most: usize, most_by_address: u64, trusted: Vec<Network>) -> Self {
        Self {
            all: Arc::new(Semaphore::new(most)),
            by_address: Arc::new(Mutex::new(HashMap::new())),
            most_by_address,
            trusted,
        }
    }

    /// Waits until one more connection may be accepted.
    pub(crate) async fn free(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.all).acquire_owned().await.ok()
    }

    /// The place of a connection from `address`; `None` when this address has enough of them.
    pub(crate) fn take(&self, free: OwnedSemaphorePermit, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        if self.trusted.iter().any(|network| network.contains(address)) {
            return Some(self.place(free, None));
        }
        let address = counted(Some(address));
        let mut counts = lock(&self.by_address);
        let count = counts.entry(address).or_insert(0);
        if *count >= self.most_by_address {
            return None;
        }
        *count += 1;
        drop(counts);
        Some(self.place(free, Some(address)))
    }

    fn place(&self, free: OwnedSemaphorePermit, address: Option<IpAddr>) -> Place {
        Place {
            _one_of_all: free,
            address,
            by_address: Arc::clone(&self.by_address),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(address) = self.address else {
            return;
        };
        let mut counts = lock(&self.by_address);
        if let Some(count) = counts.get_mut(&address) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(&address);
            }
        }
    }
}

fn lock(counts: &Mutex<HashMap<IpAddr, u64>>) -> MutexGuard<'_, HashMap<IpAddr, u64>> {
    counts.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many connections there can be: as many as were asked for, if the process may open that many files.
pub(crate) fn possible(most: u64) -> usize {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let most = most.min(descriptors().map_or(most, |all| all.saturating_sub(SPARE).max(1)));
    most.min(Semaphore::MAX_PERMITS)
}

/// How many files the process may have open, where the system says so in a file. A service that runs out of them can
/// neither accept nor log.
fn descriptors() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}
