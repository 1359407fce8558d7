//! What is left to paste: what earlier runs found no place for and the user's files as they are now come in; what of it is still
//! missing there goes out, to be told again until somebody has seen to it.
//!
//! Where code is hidden from us, in a macro call, a mention is taken for the thing itself: nobody is told for ever of what they
//! have done.

use serde::{Deserialize, Serialize};

use super::aside::label;
use super::homes::{Sheets, hiding_place, homes, is_mentioned};
use super::matches::matches;
use super::modules::declared;
use super::names::{OPERATIONS, resolved, trait_of};
use super::rename::spelled;
use super::source::Source;
use super::{Inventory, Known, Note, NoteKind, Texts, sheets};

/// Something that had no place in the user's files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Left {
    /// What it is.
    pub kind: LeftKind,
    /// Where it belongs: the path of a trait or of an enum, or the file that declares a module.
    pub within: String,
    /// What it is called there.
    pub name: String,
}

/// What has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftKind {
    /// The handler of an operation, which is missing.
    Handler,
    /// The rule of an operation, which is missing.
    Rule,
    /// The line that declares a module, which is missing.
    Module,
    /// The handler of an operation that is gone, which is still there.
    Gone,
}

impl Left {
    /// A handler of a trait.
    pub(super) fn handler(of: &str, method: &str) -> Self {
        Self::new(LeftKind::Handler, of, method)
    }

    /// The rule of an operation.
    pub(super) fn rule(variant: &str) -> Self {
        Self::new(LeftKind::Rule, OPERATIONS, variant)
    }

    /// A module that a file declares.
    pub(super) fn module(path: &str, name: &str) -> Self {
        Self::new(LeftKind::Module, path, name)
    }

    /// A handler that nothing asks for any more.
    pub(super) fn gone(of: &str, method: &str) -> Self {
        Self::new(LeftKind::Gone, of, method)
    }

    /// Whether both are about the same place, whatever is to be done there.
    #[must_use]
    pub fn is_same_place(&self, other: &Self) -> bool {
        (&self.within, &self.name) == (&other.within, &other.name)
    }

    fn new(kind: LeftKind, within: &str, name: &str) -> Self {
        Self {
            kind,
            within: within.to_owned(),
            name: name.to_owned(),
        }
    }
}

/// What of `left` the user's files still lack, with the note that says so; what the contract does not ask for any more is let go.
#[must_use]
pub fn remind(new: &Inventory, texts: &Texts<'_>, left: &[Left]) -> Vec<Note> {
    if left.is_empty() {
        return Vec::new();
    }
    let (yours, unreadable) = sheets(texts.files);
    let fresh = sheets(texts.fresh).0;
    let reminder = Reminder {
        new,
        yours,
        fresh,
        texts,
    };
    let told = |left: &Left| {
        let (message, paste) = match left.kind {
            LeftKind::Handler => reminder.handler(left),
            LeftKind::Rule => reminder.rule(left),
            LeftKind::Module => reminder.module(left),
            LeftKind::Gone => reminder.gone(left),
        }?;
        let (path, line) = match left.kind {
            LeftKind::Handler | LeftKind::Gone => {
                hiding_place(&reminder.yours, &unreadable, &left.within)
            }
            LeftKind::Rule => ("src/policy.rs".to_owned(), None),
            LeftKind::Module => (left.within.clone(), None),
        };
        Some(Note {
            kind: NoteKind::Paste,
            path,
            line,
            message: format!("still to do: {message}"),
            paste,
            left: Some(left.clone()),
        })
    };
    left.iter().filter_map(told).collect()
}

/// What is looked through.
struct Reminder<'r, 't> {
    new: &'r Inventory,
    yours: Sheets<'t>,
    fresh: Sheets<'t>,
    texts: &'r Texts<'t>,
}

/// What a note says, and what it asks to paste.
type Said = Option<(String, Option<String>)>;

