//! A collector that is away, dead or silent costs the service neither time nor memory; the last spans are sent at its end.

use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use super::collector::{Collector, value};
use serde_json::Value;

use super::super::process::{folder, get, harbor, start};
use super::super::support::Setup;
use super::{PARENT, TRACE, answer, quay, setup, traceparent};

#[test]
fn without_a_collector_nothing_is_traced() {
    let settings = Setup::new(quay()).handler(answer);
    let service = settings.set("APP__TELEMETRY__SERVICE_NAME", "quay").build();
    let answer = service.with("/open/1", &[("traceparent", &traceparent("01"))]);
    assert_eq!(answer.json()["traceparent"], Value::Null);
    assert!(!service.log().contains(" span "), "{}", service.log());
}

#[test]
fn a_collector_that_is_away_is_told_of_once_and_found_again() {
    let collector = Collector::start();
    let service = setup(&collector).build();
    let count = |text: &str| service.log().matches(text).count();
    service.get("/open/1");
    let started = Instant::now();
    while collector.posted().is_empty() {
        assert!(started.elapsed() < Duration::from_secs(15));
        std::thread::sleep(Duration::from_millis(20));
    }
    // Long enough for the answer to be heard of.
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(count("takes traces"), 0, "what always went well is no news");
    collector.answers(503);
    let until = |text: &str| {
        let started = Instant::now();
        while count(text) == 0 {
            assert!(
                started.elapsed() < Duration::from_secs(15),
                "{}",
                service.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    service.get("/open/1");
    until("the collector does not take traces: the answer is 503");
    collector.answers(200);
    service.get("/open/1");
    until("the collector takes traces again");
    assert_eq!(count("does not take traces"), 1);
}

#[test]
fn a_dead_collector_holds_no_request() {
    // One address where nobody listens, and one where nobody answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for address in [silent.local_addr().unwrap(), nobody] {
        let service = Setup::new(quay())
            .set("APP__RATE_LIMIT__DEFAULT", "1000000/s")
            .set("APP__TELEMETRY__ENDPOINT", format!("http://{address}"))
            .build();
        let started = Instant::now();
        let mut slowest = Duration::ZERO;
        // More than the queue holds.
        for _ in 0..5_000 {
            let before = Instant::now();
            assert_eq!(service.get("/open/1").status, 200);
            slowest = slowest.max(before.elapsed());
        }
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "{:?}",
            started.elapsed()
        );
        assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    }
}

/// Bytes that a process has in memory.
#[cfg(target_os = "linux")]
fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
    kilobytes.parse::<u64>().unwrap() * 1_024
}

#[cfg(target_os = "linux")]
#[test]
fn a_dead_collector_costs_a_queue_of_bounded_length() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    let service = start(
        harbor(&folder("queue"), &[])
            .env("APP__TELEMETRY__ENDPOINT", format!("http://{address}"))
            .env("OTEL_BSP_SCHEDULE_DELAY", "50"),
    );
    // What a span keeps and a line of the log does not, whose own buffer nobody reads here.
    let state = format!("rojo={},congo={}", "1".repeat(240), "2".repeat(240));
    let headers = format!(
        "traceparent: {}\r\ntracestate: {state}\r\n",
        traceparent("01")
    );
    let flood = |requests: u32| {
        for _ in 0..requests {
            let (status, _) = get(&service.address, "/v1/vessels", &headers);
            assert!(matches!(status, 401 | 429), "{status}");
        }
        memory(service.child.id())
    };
    let full = flood(3_000);
    let later = flood(4_000);
    // Four thousand spans more would be six megabytes.
    assert!(later < full + (3 << 20), "{full} became {later}");
}

#[test]
fn the_last_spans_are_sent_when_the_service_ends() {
    let collector = Collector::start();
    let mut service = start(
        harbor(&folder("spans"), &[])
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url())
            .env("OTEL_SERVICE_NAME", "quay")
            .env(
                "OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment.name=test",
            )
            // Nothing is sent before the end.
            .env("OTEL_BSP_SCHEDULE_DELAY", "600000"),
    );
    let header = format!("traceparent: {}\r\n", traceparent("01"));
    let (status, answer) = get(&service.address, "/traced", &header);
    assert_eq!(status, 200, "{answer}");
    assert!(collector.posted().is_empty());
    let ended = terminate(&mut service.child);
    let (code, sent) = (ended.0, collector.spans());
    assert_eq!(code, Some(0));
    // A span of the team's own, below that of the request.
    let [own, request] = sent.as_slice() else {
        panic!("{sent:#?}");
    };
    assert_eq!(
        (own.span.name.as_str(), own.scope.as_str()),
        ("work", "harbor")
    );
    assert_eq!(
        (request.span.name.as_str(), request.parent_id().as_str()),
        ("GET", PARENT)
    );
    assert_eq!(own.parent_id(), request.span_id());
    assert!(
        answer.ends_with(&format!("00-{TRACE}-{}-01", own.span_id())),
        "{answer}"
    );
    for sent in &sent {
        assert_eq!(sent.trace_id(), TRACE);
        assert_eq!(value(&sent.resource, "service.name"), "quay");
        assert_eq!(value(&sent.resource, "deployment.environment.name"), "test");
    }
}

/// Sends SIGTERM, and says how the process ended and how long that took.
fn terminate(child: &mut std::process::Child) -> (Option<i32>, Duration) {
    let signalled = Command::new("kill")
        .arg("-TERM")
        .arg(child.id().to_string())
        .status();
    assert!(signalled.unwrap().success());
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return (status.code(), started.elapsed());
        }
        assert!(started.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_silent_collector_holds_the_end_of_the_service_for_a_second() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    let mut service = start(
        harbor(&folder("silent"), &[])
            .env("APP__TELEMETRY__ENDPOINT", format!("http://{address}"))
            .env("OTEL_BSP_SCHEDULE_DELAY", "50"),
    );
    assert_eq!(get(&service.address, "/hello", "").0, 200);
    // The collector has a batch and does not answer.
    let held: std::io::Result<(TcpStream, _)> = silent.accept();
    assert!(held.is_ok());
    let (code, took) = terminate(&mut service.child);
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(6), "{took:?}");
}
