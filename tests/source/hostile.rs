//! Files made to hurt: each is refused with a diagnostic, at once.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use portcullis::source;

/// The bytes are refused for this reason, and within the second that a loaded machine may need.
#[track_caller]
fn check(name: &str, bytes: impl Into<Vec<u8>>, code: &str) {
    let start = Instant::now();
    let mut loaded = source::parse(Path::new(name), bytes.into());
    source::place(&loaded.origin, &mut loaded.diagnostics);
    let took = start.elapsed();
    assert!(loaded.document.is_none());
    let codes: Vec<&str> = loaded
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code.as_str())
        .collect();
    assert_eq!(codes, [code], "{:#?}", loaded.diagnostics);
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn nesting() {
    for depth in [97, 100, 10_000, 300_000] {
        check("a.json", "[".repeat(depth), "document-too-deep");
        check("a.json", "{\"a\":".repeat(depth), "document-too-deep");
        check(
            "a.yaml",
            format!("a: {}", "[".repeat(depth)),
            "document-too-deep",
        );
        check(
            "a.yaml",
            format!("a: {}", "{b: ".repeat(depth)),
            "document-too-deep",
        );
        check("a.yaml", "- ".repeat(depth), "document-too-deep");
        check(
            "a.json",
            format!("{}{}", "[".repeat(depth), "]".repeat(depth)),
            "document-too-deep",
        );
        check(
            "a.yaml",
            format!("a: {}{}", "[".repeat(depth), "]".repeat(depth)),
            "document-too-deep",
        );
    }
    let block = (0..2_000)
        .map(|level| " ".repeat(level) + "a:\n")
        .collect::<String>();
    check("a.yaml", block, "document-too-deep");
}

#[test]
fn nesting_that_is_not_too_deep() {
    for format in ["a.json", "a.yaml"] {
        let text = format!(
            "{{\"openapi\": \"3.1.0\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \"x-a\": {}{}}}",
            "[".repeat(90),
            "]".repeat(90)
        );
        let loaded = source::parse(Path::new(format), text.into_bytes());
        assert!(loaded.document.is_some(), "{:?}", loaded.diagnostics);
    }
    // Brackets in a text open nothing.
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nx-a: '{}'\n",
        "[".repeat(5_000)
    );
    assert!(
        source::parse(Path::new("a.yaml"), text.into_bytes())
            .document
            .is_some()
    );
}

#[test]
fn schemas_as_deep_as_is_read_do_not_overflow() {
    // A test has a stack of two megabytes, a fourth of what the command has.
    let levels = 44;
    let schema = format!(
        "{}{{}}{}",
        "{\"properties\":{\"a\":".repeat(levels),
        "}}".repeat(levels)
    );
    let text = format!(
        "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"T\",\"version\":\"1\"}},\"paths\":{{}},\"components\":{{\"schemas\":{{\"S\":{schema}}}}}}}"
    );
    assert!(
        source::parse(Path::new("a.json"), text.into_bytes())
            .document
            .is_some()
    );
}

#[test]
fn aliases() {
    let mut laughs =
        "openapi: 3.0.3\na0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let previous = vec![format!("*a{}", level - 1); 10].join(", ");
        let _ = writeln!(laughs, "a{level}: &a{level} [{previous}]");
    }
    check("a.yaml", laughs, "alias-bomb");

    let mut maps = "openapi: 3.0.3\na0: &a0 {x: 1}\n".to_owned();
    for level in 1..40 {
        let previous = level - 1;
        let _ = writeln!(
            maps,
            "a{level}: &a{level} {{p: *a{previous}, q: *a{previous}, <<: *a{previous}}}"
        );
    }
    check("a.yaml", maps, "alias-bomb");

    // Few aliases of one long list: the parser itself sees nothing in this.
    let list = vec!["x"; 10_000].join(",");
    let aliases = vec!["*a"; 50].join(", ");
    check(
        "a.yaml",
        format!("a: &a [{list}]\nb: [{aliases}]\n"),
        "alias-bomb",
    );

    let long = "x".repeat(1_000_000);
    check(
        "a.yaml",
        format!("a: &a {long}\nb: [{}]\n", vec!["*a"; 5_000].join(", ")),
        "alias-bomb",
    );
    check("a.yaml", "a: &a [*a]\n", "document-too-deep");
}

#[test]
fn aliases_that_are_meant_are_followed() {
    let text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nx-a: &a {b: 1, c: 2}\nx-d: *a\nx-e: {<<: *a, c: 3}\n";
    let loaded = source::parse(Path::new("a.yaml"), text.as_bytes().to_vec());
    let document = loaded.document.expect("a document");
    assert_eq!(document.raw["x-d"], serde_json::json!({ "b": 1, "c": 2 }));
    assert_eq!(document.raw["x-e"], serde_json::json!({ "c": 3, "b": 1 }));
}

#[test]
fn size() {
    check(
        "a.yaml",
        format!("a: {}", "x".repeat(65 << 20)),
        "document-too-large",
    );
    check(
        "a.json",
        format!("[{}0]", "0,".repeat(2_500_000)),
        "document-too-large",
    );
    let mut keys = String::new();
    for key in 0..600_000 {
        let _ = writeln!(keys, "k{key}:");
    }
    check("a.yaml", keys, "document-too-large");
    let mut members = String::from("{");
    for key in 0..100_001 {
        let _ = write!(members, "\"k{key}\":0,");
    }
    check(
        "a.json",
        format!("{members}\"a\":0}}"),
        "document-too-large",
    );
}

