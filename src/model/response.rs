//! Answers: what an operation declares goes in, the variants of its response come out.

use openapiv3::Response as Typed;

use super::body::media_kind;
use super::build::{Builder, Hint};
use super::direction::Direction;
use super::names::{Name, Scope};
use super::operation::Found;
use super::schema::paragraph;
use super::{MediaKind, Presence, Response, ResponseContent, ResponseHeader, Status};
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
                headers: Vec::new(),
                content: None,
                pointer: format!("{}/responses", found.pointer),
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
        let document = self.document;
        let known = document
            .typed
            .components
            .as_ref()
            .map(|components| &components.headers);
        let mut fields = Scope::new();
        fields.reserve("status");
        fields.reserve("body");
        fields.reserve("reply");
        let mut headers = Vec::new();
        for (name, position) in &typed.headers {
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let place = pointer::join(&format!("{at}/headers"), name);
            let Some((header, place)) = self.component(position, place, known, "headers") else {
                continue;
            };
            headers.push(ResponseHeader {
                field: fields.field(&name.to_ascii_lowercase()),
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
                pointer: place,
            });
        }
        let answered = typed
            .content
            .iter()
            .map(|(media_type, media)| {
                (
                    media_type,
                    media,
                    media_kind(media_type).unwrap_or(MediaKind::Bytes),
                )
            })
            .min_by_key(|(_, _, kind)| *kind != MediaKind::Json);
        let bodiless = matches!(status, Status::Code(204 | 304))
            || matches!(status, Status::Range(1) | Status::Code(100..=199));
        let content = answered
            .filter(|_| !bodiless)
            .map(|(media_type, media, kind)| {
                let here = pointer::join(&format!("{at}/content"), media_type);
                let kind = if kind == MediaKind::Form {
                    MediaKind::Bytes
                } else {
                    kind
                };
                let (ty, _) = self.content_type(
                    media,
                    kind,
                    &here,
                    Direction::Response,
                    &hint.within(&format!("{} body", variant.rust())),
                );
                let concrete = if media_type.contains('*') {
                    "application/octet-stream".to_owned()
                } else {
                    media_type.clone()
                };
                ResponseContent {
                    declared: media_type.clone(),
                    media_type: concrete,
                    kind,
                    ty,
                }
            });
        Response {
            variant,
            status,
            description: paragraph(&typed.description),
            headers,
            content,
            pointer: at.to_owned(),
        }
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
