//! Which specification a document follows.

use serde_json::Value;

use super::Dialect;
use crate::diagnostic::{Code, Diagnostic};

/// The dialect the document says it is written in, or a diagnostic and `None`; a version that is a number becomes a text.
pub fn settle(document: &mut Value, diagnostics: &mut Vec<Diagnostic>) -> Option<Dialect> {
    let members = match document {
        Value::Object(members) => members,
        Value::Null => {
            diagnostics.push(
                Diagnostic::error(Code::DocumentEmpty, "")
                    .message("the document is empty")
                    .help("an OpenAPI document starts with `openapi: 3.1.0`"),
            );
            return None;
        }
        _ => {
            diagnostics.push(
                Diagnostic::error(Code::NotOpenapi, "")
                    .message("the document is not an object")
                    .help("an OpenAPI document is an object that starts with `openapi: 3.1.0`"),
            );
            return None;
        }
    };
    if let Some(number @ Value::Number(_)) = members.get_mut("openapi") {
        let version = number.to_string();
        diagnostics.push(
            Diagnostic::warning(Code::DocumentRepaired, "/openapi")
                .message(format!("the version must be a text: read as \"{version}\""))
                .help(format!("write `openapi: \"{version}.0\"`")),
        );
        *number = Value::from(version);
    }
    let (place, version) = match (members.get("openapi"), members.get("swagger")) {
        (Some(Value::String(version)), _) => ("/openapi", version.clone()),
        (None, Some(Value::String(version))) => ("/swagger", version.clone()),
        (None, Some(version @ Value::Number(_))) => ("/swagger", version.to_string()),
        _ => {
            diagnostics.push(
                Diagnostic::error(Code::NotOpenapi, "")
                    .message("the document does not say which version of OpenAPI it follows")
                    .help("start it with `openapi: 3.1.0`"),
            );
            return None;
        }
    };
    let mut numbers = version.trim().split('.');
    match (place, numbers.next(), numbers.next()) {
        ("/swagger", Some("2"), Some("0") | None) => Some(Dialect::V20),
        ("/openapi", Some("3"), Some("0")) => Some(Dialect::V30),
        ("/openapi", Some("3"), Some("1")) => Some(Dialect::V31),
        ("/openapi", Some("3"), Some("2")) => Some(Dialect::V32),
        (place, ..) => {
            let name = if place == "/swagger" {
                "Swagger"
            } else {
                "OpenAPI"
            };
            diagnostics.push(
                Diagnostic::error(Code::DialectUnsupported, place)
                    .message(format!("{name} {version} is not read"))
                    .help("convert the document to OpenAPI 3.0, 3.1 or 3.2"),
            );
            None
        }
    }
}
