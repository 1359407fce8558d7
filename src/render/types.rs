//! Views of the files of types: definitions go in, what the template reads comes out.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::equality::Equality;
use super::rust::{From, Types};
use super::table::Tables;
use super::whence::Whence;
use crate::model::{Api, DefinitionKind};

mod definition;
mod mention;

pub use definition::DefinitionView;
use definition::definition;
use mention::{each_named, uses_map};

/// One file of types.
#[derive(Debug, Serialize)]
pub struct TypesFile {
    /// The module.
    pub module: String,
    /// Its imports, a line each.
    pub uses: Vec<String>,
    /// The types, outermost first.
    pub definitions: Vec<DefinitionView>,
    /// The module of types of an older version that has the same ones; they are not written again.
    pub shared: Option<String>,
}

impl TypesFile {
    /// The names of its types.
    pub fn names(&self) -> Vec<String> {
        let names = self.definitions.iter();
        names.map(|definition| definition.name.clone()).collect()
    }
}

/// The files of types, by module.
#[must_use]
pub fn files(api: &Api) -> Vec<TypesFile> {
    let equality = Equality::of(&api.types);
    let whence = Whence::of(api);
    // `A` can be a type as well as a table.
    let names = api.types.iter();
    let taken: HashSet<String> = names
        .map(|definition| definition.name.rust().to_owned())
        .collect();
    let taken = Arc::new(taken);
    let mut modules: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, definition) in api.types.iter().enumerate() {
        if definition.uses.decoded || definition.uses.encoded {
            modules.entry(&definition.file).or_default().push(index);
        }
    }
    modules
        .into_par_iter()
        .map(|(module, members)| file(api, module, members, (&equality, &whence), &taken))
        .collect()
}

fn file(
    api: &Api,
    module: &str,
    mut members: Vec<usize>,
    known: (&Equality, &Whence<'_>),
    taken: &Arc<HashSet<String>>,
) -> TypesFile {
    members.sort_by(|left, right| {
        api.types[*left]
            .pointer
            .cmp(&api.types[*right].pointer)
            .then(left.cmp(right))
    });
    let types = Types {
        arena: &api.types,
        from: From::Types,
    };
    let mut tables = Tables::within(taken);
    let definitions: Vec<DefinitionView> = members
        .iter()
        .map(|&index| definition(api, index, types, &mut tables, known))
        .collect();
    TypesFile {
        module: module.to_owned(),
        uses: uses(api, &members),
        definitions,
        shared: None,
    }
}

/// The imports of a file of types.
fn uses(api: &Api, members: &[usize]) -> Vec<String> {
    let mut others = BTreeSet::new();
    for &index in members {
        each_named(&api.types[index].kind, &mut |id| {
            if !members.contains(&id.0) {
                others.insert(api.types[id.0].name.rust());
            }
        });
    }
    let definitions = || members.iter().map(|&index| &api.types[index]);
    let others: Vec<&str> = others.into_iter().collect();
    let lines = [
        (
            definitions().any(|definition| uses_map(&definition.kind)),
            "use std::collections::BTreeMap;",
        ),
        (
            definitions().any(|definition| definition.uses.decoded),
            "use gate::decode::{self, Decode};",
        ),
        (
            definitions().any(|definition| definition.uses.decoded),
            "use gate::json;",
        ),
        (
            definitions().any(|definition| {
                definition.uses.decoded && matches!(definition.kind, DefinitionKind::Rule(_))
            }),
            "use gate::rule;",
        ),
        (
            definitions().any(|definition| definition.uses.encoded),
            "use serde::Serialize;",
        ),
    ];
    let own = (!others.is_empty()).then(|| format!("use super::{{{}}};", others.join(", ")));
    lines
        .into_iter()
        .filter(|(needed, _)| *needed)
        .map(|(_, line)| line.to_owned())
        .chain(own)
        .collect()
}

/// The files whose types each file of types names, by their modules.
#[must_use]
pub fn references(api: &Api) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut references: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for definition in &api.types {
        let named = references.entry(&definition.file).or_default();
        each_named(&definition.kind, &mut |id| {
            let other = api.types.get(id.0).map(|other| other.file.as_str());
            named.extend(other.filter(|other| *other != definition.file));
        });
    }
    references
}
