//! Deviations in parameters and headers.

use serde_json::{Map, Value};

use super::Repair;

/// What Swagger 2.0 had in a parameter or a header.
const FLAT_KEYWORDS: &[&str] = &[
    "type",
    "format",
    "enum",
    "default",
    "items",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
];

impl Repair<'_> {
    pub(super) fn parameter(&mut self, members: &mut Map<String, Value>) {
        self.whole_query(members);
        if members.get("in").and_then(Value::as_str) == Some("path")
            && members.get("required") != Some(&Value::Bool(true))
        {
            let at = if members.contains_key("required") {
                "required"
            } else {
                ""
            };
            self.warn(at, "a path parameter must say `required: true`");
            members.insert("required".to_owned(), Value::Bool(true));
        }
        self.style(members);
        self.content_or_schema(members, "a parameter");
    }

    /// `simple` and `form` are one thing for a single value; each has its places (OpenAPI 3.1, section 4.8.12.3).
    fn style(&mut self, members: &mut Map<String, Value>) {
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let meant = match (text("in"), text("style")) {
            (Some("query" | "cookie"), Some("simple")) => "form",
            (Some("path" | "header"), Some("form")) => "simple",
            _ => return,
        };
        self.warn(
            "style",
            format!("there is no such style here; read as `{meant}`"),
        );
        members.insert("style".to_owned(), Value::from(meant));
        // `simple` has commas between values, and so has `form` where it does not explode.
        if meant == "form" && !members.contains_key("explode") {
            members.insert("explode".to_owned(), Value::Bool(false));
        }
    }

    pub(super) fn header(&mut self, members: &mut Map<String, Value>) {
        if members.get("style").and_then(Value::as_str) == Some("form") {
            self.warn("style", "there is no such style here; read as `simple`");
            members.insert("style".to_owned(), Value::from("simple"));
        }
        self.content_or_schema(members, "a header");
    }

    /// A parameter or a header carries either a schema or a content.
    fn content_or_schema(&mut self, members: &mut Map<String, Value>, what: &str) {
        if members.contains_key("schema") && members.contains_key("content") {
            self.warn(
                "content",
                format!("{what} has a `schema` or a `content`, not both; the schema is read"),
            );
            members.shift_remove("content");
        }
        if members.contains_key("schema") || members.contains_key("content") {
            return;
        }
        // As in Swagger 2.0, where the keywords stood in the parameter itself.
        let mut schema = Map::new();
        for keyword in FLAT_KEYWORDS {
            if let Some(value) = members.shift_remove(*keyword) {
                schema.insert((*keyword).to_owned(), value);
            }
        }
        self.warn(
            "",
            if schema.is_empty() {
                format!("{what} has neither a `schema` nor a `content`; any value is accepted")
            } else {
                format!("{what} keeps its keywords in a `schema`")
            },
        );
        members.insert("schema".to_owned(), Value::Object(schema));
    }
}
