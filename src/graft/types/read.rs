//! A file of the user's: its text goes in; its functions, and where it speaks of types of the contract, come out.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::names::resolved;
use super::super::rename::{Spelled, spelled};
use super::super::source::{Method, Source};

/// A file of the user's, as it was read.
pub struct Read<'r> {
    /// Its path.
    pub path: &'r str,
    /// What it is made of.
    pub source: Source<'r>,
    /// Where it speaks of types of the contract.
    pub mentions: Vec<Mention>,
    /// Functions that stand in no other, with their names.
    pub functions: Vec<(String, Range<usize>)>,
    /// Where bodies of functions begin.
    pub bodies: BTreeSet<usize>,
    /// The types of which something is said outside of functions, or in their heads.
    pub outside: BTreeSet<String>,
}

/// A type that is spoken of.
pub struct Mention {
    /// The type's path.
    pub item: String,
    /// What is behind it: a variant, say.
    pub member: Option<String>,
    /// Where.
    pub range: Range<usize>,
    /// How.
    pub stands: Stands,
}

/// Where a type is spoken of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// In a `use`.
    Import,
    /// Anywhere else, by a name that a `use` gives it.
    Imported,
    /// Anywhere else, by a path that leads to it.
    Spelled,
}

impl<'r> Read<'r> {
    /// Reads what was parsed.
    pub fn of(path: &'r str, source: Source<'r>, is_type: impl Fn(&str) -> bool) -> Self {
        let mut mentions = Vec::new();
        for (scope, here) in source.scopes.iter().enumerate() {
            for import in &here.imports {
                let words: Vec<String> = import.path.iter().map(|(word, _)| word.clone()).collect();
                if let Some((item, member, _)) = item_of(&source, scope, &words, &is_type) {
                    mentions.push(Mention {
                        item,
                        member,
                        range: import.leaf.clone(),
                        stands: Stands::Import,
                    });
                }
            }
        }
        for Spelled { words } in spelled(&source) {
            let (Some((_, first)), Some((_, end))) = (words.first(), words.last()) else {
                continue;
            };
            let range = first.start..end.end;
            let path: Vec<String> = words.iter().map(|(word, _)| word.clone()).collect();
            let scope = source.scope_at(range.start);
            if let Some((item, member, by_import)) = item_of(&source, scope, &path, &is_type) {
                let stands = if by_import {
                    Stands::Imported
                } else {
                    Stands::Spelled
                };
                mentions.push(Mention {
                    item,
                    member,
                    range,
                    stands,
                });
            }
        }
        mentions.retain(|mention| !source.is_disabled(mention.range.start));
        let functions = source.functions.iter();
        let functions = functions.map(|one| (one.name.clone(), one.range.clone()));
        let methods = source.impls.iter().flat_map(|one| &one.methods);
        let methods = methods.map(|method| (method.name.clone(), method.range.clone()));
        let mut functions: Vec<(String, Range<usize>)> = functions.chain(methods).collect();
        functions.sort_by_key(|(_, range)| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        functions.retain(|(_, range)| {
            let is_outer = range.start >= end;
            end = end.max(range.end);
            is_outer && !source.is_disabled(range.start)
        });
        let bodies = source.functions.iter().map(|function| &function.body);
        let methods = source.impls.iter().flat_map(|one| &one.methods);
        let bodies = bodies.chain(methods.map(|method| &method.body));
        let bodies: BTreeSet<usize> = bodies.map(|body| body.start).collect();
        // The head of a handler says what only that handler gets.
        let handlers = source.impls.iter().filter(|one| !one.path.is_empty());
        let handlers: Vec<&Method> = handlers.flat_map(|one| &one.methods).collect();
        let is_inside = |at: usize| {
            let mut own = source.functions.iter();
            own.any(|function| function.body.contains(&at))
                || handlers.iter().any(|method| method.range.contains(&at))
        };
        let outside = mentions
            .iter()
            .filter(|mention| mention.stands != Stands::Import && !is_inside(mention.range.start));
        let outside = outside.map(|mention| mention.item.clone()).collect();
        Self {
            path,
            source,
            mentions,
            functions,
            bodies,
            outside,
        }
    }
}

/// The type of the contract that a path leads to, what is behind it, and whether the path begins with an imported name of it.
fn item_of(
    source: &Source<'_>,
    scope: usize,
    path: &[String],
    is_type: &impl Fn(&str) -> bool,
) -> Option<(String, Option<String>, bool)> {
    resolved(source, scope, path).into_iter().find_map(|full| {
        (3..=full.len().min(5)).find_map(|length| {
            let item = full.get(..length)?.join("::");
            let unspelled = full.len().checked_sub(path.len())?;
            is_type(&item).then(|| (item, full.get(length).cloned(), length <= unspelled + 1))
        })
    })
}
