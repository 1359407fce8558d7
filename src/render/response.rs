//! Views of answers: declared responses go in, variants and the expressions that encode them come out.

use serde::Serialize;

use super::docs;
use super::rust::{BOX_ABOVE, Types, quoted};
use crate::model::{MediaKind, Presence, Response, Status, Type};

/// One variant of a response enum.
#[derive(Debug, Serialize)]
pub struct ResponseView {
    pub docs: Vec<String>,
    pub declaration: String,
    pub pattern: String,
    pub reply: String,
    pub begun: String,
    pub headers: Vec<HeaderView>,
}

/// A header of an answer.
#[derive(Debug, Serialize)]
pub struct HeaderView {
    pub field: String,
    pub name: String,
    pub optional: bool,
}

/// The variant of a declared answer.
#[must_use]
pub fn response_view(response: &Response, types: Types<'_>) -> ResponseView {
    let name = response.variant.rust();
    let free_status = !matches!(response.status, Status::Code(_));
    let body = response.content.as_ref().map(|content| {
        let declared = types.declared(&content.ty);
        let boxed = types.size(&content.ty, 0) > BOX_ABOVE && content.ty != Type::Bytes;
        (
            if boxed {
                format!("Box<{declared}>")
            } else {
                declared
            },
            content,
        )
    });
    let headers: Vec<HeaderView> = response
        .headers
        .iter()
        .map(|header| HeaderView {
            field: header.field.rust().to_owned(),
            name: quoted(header.field.wire()),
            optional: header.presence != Presence::Required,
        })
        .collect();
    let mut members = Vec::new();
    if free_status {
        members.push((
            "status".to_owned(),
            "StatusCode".to_owned(),
            "The status.".to_owned(),
        ));
    }
    if let Some((declared, _)) = &body {
        members.push(("body".to_owned(), declared.clone(), "The body.".to_owned()));
    }
    for (header, view) in response.headers.iter().zip(&headers) {
        let ty = if view.optional {
            "Option<String>"
        } else {
            "String"
        };
        let docs = docs::lines(
            &header.description,
            &format!("The header `{}`.", header.field.wire()),
        );
        members.push((view.field.clone(), ty.to_owned(), docs.join(" ")));
    }
    let names: Vec<&str> = members.iter().map(|(name, ..)| name.as_str()).collect();
    let (declaration, pattern) = match (members.as_slice(), &body) {
        ([], _) => (name.to_owned(), format!("Self::{name}")),
        ([(_, ty, _)], Some(_)) => (format!("{name}({ty})"), format!("Self::{name}(body)")),
        _ => {
            let fields: Vec<String> = members
                .iter()
                .map(|(name, ty, docs)| format!("/// {docs}\n{name}: {ty},"))
                .collect();
            (
                format!("{name} {{\n{}\n}}", fields.join("\n")),
                format!("Self::{name} {{ {} }}", names.join(", ")),
            )
        }
    };
    let status = status_text(response.status);
    let (reply, begun) = match &body {
        Some((_, content)) if content.kind == MediaKind::Json => {
            let reply = format!(
                "Reply::json({status}, {}, &body)",
                quoted(&content.media_type)
            );
            (reply.clone(), format!("{reply}?"))
        }
        _ => {
            let plain = match &body {
                None => format!("Reply::empty({status})"),
                Some((_, content)) => {
                    let reader = if content.kind == MediaKind::Text {
                        "text"
                    } else {
                        "bytes"
                    };
                    format!(
                        "Reply::{reader}({status}, {}, body)",
                        quoted(&content.media_type)
                    )
                }
            };
            (format!("Ok({plain})"), plain)
        }
    };
    ResponseView {
        docs: docs::lines(&response.description, &status_docs(response.status)),
        declaration,
        pattern,
        reply,
        begun,
        headers,
    }
}

fn status_text(status: Status) -> String {
    let Status::Code(code) = status else {
        return "status".to_owned();
    };
    let known = http::StatusCode::from_u16(code)
        .ok()
        .and_then(|status| status.canonical_reason());
    match known {
        Some(reason) if code != 418 => {
            let constant = reason
                .replace([' ', '-'], "_")
                .replace('\'', "")
                .to_uppercase();
            format!("StatusCode::{constant}")
        }
        _ => format!("StatusCode::from_u16({code})?"),
    }
}

fn status_docs(status: Status) -> String {
    match status {
        Status::Code(code) => format!("Status {code}."),
        Status::Range(digit) => format!("Any status from {digit}00 to {digit}99."),
        Status::Default => "Any other status.".to_owned(),
    }
}
