//! Handlers that are new: stubs come into impls, what was put aside comes back, and files of new tags come into the project.

use super::super::aside::{kept_for, label};
use super::super::carry::handler_needs;
use super::super::edits::{Edits, line_end, newline, whole, with_gap};
use super::super::homes::{Home, squeezed};
use super::super::imports::want;
use super::super::left::Left;
use super::super::names::{module_of, trait_of};
use super::super::report::Told;
use super::super::sheet::Sheet;
use super::super::source::{Kind, Method, Source};
use super::super::{Known, NoteKind};
use super::{Work, gone_line, moved};

impl Work<'_, '_> {
    /// The stub of an operation as a new project has it, in whole lines.
    pub(super) fn stub_text(&self, operation: &Known, fresh_homes: &[Home]) -> Option<String> {
        let of = Self::of(self.new, operation)?;
        let home = fresh_homes.iter().find(|home| home.of == of)?;
        let sheet = self.fresh.get(&home.path)?;
        let implementation = sheet.source.impls.get(home.position)?;
        let mut methods = implementation.methods.iter();
        let method = methods.find(|method| method.name == operation.method)?;
        let range = sheet.whole_method(implementation, method);
        Some(sheet.lines_as_they_are(&range))
    }

    /// Puts a stub into an impl, or what was put aside when the operation was gone.
    pub(super) fn stub(&mut self, operation: &Known, home: &Home, fresh_homes: &[Home]) {
        let Some(implementation) = self.implementation(home) else {
            return;
        };
        let mut methods = implementation.methods.iter();
        let is_there = |method: &Method| {
            let sheet = self.yours.get(&home.path);
            let leaves = sheet.is_some_and(|sheet| {
                let mut taken = sheet.taken.iter();
                taken.any(|range| range.contains(&method.named.start))
            });
            method.name == operation.method && !leaves && !self.was_other(home, method, operation)
        };
        if methods.any(is_there) {
            return;
        }
        let Some(stub) = self.stub_text(operation, fresh_homes) else {
            return self.without_stub(operation, home);
        };
        let (scope, at) = (implementation.scope, implementation.inside.end);
        let restored = self.restored(operation, &home.target);
        let is_told = self.fates.kept.iter().any(|&(before, after)| {
            let said = moved(before);
            after == operation && self.told.iter().any(|told| told.says(&said))
        });
        let Some(sheet) = self.yours.get_mut(&home.path) else {
            return;
        };
        let Some(implementation) = sheet.source.impls.get(home.position) else {
            return;
        };
        let fitted = sheet.fitted(implementation, &stub);
        let (lines, kind, message) = match restored {
            Some(lines) => (
                lines,
                NoteKind::Look,
                format!(
                    "{} is back: `{}` is what it was before",
                    label(operation),
                    operation.method
                ),
            ),
            None => (
                fitted,
                NoteKind::Done,
                format!(
                    "{} is new: `{}` answers 501",
                    label(operation),
                    operation.method
                ),
            ),
        };
        sheet.arrive(home.position, lines);
        let wanted = sheet.wanted.entry(scope).or_default();
        handler_needs(
            wanted,
            &module_of(&operation.version, &operation.tag),
            &[&operation.request, &operation.response],
        );
        if !is_told || kind == NoteKind::Look {
            self.told.push(Told::at(kind, &home.path, at, message));
        }
    }

    /// A template of the team's own may make handlers of any shape, also of one in which nothing is found.
    fn without_stub(&mut self, operation: &Known, home: &Home) {
        let message = format!(
            "{} is new, and the template of handlers has no `{}` in an impl of `{}`; write it by hand",
            label(operation),
            operation.method,
            home.of
        );
        let mut told = Told::in_line(NoteKind::Paste, home.path.clone(), None, message);
        told.left = Some(Left::handler(&home.of, &operation.method));
        self.told.push(told);
    }

