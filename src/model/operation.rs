//! Operations: path items go in, [`super::Operation`]s with requests, answers and tags come out.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{Operation as Typed, Parameter, ReferenceOr};
use serde_json::Value;

use super::build::{Builder, Hint};
use super::find::Found;
use super::names::{Name, Scope};
use super::parameter::{Placed, spelled};
use super::schema::paragraph;
use super::{Api, Operation, Tag, route};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::pointer;

/// The tag of operations that have none.
const UNTAGGED: &str = "operations";

impl<'d> Builder<'d> {
    /// The API, apart from the types that wait in the queue.
    pub fn api(&mut self) -> Api {
        let document = self.document;
        let info = &document.typed.info;
        let found = self.find();
        let base_path = route::base_path(
            &document.typed.servers,
            &info.version,
            found.iter().map(|found| found.template),
        );
        if !route::parameters(&base_path).is_empty() {
            self.diagnostics.push(
                Diagnostic::warning(Code::PathInvalid, "/servers/0/url")
                    .message(format!("`{base_path}` names a variable that the server does not declare; any text is accepted in its place"))
                    .help("declare it under `variables` with a `default`"),
            );
        }
        if route::assumes_version(
            &document.typed.servers,
            found.iter().map(|found| found.template),
        ) {
            self.diagnostics
                .push(assumed_version(&base_path, &info.version));
        }
        self.other_servers();
        self.repeated_ids(&found);
        let mut tags: IndexMap<String, Vec<usize>> = IndexMap::new();
        for (index, found) in found.iter().enumerate() {
            let tag = found.typed.tags.first().map_or(UNTAGGED, String::as_str);
            tags.entry(tag.to_owned()).or_default().push(index);
        }
        // Operations of one tag stand together, so that a tag's rows are one slice of the table.
        let order: Vec<usize> = tags.values().flatten().copied().collect();
        let mut names = OperationNames::new();
        let minted: HashMap<usize, Minted> = found
            .iter()
            .zip(super::labels::labels(&found))
            .enumerate()
            .map(|(index, (found, label))| (index, names.mint(found, label)))
            .collect();
        let mut modules = Scope::modules();
        let mut start = 0;
        let mut named_tags = Vec::new();
        for (word, members) in &tags {
            if let Some(first) = members.first().and_then(|index| found.get(*index))
                && !first.typed.tags.is_empty()
            {
                self.undeclared_tag(word, first);
            }
            let module = modules.module(word);
            named_tags.push(Tag {
                // Handler files are laid out by the width of their names, which only ASCII has everywhere alike.
                handlers: names
                    .types
                    .pascal(if word.is_ascii() { word } else { module.rust() }),
                description: self
                    .tag_description(word, members.first().map(|index| &found[*index])),
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
                let Some(minted) = minted.get(index) else {
                    continue;
                };
                let module = scope.module(minted.function.rust());
                operations.push(self.operation(&found[*index], minted.clone(), module, &base_path));
            }
        }
        debug_assert_eq!(order.len(), operations.len());
        let mut asked: Vec<String> = Vec::new();
        for requirement in operations
            .iter()
            .flat_map(|operation| operation.security.iter().flatten())
        {
            if !asked.contains(&requirement.scheme) {
                asked.push(requirement.scheme.clone());
            }
        }
        Api {
            title: info.title.clone(),
            version: info.version.clone(),
            description: info
                .description
                .as_deref()
                .map(paragraph)
                .unwrap_or_default(),
            served_under: base_path.clone(),
            base_path,
            module: None,
            schemes: self.schemes(&asked),
            tags: named_tags,
            operations,
            outgoing: self.outgoing(&found),
            types: Vec::new(),
            rules: Vec::new(),
            bounded_patterns: false,
            exceptions: Vec::new(),
        }
    }

    /// What the document says of a tag, `first` being an operation that has it.
    fn tag_description(&self, word: &str, first: Option<&Found<'d>>) -> String {
        let tag = self.document.typed.tags.iter().find(|tag| tag.name == word);
        let said = tag.and_then(|tag| tag.description.as_deref());
        match said {
            Some(said) => paragraph(said),
            None if first.is_some_and(|first| first.typed.tags.is_empty()) => {
                "The operations to which the contract gives no tag.".to_owned()
            }
            None => String::new(),
        }
    }

    fn operation(
        &mut self,
        found: &Found<'d>,
        minted: Minted,
        module: Name,
        base_path: &str,
    ) -> Operation {
        let typed = found.typed;
        let at = found.pointer.as_str();
        let words = minted.request.rust().to_owned();
        let file = self.file(minted.function.rust());
        let hint = Hint { words, file };
        let mut scope = Scope::new();
        let body_field = typed.request_body.as_ref().map(|_| scope.field("body"));
        let parameters = self.parameters(found);
        let path = super::path::parts(found.template).path;
        let inputs = self.inputs(&parameters, path, at, &hint, &mut scope);
        let body = match (&typed.request_body, body_field) {
            (Some(body), Some(field)) => self.body(body, field, at, &hint),
            _ => None,
        };
        let responses = self.responses(found, &hint);
        let accept = responses
            .iter()
            .any(|response| response.choice.is_some())
            .then(|| scope.field("accept"));
        let mut texts = [&typed.summary, &typed.description]
            .into_iter()
            .flatten()
            .map(|text| paragraph(text))
            .filter(|text| !text.is_empty());
        let description = texts.next().unwrap_or_default();
        let details = texts.find(|text| *text != description).unwrap_or_default();
        let security = self.security(typed.security.as_ref(), at);
        Operation {
            id: stated_id(typed).map(str::to_owned),
            step_up: self.step_up(&typed.extensions, &security, at),
            security,
            limits: self.operation_limits(typed, at),
            retirement: self.retirement(typed, at),
            label: minted.label,
            function: minted.function,
            module,
            request: minted.request,
            response: minted.response,
            variant: minted.variant,
            ids: minted.ids,
            method: found.method.to_string(),
            path: format!("{base_path}{path}{}", found.conditions.written()),
            description,
            details,
            inputs,
            body,
            accept,
            responses,
            mock: None,
            attempt: super::Attempt::default(),
            pointer: found.pointer.clone(),
        }
    }

    /// An extension of the operation, else of its tag, else of the document, and its place.
    pub fn nearest<'t>(
        &self,
        typed: &'t Typed,
        at: &str,
        extension: &str,
    ) -> Option<(&'t Value, String)>
    where
        'd: 't,
    {
        let document = &self.document.typed;
        if let Some(own) = typed.extensions.get(extension) {
            return Some((own, format!("{at}/{extension}")));
        }
        let mut tags = document.tags.iter().enumerate();
        let tag = tags.find(|(_, tag)| typed.tags.first() == Some(&tag.name));
        if let Some((index, tag)) = tag
            && let Some(shared) = tag.extensions.get(extension)
        {
            return Some((shared, format!("/tags/{index}/{extension}")));
        }
        let root = document.extensions.get(extension)?;
        Some((root, format!("/{extension}")))
    }

    /// The operation's own parameters, then those of its path that it does not replace.
    pub fn parameters(&mut self, found: &Found<'d>) -> Vec<Placed<'d>> {
        let document = self.document;
        let mut gathered: Vec<Placed<'d>> = Vec::new();
        let own = (
            &found.typed.parameters,
            format!("{}/parameters", found.pointer),
        );
        let shared = (
            &found.item.parameters,
            format!("{}/parameters", found.item_pointer),
        );
        for (list, at) in [own, shared] {
            let start = gathered.len();
            for (index, position) in list.iter().enumerate() {
                let place = format!("{at}/{index}");
                let known = document
                    .typed
                    .components
                    .as_ref()
                    .map(|components| &components.parameters);
                let Some((parameter, place)) = self.component(position, place, known, "parameters")
                else {
                    continue;
                };
                let key = |parameter: &Parameter| {
                    let data = parameter.parameter_data_ref();
                    (spelled(parameter).0, data.name.clone())
                };
                let first = gathered
                    .iter()
                    .position(|(other, _)| key(other) == key(parameter));
                match first {
                    None => gathered.push((parameter, place)),
                    Some(first) if first >= start => {
                        self.repeated(parameter, format!("{at}/{index}"));
                    }
                    // What the path declares for all its operations, the operation declares anew.
                    Some(_) => {}
                }
            }
        }
        gathered
    }

    /// What a position holds, a reference into one kind of component followed.
    pub fn component<T>(
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
            let name = target
                .strip_prefix(&format!("/components/{kind}/"))
                .map(pointer::unescape);
            let Some(next) = name
                .as_ref()
                .and_then(|name| known.and_then(|known| known.get(name)))
            else {
                self.diagnostics.push(
                    Diagnostic::error(Code::ReferenceInvalid, place)
                        .message(format!(
                            "`{reference}` does not lead into `components.{kind}`"
                        ))
                        .help(format!(
                            "move what is meant into `components.{kind}` and refer to it there"
                        )),
                );
                return None;
            };
            (position, place) = (next, target);
        }
        None
    }
}

/// That the version of the document is part of every path, which nothing in the document but its version says.
fn assumed_version(base_path: &str, version: &str) -> Diagnostic {
    Diagnostic::note(Code::VersionAssumed, "/info/version")
        .message(format!(
            "neither `servers` nor the paths name a version, so that all is served under `{base_path}`, after this one (`{version}`); its next major number moves every route"
        ))
        .help(format!(
            "end the url of the first server in a version (`https://…{base_path}`), and every route stays there until that url changes"
        ))
}

/// The `operationId`, unless it says nothing.
pub fn stated_id(typed: &Typed) -> Option<&str> {
    let id = typed.operation_id.as_deref();
    id.filter(|id| !id.trim().is_empty())
}

/// The names of one operation.
#[derive(Clone)]
struct Minted {
    label: String,
    function: Name,
    request: Name,
    response: Name,
    variant: Name,
    ids: Option<Name>,
}

/// The namespaces that all operations share.
struct OperationNames {
    functions: Scope,
    types: Scope,
    variants: Scope,
}

impl OperationNames {
    fn new() -> Self {
        Self {
            functions: Scope::functions(),
            types: Scope::operations(),
            variants: Scope::new(),
        }
    }

    fn mint(&mut self, found: &Found<'_>, label: String) -> Minted {
        let own = found
            .typed
            .extensions
            .get("x-rust-name")
            .and_then(Value::as_str);
        let id = stated_id(found.typed);
        let made = || {
            format!(
                "{} {}",
                found.method.to_ascii_lowercase(),
                found.template.replace(['{', '}'], " ")
            )
        };
        let word = id.map_or_else(made, str::to_owned);
        let name = own.map_or_else(|| word.clone(), str::to_owned);
        let function = self.functions.module(&name);
        let request = self.types.pascal(function.rust());
        let response = self.types.pascal(&format!("{} response", request.rust()));
        let variant = self.variants.pascal(function.rust());
        let path = super::path::parts(found.template).path;
        let ids = (!route::parameters(path).is_empty())
            .then(|| self.types.pascal(&format!("{} ids", request.rust())));
        Minted {
            label,
            function: function.standing_for(&word),
            request,
            response,
            variant,
            ids,
        }
    }
}
