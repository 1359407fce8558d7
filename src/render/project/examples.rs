//! Operations that the project's texts have as their examples: a first request, a rule of a policy, a choice.

use serde::Serialize;

use super::schemes::is_token;
use crate::model::{Api, Operation, Presence};
use crate::render::PartView;

/// A first request for the README.
#[derive(Debug, Serialize)]
pub struct ExampleView {
    path: String,
    method: String,
    token: bool,
    scopes: String,
}

/// An operation about an object: what a rule of its own is made of.
#[derive(Debug, Serialize)]
pub struct CheckedView<'v> {
    variant: &'v str,
    ids: &'v str,
    /// The module of its tag in `api`.
    module: &'v str,
}

/// An operation about which something can be chosen.
#[derive(Debug, Serialize)]
pub struct ChosenView<'v> {
    /// A key of TOML.
    key: String,
    function: &'v str,
}

/// An operation that can be called without a body or parameters, if there is one.
pub fn example(api: &Api) -> Option<ExampleView> {
    let is_plain = |operation: &&Operation| {
        operation.method == "GET"
            && operation
                .inputs
                .iter()
                .all(|input| input.presence != Presence::Required)
    };
    let operation = api.operations.iter().find(is_plain)?;
    let asked = operation
        .security
        .first()
        .and_then(|alternative| alternative.first());
    let kind = asked
        .and_then(|asked| {
            api.schemes
                .iter()
                .find(|scheme| scheme.name.wire() == asked.scheme)
        })
        .map(|scheme| &scheme.kind);
    Some(ExampleView {
        path: operation.path.clone(),
        method: operation.method.clone(),
        token: kind.is_some_and(is_token),
        scopes: asked
            .map(|asked| asked.scopes.join(" "))
            .unwrap_or_default(),
    })
}

/// The first operation about an object, in the order of the policy.
pub fn checked<'v>(part: &'v PartView<'v>) -> Option<CheckedView<'v>> {
    let mut tags = part.tags.iter();
    tags.find_map(|tag| {
        let mut operations = tag.operations.iter();
        operations.find_map(|operation| {
            Some(CheckedView {
                variant: &operation.variant,
                ids: operation.ids.as_deref()?,
                module: &tag.path,
            })
        })
    })
}

/// The first operation, as `portcullis.toml` calls it.
pub fn chosen(api: &Api) -> Option<ChosenView<'_>> {
    let operation = api.operations.first()?;
    let called = operation.id.clone().unwrap_or_else(|| {
        let path = operation.path.as_str();
        let path = path.strip_prefix(&api.base_path).unwrap_or(path);
        format!("{} {path}", operation.method)
    });
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    let key = if !called.is_empty() && called.chars().all(is_bare) {
        called
    } else {
        toml_edit::Key::new(called).to_string()
    };
    let function = operation.function.rust();
    Some(ChosenView { key, function })
}
