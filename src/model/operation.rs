//! Operations: path items go in, [`super::Operation`]s with requests, answers and tags come out.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{MediaType, Operation as Typed, Parameter, PathItem, ReferenceOr, RequestBody, Response as TypedResponse};
use serde_json::Value;

use super::build::{Builder, Hint};
use super::direction::Direction;
use super::names::Scope;
use super::parameter::Placed;
use super::schema::paragraph;
use super::{
    Additional, Api, Body, Content, Definition, DefinitionKind, Limits, MediaKind, Operation, Presence, Response,
    ResponseContent, ResponseHeader, Status, Tag, Type, TypeId, limits, route,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::pointer;

/// The tag of operations that have none.
const UNTAGGED: &str = "operations";

/// An operation as the document has it.
struct Found<'d> {
    template: &'d str,
    method: &'static str,
    item: &'d PathItem,
    typed: &'d Typed,
    pointer: String,
    item_pointer: String,
}

impl<'d> Builder<'d> {
    /// The API, apart from the types that wait in the queue.
    pub fn api(&mut self) -> Api {
        let document = self.document;
        let info = &document.typed.info;
        let found = self.find();
        let base_path = route::base_path(&document.typed.servers, &info.version, found.iter().map(|found| found.template));
        let mut tags: IndexMap<String, Vec<usize>> = IndexMap::new();
        for (index, found) in found.iter().enumerate() {
            let tag = found.typed.tags.first().map_or(UNTAGGED, String::as_str);
            tags.entry(tag.to_owned()).or_default().push(index);
        }
        // Operations of one tag stand together, so that a tag's rows are one slice of the table.
        let order: Vec<usize> = tags.values().flatten().copied().collect();
        let mut names = OperationNames::new();
        let minted: HashMap<usize, Minted> = found.iter().enumerate().map(|(index, found)| (index, names.mint(found))).collect();
        let mut modules = Scope::modules();
        let mut start = 0;
        let mut named_tags = Vec::new();
        for (word, members) in &tags {
            let module = modules.module(word);
            named_tags.push(Tag {
                handlers: names.types.pascal(word),
                description: self.tag_description(word),
                operations: (start..start + members.len()).collect(),
                module,
            });
            start += members.len();
        }
        let mut operations = Vec::new();
        for (tag, members) in named_tags.iter().zip(tags.values()) {
            let mut scope = Scope::modules();
            scope.reserve(tag.module.rust());
            for index in members {
                let Some(minted) = minted.get(index) else { continue };
                let module = scope.module(minted.function.rust());
                operations.push(self.operation(&found[*index], minted.clone(), module, &base_path));
            }
        }
        debug_assert_eq!(order.len(), operations.len());
        let mut asked: Vec<String> = Vec::new();
        for requirement in operations.iter().flat_map(|operation| operation.security.iter().flatten()) {
            if !asked.contains(&requirement.scheme) {
                asked.push(requirement.scheme.clone());
            }
        }
        Api {
            title: info.title.clone(),
            version: info.version.clone(),
            description: info.description.as_deref().map(paragraph).unwrap_or_default(),
            base_path,
            schemes: self.schemes(&asked),
            tags: named_tags,
            operations,
            types: Vec::new(),
            rules: Vec::new(),
            bounded_patterns: false,
            exceptions: Vec::new(),
        }
    }

