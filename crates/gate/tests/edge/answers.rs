//! Answers held against the contract: what breaks its own schema is a failure that the log explains.

use std::sync::LazyLock;

use gate::{Answers, Bytes, Call, Contract, Dispatch, Operation, Pending, Reply, StatusCode};
use serde_json::{Value, json};

use super::support::{OPEN, contract};

static ANSWERS: LazyLock<Answers> = LazyLock::new(|| {
    Answers::new(
        r##"{
  "$defs": {
    "answer0": {"type": "object", "required": ["name"], "properties": {"name": {"$ref": "#/$defs/Name"}, "age": {"type": "integer", "maximum": 9}}, "additionalProperties": false},
    "answer1": {"type": "string", "format": "date"},
    "Name": {"type": "string", "pattern": "^[a-z]+$"}
  },
  "answers": {"open": {"200": {"application/json": "answer0"}, "4XX": {"application/json": "answer1"}, "default": {"application/json": "answer1"}}}
}"##,
    )
});

static CONTRACT: LazyLock<&'static Contract> =
    LazyLock::new(|| contract(&[], vec![Operation { path: "/a", ..OPEN }]));

struct Probe {
    status: u16,
    media_type: &'static str,
    body: String,
}

impl Dispatch for Probe {
    fn contract(&self) -> &'static Contract {
        &CONTRACT
    }

    fn call(&self, operation: usize, _: Call) -> Pending {
        let status = StatusCode::from_u16(self.status).unwrap();
        let reply = Reply::bytes(status, self.media_type, Bytes::from(self.body.clone()));
        let pending: Pending = Box::pin(std::future::ready(Ok(reply)));
        ANSWERS.hold(&CONTRACT, operation, pending)
    }
}

/// The status of the answer, and the log.
fn ask(status: u16, media_type: &'static str, body: &str) -> (u16, String) {
    let boot = gate::Boot::rehearsal(&CONTRACT).unwrap();
    let probe = Probe {
        status,
        media_type,
        body: body.to_owned(),
    };
    let mut router = boot.gate(probe).build().unwrap();
    let request = super::support::request("GET", "/a", &[]);
    let response = super::support::runtime().block_on(async move {
        tower_service::Service::call(&mut router, request)
            .await
            .unwrap()
    });
    (response.status().as_u16(), boot.log().lines())
}

#[track_caller]
fn fails(status: u16, body: &Value, places: &[&str]) {
    let (answered, log) = ask(status, "application/json", &body.to_string());
    assert_eq!(answered, 500, "{body}: {log}");
    for place in places {
        assert!(log.contains(place), "{place} in {log}");
    }
    assert!(!log.contains("s3cret"), "{log}");
}

#[test]
fn an_answer_that_breaks_its_schema_is_a_failure_with_its_places() {
    let head = "the answer 200 of open breaks the contract:";
    fails(
        200,
        &json!({"name": "S3CRET s3cret"}),
        &[head, "/name must match the pattern"],
    );
    fails(
        200,
        &json!({"name": "ada", "age": 10}),
        &[head, "/age must be at most 9"],
    );
    fails(200, &json!({}), &[head]);
    fails(200, &json!({"name": "ada", "other": 1}), &[head]);
    fails(404, &json!("soon"), &["the answer 404 of open", "/ "]);
    fails(500, &json!("soon"), &["the answer 500 of open"]);
    let (answered, log) = ask(200, "application/json", "{");
    assert!(answered == 500 && log.contains("it is no JSON"), "{log}");
}

#[test]
fn what_keeps_its_schema_or_has_none_goes_out_as_it_is() {
    for (status, media_type, body) in [
        (200, "application/json", r#"{"name":"ada","age":9}"#),
        (404, "application/json", "\"2026-01-31\""),
        (200, "text/plain", "{"),
        (204, "application/octet-stream", ""),
    ] {
        let (answered, log) = ask(status, media_type, body);
        assert_eq!(answered, status, "{log}");
    }
}
