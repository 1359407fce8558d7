//! Views of the files of operations: tags and operations go in, what the templates read comes out.

use std::collections::HashSet;

use rayon::prelude::*;
use serde::Serialize;

use super::case::{CaseView, case};
use super::docs;
use super::request::{
    BodyChoiceView, InputView, accept_view, body_choice, body_view, input_view, parameters,
    query_keys,
};
use super::response::{ResponseView, derives, is_negotiated, is_streamed, response_view};
use super::row::{RowView, mock, row};
use super::rust::{From, Types};
use super::table::Tables;
use crate::model::names::{Name, Scope};
use crate::model::{Api, Operation, Reading, Tag};

/// One tag: the trait that the user implements and the rows of its operations.
#[derive(Debug, Serialize)]
pub struct TagView {
    /// The module.
    pub module: String,
    /// What all modules of its contract stand in: the crate, or the module of a version.
    pub root: String,
    /// The module as the root of the crate names it.
    pub path: String,
    /// The trait.
    pub handlers: String,
    /// The trait with its futures boxed.
    pub erased: String,
    /// The tag's description.
    pub docs: Vec<String>,
    /// Its operations.
    pub operations: Vec<OperationView>,
    /// The head of the impl in a handler file, in lines that rustfmt leaves as they are.
    pub opening: Vec<String>,
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
    /// The struct of its path parameters.
    pub ids: Option<String>,
    /// Description, method and path.
    pub docs: Vec<String>,
    /// The same, and who may call.
    pub about: Vec<String>,
    /// Method and path.
    pub route: String,
    /// The signature of a handler, in lines that rustfmt leaves as they are.
    pub signature: Vec<String>,
    row: RowView,
    uses: Vec<String>,
    parameters: Vec<String>,
    inputs: Vec<InputView>,
    reads_inputs: bool,
    request_derives: &'static str,
    response_derives: &'static str,
    negotiates: bool,
    body_choice: Option<BodyChoiceView>,
    responses: Vec<ResponseView>,
    tables: Vec<String>,
    mock: Option<String>,
    case: CaseView,
}

/// The views of every tag.
#[must_use]
pub fn tags(api: &Api) -> Vec<TagView> {
    api.tags.par_iter().map(|tag| tag_view(api, tag)).collect()
}

/// What all modules of a contract stand in.
#[must_use]
pub fn root(api: &Api) -> String {
    match &api.module {
        Some(version) => format!("crate::{}", version.rust()),
        None => "crate".to_owned(),
    }
}

fn tag_view(api: &Api, tag: &Tag) -> TagView {
    let operations: Vec<OperationView> = tag
        .operations
        .par_iter()
        .filter_map(|&index| api.operations.get(index))
        .map(|operation| view(api, operation))
        .collect();
    let mut names: Vec<&str> = vec![tag.handlers.rust()];
    names.extend(
        operations
            .iter()
            .flat_map(|operation| [operation.request.as_str(), operation.response.as_str()]),
    );
    let path = match &api.module {
        Some(version) => format!("{}::{}", version.rust(), tag.module.rust()),
        None => tag.module.rust().to_owned(),
    };
    TagView {
        imports: super::fit::imports(&format!("api::{path}"), &names),
        module: tag.module.rust().to_owned(),
        root: root(api),
        path,
        handlers: tag.handlers.rust().to_owned(),
        erased: format!("{}Table", tag.handlers.rust()),
        docs: docs::lines(
            &tag.description,
            &format!(
                "The operations of `{}`.",
                tag.module.wire().replace('`', "")
            ),
        ),
        opening: super::fit::implementation(tag.handlers.rust()),
        operations,
    }
}

