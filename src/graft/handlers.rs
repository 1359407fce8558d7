//! Handlers: what became of every operation goes in; the impls of the user's files are edited, and what was done is told.

mod delegating;
mod moving;
mod seeding;

use std::collections::BTreeMap;

use super::aside::{Frame, block, label};
use super::edits::indentation;
use super::fate::Fates;
use super::homes::{Home, Sheets, Stubs, hiding_place, homes};
use super::left::Left;
use super::names::{Names, trait_of};
use super::report::Told;
use super::source::{Impl, Method};
use super::{Inventory, Known, NoteKind};
use delegating::Called;

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
            let left = || Some(Left::handler(&Self::of(self.new, after)?, &after.method));
            if !found && is_moved {
                self.unfound(of.as_deref(), before, "moved to another tag", left());
            } else if !found && before.method != after.method {
                let what = format!("renamed to `{}`", after.method);
                self.unfound(of.as_deref(), before, &what, left());
            }
        }
        for &before in &self.fates.removed {
            let of = Self::of(self.old, before);
            let found = self.methods(homes, of.as_deref(), &before.method);
            if found.is_empty() {
                let left = of.as_deref().map(|of| Left::gone(of, &before.method));
                self.unfound(of.as_deref(), before, "removed", left);
            }
            for (home, method) in found {
                self.put_aside(before, &home, &method, "is gone");
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
    fn unfound(&mut self, of: Option<&str>, operation: &Known, what: &str, left: Option<Left>) {
        let message = format!(
            "{} is {what}, and its `{}` was not found; see to it by hand",
            label(operation),
            operation.method
        );
        let (path, line) = self.hiding_place(of);
        let mut told = Told::in_line(NoteKind::Paste, path, line, message);
        told.left = left;
        self.told.push(told);
    }

    /// The macro call, or the file that cannot be read, in which the impl of a trait may be.
    pub(super) fn hiding_place(&self, of: Option<&str>) -> (String, Option<usize>) {
        hiding_place(&self.yours, &self.unreadable, of.unwrap_or_default())
    }

    fn put_aside(&mut self, before: &Known, home: &Home, method: &Method, what: &str) {
        let is_untouched = self.is_untouched(before, home, method);
        let called = self.called(home, method);
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
            let message = if self.fates.removed.contains(&before) {
                format!("{} {what}: its stub went with it", label(before))
            } else {
                moved(before)
            };
            self.told
                .push(Told::at(NoteKind::Done, &home.path, range.start, message));
            return;
        }
        if let Some(called) = called {
            sheet.take(&inside, &range);
            self.put_called_aside(before, &called, what);
            return;
        }
        let indent = indentation(sheet.source.text, all.start);
        let newline = super::edits::newline(sheet.source.text);
        let frame = Frame {
            opening: sheet.source.slice(&implementation.opening),
            target: sheet.source.slice(&implementation.target),
            indent,
            newline,
        };
        let kept = block(before, frame, &sheet.lines_as_they_are(&range));
        sheet.take(&inside, &range);
        sheet.insert_behind(&all, &format!("{newline}{kept}"));
        let message = format!(
            "{} {what}: `{}` is kept behind the impl, not compiled",
            label(before),
            before.method
        );
        self.told
            .push(Told::at(NoteKind::Look, &home.path, all.end, message));
    }

    /// Puts aside what the impl of another file called.
    fn put_called_aside(&mut self, before: &Known, called: &Called, what: &str) {
        let mut at = 0;
        let fetched = self.fetch(called, None, |sheet, implementation, lines| {
            at = implementation.range.start;
            let text = sheet.source.text;
            let frame = Frame {
                opening: sheet.source.slice(&implementation.opening),
                target: sheet.source.slice(&implementation.target),
                indent: indentation(text, at),
                newline: super::edits::newline(text),
            };
            let kept = block(before, frame, lines);
            kept.trim_end_matches(['\r', '\n']).to_owned()
        });
        if fetched.is_some() {
            let message = format!(
                "{} {what}: `{}`, which its impl called, is kept, not compiled",
                label(before),
                before.method
            );
            self.told
                .push(Told::at(NoteKind::Look, &called.path, at, message));
        }
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
            let line = format!("{}\n{indent}", gone_line(&home.of));
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

/// The line above an impl of a trait that is gone.
fn gone_line(of: &str) -> String {
    format!("#[cfg(false)] // `{of}` is gone from the contract.")
}

/// What is said of a stub whose operation has another tag.
fn moved(before: &Known) -> String {
    format!("{} has another tag: its stub moved", label(before))
}
