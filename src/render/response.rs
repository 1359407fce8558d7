//! Views of answers: declared responses go in, variants and the expressions that encode them come out.

use serde::Serialize;

use super::docs;
use super::literal::{quoted, quoted_list};
use super::rust::{BOX_ABOVE, Types};
use crate::model::{
    HeaderWriting, MediaKind, Presence, Response, ResponseContent, ResponseHeader, Status,
    TextKind, Type,
};

/// One variant of a response enum.
#[derive(Debug, Serialize)]
pub struct ResponseView {
    pub docs: Vec<String>,
    pub declaration: String,
    pub pattern: String,
    pub reply: String,
    pub begun: String,
    pub headers: Vec<HeaderView>,
    pub choice: Option<ChoiceView>,
}

/// A body that is offered in several types.
#[derive(Debug, Serialize)]
pub struct ChoiceView {
    pub name: String,
    pub docs: String,
    pub derives: &'static str,
    pub media_types: String,
    pub variants: Vec<VariantView>,
}

/// One type of a body.
#[derive(Debug, Serialize)]
pub struct VariantView {
    pub name: String,
    pub ty: String,
    pub media_types: String,
}

/// A header of an answer.
#[derive(Debug, Serialize)]
pub struct HeaderView {
    pub field: String,
    pub optional: bool,
    pub add: String,
}

/// What a type that holds these can derive: a stream is neither cloned nor compared.
#[must_use]
pub fn derives(holds_stream: bool) -> &'static str {
    if holds_stream {
        "Debug"
    } else {
        "Clone, Debug, PartialEq"
    }
}

/// Whether some body of an answer is made while it is sent.
#[must_use]
pub fn is_streamed(response: &Response) -> bool {
    response.contents.iter().any(|content| {
        matches!(
            content.kind,
            MediaKind::Bytes | MediaKind::Events | MediaKind::Lines | MediaKind::Sequence
        )
    })
}

/// Whether the client chooses between media types of one answer.
#[must_use]
pub fn is_negotiated(response: &Response) -> bool {
    response
        .contents
        .iter()
        .any(|content| content.media_types.len() > 1)
}

/// The variant of a declared answer.
#[must_use]
pub fn response_view(response: &Response, types: Types<'_>) -> ResponseView {
    let name = response.variant.rust();
    let headers: Vec<HeaderView> = response.headers.iter().map(header_view).collect();
    let body = match (&response.choice, response.contents.first()) {
        (Some(choice), _) => Some(choice.rust().to_owned()),
        (None, Some(content)) => Some(declared(content, types)),
        (None, None) => None,
    };
    let mut members = Vec::new();
    if !matches!(response.status, Status::Code(_)) {
        members.push((
            "status".to_owned(),
            "StatusCode".to_owned(),
            "The status.".to_owned(),
        ));
    }
    if let Some(declared) = &body {
        members.push(("body".to_owned(), declared.clone(), "The body.".to_owned()));
    }
    for (header, view) in response.headers.iter().zip(&headers) {
        let declared = types.declared(&header.ty);
        let ty = if view.optional {
            format!("Option<{declared}>")
        } else {
            declared
        };
        let docs = docs::lines(
            &header.description,
            &format!("The header `{}`.", header.field.wire()),
        );
        members.push((view.field.clone(), ty, docs.join(" ")));
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
    let (reply, begun) = encoded(response);
    let mut lines = docs::lines(&response.description, &status_docs(response.status));
    for link in &response.links {
        lines.push(String::new());
        lines.extend(docs::lines(link, ""));
    }
    ResponseView {
        docs: lines,
        declaration,
        pattern,
        reply,
        begun,
        headers,
        choice: choice_view(response, types),
    }
}

/// The type of one body.
fn declared(content: &ResponseContent, types: Types<'_>) -> String {
    let declared = types.declared(&content.ty);
    match content.kind {
        MediaKind::Events => format!("gate::EventStream<{declared}>"),
        MediaKind::Lines => format!("gate::JsonLines<{declared}>"),
        MediaKind::Sequence => format!("gate::JsonSequence<{declared}>"),
        _ if types.size(&content.ty, 0) > BOX_ABOVE && content.ty != Type::Bytes => {
            format!("Box<{declared}>")
        }
        _ => declared,
    }
}

fn choice_view(response: &Response, types: Types<'_>) -> Option<ChoiceView> {
    let name = response.choice.as_ref()?.rust().to_owned();
    let variants = response
        .contents
        .iter()
        .map(|content| VariantView {
            name: content.variant.rust().to_owned(),
            ty: declared(content, types),
            media_types: content
                .declared
                .iter()
                .map(|media_type| format!("`{}`", media_type.replace('`', "")))
                .collect::<Vec<_>>()
                .join(", "),
        })
        .collect();
    let all = response
        .contents
        .iter()
        .flat_map(|content| &content.media_types);
    Some(ChoiceView {
        docs: format!(
            "The body of `{}`, by its media type.",
            response.variant.rust()
        ),
        name,
        derives: derives(is_streamed(response)),
        media_types: quoted_list(all.map(String::as_str)),
        variants,
    })
}

/// The expressions that encode an answer: as a result, and as a reply that headers are added to.
fn encoded(response: &Response) -> (String, String) {
    let status = status_text(response.status);
    let Some(choice) = &response.choice else {
        return match response.contents.first() {
            None => {
                let reply = format!("Reply::empty({status})");
                (format!("Ok({reply})"), reply)
            }
            Some(content) => {
                let reply = reply(content, &status);
                if content.kind == MediaKind::Json {
                    (reply.clone(), format!("{reply}?"))
                } else {
                    (format!("Ok({reply})"), reply)
                }
            }
        };
    };
    let arms: Vec<String> = response
        .contents
        .iter()
        .map(|content| {
            let question = if content.kind == MediaKind::Json {
                "?"
            } else {
                ""
            };
            format!(
                "{}::{}(body) => {}{question},",
                choice.rust(),
                content.variant.rust(),
                reply(content, &status)
            )
        })
        .collect();
    let begun = format!("match body {{ {} }}", arms.join(" "));
    (format!("Ok({begun})"), begun)
}

/// The expression that makes a reply of one body.
fn reply(content: &ResponseContent, status: &str) -> String {
    let media_type = match content.media_types.as_slice() {
        [only] => quoted(only),
        several => format!(
            "accept.choose({})",
            quoted_list(several.iter().map(String::as_str))
        ),
    };
    match content.kind {
        MediaKind::Json => format!("Reply::json({status}, {media_type}, &body)"),
        MediaKind::Text => format!("Reply::text({status}, {media_type}, body)"),
        _ => format!("Reply::stream({status}, {media_type}, body)"),
    }
}

fn header_view(header: &ResponseHeader) -> HeaderView {
    let optional = header.presence != Presence::Required;
    let name = quoted(header.field.wire());
    let value = if optional {
        "value"
    } else {
        header.field.rust()
    };
    let is_string = matches!(&header.ty, Type::Text(text) if text.kind == TextKind::Plain);
    let add = match header.writing {
        HeaderWriting::Json => format!("header_json({name}, &{value})"),
        HeaderWriting::Simple(_) if is_string => format!("header({name}, &{value})"),
        HeaderWriting::Simple(explode) => {
            format!("header_value({name}, &{value}, Explode::{explode:?})")
        }
    };
    HeaderView {
        field: header.field.rust().to_owned(),
        optional,
        add,
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
