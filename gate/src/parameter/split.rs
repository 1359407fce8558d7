//! Styles: raw text is taken apart into entries, and entries are put together by shape.

use std::{borrow::Cow, collections::HashMap};

use super::{
    Explode, Parameter, Shape, Style,
    percent::{self, Plus},
    shape::{Misfit, Reading, Unread, lenient, scalar},
};
use crate::{
    decode::{Pointer, Report},
    json::{ReadLimits, Value},
};

/// One value on the wire: which member of which member it is for (nothing for a plain value or an item of a list), and
/// its text.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    pub(super) path: Vec<Cow<'a, str>>,
    pub(super) raw: &'a str,
}

impl<'a> Entry<'a> {
    pub(super) const fn plain(raw: &'a str) -> Self {
        Self {
            path: Vec::new(),
            raw,
        }
    }

    fn member(key: &'a str, raw: &'a str) -> Self {
        Self {
            path: vec![Cow::Borrowed(key)],
            raw,
        }
    }
}

/// How the text of entries is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// Not at all, or no longer.
    None,
    /// By percent-encoding.
    Percent(Plus),
}

impl Coding {
    fn decode(self, raw: &str) -> Option<Cow<'_, str>> {
        match self {
            Coding::None => Some(Cow::Borrowed(raw)),
            Coding::Percent(plus) => percent::decode(raw, plus),
        }
    }
}

/// Takes apart the one text that a path or a header has for a parameter. `None`: it is not of the style.
pub(super) fn entries<'a>(text: &'a str, parameter: &Parameter) -> Option<Vec<Entry<'a>>> {
    let (list, text, separator) = match parameter.style {
        Style::Label => (',', text.strip_prefix('.')?, '.'),
        Style::Matrix => return matrix(text.strip_prefix(';')?, parameter),
        _ => (',', text, ','),
    };
    match (parameter.shape, parameter.explode) {
        (Shape::List(_), Explode::Yes) => Some(text.split(separator).map(Entry::plain).collect()),
        (Shape::Object(_) | Shape::Map(_), Explode::Yes) => assigned(text.split(separator)),
        _ => delimited(text, parameter, &[list]),
    }
}

/// `;name=a;name=b` with the first semicolon gone.
fn matrix<'a>(text: &'a str, parameter: &Parameter) -> Option<Vec<Entry<'a>>> {
    let own = |piece: &'a str| piece.strip_prefix(parameter.name)?.strip_prefix('=');
    match (parameter.shape, parameter.explode) {
        (Shape::List(_), Explode::Yes) => text
            .split(';')
            .map(|piece| own(piece).map(Entry::plain))
            .collect(),
        (Shape::Object(_) | Shape::Map(_), Explode::Yes) => assigned(text.split(';')),
        _ => delimited(own(text)?, parameter, &[',']),
    }
}

/// `key=value` pieces.
fn assigned<'a>(pieces: impl Iterator<Item = &'a str>) -> Option<Vec<Entry<'a>>> {
    pieces
        .map(|piece| {
            piece
                .split_once('=')
                .map(|(key, raw)| Entry::member(key, raw))
        })
        .collect()
}

/// One text that holds a whole list, or the keys and values of an object in turn, between delimiters.
fn delimited<'a>(
    text: &'a str,
    parameter: &Parameter,
    delimiters: &[char],
) -> Option<Vec<Entry<'a>>> {
    match parameter.shape {
        Shape::List(_) => Some(text.split(delimiters).map(Entry::plain).collect()),
        Shape::Object(_) | Shape::Map(_) => alternating(text.split(delimiters)),
        _ => Some(vec![Entry::plain(text)]),
    }
}

fn alternating<'a>(mut pieces: impl Iterator<Item = &'a str>) -> Option<Vec<Entry<'a>>> {
    let mut entries = Vec::new();
    while let Some(key) = pieces.next() {
        entries.push(Entry::member(key, pieces.next()?));
    }
    Some(entries)
}

/// Takes apart the value of a pair whose style keeps a list or an object in one value.
pub(super) fn joined<'a>(raw: &'a str, parameter: &Parameter) -> Option<Vec<Entry<'a>>> {
    let encoded: &[&str] = match parameter.style {
        Style::SpaceDelimited => &["%20", "+"],
        Style::PipeDelimited => &["%7C", "%7c", "|"],
        _ => return delimited(raw, parameter, &[',']),
    };
    let pieces = split_any(raw, encoded);
    match parameter.shape {
        Shape::List(_) => Some(pieces.into_iter().map(Entry::plain).collect()),
        Shape::Object(_) | Shape::Map(_) => alternating(pieces.into_iter()),
        _ => Some(vec![Entry::plain(raw)]),
    }
}

/// Splits at each of several delimiters, none of which is the beginning of another.
fn split_any<'a>(text: &'a str, delimiters: &[&str]) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        // Delimiters are ASCII, so that a match never begins inside a character.
        let found = delimiters
            .iter()
            .find(|delimiter| text.as_bytes()[at..].starts_with(delimiter.as_bytes()));
        match found {
            Some(delimiter) => {
                pieces.push(&text[start..at]);
                at += delimiter.len();
                start = at;
            }
            None => at += 1,
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// The member names of `name[a][b]`, when `key` is written so and has the right name.
pub(super) fn deep_path(key: &str, name: &str) -> Option<Vec<Cow<'static, str>>> {
    let rest = key
        .strip_prefix(name)?
        .strip_prefix('[')?
        .strip_suffix(']')?;
    Some(
        rest.split("][")
            .map(|step| Cow::Owned(step.to_owned()))
            .collect(),
    )
}

