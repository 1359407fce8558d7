//! Bodies: what an operation takes goes in, the contents that the gate reads come out.

use openapiv3::{MediaType, ReferenceOr, RequestBody};
use serde_json::Value;

use super::build::{Builder, Hint};
use super::direction::Direction;
use super::media;
use super::names::{Name, Scope};
use super::{
    Body, Content, Exception, Explode, FormField, MediaKind, Presence, Reading, Shape, Style, Text,
    Type,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::pointer;

impl<'d> Builder<'d> {
    /// The body of a request.
    pub fn body(
        &mut self,
        position: &'d ReferenceOr<RequestBody>,
        field: Name,
        at: &str,
        hint: &Hint,
    ) -> Option<Body> {
        let document = self.document;
        let known = document
            .typed
            .components
            .as_ref()
            .map(|components| &components.request_bodies);
        let (typed, place) = self.component(
            position,
            format!("{at}/requestBody"),
            known,
            "requestBodies",
        )?;
        let mut contents = Vec::new();
        let mut scope = Scope::new();
        for (media_type, media) in &typed.content {
            let here = pointer::join(&format!("{place}/content"), media_type);
            contents.push(self.content(media_type, media, &here, &mut scope, hint));
        }
        let differ = contents.windows(2).any(|pair| pair[0].ty != pair[1].ty);
        let choice = differ.then(|| self.scope.pascal(&format!("{} body", hint.words)));
        let presence = if typed.required {
            Presence::Required
        } else {
            Presence::Optional
        };
        Some(Body {
            field,
            presence,
            contents,
            choice,
        })
    }

    fn content(
        &mut self,
        media_type: &str,
        media: &MediaType,
        here: &str,
        scope: &mut Scope,
        hint: &Hint,
    ) -> Content {
        let (schema, at) = self.media_schema(media, here);
        let resolved = self.resolved(&schema);
        let kind = match media::kind(media_type, &resolved) {
            // Fields and parts have names; what is no object cannot be made of them.
            MediaKind::Form | MediaKind::Multipart if !media::may_be_object(&resolved) => {
                MediaKind::Bytes
            }
            kind => kind,
        };
        self.note_items(media_type, here);
        if matches!(kind, MediaKind::Form | MediaKind::Multipart) {
            self.undeclared_encodings(&schema, here);
        }
        let hint = hint.within("body");
        let (reading, ty) = match kind {
            MediaKind::Json => (
                Reading::Json,
                self.schema(&schema, &at, Direction::Request, &hint),
            ),
            MediaKind::Form => {
                let fields = self.form_fields(&schema, here);
                let ty = self.schema(&schema, &at, Direction::Request, &hint);
                (Reading::Form(fields), ty)
            }
            MediaKind::Multipart => self.multipart(&schema, &at, here, &hint),
            MediaKind::Text => self.text_content(media_type, &schema, &at, &hint),
            MediaKind::Xml => {
                self.exceptions.push(Exception {
                    pointer: here.to_owned(),
                    sentence: format!(
                        "bodies of type `{media_type}` are checked to be well-formed, without a document type; their schema is not applied, the handler gets the text"
                    ),
                });
                (Reading::Xml, plain_text())
            }
            MediaKind::Bytes | MediaKind::Events | MediaKind::Lines | MediaKind::Sequence => {
                self.note_unread(media_type, &schema, here);
                (Reading::Bytes, Type::Bytes)
            }
        };
        Content {
            media_type: media::essence(media_type),
            variant: scope.pascal(&media::word(kind, media_type)),
            reading,
            ty,
            schema: media.schema.as_ref().map(|_| at),
        }
    }

    /// The schema of a media type, and its place; without one, anything goes.
    pub fn media_schema(&mut self, media: &MediaType, here: &str) -> (Value, String) {
        match &media.schema {
            Some(position) => self.placed_schema(position),
            None => (Value::Bool(true), here.to_owned()),
        }
    }

    /// A body of text: a string with its rules, or what else the schema says that the text spells.
    fn text_content(
        &mut self,
        media_type: &str,
        schema: &Value,
        at: &str,
        hint: &Hint,
    ) -> (Reading, Type) {
        let shape = match self.lexical(schema, 0) {
            Shape::List(_) | Shape::Object(_) if media::essence(media_type) == "text/plain" => {
                Shape::Json
            }
            Shape::List(_) | Shape::Object(_) => {
                self.note_unread(media_type, schema, at);
                return (Reading::Text(Shape::Text), plain_text());
            }
            // Text without a rule is a string, not a number that happens to be one.
            Shape::Any if media::is_bytes(&self.resolved(schema)) => {
                return (Reading::Text(Shape::Text), plain_text());
            }
            shape => shape,
        };
        let ty = self.schema(schema, at, Direction::Request, hint);
        (Reading::Text(shape), ty)
    }

    /// Says that a body is handed over as it comes, where its schema asks for more.
    fn note_unread(&mut self, media_type: &str, schema: &Value, here: &str) {
        if media::is_bytes(&self.resolved(schema)) {
            return;
        }
        self.diagnostics.push(
            Diagnostic::warning(Code::MediaTypeUnsupported, here)
                .message(format!(
                    "the schema of `{media_type}` is not applied; the handler gets the body as it comes"
                ))
                .help("describe it as `type: string, format: binary`, or offer `application/json` beside it"),
        );
        self.exceptions.push(Exception {
            pointer: here.to_owned(),
            sentence: format!(
                "bodies of type `{media_type}` are not judged by their schema; the handler gets them as they come"
            ),
        });
    }

    /// Says that the items of a stream are not judged one by one (`itemSchema` of 3.2).
    pub fn note_items(&mut self, media_type: &str, here: &str) {
        let Some(at) = self.items_of(here) else {
            return;
        };
        self.diagnostics.push(
            Diagnostic::warning(Code::MediaTypeUnsupported, at.as_str())
                .message(format!(
                    "the items of `{media_type}` are not judged one by one; the handler gets or makes them as they come"
                ))
                .help("offer `application/json` with a list beside it"),
        );
        self.exceptions.push(Exception {
            pointer: at,
            sentence: format!("the items of `{media_type}` are not judged one by one"),
        });
    }

    /// Where the schema of a stream's items stands, where a media type has one.
    pub fn items_of(&self, here: &str) -> Option<String> {
        let document = self.document;
        let reference = document.at(here)?.get("$ref").and_then(Value::as_str);
        let media = match reference {
            Some(reference) => pointer::of_reference(reference)?,
            None => here.to_owned(),
        };
        let at = format!("{media}/itemSchema");
        document.at(&at).is_some().then_some(at)
    }

    /// The fields of a form, each as its `encoding` says that it is written.
    pub fn form_fields(&mut self, schema: &Value, here: &str) -> Vec<FormField> {
        let mut fields = Vec::new();
        for (name, shape) in self.form(schema, 0) {
            let at = pointer::join(&format!("{here}/encoding"), &name);
            fields.push(form_field(name, shape, self.document.at(&at)));
        }
        fields
    }
}

/// One field of a form (OpenAPI 3.1, section 4.8.15).
fn form_field(name: String, shape: Shape, encoding: Option<&Value>) -> FormField {
    let text = |keyword: &str| encoding.and_then(|encoding| encoding.get(keyword)?.as_str());
    let style = match text("style") {
        Some("spaceDelimited") => Style::SpaceDelimited,
        Some("pipeDelimited") => Style::PipeDelimited,
        Some("deepObject") => Style::DeepObject,
        _ => Style::Form,
    };
    let explode = match encoding.and_then(|encoding| encoding.get("explode")?.as_bool()) {
        Some(true) => Explode::Yes,
        None if style == Style::Form => Explode::Yes,
        _ => Explode::No,
    };
    let is_json = text("contentType").is_some_and(is_json);
    let shape = if is_json { Shape::Json } else { shape };
    FormField {
        name,
        style,
        explode,
        shape,
    }
}

/// Whether the first of several media types is JSON.
pub fn is_json(media_types: &str) -> bool {
    let first = media_types.split(',').next().unwrap_or_default();
    media::kind(first, &Value::Bool(true)) == MediaKind::Json
}

/// Text of any kind.
pub fn plain_text() -> Type {
    Type::Text(Text::ANY)
}
