//! Handlers: what became of every operation goes in; the impls of the user's files are edited, and what was done is told.

use std::collections::BTreeMap;

use super::aside::{block, kept_for, label};
use super::carry::{Fare, Journey, fare, handler_needs};
use super::edits::indentation;
use super::fate::Fates;
use super::homes::{Home, Sheets, Stubs, homes};
use super::imports::Wanted;
use super::names::{Names, module_of, trait_of};
use super::report::Told;
use super::sheet::Sheet;
use super::source::{Impl, Method};
use super::{Inventory, Known, NoteKind};

/// Everything that is worked on.
pub struct Work<'w, 't> {
    /// The names as they were.
    pub old: &'w Inventory,
    /// The names as they are now.
    pub new: &'w Inventory,
    /// What became of the operations.
    pub fates: &'w Fates<'w>,
    /// What every name is called now.
    pub names: &'w Names,
    /// The user's files.
    pub yours: Sheets<'t>,
    /// The files of a new project.
    pub fresh: Sheets<'t>,
    /// The files of a new project that the project shall have, changed.
    pub seeded: Vec<String>,
    /// The files that could not be read, and the line that could not.
    pub unreadable: BTreeMap<String, usize>,
    /// How handlers looked before anybody wrote in them.
    pub stubs: Stubs,
    /// What was done.
    pub told: Vec<Told>,
}

/// A method that changes its impl.
struct Leaving {
    from: Home,
    method: Method,
}

/// Where a handler goes.
enum Place {
    /// An impl of a file of the user's.
    Yours(Home),
    /// The stub in a file of a new project.
    Fresh(Home),
}

impl Work<'_, '_> {
    /// Renames, moves, puts aside and adds handlers.
    pub fn handlers(&mut self) {
        let homes = homes(&self.yours, &[self.old, self.new]);
        let leaving = self.leave(&homes);
        self.arrive(&homes, leaving);
        self.vacate(&homes);
    }

    fn of(inventory: &Inventory, operation: &Known) -> Option<String> {
        inventory.tag_of(operation).map(trait_of)
    }

    /// Renames what stays, puts aside what is gone, and answers with what goes elsewhere, by its new trait and function.
    fn leave(&mut self, homes: &[Home]) -> BTreeMap<(String, String), Vec<Leaving>> {
        let mut leaving: BTreeMap<(String, String), Vec<Leaving>> = BTreeMap::new();
        for &(before, after) in &self.fates.kept {
            let of = Self::of(self.old, before);
            let is_moved = (&before.version, &before.tag) != (&after.version, &after.tag);
            let mut found = false;
            for (home, method) in self.methods(homes, of.as_deref(), &before.method) {
                found = true;
                let Some(sheet) = self.yours.get_mut(&home.path) else {
                    continue;
                };
                if method.name != after.method {
                    sheet
                        .edits
                        .replace(method.named.clone(), after.method.clone());
                    let message = format!(
                        "{} is `{}` now, and was `{}`: renamed, its body is as it was",
                        label(after),
                        after.method,
                        before.method
                    );
                    self.told.push(Told::at(
                        NoteKind::Done,
                        &home.path,
                        method.named.start,
                        message,
                    ));
                }
                if is_moved && let Some(to) = Self::of(self.new, after) {
                    let key = (to, after.method.clone());
                    leaving
                        .entry(key)
                        .or_default()
                        .push(Leaving { from: home, method });
                }
            }
            if !found && is_moved {
                self.unfound(of.as_deref(), before, "moved to another tag");
            } else if !found && before.method != after.method {
                let what = format!("renamed to `{}`", after.method);
                self.unfound(of.as_deref(), before, &what);
            }
        }
        for &before in &self.fates.removed {
            let of = Self::of(self.old, before);
            let found = self.methods(homes, of.as_deref(), &before.method);
            if found.is_empty() {
                self.unfound(of.as_deref(), before, "removed");
            }
            for (home, method) in found {
                self.put_aside(before, &home, &method);
            }
        }
        leaving
    }