/// What is needed to put entries together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Builder<'l> {
    pub(super) coding: Coding,
    pub(super) reading: Reading,
    pub(super) misfit: Misfit,
    pub(super) limits: &'l ReadLimits,
}

impl Builder<'_> {
    /// Puts entries together by shape; `depth` is how many steps of their paths are done. `None`: it was reported.
    pub(super) fn build<'a>(
        &self,
        entries: &[&Entry<'a>],
        depth: usize,
        shape: &Shape,
        at: &Pointer<'_>,
        report: &mut Report,
    ) -> Option<Value<'a>> {
        match shape {
            Shape::List(item) => self.list(entries, depth, item, at, report),
            Shape::Object(members) => self.object(entries, depth, at, report, &|key| {
                // What is not declared goes on as text, for the decoder to refuse or to keep.
                members
                    .iter()
                    .find(|(name, _)| *name == key)
                    .map_or(Shape::Text, |(_, shape)| *shape)
            }),
            Shape::Map(member) => self.object(entries, depth, at, report, &|_| **member),
            shape => self.scalar(entries, depth, shape, at, report),
        }
    }

    fn scalar<'a>(
        &self,
        entries: &[&Entry<'a>],
        depth: usize,
        shape: &Shape,
        at: &Pointer<'_>,
        report: &mut Report,
    ) -> Option<Value<'a>> {
        let [entry] = entries else {
            report.unreadable(at, "is sent more than once");
            return None;
        };
        if entry.path.len() > depth {
            report.unreadable(at, "must not have members");
            return None;
        }
        let Some(text) = self.coding.decode(entry.raw) else {
            report.unreadable(at, "is not percent-encoded UTF-8");
            return None;
        };
        self.text(text, shape, at, report)
    }

    /// One decoded text, which may hold a list.
    fn text<'a>(
        &self,
        text: Cow<'a, str>,
        shape: &Shape,
        at: &Pointer<'_>,
        report: &mut Report,
    ) -> Option<Value<'a>> {
        if let Shape::Delimited(mark, item) = shape {
            let many = text.matches(*mark).count();
            if many >= self.limits.nodes {
                report.unreadable(at, "holds too many values");
                return None;
            }
            let mut items = Vec::with_capacity(many + 1);
            for (index, piece) in text.split(*mark).enumerate() {
                let piece = Cow::Owned(piece.to_owned());
                items.push(self.text(piece, item, &at.index(index), report)?);
            }
            return Some(Value::Array(items));
        }
        let read = match self.misfit {
            Misfit::Refused => {
                scalar(text, shape, self.reading, self.limits).map_err(Unread::detail)
            }
            Misfit::Kept => lenient(text, shape, self.reading, self.limits),
        };
        read.map_err(|detail| report.unreadable(at, detail)).ok()
    }

    fn list<'a>(
        &self,
        entries: &[&Entry<'a>],
        depth: usize,
        item: &Shape,
        at: &Pointer<'_>,
        report: &mut Report,
    ) -> Option<Value<'a>> {
        let groups = group(entries, depth);
        if groups.len() > self.limits.nodes {
            report.unreadable(at, "holds too many values");
            return None;
        }
        let mut items = Vec::with_capacity(groups.len());
        for (index, (key, entries)) in groups.iter().enumerate() {
            let depth = depth + usize::from(key.is_some());
            items.push(self.build(entries, depth, item, &at.index(index), report)?);
        }
        Some(Value::Array(items))
    }

    fn object<'a>(
        &self,
        entries: &[&Entry<'a>],
        depth: usize,
        at: &Pointer<'_>,
        report: &mut Report,
        shape: &dyn Fn(&str) -> Shape,
    ) -> Option<Value<'a>> {
        let groups = group(entries, depth);
        let mut members: Vec<(Cow<'a, str>, Value<'a>)> = Vec::with_capacity(groups.len());
        for (key, entries) in groups {
            let Some(key) = key.and_then(|key| self.name(key)) else {
                report.unreadable(at, "must be written as named members");
                return None;
            };
            let value = self.build(&entries, depth + 1, &shape(&key), &at.key(&key), report)?;
            members.push((key, value));
        }
        Some(Value::Object(members))
    }

    /// A member's name: still encoded when it stood inside a value, already decoded when it was part of a key.
    fn name<'a>(&self, key: &Cow<'a, str>) -> Option<Cow<'a, str>> {
        match (key, self.coding) {
            (Cow::Borrowed(raw), coding) => coding.decode(raw),
            (Cow::Owned(name), _) => Some(Cow::Owned(name.clone())),
        }
    }
}

type Group<'e, 'a> = (Option<&'e Cow<'a, str>>, Vec<&'e Entry<'a>>);

/// Entries by the next step of their path, in order of appearance. Those that have none, or an empty one (`tags[]`),
/// are each a group of their own.
fn group<'e, 'a>(entries: &[&'e Entry<'a>], depth: usize) -> Vec<Group<'e, 'a>> {
    let mut groups: Vec<Group<'e, 'a>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for entry in entries {
        match entry.path.get(depth) {
            None => groups.push((None, vec![entry])),
            Some(key) if key.is_empty() => groups.push((Some(key), vec![entry])),
            Some(key) => {
                let position = *known.entry(key).or_insert_with(|| {
                    groups.push((Some(key), Vec::new()));
                    groups.len() - 1
                });
                if let Some((_, members)) = groups.get_mut(position) {
                    members.push(entry);
                }
            }
        }
    }
    groups
}
