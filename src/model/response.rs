//! Answers: what an operation declares goes in, the variants of its response come out.

use openapiv3::{Header, ParameterSchemaOrContent, Response as Typed};

use super::build::{Builder, Hint};
use super::direction::Direction;
use super::find::Found;
use super::media;
use super::names::{Name, Scope};
use super::schema::paragraph;
use super::{
    Explode, HeaderWriting, MediaKind, Presence, Response, ResponseContent, ResponseHeader, Status,
    Type,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::pointer;

impl<'d> Builder<'d> {
    /// The declared answers of an operation.
    pub fn responses(&mut self, found: &Found<'d>, hint: &Hint) -> Vec<Response> {
        let document = self.document;
        let known = document
            .typed
            .components
            .as_ref()
            .map(|components| &components.responses);
        let typed = &found.typed.responses;
        let mut scope = Scope::new();
        let mut responses = Vec::new();
        let coded = typed.responses.iter().map(|(status, position)| {
            let status = match status {
                openapiv3::StatusCode::Code(code) => Status::Code(*code),
                openapiv3::StatusCode::Range(digit) => {
                    Status::Range(u8::try_from(*digit).unwrap_or(5))
                }
            };
            (status, position)
        });
        let default = typed
            .default
            .iter()
            .map(|position| (Status::Default, position));
        for (status, position) in coded.chain(default) {
            let word = match status {
                Status::Code(code) => code.to_string(),
                Status::Range(digit) => format!("{digit}XX"),
                Status::Default => "default".to_owned(),
            };
            let place = format!("{}/responses/{word}", found.pointer);
            let Some((response, place)) = self.component(position, place, known, "responses")
            else {
                continue;
            };
            let variant = scope.pascal(&status_word(status));
            let built = self.response(response, &place, status, variant, hint);
            responses.push(built);
        }
        if responses.is_empty() {
            self.diagnostics.push(
                Diagnostic::warning(
                    Code::ResponseMissing,
                    format!("{}/responses", found.pointer),
                )
                .message(
                    "the operation declares no answer; any status without a body is taken for one",
                )
                .help("declare at least one answer"),
            );
            responses.push(Response {
                variant: scope.pascal(&status_word(Status::Default)),
                status: Status::Default,
                description: String::new(),
                links: Vec::new(),
                headers: Vec::new(),
                contents: Vec::new(),
                choice: None,
                pointer: found.pointer.clone(),
            });
        }
        responses
    }

    fn response(
        &mut self,
        typed: &'d Typed,
        at: &str,
        status: Status,
        variant: Name,
        hint: &Hint,
    ) -> Response {
        let headers = self.response_headers(typed, at, &hint.within(variant.rust()));
        let bodiless = matches!(status, Status::Code(204 | 304))
            || matches!(status, Status::Range(1) | Status::Code(100..=199));
        let contents = if bodiless {
            Vec::new()
        } else {
            self.response_contents(typed, at, &hint.within(&format!("{} body", variant.rust())))
        };
        let choice = (contents.len() > 1).then(|| {
            self.scope
                .pascal(&format!("{} {} body", hint.words, variant.rust()))
        });
        Response {
            variant,
            status,
            description: paragraph(&typed.description),
            links: self.links(at),
            headers,
            contents,
            choice,
            pointer: at.to_owned(),
        }
    }

    fn response_headers(&mut self, typed: &'d Typed, at: &str, hint: &Hint) -> Vec<ResponseHeader> {
        let document = self.document;
        let known = document
            .typed
            .components
            .as_ref()
            .map(|components| &components.headers);
        let mut fields = Scope::new();
        for taken in ["status", "body", "reply", "accept"] {
            fields.reserve(taken);
        }
        let mut headers = Vec::new();
        for (name, position) in &typed.headers {
            // OpenAPI 3.1, section 4.8.17: a header of this name is described by the content.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let place = pointer::join(&format!("{at}/headers"), name);
            let Some((header, place)) = self.component(position, place, known, "headers") else {
                continue;
            };
            let field = fields.field(&name.to_ascii_lowercase());
            headers.push(self.response_header(header, field, &place, hint));
        }
        headers
    }

    fn response_header(
        &mut self,
        header: &Header,
        field: Name,
        place: &str,
        hint: &Hint,
    ) -> ResponseHeader {
        let hint = hint.within(field.wire());
        let (schema, at, writing) = match &header.format {
            ParameterSchemaOrContent::Schema(position) => {
                let (schema, at) = self.placed_schema(position);
                let explode = self.document.at(&format!("{place}/explode"));
                let explode = if explode == Some(&serde_json::Value::Bool(true)) {
                    Explode::Yes
                } else {
                    Explode::No
                };
                (schema, at, HeaderWriting::Simple(explode))
            }
            ParameterSchemaOrContent::Content(content) => match content.first() {
                Some((media_type, media)) => {
                    let here = pointer::join(&format!("{place}/content"), media_type);
                    let (schema, at) = self.media_schema(media, &here);
                    let writing = match media::kind(media_type, &schema) {
                        MediaKind::Json => HeaderWriting::Json,
                        _ => HeaderWriting::Simple(Explode::No),
                    };
                    (schema, at, writing)
                }
                None => (
                    serde_json::Value::Bool(true),
                    place.to_owned(),
                    HeaderWriting::Simple(Explode::No),
                ),
            },
        };
        let ty = match self.schema(&schema, &at, Direction::Response, &hint) {
            // A header without a rule is text.
            Type::Any => super::body::plain_text(),
            ty => ty,
        };
        ResponseHeader {
            field,
            ty,
            writing,
            presence: if header.required {
                Presence::Required
            } else {
                Presence::Optional
            },
            description: header
                .description
                .as_deref()
                .map(paragraph)
                .unwrap_or_default(),
            schema: at,
        }
    }

    /// The bodies of an answer: media types that carry the same in the same way are one.
    fn response_contents(
        &mut self,
        typed: &'d Typed,
        at: &str,
        hint: &Hint,
    ) -> Vec<ResponseContent> {
        let mut scope = Scope::new();
        let mut contents: Vec<ResponseContent> = Vec::new();
        for (media_type, media) in &typed.content {
            let here = pointer::join(&format!("{at}/content"), media_type);
            let (schema, place) = self.media_schema(media, &here);
            let kind = media::kind(media_type, &self.resolved(&schema));
            let is_stream = matches!(
                kind,
                MediaKind::Events | MediaKind::Lines | MediaKind::Sequence
            );
            if !is_stream {
                self.note_items(media_type, &here);
            }
            let (kind, ty) = match kind {
                MediaKind::Json => (
                    kind,
                    self.schema(&schema, &place, Direction::Response, hint),
                ),
                MediaKind::Events | MediaKind::Lines | MediaKind::Sequence => {
                    (kind, self.streamed(&schema, &place, &here, hint))
                }
                MediaKind::Text | MediaKind::Xml => (MediaKind::Text, super::body::plain_text()),
                MediaKind::Form | MediaKind::Multipart | MediaKind::Bytes => {
                    (MediaKind::Bytes, Type::Bytes)
                }
            };
            let sent = sent_as(media_type, kind);
            match contents
                .iter_mut()
                .find(|content| content.kind == kind && content.ty == ty && kind == MediaKind::Json)
            {
                Some(same) => {
                    same.declared.push(media_type.clone());
                    same.media_types.push(sent);
                }
                None => contents.push(ResponseContent {
                    variant: scope.pascal(&media::word(kind, media_type)),
                    declared: vec![media_type.clone()],
                    media_types: vec![sent],
                    kind,
                    ty,
                }),
            }
        }
        contents
    }

    /// What one event or one line carries: `itemSchema` of 3.2, the items of a list, or the schema itself.
    fn streamed(
        &mut self,
        schema: &serde_json::Value,
        place: &str,
        here: &str,
        hint: &Hint,
    ) -> Type {
        let document = self.document;
        if let Some(item) = self.items_of(here)
            && let Some(schema) = document.at(&item)
        {
            return self.schema(schema, &item, Direction::Response, hint);
        }
        match self.schema(schema, place, Direction::Response, hint) {
            Type::List(item, _) => *item,
            ty => ty,
        }
    }
}

/// The media type that an answer is sent with: a range is no answer, unless the handler says which of it.
fn sent_as(media_type: &str, kind: MediaKind) -> String {
    match kind {
        MediaKind::Json if media_type.contains('*') => "application/json".to_owned(),
        MediaKind::Text if media_type.contains('*') => "text/plain".to_owned(),
        _ => media_type.to_owned(),
    }
}

/// The words of a status (RFC 9110, section 15).
fn status_word(status: Status) -> String {
    let code = match status {
        Status::Default => return "default answer".to_owned(),
        Status::Range(1) => return "informational".to_owned(),
        Status::Range(2) => return "successful".to_owned(),
        Status::Range(3) => return "redirection".to_owned(),
        Status::Range(4) => return "client error".to_owned(),
        Status::Range(_) => return "server error".to_owned(),
        Status::Code(code) => code,
    };
    let reason = http::StatusCode::from_u16(code)
        .ok()
        .and_then(|status| status.canonical_reason());
    reason.map_or_else(|| format!("status {code}"), str::to_owned)
}
