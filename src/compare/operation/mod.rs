//! One operation and what became of it: parameters, body, answers, calls back. A pair of operations goes in; findings, and
//! pairs of schemas to be compared, come out.

mod body;
mod call;
mod parameter;
mod response;

use indexmap::IndexMap;
use serde_json::Value;

use super::code::ContractCode as C;
pub use call::items;

use super::event::Event;
use super::lifecycle::{self, Stage};
use super::operations::{Operation, Way};
use super::schema::{At, Both, Engine, Pair, Reader};
use crate::source::join_pointer;

/// What was found at one operation.
#[derive(Debug, Default)]
pub struct Found {
    /// The findings that are its own.
    pub events: Vec<Event>,
    /// The nodes of what it carries.
    pub nodes: Vec<usize>,
}

/// Looks at operations.
pub struct Visit<'v, 'd> {
    /// Where schemas are compared.
    pub engine: &'v mut Engine<'d>,
    /// Both documents.
    pub both: Both<'d>,
    /// What was found.
    pub found: Found,
}

/// What is reached by its name: a parameter, a header, a media type, an answer.
type Named<'d> = IndexMap<String, At<'d>>;

impl<'d> Visit<'_, 'd> {
    /// A pair of operations.
    pub fn operation(&mut self, old: &Operation<'d>, new: &Operation<'d>, way: Way) {
        if way == Way::Moved {
            let message = format!(
                "it lives at `{}` now; it was at `{}`",
                new.label(),
                old.label()
            );
            self.tell(
                Event::of(C::OperationMoved, message)
                    .was(old.item.as_str())
                    .is(new.item.as_str()),
            );
        }
        self.identity(old, new);
        let (Some(was), Some(is)) = (old.members.as_object(), new.members.as_object()) else {
            return;
        };
        let events = lifecycle::compare(
            &Stage {
                members: was,
                pointer: &old.pointer,
            },
            &Stage {
                members: is,
                pointer: &new.pointer,
            },
            "the operation",
            self.both.terms,
        );
        self.found.events.extend(events);
        self.parameters(old, new);
        let old_at = At {
            value: old.members,
            pointer: old.pointer.clone(),
        };
        let new_at = At {
            value: new.members,
            pointer: new.pointer.clone(),
        };
        self.body(&old_at, &new_at);
        self.responses(&old_at, &new_at);
        self.callbacks(&old_at, &new_at);
    }

    fn tell(&mut self, event: Event) {
        self.found.events.push(event);
    }

    fn compare(&mut self, pair: Pair<'d>) {
        if let Some(node) = self.engine.add(pair) {
            self.found.nodes.push(node);
        }
    }

    fn identity(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        if old.id() != new.id() {
            let word = |operation: &Operation<'_>| {
                operation
                    .id()
                    .map_or("without an `operationId`".to_owned(), |id| {
                        format!("`{id}`")
                    })
            };
            let message = format!("it is {} now; it was {}", word(new), word(old));
            let place = |operation: &Operation<'_>| match operation.id() {
                Some(_) => join_pointer(&operation.pointer, "operationId"),
                None => operation.pointer.clone(),
            };
            self.tell(
                Event::of(C::OperationRenamed, message)
                    .was(place(old))
                    .is(place(new)),
            );
        }
        let tag = |operation: &Operation<'d>| operation.typed.tags.first().cloned();
        let (was, is) = (tag(old), tag(new));
        if was != is {
            let word = |tag: &Option<String>| {
                tag.as_ref()
                    .map_or("no tag".to_owned(), |tag| format!("the tag `{tag}`"))
            };
            let message = format!(
                "it belongs to {} now; it belonged to {}",
                word(&is),
                word(&was)
            );
            let place = |operation: &Operation<'_>| join_pointer(&operation.pointer, "tags");
            self.tell(
                Event::of(C::OperationRetagged, message)
                    .was(place(old))
                    .is(place(new)),
            );
        }
    }
}

fn member<'d>(at: &At<'d>, name: &str) -> Option<At<'d>> {
    At::within(at.value.as_object()?, &at.pointer, name)
}

/// What stands here, or what the reference here names.
fn resolved<'d>(reader: &Reader<'d>, at: At<'d>) -> At<'d> {
    let target = at
        .reference()
        .and_then(|reference| reader.follow(reference));
    target.unwrap_or(at)
}

fn is_required(at: &At<'_>) -> bool {
    at.value.get("required") == Some(&Value::Bool(true))
        || at.value.get("in").and_then(Value::as_str) == Some("path")
}

/// The media types of something, in lower case and without parameters.
fn contents<'d>(at: &At<'d>) -> Named<'d> {
    let entries = member(at, "content")
        .map(|at| at.members())
        .unwrap_or_default();
    entries
        .into_iter()
        .map(|(name, at)| {
            let plain = name.split(';').next().unwrap_or_default();
            (plain.trim().to_ascii_lowercase(), at)
        })
        .collect()
}

/// Is a media type in a range, or a structured type in the plain one?
fn covers(range: &str, media_type: &str) -> bool {
    let Some(kind) = range.strip_suffix('*') else {
        return false;
    };
    range != media_type && (kind == "*/" || media_type.starts_with(kind))
}

/// The schema of a parameter, a header or a media type: its own, or that of its only content.
fn schema_of<'d>(at: &At<'d>) -> At<'d> {
    if let Some(schema) = member(at, "schema") {
        return schema;
    }
    let only = contents(at).into_iter().next();
    let inner = only.and_then(|(_, content)| member(&content, "schema"));
    inner.unwrap_or_else(|| At::anything(&at.pointer))
}
