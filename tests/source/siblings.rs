//! What stands beside a reference object: words of its own from 3.1 on, and nothing that counts in 3.0.

use openapiv3::{Parameter, ReferenceOr};
use serde_json::{Value, json};

use super::{document, findings};

fn whole(version: &str) -> Value {
    json!({
        "openapi": version, "info": { "title": "T", "version": "1.0.0" },
        "paths": { "/a": { "get": {
            "parameters": [
                { "$ref": "#/components/parameters/P", "description": "Its own" },
                { "$ref": "#/components/parameters/Q" },
            ],
            "requestBody": { "$ref": "#/components/requestBodies/B", "summary": "s", "description": "Its own" },
            "responses": { "200": { "$ref": "#/components/responses/R", "description": "Its own" } },
        } } },
        "components": {
            "parameters": {
                "P": { "name": "p", "in": "query", "description": "Shared", "schema": { "type": "integer" } },
                "Q": { "name": "q", "in": "query", "description": "Shared", "schema": {} },
            },
            "requestBodies": { "B": { "description": "Shared", "content": { "application/x-www-form-urlencoded": {
                "schema": { "type": "object", "properties": { "a": { "type": "array", "items": { "type": "string" } } } },
                "encoding": { "a": { "style": "pipeDelimited" } } } } } },
            "responses": { "R": { "description": "Shared",
                "headers": { "X-A": { "$ref": "#/components/headers/H", "description": "Its own" } },
                "links": { "next": { "operationId": "nobody" } } } },
            "headers": { "H": { "description": "Shared", "explode": true, "schema": { "type": "object" } } },
        },
    })
}

#[test]
fn words_of_its_own_win_over_those_of_what_is_referred_to() {
    for version in ["3.1.0", "3.2.0"] {
        let text = whole(version).to_string();
        assert_eq!(findings(&text), "", "{version}");
        let document = document(&text);
        let item = document.typed.paths.paths["/a"].as_item().unwrap();
        let get = item.get.as_ref().unwrap();
        let described: Vec<_> = get
            .parameters
            .iter()
            .map(|parameter| {
                let parameter = parameter.as_item();
                parameter.and_then(|one: &Parameter| one.parameter_data_ref().description.clone())
            })
            .collect();
        assert_eq!(described, [Some("Its own".to_owned()), None]);
        let body = get.request_body.as_ref().and_then(ReferenceOr::as_item);
        assert_eq!(body.unwrap().description.as_deref(), Some("Its own"));
        let emitted = portcullis::emit(&document, &crate::support::defaults("siblings"));
        let files = emitted.files.unwrap();
        let file = files
            .iter()
            .find(|file| file.path == "api/src/operations/get_a.rs");
        let text = crate::support::text(file.unwrap());
        assert_eq!(text.matches("/// Its own").count(), 3, "{text}");
        assert_eq!(text.matches("/// Shared").count(), 1, "{text}");
        // What stands behind the reference counts all the same.
        assert!(text.contains("Style::PipeDelimited"), "{text}");
        assert!(text.contains("Explode::Yes)"), "{text}");
        let told: Vec<_> = emitted
            .diagnostics
            .iter()
            .map(|found| found.code.as_str())
            .collect();
        assert_eq!(told, ["version-assumed", "link-broken"]);
    }
}

#[test]
fn what_does_not_count_is_told() {
    let told = findings(&whole("3.0.3").to_string());
    let ignored = "OpenAPI 3.0 ignores `description` beside this `$ref`";
    assert_eq!(told.matches(ignored).count(), 4, "{told}");
    assert!(told.contains("OpenAPI 3.0 ignores `summary`"), "{told}");
    assert!(
        told.lines()
            .all(|line| line.starts_with("note[reference-siblings]")),
        "{told}"
    );
    let mut strict = whole("3.1.0");
    strict["paths"]["/a"]["get"]["parameters"][0]["required"] = json!(true);
    let told = findings(&strict.to_string());
    assert!(told.starts_with("warning[reference-siblings]"), "{told}");
    assert!(
        told.contains("OpenAPI 3.1 ignores `required` beside this `$ref`"),
        "{told}"
    );
}
