//! The parameters of one call, read by their declarations.

use std::borrow::Cow;

use http::header::COOKIE;

use super::{
    Explode, Parameter, Shape, Style,
    percent::{self, Plus},
    shape::Reading,
    split::{Builder, Coding, Entry, deep_path, entries, joined},
};
use crate::{
    call::Call,
    decode::{Decoder, Location, Pointer, Report},
    json::{ReadLimits, Value},
};

/// The parameters of a call, ready to be decoded one by one.
#[derive(Debug)]
pub struct Inputs<'c> {
    parameters: &'static [Parameter],
    slots: Vec<Slot<'c>>,
}

/// One parameter of a call, on its way to its decoder.
#[derive(Debug)]
pub struct Input<'i> {
    pointer: Pointer<'i>,
    slot: Option<&'i Slot<'i>>,
}

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

impl<'c> Inputs<'c> {
    /// Reads every declared parameter. What cannot be read is reported, and so is every query parameter that is not
    /// declared.
    #[must_use]
    pub fn read(call: &'c Call, parameters: &'static [Parameter], report: &mut Report) -> Self {
        let mut query = Pairs::query(call.query(), report);
        let mut cookies = if parameters
            .iter()
            .any(|parameter| parameter.location == Location::Cookie)
        {
            cookies(call, report)
        } else {
            Pairs::default()
        };
        // Maps that take whatever is left come last.
        let mut slots: Vec<Slot<'c>> = parameters.iter().map(|_| Slot::Absent).collect();
        for greedy in [Greedy::No, Greedy::Yes] {
            for (parameter, slot) in parameters.iter().zip(&mut slots) {
                if Greedy::of(parameter) == greedy {
                    *slot = read_one(call, parameter, &mut query, &mut cookies, report);
                }
            }
        }
        for name in query.unclaimed() {
            report.violation(
                &Pointer::parameter(Location::Query, name),
                "is not a declared parameter",
            );
        }
        Self { parameters, slots }
    }

    /// The path parameter of this name.
    #[must_use]
    pub fn path(&self, name: &'static str) -> Input<'_> {
        self.input(Location::Path, name)
    }

    /// The query parameter of this name.
    #[must_use]
    pub fn query(&self, name: &'static str) -> Input<'_> {
        self.input(Location::Query, name)
    }

    /// The header of this name.
    #[must_use]
    pub fn header(&self, name: &'static str) -> Input<'_> {
        self.input(Location::Header, name)
    }

    /// The cookie of this name.
    #[must_use]
    pub fn cookie(&self, name: &'static str) -> Input<'_> {
        self.input(Location::Cookie, name)
    }

    fn input(&self, location: Location, name: &'static str) -> Input<'_> {
        let position = self
            .parameters
            .iter()
            .position(|parameter| parameter.location == location && parameter.name == name);
        Input {
            pointer: Pointer::parameter(location, name),
            slot: position.and_then(|position| self.slots.get(position)),
        }
    }
}

impl Input<'_> {
    /// The value, which must be there.
    pub fn required<T>(self, report: &mut Report, decoder: Decoder<T>) -> Option<T> {
        match self.slot {
            None | Some(Slot::Absent) => {
                report.violation(&self.pointer, "is required");
                None
            }
            Some(slot) => slot.decode(&self.pointer, report, decoder),
        }
    }

    /// The value, which may be left out: `Some(None)` when it is.
    pub fn optional<T>(self, report: &mut Report, decoder: Decoder<T>) -> Option<Option<T>> {
        match self.slot {
            None | Some(Slot::Absent) => Some(None),
            Some(slot) => slot.decode(&self.pointer, report, decoder).map(Some),
        }
    }

    /// The value, which may be left out and then is what `default` makes.
    pub fn or<T>(
        self,
        report: &mut Report,
        decoder: Decoder<T>,
        default: impl FnOnce() -> T,
    ) -> Option<T> {
        match self.slot {
            None | Some(Slot::Absent) => Some(default()),
            Some(slot) => slot.decode(&self.pointer, report, decoder),
        }
    }
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
                match report.attempt(|scratch| decoder(text, at, scratch)) {
                    Ok(value) => return Some(value),
                    Err(other) if refusal.mismatched(&at.to_string()) => report.absorb(other),
                    Err(_) => report.absorb(refusal),
                }
                None
            }
        }
    }
}

/// Whether a parameter takes whatever no other one claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Greedy {
    No,
    Yes,
}

