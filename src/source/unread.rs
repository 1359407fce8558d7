//! What the specification has and an emitted service does not act on: each such member goes in, a finding comes out.

use serde_json::{Map, Value};

use super::grammar::Kind;
use super::pointer::{self, Pointer};
use super::walk::is_reference;
use crate::diagnostic::{Code, Diagnostic};

/// How much it weighs that a member is not read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// Some request is served otherwise than the document says.
    Warning,
    /// No request is.
    Note,
}

/// The members, and what is done instead.
const UNREAD: &[(Kind, &str, Weight, &str)] = &[
    (
        Kind::Document,
        "$self",
        Weight::Note,
        "references are followed from the place of the file",
    ),
    (
        Kind::PathItem,
        "servers",
        Weight::Warning,
        "every path is served under the base path of the document's first server",
    ),
    (
        Kind::Operation,
        "servers",
        Weight::Warning,
        "every path is served under the base path of the document's first server",
    ),
    (
        Kind::Encoding,
        "encoding",
        Weight::Warning,
        "a part is read as its schema says",
    ),
    (
        Kind::Encoding,
        "prefixEncoding",
        Weight::Warning,
        "a part is read as its schema says",
    ),
    (
        Kind::Encoding,
        "itemEncoding",
        Weight::Warning,
        "a part is read as its schema says",
    ),
];

/// Tells of every member of one object that is not acted on.
pub fn tell(value: &Value, kind: Kind, pointer: &Pointer, diagnostics: &mut Vec<Diagnostic>) {
    let Value::Object(members) = value else {
        return;
    };
    if kind != Kind::Schema && is_reference(value, kind) {
        return;
    }
    let mut tell = |weight: Weight, member: &str, instead: &str| {
        let make = match weight {
            Weight::Warning => Diagnostic::warning,
            Weight::Note => Diagnostic::note,
        };
        let place = pointer::join(pointer.as_str(), member);
        diagnostics.push(
            make(Code::MemberUnread, place)
                .message(format!("`{member}` is not acted on: {instead}")),
        );
    };
    for (_, member, weight, instead) in UNREAD.iter().filter(|(known, ..)| *known == kind) {
        if members.get(*member).is_some_and(differs) {
            tell(*weight, member, instead);
        }
    }
    match kind {
        Kind::Document => dialect(members, "jsonSchemaDialect", &mut tell),
        Kind::Schema => {
            dialect(members, "$schema", &mut tell);
            let discriminator = members.get("discriminator");
            if discriminator.is_some_and(|known| known.get("defaultMapping").is_some()) {
                let instead =
                    "`defaultMapping` in it is not read, a value that no mapping names is refused";
                tell(Weight::Warning, "discriminator", instead);
            }
            if discriminator.is_some()
                && !["oneOf", "anyOf"]
                    .iter()
                    .any(|keyword| members.contains_key(*keyword))
            {
                let instead = "without `oneOf` or `anyOf` beside it no schema is chosen by it";
                tell(Weight::Note, "discriminator", instead);
            }
            if members.contains_key("$recursiveRef") {
                let instead = "it is of draft 2019-09; 2020-12 has `$dynamicRef` instead";
                tell(Weight::Warning, "$recursiveRef", instead);
            }
        }
        _ => {}
    }
}

/// Does the member say anything else than its absence would?
fn differs(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Object(members) => !members.is_empty(),
        Value::Array(elements) => !elements.is_empty(),
        _ => true,
    }
}

/// A dialect of schemas other than the one that all are read as.
fn dialect(members: &Map<String, Value>, member: &str, tell: &mut impl FnMut(Weight, &str, &str)) {
    let read = |address: &str| {
        address.contains("json-schema.org/draft/2020-12")
            || address.contains("spec.openapis.org/oas")
    };
    if members
        .get(member)
        .and_then(Value::as_str)
        .is_some_and(|address| !read(address))
    {
        tell(
            Weight::Warning,
            member,
            "schemas are read as JSON Schema 2020-12",
        );
    }
}
