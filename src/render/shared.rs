//! Types that versions have in common: the files of types of every version go in; which of them say the same, as far as they
//! lead, comes out.
//!
//! Two files are one where their code is the same, whatever their descriptions say, and where every file that they name is one
//! again. All that decides what is accepted stands in that code (constraints are its tables), apart from schemas that no Rust
//! type fits: these are compared as they are bundled.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::types::{self, TypesFile};
use super::{Part, PartView, rules};
use crate::model::DefinitionKind;
use crate::model::names::Name;

/// A file of types that a version does not have of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The version's module.
    pub version: String,
    /// The module of the file.
    pub file: String,
    /// The module of the version that has it.
    pub of: String,
    /// The types in it.
    pub names: Vec<String>,
}

/// Notes in every file of types which older version has the same one; answers with those that one has.
pub fn mark(parts: &[Part<'_>], views: &mut [PartView<'_>]) -> Vec<Shared> {
    let owners = owners(parts, views);
    let modules: Vec<String> = views.iter().map(module).collect();
    let mut shared = Vec::new();
    for ((position, view), owners) in views.iter_mut().enumerate().zip(owners) {
        for file in &mut view.types {
            let owner = owners.get(&file.module).copied().unwrap_or(position);
            let (Some(of), Some(version)) = (modules.get(owner), modules.get(position)) else {
                continue;
            };
            if owner == position {
                continue;
            }
            file.shared = Some(format!("crate::{of}::types"));
            shared.push(Shared {
                version: version.clone(),
                file: file.module.clone(),
                of: of.clone(),
                names: file.names(),
            });
        }
    }
    shared
}

fn module(view: &PartView<'_>) -> String {
    let module = view.api.module.as_ref().map(Name::rust);
    module.unwrap_or_default().to_owned()
}

/// For each version and each of its files, the position of the oldest version that has the same one; that may be itself.
fn owners(parts: &[Part<'_>], views: &[PartView<'_>]) -> Vec<BTreeMap<String, usize>> {
    let known: Vec<Vec<Known<'_>>> = parts
        .iter()
        .zip(views)
        .map(|(part, view)| files(part, view))
        .collect();
    // At first all are one that have the same text; whoever names what is not one is parted from the others, until none is.
    let mut owners = vec![BTreeMap::new(); known.len()];
    loop {
        let mut oldest: BTreeMap<Key<'_>, usize> = BTreeMap::new();
        let mut refined = Vec::new();
        for (position, (files, owners)) in known.iter().zip(&owners).enumerate() {
            let of = files.iter().map(|file| {
                let key = file.key(owners);
                let owner = *oldest.entry(key).or_insert(position);
                (file.module.to_owned(), owner)
            });
            refined.push(of.collect::<BTreeMap<String, usize>>());
        }
        if refined == owners {
            return owners;
        }
        owners = refined;
    }
}

/// What two files have alike that are one: module, text, and who has the files that they name.
type Key<'k> = (&'k str, &'k str, Vec<(&'k str, usize)>);

/// A file of types, as far as it is compared.
struct Known<'v> {
    module: &'v str,
    text: String,
    /// The files that it names.
    names: BTreeSet<&'v str>,
}

impl Known<'_> {
    fn key(&self, owners: &BTreeMap<String, usize>) -> Key<'_> {
        let owner = |name: &str| owners.get(name).copied().unwrap_or_default();
        let names = self.names.iter().map(|name| (*name, owner(name)));
        (self.module, &self.text, names.collect())
    }
}

fn files<'v>(part: &'v Part<'_>, view: &'v PartView<'_>) -> Vec<Known<'v>> {
    let mut references = types::references(part.api);
    let mut rules = bundles(part);
    let known = view.types.iter().map(|file| {
        let module = file.module.as_str();
        let mut text = code(file);
        text.push_str(&rules.remove(module).unwrap_or_default());
        Known {
            module,
            text,
            names: references.remove(module).unwrap_or_default(),
        }
    });
    known.collect()
}

/// The schemas that no Rust type fits, with all that they lead to, by the file of their types.
fn bundles<'v>(part: &'v Part<'_>) -> BTreeMap<&'v str, String> {
    let mut bundles: BTreeMap<&str, String> = BTreeMap::new();
    for definition in &part.api.types {
        if let (true, DefinitionKind::Rule(position)) = (definition.uses.decoded, &definition.kind)
            && let Some(rule) = part.api.rules.get(*position)
        {
            let bundle = rules::bundle(part.contract.raw, &[rule]);
            bundles
                .entry(&definition.file)
                .or_default()
                .push_str(&bundle);
        }
    }
    bundles
}

/// A file without what only describes.
fn code(file: &TypesFile) -> String {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.remove("docs");
                members.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(file).unwrap_or_default();
    strip(&mut value);
    value.to_string()
}