#[test]
fn bytes_that_are_no_text() {
    check(
        "a.yaml",
        vec![0xff, 0xfe, b'o', 0, b'p', 0],
        "encoding-unsupported",
    );
    check(
        "a.yaml",
        b"openapi: 3.0.3\ninfo: {title: \xe4}\n".to_vec(),
        "encoding-unsupported",
    );
    check("a.yaml", vec![0; 100], "yaml-syntax");
    check("a.json", b"{\"a\": \"\0\"}".to_vec(), "json-syntax");
    check("a.json", br#"{"a": "\ud800"}"#.to_vec(), "json-syntax");
    check("a.json", br#"{"a": 1e999}"#.to_vec(), "json-syntax");
    check("a.json", br#"{"a": 1} x"#.to_vec(), "json-syntax");
}

#[test]
fn every_truncation_of_a_document() {
    let json = r#"{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{"/a":{"get":{"responses":{"200":{"description":"\u00e4"}}}}}}"#;
    for end in 1..json.len() {
        check("a.json", &json.as_bytes()[..end], "json-syntax");
    }
    let yaml = "openapi: 3.0.3\ninfo:\n  title: \"T\"\n  version: '1'\npaths:\n  /a: {get: {responses: {200: {description: ok}}}}\n";
    for end in 0..yaml.len() {
        // Some beginnings are documents; none may panic.
        let loaded = source::parse(Path::new("a.yaml"), yaml.as_bytes()[..end].to_vec());
        assert!(loaded.document.is_some() || !loaded.diagnostics.is_empty());
    }
}

#[test]
fn a_byte_order_mark_is_nothing() {
    let loaded = source::parse(
        Path::new("a.yaml"),
        b"\xEF\xBB\xBFopenapi: 3.1.0\ninfo: {title: T, version: '1'}\n".to_vec(),
    );
    assert!(loaded.document.is_some(), "{:?}", loaded.diagnostics);
}

proptest::proptest! {
    /// Whatever the bytes, and whatever stands in the place of any value: a diagnostic or a document, never a panic.
    #[test]
    fn noise(bytes: Vec<u8>, text: String) {
        for name in ["a.json", "a.yaml"] {
            for bytes in [bytes.clone(), text.clone().into_bytes(), format!("{{{text}").into_bytes()] {
                let mut loaded = source::parse(Path::new(name), bytes);
                source::place(&loaded.origin, &mut loaded.diagnostics);
                proptest::prop_assert!(loaded.document.is_some() || !loaded.diagnostics.is_empty());
            }
        }
    }
}

/// Every value of a document, in turn, is something of another shape.
#[test]
fn every_value_of_another_shape() {
    let document: serde_json::Value = serde_json::from_str(WHOLE).expect("JSON");
    let mut pointers = Vec::new();
    gather(&document, String::new(), &mut pointers);
    assert!(pointers.len() > 60);
    for pointer in pointers {
        for other in [
            "null",
            "7",
            "true",
            "\"text\"",
            "[]",
            "[7]",
            "{}",
            "{\"$ref\": \"#/info\"}",
            "{\"$ref\": 7}",
        ] {
            let mut changed = document.clone();
            *changed.pointer_mut(&pointer).expect("is there") =
                serde_json::from_str(other).expect("JSON");
            let mut loaded = source::parse(Path::new("a.json"), changed.to_string().into_bytes());
            source::place(&loaded.origin, &mut loaded.diagnostics);
            assert!(
                loaded.document.is_some()
                    || loaded
                        .diagnostics
                        .iter()
                        .any(portcullis::diagnostic::Diagnostic::is_error),
                "{pointer} as {other} is refused without an error"
            );
            assert!(
                loaded
                    .diagnostics
                    .iter()
                    .all(|diagnostic| diagnostic.place.is_some() && !diagnostic.message.is_empty())
            );
        }
    }
}

pub fn gather(value: &serde_json::Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                gather(member, source::join_pointer(&pointer, name), pointers);
            }
        }
        serde_json::Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                gather(
                    element,
                    source::join_pointer(&pointer, &index.to_string()),
                    pointers,
                );
            }
        }
        _ => {}
    }
    pointers.push(pointer);
}

const WHOLE: &str = r##"{
  "openapi": "3.0.3",
  "info": {"title": "T", "version": "1", "contact": {"name": "c"}, "license": {"name": "l"}},
  "servers": [{"url": "/", "variables": {"v": {"default": "d", "enum": ["d"]}}}],
  "tags": [{"name": "t", "externalDocs": {"url": "u"}}],
  "security": [{"k": []}],
  "paths": {"/a/{b}": {
    "parameters": [{"name": "b", "in": "path", "required": true, "schema": {"type": "string"}}],
    "post": {
      "operationId": "o", "tags": ["t"], "security": [],
      "requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": {"p": {"nullable": true, "allOf": [{}]}}, "required": ["p"]}, "encoding": {"p": {"contentType": "c", "headers": {"h": {"schema": {}}}}}}}},
      "responses": {"200": {"description": "d", "headers": {"h": {"$ref": "#/components/headers/h"}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}, "examples": {"e": {"value": 1}}}}, "links": {"l": {"operationId": "o"}}}},
      "callbacks": {"c": {"{$url}": {"get": {"responses": {}}}}}
    }
  }},
  "components": {
    "schemas": {"S": {"type": "integer", "minimum": 1, "exclusiveMinimum": true, "enum": [1]}},
    "headers": {"h": {"schema": {"type": "string"}}},
    "securitySchemes": {"k": {"type": "apiKey", "name": "n", "in": "header"}, "o": {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "a", "scopes": {"s": "d"}}}}}
  }
}"##;
