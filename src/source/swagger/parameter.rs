//! Parameters: those of the path, the query and the headers, whose keywords go into a schema; bodies; forms.

use serde_json::{Map, Value, json};

use super::super::lower::SEPARATOR;
use super::super::pointer;
use super::schema::spell;
use super::{JSON, Lifting};
use crate::diagnostic::{Code, Diagnostic};

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// What carries a list of values in one text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// A parameter of the query.
    Query,
    /// A parameter of the path.
    Path,
    /// A header of a request.
    Header,
    /// A header of an answer.
    Answer,
    /// A field of a form.
    Form,
}

/// A field of a form, and where it was written.
pub struct Field<'s> {
    /// Its members.
    pub members: &'s Map<String, Value>,
    /// Its place.
    pub old: String,
}

impl<'s> Lifting<'s> {
    /// A parameter that is neither a body nor a field of a form.
    pub fn parameter(&mut self, parameter: &'s Value, old: &str, new: &str) -> Value {
        let Value::Object(members) = parameter else {
            return parameter.clone();
        };
        if members.contains_key("$ref") {
            return parameter.clone();
        }
        let mut lifted = self.keywords_apart(members, old, new);
        let carrier = match members.get("in").and_then(Value::as_str) {
            Some("query") => Carrier::Query,
            Some("path") => Carrier::Path,
            _ => Carrier::Header,
        };
        self.settle_list(members, old, carrier, &mut lifted);
        Value::Object(lifted)
    }

    /// The members of a parameter or a header, its keywords in a `schema`.
    pub fn keywords_apart(
        &mut self,
        members: &Map<String, Value>,
        old: &str,
        new: &str,
    ) -> Map<String, Value> {
        let mut lifted = Map::new();
        let mut schema = Map::new();
        for (name, value) in members {
            match name.as_str() {
                "collectionFormat" => {}
                "x-example" if !members.contains_key("example") => {
                    lifted.insert("example".to_owned(), value.clone());
                }
                name if KEYWORDS.contains(&name) => {
                    schema.insert(name.to_owned(), value.clone());
                }
                _ => {
                    lifted.insert(name.clone(), value.clone());
                }
            }
        }
        if !schema.is_empty() && !lifted.contains_key("schema") {
            let mut schema = Value::Object(schema);
            self.settle_marks(members, &mut schema, old);
            spell(&mut schema);
            self.moves.add_back(&pointer::join(new, "schema"), old);
            lifted.insert("schema".to_owned(), schema);
        }
        lifted
    }

    /// Says in the words of 3.0 how the values of a list are told apart, where it has words for it.
    pub fn settle_list(
        &mut self,
        members: &Map<String, Value>,
        old: &str,
        carrier: Carrier,
        lifted: &mut Map<String, Value>,
    ) {
        if !is_list(members) {
            return;
        }
        let written = written(members);
        let (style, explode) = match (carrier, written) {
            (Carrier::Path | Carrier::Header | Carrier::Answer, "csv") => return,
            (Carrier::Query | Carrier::Form, "csv") => ("form", false),
            (Carrier::Query | Carrier::Form, "multi") => ("form", true),
            (Carrier::Query | Carrier::Form, "ssv") => ("spaceDelimited", false),
            (Carrier::Query | Carrier::Form, "pipes") => ("pipeDelimited", false),
            // What stands in the schema says it.
            (carrier, "ssv" | "tsv" | "pipes") if carrier != Carrier::Answer => return,
            _ => {
                self.refused(
                    Code::ParameterUnsupported,
                    &pointer::join(old, "collectionFormat"),
                    format!("`collectionFormat: {written}` is not read here"),
                    "use `csv`, or `multi` in a query or a form",
                );
                return;
            }
        };
        lifted.insert("style".to_owned(), Value::from(style));
        lifted.insert("explode".to_owned(), Value::from(explode));
    }

    /// Notes in a schema the marks between the items of its lists for which 3.0 has no style. Lists within lists have marks
    /// of their own, which have to differ.
    fn settle_marks(&mut self, members: &Map<String, Value>, schema: &mut Value, old: &str) {
        let in_query = matches!(
            members.get("in").and_then(Value::as_str),
            Some("query" | "formData")
        );
        let outer = written(members);
        if let (true, Some(mark)) = (is_list(members), mark(outer))
            && (outer == "tsv" || (!in_query && outer != "csv"))
        {
            schema[SEPARATOR] = Value::from(mark);
        }
        let mut taken = vec![outer.to_owned()];
        let mut place = old.to_owned();
        let mut level = schema.get_mut("items");
        while let Some(items) = level {
            pointer::push(&mut place, "items");
            if let Value::Object(members) = items {
                let inner = written(members).to_owned();
                members.shift_remove("collectionFormat");
                if is_list(members) {
                    match mark(&inner).filter(|_| !taken.contains(&inner)) {
                        Some(mark) => {
                            members.insert(SEPARATOR.to_owned(), Value::from(mark));
                        }
                        None => self.refused(
                            Code::ParameterUnsupported,
                            &place,
                            format!("the items of this list cannot be told from those of the one around it: both are written as `{inner}`"),
                            "give it a `collectionFormat` of its own, of `csv`, `ssv`, `tsv` and `pipes`",
                        ),
                    }
                    taken.push(inner);
                }
            }
            level = items.get_mut("items");
        }
    }