    fn find(&mut self) -> Vec<Found<'d>> {
        const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];
        let document = self.document;
        let mut found = Vec::new();
        for (template, item) in &document.typed.paths.paths {
            let item_pointer = pointer::join("/paths", template);
            let ReferenceOr::Item(item) = item else {
                self.diagnostics.push(
                    Diagnostic::error(Code::ReferenceInvalid, item_pointer)
                        .message("a path item by reference is not read yet")
                        .help("write the path item where it is used"),
                );
                continue;
            };
            for (word, typed) in item.iter() {
                let Some(method) = METHODS.iter().find(|method| **method == word) else { continue };
                let pointer = pointer::join(&item_pointer, method);
                if *method == "trace" {
                    self.unenforceable(
                        Diagnostic::error(Code::MethodUnsupported, pointer.as_str())
                            .message("TRACE is answered with 405, because it shows a caller what others sent")
                            .help("remove the operation, or pass `--allow-unenforced` to leave it out"),
                        "TRACE is refused with 405",
                    );
                    continue;
                }
                found.push(Found { template, method, item, typed, pointer, item_pointer: item_pointer.clone() });
            }
        }
        found
    }

    fn tag_description(&self, word: &str) -> String {
        let tag = self.document.typed.tags.iter().find(|tag| tag.name == word);
        tag.and_then(|tag| tag.description.as_deref()).map(paragraph).unwrap_or_default()
    }

    fn operation(&mut self, found: &Found<'d>, minted: Minted, module: super::Name, base_path: &str) -> Operation {
        let typed = found.typed;
        let at = found.pointer.as_str();
        let words = minted.request.rust().to_owned();
        let file = self.file(&minted.function.rust().to_owned());
        let hint = Hint { words, file };
        let mut scope = Scope::new();
        let body_field = typed.request_body.as_ref().map(|_| scope.field("body"));
        let parameters = self.parameters(found);
        let inputs = self.inputs(&parameters, found.template, at, &hint, &mut scope);
        let body = match (&typed.request_body, body_field) {
            (Some(body), Some(field)) => self.body(body, field, at, &hint),
            _ => None,
        };
        let responses = self.responses(found, &hint);
        let text = [&typed.summary, &typed.description].into_iter().flatten().map(|text| paragraph(text)).find(|text| !text.is_empty());
        Operation {
            security: self.security(typed.security.as_ref(), at),
            limits: self.operation_limits(typed, at),
            function: minted.function,
            module,
            request: minted.request,
            response: minted.response,
            variant: minted.variant,
            method: found.method.to_ascii_uppercase(),
            path: format!("{base_path}{}", found.template),
            description: text.unwrap_or_default(),
            inputs,
            body,
            responses,
            mock: None,
            pointer: found.pointer.clone(),
        }
    }

    /// The rate of the operation, else of its tag, else of the document.
    fn operation_limits(&mut self, typed: &Typed, at: &str) -> Limits {
        let document = self.document;
        if let Some(own) = typed.extensions.get(limits::EXTENSION) {
            return Limits { rate: self.rate(Some(own), at) };
        }
        let tag = document.typed.tags.iter().enumerate().find(|(_, tag)| typed.tags.first() == Some(&tag.name));
        if let Some((index, tag)) = tag
            && let Some(shared) = tag.extensions.get(limits::EXTENSION)
        {
            return Limits { rate: self.rate(Some(shared), &format!("/tags/{index}")) };
        }
        Limits { rate: self.rate(document.typed.extensions.get(limits::EXTENSION), "") }
    }

    /// The operation's own parameters, then those of its path that it does not replace.
    fn parameters(&mut self, found: &Found<'d>) -> Vec<Placed<'d>> {
        let document = self.document;
        let mut gathered: Vec<Placed<'d>> = Vec::new();
        let own = (&found.typed.parameters, format!("{}/parameters", found.pointer));
        let shared = (&found.item.parameters, format!("{}/parameters", found.item_pointer));
        for (list, at) in [own, shared] {
            for (index, position) in list.iter().enumerate() {
                let place = format!("{at}/{index}");
                let known = document.typed.components.as_ref().map(|components| &components.parameters);
                let Some((parameter, place)) = self.component(position, place, known, "parameters") else { continue };
                let key = |parameter: &Parameter| {
                    let data = parameter.parameter_data_ref();
                    (std::mem::discriminant(parameter), data.name.clone())
                };
                if !gathered.iter().any(|(other, _)| key(other) == key(parameter)) {
                    gathered.push((parameter, place));
                }
            }
        }
        gathered
    }

    /// What a position holds, a reference into one kind of component followed.
    fn component<T>(
        &mut self,
        position: &'d ReferenceOr<T>,
        place: String,
        known: Option<&'d IndexMap<String, ReferenceOr<T>>>,
        kind: &str,
    ) -> Option<(&'d T, String)> {
        const LONGEST_CHAIN: usize = 32;
        let mut position = position;
        let mut place = place;
        for _ in 0..LONGEST_CHAIN {
            let reference = match position {
                ReferenceOr::Item(item) => return Some((item, place)),
                ReferenceOr::Reference { reference } => reference,
            };
            let target = pointer::of_reference(reference).unwrap_or_default();
            let name = target.strip_prefix(&format!("/components/{kind}/")).map(pointer::unescape);
            let Some(next) = name.as_ref().and_then(|name| known.and_then(|known| known.get(name))) else {
                self.diagnostics.push(
                    Diagnostic::error(Code::ReferenceInvalid, place)
                        .message(format!("`{reference}` does not lead into `components.{kind}`"))
                        .help(format!("move what is meant into `components.{kind}` and refer to it there")),
                );
                return None;
            };
            (position, place) = (next, target);
        }
        None
    }

    fn body(&mut self, position: &'d ReferenceOr<RequestBody>, field: super::Name, at: &str, hint: &Hint) -> Option<Body> {
        let document = self.document;
        let known = document.typed.components.as_ref().map(|components| &components.request_bodies);
        let (typed, place) = self.component(position, format!("{at}/requestBody"), known, "requestBodies")?;
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
                self.exceptions.push(super::Exception {
                    pointer: here,
                    sentence: format!("bodies of type `{media_type}` are not read; they are refused with 415"),
                });
                continue;
            };
            let (ty, form) = self.content_type(media, kind, &here, Direction::Request, &hint.within("body"));
            let variant = scope.pascal(media_word(kind));
            contents.push(Content { media_type: essence(media_type), kind, ty, variant, form });
        }
        let differ = contents.windows(2).any(|pair| pair[0].ty != pair[1].ty);
        let choice = differ.then(|| self.scope.pascal(&format!("{} body", hint.words)));
        let presence = if typed.required { Presence::Required } else { Presence::Optional };
        Some(Body { field, presence, contents, choice })
    }

    /// The type of what a media type carries, and the shapes of its fields where it is a form.
    fn content_type(
        &mut self,
        media: &MediaType,
        kind: MediaKind,
        at: &str,
        direction: Direction,
        hint: &Hint,
    ) -> (Type, Vec<(String, super::Shape)>) {
        let (schema, place) = match &media.schema {
            Some(position) => self.placed_schema(position),
            None => (Value::Bool(true), at.to_owned()),
        };
        match kind {
            MediaKind::Bytes => (Type::Bytes, Vec::new()),
            MediaKind::Text if direction == Direction::Response => (plain_text(), Vec::new()),
            MediaKind::Text => {
                let ty = self.schema(&schema, &place, direction, hint);
                (if matches!(ty, Type::Text(_) | Type::Named(_)) { ty } else { plain_text() }, Vec::new())
            }
            MediaKind::Json => (self.schema(&schema, &place, direction, hint), Vec::new()),
            MediaKind::Form => {
                let form = self.form(&schema, 0);
                (self.schema(&schema, &place, direction, hint), form)
            }
        }
    }

    fn responses(&mut self, found: &Found<'d>, hint: &Hint) -> Vec<Response> {
        let document = self.document;
        let known = document.typed.components.as_ref().map(|components| &components.responses);
        let typed = &found.typed.responses;
        let mut scope = Scope::new();
        let mut responses = Vec::new();
        let coded = typed.responses.iter().map(|(status, position)| {
            let status = match status {
                openapiv3::StatusCode::Code(code) => Status::Code(*code),
                openapiv3::StatusCode::Range(digit) => Status::Range(u8::try_from(*digit).unwrap_or(5)),
            };
            (status, position)
        });
        let default = typed.default.iter().map(|position| (Status::Default, position));
        for (status, position) in coded.chain(default) {
            let word = match status {
                Status::Code(code) => code.to_string(),
                Status::Range(digit) => format!("{digit}XX"),
                Status::Default => "default".to_owned(),
            };
            let place = format!("{}/responses/{word}", found.pointer);
            let Some((response, place)) = self.component(position, place, known, "responses") else { continue };
            let variant = scope.pascal(&status_word(status));
            let built = self.response(response, &place, status, variant, hint);
            responses.push(built);
        }
        responses
    }

    fn response(&mut self, typed: &'d TypedResponse, at: &str, status: Status, variant: super::Name, hint: &Hint) -> Response {
        let document = self.document;
        let known = document.typed.components.as_ref().map(|components| &components.headers);
        let mut fields = Scope::new();
        fields.reserve("status");
        fields.reserve("body");
        let mut headers = Vec::new();
        for (name, position) in &typed.headers {
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let place = pointer::join(&format!("{at}/headers"), name);
            let Some((header, place)) = self.component(position, place, known, "headers") else { continue };
            headers.push(ResponseHeader {
                field: fields.field(&name.to_ascii_lowercase()),
                presence: if header.required { Presence::Required } else { Presence::Optional },
                description: header.description.as_deref().map(paragraph).unwrap_or_default(),
                pointer: place,
            });
        }
        let answered = typed
            .content
            .iter()
            .map(|(media_type, media)| (media_type, media, media_kind(media_type).unwrap_or(MediaKind::Bytes)))
            .min_by_key(|(_, _, kind)| *kind != MediaKind::Json);
        let bodiless = matches!(status, Status::Code(204 | 304)) || matches!(status, Status::Range(1) | Status::Code(100..=199));
        let content = answered.filter(|_| !bodiless).map(|(media_type, media, kind)| {
            let here = pointer::join(&format!("{at}/content"), media_type);
            let kind = if kind == MediaKind::Form { MediaKind::Bytes } else { kind };
            let (ty, _) = self.content_type(media, kind, &here, Direction::Response, &hint.within(&format!("{} body", variant.rust())));
            let concrete = if media_type.contains('*') { "application/octet-stream".to_owned() } else { media_type.clone() };
            ResponseContent { declared: media_type.clone(), media_type: concrete, kind, ty }
        });
        Response { variant, status, description: paragraph(&typed.description), headers, content, pointer: at.to_owned() }
    }
}

