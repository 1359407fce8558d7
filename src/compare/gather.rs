//! Findings become changes: what was found at several operations, or in a schema that several carry, is one change of all of
//! them.

use indexmap::{IndexMap, IndexSet};

use super::code::Code;
use super::event::Event;
use super::schema::Node;
use super::{Change, Site};

/// What makes two findings one: kind, sentence and places.
type Key = (Code, String, Option<String>, Option<String>);

/// The changes so far.
#[derive(Debug, Default)]
pub struct Gathered {
    changes: IndexMap<Key, (Event, IndexSet<String>)>,
}

impl Gathered {
    /// Findings of one operation; of the whole contract where the label is empty.
    pub fn events(&mut self, events: impl IntoIterator<Item = Event>, label: &str) {
        for event in events {
            let change = self.change(event);
            self.concern(change, label);
        }
    }

    /// Findings of schemas, for each operation from which they are reached.
    pub fn nodes(&mut self, nodes: &[Node], carried: &[(String, Vec<usize>)]) {
        let telling = telling(nodes);
        let mut seen = vec![usize::MAX; nodes.len()];
        let mut changes: Vec<Option<Vec<usize>>> = vec![None; nodes.len()];
        for (round, (label, roots)) in carried.iter().enumerate() {
            let mut waiting: Vec<usize> = roots.iter().rev().copied().collect();
            while let Some(node) = waiting.pop() {
                if !telling[node] || seen[node] == round {
                    continue;
                }
                seen[node] = round;
                waiting.extend(nodes[node].children.iter().rev());
                let own = changes[node].get_or_insert_with(|| {
                    let events = nodes[node].events.iter().cloned();
                    events.map(|event| self.change(event)).collect()
                });
                for &change in own.iter() {
                    self.concern(change, label);
                }
            }
        }
    }

    /// The position of the change that a finding is.
    fn change(&mut self, event: Event) -> usize {
        let key = (
            event.code,
            event.message.clone(),
            event.old.clone(),
            event.new.clone(),
        );
        let entry = self.changes.entry(key);
        let position = entry.index();
        entry.or_insert_with(|| (event, IndexSet::new()));
        position
    }

    fn concern(&mut self, change: usize, label: &str) {
        if label.is_empty() {
            return;
        }
        if let Some((_, (_, operations))) = self.changes.get_index_mut(change)
            && !operations.contains(label)
        {
            operations.insert(label.to_owned());
        }
    }

    /// The changes, sorted by heading and weight, else as they were found.
    pub fn finish(self) -> Vec<Change> {
        let site = |pointer: Option<String>| {
            pointer.map(|pointer| Site {
                pointer,
                file: None,
                place: None,
            })
        };
        let mut changes: Vec<Change> = self
            .changes
            .into_values()
            .map(|(event, operations)| Change {
                code: event.code,
                impact: event.impact,
                message: event.message,
                help: event.help.map(str::to_owned),
                operations: operations.into_iter().collect(),
                old: site(event.old),
                new: site(event.new),
            })
            .collect();
        changes.sort_by_key(|change| {
            let impact = change.impact;
            (impact.kind(), std::cmp::Reverse(impact.weight()))
        });
        changes
    }
}

/// Which nodes lead to a finding.
fn telling(nodes: &[Node]) -> Vec<bool> {
    let mut parents: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (node, found) in nodes.iter().enumerate() {
        for &child in &found.children {
            parents[child].push(node);
        }
    }
    let mut telling = vec![false; nodes.len()];
    let mut waiting: Vec<usize> = (0..nodes.len())
        .filter(|&node| !nodes[node].events.is_empty())
        .collect();
    while let Some(node) = waiting.pop() {
        if !std::mem::replace(&mut telling[node], true) {
            waiting.extend(&parents[node]);
        }
    }
    telling
}
