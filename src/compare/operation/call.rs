//! Calls that the service makes: callbacks of an operation, and webhooks.

use super::{Named, Visit, contents, member, resolved, schema_of};
use crate::compare::code::{ContractCode as C, Flow};
use crate::compare::event::Event;
use crate::compare::schema::{At, Pair, Reader, Role};
use crate::compare::subject::shortened;

impl<'d> Visit<'_, 'd> {
    pub(super) fn callbacks(&mut self, old: &At<'d>, new: &At<'d>) {
        let list = |reader: &Reader<'d>, at: &At<'d>| -> Named<'d> {
            let callbacks = member(at, "callbacks")
                .map(|at| at.members())
                .unwrap_or_default();
            let items = callbacks.into_iter().flat_map(|(name, at)| {
                let expressions = resolved(reader, at).members().into_iter();
                expressions
                    .filter(|(expression, _)| !expression.starts_with("x-"))
                    .map(move |(expression, at)| (format!("{name} {expression}"), at))
            });
            items.map(|(key, at)| (key, resolved(reader, at))).collect()
        };
        let (olds, news) = (list(&self.both.old, old), list(&self.both.new, new));
        self.calls(
            &olds,
            &news,
            "callback",
            (C::CallbackRemoved, C::CallbackAdded),
        );
    }

    /// Calls that the service makes, by name: path items on both sides.
    pub fn calls(&mut self, old: &Named<'d>, new: &Named<'d>, noun: &str, codes: (C, C)) {
        let (olds, mut news) = (calls(old), calls(new));
        for (key, one) in &olds {
            let Some(another) = news.shift_remove(key) else {
                let message = format!("the {noun} {} is gone", shortened(key));
                self.tell(Event::of(codes.0, message).was(one.pointer.as_str()));
                continue;
            };
            let body = |reader: &Reader<'d>, at: &At<'d>| {
                let body = member(at, "requestBody").map(|at| resolved(reader, at));
                body.map(|at| contents(&at)).unwrap_or_default()
            };
            let (was, is) = (body(&self.both.old, one), body(&self.both.new, &another));
            for (media_type, before) in &was {
                if let Some(now) = is.get(media_type) {
                    // What the service sends, its callers receive.
                    self.compare(Pair::new(
                        schema_of(before),
                        schema_of(now),
                        Flow::Response,
                        Role::Value,
                    ));
                }
            }
        }
        for (key, another) in &news {
            let message = format!("the {noun} {} came", shortened(key));
            self.tell(Event::of(codes.1, message).is(another.pointer.as_str()));
        }
    }
}

/// The operations of path items, by name and method.
fn calls<'d>(items: &Named<'d>) -> Named<'d> {
    const METHODS: &[&str] = &[
        "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
    ];
    let all = items.iter().flat_map(|(name, item)| {
        let members = item.members().into_iter();
        members
            .filter(|(method, _)| METHODS.contains(method))
            .map(move |(method, at)| (format!("{} {name}", method.to_ascii_uppercase()), at))
    });
    all.collect()
}

/// The path items that a member of a document holds, by name.
pub fn items<'d>(reader: &Reader<'d>, member: &str) -> Named<'d> {
    let root = At {
        value: reader.document,
        pointer: String::new(),
    };
    let found = self::member(&root, member)
        .map(|at| at.members())
        .unwrap_or_default();
    found
        .into_iter()
        .map(|(name, at)| (name.to_owned(), resolved(reader, at)))
        .collect()
}