fn view(api: &Api, operation: &Operation) -> OperationView {
    let types = Types {
        arena: &api.types,
        from: From::Operations,
    };
    let mut tables = Tables::beside([
        "OPERATION",
        "PARAMETERS",
        operation.request.rust(),
        operation.response.rust(),
        operation.ids.as_ref().map_or("", Name::rust),
    ]);
    let mut locals = Scope::new();
    for taken in ["call", "report", "inputs", "value", "at"] {
        locals.reserve(taken);
    }
    let keys = query_keys(api, operation);
    let mut inputs: Vec<InputView> = operation
        .inputs
        .iter()
        .map(|input| input_view(input, &keys, types, &mut tables, &mut locals))
        .collect();
    let readable = operation
        .body
        .as_ref()
        .filter(|body| !body.contents.is_empty());
    if let Some(body) = readable {
        inputs.push(body_view(body, types, &mut tables, &mut locals));
    }
    if let Some(accept) = &operation.accept {
        inputs.push(accept_view(accept, &mut locals));
    }
    let streams = readable.is_some_and(|body| {
        let mut contents = body.contents.iter();
        contents.any(|content| content.reading == Reading::Bytes)
    });
    let parameters = parameters(operation, &keys);
    let route = format!("{} {}", operation.method, operation.path);
    let (request, response) = (
        operation.request.rust().to_owned(),
        operation.response.rust().to_owned(),
    );
    let mut mentioned: Vec<String> = inputs.iter().map(|input| input.ty.clone()).collect();
    let responses: Vec<ResponseView> = operation
        .responses
        .iter()
        .map(|response| response_view(response, types))
        .collect();
    mentioned.extend(responses.iter().flat_map(mentioned_in));
    mentioned.extend(inputs.iter().map(|input| input.decode.clone()));
    mentioned.extend(
        readable
            .iter()
            .flat_map(|body| &body.contents)
            .map(|content| types.declared(&content.ty)),
    );
    let negotiates = operation.responses.iter().any(is_negotiated);
    if negotiates {
        mentioned.push("Accept".to_owned());
    }
    let row = row(operation);
    let text: String = inputs
        .iter()
        .map(|input| input.decode.as_str())
        .chain(
            parameters
                .iter()
                .chain(&tables.items)
                .chain(&mentioned)
                .map(String::as_str),
        )
        .chain([row.security.as_str(), &row.body, &row.limits])
        .flat_map(|text| [text, "\n"])
        .collect();
    let text = without_literals(&text);
    OperationView {
        module: operation.module.rust().to_owned(),
        function: operation.function.rust().to_owned(),
        signature: super::fit::signature(operation.function.rust(), &request, &response),
        row,
        uses: uses(&text, &root(api)),
        parameters,
        reads_inputs: operation.inputs.iter().any(|input| input.whole.is_none()),
        request_derives: derives(streams),
        response_derives: derives(operation.responses.iter().any(is_streamed)),
        negotiates,
        inputs,
        body_choice: readable.and_then(|body| body_choice(body, types)),
        responses,
        tables: std::mem::take(&mut tables.items),
        variant: operation.variant.rust().to_owned(),
        ids: operation.ids.as_ref().map(|ids| ids.rust().to_owned()),
        docs: told(&operation.description, &route),
        about: super::about::about(operation, &route),
        route,
        request,
        response,
        mock: operation.mock.as_ref().map(mock),
        case: case(operation),
    }
}

/// Description, method and path.
pub(super) fn told(description: &str, route: &str) -> Vec<String> {
    let mut lines = docs::lines(description, "");
    lines.retain(|line| !line.is_empty());
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(format!("`{}`", route.replace('`', "")));
    lines
}

/// The code of an answer, in pieces.
fn mentioned_in(response: &ResponseView) -> Vec<String> {
    let mut pieces = vec![response.declaration.clone(), response.begun.clone()];
    pieces.extend(response.headers.iter().map(|header| header.add.clone()));
    let variants = response.choice.iter().flat_map(|choice| &choice.variants);
    pieces.extend(variants.map(|variant| variant.ty.clone()));
    pieces
}