    /// Whether a method of this name answers another operation, which is called otherwise now.
    fn was_other(&self, home: &Home, method: &Method, operation: &Known) -> bool {
        self.fates.kept.iter().any(|(before, after)| {
            before.method == method.name
                && after.method != operation.method
                && Self::of(self.old, before).as_deref() == Some(home.of.as_str())
        })
    }

    /// What was put aside for an operation that is back; its block goes.
    fn restored(&mut self, operation: &Known, target: &str) -> Option<String> {
        for sheet in self.yours.values_mut() {
            let kept = kept_for(&sheet.source, operation);
            for position in kept {
                let block = sheet.source.impls.get(position)?;
                let same = squeezed(sheet.source.slice(&block.target)) == target;
                let is_free = !sheet
                    .taken
                    .iter()
                    .any(|range| range.contains(&block.range.start));
                let Some(method) = block.methods.first().filter(|_| same && is_free) else {
                    continue;
                };
                let range = sheet.whole_method(block, method);
                let mut edits = Edits::default();
                if method.name != operation.method {
                    edits.replace(method.named.clone(), operation.method.clone());
                }
                called_as_now(&sheet.source, method, operation, &mut edits);
                let bytes = edits.within(sheet.source.text, range);
                let text = sheet.source.text;
                let all = whole(text, block.range.clone(), 0, text.len());
                let gone = with_gap(text, &all, 0, text.len());
                sheet.taken.push(gone.clone());
                sheet.edits.remove(gone);
                return Some(bytes);
            }
        }
        None
    }

    /// Where the impl of a new tag comes from. A tag that the project had has its impl somewhere, and a file that cannot be
    /// read is not written into.
    pub(super) fn seed_of(&self, of: &str, fresh_homes: &[Home]) -> Option<Home> {
        let was_known = self.old.tags.iter().any(|tag| trait_of(tag) == of);
        let home = fresh_homes.iter().find(|home| home.of == of)?;
        (!was_known && !self.unreadable.contains_key(&home.path)).then(|| home.clone())
    }

    /// An operation whose trait no impl is of: a new tag, or one whose impl was not found.
    pub(super) fn seed(&mut self, operation: &Known, of: &str, fresh_homes: &[Home]) {
        if let Some(home) = self.seed_of(of, fresh_homes) {
            let is_added = self.fates.added.contains(&operation);
            if !is_added {
                // What was written for it is there already.
            } else if let Some(lines) = self.restored(operation, &home.target) {
                self.replace_stub(operation, &home, lines);
                let message = format!(
                    "{} is back: `{}` is what it was before",
                    label(operation),
                    operation.method
                );
                self.told
                    .push(Told::at(NoteKind::Look, &home.path, 0, message));
            } else {
                let message = format!(
                    "{} is new: `{}` answers 501",
                    label(operation),
                    operation.method
                );
                self.told
                    .push(Told::at(NoteKind::Done, &home.path, 0, message));
            }
            if !self.seeded.contains(&home.path) {
                self.seeded.push(home.path.clone());
            }
            return;
        }
        let stub = self.stub_text(operation, fresh_homes);
        let message = format!(
            "{} is new, and the impl of `{of}` was not found; paste this into it",
            label(operation)
        );
        let (path, line) = self.hiding_place(Some(of));
        let mut told = Told::in_line(NoteKind::Paste, path, line, message);
        told.paste = stub;
        told.left = Some(Left::handler(of, &operation.method));
        self.told.push(told);
    }

    fn replace_stub(&mut self, operation: &Known, home: &Home, lines: String) {
        let Some(sheet) = self.fresh.get_mut(&home.path) else {
            return;
        };
        let Some(implementation) = sheet.source.impls.get(home.position) else {
            return;
        };
        let mut methods = implementation.methods.iter();
        if let Some(stub) = methods.find(|method| method.name == operation.method) {
            let range = sheet.whole_method(implementation, stub);
            sheet.edits.replace(range, lines);
        }
    }

