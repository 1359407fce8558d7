//! What the operations of a project are called: an API goes in, the names that its handlers are written with come out.
//!
//! The inventory of a project is kept with it, so that the next one can be told apart from it: what is called otherwise
//! is renamed in the user's files, and what is gone is put aside there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::names::Name;
use crate::model::{Api, Operation, Tag};
use crate::render::Shared;

/// What the operations of a project are called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    /// Every operation, in the order of the contract's tables.
    pub operations: Vec<Known>,
    /// Every tag.
    pub tags: Vec<KnownTag>,
    /// Every type that is called after an operation, apart from its request, its answer and its ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<KnownType>,
    /// Every file of types that a version has in common with an older one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared: Vec<KnownShared>,
}

/// What one operation is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The version's module; empty in a project of one version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// Its `operationId`, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The method, in capitals.
    pub http_method: String,
    /// The path template, with the base path.
    pub path: String,
    /// The path template without the base path: what tells an operation without an id from others.
    pub route: String,
    /// The module of its tag.
    pub tag: String,
    /// The function of the tag's trait.
    pub method: String,
    /// The variant of the policy's enum.
    pub variant: String,
    /// The request struct.
    pub request: String,
    /// The response enum.
    pub response: String,
    /// The struct of its path parameters, where it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ids: Option<String>,
}

/// What one tag is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownTag {
    /// The version's module; empty in a project of one version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// The module.
    pub module: String,
    /// The trait that the user implements.
    pub trait_name: String,
}

/// What one type that belongs to an operation is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownType {
    /// The version's module; empty in a project of one version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// The function of the operation.
    pub method: String,
    /// What it is to the operation: where it stands in it, as a JSON pointer from there.
    pub role: String,
    /// Its path in the crate of the contract, without the version.
    pub path: String,
}

/// A file of types that a version has in common with an older one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownShared {
    /// The version's module.
    pub version: String,
    /// The module of the file.
    pub file: String,
    /// The module of the version that has it.
    pub of: String,
    /// The types in it, with `, ` between them.
    pub names: String,
}

impl From<Shared> for KnownShared {
    fn from(shared: Shared) -> Self {
        Self {
            version: shared.version,
            file: shared.file,
            of: shared.of,
            names: shared.names.join(", "),
        }
    }
}

impl Inventory {
    /// The names of a project of one version, or of one version of several.
    #[must_use]
    pub fn of(api: &Api) -> Self {
        Self::of_version(api, api.module.as_ref().map_or("", Name::rust))
    }

    /// The names of one version of a project of several; `version` is its module.
    #[must_use]
    pub fn of_version(api: &Api, version: &str) -> Self {
        let in_tag = |tag: &Tag| {
            let module = tag.module.rust().to_owned();
            let operations = tag.operations.iter();
            operations
                .filter_map(|&position| api.operations.get(position))
                .map(move |operation| known(operation, &api.base_path, version, &module))
                .collect::<Vec<_>>()
        };
        Self {
            operations: api.tags.iter().flat_map(in_tag).collect(),
            tags: api
                .tags
                .iter()
                .map(|tag| KnownTag {
                    version: version.to_owned(),
                    module: tag.module.rust().to_owned(),
                    trait_name: tag.handlers.rust().to_owned(),
                })
                .collect(),
            types: types(api, version),
            shared: Vec::new(),
        }
    }

    /// Adds what another version of the project is called.
    pub fn extend(&mut self, other: Self) {
        self.operations.extend(other.operations);
        self.tags.extend(other.tags);
        self.types.extend(other.types);
        self.shared.extend(other.shared);
    }

    /// The tag of an operation.
    #[must_use]
    pub fn tag_of(&self, operation: &Known) -> Option<&KnownTag> {
        let mut tags = self.tags.iter();
        tags.find(|tag| tag.version == operation.version && tag.module == operation.tag)
    }
}

impl Known {
    /// What a person knows it by: its id, else method and path.
    #[must_use]
    pub fn told(&self) -> String {
        let place = format!("{} {}", self.http_method, self.path);
        match &self.id {
            Some(id) => format!("`{id}` ({place})"),
            None => format!("`{place}`"),
        }
    }
}

/// The types that are called after operations: those of schemas that have no name of their own, and the choices among several
/// media types.
fn types(api: &Api, version: &str) -> Vec<KnownType> {
    let mut owners: BTreeMap<&str, &Operation> = BTreeMap::new();
    for operation in &api.operations {
        owners.insert(&operation.pointer, operation);
    }
    let mut types = Vec::new();
    let mut add = |operation: &Operation, role: &str, path: String| {
        types.push(KnownType {
            version: version.to_owned(),
            method: operation.function.rust().to_owned(),
            role: role.to_owned(),
            path,
        });
    };
    for tag in &api.tags {
        let module = tag.module.rust();
        let operations = tag
            .operations
            .iter()
            .filter_map(|&at| api.operations.get(at));
        for operation in operations {
            let body = operation
                .body
                .as_ref()
                .and_then(|body| body.choice.as_ref());
            if let Some(choice) = body {
                add(operation, "body", format!("{module}::{}", choice.rust()));
            }
            for response in &operation.responses {
                if let Some(choice) = &response.choice {
                    add(
                        operation,
                        response.variant.rust(),
                        format!("{module}::{}", choice.rust()),
                    );
                }
            }
        }
    }
    for definition in &api.types {
        if !(definition.uses.decoded || definition.uses.encoded) {
            continue;
        }
        // The owner is the operation whose place begins this one's.
        let mut before = owners.range(..=definition.pointer.as_str()).rev();
        let owner = before.next().and_then(|(pointer, operation)| {
            let role = definition.pointer.strip_prefix(*pointer)?;
            role.starts_with('/').then_some((role, *operation))
        });
        if let Some((role, operation)) = owner {
            let way = match (definition.uses.decoded, definition.uses.encoded) {
                (true, true) => "",
                (true, false) => " in",
                _ => " out",
            };
            add(
                operation,
                &format!("{role}{way}"),
                format!("types::{}", definition.name.rust()),
            );
        }
    }
    types
}

fn known(operation: &Operation, base_path: &str, version: &str, tag: &str) -> Known {
    let path = operation.path.as_str();
    Known {
        version: version.to_owned(),
        id: operation.id.clone(),
        http_method: operation.method.clone(),
        path: path.to_owned(),
        route: path.strip_prefix(base_path).unwrap_or(path).to_owned(),
        tag: tag.to_owned(),
        method: operation.function.rust().to_owned(),
        variant: operation.variant.rust().to_owned(),
        request: operation.request.rust().to_owned(),
        response: operation.response.rust().to_owned(),
        ids: operation.ids.as_ref().map(|ids| ids.rust().to_owned()),
    }
}
