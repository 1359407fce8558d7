//! Objects with declared members.

use std::{borrow::Cow, cell::Cell, collections::BTreeMap};

use super::{Decoder, Pointer, Report, scalar::outside};
use crate::json::Value;

/// What an object has to be.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// The declared members.
    pub known: &'static [&'static str],
    /// What becomes of others.
    pub additional: Additional,
    /// `minProperties`.
    pub min_properties: usize,
    /// `maxProperties`.
    pub max_properties: Option<usize>,
}

/// What becomes of members that are not declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Additional {
    /// Each is a violation.
    Refused,
    /// They pass; [`Fields::additional`] hands them out.
    Kept,
}

impl Object {
    /// An object without declared members that refuses all others: what emitted tables start from.
    pub const ANY: Self = Self {
        known: &[],
        additional: Additional::Refused,
        min_properties: 0,
        max_properties: None,
    };
}

/// An object that was opened: its members, looked up by name.
#[derive(Debug)]
pub struct Fields<'v, 'a, 'p> {
    members: &'v [(Cow<'a, str>, Value<'a>)],
    at: &'p Pointer<'p>,
    known: &'static [&'static str],
    /// Where the last member was found: the next one asked for is usually the next one sent.
    next: Cell<usize>,
}

impl<'v, 'a, 'p> Fields<'v, 'a, 'p> {
    /// Opens an object. Undeclared members and a wrong number of them are reported and do not stop the decoding of
    /// the others; what is no object at all gives `None`.
    pub fn open(
        value: &'v Value<'a>,
        at: &'p Pointer<'p>,
        report: &mut Report,
        rule: &Object,
    ) -> Option<Self> {
        let Value::Object(members) = value else {
            report.mismatch(at, "must be an object");
            return None;
        };
        report.spend(members.len());
        if let Some(detail) = outside(
            members.len(),
            rule.min_properties,
            rule.max_properties,
            ["member", "members"],
        ) {
            report.violation(at, detail);
        }
        if rule.additional == Additional::Refused {
            refuse_unknown(members, at, report, rule.known)?;
        }
        Some(Self {
            members,
            at,
            known: rule.known,
            next: Cell::new(0),
        })
    }

    /// A member that must be there.
    pub fn required<T>(&self, name: &str, report: &mut Report, decoder: Decoder<T>) -> Option<T> {
        if let Some(value) = self.find(name) {
            return decoder(value, &self.at.key(name), report);
        }
        report.violation(&self.at.key(name), "is required");
        None
    }

    /// A member that may be left out: `Some(None)` when it is.
    pub fn optional<T>(
        &self,
        name: &str,
        report: &mut Report,
        decoder: Decoder<T>,
    ) -> Option<Option<T>> {
        match self.find(name) {
            Some(value) => decoder(value, &self.at.key(name), report).map(Some),
            None => Some(None),
        }
    }

    /// A member that may be left out and then is what `default` makes.
    pub fn or<T>(
        &self,
        name: &str,
        report: &mut Report,
        decoder: Decoder<T>,
        default: impl FnOnce() -> T,
    ) -> Option<T> {
        match self.find(name) {
            Some(value) => decoder(value, &self.at.key(name), report),
            None => Some(default()),
        }
    }

    /// The members that are not declared, each by this decoder.
    pub fn additional<T>(
        &self,
        report: &mut Report,
        decoder: Decoder<T>,
    ) -> Option<BTreeMap<String, T>> {
        let mut rest = BTreeMap::new();
        let mut complete = true;
        for (key, value) in self
            .members
            .iter()
            .filter(|(key, _)| !self.known.contains(&key.as_ref()))
        {
            match decoder(value, &self.at.key(key), report) {
                Some(value) => {
                    rest.insert(key.as_ref().to_owned(), value);
                }
                None if report.is_full() => return None,
                None => complete = false,
            }
        }
        complete.then_some(rest)
    }

    fn find(&self, name: &str) -> Option<&'v Value<'a>> {
        let start = self.next.get().min(self.members.len());
        let (before, after) = self.members.split_at(start);
        let position = after
            .iter()
            .position(|(key, _)| key == name)
            .map(|position| position + start)
            .or_else(|| before.iter().position(|(key, _)| key == name))?;
        self.next.set(position + 1);
        Some(&self.members[position].1)
    }
}

/// Reports each undeclared member. `None` when there are so many that the report is full: the others are then not
/// worth looking at.
fn refuse_unknown(
    members: &[(Cow<'_, str>, Value<'_>)],
    at: &Pointer<'_>,
    report: &mut Report,
    known: &'static [&'static str],
) -> Option<()> {
    let mut next = 0;
    for (key, _) in members {
        // Members usually come in the order in which they are declared.
        if known.get(next).is_some_and(|known| known == key) {
            next += 1;
            continue;
        }
        if let Some(position) = known.iter().position(|known| known == key) {
            next = position + 1;
            continue;
        }
        report.violation(&at.key(key), "is not a declared member");
        if report.is_full() {
            return None;
        }
    }
    Some(())
}