    /// Brings the files of new tags into the project: a file that stands there already gets the impl at its end.
    pub(super) fn sow(&mut self, fresh_homes: &[Home]) {
        for home in fresh_homes {
            let is_seeded = self.seeded.contains(&home.path);
            let (Some(yours), true) = (self.yours.get_mut(&home.path), is_seeded) else {
                continue;
            };
            let Some(sheet) = self.fresh.get(&home.path) else {
                continue;
            };
            let Some(implementation) = sheet.source.impls.get(home.position) else {
                continue;
            };
            // An impl of the trait that was left when the tag was gone is compiled again.
            let line = gone_line(&home.of);
            let mut impls = yours.source.impls.iter().enumerate();
            let left = impls.find(|(_, left)| yours.source.slice(&left.range).starts_with(&line));
            let left = left.map(|(position, left)| (position, left.range.start));
            if let Some((position, start)) = left {
                let members = sheet.edits.within_by(
                    sheet.source.text,
                    implementation.inside.clone(),
                    newline(yours.source.text),
                );
                let end = line_end(yours.source.text, start);
                let rest = yours.source.text.get(end..).unwrap_or_default();
                let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                yours.edits.remove(start..end + indent);
                let members = members.trim_start_matches(['\r', '\n']);
                yours.arrive(position, members.to_owned());
                seed_imports(sheet, yours);
                continue;
            }
            let old = yours.source.text;
            let end = newline(old);
            let text =
                (sheet.edits).within_by(sheet.source.text, implementation.range.clone(), end);
            let gap = if old.is_empty() || old.ends_with('\n') {
                end.to_owned()
            } else {
                end.repeat(2)
            };
            yours.edits.insert(old.len(), format!("{gap}{text}{end}"));
            seed_imports(sheet, yours);
        }
        let yours = &self.yours;
        self.seeded.retain(|path| !yours.contains_key(path));
    }
}

/// Gives the request and the answer of a handler the names that these have in the contract now.
fn called_as_now(source: &Source<'_>, method: &Method, operation: &Known, edits: &mut Edits) {
    let head = source.tokens_in(&(method.named.end..method.body.start));
    // `&self`, the caller, the request: what follows the last colon up to a comma.
    let mut commas = 0;
    let mut request = None;
    let mut response = None;
    let mut is_answer = false;
    for pair in head.windows(2) {
        match (&pair[0].kind, &pair[1].kind) {
            (Kind::Mark('-'), Kind::Mark('>')) => {
                is_answer = true;
                commas = 0;
            }
            (Kind::Mark(','), _) if !is_answer => commas += 1,
            (Kind::Mark(':'), Kind::Word(word)) if commas == 2 && !is_answer => {
                request = Some(word);
            }
            (Kind::Mark('<' | ':'), Kind::Word(word)) if is_answer && response.is_none() => {
                response = Some(word);
            }
            (Kind::Mark(':'), Kind::Word(word)) if is_answer && commas < 3 => {
                response = Some(word);
            }
            (Kind::Mark(','), _) if is_answer => commas = 3,
            _ => {}
        }
    }
    let now = [
        (request, &operation.request),
        (response, &operation.response),
    ];
    for (before, after) in now {
        for token in source.tokens_in(&method.range) {
            if let (Kind::Word(word), Some(before)) = (&token.kind, before)
                && word == before
                && word != after
            {
                edits.replace(token.range.clone(), after.clone());
            }
        }
    }
}

/// Lets a file import what an impl of a new project's file needs.
fn seed_imports(sheet: &Sheet<'_>, yours: &mut Sheet<'_>) {
    let wanted = yours.wanted.entry(0).or_default();
    for import in sheet
        .source
        .scopes
        .iter()
        .take(1)
        .flat_map(|scope| &scope.imports)
    {
        let path: Vec<&str> = import.path.iter().map(|(word, _)| word.as_str()).collect();
        want(wanted, &path.join("::"));
    }
    for (module, names) in sheet.wanted.values().flatten() {
        wanted
            .entry(module.clone())
            .or_default()
            .extend(names.iter().cloned());
    }
}
