//! What every name of the emitted crates is called now: two inventories go in; paths such as `api::vessels::GetVessel` are
//! looked up, as a file's imports have them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::fate::Fates;
use super::source::Source;
use super::{Inventory, Known, KnownTag, KnownType};

/// How deep imports of imports are followed.
const DEEPEST: usize = 8;

/// Every name that is called otherwise or is gone.
#[derive(Debug, Default)]
pub struct Names {
    now: BTreeMap<String, Option<String>>,
    /// Single words that a changed path has, so that others need not be looked up.
    words: BTreeSet<String>,
}

/// What a path in a file is called now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The path from the crate on, words in order, as far as it is known.
    pub full: Vec<String>,
    /// How many words of the full path the file does not spell, because an import does.
    pub unspelled: usize,
    /// The new path from the crate on; `None` for what is gone.
    pub now: Option<Vec<String>>,
}

/// The module of an operation's names.
#[must_use]
pub fn module_of(version: &str, tag: &str) -> String {
    if version.is_empty() {
        format!("api::{tag}")
    } else {
        format!("api::{version}::{tag}")
    }
}

/// The enum of all operations; where there are several versions, its variants begin with theirs.
pub const OPERATIONS: &str = "api::Operation";

/// A type that is called after an operation.
#[must_use]
pub fn type_path(known: &KnownType) -> String {
    module_of(&known.version, &known.path)
}

/// The trait of a tag.
#[must_use]
pub fn trait_of(tag: &KnownTag) -> String {
    format!(
        "{}::{}",
        module_of(&tag.version, &tag.module),
        tag.trait_name
    )
}

impl Names {
    /// What became of every name.
    #[must_use]
    pub fn new(old: &Inventory, new: &Inventory, fates: &Fates<'_>) -> Self {
        let mut names = Self::default();
        for tag in &old.tags {
            let module = module_of(&tag.version, &tag.module);
            let mut tags = new.tags.iter();
            let still =
                tags.find(|other| other.version == tag.version && other.module == tag.module);
            if still.is_none() {
                names.note(module, None);
            }
            names.note(trait_of(tag), still.map(trait_of));
        }
        for &(before, after) in &fates.kept {
            names.operation(before, old.tag_of(before), Some((after, new.tag_of(after))));
        }
        for &before in &fates.removed {
            names.operation(before, old.tag_of(before), None);
        }
        names.types(old, new, fates);
        names
    }

    /// Types that are called after operations.
    fn types(&mut self, old: &Inventory, new: &Inventory, fates: &Fates<'_>) {
        let mut after: HashMap<(&str, &str), &Known> = HashMap::new();
        for (before, now) in &fates.kept {
            after.insert((&before.version, &before.method), now);
        }
        let mut types: HashMap<(&str, &str, &str), &KnownType> = HashMap::new();
        for known in &new.types {
            types.insert((&known.version, &known.method, &known.role), known);
        }
        for known in &old.types {
            let owner = after.get(&(known.version.as_str(), known.method.as_str()));
            let now = owner.and_then(|owner| {
                let key = (
                    owner.version.as_str(),
                    owner.method.as_str(),
                    known.role.as_str(),
                );
                types.get(&key)
            });
            self.note(type_path(known), now.map(|now| type_path(now)));
        }
    }

    fn operation(
        &mut self,
        old: &Known,
        old_tag: Option<&KnownTag>,
        new: Option<(&Known, Option<&KnownTag>)>,
    ) {
        let module = module_of(&old.version, &old.tag);
        let variants = OPERATIONS.to_owned();
        let after = new.map(|(new, _)| new);
        let home = |new: &Known| module_of(&new.version, &new.tag);
        let in_module = |name: &String| format!("{module}::{name}");
        let moved = |pick: fn(&Known) -> Option<&String>| {
            after.and_then(|new| Some(format!("{}::{}", home(new), pick(new)?)))
        };
        self.note(in_module(&old.request), moved(|new| Some(&new.request)));
        self.note(in_module(&old.response), moved(|new| Some(&new.response)));
        if let Some(ids) = &old.ids {
            self.note(in_module(ids), moved(|new| new.ids.as_ref()));
        }
        let variant = |known: &Known| format!("{OPERATIONS}::{}", known.variant);
        self.note(format!("{variants}::{}", old.variant), after.map(variant));
        if let Some(tag) = old_tag {
            let method =
                new.and_then(|(new, tag)| Some(format!("{}::{}", trait_of(tag?), new.method)));
            self.note(format!("{}::{}", trait_of(tag), old.method), method);
        }
    }

    fn note(&mut self, old: String, new: Option<String>) {
        if new.as_ref() != Some(&old) {
            if let Some(word) = old.rsplit("::").next() {
                self.words.insert(word.to_owned());
            }
            self.now.insert(old, new);
        }
    }

    /// Whether a word may be part of a path that changed.
    #[must_use]
    pub fn is_suspect(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// What a full path is called now, by the longest part of it that changed: how many words that is, and what they are now.
    #[must_use]
    pub fn now(&self, full: &[String]) -> Option<(usize, Option<Vec<String>>)> {
        (2..=full.len()).rev().find_map(|length| {
            let part = full.get(..length)?.join("::");
            let now = self.now.get(&part)?.as_ref();
            Some((length, now.map(|path| words(path))))
        })
    }

    /// Looks up a path that stands in a module of a file.
    #[must_use]
    pub fn look_up(&self, source: &Source<'_>, scope: usize, path: &[String]) -> Option<Found> {
        resolved(source, scope, path).into_iter().find_map(|full| {
            let (length, now) = self.now(&full)?;
            let unspelled = full.len().checked_sub(path.len())?;
            // The last changed word has to be one that the file spells.
            (length > unspelled).then(|| Found {
                full: full.get(..length).unwrap_or_default().to_vec(),
                unspelled,
                now,
            })
        })
    }
}

/// A path as words.
#[must_use]
pub fn words(path: &str) -> Vec<String> {
    path.split("::").map(str::to_owned).collect()
}

/// What a path in a module may mean, from the crate on: more than one where names are imported by the star.
#[must_use]
pub fn resolved(source: &Source<'_>, scope: usize, path: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    follow(source, scope, path, DEEPEST, &mut found);
    found
}

fn follow(
    source: &Source<'_>,
    scope: usize,
    path: &[String],
    depth: usize,
    found: &mut Vec<Vec<String>>,
) {
    let Some(first) = path.first() else {
        return;
    };
    if first == "api" {
        found.push(path.to_vec());
        return;
    }
    let (Some(here), Some(depth)) = (source.scopes.get(scope), depth.checked_sub(1)) else {
        return;
    };
    let rest = path.get(1..).unwrap_or_default();
    match (first.as_str(), here.parent) {
        ("self", _) => return follow(source, scope, rest, depth, found),
        ("super", Some(parent)) => return follow(source, parent, rest, depth, found),
        _ => {}
    }
    for import in &here.imports {
        let words: Vec<String> = import.path.iter().map(|(word, _)| word.clone()).collect();
        let is_star = import.local == "*";
        if is_star && words == ["super"] {
            if let Some(parent) = here.parent {
                follow(source, parent, path, depth, found);
            }
        } else if is_star || import.local == *first {
            let behind = if is_star { path } else { rest };
            let whole: Vec<String> = words.iter().chain(behind).cloned().collect();
            // A name that imports itself leads nowhere.
            if words.first() == Some(&"api".to_owned())
                || (!is_star && words.first() != Some(first))
            {
                follow(source, scope, &whole, depth, found);
            }
        }
    }
}
