//! Traces: what a collector gets of a request, and that a collector never stands in its way.

use std::collections::BTreeSet;
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use gate::opentelemetry::trace::TraceContextExt;
use gate::opentelemetry::{Context, KeyValue};
use gate::{
    Call, Contract, KeyLocation, Operation, Pending, Problem, Reply, Requirement, Scheme,
    SchemeKind, StatusCode, TraceContext,
};
use serde_json::{Value, json};

use super::audit::events;
use super::process::{folder, get, harbor, start};
use super::support::{OPEN, Service, Setup, contract, from, request};
use collector::{Collector, Sent, read, value};

mod collector;

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

fn traceparent(flags: &str) -> String {
    format!("00-{TRACE}-{PARENT}-{flags}")
}

/// Says where in the trace it stands, or fails as its path says.
fn answer(_: usize, call: Call) -> Pending {
    Box::pin(async move {
        let kind = call.path_value("id").unwrap_or_default().to_owned();
        // A handler that waits is polled again, from another place.
        tokio::time::sleep(Duration::from_millis(2)).await;
        let trace = TraceContext::current();
        match kind.as_str() {
            "error" => Err(Problem::internal_because("s3cret-cause")),
            "panic" => panic!("s3cret-cause"),
            "noted" => {
                Context::map_current(|context| {
                    let attribute = KeyValue::new("harbor.berth", 7);
                    context.span().set_attribute(attribute);
                });
                Ok(Reply::empty(StatusCode::NO_CONTENT))
            }
            _ => Reply::json(
                StatusCode::OK,
                "application/json",
                &json!({
                    "traceparent": trace.as_ref().map(TraceContext::traceparent),
                    "tracestate": trace.as_ref().and_then(TraceContext::tracestate),
                }),
            ),
        }
    })
}

fn quay() -> &'static Contract {
    const SECURITY: &[&[Requirement]] = &[&[Requirement {
        scheme: "key",
        scopes: &[],
    }]];
    let schemes = Box::leak(Box::new([Scheme {
        name: "key",
        setting: "key",
        kind: SchemeKind::ApiKey {
            location: KeyLocation::Header,
            name: "x-key",
        },
    }]));
    let json = Operation {
        produces: &["application/json"],
        ..OPEN
    };
    contract(
        schemes,
        vec![
            Operation {
                path: "/open/{id}",
                ..json
            },
            Operation {
                id: "keyed",
                path: "/keyed",
                security: SECURITY,
                ..OPEN
            },
            Operation {
                id: "drafts",
                path: "/drafts?draft=true#x-action=list",
                ..json
            },
        ],
    )
}

fn setup(collector: &Collector) -> Setup {
    Setup::new(quay())
        .handler(answer)
        .set("APP__PROFILE", "production")
        .set("APP__TLS__TERMINATED_UPSTREAM", "true")
        .set("APP__RATE_LIMIT__DEFAULT", "100000/s")
        .set("APP__TELEMETRY__ENDPOINT", collector.url())
}

/// Ends a service, so that all its spans are sent, and gives them with its log.
fn end(service: Service, collector: &Collector) -> (Vec<Sent>, String) {
    let log = service.log();
    drop(service);
    (collector.spans(), log)
}

#[track_caller]
fn only(mut sent: Vec<Sent>) -> Sent {
    assert_eq!(sent.len(), 1, "{sent:#?}");
    sent.remove(0)
}

/// The access lines of a log.
fn lines(log: &str) -> Vec<Value> {
    let mut events = events(log);
    events.retain(|event| event["class_uid"] == 6003);
    events
}

