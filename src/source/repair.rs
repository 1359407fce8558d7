//! Deviations from the letter whose meaning is plain are put right in place, each with a warning.

mod later;
mod parameter;

use serde_json::{Map, Value, json};

use super::Dialect;
use super::grammar::Kind;
use super::pointer::{self, Pointer};
use super::walk::is_reference;
use crate::diagnostic::{Code, Diagnostic};

/// Puts one object right; schemas are none of its business.
pub fn repair(
    value: &mut Value,
    kind: Kind,
    pointer: &Pointer,
    dialect: Dialect,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if kind == Kind::Schema {
        return;
    }
    let is_reference = is_reference(value, kind);
    let mut repair = Repair {
        pointer: pointer.as_str(),
        diagnostics,
    };
    // `200:` with nothing behind it.
    if value.is_null() && matches!(kind, Kind::Response | Kind::MediaType) {
        repair.warn("", format!("{} is empty; read as `{{}}`", kind.noun()));
        *value = json!({});
    }
    let Value::Object(members) = value else {
        return;
    };
    if is_reference {
        repair.siblings(members, dialect);
        return;
    }
    repair.members(members, kind);
    match kind {
        Kind::Document => repair.document(members, dialect),
        Kind::Info => repair.info(members),
        Kind::Paths => repair.paths(members),
        Kind::PathItem => repair.further_methods(members),
        Kind::Operation => repair.operation(members, dialect),
        Kind::Responses => repair.responses(members),
        Kind::Response => repair.response(members, dialect),
        Kind::Parameter => repair.parameter(members),
        Kind::Header => repair.header(members),
        Kind::Flow => repair.flow(members),
        Kind::MediaType => repair.media_type(members),
        Kind::Example => example(members),
        _ => {}
    }
}

struct Repair<'r> {
    pointer: &'r str,
    diagnostics: &'r mut Vec<Diagnostic>,
}

