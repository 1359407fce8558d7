//! Renaming: a file's words go in, edits of those that are called otherwise now come out, and the places of what is gone.

use std::ops::Range;

use super::edits::Edits;
use super::names::Names;
use super::source::{Kind, Source, Token};

/// A path that a file spells.
#[derive(Clone, Debug)]
pub struct Spelled {
    /// Its words, each with its bytes.
    pub words: Vec<(String, Range<usize>)>,
}

impl Spelled {
    /// Its words alone.
    #[must_use]
    pub fn path(&self) -> Vec<String> {
        self.words.iter().map(|(word, _)| word.clone()).collect()
    }

    /// Where it begins.
    #[must_use]
    pub fn start(&self) -> usize {
        self.words.first().map_or(0, |(_, range)| range.start)
    }
}

/// Every path that a file spells outside of its imports; names that are given there, fields and methods are none.
#[must_use]
pub fn spelled(source: &Source<'_>) -> Vec<Spelled> {
    let tokens = &source.tokens;
    let mut found = Vec::new();
    let mut uses: Vec<&Range<usize>> = source.scopes.iter().flat_map(|scope| &scope.uses).collect();
    uses.sort_by_key(|range| range.start);
    let is_import = |at: usize| {
        let position = uses.partition_point(|range| range.end <= at);
        uses.get(position).is_some_and(|range| range.contains(&at))
    };
    for (position, token) in tokens.iter().enumerate() {
        let Kind::Word(word) = &token.kind else {
            continue;
        };
        if !begins_path(tokens, position)
            || source.given.contains(&token.range)
            || is_import(token.range.start)
        {
            continue;
        }
        let mut words = vec![(word.clone(), token.range.clone())];
        let mut at = position;
        while is_mark(tokens, at + 1, ':') && is_mark(tokens, at + 2, ':') {
            let Some(Token {
                kind: Kind::Word(word),
                range,
            }) = tokens.get(at + 3)
            else {
                break;
            };
            words.push((word.clone(), range.clone()));
            at += 3;
        }
        if !is_mark(tokens, at + 1, '!') || is_mark(tokens, at + 2, '=') {
            found.push(Spelled { words });
        }
    }
    found
}

fn is_mark(tokens: &[Token], position: usize, mark: char) -> bool {
    tokens
        .get(position)
        .is_some_and(|token| token.kind == Kind::Mark(mark))
}

/// Whether a word is the first of a path.
fn begins_path(tokens: &[Token], position: usize) -> bool {
    let before = |steps: usize, mark: char| {
        position
            .checked_sub(steps)
            .is_some_and(|position| is_mark(tokens, position, mark))
    };
    let follows_path = before(1, ':') && before(2, ':');
    let is_member = before(1, '.') && !before(2, '.');
    let is_lifetime = before(1, '\'');
    !(follows_path || is_member || is_lifetime)
}

/// Something that a file speaks of and that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Where.
    pub at: usize,
    /// Its full path.
    pub path: String,
}

/// Edits every word that is called otherwise, apart from imports, and answers with what is gone.
pub fn rename(source: &Source<'_>, names: &Names, edits: &mut Edits) -> Vec<Missing> {
    let mut missing = Vec::new();
    for spelled in spelled(source) {
        let is_suspect = spelled.words.iter().any(|(word, _)| names.is_suspect(word));
        let is_alias = || {
            let scope = source.scopes.get(source.scope_at(spelled.start()));
            let first = spelled.words.first().map(|(word, _)| word.as_str());
            scope.is_some_and(|scope| {
                let mut imports = scope.imports.iter();
                imports.any(|import| Some(import.local.as_str()) == first)
            })
        };
        if !(is_suspect || is_alias()) || source.is_disabled(spelled.start()) {
            continue;
        }
        let scope = source.scope_at(spelled.start());
        let Some(found) = names.look_up(source, scope, &spelled.path()) else {
            continue;
        };
        let Some(last) = found.full.len().checked_sub(found.unspelled + 1) else {
            continue;
        };
        let Some(now) = found.now else {
            missing.push(Missing {
                at: spelled.start(),
                path: found.full.join("::"),
            });
            continue;
        };
        let Some((word, range)) = spelled.words.get(last) else {
            continue;
        };
        let stays = now.get(..now.len() - 1) == found.full.get(..found.full.len() - 1);
        let last_word = now.last().cloned().unwrap_or_default();
        if last > 0 && !stays {
            edits.replace(spelled.start()..range.end, now.join("::"));
        } else if found.full.last() == Some(word) && last_word != *word {
            // Where an import gives it a name of its own, only the import changes.
            edits.replace(range.clone(), last_word);
        }
    }
    missing
}
