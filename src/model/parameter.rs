//! Parameters: what an operation declares goes in, the fields of its request come out.

use openapiv3::{
    CookieStyle, HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle,
    QueryStyle, ReferenceOr,
};
use serde_json::Value;

use super::build::{Builder, Hint};
use super::direction::Direction;
use super::keyword::bare_reference;
use super::media;
use super::names::{Name, Scope};
use super::schema::paragraph;
use super::{Explode, Input, Location, MediaKind, Presence, Shape, Style, Text, TextKind, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{BESIDE, SEPARATOR, pointer};

/// Headers which OpenAPI describes elsewhere, and so ignores as parameters (3.1, section 4.8.12.1).
pub const ELSEWHERE: &[&str] = &["accept", "authorization", "content-type"];

/// How deep the shape of a parameter is looked for.
const DEEPEST: usize = 8;

/// A parameter and where it stands.
pub type Placed<'p> = (&'p Parameter, String);

impl Builder<'_> {
    /// The inputs of an operation: its own parameters over those of its path, and any that only the template names.
    pub fn inputs(
        &mut self,
        parameters: &[Placed<'_>],
        template: &str,
        at: &str,
        hint: &Hint,
        scope: &mut Scope,
    ) -> Vec<Input> {
        let mut inputs: Vec<Input> = Vec::new();
        self.one_whole_query(parameters);
        for (parameter, place) in parameters {
            let data = parameter.parameter_data_ref();
            let (location, style) = spelled(parameter);
            if location == Location::Header
                && ELSEWHERE.contains(&data.name.to_ascii_lowercase().as_str())
            {
                continue;
            }
            if location == Location::Path && !template.contains(&format!("{{{}}}", data.name)) {
                self.diagnostics.push(
                    Diagnostic::warning(Code::ParameterUnused, place.as_str())
                        .message(format!(
                            "the path has no `{{{}}}`; the parameter is left out",
                            data.name
                        ))
                        .help("put it into the path, or remove the parameter"),
                );
                continue;
            }
            let field = scope.field(&data.name);
            let input = self.input(parameter, (location, style), field, place, hint);
            inputs.push(input);
        }
        for name in super::route::parameters(template) {
            if !inputs
                .iter()
                .any(|input| input.location == Location::Path && input.field.wire() == name)
            {
                self.diagnostics.push(
                    Diagnostic::warning(Code::ParameterUndeclared, at)
                        .message(format!("the path has `{{{name}}}` and no parameter declares it; any text is accepted"))
                        .help("declare it with a schema"),
                );
                inputs.push(undeclared(scope.field(&name)));
            }
        }
        inputs
    }

    fn input(
        &mut self,
        parameter: &Parameter,
        (location, style): (Location, Style),
        field: Name,
        place: &str,
        hint: &Hint,
    ) -> Input {
        let data = parameter.parameter_data_ref();
        let empty = empty(parameter);
        let description = data
            .description
            .as_deref()
            .map(paragraph)
            .unwrap_or_default();
        let explode = match data.explode {
            Some(true) => Explode::Yes,
            None if matches!(style, Style::Form | Style::Cookie) => Explode::Yes,
            Some(false) | None => Explode::No,
        };
        let (schema, at, shape, whole) = if location == Location::QueryString {
            let (schema, at, reading) = self.whole_query(data, place);
            (schema, at, Shape::Text, Some(reading))
        } else {
            let (schema, at, shape) = self.written(data, place);
            (schema, at, shape, None)
        };
        let (schema, at) = Self::marked(schema, at, data, place);
        self.refuse_in_url(&schema, location, &data.name, place);
        let ty = self.schema(&schema, &at, Direction::Request, &hint.within(&data.name));
        let (shape, ty) = match empty {
            Empty::Judged => (shape, ty),
            Empty::Null => or_empty(shape, ty),
        };
        let required = data.required || location == Location::Path;
        let resolved = self.resolved(&schema);
        let default = self.default_of(&resolved, &ty, &at, Direction::Request);
        let presence = match (required, default) {
            (true, _) => Presence::Required,
            (false, Some(default)) => Presence::Default(default),
            (false, None) => Presence::Optional,
        };
        Input {
            field,
            location,
            style,
            explode,
            shape,
            whole,
            ty,
            schema: (!at.is_empty()).then_some(at),
            presence,
            description,
        }
    }

    /// The schema of a parameter, its place, and how its text becomes a value.
    fn written(&mut self, data: &ParameterData, place: &str) -> (Value, String, Shape) {
        let content = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let (schema, at) = self.placed_schema(schema);
                let shape = self.lexical(&schema, 0);
                return (schema, at, shape);
            }
            ParameterSchemaOrContent::Content(content) => content,
        };
        let Some((media_type, media)) = content.first() else {
            return (Value::Bool(true), place.to_owned(), Shape::Text);
        };
        let here = pointer::join(&format!("{place}/content"), media_type);
        let (schema, at) = self.media_schema(media, &here);
        match media::kind(media_type, &schema) {
            MediaKind::Json => (schema, at, Shape::Json),
            MediaKind::Text => {
                let shape = match self.lexical(&schema, 0) {
                    Shape::Any | Shape::List(_) | Shape::Object(_) => Shape::Text,
                    shape => shape,
                };
                (schema, at, shape)
            }
            _ => {
                self.unenforceable(
                    Diagnostic::error(Code::ParameterUnsupported, here)
                        .message(format!("`{}` carries `{media_type}`, which no parameter is read as", data.name))
                        .help("describe it with `schema`, or with JSON, or pass `--allow-unenforced` to take its text as it is"),
                    "the parameter is taken as text; its media type is not read",
                );
                (Value::Bool(true), place.to_owned(), Shape::Text)
            }
        }
    }

    /// The schema that a typed position stands for, and its pointer.
    pub fn placed_schema<T>(&mut self, position: &ReferenceOr<T>) -> (Value, String) {
        let ReferenceOr::Reference { reference } = position else {
            return (Value::Bool(true), String::new());
        };
        self.document
            .resolve(reference)
            .map_or((Value::Bool(true), String::new()), |(schema, at)| {
                (schema.clone(), at)
            })
    }

    /// The schema behind a reference that says nothing of its own, or the schema itself.
    pub fn resolved(&self, schema: &Value) -> Value {
        bare_reference(schema)
            .and_then(|reference| self.follow(reference))
            .map_or_else(|| schema.clone(), |(schema, _)| schema.clone())
    }

    /// How the text of a parameter becomes a value, by what its schema speaks of.
    pub fn lexical(&self, schema: &Value, depth: usize) -> Shape {
        if depth > DEEPEST || !self.has_patience(depth) {
            return Shape::Any;
        }
        let Some(keywords) = schema.as_object() else {
            return Shape::Any;
        };
        if let Some(reference) = keywords.get("$ref").and_then(Value::as_str) {
            return self
                .follow(reference)
                .map_or(Shape::Any, |(schema, _)| self.lexical(schema, depth + 1));
        }
        let words: Vec<&str> = match keywords.get("type") {
            Some(Value::String(word)) => vec![word.as_str()],
            Some(Value::Array(words)) => words
                .iter()
                .filter_map(Value::as_str)
                .filter(|word| *word != "null")
                .collect(),
            _ => Vec::new(),
        };
        match words.as_slice() {
            ["string"] => return Shape::Text,
            ["integer"] => return Shape::Integer,
            ["number"] => return Shape::Number,
            ["boolean"] => return Shape::Boolean,
            ["array"] => return self.lexical_list(schema, depth),
            ["object"] => return self.lexical_object(schema, depth),
            [] => {}
            _ => return Shape::Any,
        }
        if let Some(values) = keywords.get("enum").and_then(Value::as_array) {
            return if values
                .iter()
                .all(|value| value.is_string() || value.is_null())
            {
                Shape::Text
            } else {
                Shape::Any
            };
        }
        for word in ["allOf", "oneOf", "anyOf"] {
            if let Some(members) = keywords.get(word).and_then(Value::as_array) {
                let others = members
                    .iter()
                    .filter(|member| member.get("type").and_then(Value::as_str) != Some("null"));
                let mut shapes: Vec<Shape> = others
                    .map(|member| self.lexical(member, depth + 1))
                    .collect();
                if word == "allOf" {
                    shapes.retain(|shape| *shape != Shape::Any);
                }
                return match shapes.as_slice() {
                    [first, rest @ ..] if rest.iter().all(|shape| shape == first) => first.clone(),
                    _ => Shape::Any,
                };
            }
        }
        if keywords.contains_key("properties") {
            return self.lexical_object(schema, depth);
        }
        if ["pattern", "minLength", "maxLength", "format"]
            .iter()
            .any(|word| keywords.contains_key(*word))
        {
            return Shape::Text;
        }
        Shape::Any
    }

    fn lexical_list(&self, schema: &Value, depth: usize) -> Shape {
        let item = schema
            .get("items")
            .map_or(Shape::Any, |items| self.lexical(items, depth + 1));
        let mark = schema.get(SEPARATOR).and_then(Value::as_str);
        match mark.and_then(|mark| mark.chars().next()) {
            Some(mark) => Shape::Delimited(mark, Box::new(item)),
            None => Shape::List(Box::new(item)),
        }
    }

    fn lexical_object(&self, schema: &Value, depth: usize) -> Shape {
        Shape::Object(self.form(schema, depth))
    }

    /// The shapes of an object's members, also those that its `allOf` brings in.
    pub fn form(&self, schema: &Value, depth: usize) -> Vec<(String, Shape)> {
        // A look that begins here begins with all its patience.
        if !self.has_patience(depth) {
            return Vec::new();
        }
        let schema = self.resolved(schema);
        let merged = schema
            .as_object()
            .and_then(|keywords| super::merge::flatten(self.raw, keywords));
        let properties = merged
            .as_ref()
            .and_then(|keywords| keywords.get("properties"))
            .and_then(Value::as_object);
        properties
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.clone(), self.lexical(schema, depth + 1)))
            .collect()
    }
}

