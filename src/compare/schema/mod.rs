//! Schemas are compared by what they accept: pairs of schemas go in, findings come out, each pair looked at once.
//!
//! A pair becomes a node; what it holds becomes further nodes. There is no recursion over the documents: pairs wait in a
//! list, so that schemas that contain themselves end, and deep ones need no stack. Which operations reach a finding is
//! asked afterwards, along the edges between nodes.

mod array;
mod bound;
mod choice;
mod condition;
mod dependent;
mod flat;
mod kinds;
mod language;
mod marks;
mod object;
mod overlap;
mod scalar;

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

pub use flat::{At, Reader};
use flat::{Flat, Part};
pub use marks::marked;

use super::Terms;
use super::code::{Aspect, Code, Flow, Sense};
use super::event::Event;
use super::lifecycle;
use super::stable::Stable;
use super::subject::subject;
use crate::source::pointer;

/// Both documents, and what is known of them.
#[derive(Clone, Copy, Debug)]
pub struct Both<'d> {
    /// The old document.
    pub old: Reader<'d>,
    /// The new document.
    pub new: Reader<'d>,
    /// What is the same in both.
    pub stable: &'d Stable<'d>,
    /// By what is judged.
    pub terms: &'d Terms,
}

/// What a value is used for, as far as its changes weigh differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// It is a parameter.
    Parameter,
    /// It is something else.
    Value,
}

/// Schemas that hold at one value, in both documents.
#[derive(Clone, Debug)]
pub struct Pair<'d> {
    old: Vec<At<'d>>,
    new: Vec<At<'d>>,
    flow: Flow,
    role: Role,
}

impl<'d> Pair<'d> {
    /// A schema and what became of it.
    #[must_use]
    pub fn new(old: At<'d>, new: At<'d>, flow: Flow, role: Role) -> Self {
        Self::together(vec![old], vec![new], flow, role)
    }

    /// Schemas that hold at one value, and what became of them.
    #[must_use]
    pub fn together(old: Vec<At<'d>>, new: Vec<At<'d>>, flow: Flow, role: Role) -> Self {
        Self {
            old,
            new,
            flow,
            role,
        }
    }
}

/// Which schemas, by where they are in memory: the same schema at two places is looked at twice, and that is rare.
type Key = (Vec<*const Value>, Vec<*const Value>, Flow, Role);

/// How many pairs are compared at most, and how many to find out whether one alternative covers another.
const MOST: usize = 400_000;
const MOST_TRIED: usize = 300;

/// How deep attempts are made within attempts.
const DEEPEST_TRIAL: usize = 2;

/// What was found at one pair.
#[derive(Debug, Default)]
pub struct Node {
    /// The findings.
    pub events: Vec<Event>,
    /// The pairs within.
    pub children: Vec<usize>,
}

/// Everything that was compared.
#[derive(Debug)]
pub struct Engine<'d> {
    both: Both<'d>,
    /// What was found, pair by pair.
    pub nodes: Vec<Node>,
    known: HashMap<Key, usize>,
    waiting: VecDeque<(usize, Pair<'d>)>,
    most: usize,
    trial: usize,
    /// Whether there were more pairs than are compared.
    pub gave_up: bool,
}

impl<'d> Engine<'d> {
    /// Nothing compared yet.
    #[must_use]
    pub fn new(both: Both<'d>) -> Self {
        Self {
            both,
            nodes: Vec::new(),
            known: HashMap::new(),
            waiting: VecDeque::new(),
            most: MOST,
            trial: 0,
            gave_up: false,
        }
    }

    /// The node of a pair, which will be compared. `None` for what needs no look.
    pub fn add(&mut self, pair: Pair<'d>) -> Option<usize> {
        if let ([old], [new]) = (pair.old.as_slice(), pair.new.as_slice())
            && self.both.stable.holds(old.value, new.value)
        {
            return None;
        }
        let addresses = |schemas: &[At<'d>]| {
            schemas
                .iter()
                .map(|at| std::ptr::from_ref(at.value))
                .collect::<Vec<_>>()
        };
        let key = (
            addresses(&pair.old),
            addresses(&pair.new),
            pair.flow,
            pair.role,
        );
        if let Some(&node) = self.known.get(&key) {
            return Some(node);
        }
        if self.nodes.len() >= self.most {
            self.gave_up = true;
            return None;
        }
        let node = self.nodes.len();
        self.nodes.push(Node::default());
        self.known.insert(key, node);
        self.waiting.push_back((node, pair));
        Some(node)
    }

