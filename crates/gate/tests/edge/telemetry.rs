//! Traces: what a collector gets of a request, and that a collector never stands in its way.

mod collector;
mod contents;
mod outage;

use std::collections::BTreeSet;
use std::time::Duration;

use collector::{Collector, Sent, value};
use gate::opentelemetry::trace::TraceContextExt;
use gate::opentelemetry::{Context, KeyValue};
use gate::{
    Call, Contract, KeyLocation, Operation, Pending, Problem, Reply, Requirement, Scheme,
    SchemeKind, StatusCode, TraceContext,
};
use serde_json::{Value, json};

use super::audit::events;
use super::support::{OPEN, Service, Setup, contract, request};

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
    let state = &answer.json()["tracestate"];
    assert_eq!(*state, Value::Null, "there is none to pass on");
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