/// Where a parameter travels and how it is spelled.
pub fn spelled(parameter: &Parameter) -> (Location, Style) {
    let later = |member: &str| {
        let extensions = &parameter.parameter_data_ref().extensions;
        extensions.contains_key(&format!("{BESIDE}{member}"))
    };
    match parameter {
        Parameter::Query { .. } if later("in") => (Location::QueryString, Style::Form),
        Parameter::Cookie { .. } if later("style") => (Location::Cookie, Style::Cookie),
        Parameter::Query { style, .. } => (
            Location::Query,
            match style {
                QueryStyle::Form => Style::Form,
                QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                QueryStyle::PipeDelimited => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
            },
        ),
        Parameter::Header {
            style: HeaderStyle::Simple,
            ..
        } => (Location::Header, Style::Simple),
        Parameter::Path { style, .. } => (
            Location::Path,
            match style {
                PathStyle::Matrix => Style::Matrix,
                PathStyle::Label => Style::Label,
                PathStyle::Simple => Style::Simple,
            },
        ),
        Parameter::Cookie {
            style: CookieStyle::Form,
            ..
        } => (Location::Cookie, Style::Form),
    }
}

/// What a parameter without any text after its name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Empty {
    /// An empty text, judged by the schema.
    Judged,
    /// `null`, whatever the schema says (`allowEmptyValue`).
    Null,
}

