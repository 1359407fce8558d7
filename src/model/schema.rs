//! One schema, any keyword: JSON Schema 2020-12 goes in, a [`Type`] comes out.
//!
//! What no Rust type fits becomes a compiled rule over the same schema, so that no keyword is lost on the way.

use serde_json::{Map, Value};

use super::build::{Builder, Hint, Shape};
use super::direction::Direction;
use super::expansion::Expansion;
use super::keyword::{bare_reference, implied, is_annotation, is_known, is_ruled};
use super::scalar::{self, NoType};
use super::{DefinitionKind, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::options::Typeless;
use crate::source::pointer;

/// The first paragraph of what a schema says of itself.
#[must_use]
pub fn description(schema: &Value) -> String {
    let text = |keyword: &str| {
        schema
            .get(keyword)
            .and_then(Value::as_str)
            .map(paragraph)
            .filter(|text| !text.is_empty())
    };
    text("description")
        .or_else(|| text("title"))
        .unwrap_or_default()
}

/// The first paragraph of a text, on one line.
#[must_use]
pub fn paragraph(text: &str) -> String {
    let first = text.trim().split("\n\n").next().unwrap_or_default();
    first.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Builder<'_> {
    /// The type of the schema at `at`, whatever it is.
    pub fn schema(&mut self, schema: &Value, at: &str, direction: Direction, hint: &Hint) -> Type {
        if let Some(reference) = bare_reference(schema) {
            return self.reference(reference, direction);
        }
        let direction = if direction == Direction::Both {
            direction
        } else {
            self.marks.settle(schema, at, direction)
        };
        if let Some(known) = self.recall(at, direction) {
            return known;
        }
        let shared = self.shared_hint(at);
        let hint = shared.as_ref().unwrap_or(hint);
        let repeats = match self.begin_expansion(schema, at, direction, hint) {
            Expansion::Repeats(ty) => return ty,
            Expansion::Begun => Some(()),
            Expansion::Nothing => None,
        };
        let (rest, nullable) = self.without_null(schema);
        let ty = if let Some(reference) = bare_reference(&rest) {
            self.reference(reference, direction)
        } else {
            let shape = self.shape(&rest, at, direction, hint);
            self.note_files(&shape, at, direction);
            match shape {
                Shape::Plain(ty) => ty,
                Shape::Defined(kind) => self.define(kind, at, direction, hint, description(&rest)),
            }
        };
        let ty = match (nullable, ty) {
            (true, Type::Nullable(inner)) => Type::Nullable(inner),
            (true, Type::Any) => Type::Any,
            (true, ty) => Type::Nullable(Box::new(ty)),
            (false, ty) => ty,
        };
        if repeats.is_some() {
            self.end_expansion();
        }
        self.remember(at, direction, &ty);
        ty
    }

    /// The shape of a schema from which `null` was split off.
    pub fn shape(&mut self, schema: &Value, at: &str, direction: Direction, hint: &Hint) -> Shape {
        let keywords = match schema {
            Value::Object(keywords) => keywords,
            Value::Bool(true) => return Shape::Plain(Type::Any),
            _ => return Shape::Defined(self.nothing(schema, at, hint)),
        };
        self.unknown_keywords(keywords, at);
        if keywords.keys().any(|keyword| is_ruled(keyword)) {
            return Shape::Defined(self.rule(schema.clone(), at, hint));
        }
        let shape = if keywords.contains_key("allOf") || keywords.contains_key("$ref") {
            match Self::alone(keywords) {
                Some(member) => Ok(Shape::Plain(self.schema(
                    &member,
                    &format!("{at}/allOf/0"),
                    direction,
                    hint,
                ))),
                None => match super::merge::flatten(self.raw, keywords) {
                    Some(merged) => self.keywords(&merged, at, direction, hint),
                    None => Err(NoType),
                },
            }
        } else {
            self.keywords(keywords, at, direction, hint)
        };
        match shape {
            Ok(shape) => shape,
            Err(NoType) => Shape::Defined(self.rule(schema.clone(), at, hint)),
        }
    }

    /// Says that files within what a compiled rule judges are refused: a rule judges JSON, and a file is none.
    pub fn note_files(&mut self, shape: &Shape, at: &str, direction: Direction) {
        let is_ruled = matches!(shape, Shape::Defined(DefinitionKind::Rule(_)));
        if direction != Direction::Upload || !is_ruled {
            return;
        }
        self.diagnostics.push(
            Diagnostic::warning(Code::MediaTypeUnsupported, at)
                .message("no Rust type fits this schema, and the rule that stands in for one cannot judge files; bodies with files in this place are refused")
                .help("describe the parts with `properties` alone"),
        );
        self.exceptions.push(super::Exception {
            pointer: at.to_owned(),
            sentence: "multipart bodies with files in this place are refused with 422".to_owned(),
        });
    }

    /// The only member of an `allOf` beside which nothing judges.
    fn alone(keywords: &Map<String, Value>) -> Option<Value> {
        let members = keywords.get("allOf")?.as_array()?;
        let bare = keywords
            .keys()
            .all(|keyword| keyword == "allOf" || is_annotation(keyword));
        match members.as_slice() {
            [member] if bare => Some(member.clone()),
            _ => None,
        }
    }

    /// A schema without `allOf`, references and ruled keywords.
    fn keywords(
        &mut self,
        keywords: &Map<String, Value>,
        at: &str,
        direction: Direction,
        hint: &Hint,
    ) -> Result<Shape, NoType> {
        if keywords.contains_key("allOf") || keywords.contains_key("$ref") {
            return Err(NoType);
        }
        if keywords.contains_key("enum") || keywords.contains_key("const") {
            self.unmarked(keywords, at);
            return self.choice(keywords, at);
        }
        if keywords.contains_key("oneOf") || keywords.contains_key("anyOf") {
            self.unmarked(keywords, at);
            return self.union(keywords, at, direction, hint);
        }
        let words = self.words(keywords, at);
        match words.as_slice() {
            [] if keywords.keys().all(|keyword| is_annotation(keyword)) => {
                self.unmarked(keywords, at);
                Ok(Shape::Plain(Type::Any))
            }
            [] => Err(NoType),
            [word] => match word.as_str() {
                "boolean" => {
                    self.unmarked(keywords, at);
                    Ok(Shape::Plain(Type::Boolean))
                }
                "integer" => {
                    let ty = scalar::integer(keywords, self.options.typeless)?;
                    Ok(Shape::Plain(self.guarded(ty, keywords, at, direction)))
                }
                "number" => {
                    let ty = scalar::number(keywords);
                    Ok(Shape::Plain(self.guarded(ty, keywords, at, direction)))
                }
                "string"
                    if direction == Direction::Upload
                        && super::media::keywords_of_file(keywords) =>
                {
                    scalar::file(keywords).map(Shape::Plain)
                }
                "string" => {
                    let ty = scalar::text(self, keywords, at)?;
                    Ok(Shape::Plain(self.guarded(ty, keywords, at, direction)))
                }
                "array" => {
                    self.unmarked(keywords, at);
                    self.list(keywords, at, direction, hint)
                }
                "object" => {
                    self.unmarked(keywords, at);
                    self.object(keywords, at, direction, hint)
                }
                _ => Err(NoType),
            },
            several => self.several(keywords, several, at, direction, hint),
        }
    }

    /// The types a schema speaks of: those it names, or those its keywords imply.
    pub fn words(&mut self, keywords: &Map<String, Value>, at: &str) -> Vec<String> {
        match keywords.get("type") {
            Some(Value::String(word)) => return vec![word.clone()],
            Some(Value::Array(words)) => {
                let mut words: Vec<String> = words
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect();
                if words.iter().any(|word| word == "number") {
                    words.retain(|word| word != "integer");
                }
                return words;
            }
            _ => {}
        }
        if self.options.typeless == Typeless::Any {
            return Vec::new();
        }
        let Some(word) = implied(keywords) else {
            return Vec::new();
        };
        self.diagnostics.push(
            Diagnostic::warning(Code::SchemaTypeless, at)
                .message(format!("the schema names no `type`; its keywords speak of {word}s, so it is taken for one"))
                .help(format!("add `type: {word}`, or pass `--typeless any` to accept every value of another type")),
        );
        vec![word.to_owned()]
    }

    fn list(
        &mut self,
        keywords: &Map<String, Value>,
        at: &str,
        direction: Direction,
        hint: &Hint,
    ) -> Result<Shape, NoType> {
        let rules = scalar::items(keywords)?;
        let item = match keywords.get("items") {
            None => Type::Any,
            Some(schema) => self.schema(
                schema,
                &format!("{at}/items"),
                direction,
                &hint.within("item"),
            ),
        };
        Ok(Shape::Plain(Type::List(Box::new(item), rules)))
    }

    /// A schema that nothing satisfies.
    fn nothing(&mut self, schema: &Value, at: &str, hint: &Hint) -> DefinitionKind {
        self.diagnostics.push(
            Diagnostic::warning(Code::SchemaUnsatisfiable, at)
                .message("no value satisfies this schema; what carries it is always refused")
                .help("remove the schema, or what refers to it"),
        );
        let schema = if schema.is_boolean() {
            schema.clone()
        } else {
            Value::Bool(false)
        };
        self.rule(schema, at, hint)
    }

    /// Says once for each word that a keyword is in no specification, and so judges nothing.
    pub fn unknown_keywords(&mut self, keywords: &Map<String, Value>, at: &str) {
        for keyword in keywords.keys() {
            if !is_known(keyword) && self.formats.insert(format!("keyword {keyword}")) {
                self.diagnostics.push(
                    Diagnostic::warning(Code::KeywordUnknown, pointer::join(at, keyword))
                        .message(format!(
                            "`{keyword}` is no keyword of JSON Schema or OpenAPI; it judges nothing"
                        ))
                        .help("correct its spelling, or start it with `x-`"),
                );
            }
        }
    }
}
