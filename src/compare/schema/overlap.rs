//! Alternatives that come to overlap: what was taken because exactly one of `oneOf` fits is refused when two do.
//!
//! It is told where an example proves it: an object of nothing but the members that an alternative asks for, which no other one
//! took before, and which another one certainly takes now. Whatever else an alternative says makes it uncertain, and then nothing
//! is told.

use super::flat::{At, Choice, Flat};
use super::kinds::Kinds;
use super::members::{Members, Rest, members};
use super::object::Side;
use super::{Engine, Look};
use crate::compare::code::{Aspect, Code, Flow, Sense};
use crate::compare::event::Event;
use crate::compare::impact::Weight;

/// More alternatives than this are not held against each other.
const MOST: usize = 40;

/// What an alternative may say so that its members tell what it takes.
const PLAIN: &[&str] = &[
    "$comment",
    "$ref",
    "additionalProperties",
    "allOf",
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "properties",
    "required",
    "title",
    "type",
    "xml",
];

/// An alternative that is an object and nothing more.
struct Plain<'d> {
    at: At<'d>,
    members: Members<'d>,
}

impl<'d> Look<'_, 'd> {
    /// Tells of the first alternative whose values another one takes too by now; `partners` are old and new ones that belong
    /// together.
    pub(super) fn overlaps(
        &mut self,
        old: &Choice<'d>,
        new: &Choice<'d>,
        partners: &[(At<'d>, At<'d>)],
    ) {
        let is_told_apart = [self.old, self.new]
            .iter()
            .any(|flat| flat.first("discriminator").is_some());
        let is_many = old.branches.len() > MOST || new.branches.len() > MOST;
        if self.flow != Flow::Request
            || (old.keyword, new.keyword) != ("oneOf", "oneOf")
            || is_told_apart
            || is_many
            || self.engine.is_trial()
        {
            return;
        }
        for (was, is) in partners {
            let Some(example) = self
                .plain(was, Side::Old)
                .filter(|one| is_declared(&one.members))
            else {
                continue;
            };
            let others = || {
                old.branches
                    .iter()
                    .filter(|other| other.pointer != was.pointer)
            };
            if !others().all(|other| self.refuses(other, &example)) || !self.takes(is, &example) {
                continue;
            }
            let mut further = new
                .branches
                .iter()
                .filter(|other| other.pointer != is.pointer);
            let Some(second) = further.find(|other| self.takes(other, &example)) else {
                continue;
            };
            let message = format!(
                "what fits {} fits {} too now, and `oneOf` takes nothing that fits two {}",
                self.new_subject(&is.pointer),
                self.new_subject(&second.pointer),
                self.where_it_counts()
            );
            let code = Code::Value(self.flow, Aspect::Exclusive, Sense::Narrowed);
            let mut event = Event::new(code, message)
                .was(example.at.pointer.as_str())
                .is(second.pointer.as_str())
                .help("let each ask for a member that the others do not take, or say which is which by a `discriminator`");
            // The types are what they were.
            event.impact.handlers = Weight::Information;
            self.tell(event);
            return;
        }
    }

    fn flat_of(&self, at: &At<'d>, side: Side) -> Flat<'d> {
        let both = self.engine.both;
        let reader = match side {
            Side::Old => both.old,
            Side::New => both.new,
        };
        reader.flat(std::slice::from_ref(at))
    }

    /// An alternative as its members, where these say all about it.
    fn plain(&self, at: &At<'d>, side: Side) -> Option<Plain<'d>> {
        let flat = self.flat_of(at, side);
        let is_plain =
            |keyword: &String| PLAIN.contains(&keyword.as_str()) || keyword.starts_with("x-");
        let mut keywords = flat.parts.iter().flat_map(|part| part.keywords.keys());
        if !flat.choices.is_empty() || !keywords.all(is_plain) || !flat.kinds.meets(Kinds::OBJECT) {
            return None;
        }
        let members = members(&flat, self.engine.both.terms.typeless);
        let mut schemas = members.declared.values();
        let is_hidden = schemas.any(|schemas| self.is_hidden(schemas, side));
        let at = at.clone();
        (!is_hidden).then_some(Plain { at, members })
    }

    /// Does an old alternative certainly refuse an object of nothing but what another one asks for?
    fn refuses(&self, at: &At<'d>, example: &Plain<'d>) -> bool {
        let flat = self.flat_of(at, Side::Old);
        if flat.choices.is_empty() && !flat.kinds.meets(Kinds::OBJECT) {
            return true;
        }
        let Some(other) = self.plain(at, Side::Old) else {
            return false;
        };
        let sent = &example.members.required;
        let misses = other
            .members
            .required
            .keys()
            .any(|name| !sent.contains_key(name));
        let is_closed = matches!(other.members.rest, Rest::Closed);
        let declared = &other.members.declared;
        misses || (is_closed && !sent.keys().all(|name| declared.contains_key(name)))
    }

    /// Does a new alternative certainly take every object of nothing but what an old one asks for?
    fn takes(&self, at: &At<'d>, example: &Plain<'d>) -> bool {
        let Some(new) = self.plain(at, Side::New) else {
            return false;
        };
        let sent = &example.members.required;
        let asks = new
            .members
            .required
            .keys()
            .all(|name| sent.contains_key(name));
        asks && sent.keys().all(|name| {
            let was = example.members.declared.get(name).map(Vec::as_slice);
            let is = new.members.declared.get(name).map(Vec::as_slice);
            match (was, is, &new.members.rest) {
                (Some([was]), Some([is]), _) => self.engine.fits(was, is, Flow::Request),
                (Some(_), None, Rest::Any) => true,
                _ => false,
            }
        })
    }
}

/// Whether all that is asked for is declared: then it can be sent.
fn is_declared(members: &Members<'_>) -> bool {
    let mut required = members.required.keys();
    required.all(|name| members.declared.contains_key(name))
}

impl Engine<'_> {
    /// Whether this only finds out whether one alternative covers another.
    fn is_trial(&self) -> bool {
        self.trial > 0
    }
}
