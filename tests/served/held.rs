//! An emitted debug build with `check-answers`: an answer that breaks its own schema does not leave the service.

use serde_json::{Value, json};

use crate::support::http::Request;
use crate::support::project::{Answers, build, lay};
use crate::support::service::Service;
use crate::support::{emit_contract, text};

#[test]
fn an_answer_that_breaks_its_schema_is_a_failure() {
    let mut files = emit_contract("harbor");
    let file = files
        .iter_mut()
        .find(|file| file.path == "api/answers.json")
        .unwrap();
    let mut answers: Value = serde_json::from_str(text(file)).unwrap();
    let name = &answers["answers"]["getHarbor"]["200"]["application/json"];
    let name = name.as_str().unwrap().to_owned();
    // What the mock says is right by its own schema; so another schema stands for a handler that is wrong.
    answers["$defs"][name] = json!({"type": "object", "required": ["motto"]});
    file.contents = answers.to_string().into_bytes();
    let project = lay("held", &files);
    let service = Service::start(&project, &build(&project, Answers::Mock));
    let answer = service.ask(&Request::new("GET", "/v1/harbor"));
    assert_eq!(answer.status, 500, "{}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json")
    );
    assert!(!answer.text().contains("motto"), "the log alone says why");
    let token = service.token("bearerAuth", "vessels:read");
    let others = service.ask(&Request::new("GET", "/v1/vessels").bearer(&token));
    assert_eq!(others.status, 200, "{}", others.text());
}
