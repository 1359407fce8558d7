//! Views of the files of operations: tags and operations go in, what the templates read comes out.

use serde::Serialize;

use super::docs;
use super::rust::{BOX_ABOVE, From, Tables, Types, quoted, quoted_list};
use super::types::has_map;
use crate::model::names::Scope;
use crate::model::{
    Api, Body, Content, Explode, Input, KeyLocation, Location, MediaKind, Operation, Presence, Response, SchemeKind,
    Shape, Status, Style, Tag, Type,
};

/// One tag: the trait that the user implements and the rows of its operations.
#[derive(Debug, Serialize)]
pub struct TagView {
    /// The module.
    pub module: String,
    /// The trait.
    pub handlers: String,
    /// The trait with its futures boxed.
    pub erased: String,
    /// The tag's description.
    pub docs: Vec<String>,
    /// Its operations.
    pub operations: Vec<OperationView>,
    /// What a handler file imports, in lines that rustfmt leaves as they are.
    pub imports: Vec<String>,
}

/// One operation.
#[derive(Debug, Serialize)]
pub struct OperationView {
    /// The module within the tag's.
    pub module: String,
    /// The function.
    pub function: String,
    /// The request struct.
    pub request: String,
    /// The response enum.
    pub response: String,
    /// The variant of the enum of operations.
    pub variant: String,
    /// Description, method and path.
    pub docs: Vec<String>,
    /// Method and path.
    pub route: String,
    /// The signature of a handler, in lines that rustfmt leaves as they are.
    pub signature: Vec<String>,
    row: RowView,
    maps: bool,
    types: bool,
    decode_module: bool,
    decode_trait: bool,
    imports: Vec<String>,
    parameters: Vec<String>,
    inputs: Vec<InputView>,
    reads_inputs: bool,
    body_choice: Option<BodyChoiceView>,
    responses: Vec<ResponseView>,
    tables: Vec<String>,
    mock: Option<String>,
}

#[derive(Debug, Serialize)]
struct RowView {
    id: String,
    method: String,
    path: String,
    security: String,
    body: String,
    produces: String,
    limits: String,
    rated: bool,
}

#[derive(Debug, Serialize)]
struct InputView {
    docs: Vec<String>,
    name: String,
    local: String,
    ty: String,
    decode: String,
}

#[derive(Debug, Serialize)]
struct BodyChoiceView {
    name: String,
    variants: Vec<BodyVariantView>,
}

#[derive(Debug, Serialize)]
struct BodyVariantView {
    name: String,
    ty: String,
    media_type: String,
}

#[derive(Debug, Serialize)]
struct ResponseView {
    docs: Vec<String>,
    declaration: String,
    pattern: String,
    reply: String,
    begun: String,
    headers: Vec<HeaderView>,
}

#[derive(Debug, Serialize)]
struct HeaderView {
    field: String,
    name: String,
    optional: bool,
}

/// The views of every tag.
#[must_use]
pub fn tags(api: &Api) -> Vec<TagView> {
    api.tags.iter().map(|tag| tag_view(api, tag)).collect()
}

fn tag_view(api: &Api, tag: &Tag) -> TagView {
    let operations: Vec<OperationView> =
        tag.operations.iter().filter_map(|&index| api.operations.get(index)).map(|operation| view(api, operation)).collect();
    let mut names: Vec<&str> = vec![tag.handlers.rust()];
    names.extend(operations.iter().flat_map(|operation| [operation.request.as_str(), operation.response.as_str()]));
    TagView {
        module: tag.module.rust().to_owned(),
        handlers: tag.handlers.rust().to_owned(),
        erased: format!("{}Table", tag.handlers.rust()),
        docs: docs::lines(&tag.description, &format!("The operations of `{}`.", tag.module.wire().replace('`', ""))),
        imports: super::fit::imports(&format!("api::{}", tag.module.rust()), &names),
        operations,
    }
}