    /// The impls of a trait that have a method, and the method.
    fn methods(&self, homes: &[Home], of: Option<&str>, name: &str) -> Vec<(Home, Method)> {
        let homes = homes.iter().filter(|home| Some(home.of.as_str()) == of);
        let with_method = homes.filter_map(|home| {
            let implementation = self.implementation(home)?;
            let mut methods = implementation.methods.iter();
            let method = methods.find(|method| method.name == name)?;
            Some((home.clone(), method.clone()))
        });
        with_method.collect()
    }

    fn implementation(&self, home: &Home) -> Option<&Impl> {
        self.yours.get(&home.path)?.source.impls.get(home.position)
    }

    /// An operation of the old contract that no impl answers: it is hidden, or nobody answers it.
    fn unfound(&mut self, of: Option<&str>, operation: &Known, what: &str) {
        let message = format!(
            "{} is {what}, and its `{}` was not found; see to it by hand",
            label(operation),
            operation.method
        );
        let (path, line) = self.hiding_place(of);
        self.told
            .push(Told::in_line(NoteKind::Paste, path, line, message));
    }

    /// The macro call, or the file that cannot be read, in which the impl of a trait may be.
    pub(super) fn hiding_place(&self, of: Option<&str>) -> (String, Option<usize>) {
        let name = of.and_then(|of| of.rsplit("::").next()).unwrap_or_default();
        if let Some((path, line)) = self.unreadable.iter().next() {
            return (path.clone(), Some(*line));
        }
        for (path, sheet) in &self.yours {
            let mut macros = sheet.source.macros.iter();
            let hit = macros.find(|range| {
                let text = sheet.source.slice(range);
                let mut words =
                    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
                words.any(|word| word == name)
            });
            if let Some(range) = hit {
                let line = super::edits::line_number(sheet.source.text, range.start);
                return (path.clone(), Some(line));
            }
        }
        ("src/handlers".to_owned(), None)
    }

    fn put_aside(&mut self, before: &Known, home: &Home, method: &Method) {
        let is_untouched = self.is_untouched(before, home, method);
        let Some(sheet) = self.yours.get_mut(&home.path) else {
            return;
        };
        let Some(implementation) = sheet.source.impls.get(home.position) else {
            return;
        };
        let (inside, all) = (implementation.inside.clone(), implementation.range.clone());
        let range = sheet.whole_method(implementation, method);
        if is_untouched {
            sheet.take(&inside, &range);
            let message = format!("{} is gone: its stub went with it", label(before));
            self.told
                .push(Told::at(NoteKind::Done, &home.path, range.start, message));
            return;
        }
        let indent = indentation(sheet.source.text, all.start);
        let kept = block(
            before,
            sheet.source.slice(&implementation.opening),
            sheet.source.slice(&implementation.target),
            &sheet.lines_as_they_are(&range),
            indent,
        );
        sheet.take(&inside, &range);
        sheet.insert_behind(&all, &format!("\n{kept}"));
        let message = format!(
            "{} is gone: `{}` is kept behind the impl, not compiled",
            label(before),
            before.method
        );
        self.told
            .push(Told::at(NoteKind::Look, &home.path, all.end, message));
    }

    fn is_untouched(&self, before: &Known, home: &Home, method: &Method) -> bool {
        let Some((sheet, implementation)) = self
            .yours
            .get(&home.path)
            .and_then(|sheet| Some((sheet, sheet.source.impls.get(home.position)?)))
        else {
            return false;
        };
        let range = sheet.whole_method(implementation, method);
        self.stubs
            .is_untouched(&home.of, before, sheet.source.slice(&range))
    }

