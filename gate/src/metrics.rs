//! Numbers for Prometheus: atomics for each operation, written out as text by the management listener.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::StatusCode;

use crate::operation::Contract;

/// Upper bounds of the duration's buckets, in microseconds.
const BOUNDS: [u64; 10] = [
    500, 1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000, 10_000_000,
];
/// The same, as Prometheus writes them: seconds.
const LABELS: [&str; 10] = [
    "0.0005", "0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "1", "5", "10",
];
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// All counters of one service.
#[derive(Debug)]
pub(crate) struct Metrics {
    contract: &'static Contract,
    /// One row an operation, and a last one for requests that reached none.
    rows: Vec<Row>,
    refusals: Vec<AtomicU64>,
    in_flight: AtomicU64,
}

#[derive(Debug, Default)]
struct Row {
    classes: [AtomicU64; 5],
    buckets: [AtomicU64; 10],
    microseconds: AtomicU64,
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
            refusals: std::iter::repeat_with(AtomicU64::default)
                .take(200)
                .collect(),
            in_flight: AtomicU64::new(0),
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

    /// Counts a refusal or a failure by its status.
    pub(crate) fn refused(&self, status: StatusCode) {
        let index = usize::from(status.as_u16()).checked_sub(400);
        if let Some(counter) = index.and_then(|index| self.refusals.get(index)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Everything in the text format of Prometheus, version 0.0.4.
    pub(crate) fn text(&self) -> String {
        let mut text = String::with_capacity(4_096);
        let ids = self
            .contract
            .operations
            .iter()
            .map(|operation| operation.id)
            .chain([""]);
        let rows: Vec<(&str, &Row)> = ids
            .zip(&self.rows)
            .filter(|(_, row)| row.total() > 0)
            .collect();
        // Writing to a string does not fail.
        text.push_str("# TYPE http_requests_total counter\n");
        for (id, row) in &rows {
            for (class, counter) in CLASSES.iter().zip(&row.classes) {
                let count = counter.load(Ordering::Relaxed);
                if count > 0 {
                    let id = Label(id);
                    let _ = writeln!(
                        text,
                        "http_requests_total{{operation=\"{id}\",class=\"{class}\"}} {count}"
                    );
                }
            }
        }
        text.push_str("# TYPE http_request_duration_seconds histogram\n");
        for (id, row) in &rows {
            row.durations(&mut text, id);
        }
        text.push_str("# TYPE gate_refusals_total counter\n");
        for (status, counter) in (400_u32..).zip(&self.refusals) {
            let count = counter.load(Ordering::Relaxed);
            if count > 0 {
                let _ = writeln!(text, "gate_refusals_total{{status=\"{status}\"}} {count}");
            }
        }
        text.push_str("# TYPE http_requests_in_flight gauge\n");
        let _ = writeln!(
            text,
            "http_requests_in_flight {}",
            self.in_flight.load(Ordering::Relaxed)
        );
        text
    }
}

impl Row {
    fn total(&self) -> u64 {
        self.classes
            .iter()
            .map(|counter| counter.load(Ordering::Relaxed))
            .sum()
    }

    fn durations(&self, text: &mut String, id: &str) {
        let id = Label(id);
        let name = "http_request_duration_seconds";
        let mut below = 0;
        for (label, counter) in LABELS.iter().zip(&self.buckets) {
            below += counter.load(Ordering::Relaxed);
            let _ = writeln!(
                text,
                "{name}_bucket{{operation=\"{id}\",le=\"{label}\"}} {below}"
            );
        }
        let total = self.total().max(below);
        let micros = self.microseconds.load(Ordering::Relaxed);
        let _ = writeln!(
            text,
            "{name}_bucket{{operation=\"{id}\",le=\"+Inf\"}} {total}"
        );
        let (seconds, rest) = (micros / 1_000_000, micros % 1_000_000);
        let _ = writeln!(text, "{name}_sum{{operation=\"{id}\"}} {seconds}.{rest:06}");
        let _ = writeln!(text, "{name}_count{{operation=\"{id}\"}} {total}");
    }
}

/// A label's value: backslash, quote and line break escaped.
struct Label<'a>(&'a str);

impl std::fmt::Display for Label<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for character in self.0.chars() {
            match character {
                '\\' => formatter.write_str("\\\\")?,
                '"' => formatter.write_str("\\\"")?,
                '\n' => formatter.write_str("\\n")?,
                other => formatter.write_char(other)?,
            }
        }
        Ok(())
    }
}
