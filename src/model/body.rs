//! Bodies: what an operation takes goes in, the contents that the gate reads come out.

use openapiv3::{MediaType, ReferenceOr, RequestBody};
use serde_json::Value;

use super::build::{Builder, Hint};
use super::direction::Direction;
use super::names::{Name, Scope};
use super::{Body, Content, Exception, MediaKind, Presence, Shape, Text, TextKind, Type};
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
            let Some(kind) = media_kind(media_type) else {
                self.diagnostics.push(
                    Diagnostic::warning(Code::MediaTypeUnsupported, here.as_str())
                        .message(format!("bodies of type `{media_type}` are not read yet; a request that sends one is answered 415"))
                        .help("offer `application/json` beside it"),
                );
                self.exceptions.push(Exception {
                    pointer: here,
                    sentence: format!(
                        "bodies of type `{media_type}` are not read; they are refused with 415"
                    ),
                });
                continue;
            };
            let (ty, form) =
                self.content_type(media, kind, &here, Direction::Request, &hint.within("body"));
            let variant = scope.pascal(media_word(kind));
            contents.push(Content {
                media_type: essence(media_type),
                kind,
                ty,
                variant,
                form,
            });
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

    /// The type of what a media type carries, and the shapes of its fields where it is a form.
    pub fn content_type(
        &mut self,
        media: &MediaType,
        kind: MediaKind,
        at: &str,
        direction: Direction,
        hint: &Hint,
    ) -> (Type, Vec<(String, Shape)>) {
        let (schema, place) = match &media.schema {
            Some(position) => self.placed_schema(position),
            None => (Value::Bool(true), at.to_owned()),
        };
        match kind {
            MediaKind::Bytes => (Type::Bytes, Vec::new()),
            MediaKind::Text if direction == Direction::Response => (plain_text(), Vec::new()),
            MediaKind::Text => {
                let ty = self.schema(&schema, &place, direction, hint);
                (
                    if matches!(ty, Type::Text(_) | Type::Named(_)) {
                        ty
                    } else {
                        plain_text()
                    },
                    Vec::new(),
                )
            }
            MediaKind::Json => (self.schema(&schema, &place, direction, hint), Vec::new()),
            MediaKind::Form => {
                let form = self.form(&schema, 0);
                (self.schema(&schema, &place, direction, hint), form)
            }
        }
    }
}

/// Text of any kind.
fn plain_text() -> Type {
    Type::Text(Text {
        kind: TextKind::Plain,
        min_length: None,
        max_length: None,
        pattern: None,
        format: None,
    })
}

/// A media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// How a media type is read; `None` for what is not read yet.
pub fn media_kind(media_type: &str) -> Option<MediaKind> {
    let essence = essence(media_type);
    if essence == "application/json" || essence.ends_with("+json") {
        return Some(MediaKind::Json);
    }
    if essence == "application/x-www-form-urlencoded" {
        return Some(MediaKind::Form);
    }
    if essence.starts_with("multipart/") || essence.ends_with("/xml") || essence.ends_with("+xml") {
        return None;
    }
    if essence.starts_with("text/") {
        return Some(MediaKind::Text);
    }
    Some(MediaKind::Bytes)
}

/// What a variant is called that holds a body of this kind.
fn media_word(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Json => "json",
        MediaKind::Form => "form",
        MediaKind::Text => "text",
        MediaKind::Bytes => "bytes",
    }
}
