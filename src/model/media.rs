//! Media types: what a contract names goes in, how the gate reads or writes it comes out.

use serde_json::{Map, Value};

use super::MediaKind;

/// A media type without its parameters, in lower case.
#[must_use]
pub fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// How a media type is read or written, by its name and, where it is a range, by the schema of what it carries.
#[must_use]
pub fn kind(media_type: &str, schema: &Value) -> MediaKind {
    let essence = essence(media_type);
    match essence.as_str() {
        "application/json" | "text/json" => return MediaKind::Json,
        "application/x-www-form-urlencoded" => return MediaKind::Form,
        "text/event-stream" => return MediaKind::Events,
        "application/jsonl"
        | "application/x-ndjson"
        | "application/ndjson"
        | "application/json-lines"
        | "application/x-jsonlines" => return MediaKind::Lines,
        "application/json-seq" => return MediaKind::Sequence,
        // A range over everything says nothing about the bytes; a schema of an object does.
        "*/*" | "application/*" if !is_bytes(schema) => return MediaKind::Json,
        _ => {}
    }
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| essence.ends_with(suffix));
    if ends(&["+json"]) {
        MediaKind::Json
    } else if ends(&["+json-seq"]) {
        // RFC 8091.
        MediaKind::Sequence
    } else if essence.starts_with("multipart/") {
        MediaKind::Multipart
    } else if ends(&["/xml", "+xml"]) {
        MediaKind::Xml
    } else if essence.starts_with("text/") {
        MediaKind::Text
    } else {
        MediaKind::Bytes
    }
}

/// Whether a schema says no more than that there are bytes or text, without a rule for them.
#[must_use]
pub fn is_bytes(schema: &Value) -> bool {
    let Value::Object(keywords) = schema else {
        return *schema == Value::Bool(true);
    };
    keywords
        .iter()
        .all(|(keyword, value)| match keyword.as_str() {
            "type" => value == "string" || value == "file",
            "format" => matches!(value.as_str(), Some("binary" | "byte" | "base64")),
            keyword => super::keyword::is_annotation(keyword),
        })
}

/// Whether a schema can be that of a form: it speaks of an object, or leaves to others what it speaks of.
#[must_use]
pub fn may_be_object(schema: &Value) -> bool {
    const SPEAKERS: &[&str] = &[
        "properties",
        "patternProperties",
        "additionalProperties",
        "$ref",
        "allOf",
        "anyOf",
        "oneOf",
    ];
    match schema.get("type") {
        Some(Value::String(word)) => word == "object",
        Some(Value::Array(words)) => words.iter().any(|word| word == "object"),
        _ => SPEAKERS.iter().any(|word| schema.get(word).is_some()),
    }
}

/// Whether the keywords are those of a file in a multipart body: `format: binary` of 3.0, `contentMediaType` without an
/// encoding of 3.1 (section 4.8.14.4).
#[must_use]
pub fn is_file(schema: &Value) -> bool {
    schema.as_object().is_some_and(keywords_of_file)
}

/// [`is_file`] for the keywords of a schema.
#[must_use]
pub fn keywords_of_file(keywords: &Map<String, Value>) -> bool {
    let text = |keyword: &str| keywords.get(keyword).and_then(Value::as_str);
    let is_text = match keywords.get("type") {
        None => true,
        Some(Value::String(word)) => word == "string",
        Some(Value::Array(words)) => words.iter().any(|word| word == "string"),
        Some(_) => false,
    };
    let is_raw = keywords.get("contentEncoding").is_none()
        && text("contentMediaType").is_some_and(|media_type| {
            let essence = essence(media_type);
            essence != "application/json" && essence != "text/plain"
        });
    is_text && (text("format") == Some("binary") || is_raw)
}

/// The words by which a variant for a media type is called.
#[must_use]
pub fn word(kind: MediaKind, media_type: &str) -> String {
    let essence = essence(media_type);
    let subtype = essence.split('/').nth(1).unwrap_or_default();
    let own = match subtype {
        "" | "*" | "octet-stream" => "bytes",
        "plain" => "text",
        subtype => subtype,
    };
    match kind {
        MediaKind::Json => "json".to_owned(),
        MediaKind::Form => "form".to_owned(),
        MediaKind::Xml => "xml".to_owned(),
        MediaKind::Events => "events".to_owned(),
        MediaKind::Lines => "lines".to_owned(),
        MediaKind::Sequence => "sequence".to_owned(),
        MediaKind::Multipart if subtype == "form-data" => "multipart".to_owned(),
        MediaKind::Text if subtype == "*" => "text".to_owned(),
        MediaKind::Multipart | MediaKind::Text | MediaKind::Bytes => own.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_file, kind, may_be_object, word};
    use crate::model::MediaKind;
    use serde_json::json;

    #[test]
    fn a_range_is_what_its_schema_says() {
        assert_eq!(kind("*/*", &json!({"type": "object"})), MediaKind::Json);
        assert_eq!(kind("*/*", &json!({"$ref": "#/x"})), MediaKind::Json);
        assert_eq!(
            kind("*/*", &json!({"type": "string", "format": "binary"})),
            MediaKind::Bytes
        );
        assert_eq!(kind("image/*", &json!(true)), MediaKind::Bytes);
    }

    #[test]
    fn families_by_suffix() {
        assert_eq!(
            kind("Application/Problem+JSON; charset=utf-8", &json!(true)),
            MediaKind::Json
        );
        assert_eq!(kind("application/atom+xml", &json!(true)), MediaKind::Xml);
        assert_eq!(
            kind("multipart/related", &json!(true)),
            MediaKind::Multipart
        );
        assert_eq!(kind("text/csv", &json!(true)), MediaKind::Text);
        for sequence in ["application/json-seq", "application/geo+json-seq"] {
            assert_eq!(kind(sequence, &json!(true)), MediaKind::Sequence);
        }
    }

    #[test]
    fn files_of_either_dialect() {
        assert!(is_file(&json!({"type": "string", "format": "binary"})));
        assert!(is_file(
            &json!({"type": "string", "contentMediaType": "image/png"})
        ));
        assert!(!is_file(
            &json!({"type": "string", "contentMediaType": "image/png", "contentEncoding": "base64"})
        ));
        assert!(!is_file(&json!({"type": "string"})));
        assert!(!is_file(&json!({"type": "object", "format": "binary"})));
    }

    #[test]
    fn forms_are_objects() {
        assert!(may_be_object(&json!({"type": ["object", "null"]})));
        assert!(may_be_object(&json!({"allOf": []})));
        assert!(!may_be_object(&json!({"type": "array"})));
        assert!(!may_be_object(&json!(true)));
    }

    #[test]
    fn variants_are_called_after_the_subtype() {
        assert_eq!(word(MediaKind::Text, "text/csv"), "csv");
        assert_eq!(word(MediaKind::Bytes, "image/png"), "png");
        assert_eq!(word(MediaKind::Bytes, "*/*"), "bytes");
    }
}
