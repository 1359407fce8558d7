//! Numbers for Prometheus: atomics for each operation, written out as text by the management listener.
//!
//! Labels come from the contract and from short lists of the gate's own, so that no caller can make a new series.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use http::StatusCode;

use crate::audit::reason::Reason;
use crate::operation::Contract;

mod text;

/// Upper bounds of the duration's buckets, in microseconds.
const BOUNDS: [u64; 10] = [
    500, 1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000, 10_000_000,
];

/// All counters of one service.
#[derive(Debug)]
pub(crate) struct Metrics {
    contract: &'static Contract,
    /// One row an operation, and a last one for requests that reached none.
    rows: Vec<Row>,
    in_flight: AtomicU64,
    started: SystemTime,
    turned_away: AtomicU64,
}

#[derive(Debug, Default)]
struct Row {
    classes: [AtomicU64; 5],
    buckets: [AtomicU64; 10],
    microseconds: AtomicU64,
    refusals: [AtomicU64; Reason::ALL.len()],
}

/// One request in flight; it is counted until this is dropped.
#[derive(Debug)]
pub(crate) struct InFlight<'a>(&'a AtomicU64);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    pub(crate) fn new(contract: &'static Contract) -> Self {
        Self {
            contract,
            rows: std::iter::repeat_with(Row::default)
                .take(contract.operations.len() + 1)
                .collect(),
            in_flight: AtomicU64::new(0),
            started: SystemTime::now(),
            turned_away: AtomicU64::new(0),
        }
    }

    /// Counts a request as in flight; `None` when `most` are already.
    pub(crate) fn enter(&self, most: u64) -> Option<InFlight<'_>> {
        let entered = InFlight(&self.in_flight);
        (self.in_flight.fetch_add(1, Ordering::Relaxed) < most).then_some(entered)
    }

    /// Counts an answer of an operation, or of none.
    pub(crate) fn answered(&self, operation: Option<usize>, status: StatusCode, took: Duration) {
        let Some(row) = self
            .rows
            .get(operation.unwrap_or(self.contract.operations.len()))
        else {
            return;
        };
        let class = usize::from(status.as_u16() / 100).saturating_sub(1);
        if let Some(counter) = row.classes.get(class) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        row.microseconds.fetch_add(micros, Ordering::Relaxed);
        let bucket = BOUNDS.iter().position(|bound| micros <= *bound);
        if let Some(counter) = bucket.and_then(|bucket| row.buckets.get(bucket)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a refusal or a failure by its reason.
    pub(crate) fn refused(&self, operation: Option<usize>, reason: Reason) {
        let row = operation.unwrap_or(self.contract.operations.len());
        let counters = self.rows.get(row).map(|row| &row.refusals);
        if let Some(counter) = counters.and_then(|counters| counters.get(reason.index())) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a connection that was closed because its address has enough of them.
    pub(crate) fn turned_away(&self) {
        self.turned_away.fetch_add(1, Ordering::Relaxed);
    }
}

impl Row {
    fn total(&self) -> u64 {
        self.classes
            .iter()
            .map(|counter| counter.load(Ordering::Relaxed))
            .sum()
    }
}