/// The names of one operation.
#[derive(Clone)]
struct Minted {
    function: super::Name,
    request: super::Name,
    response: super::Name,
    variant: super::Name,
}

/// The namespaces that all operations share.
struct OperationNames {
    functions: Scope,
    types: Scope,
    variants: Scope,
}

impl OperationNames {
    fn new() -> Self {
        Self { functions: Scope::new(), types: Scope::operations(), variants: Scope::new() }
    }

    fn mint(&mut self, found: &Found<'_>) -> Minted {
        let own = found.typed.extensions.get("x-rust-name").and_then(Value::as_str);
        let id = found.typed.operation_id.as_deref().filter(|id| !id.trim().is_empty());
        let made = || format!("{} {}", found.method, found.template.replace(['{', '}'], " "));
        let word = id.map_or_else(made, str::to_owned);
        let name = own.map_or_else(|| word.clone(), str::to_owned);
        let function = self.functions.module(&name);
        let request = self.types.pascal(function.rust());
        let response = self.types.pascal(&format!("{} response", request.rust()));
        let variant = self.variants.pascal(function.rust());
        Minted { function: function.standing_for(&word), request, response, variant }
    }
}

/// Marks every type that some request or answer carries.
pub fn mark_uses(api: &Api, types: &mut [Definition]) {
    let mut decoded = Vec::new();
    let mut encoded = Vec::new();
    for operation in &api.operations {
        decoded.extend(operation.inputs.iter().map(|input| input.ty.clone()));
        decoded.extend(operation.body.iter().flat_map(|body| &body.contents).map(|content| content.ty.clone()));
        encoded.extend(operation.responses.iter().filter_map(|response| response.content.as_ref()).map(|content| content.ty.clone()));
    }
    for index in reach(decoded, types) {
        types[index].uses.decoded = true;
    }
    for index in reach(encoded, types) {
        types[index].uses.encoded = true;
    }
}