    /// Puts every operation that is new to its tag where it belongs.
    fn arrive(&mut self, homes: &[Home], mut leaving: BTreeMap<(String, String), Vec<Leaving>>) {
        let fresh_homes = super::homes::homes(&self.fresh, &[self.new]);
        for operation in &self.new.operations {
            let Some(of) = Self::of(self.new, operation) else {
                continue;
            };
            let moved = leaving.remove(&(of.clone(), operation.method.clone()));
            let is_added = self
                .fates
                .added
                .iter()
                .any(|added| std::ptr::eq(*added, operation));
            if !is_added && moved.is_none() {
                continue;
            }
            let there: Vec<Home> = homes
                .iter()
                .filter(|home| self.becomes(home, &of))
                .cloned()
                .collect();
            let mut answered: Vec<String> = Vec::new();
            for Leaving { from, method } in moved.into_iter().flatten() {
                let same = there.iter().find(|home| home.target == from.target);
                let place = match same {
                    Some(home) => Some(Place::Yours(home.clone())),
                    None if there.is_empty() => self
                        .seed_of(&of, &fresh_homes)
                        .filter(|home| is_same_type(&home.target, &from.target))
                        .map(Place::Fresh),
                    None => None,
                };
                let before = self
                    .fates
                    .kept
                    .iter()
                    .find(|(_, after)| std::ptr::eq(*after, operation));
                let Some(&(before, _)) = before else {
                    continue;
                };
                match place {
                    Some(place) => {
                        if self.relocate(before, operation, &from, &method, &place, &fresh_homes)
                            && let Place::Yours(home) = &place
                        {
                            answered.push(home.target.clone());
                        }
                    }
                    None => self.put_aside(before, &from, &method),
                }
            }
            for home in there.iter().filter(|home| !answered.contains(&home.target)) {
                self.stub(operation, home, &fresh_homes);
            }
            if there.is_empty() {
                self.seed(operation, &of, &fresh_homes);
            }
        }
        self.sow(&fresh_homes);
    }

    /// Whether an impl is of a trait by its new name.
    fn becomes(&self, home: &Home, of: &str) -> bool {
        let words = super::names::words(&home.of);
        match self.names.now(&words) {
            Some((length, now)) if length == words.len() => {
                now.is_some_and(|now| now.join("::") == of)
            }
            Some(_) => false,
            None => home.of == of,
        }
    }

    /// Moves a method to the impl of another tag, or lets that impl call it where it stands. Answers whether it is answered.
    fn relocate(
        &mut self,
        before: &Known,
        after: &Known,
        from: &Home,
        method: &Method,
        place: &Place,
        fresh_homes: &[Home],
    ) -> bool {
        if self.is_untouched(before, from, method) {
            self.put_aside(before, from, method);
            return false;
        }
        let (to, target_sheet) = match place {
            Place::Yours(home) => (home, self.yours.get(&home.path)),
            Place::Fresh(home) => (home, self.fresh.get(&home.path)),
        };
        let Some((sheet, implementation)) = self
            .yours
            .get(&from.path)
            .and_then(|sheet| Some((sheet, sheet.source.impls.get(from.position)?)))
        else {
            return false;
        };
        let Some((to_sheet, to_impl)) =
            target_sheet.and_then(|sheet| Some((sheet, sheet.source.impls.get(to.position)?)))
        else {
            return false;
        };
        let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let is_same_module = from.path == to.path
            && implementation.scope == to_impl.scope
            && matches!(place, Place::Yours(_));
        let fare = if is_same_module {
            Fare::Takes(Wanted::new())
        } else {
            let journey = Journey {
                from: &sheet.source,
                from_scope: implementation.scope,
                to: &to_sheet.source,
                to_scope: to_impl.scope,
                same_folder: folder(&from.path) == folder(&to.path),
                names: self.names,
            };
            fare(journey, &method.range)
        };
        let range = sheet.whole_method(implementation, method);
        let lines = sheet.renamed_lines(&range);
        let (inside, all) = (implementation.inside.clone(), implementation.range.clone());
        let indent = indentation(sheet.source.text, all.start).to_owned();
        let opening = sheet
            .source
            .slice(&implementation.opening)
            .trim()
            .to_owned();
        let target = sheet.source.slice(&implementation.target).trim().to_owned();
        let (to_scope, to_path) = (to_impl.scope, to.path.clone());
        let (arriving, is_ours, mut wanted, message) = match fare {
            Fare::Takes(wanted) => {
                let message = format!(
                    "{} has another tag: `{}` moved to `{to_path}`",
                    label(after),
                    after.method
                );
                (lines, false, wanted, message)
            }
            Fare::Stays(reason) => {
                let Some(stub) = self.stub_text(after, fresh_homes) else {
                    return false;
                };
                let call = format!(
                    "{}::{}(self, caller, request).await",
                    to.target, after.method
                );
                let stub = delegating(&stub, &call);
                let message = format!(
                    "{} has another tag: the impl in `{to_path}` calls `{}`, which stays because it uses `{reason}`",
                    label(after),
                    after.method
                );
                let kept = self.called_from_elsewhere(
                    from,
                    method,
                    &range,
                    after,
                    (&opening, &target, &indent),
                );
                if let Some(sheet) = self.yours.get_mut(&from.path) {
                    sheet.insert_behind(&all, &kept);
                }
                (stub, true, Wanted::new(), message)
            }
        };
        handler_needs(
            &mut wanted,
            &module_of(&after.version, &after.tag),
            &[&after.request, &after.response],
        );
        if let Some(sheet) = self.yours.get_mut(&from.path) {
            sheet.take(&inside, &range);
        }
        let at = match place {
            Place::Yours(home) => {
                let Some(sheet) = self.yours.get_mut(&home.path) else {
                    return false;
                };
                let Some(implementation) = sheet.source.impls.get(home.position) else {
                    return false;
                };
                let arriving = if is_ours {
                    sheet.fitted(implementation, &arriving)
                } else {
                    arriving
                };
                let at = implementation.inside.end;
                sheet.arrive(home.position, arriving);
                merge(sheet, to_scope, wanted);
                at
            }
            Place::Fresh(home) => {
                let Some(sheet) = self.fresh.get_mut(&home.path) else {
                    return false;
                };
                let Some(implementation) = sheet.source.impls.get(home.position) else {
                    return false;
                };
                let stub = implementation
                    .methods
                    .iter()
                    .find(|method| method.name == after.method);
                let Some(stub) = stub else {
                    return false;
                };
                let range = sheet.whole_method(implementation, stub);
                let at = range.start;
                sheet.edits.replace(range, arriving);
                merge(sheet, to_scope, wanted);
                at
            }
        };
        self.told
            .push(Told::at(NoteKind::Look, &to_path, at, message));
        true
    }

