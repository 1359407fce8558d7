//! What the abuse suite begins from: operations and the raw document go in, and for each an honest request and what spoils
//! it come out.
//!
//! An honest request is what the gate lets through as far as its body: a path and a query that parse, the headers that have
//! to be there. What spoils it is a body or a parameter of which the contract's own schema says that it is wrong.

use std::collections::HashSet;
use std::fmt::Write;

use serde_json::{Value, json};

use super::example::{Direction, Examples};
use super::{
    Additional, Attempt, Content, Definition, DefinitionKind, Explode, Input, Location, Operation,
    Presence, Reading, Shape, Style, Type,
};
use crate::source::Document;

/// The member that no contract declares.
pub const UNKNOWN: &str = "portcullis-unknown";

/// What stands for a value that nobody can make: the gate routes it, and refuses it where it looks.
const STAND_IN: &str = "1";

/// An attempt for every operation, in their order.
pub fn all(document: &Document, operations: &[Operation], types: &[Definition]) -> Vec<Attempt> {
    let mut examples = Examples::new(&document.raw);
    operations
        .iter()
        .map(|operation| attempt(operation, types, &mut examples))
        .collect()
}

fn attempt(operation: &Operation, types: &[Definition], examples: &mut Examples<'_>) -> Attempt {
    let mut honest = Honest::of(&operation.path);
    for input in &operation.inputs {
        if input.presence == Presence::Required {
            honest.add(input, made(input.schema.as_deref(), examples).as_ref());
        }
    }
    let content = operation
        .body
        .as_ref()
        .and_then(|body| body.contents.first());
    let json = content.filter(|content| content.reading == Reading::Json && honest.is_whole);
    Attempt {
        target: honest.target(),
        headers: honest.headers(),
        media_type: content.map(|content| concrete(&content.media_type)),
        wrong_type: json.and_then(|content| wrong_type(content, examples)),
        unknown_member: json.and_then(|content| unknown_member(content, types, examples)),
        wrong_target: wrong_target(operation, &honest, examples),
    }
}

/// A value that a schema accepts. One that accepts nothing proves nothing by a refusal.
fn made(schema: Option<&str>, examples: &mut Examples<'_>) -> Option<Value> {
    examples.answer(schema?, &[], Direction::Request).ok()
}

/// A media type that a range stands for.
fn concrete(media_type: &str) -> String {
    match media_type {
        "*/*" | "application/*" => "application/octet-stream".to_owned(),
        other => other.replace('*', "x-portcullis"),
    }
}

/// A body of a type that the schema refuses.
fn wrong_type(content: &Content, examples: &mut Examples<'_>) -> Option<String> {
    made(content.schema.as_deref(), examples)?;
    let schema = content.schema.as_deref()?;
    let candidates = [json!("portcullis"), json!([]), json!(1.5), json!({})];
    candidates
        .into_iter()
        .find(|value| examples.refuses(schema, value, Direction::Request))
        .map(|value| value.to_string())
}

/// A right body with one member too many.
fn unknown_member(
    content: &Content,
    types: &[Definition],
    examples: &mut Examples<'_>,
) -> Option<String> {
    if !is_closed(&content.ty, types) {
        return None;
    }
    let Value::Object(mut body) = made(content.schema.as_deref(), examples)? else {
        return None;
    };
    body.insert(UNKNOWN.to_owned(), json!(true));
    Some(Value::Object(body).to_string())
}

/// Whether every object that a type accepts has declared members only.
fn is_closed(ty: &Type, types: &[Definition]) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![ty];
    while let Some(ty) = open.pop() {
        let (Type::Named(id) | Type::Boxed(id)) = ty else {
            return false;
        };
        if !seen.insert(id.0) {
            continue;
        }
        match types.get(id.0).map(|definition| &definition.kind) {
            Some(DefinitionKind::Struct(members))
                if matches!(members.additional, Additional::Refused) => {}
            // No alternative takes what none of them declares.
            Some(DefinitionKind::Union(union)) => {
                open.extend(union.variants.iter().map(|variant| &variant.ty));
            }
            _ => return false,
        }
    }
    true
}

/// The honest target with one parameter spoilt.
fn wrong_target(
    operation: &Operation,
    honest: &Honest,
    examples: &mut Examples<'_>,
) -> Option<String> {
    let spoilt = json!("portcullis!");
    let input = operation.inputs.iter().find(|input| {
        let travels = matches!(input.location, Location::Path | Location::Query);
        let judged = matches!(
            input.shape,
            Shape::Integer | Shape::Number | Shape::Boolean | Shape::Text
        );
        let schema = input.schema.as_deref();
        travels
            && judged
            && made(schema, examples).is_some()
            && schema.is_some_and(|schema| examples.refuses(schema, &spoilt, Direction::Request))
    })?;
    let mut wrong = honest.clone();
    wrong.query.retain(|(name, _)| name != input.field.wire());
    wrong.add(input, Some(&spoilt));
    Some(wrong.target())
}

/// A request in the making.
#[derive(Clone)]
struct Honest {
    path: String,
    /// Parameters of the path, by name.
    filled: Vec<(String, String)>,
    /// Pieces of the query, by the name of their parameter.
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    cookies: Vec<String>,
    /// Whether every parameter that has to be there has a value that its schema accepts.
    is_whole: bool,
}

