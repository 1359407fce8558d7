//! What is missed: places that speak of what is gone go in; functions that nobody calls any more are kept from being compiled,
//! and every other place is told.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Delimiter;

use super::NoteKind;
use super::edits::{indentation, newline, with_newlines};
use super::handlers::Work;
use super::names::type_path;
use super::report::Told;
use super::source::Kind;

impl Work<'_, '_> {
    /// Deals with every place that speaks of what is gone.
    pub fn missing(&mut self) {
        while let Some((path, function, gone)) = self.forlorn() {
            let Some(sheet) = self.yours.get_mut(&path) else {
                return;
            };
            let Some(found) = sheet.source.functions.get(function) else {
                return;
            };
            let range = found.range.clone();
            let indent = indentation(sheet.source.text, range.start);
            let line = format!(
                "#[cfg(false)] // Speaks of `{gone}`, which the contract has no more.\n{indent}"
            );
            let line = with_newlines(&line, newline(sheet.source.text));
            let message = format!(
                "`{}` speaks of `{gone}`, which is gone, and nobody calls it: it is kept, not compiled",
                found.name
            );
            sheet.edits.insert(range.start, line);
            sheet.taken.push(range.clone());
            self.told
                .push(Told::at(NoteKind::Look, &path, range.start, message));
        }
        self.imports();
        for (path, sheet) in &self.yours {
            for missing in &sheet.missing {
                if !is_taken(sheet, missing.at) {
                    let message = format!(
                        "this speaks of `{}`, which the contract has no more",
                        missing.path
                    );
                    self.told
                        .push(Told::at(NoteKind::Look, path, missing.at, message));
                }
            }
        }
    }

    /// Tells of imports that go with types of operations; those of an operation itself go with it, and that is told.
    fn imports(&mut self) {
        let types: BTreeSet<String> = self.old.types.iter().map(type_path).collect();
        for (path, sheet) in &self.yours {
            for (scope, here) in sheet.source.scopes.iter().enumerate() {
                for import in &here.imports {
                    let words: Vec<String> =
                        import.path.iter().map(|(word, _)| word.clone()).collect();
                    let found = self.names.look_up(&sheet.source, scope, &words);
                    let gone = found.filter(|found| found.now.is_none());
                    let Some(gone) = gone.map(|found| found.full.join("::")) else {
                        continue;
                    };
                    let at = import.leaf.start;
                    if types.contains(&gone) && !sheet.source.is_disabled(at) {
                        let message = format!("`{gone}` is gone: its import went with it");
                        self.told.push(Told::at(NoteKind::Look, path, at, message));
                    }
                }
            }
        }
    }

    /// Tells of calls of handlers by names that they had: the compiler does not notice where another handler has that name now.
    pub fn calls(&mut self) {
        let renamed = self.fates.kept.iter();
        let renamed: BTreeMap<&str, &str> = renamed
            .filter(|(before, after)| before.method != after.method)
            .map(|(before, after)| (before.method.as_str(), after.method.as_str()))
            .collect();
        for (path, sheet) in &self.yours {
            let tokens = &sheet.source.tokens;
            for (position, token) in tokens.iter().enumerate() {
                let Kind::Word(word) = &token.kind else {
                    continue;
                };
                let Some(now) = renamed.get(word.as_str()) else {
                    continue;
                };
                let kind =
                    |at: Option<usize>| at.and_then(|at| tokens.get(at)).map(|token| &token.kind);
                let of_self = kind(position.checked_sub(3)) == Some(&Kind::Word("Self".to_owned()));
                let of_some = kind(position.checked_sub(1)) == Some(&Kind::Mark('.'))
                    && matches!(
                        kind(Some(position + 1)),
                        Some(Kind::Open(Delimiter::Parenthesis, _))
                    );
                let is_call = of_self || of_some;
                let is_own = sheet
                    .source
                    .functions
                    .iter()
                    .any(|function| function.name == *word);
                let at = token.range.start;
                if is_call && !is_own && !is_taken(sheet, at) && !sheet.source.is_disabled(at) {
                    let message = format!("if this calls the handler `{word}`: it is `{now}` now");
                    self.told.push(Told::at(NoteKind::Look, path, at, message));
                }
            }
        }
    }

    /// A function that speaks of what is gone and that no other line names.
    fn forlorn(&self) -> Option<(String, usize, String)> {
        for (path, sheet) in &self.yours {
            for missing in sheet
                .missing
                .iter()
                .filter(|missing| !is_taken(sheet, missing.at))
            {
                let functions = sheet.source.functions.iter().enumerate();
                let around = functions.filter(|(_, function)| function.range.contains(&missing.at));
                let innermost = around.min_by_key(|(_, function)| function.range.len());
                let Some((position, function)) = innermost else {
                    continue;
                };
                if !self.is_called(path, &function.name, &function.range) {
                    return Some((path.clone(), position, missing.path.clone()));
                }
            }
        }
        None
    }

    /// Whether a word stands anywhere that is compiled, apart from one place.
    fn is_called(&self, at: &str, name: &str, own: &std::ops::Range<usize>) -> bool {
        self.yours.iter().any(|(path, sheet)| {
            sheet.source.tokens.iter().any(|token| {
                let start = token.range.start;
                matches!(&token.kind, Kind::Word(word) if word == name)
                    && (path != at || !own.contains(&start))
                    && !is_taken(sheet, start)
                    && !sheet.source.is_disabled(start)
            })
        }) || name == "main"
    }
}

fn is_taken(sheet: &super::sheet::Sheet<'_>, at: usize) -> bool {
    sheet.taken.iter().any(|range| range.contains(&at))
}
