//! The mock: every operation answers a valid request with something that its contract declares.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use portcullis::model::example::{Direction, Examples};
use portcullis::source::pointer;
use serde_json::Value;

use super::serve;
use crate::support::contract::{Contract, Operation, Way};
use crate::support::http::{Answer, Request};
use crate::support::project::Answers;
use crate::support::service::Service;
use crate::support::{contract_of, load};

/// A request that the contract accepts, made from it; none where no body can be made.
fn request(
    contract: &Contract,
    base: &str,
    operation: &Operation<'_>,
    examples: &mut Examples<'_>,
) -> Option<Request> {
    let item = operation.pointer.rsplit_once('/').unwrap().0;
    let mut target = format!("{base}{}", operation.path);
    let mut headers = Vec::new();
    let mut query = Vec::new();
    for list in [item, operation.pointer.as_str()] {
        let declared = contract.value().pointer(&format!("{list}/parameters"));
        for index in 0..declared.and_then(Value::as_array).map_or(0, Vec::len) {
            let (parameter, at) = contract.resolve(&format!("{list}/parameters/{index}"));
            if parameter["required"] != true {
                continue;
            }
            let made = examples.answer(&format!("{at}/schema"), &[], Direction::Request);
            let value = match made.unwrap() {
                Value::String(text) => text,
                other => other.to_string(),
            };
            let name = parameter["name"].as_str().unwrap();
            match parameter["in"].as_str() {
                Some("path") => target = target.replace(&format!("{{{name}}}"), &value),
                Some("query") => query.push(format!("{name}={value}")),
                _ => headers.push((name.to_owned(), value)),
            }
        }
    }
    if !query.is_empty() {
        target = format!("{target}?{}", query.join("&"));
    }
    let mut request = Request::new(&operation.method, &target);
    for (name, value) in headers {
        request = request.header(&name, &value);
    }
    if operation.value.get("requestBody").is_some() {
        let (body, at) = contract.resolve(&format!("{}/requestBody", operation.pointer));
        if body["content"].get("application/json").is_some() {
            let schema = format!("{at}/content/application~1json/schema");
            let made = examples.answer(&schema, &[], Direction::Request).ok()?;
            request = request.json(&made.to_string());
        }
    }
    Some(request)
}

/// Refuses an answer that the contract does not declare, or whose body or headers its schemas do not accept.
fn assert_declared(contract: &Contract, operation: &Operation<'_>, answer: &Answer) {
    let name = format!("{} {}", operation.method, operation.path);
    assert!(
        (200..300).contains(&answer.status),
        "{name}: {} {}",
        answer.status,
        answer.text()
    );
    let at = format!("{}/responses/{}", operation.pointer, answer.status);
    let (response, at) = contract.resolve(&at);
    let Some(content) = response.get("content").and_then(Value::as_object) else {
        assert!(answer.body.is_empty(), "{name}: {}", answer.text());
        return;
    };
    let media_type = answer.header("content-type").unwrap();
    let essence = media_type.split(';').next().unwrap();
    assert!(content.contains_key(essence), "{name}: {media_type}");
    let schema = format!(
        "{}/schema",
        pointer::join(&format!("{at}/content"), essence)
    );
    if essence.ends_with("json") {
        let validator = contract.validator(&schema);
        if let Err(error) = validator.validate(&answer.json()) {
            panic!("{name}: {error}: {}", answer.text());
        }
    }
    for (header, declared) in response["headers"].as_object().into_iter().flatten() {
        let sent = answer.header(&header.to_ascii_lowercase());
        assert!(
            sent.is_some() || declared["required"] != true,
            "{name}: {header}"
        );
    }
}

/// Asks every operation of a contract once; those that are silent have no example.
#[track_caller]
fn every_operation_answers(name: &str, base: &str, scopes: Option<(&str, &str)>, silent: &[&str]) {
    let document = load(&contract_of(name));
    let service = serve(name, Answers::Mock);
    let token = scopes.map(|(scheme, scopes)| service.token(scheme, scopes));
    let (asks, says) = (
        Contract::new(&document.raw, Way::In),
        Contract::new(&document.raw, Way::Out),
    );
    let mut examples = Examples::new(&document.raw);
    let mut unanswered = Vec::new();
    for operation in asks.operations() {
        let name = operation.value["operationId"].as_str().unwrap();
        let Some(mut request) = request(&asks, base, &operation, &mut examples) else {
            unanswered.push(name);
            continue;
        };
        if let Some(token) = &token {
            request = request.bearer(token);
        }
        let answer = service.ask(&request);
        if answer.status == 501 {
            unanswered.push(name);
        } else {
            assert_declared(&says, &operation, &answer);
        }
    }
    assert_eq!(unanswered, silent);
}

#[test]
fn every_operation_of_harbor_answers() {
    let scopes = Some(("bearerAuth", "vessels:read vessels:write berths:reserve"));
    every_operation_answers("harbor", "/v1", scopes, &[]);
}

#[test]
fn every_operation_of_shapes_answers() {
    every_operation_answers("shapes", "/v1", None, &["echoTuple"]);
}

/// A `PUT` of a body whose length nobody announces.
fn in_chunks(service: &Service, target: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(service.address()).unwrap();
    let head = format!(
        "PUT {target} HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n",
        body.len()
    );
    // Once too much has come, nobody need read the rest.
    let _ = stream.write_all(&[head.as_bytes(), body, b"\r\n0\r\n\r\n"].concat());
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line
}

#[test]
fn bytes_are_checked_and_of_some_type() {
    let service = serve("bodies", Answers::Mock);
    let (small, large) = (vec![b'a'; 1_000], vec![b'a'; (2 << 20) + 1]);
    let line = in_chunks(&service, "/v1/bytes", &small);
    assert!(line.starts_with("HTTP/1.1 200 "), "{line}");
    let line = in_chunks(&service, "/v1/bytes", &large);
    assert!(
        line.starts_with("HTTP/1.1 413 "),
        "no decoder reads it, and it is too large all the same: {line}"
    );
    let answer = service.ask(&Request::new("GET", "/v1/picture").header("accept", "image/*"));
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("application/octet-stream")),
        "a range is no type that an answer can have"
    );
}
