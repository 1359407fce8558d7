//! What single values have to be: lists, formats, patterns, lengths, bounds.

use std::collections::BTreeMap;

use serde_json::Value;

use super::bound::{self, Bound, End, Number};
use super::flat::{At, Flat};
use super::kinds::Kinds;
use super::{Look, language, place_of};
use crate::compare::code::{Aspect, Code, Sense};
use crate::compare::event::Event;
use crate::compare::subject::{shortened, shown};
use crate::model::format;

/// Keywords that count, with the kind they are about, and which end of the count they bound.
const COUNTS: &[(&str, Aspect, Kinds, End)] = &[
    ("minLength", Aspect::MinLength, Kinds::STRING, End::Least),
    ("maxLength", Aspect::MaxLength, Kinds::STRING, End::Greatest),
    ("minItems", Aspect::MinItems, Kinds::ARRAY, End::Least),
    ("maxItems", Aspect::MaxItems, Kinds::ARRAY, End::Greatest),
    (
        "minProperties",
        Aspect::MinProperties,
        Kinds::OBJECT,
        End::Least,
    ),
    (
        "maxProperties",
        Aspect::MaxProperties,
        Kinds::OBJECT,
        End::Greatest,
    ),
];

/// Formats all of whose values are values of another one.
const WITHIN: &[(&str, &str)] = &[
    ("email", "idn-email"),
    ("hostname", "idn-hostname"),
    ("uri", "uri-reference"),
    ("uri", "iri"),
    ("uri", "iri-reference"),
    ("uri-reference", "iri-reference"),
    ("iri", "iri-reference"),
];

impl Look<'_, '_> {
    pub(super) fn scalars(&mut self) {
        self.extensible();
        let common = self.old.kinds.and(self.new.kinds);
        self.listed();
        for &(keyword, aspect, kind, end) in COUNTS {
            if common.meets(kind) {
                self.count(keyword, aspect, end);
            }
        }
        if common.meets(Kinds::STRING) {
            self.formats();
            self.patterns();
            self.texts("contentMediaType", Aspect::ContentMediaType);
            self.texts("contentEncoding", Aspect::ContentEncoding);
            self.schemas("contentSchema", Aspect::ContentSchema);
        }
        if common.meets(Kinds::NUMBER) {
            self.bounds();
            self.multiples();
        }
        if common.meets(Kinds::ARRAY) {
            self.uniqueness();
        }
    }

    /// The values that are listed.
    fn listed(&mut self) {
        let (old, new) = (listed(self.old), listed(self.new));
        let text = |listed: &(Vec<&Value>, String)| {
            let values: Vec<String> = listed.0.iter().map(ToString::to_string).collect();
            (shortened(&values.join(", ")), listed.1.clone())
        };
        match (&old, &new) {
            (None, None) => {}
            (None, Some(listed)) => {
                let came = Some(text(listed));
                self.keyword(Aspect::Enum, Sense::Narrowed, "enum", None, came);
            }
            (Some(listed), None) => {
                let gone = Some(text(listed));
                self.keyword(Aspect::Enum, Sense::Widened, "enum", gone, None);
            }
            (Some((was, old)), Some((is, new))) => {
                self.values(Aspect::EnumValues, (was, old), (is, new));
            }
        }
    }

    /// Values that left a list, and values that came.
    fn values(&mut self, aspect: Aspect, old: (&[&Value], &str), new: (&[&Value], &str)) {
        let missing = |from: &[&Value], other: &[&Value]| {
            let gone = from.iter().filter(|value| !other.contains(value));
            gone.map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        let (gone, came) = (missing(old.0, new.0), missing(new.0, old.0));
        let sense = match (gone.is_empty(), came.is_empty()) {
            (true, true) => return,
            (false, true) => Sense::Narrowed,
            (true, false) => Sense::Widened,
            (false, false) => Sense::Changed,
        };
        let subject = self.new_subject(new.1);
        let counts = self.where_it_counts();
        let message = match sense {
            Sense::Narrowed => format!("{subject} is not {} any more {counts}", shortened(&gone)),
            Sense::Widened => format!("{subject} may be {} too {counts}", shortened(&came)),
            Sense::Changed => format!(
                "{subject} may be {} {counts}, and not {} any more",
                shortened(&came),
                shortened(&gone)
            ),
        };
        let event = Event::new(Code::Value(self.flow, aspect, sense), message);
        self.tell(event.was(old.1).is(new.1));
    }

    fn extensible(&mut self) {
        let values = |flat: &Flat<'_>| {
            let at = flat.first("x-extensible-enum")?;
            Some((at.value.as_array()?.clone(), at.pointer))
        };
        if let (Some((was, old)), Some((is, new))) = (values(self.old), values(self.new)) {
            let was: Vec<&Value> = was.iter().collect();
            let is: Vec<&Value> = is.iter().collect();
            self.values(Aspect::ExtensibleEnum, (&was, &old), (&is, &new));
        }
    }