#[test]
fn a_request_is_a_span_below_that_of_its_caller() {
    let collector = Collector::start();
    let service = setup(&collector).build();
    let asked = request(
        "GET",
        "/open/1?token=s3cret",
        &[
            ("traceparent", &traceparent("01")),
            ("tracestate", "congo=t61rcWkgMzE, rojo=00f067aa0ba902b7"),
            ("host", "api.example.com:8443"),
        ],
    );
    let answer = service.send(asked);
    assert_eq!(answer.status, 200);
    let (sent, log) = end(service, &collector);
    let sent = only(sent);
    let span = &sent.span;
    // A server, below the caller's own span.
    assert_eq!((span.kind, span.name.as_str()), (2, "GET /open/{id}"));
    assert_eq!(
        (sent.trace_id().as_str(), sent.parent_id().as_str()),
        (TRACE, PARENT)
    );
    assert!(!sent.span_id().is_empty() && sent.span_id() != PARENT);
    assert_eq!(span.trace_state, "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7");
    assert_eq!(sent.status(), 0);
    assert!(span.end_time_unix_nano - span.start_time_unix_nano >= 2_000_000);
    let mut said: Vec<(String, String)> = span
        .attributes
        .iter()
        .map(|attribute| (attribute.key.clone(), sent.says(&attribute.key)))
        .collect();
    said.sort();
    let id = answer.header("x-request-id");
    let expected = [
        ("http.request.method", "GET"),
        ("http.response.status_code", "200"),
        ("http.route", "/open/{id}"),
        ("network.protocol.version", "1.1"),
        ("portcullis.operation", "open"),
        ("portcullis.request_id", id),
        ("server.address", "api.example.com"),
        ("server.port", "8443"),
        ("url.path", "/open/1"),
        ("url.scheme", "https"),
    ];
    assert_eq!(
        said,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    assert_eq!(sent.scope, "portcullis");
    assert_eq!(value(&sent.resource, "service.name"), "Test \"API\"");
    assert_eq!(value(&sent.resource, "service.version"), "1");
    // The log has the same ids, and so has what a handler passes on.
    let line = &lines(&log)[0];
    assert_eq!(line["trace"]["uid"], TRACE);
    assert_eq!(line["trace"]["span"]["uid"], sent.span_id());
    assert_eq!(line["trace"]["span"]["parent_uid"], PARENT);
    assert_eq!(line["metadata"]["correlation_uid"], id);
    let handed_on = &answer.json()["traceparent"];
    assert_eq!(*handed_on, format!("00-{TRACE}-{}-01", sent.span_id()));
    assert_eq!(answer.json()["tracestate"], span.trace_state);
}

#[test]
fn a_caller_without_a_trace_begins_one() {
    let collector = Collector::start();
    let service = setup(&collector).build();
    let malformed = [
        String::new(),
        traceparent("01").to_uppercase(),
        traceparent("1"),
        traceparent("01-x"),
        traceparent("zz"),
        format!("ff-{TRACE}-{PARENT}-01"),
        format!("00-{}-{PARENT}-01", "0".repeat(32)),
        format!("00-{TRACE}-{}-01", "0".repeat(16)),
        format!("00-{TRACE}-{PARENT}"),
    ];
    for value in &malformed {
        let headers = [("traceparent", value.as_str()), ("tracestate", "rojo=1")];
        assert_eq!(service.with("/open/1", &headers).status, 200);
    }
    // Two of them are none.
    let mut twice = request("GET", "/open/1", &[("traceparent", &traceparent("01"))]);
    let second = http::HeaderValue::from_str(&traceparent("01")).unwrap();
    twice.headers_mut().append("traceparent", second);
    service.send(twice);
    service.get("/open/1");
    let (sent, log) = end(service, &collector);
    let lines = lines(&log);
    assert_eq!(
        (sent.len(), lines.len()),
        (malformed.len() + 2, malformed.len() + 2)
    );
    let traces: BTreeSet<String> = sent.iter().map(Sent::trace_id).collect();
    assert_eq!(traces.len(), sent.len(), "each has a trace of its own");
    for sent in &sent {
        assert_ne!(sent.trace_id(), TRACE);
        assert_eq!(
            (sent.parent_id(), sent.span.trace_state.clone()),
            Default::default()
        );
        let same = |line: &&Value| {
            line["trace"]["uid"] == sent.trace_id()
                && line["trace"]["span"]["uid"] == sent.span_id()
        };
        assert!(lines.iter().any(|line| same(&line)), "{lines:#?}");
    }
}

#[test]
fn a_later_version_and_unknown_flags_are_read_as_far_as_they_are_known() {
    let collector = Collector::start();
    let service = setup(&collector).build();
    let later = format!("cc-{TRACE}-{PARENT}-ff-what-the-future-brings");
    let answer = service.with("/open/1", &[("traceparent", &later)]);
    let (sent, _) = end(service, &collector);
    let sent = only(sent);
    assert_eq!(
        (sent.trace_id().as_str(), sent.parent_id().as_str()),
        (TRACE, PARENT)
    );
    let expected = format!("00-{TRACE}-{}-01", sent.span_id());
    assert_eq!(
        answer.json()["traceparent"],
        expected,
        "flags that mean nothing are not passed on"
    );
}

#[test]
fn a_state_that_cannot_be_read_or_is_too_long_is_not_passed_on() {
    let collector = Collector::start();
    let service = setup(&collector).build();
    let long = format!("rojo={}", "1".repeat(250));
    let too_long = [long.as_str(), &long.replace("rojo", "congo"), "a=1"].join(",");
    let fits = [long.as_str(), &long.replace("rojo", "congo")].join(",");
    for (state, expected) in [
        ("no pair", ""),
        ("=1", ""),
        ("rojo=\u{e9}", ""),
        (too_long.as_str(), ""),
        (fits.as_str(), fits.as_str()),
    ] {
        let headers = [("traceparent", &*traceparent("01")), ("tracestate", state)];
        let answer = service.with("/open/1", &headers);
        let passed_on = answer.json()["tracestate"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert_eq!(passed_on, expected);
    }
    let (sent, _) = end(service, &collector);
    assert!(
        sent.iter().all(|sent| sent.trace_id() == TRACE),
        "the trace is the caller's all the same"
    );
    assert_eq!(sent.len(), 5);
}

#[test]
fn callers_decide_unless_the_sampler_says_otherwise() {
    // Sampler, its argument, then how many of: not sampled by the caller, sampled by the caller, without a trace.
    for (sampler, share, expected) in [
        ("parentbased_always_on", None, [0, 1, 1]),
        ("parentbased_always_off", None, [0, 1, 0]),
        ("parentbased_traceidratio", Some("0"), [0, 1, 0]),
        ("parentbased_traceidratio", Some("1.0"), [0, 1, 1]),
        ("always_on", None, [1, 1, 1]),
        ("always_off", None, [0, 0, 0]),
        ("traceidratio", Some("0"), [0, 0, 0]),
        ("traceidratio", None, [1, 1, 1]),
    ] {
        let sent = [Some("00"), Some("01"), None].map(|flags| {
            let collector = Collector::start();
            let mut setup = setup(&collector).set("APP__TELEMETRY__SAMPLER", sampler);
            if let Some(share) = share {
                setup = setup.set("APP__TELEMETRY__SAMPLER_ARG", share);
            }
            let service = setup.build();
            let value = flags.map(traceparent);
            let headers: Vec<(&str, &str)> = value
                .iter()
                .map(|value| ("traceparent", value.as_str()))
                .collect();
            let answer = service.with("/open/1", &headers);
            let (sent, log) = end(service, &collector);
            // Sent or not, the log and the services behind know the trace.
            let ids = &lines(&log)[0]["trace"];
            let handed_on = answer.json()["traceparent"].as_str().unwrap().to_owned();
            let flag = if sent.is_empty() { "00" } else { "01" };
            let (trace, span) = (
                ids["uid"].as_str().unwrap(),
                ids["span"]["uid"].as_str().unwrap(),
            );
            assert_eq!(handed_on, format!("00-{trace}-{span}-{flag}"), "{sampler}");
            assert!(flags.is_none() || trace == TRACE);
            sent.len()
        });
        assert_eq!(sent, expected, "{sampler} {share:?}");
    }
}

#[test]
fn refusals_and_failures_are_spans_too() {
    let collector = Collector::start();
    let service = setup(&collector).build();
    // Method, path, then: status, name, status of the span, error.type, reason.
    let rows = [
        ("GET", "/open/1", 200, "GET /open/{id}", 0, "", ""),
        ("GET", "/drafts?draft=true", 200, "GET /drafts", 0, "", ""),
        ("HEAD", "/open/1", 200, "HEAD /open/{id}", 0, "", ""),
        (
            "GET",
            "/keyed",
            401,
            "GET /keyed",
            0,
            "",
            "missing_credentials",
        ),
        ("GET", "/nowhere", 404, "GET", 0, "", "not_found"),
        (
            "DELETE",
            "/open/1",
            405,
            "DELETE",
            0,
            "",
            "method_not_allowed",
        ),
        ("BREW", "/open/1", 405, "HTTP", 0, "", "method_not_allowed"),
        (
            "GET",
            "/open/error",
            500,
            "GET /open/{id}",
            2,
            "500",
            "internal",
        ),
        (
            "GET",
            "/open/panic",
            500,
            "GET /open/{id}",
            2,
            "500",
            "internal",
        ),
    ];
    let mut ids = Vec::new();
    for (method, path, status, ..) in rows {
        let asked = request(method, path, &[("x-action", "list")]);
        let answer = service.send(asked);
        assert_eq!(answer.status, status, "{method} {path}");
        ids.push(answer.header("x-request-id").to_owned());
    }
    let (sent, log) = end(service, &collector);
    assert_eq!(sent.len(), rows.len());
    let events = events(&log);
    for (row, id) in rows.iter().zip(&ids) {
        let (method, path, status, name, outcome, error, reason) = *row;
        let sent = sent
            .iter()
            .find(|sent| sent.says("portcullis.request_id") == *id);
        let sent = sent.unwrap_or_else(|| panic!("no span of {method} {path}"));
        assert_eq!(sent.span.name, name);
        assert_eq!(
            (sent.status(), sent.says("error.type").as_str()),
            (outcome, error),
            "{path}"
        );
        assert_eq!(sent.says("http.response.status_code"), status.to_string());
        let method = if method == "BREW" { "_OTHER" } else { method };
        assert_eq!(sent.says("http.request.method"), method);
        if !reason.is_empty() {
            assert!(!sent.says("portcullis.reason").is_empty());
        }
        if status == 401 {
            assert_eq!(sent.says("portcullis.reason"), reason);
        }
        // Every line of the request has its ids, whatever its class is.
        let lines = events
            .iter()
            .filter(|event| event["metadata"]["correlation_uid"] == **id);
        let lines: Vec<&Value> = lines.collect();
        assert!(
            lines.len() == 1 + usize::from(status == 500 || status == 401),
            "{lines:#?}"
        );
        for line in lines {
            let (trace, span) = if line["class_uid"] == 3002 {
                (&line["unmapped"]["trace"], &line["unmapped"]["span"])
            } else {
                (&line["trace"]["uid"], &line["trace"]["span"]["uid"])
            };
            assert_eq!(
                (trace, span),
                (&json!(sent.trace_id()), &json!(sent.span_id())),
                "{line}"
            );
        }
    }
}

#[test]
fn nothing_of_a_request_but_method_path_and_host_is_sent() {
    let collector = Collector::start();
    let service = setup(&collector)
        .set(
            "APP__TELEMETRY__HEADERS",
            "authorization=Bearer%20s3cret-of-ours,x-tenant=quay",
        )
        .build();
    let key = format!("/nowhere/pk_{}", "s3cret-path".repeat(4));
    for path in [
        key.as_str(),
        "/open/1",
        "/open/error",
        "/open/panic",
        "/keyed",
        "/nowhere",
    ] {
        let path = format!("{path}?token=s3cret-query");
        let mut asked = request(
            "GET",
            &path,
            &[
                ("authorization", "Bearer s3cret-token"),
                ("cookie", "session=s3cret-cookie"),
                ("x-key", "s3cret-key"),
                ("x-anything", "s3cret-header"),
                ("user-agent", "s3cret-agent"),
                ("referer", "https://example.com/s3cret-referer"),
                ("host", "api.example.com"),
            ],
        );
        *asked.body_mut() = "s3cret-body".into();
        service.send(from(asked, "192.0.2.77"));
    }
    let log = service.log();
    drop(service);
    let posted = collector.posted();
    let mut spans = 0;
    for posted in &posted {
        let text = String::from_utf8_lossy(&posted.body).into_owned();
        assert!(
            !text.contains("s3cret") && !text.contains("192.0.2.77"),
            "{text}"
        );
        spans += read(posted).len();
        // What is sent along is for the collector alone.
        assert!(
            posted
                .head
                .contains("authorization: bearer s3cret-of-ours\r\n"),
            "{}",
            posted.head
        );
        assert!(
            posted.head.contains("x-tenant: quay\r\n"),
            "{}",
            posted.head
        );
    }
    assert_eq!(spans, 6);
    assert!(
        !log.contains("s3cret-of-ours") && !log.contains("s3cret-query"),
        "{log}"
    );
}

#[test]
fn what_strangers_write_is_sent_up_to_a_length() {
    let collector = Collector::start();
    let service = setup(&collector).build();
    let long = format!("/open/{}", "a".repeat(5_000));
    service.send(request("GET", &long, &[("host", &"b".repeat(300))]));
    let (sent, _) = end(service, &collector);
    let sent = only(sent);
    assert_eq!(sent.says("url.path").len(), 1_024);
    assert_eq!(sent.says("server.address"), "");
}

#[test]
fn a_handler_adds_to_the_span_of_its_request() {
    let collector = Collector::start();
    let service = setup(&collector).build();
    assert_eq!(service.get("/open/noted").status, 204);
    let (sent, _) = end(service, &collector);
    assert_eq!(only(sent).says("harbor.berth"), "7");
}

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
    collector.answers(503);
    let service = setup(&collector).build();
    let count = |text: &str| service.log().matches(text).count();
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