fn reach(roots: Vec<Type>, types: &[Definition]) -> Vec<usize> {
    let mut seen = vec![false; types.len()];
    let mut waiting = roots;
    while let Some(ty) = waiting.pop() {
        match ty {
            Type::List(inner, _) | Type::Map(inner, _) | Type::Nullable(inner) => waiting.push(*inner),
            Type::Named(TypeId(index)) | Type::Boxed(TypeId(index)) if !seen[index] => {
                seen[index] = true;
                match &types[index].kind {
                    DefinitionKind::Struct(body) => {
                        waiting.extend(body.fields.iter().map(|field| field.ty.clone()));
                        if let Additional::Kept(_, ty) = &body.additional {
                            waiting.push(ty.clone());
                        }
                    }
                    DefinitionKind::Union(union) => waiting.extend(union.variants.iter().map(|variant| variant.ty.clone())),
                    DefinitionKind::Newtype(ty) => waiting.push(ty.clone()),
                    DefinitionKind::Choice(_) | DefinitionKind::IntegerChoice(_) | DefinitionKind::Rule(_) => {}
                }
            }
            _ => {}
        }
    }
    (0..types.len()).filter(|&index| seen[index]).collect()
}

fn plain_text() -> Type {
    Type::Text(super::Text { kind: super::TextKind::Plain, min_length: None, max_length: None, pattern: None, format: None })
}

/// A media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// How a media type is read; `None` for what is not read yet.
fn media_kind(media_type: &str) -> Option<MediaKind> {
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

fn media_word(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Json => "json",
        MediaKind::Form => "form",
        MediaKind::Text => "text",
        MediaKind::Bytes => "bytes",
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
    let reason = http::StatusCode::from_u16(code).ok().and_then(|status| status.canonical_reason());
    reason.map_or_else(|| format!("status {code}"), str::to_owned)
}