impl Greedy {
    fn of(parameter: &Parameter) -> Self {
        match (parameter.shape, parameter.style, parameter.explode) {
            (Shape::Map(_), Style::Form, Explode::Yes) => Self::Yes,
            _ => Self::No,
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
    fn query(text: &'a str, report: &mut Report) -> Self {
        let pieces = text.split('&').filter(|piece| !piece.is_empty());
        Self::new(
            pieces,
            Plus::Space,
            &Pointer::parameter(Location::Query, ""),
            report,
        )
    }

    /// The same for a form, whose faults have no place but the body's root.
    pub(super) fn form(text: &'a str, report: &mut Report) -> Self {
        let pieces = text.split('&').filter(|piece| !piece.is_empty());
        Self::new(pieces, Plus::Space, &Pointer::root(), report)
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
        coding: Coding,
        limits: &ReadLimits,
        at: &Pointer<'_>,
        report: &mut Report,
    ) -> Slot<'a> {
        let Some(entries) = self.entries(parameter) else {
            report.unreadable(at, "is not written in the declared style");
            return Slot::Broken;
        };
        assemble(&entries, parameter, coding, limits, at, report)
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
    coding: Coding,
    limits: &ReadLimits,
    at: &Pointer<'_>,
    report: &mut Report,
) -> Slot<'a> {
    if entries.is_empty() || parameter.shape == Shape::Credential {
        return Slot::Absent;
    }
    let entries: Vec<&Entry<'a>> = entries.iter().collect();
    let mut build = |reading| {
        let builder = Builder {
            coding,
            reading,
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

fn read_one<'c>(
    call: &'c Call,
    parameter: &Parameter,
    query: &mut Pairs<'c>,
    cookies: &mut Pairs<'c>,
    report: &mut Report,
) -> Slot<'c> {
    let at = Pointer::parameter(parameter.location, parameter.name);
    let limits = call.read_limits();
    let texts = match parameter.location {
        Location::Query => {
            return query.read(parameter, Coding::Percent(Plus::Space), limits, &at, report);
        }
        Location::Cookie => {
            return cookies.read(parameter, Coding::Percent(Plus::Plus), limits, &at, report);
        }
        Location::Path => call.path_value(parameter.name).into_iter().collect(),
        Location::Header => {
            let Some(texts) = header_texts(call, parameter) else {
                report.unreadable(&at, "must be visible ASCII");
                return Slot::Broken;
            };
            texts
        }
    };
    let taken: Option<Vec<Vec<Entry<'c>>>> = texts
        .into_iter()
        .map(|text| entries(text, parameter))
        .collect();
    let Some(taken) = taken else {
        report.unreadable(&at, "is not written in the declared style");
        return Slot::Broken;
    };
    let mut entries = taken.concat();
    if parameter.location == Location::Header {
        // RFC 9110, section 5.6.1: space around the items of a list means nothing.
        for entry in &mut entries {
            entry.raw = entry.raw.trim_matches([' ', '\t']);
        }
    }
    assemble(&entries, parameter, Coding::None, limits, &at, report)
}

fn header_texts<'c>(call: &'c Call, parameter: &Parameter) -> Option<Vec<&'c str>> {
    call.headers()
        .get_all(parameter.name)
        .iter()
        .map(|value| value.to_str().ok())
        .collect()
}

/// RFC 6265, section 4.2.1: `name=value` pairs between semicolons.
fn cookies<'c>(call: &'c Call, report: &mut Report) -> Pairs<'c> {
    let at = Pointer::parameter(Location::Header, "cookie");
    let mut texts = Vec::new();
    for header in call.headers().get_all(COOKIE) {
        match header.to_str() {
            Ok(text) => texts.push(text),
            Err(_) => report.unreadable(&at, "must be visible ASCII"),
        }
    }
    let pieces = texts
        .into_iter()
        .flat_map(|text| text.split(';'))
        .map(|piece| piece.trim_matches([' ', '\t']));
    let pieces: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
    Pairs::cookies(&pieces)
}

impl<'a> Pairs<'a> {
    /// Cookies come from other places too: names are taken as they are, and none is refused.
    fn cookies(pieces: &[&'a str]) -> Self {
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
}
