//! What a call has for a parameter: pairs claimed by name and style, and the value they make.

use std::borrow::Cow;

use super::{
    Explode, Parameter, Shape, Style,
    percent::{self, Plus},
    shape::{Misfit, Reading},
    split::{Builder, Coding, Entry, deep_path, joined},
};
use crate::{
    decode::{Decoder, Location, Pointer, Report},
    json::{ReadLimits, Value},
};

/// What a call has for a parameter.
#[derive(Debug)]
pub(super) enum Slot<'c> {
    /// Nothing.
    Absent,
    /// Something that could not be read, and was reported.
    Broken,
    /// A value.
    Read(Value<'c>),
    /// A value that reads as a literal and as text.
    Either(Value<'c>, Value<'c>),
}

impl Slot<'_> {
    pub(super) fn decode<T>(
        &self,
        at: &Pointer<'_>,
        report: &mut Report,
        decoder: Decoder<T>,
    ) -> Option<T> {
        match self {
            Slot::Absent | Slot::Broken => None,
            Slot::Read(value) => decoder(value, at, report),
            Slot::Either(literal, text) => {
                let refusal = match report.attempt(|scratch| decoder(literal, at, scratch)) {
                    Ok(value) => return Some(value),
                    Err(refusal) => refusal,
                };
                let place = at.to_string();
                match report.attempt(|scratch| decoder(text, at, scratch)) {
                    Ok(value) => return Some(value),
                    Err(other) if refusal.mismatched(&place) => {
                        let fits_neither = other.mismatched(&place);
                        let mark = report.mark();
                        report.absorb(other);
                        if fits_neither {
                            report.is_text(mark);
                        }
                    }
                    Err(_) => report.absorb(refusal),
                }
                None
            }
        }
    }
}

/// `key=value` pairs of a query, a form or a cookie header, and which of them a parameter has claimed.
#[derive(Debug, Default)]
pub(super) struct Pairs<'a> {
    pairs: Vec<Pair<'a>>,
}

#[derive(Debug)]
struct Pair<'a> {
    key: Cow<'a, str>,
    raw: &'a str,
    claim: Claim,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claim {
    Open,
    Taken,
}

impl<'a> Pairs<'a> {
    /// Takes a query or a form apart.
    pub(super) fn query(text: &'a str, report: &mut Report) -> Self {
        let pieces = text.split('&').filter(|piece| !piece.is_empty());
        Self::new(
            pieces,
            Plus::Space,
            &Pointer::parameter(Location::Query, ""),
            report,
        )
    }

    /// Cookies come from other places too: names are taken as they are, and none is refused.
    pub(super) fn cookies(pieces: &[&'a str]) -> Self {
        let pairs = pieces.iter().map(|piece| {
            let (key, raw) = piece.split_once('=').unwrap_or((piece, ""));
            Pair {
                key: Cow::Borrowed(key),
                raw,
                claim: Claim::Open,
            }
        });
        Self {
            pairs: pairs.collect(),
        }
    }

    /// The same for a form, whose faults have no place but its root.
    pub(super) fn form(text: &'a str, root: &Pointer<'_>, report: &mut Report) -> Self {
        let pieces = text.split('&').filter(|piece| !piece.is_empty());
        Self::new(pieces, Plus::Space, root, report)
    }

    fn new(
        pieces: impl Iterator<Item = &'a str>,
        plus: Plus,
        at: &Pointer<'_>,
        report: &mut Report,
    ) -> Self {
        let mut pairs = Vec::new();
        for piece in pieces {
            let (key, raw) = piece.split_once('=').unwrap_or((piece, ""));
            match percent::decode(key, plus) {
                Some(key) => pairs.push(Pair {
                    key,
                    raw,
                    claim: Claim::Open,
                }),
                None => report.unreadable(at, "a name is not percent-encoded UTF-8"),
            }
        }
        Self { pairs }
    }

    /// How many pairs there are.
    pub(super) fn len(&self) -> usize {
        self.pairs.len()
    }

    /// The names that no parameter has claimed.
    pub(super) fn unclaimed(&self) -> impl Iterator<Item = &str> {
        self.pairs
            .iter()
            .filter(|pair| pair.claim == Claim::Open)
            .map(|pair| pair.key.as_ref())
    }

    /// The pairs that no parameter has claimed, as members.
    pub(super) fn rest(&mut self) -> Vec<Entry<'a>> {
        self.claim(|key| Some(vec![Cow::Owned(key.to_owned())]))
    }

    /// Reads one parameter by its style.
    pub(super) fn read(
        &mut self,
        parameter: &Parameter,
        (coding, misfit): (Coding, Misfit),
        limits: &ReadLimits,
        at: &Pointer<'_>,
        report: &mut Report,
    ) -> Slot<'a> {
        let Some(entries) = self.entries(parameter) else {
            report.unreadable(at, "is not written in the declared style");
            return Slot::Broken;
        };
        assemble(&entries, parameter, (coding, misfit), limits, at, report)
    }

    fn entries(&mut self, parameter: &Parameter) -> Option<Vec<Entry<'a>>> {
        let name = parameter.name;
        let plain = |key: &str| (key == name).then(Vec::new);
        match (parameter.style, parameter.shape, parameter.explode) {
            (Style::DeepObject, ..) => Some(self.claim(|key| deep_path(key, name))),
            (_, Shape::Object(members), Explode::Yes) => Some(self.claim(|key| {
                members
                    .iter()
                    .any(|(member, _)| *member == key)
                    .then(|| vec![Cow::Owned(key.to_owned())])
            })),
            (_, Shape::Map(_), Explode::Yes) => Some(self.rest()),
            (_, Shape::List(_) | Shape::Object(_) | Shape::Map(_), Explode::No) => {
                let whole = self.claim(plain);
                match whole.as_slice() {
                    [] => Some(whole),
                    [only] => joined(only.raw, parameter),
                    _ => None,
                }
            }
            _ => Some(self.claim(plain)),
        }
    }

    fn claim(&mut self, path: impl Fn(&str) -> Option<Vec<Cow<'static, str>>>) -> Vec<Entry<'a>> {
        let mut entries = Vec::new();
        for pair in self
            .pairs
            .iter_mut()
            .filter(|pair| pair.claim == Claim::Open)
        {
            if let Some(path) = path(&pair.key) {
                pair.claim = Claim::Taken;
                entries.push(Entry {
                    path,
                    raw: pair.raw,
                });
            }
        }
        entries
    }
}

/// Puts a parameter's entries together.
pub(super) fn assemble<'a>(
    entries: &[Entry<'a>],
    parameter: &Parameter,
    (coding, misfit): (Coding, Misfit),
    limits: &ReadLimits,
    at: &Pointer<'_>,
    report: &mut Report,
) -> Slot<'a> {
    if entries.is_empty() || matches!(parameter.shape, Shape::Credential | Shape::WholeQuery) {
        return Slot::Absent;
    }
    let entries: Vec<&Entry<'a>> = entries.iter().collect();
    let mut build = |reading| {
        let builder = Builder {
            coding,
            reading,
            misfit,
            limits,
        };
        builder.build(&entries, 0, &parameter.shape, at, report)
    };
    let Some(literal) = build(Reading::Literal) else {
        return Slot::Broken;
    };
    if !parameter.shape.is_ambiguous() {
        return Slot::Read(literal);
    }
    build(Reading::Text).map_or(Slot::Broken, |text| Slot::Either(literal, text))
}