fn view(api: &Api, operation: &Operation) -> OperationView {
    let types = Types { arena: &api.types, from: From::Operations };
    let mut tables = Tables::default();
    for taken in ["OPERATION", "PARAMETERS", "FORM"] {
        tables.name(taken);
    }
    let mut locals = Scope::new();
    for taken in ["call", "report", "inputs", "value", "at"] {
        locals.reserve(taken);
    }
    let mut inputs: Vec<InputView> =
        operation.inputs.iter().map(|input| input_view(input, types, &mut tables, &mut locals)).collect();
    let readable = operation.body.as_ref().filter(|body| !body.contents.is_empty());
    if let Some(body) = readable {
        inputs.push(body_view(body, types, &mut tables, &mut locals));
    }
    let parameters = parameters(api, operation);
    let route = format!("{} {}", operation.method, operation.path);
    let (request, response) = (operation.request.rust().to_owned(), operation.response.rust().to_owned());
    let mut lines = docs::lines(&operation.description, "");
    lines.retain(|line| !line.is_empty());
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(format!("`{}`", route.replace('`', "")));
    let mut mentioned: Vec<String> = inputs.iter().map(|input| input.ty.clone()).collect();
    let responses: Vec<ResponseView> =
        operation.responses.iter().map(|response| response_view(response, types)).collect();
    mentioned.extend(responses.iter().map(|response| response.declaration.clone()));
    mentioned.extend(inputs.iter().map(|input| input.decode.clone()));
    mentioned.extend(readable.iter().flat_map(|body| &body.contents).map(|content| types.declared(&content.ty)));
    let maps = operation.inputs.iter().any(|input| has_map(&input.ty))
        || readable.is_some_and(|body| body.contents.iter().any(|content| has_map(&content.ty)))
        || operation.responses.iter().filter_map(|response| response.content.as_ref()).any(|content| has_map(&content.ty));
    let row = row(operation);
    let text: String = inputs
        .iter()
        .map(|input| input.decode.as_str())
        .chain(parameters.iter().chain(&tables.items).chain(&mentioned).map(String::as_str))
        .chain([row.security.as_str(), &row.body, &row.limits])
        .flat_map(|text| [text, "\n"])
        .collect();
    OperationView {
        module: operation.module.rust().to_owned(),
        function: operation.function.rust().to_owned(),
        signature: super::fit::signature(operation.function.rust(), &request, &response),
        row,
        maps,
        types: mentioned.iter().any(|text| text.contains("types::")),
        decode_module: text.contains("decode::"),
        decode_trait: text.contains("::decode"),
        imports: imports(&text),
        parameters,
        reads_inputs: !operation.inputs.is_empty(),
        inputs,
        body_choice: readable.and_then(|body| body_choice(body, types)),
        responses,
        tables: std::mem::take(&mut tables.items),
        variant: operation.variant.rust().to_owned(),
        docs: lines,
        route,
        request,
        response,
        mock: operation.mock.as_ref().map(mock),
    }
}

/// What an operation's file names of the gate: what every one needs, and what stands in this one's expressions.
fn imports(text: &str) -> Vec<String> {
    const ALWAYS: &[&str] = &[
        "BodyRule", "Call", "Inputs", "Limits", "Operation", "Parameter", "Pending", "Problem", "Reply", "Report",
        "StatusCode",
    ];
    const SOMETIMES: &[&str] = &[
        "Explode", "Location", "Media", "MediaKind", "Rate", "Requirement", "Shape", "Style", "bytes_body", "form_body",
        "json_body", "optional_form_body", "optional_json_body", "optional_text_body", "text_body",
    ];
    let words: std::collections::HashSet<&str> =
        text.split(|character: char| !character.is_ascii_alphanumeric() && character != '_').collect();
    let mut imports: Vec<&str> = SOMETIMES.iter().copied().filter(|word| words.contains(word)).collect();
    imports.extend(ALWAYS);
    imports.sort_unstable();
    imports.into_iter().map(str::to_owned).collect()
}

fn row(operation: &Operation) -> RowView {
    let alternatives: Vec<String> = operation
        .security
        .iter()
        .map(|alternative| {
            let all: Vec<String> = alternative
                .iter()
                .map(|requirement| {
                    let scopes = quoted_list(requirement.scopes.iter().map(String::as_str));
                    format!("Requirement {{ scheme: {}, scopes: {scopes} }}", quoted(&requirement.scheme))
                })
                .collect();
            format!("&[{}]", all.join(", "))
        })
        .collect();
    let body = match &operation.body {
        None => "BodyRule::None".to_owned(),
        Some(body) => {
            let media: Vec<String> = body
                .contents
                .iter()
                .map(|content| {
                    format!("Media {{ media_type: {}, kind: MediaKind::{:?} }}", quoted(&content.media_type), content.kind)
                })
                .collect();
            let rule = if body.presence == Presence::Required { "Required" } else { "Optional" };
            format!("BodyRule::{rule}(&[{}])", media.join(", "))
        }
    };
    let mut produces: Vec<&str> = Vec::new();
    for content in operation.responses.iter().filter_map(|response| response.content.as_ref()) {
        if !produces.contains(&content.media_type.as_str()) {
            produces.push(&content.media_type);
        }
    }
    let limits = match operation.limits.rate {
        None => "Limits::DEFAULT".to_owned(),
        Some(rate) => format!(
            "Limits {{ rate: Some(Rate {{ requests: {}, per: Duration::from_secs({}), burst: {} }}), ..Limits::DEFAULT }}",
            rate.requests, rate.seconds, rate.burst
        ),
    };
    RowView {
        id: quoted(operation.function.wire()),
        method: quoted(&operation.method),
        path: quoted(&operation.path),
        security: format!("&[{}]", alternatives.join(", ")),
        body,
        produces: quoted_list(produces),
        limits,
        rated: operation.limits.rate.is_some(),
    }
}

