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
mod look;
mod marks;
mod members;
mod object;
mod overlap;
mod scalar;

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use flat::Part;
pub use flat::{At, Reader};
use look::Look;
pub use marks::marked;

use super::Terms;
use super::code::Flow;
use super::event::Event;
use super::stable::Stable;
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

/// The place of a keyword in one of the parts.
fn place_of(part: &Part<'_>, keyword: &str) -> String {
    pointer::join(&part.pointer, keyword)
}