impl Honest {
    /// The template of an operation: a query and headers that route it come first.
    fn of(template: &str) -> Self {
        let (template, headers) = template.split_once('#').unwrap_or((template, ""));
        let (path, query) = template.split_once('?').unwrap_or((template, ""));
        let pairs = |text: &str| -> Vec<(String, String)> {
            text.split('&')
                .filter(|pair| !pair.is_empty())
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (name.to_owned(), value.to_owned())
                })
                .collect()
        };
        Self {
            path: path.to_owned(),
            filled: Vec::new(),
            query: pairs(query)
                .into_iter()
                .map(|(name, value)| (name.clone(), format!("{name}={value}")))
                .collect(),
            headers: pairs(headers),
            cookies: Vec::new(),
            is_whole: true,
        }
    }

    fn add(&mut self, input: &Input, value: Option<&Value>) {
        let name = input.field.wire().to_owned();
        let written = value.map(|value| written(input, value));
        self.is_whole &= written.is_some();
        let text = written.unwrap_or_else(|| written_stand_in(input));
        match input.location {
            Location::Path => {
                self.filled.retain(|(known, _)| *known != name);
                self.filled.push((name, text));
            }
            Location::Query | Location::QueryString => self.query.push((name, text)),
            Location::Header => self.headers.push((name.to_ascii_lowercase(), text)),
            Location::Cookie => self.cookies.push(text),
        }
    }

    fn target(&self) -> String {
        let mut target = self.path.clone();
        for (name, text) in &self.filled {
            target = target.replace(&format!("{{{name}}}"), text);
        }
        let query: Vec<&str> = self.query.iter().map(|(_, text)| text.as_str()).collect();
        if !query.is_empty() {
            let _ = write!(target, "?{}", query.join("&"));
        }
        target
    }

    fn headers(&self) -> Vec<(String, String)> {
        let mut headers = self.headers.clone();
        if !self.cookies.is_empty() {
            headers.push(("cookie".to_owned(), self.cookies.join("; ")));
        }
        headers
    }
}

fn written_stand_in(input: &Input) -> String {
    written(input, &json!(STAND_IN))
}

/// A value in the style of its parameter (OpenAPI 3.1, section 4.8.12.3).
fn written(input: &Input, value: &Value) -> String {
    let name = encoded(input.field.wire());
    let in_header = input.location == Location::Header;
    let plain = |value: &Value| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        if in_header { text } else { encoded(&text) }
    };
    if let Some(reading) = &input.whole {
        return whole(reading, value, &plain);
    }
    if input.shape == Shape::Json {
        let text = plain(&Value::String(value.to_string()));
        return match input.location {
            Location::Query | Location::Cookie => format!("{name}={text}"),
            Location::Path | Location::QueryString | Location::Header => text,
        };
    }
    let pieces: Vec<String> = match value {
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => members
            .iter()
            .flat_map(|(member, value)| match input.explode {
                Explode::Yes => vec![format!("{}={}", plain(&json!(member)), plain(value))],
                Explode::No => vec![plain(&json!(member)), plain(value)],
            })
            .collect(),
        other => vec![plain(other)],
    };
    let is_object = value.is_object();
    let each = |separator: &str| {
        let named: Vec<String> = pieces
            .iter()
            .map(|piece| format!("{name}={piece}"))
            .collect();
        named.join(separator)
    };
    match (input.style, input.explode) {
        (Style::Simple, _) => pieces.join(","),
        (Style::Label, Explode::Yes) => format!(".{}", pieces.join(".")),
        (Style::Label, Explode::No) => format!(".{}", pieces.join(",")),
        (Style::Matrix, Explode::Yes) if is_object => format!(";{}", pieces.join(";")),
        (Style::Matrix, Explode::Yes) => format!(";{}", each(";")),
        (Style::Matrix, Explode::No) => format!(";{name}={}", pieces.join(",")),
        (Style::Form, Explode::Yes) if is_object => pieces.join("&"),
        (Style::Cookie, Explode::Yes) if is_object => pieces.join("; "),
        (Style::Cookie, Explode::Yes) => each("; "),
        (Style::DeepObject, _) => deep(&name, value),
        (Style::Form | Style::SpaceDelimited | Style::PipeDelimited, Explode::Yes) => each("&"),
        (Style::Form | Style::Cookie, Explode::No) => format!("{name}={}", pieces.join(",")),
        (Style::SpaceDelimited, Explode::No) => format!("{name}={}", pieces.join("%20")),
        (Style::PipeDelimited, Explode::No) => format!("{name}={}", pieces.join("%7C")),
    }
}

/// A value that is the whole query.
fn whole(reading: &Reading, value: &Value, plain: &impl Fn(&Value) -> String) -> String {
    match (reading, value) {
        (Reading::Form(_), Value::Object(members)) => {
            let pairs: Vec<String> = members
                .iter()
                .map(|(member, value)| format!("{}={}", encoded(member), plain(value)))
                .collect();
            pairs.join("&")
        }
        (Reading::Json, value) => encoded(&value.to_string()),
        (_, value) => plain(value),
    }
}

fn deep(name: &str, value: &Value) -> String {
    let members = value.as_object().into_iter().flatten();
    let pairs: Vec<String> = members
        .map(|(member, value)| {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            format!("{name}%5B{}%5D={}", encoded(member), encoded(&text))
        })
        .collect();
    pairs.join("&")
}

/// Text as it may stand in any part of a URI: all but the unreserved characters escaped (RFC 3986, section 2.3).
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