fn empty(parameter: &Parameter) -> Empty {
    match parameter {
        Parameter::Query {
            allow_empty_value: Some(true),
            ..
        } if spelled(parameter).0 == Location::Query => Empty::Null,
        _ => Empty::Judged,
    }
}

/// A value that may be sent empty: `null` then. Text that takes the empty text anyway stays as it is, and so do lists
/// and objects, whose emptiness their style spells.
fn or_empty(shape: Shape, ty: Type) -> (Shape, Type) {
    let is_free_text = matches!(&ty, Type::Text(text) if text.kind == TextKind::Plain
        && text.min_length.is_none() && text.pattern.is_none() && text.format.is_none()
        && text.sanitize.is_empty());
    if is_free_text
        || matches!(
            shape,
            Shape::List(_) | Shape::Delimited(..) | Shape::Object(_)
        )
    {
        return (shape, ty);
    }
    let ty = match ty {
        Type::Any | Type::Nullable(_) => ty,
        ty => Type::Nullable(Box::new(ty)),
    };
    (Shape::OrEmpty(Box::new(shape)), ty)
}

/// A parameter that only the path template names: any text.
fn undeclared(field: Name) -> Input {
    Input {
        field,
        location: Location::Path,
        style: Style::Simple,
        explode: Explode::No,
        shape: Shape::Text,
        whole: None,
        ty: Type::Text(Text::ANY),
        schema: None,
        presence: Presence::Required,
        description: String::new(),
    }
}