    /// Compares all that waits.
    pub fn run(&mut self) {
        while let Some((node, pair)) = self.waiting.pop_front() {
            self.look(node, &pair);
        }
    }

    /// Does the new schema take all that the old one takes in a request, or answer nothing that the old one does not?
    fn fits(&self, old: &At<'d>, new: &At<'d>, flow: Flow) -> bool {
        if self.both.stable.holds(old.value, new.value) {
            return true;
        }
        if self.trial >= DEEPEST_TRIAL {
            return false;
        }
        let mut trial = Engine::new(self.both);
        trial.most = MOST_TRIED;
        trial.trial = self.trial + 1;
        trial.add(Pair::new(old.clone(), new.clone(), flow, Role::Value));
        while let Some((node, pair)) = trial.waiting.pop_front() {
            trial.look(node, &pair);
            let breaks = |event: &Event| event.impact.callers > super::Weight::Information;
            if trial.nodes[node].events.iter().any(breaks) {
                return false;
            }
        }
        !trial.gave_up
    }

    fn look(&mut self, node: usize, pair: &Pair<'d>) {
        let old = self.both.old.flat(&pair.old);
        let new = self.both.new.flat(&pair.new);
        let mut look = Look {
            engine: self,
            node,
            flow: pair.flow,
            role: pair.role,
            old: &old,
            new: &new,
        };
        look.names();
        look.marks();
        look.lifecycle();
        if look.kinds() {
            look.defaults();
            if look.choices(pair) {
                look.scalars();
                look.arrays();
                look.objects();
                look.conditions();
            }
        }
    }
}

/// One pair that is looked at.
struct Look<'l, 'd> {
    engine: &'l mut Engine<'d>,
    node: usize,
    flow: Flow,
    role: Role,
    old: &'l Flat<'d>,
    new: &'l Flat<'d>,
}

impl<'d> Look<'_, 'd> {
    fn tell(&mut self, event: Event) {
        self.engine.nodes[self.node].events.push(event);
    }

    /// A pair within this one.
    fn child(&mut self, old: Vec<At<'d>>, new: Vec<At<'d>>) {
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
    fn where_it_counts(&self) -> &'static str {
        match self.flow {
            Flow::Request => "in requests",
            Flow::Response => "in answers",
        }
    }

    /// What stands at a place of the new document, in words.
    fn new_subject(&self, pointer: &str) -> String {
        subject(self.engine.both.new.document, pointer)
    }

    /// What stands at a place of the old document, in words.
    fn old_subject(&self, pointer: &str) -> String {
        subject(self.engine.both.old.document, pointer)
    }

    /// Something about the pair as a whole.
    fn whole(&mut self, aspect: Aspect, sense: Sense, what: &str) {
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
    fn keyword(
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
    fn names(&mut self) {
        let (Some(old), Some(new)) = (&self.old.name, &self.new.name) else {
            return;
        };
        if old == new {
            return;
        }
        let message = format!("the schema here is `{new}`, it was `{old}`");
        let event = Event::of(super::ContractCode::SchemaRenamed, message)
            .was(self.old.pointer.as_str())
            .is(self.new.pointer.as_str());
        self.tell(event);
    }

    /// Deprecation, its end, and stability of what the schema is.
    fn lifecycle(&mut self) {
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
    fn kinds(&mut self) -> bool {
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
    fn defaults(&mut self) {
        let old = self.old.first("default");
        let new = self.new.first("default");
        if old.as_ref().map(|at| at.value) == new.as_ref().map(|at| at.value) {
            return;
        }
        let text = |at: At<'d>| (super::subject::shown(at.value), at.pointer);
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
                event.impact.callers = super::Weight::Warning;
            }
        }
    }
}

/// The place of a keyword in one of the parts.
fn place_of(part: &Part<'_>, keyword: &str) -> String {
    pointer::join(&part.pointer, keyword)
}
