//! One pair that is looked at: what both sides are goes in, findings and further pairs come out.
//!
//! The modules beside this one each look at one family of keywords; here is what all of them tell findings by, and what
//! concerns a schema as a whole.

use super::flat::{At, Flat};
use super::{Engine, Pair, Role};
use crate::compare::code::{Aspect, Code, ContractCode, Flow, Sense};
use crate::compare::event::Event;
use crate::compare::impact::Weight;
use crate::compare::lifecycle;
use crate::compare::subject::{shown, subject};

/// One pair that is looked at.
pub(super) struct Look<'l, 'd> {
    pub(super) engine: &'l mut Engine<'d>,
    pub(super) node: usize,
    pub(super) flow: Flow,
    pub(super) role: Role,
    pub(super) old: &'l Flat<'d>,
    pub(super) new: &'l Flat<'d>,
}

impl<'d> Look<'_, 'd> {
    pub(super) fn tell(&mut self, event: Event) {
        self.engine.nodes[self.node].events.push(event);
    }

    /// A pair within this one.
    pub(super) fn child(&mut self, old: Vec<At<'d>>, new: Vec<At<'d>>) {
        let pair = Pair {
            old,
            new,
            flow: self.flow,
            role: Role::Value,
        };
        if let Some(child) = self.engine.add(pair) {
            self.engine.nodes[self.node].children.push(child);
        }
    }

    /// Requests or answers, as the end of a sentence.
    pub(super) fn where_it_counts(&self) -> &'static str {
        match self.flow {
            Flow::Request => "in requests",
            Flow::Response => "in answers",
        }
    }

    /// What stands at a place of the new document, in words.
    pub(super) fn new_subject(&self, pointer: &str) -> String {
        subject(self.engine.both.new.document, pointer)
    }

    /// What stands at a place of the old document, in words.
    pub(super) fn old_subject(&self, pointer: &str) -> String {
        subject(self.engine.both.old.document, pointer)
    }

    /// Something about the pair as a whole.
    pub(super) fn whole(&mut self, aspect: Aspect, sense: Sense, what: &str) {
        let code = Code::Value(self.flow, aspect, sense);
        let message = format!(
            "{} {what} {}",
            self.new_subject(&self.new.pointer),
            self.where_it_counts()
        );
        let event = Event::new(code, message)
            .was(self.old.pointer.as_str())
            .is(self.new.pointer.as_str());
        self.tell(event);
    }

    /// A keyword that came, went or changed: its text and its place on each side.
    pub(super) fn keyword(
        &mut self,
        aspect: Aspect,
        sense: Sense,
        keyword: &str,
        old: Option<(String, String)>,
        new: Option<(String, String)>,
    ) {
        let code = Code::Value(self.flow, aspect, sense);
        let counts = self.where_it_counts();
        let event = match (old, new) {
            (Some((was, old)), Some((is, new))) => {
                let subject = self.new_subject(&new);
                Event::new(
                    code,
                    format!("`{keyword}` of {subject} went from {was} to {is} {counts}"),
                )
                .was(old)
                .is(new)
            }
            (None, Some((is, new))) => {
                let subject = self.new_subject(&new);
                Event::new(
                    code,
                    format!("{subject} has the `{keyword}` {is} now {counts}"),
                )
                .is(new)
            }
            (Some((was, old)), None) => {
                let subject = self.old_subject(&old);
                Event::new(
                    code,
                    format!("{subject} has no `{keyword}` any more {counts}; it was {was}"),
                )
                .was(old)
            }
            (None, None) => return,
        };
        self.tell(event);
    }

    /// A component that is used here under another name.
    pub(super) fn names(&mut self) {
        let (Some(old), Some(new)) = (&self.old.name, &self.new.name) else {
            return;
        };
        if old == new {
            return;
        }
        let message = format!("the schema here is `{new}`, it was `{old}`");
        let event = Event::of(ContractCode::SchemaRenamed, message)
            .was(self.old.pointer.as_str())
            .is(self.new.pointer.as_str());
        self.tell(event);
    }

    /// Deprecation, its end, and stability of what the schema is.
    pub(super) fn lifecycle(&mut self) {
        let (Some(old), Some(new)) = (self.old.parts.first(), self.new.parts.first()) else {
            return;
        };
        let name = self.new_subject(&new.pointer);
        let events = lifecycle::compare(
            &lifecycle::Stage {
                members: old.keywords,
                pointer: &old.pointer,
            },
            &lifecycle::Stage {
                members: new.keywords,
                pointer: &new.pointer,
            },
            &name,
            self.engine.both.terms,
        );
        for event in events {
            self.tell(event);
        }
    }

    /// The kinds of value. Answers whether something is left that both accept.
    pub(super) fn kinds(&mut self) -> bool {
        let (old, new) = (self.old.kinds, self.new.kinds);
        let (plain_old, plain_new) = (old.without_null(true), new.without_null(true));
        let sense = match (
            plain_new.is_within(plain_old),
            plain_old.is_within(plain_new),
        ) {
            (true, true) => None,
            (true, false) => Some(Sense::Narrowed),
            (false, true) => Some(Sense::Widened),
            (false, false) => Some(Sense::Changed),
        };
        if let Some(sense) = sense {
            let place = |flat: &Flat<'d>| {
                let typed = flat.first("type").map(|at| at.pointer);
                typed.unwrap_or_else(|| flat.pointer.clone())
            };
            let (was, is) = (place(self.old), place(self.new));
            let message = format!(
                "{} is {} now {}; it was {}",
                self.new_subject(&is),
                new.words(),
                self.where_it_counts(),
                old.words()
            );
            let code = Code::Value(self.flow, Aspect::Type, sense);
            self.tell(Event::new(code, message).was(was).is(is));
        }
        let null = match (old.has_null(), new.has_null()) {
            (true, false) => Some((Sense::Narrowed, "may not be null any more")),
            (false, true) => Some((Sense::Widened, "may be null now")),
            _ => None,
        };
        // Where as much became of everything else, null is the least of it.
        if let Some((own, what)) = null
            && sense != Some(Sense::Changed)
            && sense != Some(own)
        {
            self.whole(Aspect::Null, own, what);
        }
        // Nothing but null on both sides has keywords to compare too.
        plain_old.meets(plain_new) || plain_old == plain_new
    }

    /// What is meant where nothing is sent.
    pub(super) fn defaults(&mut self) {
        let old = self.old.first("default");
        let new = self.new.first("default");
        if old.as_ref().map(|at| at.value) == new.as_ref().map(|at| at.value) {
            return;
        }
        let text = |at: At<'d>| (shown(at.value), at.pointer);
        let before = self.engine.nodes[self.node].events.len();
        self.keyword(
            Aspect::Default,
            Sense::Changed,
            "default",
            old.map(text),
            new.map(text),
        );
        // Callers of a parameter leave it out more often than members of a body.
        if self.role == Role::Value && self.flow == Flow::Request {
            for event in self.engine.nodes[self.node].events.iter_mut().skip(before) {
                event.impact.callers = Weight::Warning;
            }
        }
    }
}
