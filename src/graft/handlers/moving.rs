//! Handlers that change their tag: what became of every operation goes in; bytes move to the impl of another tag, or that impl
//! calls them where they stand.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::aside::{Frame, label};
use super::super::carry::{Fare, Journey, fare, handler_needs};
use super::super::edits::{indentation, newline};
use super::super::homes::Home;
use super::super::imports::Wanted;
use super::super::names::{module_of, words};
use super::super::report::Told;
use super::super::sheet::Sheet;
use super::super::source::{Impl, Method};
use super::super::{Known, NoteKind};
use super::delegating::{CALLED, Called, VISIBLE};
use super::{Leaving, Work};

/// Where a handler goes.
enum Place {
    /// An impl of a file of the user's.
    Yours(Home),
    /// The stub in a file of a new project.
    Fresh(Home),
}

/// What goes to another impl.
struct Passage {
    /// The member, in whole lines.
    lines: String,
    /// Whether the lines are ours, so that they take the indentation of where they go.
    maker: Maker,
    /// What they need there.
    wanted: Wanted,
    /// What stays behind, where something does.
    kept: Option<String>,
    /// What is told of it.
    message: String,
}

/// Who wrote lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Maker {
    Ours,
    Theirs,
}

impl Work<'_, '_> {
    /// Puts every operation that is new to its tag where it belongs.
    pub(super) fn arrive(
        &mut self,
        homes: &[Home],
        mut leaving: BTreeMap<(String, String), Vec<Leaving>>,
    ) {
        let fresh_homes = super::super::homes::homes(&self.fresh, &[self.new]);
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
            let mut is_planted = false;
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
                    // A new file has one place for it, and what stands there is kept.
                    Some(Place::Fresh(_)) if is_planted => {
                        self.put_aside(before, &from, &method, "has another tag");
                    }
                    Some(place) => {
                        is_planted |= matches!(place, Place::Fresh(_))
                            && !self.is_untouched(before, &from, &method);
                        if self.relocate((before, operation), &from, &method, &place, &fresh_homes)
                            && let Place::Yours(home) = &place
                        {
                            answered.push(home.target.clone());
                        }
                    }
                    None => self.put_aside(before, &from, &method, "has another tag"),
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
        let words = words(&home.of);
        match self.names.now(&words) {
            Some((length, now)) if length == words.len() => {
                now.is_some_and(|now| now.join("::") == of)
            }
            Some(_) => false,
            None => home.of == of,
        }
    }

