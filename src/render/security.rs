//! The rows of SECURITY.md: operations go in, who may call them, their limits and what is checked come out.

use std::fmt::Write;

use serde::Serialize;

use crate::model::{
    Additional, Api, Content, DefinitionKind, Location, Operation, Rate, Reading, Requirement,
    StepUp, Type,
};

/// What SECURITY.md says of one operation.
#[derive(Debug, Serialize)]
pub struct SecurityRow {
    route: String,
    id: String,
    callers: String,
    rule: &'static str,
    rate: String,
    body: String,
    time: String,
    checked: String,
    unchecked: String,
}

/// A row for each operation.
#[must_use]
pub fn rows(api: &Api) -> Vec<SecurityRow> {
    let row = |operation| row(api, operation);
    api.operations.iter().map(row).collect()
}

/// Does anything in the contract become a secret?
#[must_use]
pub fn has_secrets(api: &Api) -> bool {
    let inputs = api
        .operations
        .iter()
        .flat_map(|operation| &operation.inputs);
    let within = api.types.iter().any(|definition| match &definition.kind {
        DefinitionKind::Struct(body) => {
            let additional = match &body.additional {
                Additional::Kept(_, ty) => is_secret(ty),
                Additional::Refused => false,
            };
            additional || body.fields.iter().any(|field| is_secret(&field.ty))
        }
        DefinitionKind::Union(union) => union.variants.iter().any(|variant| is_secret(&variant.ty)),
        DefinitionKind::Newtype(ty) => is_secret(ty),
        _ => false,
    });
    within || inputs.into_iter().any(|input| is_secret(&input.ty))
}

fn is_secret(ty: &Type) -> bool {
    match ty {
        Type::Secret(..) => true,
        Type::List(inner, _) | Type::Map(inner, _) | Type::Nullable(inner) => is_secret(inner),
        _ => false,
    }
}

fn row(api: &Api, operation: &Operation) -> SecurityRow {
    let callers = if operation.security.is_empty() {
        "anybody".to_owned()
    } else {
        let alternatives = operation.security.iter();
        let alternatives: Vec<String> = alternatives
            .map(|alternative| all_of(alternative))
            .collect();
        alternatives.join(" **or** ")
    };
    let callers = match operation.step_up {
        StepUp::None => callers,
        StepUp::SecondFactor => format!("{callers}; with a second factor"),
    };
    let limits = operation.limits;
    SecurityRow {
        route: format!("`{} {}`", operation.method, cell(&operation.path)),
        id: cell(&operation.label),
        callers,
        rule: if operation.ids.is_some() {
            "about an object"
        } else {
            "scopes suffice"
        },
        rate: limits.rate.map_or_else(|| "default".to_owned(), rate),
        body: body(operation),
        time: limits
            .timeout
            .map_or_else(|| "default".to_owned(), |time| format!("{time} ms")),
        checked: checked(operation),
        unchecked: unchecked(api, operation),
    }
}

fn rate(rate: Rate) -> String {
    let unit = match rate.seconds {
        1 => "s".to_owned(),
        60 => "min".to_owned(),
        3_600 => "h".to_owned(),
        86_400 => "d".to_owned(),
        seconds => format!("{seconds} s"),
    };
    if rate.burst == rate.requests {
        format!("{}/{unit}", rate.requests)
    } else {
        format!("{}/{unit}, {} at once", rate.requests, rate.burst)
    }
}

fn body(operation: &Operation) -> String {
    let contents = match &operation.body {
        None => return "none".to_owned(),
        Some(body) if body.contents.is_empty() => return "refused".to_owned(),
        Some(body) => &body.contents,
    };
    let types: Vec<String> = contents
        .iter()
        .map(|content| format!("`{}`", cell(&content.media_type)))
        .collect();
    let size = operation.limits.body.map_or_else(
        || "default size".to_owned(),
        |bytes| format!("{bytes} bytes"),
    );
    format!("{}; {size}", types.join(", "))
}

/// What of a request is held against the contract.
fn checked(operation: &Operation) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for (location, word) in [
        (Location::Path, "path"),
        (Location::Query, "query"),
        (Location::Header, "headers"),
        (Location::Cookie, "cookies"),
    ] {
        if operation
            .inputs
            .iter()
            .any(|input| input.location == location)
        {
            parts.push(word);
        }
    }
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    if contents.into_iter().any(is_judged) {
        parts.push("body");
    }
    if parts.is_empty() {
        "nothing may be sent".to_owned()
    } else {
        parts.join(", ")
    }
}

fn is_judged(content: &Content) -> bool {
    !matches!(content.reading, Reading::Bytes | Reading::Xml)
}

/// What the handler has to check itself, as far as the operation's own part of the contract goes.
fn unchecked(api: &Api, operation: &Operation) -> String {
    let mut notes: Vec<String> = Vec::new();
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    for content in contents {
        let note = match content.reading {
            Reading::Bytes => "size and time only",
            Reading::Xml => "well-formed, no schema",
            _ => continue,
        };
        notes.push(format!("`{}`: {note}", cell(&content.media_type)));
    }
    let below = format!("{}/", operation.pointer);
    let listed = api
        .exceptions
        .iter()
        .filter(|exception| exception.pointer.starts_with(&below))
        .count();
    if listed > 0 {
        notes.push(format!("{listed} listed below"));
    }
    if notes.is_empty() {
        "–".to_owned()
    } else {
        notes.join("; ")
    }
}

fn all_of(alternative: &[Requirement]) -> String {
    if alternative.is_empty() {
        return "anybody".to_owned();
    }
    let each: Vec<String> = alternative
        .iter()
        .map(|requirement| {
            let mut text = format!("`{}`", cell(&requirement.scheme));
            if !requirement.scopes.is_empty() {
                // Writing to a string cannot fail.
                let _ = write!(text, " with `{}`", cell(&requirement.scopes.join(" ")));
            }
            text
        })
        .collect();
    each.join(" and ")
}

/// Text that stays inside its cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '`'], " ")
}