impl Reminder<'_, '_> {
    /// The operation that a handler answers, where the contract has it.
    fn operation(&self, left: &Left) -> Option<&Known> {
        let mut operations = self.new.operations.iter();
        operations.find(|operation| {
            let of = self.new.tag_of(operation).map(trait_of);
            operation.method == left.name && of.as_deref() == Some(&left.within)
        })
    }

    fn handler(&self, left: &Left) -> Said {
        let operation = self.operation(left)?;
        let is_there = homes(&self.yours, &[self.new]).iter().any(|home| {
            let methods = self.yours.get(&home.path).and_then(|sheet| {
                let implementation = sheet.source.impls.get(home.position)?;
                Some(&implementation.methods)
            });
            let mut methods = methods.into_iter().flatten();
            home.of == left.within && methods.any(|method| method.name == left.name)
        });
        if is_there || is_mentioned(&self.yours, &left.within, &left.name) {
            return None;
        }
        let message = format!(
            "{} has no `{}` in an impl of `{}`; paste this into it",
            label(operation),
            left.name,
            left.within
        );
        Some((message, self.stub(left)))
    }

    /// The stub of a handler as a new project has it.
    fn stub(&self, left: &Left) -> Option<String> {
        let homes = homes(&self.fresh, &[self.new]);
        let home = homes.iter().find(|home| home.of == left.within)?;
        let sheet = self.fresh.get(&home.path)?;
        let implementation = sheet.source.impls.get(home.position)?;
        let mut methods = implementation.methods.iter();
        let method = methods.find(|method| method.name == left.name)?;
        Some(sheet.lines_as_they_are(&sheet.whole_method(implementation, method)))
    }

    fn rule(&self, left: &Left) -> Said {
        let mut operations = self.new.operations.iter();
        let operation = operations.find(|operation| operation.variant == left.name)?;
        let is_there = self
            .yours
            .values()
            .any(|sheet| is_named(&sheet.source, &left.within, &left.name));
        if is_there {
            return None;
        }
        let arm = self.fresh.values().find_map(|sheet| {
            let enums = [OPERATIONS.to_owned()];
            let found = matches(&sheet.source, &enums);
            let mut arms = found.iter().flat_map(|found| &found.arms);
            let arm = arms.find(|arm| arm.cases.iter().any(|case| case.variant == left.name))?;
            Some(format!("{}\n", sheet.source.slice(&arm.range).trim()))
        });
        let message = format!("{} has no rule; paste this arm", label(operation));
        Some((message, arm))
    }

    fn module(&self, left: &Left) -> Said {
        let line = declared(self.texts.fresh.get(&left.within)?).remove(&left.name)?;
        let mut scopes = self
            .yours
            .values()
            .flat_map(|sheet| &sheet.source.scopes)
            .flat_map(|scope| &scope.modules);
        if scopes.any(|(name, _)| *name == left.name) {
            return None;
        }
        let message = format!(
            "nothing declares `{}`; paste this where its neighbours are",
            left.name
        );
        Some((message, Some(format!("{line}\n"))))
    }

    fn gone(&self, left: &Left) -> Said {
        let is_hidden = is_mentioned(&self.yours, &left.within, &left.name);
        if self.operation(left).is_some() || !is_hidden {
            return None;
        }
        let message = format!(
            "`{}` of `{}` answers nothing any more; take it out by hand",
            left.name, left.within
        );
        Some((message, None))
    }
}

/// Whether a file that is compiled names a variant of an enum.
fn is_named(source: &Source<'_>, of: &str, variant: &str) -> bool {
    let whole = format!("{of}::{variant}");
    spelled(source).iter().any(|spelled| {
        let scope = source.scope_at(spelled.start());
        let mut full = resolved(source, scope, &spelled.path()).into_iter();
        !source.is_disabled(spelled.start()) && full.any(|path| path.join("::") == whole)
    })
}
