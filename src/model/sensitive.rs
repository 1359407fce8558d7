//! What is not to be seen, and what is cleaned: `format: password`, `writeOnly`, `x-sensitive` and `x-sanitize` go in,
//! secrets and steps of cleaning come out.

use openapiv3::ParameterData;
use serde_json::{Map, Value};

use super::build::Builder;
use super::direction::Direction;
use super::{Disclosure, Location, Sanitizer, Type, Width};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::pointer;

/// Marks a string or number that is not to be seen; `false` takes the mark from one that would have it otherwise.
pub const SENSITIVE: &str = "x-sensitive";

/// The steps by which a string is cleaned before it is judged.
pub const SANITIZE: &str = "x-sanitize";

/// How deep a parameter is searched for secrets.
const DEEPEST: usize = 8;

/// Is a value of this schema not to be seen?
#[must_use]
pub fn is_sensitive(keywords: &Map<String, Value>) -> bool {
    let is_true = |keyword: &str| keywords.get(keyword) == Some(&Value::Bool(true));
    match keywords.get(SENSITIVE) {
        Some(Value::Bool(sensitive)) => *sensitive,
        _ => is_true("writeOnly") || keywords.get("format") == Some(&Value::from("password")),
    }
}

/// Does the extension change what a value is, so that it counts beside a reference too?
#[must_use]
pub fn is_mark(keyword: &str) -> bool {
    keyword == SENSITIVE || keyword == SANITIZE
}

impl Builder<'_> {
    /// The type of a scalar, hidden where its schema says so; and whether its schema says what it may not.
    pub fn guarded(
        &mut self,
        ty: Type,
        keywords: &Map<String, Value>,
        at: &str,
        direction: Direction,
    ) -> Type {
        let hides = match &ty {
            Type::Text(_) | Type::Number(_) => true,
            Type::Integer(rules) => rules.width != Width::Whole,
            _ => false,
        };
        self.judge_marks(keywords, at, &ty, hides);
        if !hides || !is_sensitive(keywords) {
            return ty;
        }
        let disclosure = match direction {
            Direction::Request | Direction::Upload => Disclosure::Kept,
            Direction::Response | Direction::Both => Disclosure::Revealed,
        };
        Type::Secret(Box::new(ty), disclosure)
    }

    /// Says where a mark stands on what cannot bear it.
    fn judge_marks(&mut self, keywords: &Map<String, Value>, at: &str, ty: &Type, hides: bool) {
        let mut invalid = |keyword: &str, message: &str, help: &str| {
            self.diagnostics.push(
                Diagnostic::error(Code::ExtensionInvalid, pointer::join(at, keyword))
                    .message(message)
                    .help(help),
            );
        };
        match keywords.get(SENSITIVE) {
            None | Some(Value::Bool(false)) => {}
            Some(Value::Bool(true)) if hides => {}
            Some(Value::Bool(true)) => invalid(
                SENSITIVE,
                "`x-sensitive` stands on what is neither string nor number",
                "mark the strings and numbers inside, one by one",
            ),
            Some(_) => invalid(
                SENSITIVE,
                "`x-sensitive` cannot be read",
                "write `x-sensitive: true`",
            ),
        }
        if keywords.contains_key(SANITIZE) && !matches!(ty, Type::Text(_)) {
            invalid(
                SANITIZE,
                "`x-sanitize` stands on what is no string",
                "move it to the strings inside, one by one",
            );
        }
    }

    /// Says where a mark stands on what has no single type, and so cannot bear it.
    pub fn unmarked(&mut self, keywords: &Map<String, Value>, at: &str) {
        self.judge_marks(keywords, at, &Type::Any, false);
    }

    /// The steps of `x-sanitize`.
    pub fn sanitizers(&mut self, keywords: &Map<String, Value>, at: &str) -> Vec<Sanitizer> {
        const HELP: &str = "write a list of `trim`, `nfc`, `strip-control` and `plain-text`";
        let place = pointer::join(at, SANITIZE);
        let words = match keywords.get(SANITIZE) {
            None => return Vec::new(),
            Some(Value::Array(words)) => words,
            Some(_) => {
                self.diagnostics.push(
                    Diagnostic::error(Code::ExtensionInvalid, place)
                        .message("`x-sanitize` is no list")
                        .help(HELP),
                );
                return Vec::new();
            }
        };
        let mut steps = Vec::new();
        for (index, word) in words.iter().enumerate() {
            match word.as_str() {
                Some("trim") => steps.push(Sanitizer::Trim),
                Some("nfc") => steps.push(Sanitizer::Nfc),
                Some("strip-control") => steps.push(Sanitizer::StripControl),
                Some("plain-text") => steps.push(Sanitizer::PlainText),
                _ => self.diagnostics.push(
                    Diagnostic::error(
                        Code::ExtensionInvalid,
                        pointer::join(&place, &index.to_string()),
                    )
                    .message("`x-sanitize` does not know this step")
                    .help(HELP),
                ),
            }
        }
        steps
    }

    /// The schema of a parameter together with the marks that stand on the parameter itself.
    pub fn marked(schema: Value, at: String, data: &ParameterData, place: &str) -> (Value, String) {
        let mut marks = data
            .extensions
            .iter()
            .filter(|(keyword, _)| is_mark(keyword))
            .peekable();
        let mut keywords = match schema {
            Value::Object(keywords) if marks.peek().is_some() => keywords,
            Value::Bool(true) if marks.peek().is_some() => Map::new(),
            schema => return (schema, at),
        };
        for (keyword, value) in marks {
            keywords.insert(keyword.clone(), value.clone());
        }
        (Value::Object(keywords), place.to_owned())
    }

    /// Refuses a secret that would stand in an address: addresses are logged, bookmarked and sent on.
    pub fn refuse_in_url(&mut self, schema: &Value, location: Location, name: &str, place: &str) {
        let part = match location {
            Location::Path => "path",
            Location::Query | Location::QueryString => "query",
            Location::Header | Location::Cookie => return,
        };
        if self.holds_secret(schema, 0) {
            self.unenforceable(
                Diagnostic::error(Code::SensitiveInUrl, place)
                    .message(format!("`{name}` is sensitive and travels in the {part}, where every log on the way keeps it"))
                    .help("send it in the body or in a header, or pass `--allow-unenforced` to take it where it is"),
                "is sensitive and stands in the address, which proxies and browsers keep",
            );
        }
    }

    fn holds_secret(&self, schema: &Value, depth: usize) -> bool {
        let Some(keywords) = schema.as_object() else {
            return false;
        };
        if depth > DEEPEST || !self.has_patience(depth) {
            return false;
        }
        if is_sensitive(keywords) {
            return true;
        }
        let referred = keywords
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| self.follow(reference));
        if referred.is_some_and(|(schema, _)| self.holds_secret(schema, depth + 1)) {
            return true;
        }
        let lists = ["allOf", "anyOf", "oneOf"].into_iter();
        let members = lists.filter_map(|keyword| keywords.get(keyword)?.as_array());
        let properties = keywords.get("properties").and_then(Value::as_object);
        members
            .flatten()
            .chain(keywords.get("items"))
            .chain(properties.into_iter().flat_map(Map::values))
            .any(|schema| self.holds_secret(schema, depth + 1))
    }
}
