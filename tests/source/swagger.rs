//! Swagger 2.0: what its parts become in 3.0, and that everything said about them shows what was written.

mod answers;

use serde_json::{Value, json};

use super::{document, findings};

/// A 2.0 document with these members beside the usual ones.
fn whole(members: &Value) -> Value {
    let mut whole =
        json!({ "swagger": "2.0", "info": { "title": "T", "version": "1.0.0" }, "paths": {} });
    if let (Value::Object(whole), Value::Object(members)) = (&mut whole, members) {
        whole.extend(members.clone());
    }
    whole
}

/// A 2.0 document whose one operation has these members.
fn with_operation(members: &Value, others: &Value) -> Value {
    let mut operation = json!({ "responses": { "200": { "description": "fine" } } });
    if let (Value::Object(operation), Value::Object(members)) = (&mut operation, members) {
        operation.extend(members.clone());
    }
    let mut whole = whole(others);
    whole["paths"] = json!({ "/a": { "post": operation } });
    whole
}

/// What stands at a pointer of the lifted document, and that nothing was found.
#[track_caller]
fn check(written: &Value, pointer: &str, lifted: &Value) {
    let text = written.to_string();
    assert_eq!(findings(&text), "", "in {text}");
    let document = document(&text);
    let found = document.at(pointer);
    assert_eq!(found, Some(lifted), "at {pointer} of {:#}", document.raw);
}

/// What a parameter becomes.
#[track_caller]
fn check_parameter(written: &Value, lifted: &Value) {
    let whole = with_operation(&json!({ "parameters": [written] }), &json!({}));
    check(&whole, "/paths/~1a/post/parameters/0", lifted);
}

#[test]
fn servers() {
    let url = |members: Value, urls: Value| {
        let servers: Vec<Value> = urls.as_array().into_iter().flatten().cloned().collect();
        let servers: Vec<Value> = servers.iter().map(|url| json!({ "url": url })).collect();
        check(&whole(&members), "/servers", &json!(servers));
    };
    url(
        json!({ "host": "a.example:80", "basePath": "/v1/", "schemes": ["https", "http"] }),
        json!(["https://a.example:80/v1", "http://a.example:80/v1"]),
    );
    url(json!({ "host": "a.example" }), json!(["https://a.example"]));
    url(json!({ "basePath": "/v1" }), json!(["/v1"]));
    url(json!({ "basePath": "/" }), json!(["/"]));
    assert_eq!(
        document(&whole(&json!({})).to_string()).at("/servers"),
        None
    );
}

#[test]
fn the_version_may_be_a_number() {
    let text = "swagger: 2.0\ninfo: {title: T, version: '1'}\npaths: {}\n";
    assert_eq!(findings(text), "");
    assert_eq!(document(text).at("/openapi"), Some(&json!("3.0.3")));
}

#[test]
fn parameters_keep_their_keywords_in_a_schema() {
    check_parameter(
        &json!({ "name": "a", "in": "query", "description": "d", "type": "integer", "format": "int32",
            "minimum": 1, "exclusiveMinimum": true, "default": 2, "x-own": 1 }),
        &json!({ "name": "a", "in": "query", "description": "d", "x-own": 1,
            "schema": { "type": "integer", "format": "int32", "exclusiveMinimum": 1, "default": 2 } }),
    );
    check_parameter(
        &json!({ "name": "a", "in": "header", "type": "string", "pattern": "^a$", "x-nullable": true, "x-example": "a" }),
        &json!({ "name": "a", "in": "header", "schema": { "type": ["string", "null"], "pattern": "^a$" }, "example": "a" }),
    );
}

#[test]
fn lists_are_told_apart_as_before() {
    let list = |carrier: &str, format: Option<&str>, style: Option<(&str, bool)>| {
        let mut written =
            json!({ "name": "a", "in": carrier, "type": "array", "items": { "type": "integer" } });
        let mut lifted = json!({ "name": "a", "in": carrier, "schema": { "type": "array", "items": { "type": "integer" } } });
        if carrier == "path" {
            written["required"] = json!(true);
            lifted["required"] = json!(true);
        }
        if let Some(format) = format {
            written["collectionFormat"] = json!(format);
        }
        if let Some((style, explode)) = style {
            lifted["style"] = json!(style);
            lifted["explode"] = json!(explode);
        }
        check_parameter(&written, &lifted);
    };
    list("query", None, Some(("form", false)));
    list("query", Some("csv"), Some(("form", false)));
    list("query", Some("multi"), Some(("form", true)));
    list("query", Some("ssv"), Some(("spaceDelimited", false)));
    list("query", Some("pipes"), Some(("pipeDelimited", false)));
    list("header", Some("csv"), None);
    list("path", None, None);
}

#[test]
fn separators_without_a_style_stand_in_the_schema() {
    let list = |carrier: &str, format: &str, mark: &str| {
        let items = json!({ "type": "integer" });
        let mut written = json!({ "name": "a", "in": carrier, "required": true, "type": "array", "items": items, "collectionFormat": format });
        let mut lifted = json!({ "name": "a", "in": carrier, "required": true,
            "schema": { "type": "array", "items": items, "x-portcullis-separator": mark } });
        check_parameter(&written, &lifted);
        // A list within a list.
        let inner = lifted["schema"].clone();
        written["items"] = json!({ "type": "array", "items": items, "collectionFormat": format });
        written["collectionFormat"] = json!("csv");
        lifted["schema"] = json!({ "type": "array", "items": inner });
        if carrier == "query" {
            lifted["style"] = json!("form");
            lifted["explode"] = json!(false);
        }
        check_parameter(&written, &lifted);
    };
    list("query", "tsv", "\t");
    list("header", "tsv", "\t");
    list("header", "ssv", " ");
    list("path", "pipes", "|");
}