    /// The impl to which a place leads, and its file.
    fn there<'p>(&'p self, place: &'p Place) -> Option<(&'p Home, &'p Sheet<'p>, &'p Impl)> {
        let (home, sheets) = match place {
            Place::Yours(home) => (home, &self.yours),
            Place::Fresh(home) => (home, &self.fresh),
        };
        let sheet = sheets.get(&home.path)?;
        Some((home, sheet, sheet.source.impls.get(home.position)?))
    }

    /// Moves a method to the impl of another tag, or lets that impl call it where it stands. Answers whether it is answered.
    fn relocate(
        &mut self,
        (before, after): (&Known, &Known),
        from: &Home,
        method: &Method,
        place: &Place,
        fresh_homes: &[Home],
    ) -> bool {
        if self.is_untouched(before, from, method) {
            self.put_aside(before, from, method, "has another tag");
            return false;
        }
        let to = match place {
            Place::Yours(home) | Place::Fresh(home) => &home.path,
        };
        let called = self
            .called(from, method)
            .filter(|called| called.path == *to);
        let passage = match &called {
            Some(called) => self.homecoming(after, called),
            None => self.passage(after, from, method, place, fresh_homes),
        };
        let Some(passage) = passage else {
            return false;
        };
        let Some(sheet) = self.yours.get_mut(&from.path) else {
            return false;
        };
        let Some(implementation) = sheet.source.impls.get(from.position) else {
            return false;
        };
        let (inside, all) = (implementation.inside.clone(), implementation.range.clone());
        let range = sheet.whole_method(implementation, method);
        sheet.take(&inside, &range);
        match &passage.kept {
            Some(kept) => sheet.insert_behind(&all, kept),
            None => sheet
                .taken_along
                .extend(passage.wanted.values().flatten().cloned()),
        }
        self.deliver(after, place, passage)
    }

    /// A function that was called from another file comes back into the impl of its own.
    fn homecoming(&mut self, after: &Known, called: &Called) -> Option<Passage> {
        let lines = self.fetch(called, Some(&after.method), |_, _, _| String::new())?;
        Some(Passage {
            lines,
            maker: Maker::Theirs,
            wanted: Wanted::new(),
            kept: None,
            message: format!(
                "{} has another tag: `{}` is in the impl of `{}` again",
                label(after),
                after.method,
                called.path
            ),
        })
    }

    /// What goes to another impl, with nothing done yet.
    fn passage(
        &self,
        after: &Known,
        from: &Home,
        method: &Method,
        place: &Place,
        fresh_homes: &[Home],
    ) -> Option<Passage> {
        let sheet = self.yours.get(&from.path)?;
        let implementation = sheet.source.impls.get(from.position)?;
        let (to, to_sheet, to_impl) = self.there(place)?;
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
        Some(match fare {
            Fare::Takes(wanted) => Passage {
                lines: sheet.renamed_lines(&range),
                maker: Maker::Theirs,
                wanted,
                kept: None,
                message: format!(
                    "{} has another tag: `{}` moved to `{}`",
                    label(after),
                    after.method,
                    to.path
                ),
            },
            Fare::Stays(reason) => {
                let stub = self.stub_text(after, fresh_homes)?;
                let call = format!(
                    "{}::{}(self, caller, request).await",
                    to.target, after.method
                );
                Passage {
                    lines: delegating(&stub, &call),
                    maker: Maker::Ours,
                    wanted: Wanted::new(),
                    kept: Some(called_from_elsewhere(
                        sheet,
                        implementation,
                        method,
                        &range,
                        after,
                    )),
                    message: format!(
                        "{} has another tag: the impl in `{}` calls `{}`, which stays because it uses `{reason}`",
                        label(after),
                        to.path,
                        after.method
                    ),
                }
            }
        })
    }

    /// Puts what goes to another impl into it. Answers whether it is there.
    fn deliver(&mut self, after: &Known, place: &Place, passage: Passage) -> bool {
        let mut wanted = passage.wanted;
        handler_needs(
            &mut wanted,
            &module_of(&after.version, &after.tag),
            &[&after.request, &after.response],
        );
        let (home, sheet) = match place {
            Place::Yours(home) => (home, self.yours.get_mut(&home.path)),
            Place::Fresh(home) => (home, self.fresh.get_mut(&home.path)),
        };
        let Some(sheet) = sheet else {
            return false;
        };
        let Some(implementation) = sheet.source.impls.get(home.position) else {
            return false;
        };
        let scope = implementation.scope;
        let mut at = implementation.inside.end;
        if let Place::Fresh(_) = place {
            let mut methods = implementation.methods.iter();
            let Some(stub) = methods.find(|method| method.name == after.method) else {
                return false;
            };
            let range = sheet.whole_method(implementation, stub);
            at = range.start;
            sheet.edits.replace(range, passage.lines);
        } else {
            let lines = match passage.maker {
                Maker::Ours => sheet.fitted(implementation, &passage.lines),
                Maker::Theirs => passage.lines,
            };
            sheet.arrive(home.position, lines);
        }
        merge(sheet, scope, wanted);
        self.told
            .push(Told::at(NoteKind::Look, &home.path, at, passage.message));
        true
    }
}

/// A method as an inherent one, that the impl of another file calls.
fn called_from_elsewhere(
    sheet: &Sheet<'_>,
    implementation: &Impl,
    method: &Method,
    range: &Range<usize>,
    after: &Known,
) -> String {
    let indent = indentation(sheet.source.text, implementation.range.start);
    let mut edits = sheet.edits.clone();
    edits.insert(method.signature, VISIBLE);
    let bytes = edits.within(sheet.source.text, range.clone());
    let frame = Frame {
        opening: sheet.source.slice(&implementation.opening),
        target: sheet.source.slice(&implementation.target),
        indent,
        newline: newline(sheet.source.text),
    };
    let above = format!(
        "\n{indent}// {} belongs to the tag `{}` {CALLED}\n",
        label(after),
        after.tag,
    );
    frame.around(&above, &bytes)
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
