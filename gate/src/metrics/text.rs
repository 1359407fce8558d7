//! The numbers in the text format of Prometheus, version 0.0.4: each family with what it means, its type, its series.

use std::fmt::{Display, Formatter, Write};
use std::sync::atomic::Ordering;
use std::time::UNIX_EPOCH;

use super::{Metrics, Row};
use crate::audit::reason::Reason;

/// The upper bounds of the duration's buckets, in seconds.
const BOUNDS: [&str; 10] = [
    "0.0005", "0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "1", "5", "10",
];
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

impl Metrics {
    /// Every family; `dropped` lines of the log were lost so far.
    pub(crate) fn text(&self, dropped: u64) -> String {
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
        requests(&mut text, &rows);
        durations(&mut text, &rows);
        refusals(&mut text, &rows);
        let in_flight = self.in_flight.load(Ordering::Relaxed);
        family(
            &mut text,
            "http_requests_in_flight",
            "gauge",
            "Requests that are not answered yet.",
        );
        // Writing to a string does not fail.
        let _ = writeln!(text, "http_requests_in_flight {in_flight}");
        family(
            &mut text,
            "gate_log_lines_dropped_total",
            "counter",
            "Lines of the log that nobody took in time.",
        );
        let _ = writeln!(text, "gate_log_lines_dropped_total {dropped}");
        family(
            &mut text,
            "gate_connections_turned_away_total",
            "counter",
            "Connections of addresses that had enough of them.",
        );
        let turned_away = self.turned_away.load(Ordering::Relaxed);
        let _ = writeln!(text, "gate_connections_turned_away_total {turned_away}");
        family(
            &mut text,
            "gate_build_info",
            "gauge",
            "The contract that is served and the gate that serves it.",
        );
        let (title, version) = (Label(self.contract.title), Label(self.contract.version));
        let gate = env!("CARGO_PKG_VERSION");
        let _ = writeln!(
            text,
            "gate_build_info{{contract=\"{title}\",version=\"{version}\",gate=\"{gate}\"}} 1"
        );
        family(
            &mut text,
            "process_start_time_seconds",
            "gauge",
            "When the process started, in seconds of Unix time.",
        );
        let started = self.started.duration_since(UNIX_EPOCH).unwrap_or_default();
        let _ = writeln!(
            text,
            "process_start_time_seconds {}.{:03}",
            started.as_secs(),
            started.subsec_millis()
        );
        text
    }
}

fn family(text: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn requests(text: &mut String, rows: &[(&str, &Row)]) {
    let name = "http_requests_total";
    family(
        text,
        name,
        "counter",
        "Answered requests by operation and class of status.",
    );
    for (id, row) in rows {
        for (class, counter) in CLASSES.iter().zip(&row.classes) {
            let count = counter.load(Ordering::Relaxed);
            if count > 0 {
                let id = Label(id);
                let _ = writeln!(
                    text,
                    "{name}{{operation=\"{id}\",class=\"{class}\"}} {count}"
                );
            }
        }
    }
}

fn refusals(text: &mut String, rows: &[(&str, &Row)]) {
    let name = "gate_refusals_total";
    family(
        text,
        name,
        "counter",
        "Requests answered with a problem, by operation and reason.",
    );
    for (id, row) in rows {
        for (reason, counter) in Reason::ALL.iter().zip(&row.refusals) {
            let count = counter.load(Ordering::Relaxed);
            if count > 0 {
                let (id, reason) = (Label(id), reason.word());
                let _ = writeln!(
                    text,
                    "{name}{{operation=\"{id}\",reason=\"{reason}\"}} {count}"
                );
            }
        }
    }
}

fn durations(text: &mut String, rows: &[(&str, &Row)]) {
    let name = "http_request_duration_seconds";
    family(
        text,
        name,
        "histogram",
        "From the request's head to the answer's head, by operation.",
    );
    for (id, row) in rows {
        let id = Label(id);
        let mut below = 0;
        for (bound, counter) in BOUNDS.iter().zip(&row.buckets) {
            below += counter.load(Ordering::Relaxed);
            let _ = writeln!(
                text,
                "{name}_bucket{{operation=\"{id}\",le=\"{bound}\"}} {below}"
            );
        }
        // Counters are read one after the other while requests go on; a histogram must not go down.
        let total = row.total().max(below);
        let micros = row.microseconds.load(Ordering::Relaxed);
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

impl Display for Label<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
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
