//! Views of what a request carries: inputs and bodies go in, fields and the expressions that read them come out.

use serde::Serialize;

use super::docs;
use super::literal::quoted;
use super::rust::Types;
use super::table::Tables;
use crate::model::names::{Name, Scope};
use crate::model::{
    Api, Body, Content, Explode, FormField, Input, KeyLocation, Location, Operation, Presence,
    Reading, SchemeKind, Shape, Style,
};

/// One field of a request.
#[derive(Debug, Serialize)]
pub struct InputView {
    pub docs: Vec<String>,
    pub name: String,
    pub local: String,
    pub ty: String,
    pub decode: String,
    /// Whether it is part of the path, and so of what a rule may look at.
    pub in_path: bool,
}

/// A body that comes in several types.
#[derive(Debug, Serialize)]
pub struct BodyChoiceView {
    pub name: String,
    pub variants: Vec<BodyVariantView>,
}

/// One type of body.
#[derive(Debug, Serialize)]
pub struct BodyVariantView {
    pub name: String,
    pub ty: String,
    pub media_type: String,
}

/// The field of a parameter.
pub fn input_view(
    input: &Input,
    keys: &[&str],
    types: Types<'_>,
    tables: &mut Tables,
    locals: &mut Scope,
) -> InputView {
    let name = input.field.rust();
    let place = match input.location {
        Location::Path => "path",
        Location::Query | Location::QueryString => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    let declared = types.declared(&input.ty);
    if let Some(reading) = &input.whole {
        let (ty, decode) = whole_query(input, reading, keys, types, tables);
        return shown(input, locals, ty, decode);
    }
    let decoder = types.decoder(&input.ty, tables, name);
    let source = format!("inputs.{place}({})", quoted(input.field.wire()));
    let (ty, decode) = match &input.presence {
        Presence::Required => (
            declared,
            format!("{source}.required(&mut report, {decoder})"),
        ),
        Presence::Optional => (
            format!("Option<{declared}>"),
            format!("{source}.optional(&mut report, {decoder})"),
        ),
        Presence::Default(value) => (
            declared,
            format!(
                "{source}.or(&mut report, {decoder}, {})",
                types.default(&input.ty, value)
            ),
        ),
    };
    shown(input, locals, ty, decode)
}

fn shown(input: &Input, locals: &mut Scope, ty: String, decode: String) -> InputView {
    let name = input.field.rust();
    InputView {
        docs: docs::lines(
            &input.description,
            &format!("`{}`", input.field.wire().replace('`', "")),
        ),
        name: name.to_owned(),
        local: locals.field(name).rust().to_owned(),
        ty,
        decode,
        in_path: input.location == Location::Path,
    }
}

/// The type of a parameter that is the whole query, and the expression that reads it; `keys` are those of the query that
/// schemes read.
fn whole_query(
    input: &Input,
    reading: &Reading,
    keys: &[&str],
    types: Types<'_>,
    tables: &mut Tables,
) -> (String, String) {
    let decoder = types.decoder(&input.ty, tables, input.field.rust());
    let read = match reading {
        Reading::Form(fields) => {
            let mut rows: Vec<String> = fields.iter().map(form_row).collect();
            rows.extend(keys.iter().map(|name| credential(name)));
            let form = form_table(&rows, tables);
            format!("form_query(call, {form}, &mut report, {decoder})")
        }
        Reading::Text(shape) => {
            let shape = shape_text(shape);
            format!("text_query(call, &{shape}, &mut report, {decoder})")
        }
        _ => format!("json_query(call, &mut report, {decoder})"),
    };
    let declared = types.declared(&input.ty);
    match &input.presence {
        Presence::Required => (declared, read),
        Presence::Optional => (format!("Option<{declared}>"), format!("optional_{read}")),
        Presence::Default(value) => {
            let default = types.literal(&input.ty, value);
            let read = format!("optional_{read}.map(|query| query.unwrap_or({default}))");
            (declared, read)
        }
    }
}

/// The field of a body.
pub fn body_view(
    body: &Body,
    types: Types<'_>,
    tables: &mut Tables,
    locals: &mut Scope,
) -> InputView {
    let required = body.presence == Presence::Required;
    let mut arms: Vec<(String, String)> = Vec::new();
    for content in &body.contents {
        let mut decode = read(content, required, types, tables);
        if let Some(choice) = &body.choice {
            let variant = format!("{}::{}", choice.rust(), content.variant.rust());
            decode = match decode
                .strip_prefix("Some(")
                .and_then(|inner| inner.strip_suffix(')'))
            {
                Some(inner) if required => format!("Some({variant}({inner}))"),
                _ if required => format!("{decode}.map({variant})"),
                _ => format!("{decode}.map(|body| body.map({variant}))"),
            };
        }
        if !arms.iter().any(|(_, known)| *known == decode) {
            arms.push((content.media_type.clone(), decode));
        }
    }
    let last = arms.pop().map(|(_, decode)| decode).unwrap_or_default();
    let decode = if arms.is_empty() {
        last
    } else {
        let arms: Vec<String> = arms
            .iter()
            .map(|(media_type, decode)| format!("Some({}) => {decode}", quoted(media_type)))
            .collect();
        format!(
            "match call.media().map(|media| media.media_type) {{ {}, _ => {last} }}",
            arms.join(", ")
        )
    };
    let declared = match (&body.choice, body.contents.first()) {
        (Some(choice), _) => choice.rust().to_owned(),
        (None, Some(content)) => types.declared(&content.ty),
        (None, None) => "()".to_owned(),
    };
    InputView {
        docs: vec!["The body.".to_owned()],
        name: body.field.rust().to_owned(),
        local: locals.field(body.field.rust()).rust().to_owned(),
        ty: if required {
            declared
        } else {
            format!("Option<{declared}>")
        },
        decode,
        in_path: false,
    }
}

/// The expression that reads a body of one media type.
fn read(content: &Content, required: bool, types: Types<'_>, tables: &mut Tables) -> String {
    let optional = if required { "" } else { "optional_" };
    match &content.reading {
        Reading::Bytes if required => "Some(stream_body(call).unwrap_or_default())".to_owned(),
        Reading::Bytes => "Some(stream_body(call))".to_owned(),
        Reading::Json => format!(
            "{optional}json_body(call, &mut report, {})",
            types.decoder(&content.ty, tables, "body")
        ),
        Reading::Text(shape) => format!(
            "{optional}text_body(call, &{}, &mut report, {})",
            shape_text(shape),
            types.decoder(&content.ty, tables, "text")
        ),
        Reading::Xml => format!("{optional}xml_body(call, &mut report)"),
        Reading::Multipart(_) => format!(
            "{optional}multipart_body(call, &mut report, {})",
            types.decoder(&content.ty, tables, "parts")
        ),
        Reading::Form(fields) => {
            let rows: Vec<String> = fields.iter().map(form_row).collect();
            let form = form_table(&rows, tables);
            format!(
                "{optional}form_body(call, {form}, &mut report, {})",
                types.decoder(&content.ty, tables, "form")
            )
        }
    }
}

/// The row of one field of a form.
fn form_row(field: &FormField) -> String {
    parameter(
        &field.name,
        Location::Query,
        field.style,
        field.explode,
        &field.shape,
    )
}

/// The name of a table with these rows.
fn form_table(rows: &[String], tables: &mut Tables) -> String {
    let form = tables.add("form", "&[Parameter]", &format!("&[{}]", rows.join(", ")));
    form.trim_start_matches('&').to_owned()
}

/// The field that says what the client would like to be answered with.
pub fn accept_view(field: &Name, locals: &mut Scope) -> InputView {
    InputView {
        docs: vec!["What the client would like to be answered with.".to_owned()],
        name: field.rust().to_owned(),
        local: locals.field(field.rust()).rust().to_owned(),
        ty: "Accept".to_owned(),
        decode: "Some(call.accept())".to_owned(),
        in_path: false,
    }
}

/// The enum of a body that comes in several types.
#[must_use]
pub fn body_choice(body: &Body, types: Types<'_>) -> Option<BodyChoiceView> {
    let name = body.choice.as_ref()?.rust().to_owned();
    let variants = body
        .contents
        .iter()
        .map(|content| BodyVariantView {
            name: content.variant.rust().to_owned(),
            ty: types.declared(&content.ty),
            media_type: content.media_type.clone(),
        })
        .collect();
    Some(BodyChoiceView { name, variants })
}

/// The rows of the parameter table: what the operation reads, and the keys that its schemes read from the query.
#[must_use]
pub fn parameters(operation: &Operation, keys: &[&str]) -> Vec<String> {
    let mut rows: Vec<String> = operation
        .inputs
        .iter()
        .map(|input| match &input.whole {
            Some(_) => format!("Parameter::whole_query({})", quoted(input.field.wire())),
            None => parameter(
                input.field.wire(),
                input.location,
                input.style,
                input.explode,
                &input.shape,
            ),
        })
        .collect();
    rows.extend(keys.iter().map(|name| credential(name)));
    rows
}

fn credential(name: &str) -> String {
    format!("Parameter::credential({})", quoted(name))
}

/// The keys that the schemes of an operation read from the query.
#[must_use]
pub fn query_keys<'a>(api: &'a Api, operation: &Operation) -> Vec<&'a str> {
    let mut keys: Vec<&str> = Vec::new();
    for requirement in operation.security.iter().flatten() {
        let scheme = api
            .schemes
            .iter()
            .find(|scheme| scheme.name.wire() == requirement.scheme);
        if let Some(SchemeKind::ApiKey {
            location: KeyLocation::Query,
            name,
        }) = scheme.map(|scheme| &scheme.kind)
            && !keys.contains(&name.as_str())
        {
            keys.push(name);
        }
    }
    keys
}

fn parameter(
    name: &str,
    location: Location,
    style: Style,
    explode: Explode,
    shape: &Shape,
) -> String {
    format!(
        "Parameter {{ name: {}, location: Location::{location:?}, style: Style::{style:?}, explode: Explode::{explode:?}, shape: {} }}",
        quoted(name),
        shape_text(shape)
    )
}

/// A shape, as an expression.
#[must_use]
pub fn shape_text(shape: &Shape) -> String {
    match shape {
        Shape::OrEmpty(inner) => format!("Shape::OrEmpty(&{})", shape_text(inner)),
        Shape::Delimited(mark, item) => {
            format!("Shape::Delimited({mark:?}, &{})", shape_text(item))
        }
        Shape::List(item) => format!("Shape::List(&{})", shape_text(item)),
        Shape::Object(members) if members.is_empty() => "Shape::Map(&Shape::Any)".to_owned(),
        Shape::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, shape)| format!("({}, {})", quoted(name), shape_text(shape)))
                .collect();
            format!("Shape::Object(&[{}])", members.join(", "))
        }
        plain => format!("Shape::{plain:?}"),
    }
}