#[test]
fn separators_reach_the_service() {
    let list = |carrier: &str, format: &str, items: Value| json!({ "name": carrier, "in": carrier, "type": "array", "items": items, "collectionFormat": format });
    let number = json!({ "type": "integer" });
    let inner = json!({ "type": "array", "items": number, "collectionFormat": "ssv" });
    let parameters = json!([
        list("query", "tsv", number.clone()),
        list("header", "pipes", number),
        list("formData", "csv", inner),
    ]);
    let whole = with_operation(&json!({ "parameters": parameters }), &json!({}));
    let document = document(&whole.to_string());
    let emitted = portcullis::emit(&document, &crate::support::defaults("separators"));
    let files = emitted.files.unwrap();
    let operation = files.iter().find(|file| file.path.ends_with("/post_a.rs"));
    let text = crate::support::text(operation.unwrap());
    for shape in [
        r"shape: Shape::Delimited('\t', &Shape::Integer)",
        "shape: Shape::Delimited('|', &Shape::Integer)",
        "shape: Shape::List(&Shape::Delimited(' ', &Shape::Integer))",
    ] {
        assert!(text.contains(shape), "{shape}: {text}");
    }
}

#[test]
fn separators_that_have_no_spelling_are_refused() {
    let refused = |parameter: Value, place: &str, message: &str| {
        let text = format!(
            "{:#}",
            with_operation(
                &json!({ "parameters": [{ "name": "b", "in": "body", "schema": {} }, parameter] }),
                &json!({})
            )
        );
        assert_eq!(
            findings(&text),
            format!("error[parameter-unsupported] {place} {message}"),
            "{text}"
        );
    };
    refused(
        json!({ "name": "a", "in": "header", "type": "array", "items": { "type": "string" }, "collectionFormat": "multi" }),
        "28:13",
        "`collectionFormat: multi` is not read here",
    );
    for inner in ["csv", "multi"] {
        refused(
            json!({ "name": "a", "in": "query", "type": "array", "items": { "type": "array", "items": {}, "collectionFormat": inner } }),
            "25:13",
            &format!(
                "the items of this list cannot be told from those of the one around it: both are written as `{inner}`"
            ),
        );
    }
}

#[test]
fn a_body_has_every_media_type_that_is_consumed() {
    let body = json!({ "name": "b", "in": "body", "description": "d", "required": true, "schema": { "type": "object", "x-nullable": true } });
    let schema = json!({ "schema": { "type": ["object", "null"] } });
    let operation = json!({ "parameters": [body], "consumes": ["application/json", "text/plain"] });
    check(
        &with_operation(&operation, &json!({ "consumes": ["application/xml"] })),
        "/paths/~1a/post/requestBody",
        &json!({ "description": "d", "required": true, "content": { "application/json": schema, "text/plain": schema } }),
    );
    let operation = json!({ "parameters": [body] });
    for (others, media_type) in [
        (json!({}), "application/json"),
        (
            json!({ "consumes": ["application/xml"] }),
            "application/xml",
        ),
    ] {
        check(
            &with_operation(&operation, &others),
            "/paths/~1a/post/requestBody/content",
            &json!({ media_type: schema }),
        );
    }
}

#[test]
fn fields_of_a_form_are_properties() {
    let fields = json!([
        { "name": "a", "in": "formData", "type": "string", "description": "d", "required": true, "maxLength": 3 },
        { "name": "b", "in": "formData", "type": "array", "items": { "type": "string" }, "collectionFormat": "multi" }
    ]);
    let content = json!({
        "schema": {
            "type": "object",
            "properties": {
                "a": { "type": "string", "maxLength": 3, "description": "d" },
                "b": { "type": "array", "items": { "type": "string" } }
            },
            "required": ["a"]
        },
        "encoding": { "b": { "style": "form", "explode": true } }
    });
    check(
        &with_operation(&json!({ "parameters": fields }), &json!({})),
        "/paths/~1a/post/requestBody",
        &json!({ "required": true, "content": { "application/x-www-form-urlencoded": content } }),
    );
    check(
        &with_operation(
            &json!({ "parameters": fields, "consumes": ["multipart/form-data", "application/x-www-form-urlencoded"] }),
            &json!({}),
        ),
        "/paths/~1a/post/requestBody/content",
        &json!({ "multipart/form-data": content, "application/x-www-form-urlencoded": content }),
    );
}

#[test]
fn files_travel_in_parts() {
    let fields = json!([{ "name": "f", "in": "formData", "type": "file" }]);
    check(
        &with_operation(&json!({ "parameters": fields }), &json!({})),
        "/paths/~1a/post/requestBody",
        &json!({ "required": false, "content": { "multipart/form-data": { "schema": {
            "type": "object", "properties": { "f": { "type": "string", "format": "binary" } } } } } }),
    );
    let text = with_operation(
        &json!({ "parameters": fields, "consumes": ["application/json"] }),
        &json!({}),
    );
    let told = findings(&text.to_string());
    assert!(
        told.starts_with("warning[document-repaired]")
            && told
                .ends_with("the operation consumes no form; it is read as `multipart/form-data`"),
        "{told}"
    );
}