fn input_view(input: &Input, types: Types<'_>, tables: &mut Tables, locals: &mut Scope) -> InputView {
    let name = input.field.rust();
    let place = match input.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    let decoder = types.decoder(&input.ty, tables, name);
    let source = format!("inputs.{place}({})", quoted(input.field.wire()));
    let declared = types.declared(&input.ty);
    let (ty, decode) = match &input.presence {
        Presence::Required => (declared, format!("{source}.required(&mut report, {decoder})")),
        Presence::Optional => (format!("Option<{declared}>"), format!("{source}.optional(&mut report, {decoder})")),
        Presence::Default(value) => {
            (declared, format!("{source}.or(&mut report, {decoder}, || {})", types.literal(&input.ty, value)))
        }
    };
    InputView {
        docs: docs::lines(&input.description, &format!("`{}`", input.field.wire().replace('`', ""))),
        name: name.to_owned(),
        local: locals.field(name).rust().to_owned(),
        ty,
        decode,
    }
}

fn body_view(body: &Body, types: Types<'_>, tables: &mut Tables, locals: &mut Scope) -> InputView {
    let required = body.presence == Presence::Required;
    let mut arms: Vec<(String, String)> = Vec::new();
    for content in &body.contents {
        let mut decode = read(content, required, types, tables);
        if let Some(choice) = &body.choice {
            let variant = format!("{}::{}", choice.rust(), content.variant.rust());
            decode = if required { format!("{decode}.map({variant})") } else { format!("{decode}.map(|body| body.map({variant}))") };
        }
        if !arms.iter().any(|(_, known)| *known == decode) {
            arms.push((content.media_type.clone(), decode));
        }
    }
    let last = arms.pop().map(|(_, decode)| decode).unwrap_or_default();
    let decode = if arms.is_empty() {
        last
    } else {
        let arms: String = arms.iter().map(|(media_type, decode)| format!("Some({}) => {decode}, ", quoted(media_type))).collect();
        format!("match call.media().map(|media| media.media_type) {{ {arms}_ => {last} }}")
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
        ty: if required { declared } else { format!("Option<{declared}>") },
        decode,
    }
}

/// The expression that reads a body of one media type.
fn read(content: &Content, required: bool, types: Types<'_>, tables: &mut Tables) -> String {
    let optional = if required { "" } else { "optional_" };
    match content.kind {
        MediaKind::Bytes if required => "Some(bytes_body(call))".to_owned(),
        MediaKind::Bytes => "Some((!call.bytes().is_empty()).then(|| bytes_body(call)))".to_owned(),
        MediaKind::Json => format!("{optional}json_body(call, &mut report, {})", types.decoder(&content.ty, tables, "body")),
        MediaKind::Text => format!("{optional}text_body(call, &mut report, {})", types.decoder(&content.ty, tables, "text")),
        MediaKind::Form => {
            let fields: Vec<String> = content
                .form
                .iter()
                .map(|(name, shape)| parameter(name, Location::Query, Style::Form, Explode::Yes, shape))
                .collect();
            let form = tables.add("form", "&[Parameter]", &format!("&[{}]", fields.join(", ")));
            let form = form.trim_start_matches('&');
            format!("{optional}form_body(call, {form}, &mut report, {})", types.decoder(&content.ty, tables, "form"))
        }
    }
}

