//! What the operations of a project are called: an API goes in, the names that its handlers are written with come out.
//!
//! The inventory of a project is kept with it, so that the next one can be told apart from it: what is called otherwise
//! is renamed in the user's files, and what is gone is put aside there.

use serde::{Deserialize, Serialize};

use crate::model::{Api, Operation, Tag};

/// What the operations of a project are called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    /// Every operation, in the order of the contract's tables.
    pub operations: Vec<Known>,
    /// Every tag.
    pub tags: Vec<KnownTag>,
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

impl Inventory {
    /// The names of a project of one version.
    #[must_use]
    pub fn of(api: &Api) -> Self {
        Self::of_version(api, "")
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
        }
    }

    /// Adds what another version of the project is called.
    pub fn extend(&mut self, other: Self) {
        self.operations.extend(other.operations);
        self.tags.extend(other.tags);
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
