//! Documents that are made to exhaust whoever follows their references: each is answered, and soon.

use std::path::Path;
use std::time::{Duration, Instant};

use portcullis::options::{Options, ProjectName, Sharing, Templates, Typeless, Unenforced};
use serde_json::{Map, Value, json};

/// Generous on purpose: what is guarded against takes hours, or the stack.
const SOON: Duration = Duration::from_mins(1);

/// A document whose one operation takes and answers the first of these schemas.
fn document(schemas: &Map<String, Value>) -> Vec<u8> {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Hostile", "version": "1.0.0"},
        "paths": {"/things": {"post": {
            "operationId": "send",
            "requestBody": {"content": content},
            "responses": {"200": {"description": "done", "content": content}},
        }}},
        "components": {"schemas": schemas},
    })
    .to_string()
    .into_bytes()
}

/// `count` schemas, each made of a reference to the next; the last is a string.
fn chain(count: usize, link: impl Fn(Value) -> Value) -> Vec<u8> {
    let schemas = (0..count).map(|index| {
        let next = json!({"$ref": format!("#/components/schemas/S{}", index + 1)});
        let schema = if index + 1 < count {
            link(next)
        } else {
            json!({"type": "string"})
        };
        (format!("S{index}"), schema)
    });
    document(&schemas.collect())
}

#[track_caller]
fn answered_soon(text: Vec<u8>) -> Vec<String> {
    let begun = Instant::now();
    let loaded = portcullis::source::parse(Path::new("hostile.json"), text);
    let mut codes: Vec<String> = loaded
        .diagnostics
        .iter()
        .map(|found| found.code.to_string())
        .collect();
    if let Some(document) = &loaded.document {
        let options = Options {
            name: ProjectName::near("hostile"),
            unenforced: Unenforced::Refuse,
            typeless: Typeless::Object,
            sharing: Sharing::None,
            templates: Templates::default(),
        };
        let emitted = portcullis::emit(document, &options);
        codes.extend(
            emitted
                .diagnostics
                .iter()
                .map(|found| found.code.to_string()),
        );
        assert!(
            emitted.files.is_some()
                || emitted
                    .diagnostics
                    .iter()
                    .any(portcullis::diagnostic::Diagnostic::is_error)
        );
    }
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    codes
}

#[test]
fn a_long_chain_of_references_is_refused() {
    let codes = answered_soon(chain(5_000, |next| next));
    assert!(
        codes.iter().any(|code| code == "reference-invalid"),
        "{codes:?}"
    );
}

#[test]
fn a_deep_nest_does_not_exhaust_the_stack() {
    let codes = answered_soon(chain(
        3_000,
        |next| json!({"type": "object", "properties": {"next": next}, "required": ["next"]}),
    ));
    assert!(
        codes.iter().any(|code| code == "example-missing"),
        "{codes:?}"
    );
}

/// `count` schemas, each made of two references to the next; the last is a string.
fn doubling(count: usize, link: impl Fn(Value, Value) -> Value) -> Vec<u8> {
    chain(count, |next| link(next.clone(), next))
}

#[test]
fn an_example_of_what_doubles_at_every_step_is_judged_soon() {
    answered_soon(doubling(41, |one, other| json!({"allOf": [one, other]})));
}

#[test]
fn what_would_keep_the_service_busy_is_refused() {
    let links: [fn(Value, Value) -> Value; 3] = [
        |one, other| json!({"not": {"anyOf": [one, {"not": other}]}}),
        |one, other| json!({"oneOf": [one, {"type": "object", "properties": {"a": other}}, other]}),
        |one, other| json!({"anyOf": [one, other]}),
    ];
    for (count, link) in links.into_iter().flat_map(|link| [(21, link), (41, link)]) {
        let codes = answered_soon(doubling(count, link));
        assert!(
            codes.iter().any(|code| code == "schema-exponential"),
            "{codes:?}"
        );
    }
}

#[test]
fn a_long_chain_of_compositions_is_answered_soon() {
    let codes = answered_soon(chain(8_000, |next| json!({"allOf": [next]})));
    assert!(
        !codes.iter().any(|code| code == "reference-invalid"),
        "{codes:?}"
    );
}

/// How the text of a parameter is read is looked for in its schema: through eight levels here, in 24 ways at each.
#[test]
fn a_look_for_the_shape_of_a_parameter_ends() {
    for keyword in ["anyOf", "oneOf"] {
        let text = chain(12, |next| json!({ keyword: vec![next; 24] }));
        let mut whole: Value = serde_json::from_slice(&text).unwrap();
        let schema = json!({"$ref": "#/components/schemas/S0"});
        whole["paths"]["/things"]["post"]["parameters"] =
            json!([{"name": "q", "in": "query", "schema": schema}]);
        whole["paths"]["/things"]["post"]["responses"] = json!({"204": {"description": "done"}});
        whole["paths"]["/things"]["post"]["requestBody"] =
            json!({"content": {"text/plain": {"schema": schema}}});
        answered_soon(whole.to_string().into_bytes());
    }
}

/// No value satisfies this, and each trial asks a schema 24 times over at each of eleven steps.
#[test]
fn a_search_for_an_example_ends() {
    let codes = answered_soon(chain(12, |next| json!({"oneOf": vec![next; 24]})));
    assert!(
        codes.iter().any(|code| code == "example-missing"),
        "{codes:?}"
    );
}