    /// A parameter in the body is the request body of every media type that is consumed.
    pub fn body(
        &mut self,
        parameter: &'s Value,
        old: &str,
        new: &str,
        consumes: &[String],
    ) -> Value {
        let Value::Object(members) = parameter else {
            return parameter.clone();
        };
        let mut lifted = Map::new();
        for (name, value) in members {
            if !matches!(name.as_str(), "name" | "in" | "schema") {
                lifted.insert(name.clone(), value.clone());
            }
        }
        self.moves.add(new, old);
        let content_at = pointer::join(new, "content");
        self.moves.add(&content_at, old);
        let default = [JSON.to_owned()];
        let consumes = if consumes.is_empty() {
            default.as_slice()
        } else {
            consumes
        };
        let mut content = Map::new();
        for media_type in consumes {
            let at = pointer::join(&content_at, media_type);
            let mut schema = members.get("schema").cloned().unwrap_or_else(|| json!({}));
            spell(&mut schema);
            self.moves.add(&at, old);
            self.moves
                .add(&pointer::join(&at, "schema"), &pointer::join(old, "schema"));
            content.insert(media_type.clone(), json!({ "schema": schema }));
        }
        lifted.insert("content".to_owned(), Value::Object(content));
        Value::Object(lifted)
    }

    /// The fields of a form are the properties of one body.
    pub fn form(&mut self, fields: &[Field<'s>], new: &str, consumes: &[String]) -> Value {
        let first = fields.first().map_or("", |field| field.old.as_str());
        let has_file = fields.iter().any(|field| is_file(field.members));
        let mut media_types: Vec<&str> = consumes
            .iter()
            .map(String::as_str)
            .filter(|name| is_form(name, has_file))
            .collect();
        if media_types.is_empty() {
            let default = if has_file { MULTIPART } else { FORM };
            // What the whole document consumes was not said of forms.
            if !consumes.is_empty() && consumes != self.consumes {
                self.repaired(
                    first,
                    format!("the operation consumes no form; it is read as `{default}`"),
                );
            }
            media_types.push(default);
        }
        self.moves.add_back(new, first);
        let required = fields.iter().any(|field| is_required(field.members));
        let mut content = Map::new();
        for media_type in media_types {
            let at = pointer::join(&pointer::join(new, "content"), media_type);
            content.insert(media_type.to_owned(), self.form_content(fields, &at));
        }
        json!({ "required": required, "content": content })
    }

    fn form_content(&mut self, fields: &[Field<'s>], at: &str) -> Value {
        let properties_at = pointer::join(&pointer::join(at, "schema"), "properties");
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut encoding = Map::new();
        for Field { members, old } in fields {
            let Some(name) = members.get("name").and_then(Value::as_str) else {
                self.refused(
                    Code::StructureInvalid,
                    old,
                    "a field of a form has a `name`".to_owned(),
                    "name it",
                );
                continue;
            };
            if members.get("allowEmptyValue") == Some(&Value::Bool(true)) {
                let message =
                    "`allowEmptyValue` is not acted on in a form: its schema judges an empty text";
                self.diagnostics.push(
                    Diagnostic::warning(Code::MemberUnread, pointer::join(old, "allowEmptyValue"))
                        .message(message),
                );
            }
            let place = pointer::join(&properties_at, name);
            let mut apart = self.keywords_apart(members, old, &place);
            self.moves.add_back(&place, old);
            let mut schema = apart
                .shift_remove("schema")
                .unwrap_or_else(|| json!({ "type": "string" }));
            if let Value::Object(schema) = &mut schema {
                for annotation in ["description", "example"] {
                    if let Some(value) = apart.get(annotation) {
                        schema.insert(annotation.to_owned(), value.clone());
                    }
                }
                let extensions = apart
                    .iter()
                    .filter(|(name, _)| name.starts_with("x-"))
                    .map(|(name, value)| (name.clone(), value.clone()));
                schema.extend(extensions);
            }
            let mut serialised = Map::new();
            self.settle_list(members, old, Carrier::Form, &mut serialised);
            if !serialised.is_empty() {
                encoding.insert(name.to_owned(), Value::Object(serialised));
            }
            if is_required(members) {
                required.push(Value::from(name));
            }
            properties.insert(name.to_owned(), schema);
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            schema["required"] = Value::Array(required);
        }
        let mut lifted = json!({ "schema": schema });
        if !encoding.is_empty() {
            lifted["encoding"] = Value::Object(encoding);
        }
        lifted
    }
}

/// The keywords that stood in the parameter itself.
const KEYWORDS: &[&str] = &[
    "type",
    "format",
    "items",
    "default",
    "enum",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "multipleOf",
    "x-nullable",
];

fn is_list(members: &Map<String, Value>) -> bool {
    members.get("type").and_then(Value::as_str) == Some("array")
}

/// How the items of a list are told apart.
fn written(members: &Map<String, Value>) -> &str {
    let written = members.get("collectionFormat").and_then(Value::as_str);
    written.unwrap_or("csv")
}

/// What stands between items in one text.
fn mark(written: &str) -> Option<&'static str> {
    Some(match written {
        "csv" => ",",
        "ssv" => " ",
        "tsv" => "\t",
        "pipes" => "|",
        _ => return None,
    })
}

fn is_file(members: &Map<String, Value>) -> bool {
    members.get("type").and_then(Value::as_str) == Some("file")
}

fn is_required(members: &Map<String, Value>) -> bool {
    members.get("required") == Some(&Value::Bool(true))
}

/// Is this the media type of a form? Files travel in one of several parts only.
fn is_form(media_type: &str, has_file: bool) -> bool {
    let bare = media_type.split(';').next().unwrap_or_default().trim();
    bare.eq_ignore_ascii_case(MULTIPART) || (!has_file && bare.eq_ignore_ascii_case(FORM))
}