/// The imports of an operation's file: what every one needs, and what stands in this one's expressions.
fn uses(text: &str, root: &str) -> Vec<String> {
    const GATE: &[&str] = &[
        "BodyRule",
        "Call",
        "Inputs",
        "Limits",
        "Operation",
        "Parameter",
        "Pending",
        "Problem",
        "Reply",
        "Report",
        "StatusCode",
        "StepUp",
    ];
    const SOMETIMES: &[&str] = &[
        "Accept",
        "Explode",
        "Location",
        "Media",
        "MediaKind",
        "PartContent",
        "PartRule",
        "Rate",
        "Repeats",
        "Requirement",
        "Shape",
        "Style",
        "form_body",
        "form_query",
        "json_body",
        "json_query",
        "multipart_body",
        "optional_form_body",
        "optional_form_query",
        "optional_json_body",
        "optional_json_query",
        "optional_multipart_body",
        "optional_text_body",
        "optional_text_query",
        "optional_xml_body",
        "stream_body",
        "text_body",
        "text_query",
        "xml_body",
    ];
    let own = without_paths(text);
    let words: HashSet<&str> = own
        .split(|character: char| !character.is_ascii_alphanumeric() && character != '_')
        .collect();
    let mut gate: Vec<&str> = SOMETIMES
        .iter()
        .copied()
        .filter(|word| words.contains(word))
        .collect();
    gate.extend(GATE);
    gate.sort_unstable();
    let decode = match (text.contains("decode::"), text.contains("::decode")) {
        (true, true) => Some("use gate::decode::{self, Decode};".to_owned()),
        (true, false) => Some("use gate::decode;".to_owned()),
        (false, true) => Some("use gate::decode::Decode;".to_owned()),
        (false, false) => None,
    };
    let when = |word: &str, line: &str| words.contains(word).then(|| line.to_owned());
    [
        when("BTreeMap", "use std::collections::BTreeMap;"),
        Some("use std::sync::Arc;".to_owned()),
        when("Duration", "use std::time::Duration;"),
        decode,
        Some(format!("use gate::{{{}}};", gate.join(", "))),
        Some(format!("use {root}::Api;")),
        text.contains("types::")
            .then(|| format!("use {root}::types;")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Code without the names that it takes from a module or a type that it names: those may be words of the gate as well.
fn without_paths(code: &str) -> String {
    let mut parts = code.split("::");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push(' ');
        plain.push_str(
            part.trim_start_matches(|character: char| {
                character.is_alphanumeric() || character == '_'
            }),
        );
    }
    plain
}

/// Code without what stands in its string literals and comments: the words of a contract are no names.
fn without_literals(code: &str) -> String {
    let mut plain = String::with_capacity(code.len());
    let mut characters = code.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '/' && characters.peek() == Some(&'/') {
            characters
                .by_ref()
                .take_while(|&next| next != '\n')
                .for_each(drop);
            plain.push('\n');
            continue;
        }
        plain.push(character);
        if character == '"' {
            while let Some(inner) = characters.next() {
                match inner {
                    '\\' => drop(characters.next()),
                    '"' => break,
                    _ => {}
                }
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{without_literals, without_paths};

    #[test]
    fn words_of_the_contract_are_no_names() {
        for (code, plain) in [
            (r#"f("Duration \" x", Rate)"#, r#"f(", Rate)"#),
            ("/// Location: \"where\nRate // Duration\n", "\nRate \n"),
        ] {
            assert_eq!(without_literals(code), plain);
        }
    }

    #[test]
    fn what_is_named_by_its_path_needs_no_import() {
        let plain = without_paths("Some(gate::Format::Duration), Location::Query, types::Rate");
        for (word, is_left) in [("Duration", false), ("Rate", false), ("Location", true)] {
            assert_eq!(plain.contains(word), is_left, "{word} in {plain}");
        }
    }
}