    /// A method as an inherent one, that the impl of another file calls.
    fn called_from_elsewhere(
        &self,
        from: &Home,
        method: &Method,
        range: &std::ops::Range<usize>,
        after: &Known,
        (opening, target, indent): (&str, &str, &str),
    ) -> String {
        let Some(sheet) = self.yours.get(&from.path) else {
            return String::new();
        };
        let mut edits = sheet.edits.clone();
        edits.insert(method.signature, "pub(crate) ");
        let bytes = edits.within(sheet.source.text, range.clone());
        let bytes = if bytes.ends_with('\n') {
            bytes
        } else {
            format!("{bytes}\n")
        };
        format!(
            "\n{indent}// {} belongs to the tag `{}` now, whose impl calls this.\n{indent}{opening} {target} {{\n{bytes}{indent}}}\n",
            label(after),
            after.tag
        )
    }

    /// The stub of an operation as a new project has it, in whole lines.
    fn stub_text(&self, operation: &Known, fresh_homes: &[Home]) -> Option<String> {
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
    fn stub(&mut self, operation: &Known, home: &Home, fresh_homes: &[Home]) {
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
            return;
        };
        let (scope, at) = (implementation.scope, implementation.inside.end);
        let restored = self.restored(operation, &home.target);
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
        self.told.push(Told::at(kind, &home.path, at, message));
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
                let same = super::homes::squeezed(sheet.source.slice(&block.target)) == target;
                let is_free = !sheet
                    .taken
                    .iter()
                    .any(|range| range.contains(&block.range.start));
                let Some(method) = block.methods.first().filter(|_| same && is_free) else {
                    continue;
                };
                let range = sheet.whole_method(block, method);
                let mut edits = super::edits::Edits::default();
                if method.name != operation.method {
                    edits.replace(method.named.clone(), operation.method.clone());
                }
                let bytes = edits.within(sheet.source.text, range);
                let text = sheet.source.text;
                let all = super::edits::whole(text, block.range.clone(), 0, text.len());
                let gone = super::edits::with_gap(text, &all, 0, text.len());
                sheet.taken.push(gone.clone());
                sheet.edits.remove(gone);
                return Some(bytes);
            }
        }
        None
    }

    /// Where the impl of a new tag comes from. A tag that the project had has its impl somewhere, and a file that cannot be
    /// read is not written into.
    fn seed_of(&self, of: &str, fresh_homes: &[Home]) -> Option<Home> {
        let was_known = self.old.tags.iter().any(|tag| trait_of(tag) == of);
        let home = fresh_homes.iter().find(|home| home.of == of)?;
        (!was_known && !self.unreadable.contains_key(&home.path)).then(|| home.clone())
    }

    /// An operation whose trait no impl is of: a new tag, or one whose impl was not found.
    fn seed(&mut self, operation: &Known, of: &str, fresh_homes: &[Home]) {
        if let Some(home) = self.seed_of(of, fresh_homes) {
            let is_added = self.fates.added.iter().any(|added| *added == operation);
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
    fn sow(&mut self, fresh_homes: &[Home]) {
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
            let mut text = sheet
                .edits
                .within(sheet.source.text, implementation.range.clone());
            let old = yours.source.text;
            let gap = if old.is_empty() || old.ends_with('\n') {
                "\n"
            } else {
                "\n\n"
            };
            text = format!("{gap}{text}\n");
            let text = super::edits::with_newlines(&text, super::edits::newline(old));
            yours.edits.insert(old.len(), text);
            let wanted = yours.wanted.entry(0).or_default();
            for import in sheet
                .source
                .scopes
                .iter()
                .take(1)
                .flat_map(|scope| &scope.imports)
            {
                let path: Vec<&str> = import.path.iter().map(|(word, _)| word.as_str()).collect();
                super::imports::want(wanted, &path.join("::"));
            }
            for (module, names) in sheet.wanted.values().flatten() {
                wanted
                    .entry(module.clone())
                    .or_default()
                    .extend(names.iter().cloned());
            }
        }
        let yours = &self.yours;
        self.seeded.retain(|path| !yours.contains_key(path));
    }

    /// Takes impls away of which nothing is left, and keeps from being compiled what cannot be.
    fn vacate(&mut self, homes: &[Home]) {
        for home in homes {
            let words = super::names::words(&home.of);
            let is_gone = matches!(self.names.now(&words), Some((_, None)));
            let Some(sheet) = self.yours.get_mut(&home.path).filter(|_| is_gone) else {
                continue;
            };
            let Some(implementation) = sheet.source.impls.get(home.position) else {
                continue;
            };
            let text = sheet.source.text;
            let range = super::edits::whole(text, implementation.range.clone(), 0, text.len());
            let left = sheet.edits.within(text, implementation.inside.clone());
            let before = text
                .get(range.start..implementation.opening.start)
                .unwrap_or_default();
            if left.trim().is_empty() && before.trim().is_empty() {
                let wider = super::edits::with_gap(text, &range, 0, text.len());
                // What stands behind it now begins where it ended.
                let gone = if wider.end == range.end { wider } else { range };
                sheet.taken.push(gone.clone());
                sheet.edits.remove(gone);
                continue;
            }
            let indent = indentation(text, implementation.range.start);
            let line = format!(
                "#[cfg(false)] // `{}` is gone from the contract.\n{indent}",
                home.of
            );
            let newline = super::edits::newline(text);
            let at = implementation.range.start;
            sheet.taken.push(implementation.range.clone());
            sheet
                .edits
                .insert(at, super::edits::with_newlines(&line, newline));
            let message = format!(
                "`{}` is gone from the contract: what is left of its impl is not compiled",
                home.of
            );
            self.told
                .push(Told::at(NoteKind::Look, &home.path, at, message));
        }
    }
}

/// Whether two impls are for one type, by the last word of its path.
fn is_same_type(one: &str, other: &str) -> bool {
    one.rsplit("::").next() == other.rsplit("::").next()
}

fn merge(sheet: &mut Sheet<'_>, scope: usize, wanted: Wanted) {
    let own = sheet.wanted.entry(scope).or_default();
    for (module, names) in wanted {
        own.entry(module).or_default().extend(names);
    }
}

/// A stub that calls a function instead.
fn delegating(stub: &str, call: &str) -> String {
    match stub.find("{\n") {
        Some(open) => {
            let head = stub.get(..open).unwrap_or_default();
            format!("{head}{{\n        {call}\n    }}\n")
        }
        None => stub.to_owned(),
    }
}
