//! What 3.2 adds and `openapiv3` cannot judge: members of its objects go in, findings come out.

use serde_json::{Map, Value};

use super::super::Dialect;
use super::super::grammar::METHODS;
use super::super::pointer;
use super::Repair;
use crate::diagnostic::{Code, Diagnostic};

impl Repair<'_> {
    /// What 3.2 adds and is not enforced yet.
    pub(super) fn media_type(&mut self, members: &Map<String, Value>) {
        for name in ["prefixEncoding", "itemEncoding"] {
            if members.contains_key(name) {
                let message = format!("`{name}` is not read yet: parts are told apart by name");
                self.push(
                    Diagnostic::warning,
                    Code::MediaTypeUnsupported,
                    name,
                    message,
                );
            }
        }
    }

    /// Beside a reference object stand a `summary` and a `description` of its own from 3.1 on, and nothing else counts.
    pub(super) fn siblings(&mut self, members: &mut Map<String, Value>, dialect: Dialect) {
        let words = |name: &str| matches!(name, "summary" | "description");
        members.retain(|name, value| {
            if name == "$ref" || name.starts_with("x-") {
                return true;
            }
            if dialect > Dialect::V30 && words(name) && value.is_string() {
                return true;
            }
            // Words judge nothing.
            let make = if words(name) {
                Diagnostic::note
            } else {
                Diagnostic::warning
            };
            self.diagnostics.push(
                make(Code::ReferenceSiblings, pointer::join(self.pointer, name))
                    .message(format!("{dialect} ignores `{name}` beside this `$ref`")),
            );
            false
        });
    }

    /// A parameter that is the whole query is described by its media type alone (3.2, section 4.12.2.2).
    pub(super) fn whole_query(&mut self, members: &Map<String, Value>) {
        if members.get("in").and_then(Value::as_str) != Some("querystring") {
            return;
        }
        let content = members.get("content").and_then(Value::as_object);
        let message = if members.contains_key("schema") {
            "a parameter that is the whole query has no `schema`"
        } else if content.is_none_or(|content| content.len() != 1) {
            "a parameter that is the whole query has a `content` of one media type"
        } else {
            return;
        };
        let at = if members.contains_key("schema") {
            pointer::join(self.pointer, "schema")
        } else {
            self.pointer.to_owned()
        };
        self.diagnostics.push(
            Diagnostic::error(Code::StructureInvalid, at)
                .message(message)
                .help("describe it as `content: {application/x-www-form-urlencoded: {schema: …}}`"),
        );
    }

    /// Further methods are tokens (RFC 9110, section 9.1), and none for which a path item has a member.
    pub(super) fn further_methods(&mut self, members: &Map<String, Value>) {
        let Some(further) = members.get("additionalOperations") else {
            return;
        };
        let at = pointer::join(self.pointer, "additionalOperations");
        let Value::Object(further) = further else {
            self.diagnostics.push(
                Diagnostic::error(Code::StructureInvalid, at)
                    .message("`additionalOperations` is no object of operations by their methods"),
            );
            return;
        };
        for method in further.keys() {
            let own = METHODS
                .iter()
                .chain(&["query"])
                .find(|own| own.eq_ignore_ascii_case(method));
            let (message, help) = match own {
                Some(own) => (
                    format!("`{method}` has a member of its own in a path item"),
                    format!("write the operation as `{own}` of the path item"),
                ),
                None if !is_token(method) => (
                    format!("`{method}` is no method that a request can have"),
                    "a method is a word of letters, digits and some marks, such as `COPY`"
                        .to_owned(),
                ),
                None => continue,
            };
            self.diagnostics.push(
                Diagnostic::error(Code::StructureInvalid, pointer::join(&at, method))
                    .message(message)
                    .help(help),
            );
        }
    }
}

/// RFC 9110, section 5.6.2.
fn is_token(text: &str) -> bool {
    let mark = |byte: u8| b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || mark(byte))
}
