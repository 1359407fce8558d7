//! What a span says of a request, and what it never says.

use super::collector::{Collector, read};
use serde_json::{Value, json};

use super::super::audit::events;
use super::super::support::{from, request};
use super::{end, only, setup};

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