impl Repair<'_> {
    /// A warning at a member of the object, or at the object when `member` is empty.
    fn warn(&mut self, member: &str, message: impl Into<String>) {
        self.push(
            Diagnostic::warning,
            Code::DocumentRepaired,
            member,
            message.into(),
        );
    }

    /// A warning at an item of a list among the members.
    fn warn_item(&mut self, member: &str, index: usize, message: &str) {
        let place = format!("{}/{index}", pointer::join(self.pointer, member));
        let told = Diagnostic::warning(Code::DocumentRepaired, place).message(message);
        self.diagnostics.push(told);
    }

    fn push(
        &mut self,
        make: fn(Code, String) -> Diagnostic,
        code: Code,
        member: &str,
        message: String,
    ) {
        let place = if member.is_empty() {
            self.pointer.to_owned()
        } else {
            pointer::join(self.pointer, member)
        };
        self.diagnostics.push(make(code, place).message(message));
    }

    /// What goes for every kind: no member is null, texts are texts, and the rest is told.
    fn members(&mut self, members: &mut Map<String, Value>, kind: Kind) {
        let Some(known) = kind.members() else { return };
        let empty: Vec<String> = members
            .iter()
            .filter(|(name, value)| {
                value.is_null() && known.contains(&name.as_str()) && !data_member(kind, name)
            })
            .map(|(name, _)| name.clone())
            .collect();
        for name in empty {
            self.warn(
                &name,
                format!("`{name}` is empty; read as if it were absent"),
            );
            members.shift_remove(&name);
        }
        for (name, value) in members.iter_mut() {
            if is_text(kind, name) && (value.is_number() || value.is_boolean()) {
                let text = value.to_string();
                self.warn(name, format!("`{name}` must be a text: read as \"{text}\""));
                *value = Value::from(text);
            }
            if is_flag(kind, name)
                && let Some(flag) = value.as_str().and_then(|text| text.parse::<bool>().ok())
            {
                self.warn(
                    name,
                    format!("`{name}` must be `true` or `false`, not a text"),
                );
                *value = Value::from(flag);
            }
        }
        for name in members.keys() {
            let known =
                known.contains(&name.as_str()) || kind.later_members().contains(&name.as_str());
            if !known && !name.starts_with("x-") {
                let message = format!("`{name}` is no member of {}; it is not read", kind.noun());
                self.push(Diagnostic::warning, Code::MemberUnknown, name, message);
            }
        }
        if members
            .get("externalDocs")
            .is_some_and(|documents| documents.get("url").is_none_or(|url| !url.is_string()))
        {
            self.warn(
                "externalDocs",
                "`externalDocs` names no `url`; it is left out",
            );
            members.shift_remove("externalDocs");
        }
    }

    fn document(&mut self, members: &mut Map<String, Value>, dialect: Dialect) {
        if !members.contains_key("info") {
            self.warn(
                "",
                "the document has no `info`; it is called \"API\", version 1.0.0",
            );
            members.insert(
                "info".to_owned(),
                json!({ "title": "API", "version": "1.0.0" }),
            );
        }
        if !members.contains_key("paths") {
            if dialect <= Dialect::V30 {
                self.warn("", "the document has no `paths`");
            }
            members.insert("paths".to_owned(), json!({}));
        }
        if let Some(Value::Array(tags)) = members.get_mut("tags") {
            for (index, tag) in tags.iter_mut().enumerate() {
                if let Value::String(name) = tag {
                    self.warn_item("tags", index, "a tag must be an object with a `name`");
                    *tag = json!({ "name": name });
                }
            }
            self.nameless(tags);
        }
        self.security(members);
    }

    /// What is said of a tag that has no name is said of nothing.
    fn nameless(&mut self, tags: &mut Vec<Value>) {
        let has_none = |tag: &Value| tag.is_object() && tag.get("name").is_none();
        for (index, _) in tags.iter().enumerate().filter(|(_, tag)| has_none(tag)) {
            self.warn_item("tags", index, "the tag has no `name`; it is left out");
        }
        tags.retain(|tag| !has_none(tag));
    }

    fn info(&mut self, members: &mut Map<String, Value>) {
        for (name, default) in [("title", "API"), ("version", "1.0.0")] {
            if !members.contains_key(name) {
                self.warn("", format!("`info` has no `{name}`; read as \"{default}\""));
                members.insert(name.to_owned(), Value::from(default));
            }
        }
        if members
            .get("license")
            .is_some_and(|license| license.get("name").is_none())
        {
            self.warn("license", "the licence has no `name`; it is left out");
            members.shift_remove("license");
        }
    }

    /// A path that `openapiv3` would not see must not vanish.
    fn paths(&mut self, members: &mut Map<String, Value>) {
        let odd: Vec<String> = members
            .keys()
            .filter(|path| !path.starts_with('/') && !path.starts_with("x-"))
            .cloned()
            .collect();
        for path in odd {
            let message = format!("the path `{path}` does not start with `/`");
            self.push(Diagnostic::error, Code::StructureInvalid, &path, message);
        }
    }

    fn operation(&mut self, members: &mut Map<String, Value>, dialect: Dialect) {
        if !members.contains_key("responses") {
            if dialect <= Dialect::V30 {
                self.warn("", "the operation declares no `responses`");
            }
            members.insert("responses".to_owned(), json!({}));
        }
        if let Some(Value::String(tag)) = members.get("tags") {
            let tags = json!([tag]);
            self.warn("tags", "`tags` must be a list");
            members.insert("tags".to_owned(), tags);
        }
        if let Some(Value::Array(tags)) = members.get_mut("tags") {
            for (index, tag) in tags.iter_mut().enumerate() {
                if tag.is_number() || tag.is_boolean() {
                    self.warn_item("tags", index, "a tag must be a text");
                    *tag = Value::from(tag.to_string());
                }
            }
        }
        self.security(members);
    }

    /// `- scheme:` in YAML names no list of scopes, and means an empty one.
    fn security(&mut self, members: &mut Map<String, Value>) {
        let Some(Value::Array(alternatives)) = members.get_mut("security") else {
            return;
        };
        for alternative in alternatives {
            let Value::Object(schemes) = alternative else {
                continue;
            };
            for (name, scopes) in schemes.iter_mut().filter(|(_, scopes)| scopes.is_null()) {
                self.warn(
                    "security",
                    format!("the scopes of `{name}` must be a list; read as an empty one"),
                );
                *scopes = json!([]);
            }
        }
    }

    /// `openapiv3` skips what is no status; a declared answer must not vanish.
    fn responses(&mut self, members: &mut Map<String, Value>) {
        for status in members.keys() {
            if status != "default" && !status.starts_with("x-") && !is_status(status) {
                let message = format!(
                    "`{status}` is neither a status, nor a range such as `4XX`, nor `default`"
                );
                self.push(Diagnostic::error, Code::StructureInvalid, status, message);
            }
        }
    }

    fn response(&mut self, members: &mut Map<String, Value>, dialect: Dialect) {
        if !members.contains_key("description") {
            // 3.2 no longer asks for one.
            if dialect < Dialect::V32 {
                self.warn("", "the response has no `description`");
            }
            members.insert("description".to_owned(), Value::from(""));
        }
    }

    fn flow(&mut self, members: &mut Map<String, Value>) {
        if !members.contains_key("scopes") {
            self.warn("", "the flow declares no `scopes`; read as none");
            members.insert("scopes".to_owned(), json!({}));
        }
        if let Some(Value::Object(scopes)) = members.get_mut("scopes") {
            for (name, description) in scopes
                .iter_mut()
                .filter(|(_, description)| !description.is_string())
            {
                self.warn(
                    "scopes",
                    format!("the description of the scope `{name}` must be a text"),
                );
                *description = Value::from("");
            }
        }
    }
}

/// The data of an example of 3.2 is the value that it had before.
fn example(members: &mut Map<String, Value>) {
    if let (Some(data), false) = (
        members.get("dataValue").cloned(),
        members.contains_key("value"),
    ) {
        members.insert("value".to_owned(), data);
    }
}

/// Members whose value is data of the author's, where null is a value.
fn data_member(kind: Kind, name: &str) -> bool {
    matches!(
        (kind, name),
        (Kind::Parameter | Kind::Header | Kind::MediaType, "example")
            | (Kind::Example, "value")
            | (Kind::Link, "requestBody")
    )
}

fn is_text(kind: Kind, name: &str) -> bool {
    match kind {
        Kind::Document => name == "openapi",
        Kind::ServerVariable => matches!(name, "default" | "description"),
        Kind::Info => matches!(
            name,
            "title" | "version" | "description" | "termsOfService" | "summary"
        ),
        Kind::Parameter | Kind::Tag | Kind::Contact | Kind::License | Kind::SecurityScheme => {
            matches!(name, "name" | "description" | "bearerFormat")
        }
        _ => matches!(name, "description" | "summary" | "operationId"),
    }
}

fn is_flag(kind: Kind, name: &str) -> bool {
    match kind {
        Kind::Parameter | Kind::Header | Kind::RequestBody | Kind::Encoding => {
            matches!(
                name,
                "required" | "deprecated" | "allowEmptyValue" | "explode" | "allowReserved"
            )
        }
        Kind::Operation => name == "deprecated",
        _ => false,
    }
}

/// Three digits, or one digit and `XX`.
fn is_status(text: &str) -> bool {
    match text.as_bytes() {
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => true,
        [b'1'..=b'9', rest @ ..] => rest.eq_ignore_ascii_case(b"xx"),
        _ => false,
    }
}
