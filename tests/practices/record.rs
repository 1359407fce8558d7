//! What is on record: row 12.

use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::issuer::Issuer;
use super::{PRODUCTION, add, get, refused, start, without};
use crate::support::http::Request;
use crate::support::service::Service;

/// What the service wrote, once that are so many lines.
#[track_caller]
pub fn lines_of(service: &Service, least: usize) -> String {
    lines_that(service, least, |_| true)
}

/// The lines that speak of a request, once there are so many.
#[track_caller]
pub fn lines_with(service: &Service, id: &str, least: usize) -> String {
    lines_that(service, least, |line| line.contains(id))
}

#[track_caller]
fn lines_that(service: &Service, least: usize, wanted: impl Fn(&str) -> bool) -> String {
    let started = Instant::now();
    loop {
        let lines = service.lines();
        let found: Vec<&str> = lines
            .iter()
            .map(String::as_str)
            .filter(|line| wanted(line))
            .collect();
        if found.len() >= least {
            return found.join("\n");
        }
        assert!(started.elapsed() < Duration::from_secs(5), "{lines:#?}");
        sleep(Duration::from_millis(20));
    }
}

#[test]
fn row_12_traces_are_sent_by_a_service_that_is_built_to() {
    // This one is not: what is set and would not be heeded stops the start, with the way out.
    let collector = "http://127.0.0.1:4318";
    let (code, said) = refused(&[PRODUCTION, &[("APP__TELEMETRY__ENDPOINT", collector)]].concat());
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("APP__TELEMETRY__ENDPOINT: this service is built without the feature `otel`; build it with `--features otel`"),
        "{said}"
    );
    // The variables of a whole platform stop nothing, and are told of; this start fails for another reason, later.
    let variables = without(PRODUCTION, "APP__POLICY__ALLOW_UNREVIEWED");
    let standard = [("OTEL_EXPORTER_OTLP_ENDPOINT", collector)];
    let (code, said) = refused(&[&variables[..], &standard].concat());
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("OTEL_EXPORTER_OTLP_ENDPOINT is set, and this service is built without the feature `otel`")
            && said.contains("nobody has reviewed"),
        "{said}"
    );
}

#[test]
fn row_12_what_happens_is_an_event_a_number_and_a_state() {
    let service = start(&[]);
    let own = Issuer::own();
    let (read, write) = (own.token("parcels:read"), own.token("parcels:write"));
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    for _ in 0..4 {
        service.ask(&get("/depots/busy"));
    }
    // What was done, its class (OCSF), its matter and its reason.
    let rows: Vec<(Request, u64, &str, &str)> = vec![
        (
            get("/parcels").bearer(&read).header("traceparent", trace),
            6_003,
            "",
            "",
        ),
        (
            get("/parcels").bearer("nonsense"),
            3_002,
            "authentication",
            "wrong_credentials",
        ),
        (
            get("/parcels").bearer(&write),
            6_003,
            "authorization",
            "insufficient_scope",
        ),
        (
            add(&write, r#"{"to":"","weight":"hunter2"}"#),
            6_003,
            "validation",
            "invalid",
        ),
        (get("/depots/busy"), 6_003, "throttling", "rate_limited"),
        (add(&write, r#"{"to":"fail","weight":1}"#), 6_008, "", ""),
    ];
    for (request, class, matter, reason) in rows {
        let answer = service.ask(&request);
        let id = answer.header("x-request-id").unwrap();
        let lines = lines_with(&service, id, 1);
        // Two lines at most; the one of this class may be the second.
        let both = if lines.contains(&format!("\"class_uid\":{class}")) {
            lines
        } else {
            lines_with(&service, id, 2)
        };
        let events: Vec<Value> = both
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let event = events
            .iter()
            .find(|event| event["class_uid"] == class)
            .unwrap_or_else(|| panic!("no event of {class}: {both}"));
        assert_eq!(event["metadata"]["correlation_uid"], id, "{event}");
        if !reason.is_empty() {
            assert_eq!(event["unmapped"]["matter"], matter, "{event}");
            assert_eq!(event["unmapped"]["reason"], reason, "{event}");
        }
        if class == 6_003 && matter.is_empty() {
            assert_eq!(event["actor"]["user"]["uid"], "ada", "{event}");
            assert_eq!(event["api"]["operation"], "listParcels", "{event}");
            assert_eq!(event["trace"]["uid"], "0af7651916cd43dd8448eb211c80319c");
        }
        assert!(!both.contains("hunter2") && !both.contains(&read), "{both}");
    }
    // Numbers and health on a port of their own, and not on the other.
    let ask = |path: &str| Request::new("GET", path).send(service.management());
    let numbers = ask("/metrics").text();
    for series in [
        "http_requests_total{operation=\"listParcels\",class=\"2xx\"} 1",
        "gate_refusals_total{operation=\"getBusy\",reason=\"rate_limited\"}",
        "http_request_duration_seconds_bucket{operation=\"listParcels\"",
    ] {
        assert!(numbers.contains(series), "no {series} in {numbers}");
    }
    assert_eq!((ask("/livez").status, ask("/readyz").status), (200, 200));
    for path in ["/metrics", "/livez", "/v3/metrics"] {
        assert_eq!(
            service.ask(&Request::new("GET", path)).status,
            404,
            "{path}"
        );
    }
}