    fn count(&mut self, keyword: &'static str, aspect: Aspect, end: End) {
        let tightest = |flat: &Flat<'_>| {
            let counts = flat.parts.iter().filter_map(|part| {
                let value = part.keywords.get(keyword)?;
                Some((value.as_f64()?, value.to_string(), place_of(part, keyword)))
            });
            let tightest = counts.reduce(|one, another| match end {
                End::Least if another.0 > one.0 => another,
                End::Greatest if another.0 < one.0 => another,
                _ => one,
            });
            // At least none is no demand.
            tightest.filter(|(count, ..)| end == End::Greatest || *count > 0.0)
        };
        let (old, new) = (tightest(self.old), tightest(self.new));
        let sense = match (&old, &new) {
            (None, None) => return,
            (None, Some(_)) => Sense::Narrowed,
            (Some(_), None) => Sense::Widened,
            (Some((was, ..)), Some((is, ..))) => match (was.total_cmp(is), end) {
                (std::cmp::Ordering::Equal, _) => return,
                (std::cmp::Ordering::Less, End::Least)
                | (std::cmp::Ordering::Greater, End::Greatest) => Sense::Narrowed,
                _ => Sense::Widened,
            },
        };
        let told = |found: (f64, String, String)| (found.1, found.2);
        self.keyword(aspect, sense, keyword, old.map(told), new.map(told));
    }

    fn formats(&mut self) {
        let asserted = |flat: &Flat<'_>| {
            let formats = flat.all("format").into_iter().filter_map(|at| {
                let word = at.value.as_str()?;
                // A file is no text, though no value is refused for it.
                let counts = format::asserted(word).is_some() || word == "binary";
                counts.then(|| (word.to_owned(), at.pointer))
            });
            formats.collect::<BTreeMap<String, String>>()
        };
        let (old, new) = (asserted(self.old), asserted(self.new));
        let lost = old.iter().find(|(word, _)| !new.contains_key(*word));
        let came = new.iter().find(|(word, _)| !old.contains_key(*word));
        let within = |one: &str, another: &str| {
            WITHIN
                .iter()
                .any(|&(inner, outer)| inner == one && outer == another)
        };
        let sense = match (lost, came) {
            (None, None) => return,
            (None, Some(_)) => Sense::Narrowed,
            (Some(_), None) => Sense::Widened,
            (Some((was, _)), Some((is, _))) if within(was, is) => Sense::Widened,
            (Some((was, _)), Some((is, _))) if within(is, was) => Sense::Narrowed,
            (Some(_), Some(_)) => Sense::Changed,
        };
        let told = |(word, pointer): (&String, &String)| (format!("`{word}`"), pointer.clone());
        self.keyword(
            Aspect::Format,
            sense,
            "format",
            lost.map(told),
            came.map(told),
        );
    }

    fn patterns(&mut self) {
        let patterns = |flat: &Flat<'_>| {
            let found = flat.all("pattern").into_iter();
            found
                .filter_map(|at| Some((at.value.as_str()?.to_owned(), at.pointer)))
                .collect::<BTreeMap<String, String>>()
        };
        let (old, new) = (patterns(self.old), patterns(self.new));
        let lost = old.iter().find(|(text, _)| !new.contains_key(*text));
        let came = new.iter().find(|(text, _)| !old.contains_key(*text));
        // A pattern that another one implies, on the other side, neither came nor went.
        let implied = |text: &str, others: &BTreeMap<String, String>| {
            others.keys().any(|other| language::is_within(other, text))
        };
        let is_lost = old.keys().any(|text| !implied(text, &new));
        let is_new = new.keys().any(|text| !implied(text, &old));
        let sense = match (lost.filter(|_| is_lost), came.filter(|_| is_new)) {
            (None, None) => return,
            (None, Some(_)) => Sense::Narrowed,
            (Some(_), None) => Sense::Widened,
            (Some(_), Some(_)) => Sense::Changed,
        };
        let told = |(text, pointer): (&String, &String)| (shortened(text), pointer.clone());
        self.keyword(
            Aspect::Pattern,
            sense,
            "pattern",
            lost.map(told),
            came.map(told),
        );
    }

    fn bounds(&mut self) {
        let typeless = self.engine.both.terms.typeless;
        let mut by_format: Option<(Sense, Bound, Bound)> = None;
        for (end, aspect) in [
            (End::Least, Aspect::Minimum),
            (End::Greatest, Aspect::Maximum),
        ] {
            let (was, is) = (bound::stated(self.old, end), bound::stated(self.new, end));
            let old = bound::tighter(was.clone(), bound::formatted(self.old, end, typeless), end);
            let new = bound::tighter(is.clone(), bound::formatted(self.new, end, typeless), end);
            let sense = match (&old, &new) {
                (None, Some(_)) => Sense::Narrowed,
                (Some(_), None) => Sense::Widened,
                (Some(old), Some(new)) if new.is_tighter(old, end) => Sense::Narrowed,
                (Some(old), Some(new)) if old.is_tighter(new, end) => Sense::Widened,
                _ => continue,
            };
            match (old, new) {
                // Another size of integer is one change, not one at each end.
                (Some(old), Some(new)) if old.keyword == "format" && new.keyword == "format" => {
                    by_format = Some((sense, old, new));
                }
                _ => {
                    let told = |bound: Bound| (bound.text, bound.pointer);
                    let keyword = is
                        .as_ref()
                        .or(was.as_ref())
                        .map_or("format", |bound| bound.keyword);
                    self.keyword(aspect, sense, keyword, was.map(told), is.map(told));
                }
            }
        }
        if let Some((sense, old, new)) = by_format {
            let told = |bound: Bound| (bound.text, bound.pointer);
            self.keyword(
                Aspect::Format,
                sense,
                "format",
                Some(told(old)),
                Some(told(new)),
            );
        }
    }

    fn multiples(&mut self) {
        let read = |flat: &Flat<'_>| {
            let all = flat.all("multipleOf").into_iter();
            let mut found: Vec<(Number, String, String)> = all
                .filter_map(|at| Some((Number::read(at.value)?, at.value.to_string(), at.pointer)))
                .collect();
            found.dedup_by(|one, another| one.0.order(another.0).is_eq());
            found
        };
        let (old, new) = (read(self.old), read(self.new));
        let sense = match (old.as_slice(), new.as_slice()) {
            ([], []) => return,
            ([], _) => Sense::Narrowed,
            (_, []) => Sense::Widened,
            ([(was, ..)], [(is, ..)]) => {
                if was.order(*is).is_eq() {
                    return;
                }
                match (is.is_multiple_of(*was), was.is_multiple_of(*is)) {
                    (Some(true), _) => Sense::Narrowed,
                    (_, Some(true)) => Sense::Widened,
                    _ => Sense::Changed,
                }
            }
            (was, is) if was.iter().map(|one| &one.1).eq(is.iter().map(|one| &one.1)) => return,
            _ => Sense::Changed,
        };
        let told = |found: Vec<(Number, String, String)>| {
            let place = found.first().map(|one| one.2.clone())?;
            let words: Vec<String> = found.into_iter().map(|one| one.1).collect();
            Some((words.join(" and "), place))
        };
        self.keyword(
            Aspect::MultipleOf,
            sense,
            "multipleOf",
            told(old),
            told(new),
        );
    }

    fn uniqueness(&mut self) {
        let sense = match (self.old.says("uniqueItems"), self.new.says("uniqueItems")) {
            (false, true) => Sense::Narrowed,
            (true, false) => Sense::Widened,
            _ => return,
        };
        let told = |at: At<'_>| (shown(at.value), at.pointer);
        let (old, new) = (self.old.first("uniqueItems"), self.new.first("uniqueItems"));
        self.keyword(
            Aspect::UniqueItems,
            sense,
            "uniqueItems",
            old.map(told),
            new.map(told),
        );
    }

    /// A keyword that is one word.
    fn texts(&mut self, keyword: &'static str, aspect: Aspect) {
        let (old, new) = (self.old.first(keyword), self.new.first(keyword));
        let sense = match (&old, &new) {
            (None, Some(_)) => Sense::Narrowed,
            (Some(_), None) => Sense::Widened,
            (Some(was), Some(is)) if was.value != is.value => Sense::Changed,
            _ => return,
        };
        let told = |at: At<'_>| (shown(at.value), at.pointer);
        self.keyword(aspect, sense, keyword, old.map(told), new.map(told));
    }
}

/// The values other than null that all lists have, and where the first list stands.
fn listed<'d>(flat: &Flat<'d>) -> Option<(Vec<&'d Value>, String)> {
    let lists = flat.parts.iter().flat_map(|part| {
        let only = part.at("const").map(|at| (vec![at.value], at.pointer));
        let list = part.at("enum").and_then(|at| {
            let values = at.value.as_array()?.iter().collect();
            Some((values, at.pointer))
        });
        only.into_iter().chain(list)
    });
    let all: Option<(Vec<&Value>, String)> = lists.reduce(|mut one, another| {
        one.0.retain(|value| another.0.contains(value));
        one
    });
    all.map(|(mut values, pointer)| {
        values.retain(|value| !value.is_null());
        (values, pointer)
    })
}