fn body_choice(body: &Body, types: Types<'_>) -> Option<BodyChoiceView> {
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
fn parameters(api: &Api, operation: &Operation) -> Vec<String> {
    let mut rows: Vec<String> = operation
        .inputs
        .iter()
        .map(|input| parameter(input.field.wire(), input.location, input.style, input.explode, &input.shape))
        .collect();
    let mut keys: Vec<&str> = Vec::new();
    for requirement in operation.security.iter().flatten() {
        let scheme = api.schemes.iter().find(|scheme| scheme.name.wire() == requirement.scheme);
        if let Some(SchemeKind::ApiKey { location: KeyLocation::Query, name }) = scheme.map(|scheme| &scheme.kind)
            && !keys.contains(&name.as_str())
        {
            keys.push(name);
        }
    }
    rows.extend(keys.iter().map(|name| format!("Parameter::credential({})", quoted(name))));
    rows
}

fn parameter(name: &str, location: Location, style: Style, explode: Explode, shape: &Shape) -> String {
    format!(
        "Parameter {{ name: {}, location: Location::{location:?}, style: Style::{style:?}, explode: Explode::{explode:?}, shape: {} }}",
        quoted(name),
        shape_text(shape)
    )
}

fn shape_text(shape: &Shape) -> String {
    match shape {
        Shape::List(item) => format!("Shape::List(&{})", shape_text(item)),
        Shape::Object(members) if members.is_empty() => "Shape::Map(&Shape::Any)".to_owned(),
        Shape::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(name, shape)| format!("({}, {})", quoted(name), shape_text(shape))).collect();
            format!("Shape::Object(&[{}])", members.join(", "))
        }
        plain => format!("Shape::{plain:?}"),
    }
}

fn response_view(response: &Response, types: Types<'_>) -> ResponseView {
    let name = response.variant.rust();
    let free_status = !matches!(response.status, Status::Code(_));
    let body = response.content.as_ref().map(|content| {
        let declared = types.declared(&content.ty);
        let boxed = types.size(&content.ty, 0) > BOX_ABOVE && content.ty != Type::Bytes;
        (if boxed { format!("Box<{declared}>") } else { declared }, content)
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
        members.push(("status".to_owned(), "StatusCode".to_owned(), "The status.".to_owned()));
    }
    if let Some((declared, _)) = &body {
        members.push(("body".to_owned(), declared.clone(), "The body.".to_owned()));
    }
    for (header, view) in response.headers.iter().zip(&headers) {
        let ty = if view.optional { "Option<String>" } else { "String" };
        let docs = docs::lines(&header.description, &format!("The header `{}`.", header.field.wire()));
        members.push((view.field.clone(), ty.to_owned(), docs.join(" ")));
    }
    let names: Vec<&str> = members.iter().map(|(name, ..)| name.as_str()).collect();
    let (declaration, pattern) = match (members.as_slice(), &body) {
        ([], _) => (name.to_owned(), format!("Self::{name}")),
        ([(_, ty, _)], Some(_)) => (format!("{name}({ty})"), format!("Self::{name}(body)")),
        _ => {
            let fields: String = members.iter().map(|(name, ty, docs)| format!("/// {docs}\n{name}: {ty},\n")).collect();
            (format!("{name} {{\n{fields}}}"), format!("Self::{name} {{ {} }}", names.join(", ")))
        }
    };
    let status = status_text(response.status);
    let (reply, begun) = match &body {
        Some((_, content)) if content.kind == MediaKind::Json => {
            let reply = format!("Reply::json({status}, {}, &body)", quoted(&content.media_type));
            (reply.clone(), format!("{reply}?"))
        }
        _ => {
            let plain = match &body {
                None => format!("Reply::empty({status})"),
                Some((_, content)) => {
                    let reader = if content.kind == MediaKind::Text { "text" } else { "bytes" };
                    format!("Reply::{reader}({status}, {}, body)", quoted(&content.media_type))
                }
            };
            (format!("Ok({plain})"), plain)
        }
    };
    ResponseView { docs: docs::lines(&response.description, &status_docs(response.status)), declaration, pattern, reply, begun, headers }
}

fn status_text(status: Status) -> String {
    let Status::Code(code) = status else { return "status".to_owned() };
    let known = http::StatusCode::from_u16(code).ok().and_then(|status| status.canonical_reason());
    match known {
        Some(reason) if code != 418 => {
            let constant = reason.replace([' ', '-'], "_").replace('\'', "").to_uppercase();
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

fn mock(mock: &crate::model::Mock) -> String {
    let body = match &mock.body {
        None => "None".to_owned(),
        Some((media_type, text)) => format!("Some(({}, {}))", quoted(media_type), raw(text)),
    };
    let headers: Vec<String> =
        mock.headers.iter().map(|(name, value)| format!("({}, {})", quoted(name), quoted(value))).collect();
    format!("Example {{ status: {}, body: {body}, headers: &[{}] }}", mock.status, headers.join(", "))
}

/// A string as a raw literal, which keeps JSON readable.
fn raw(text: &str) -> String {
    let mut fence = String::from("#");
    while text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    if text.contains('\r') || text.chars().any(|character| character.is_control()) { quoted(text) } else { format!("r{fence}\"{text}\"{fence}") }
}
