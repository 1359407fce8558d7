//! Parameters of an operation: those that came and went, and how they are written.

use serde_json::Value;

use super::{Named, Visit, contents, is_required, member, resolved, schema_of};
use crate::compare::code::{ContractCode as C, Flow};
use crate::compare::event::Event;
use crate::compare::impact::Weight;
use crate::compare::lifecycle::{self, Departure, Stage};
use crate::compare::operations::Operation;
use crate::compare::schema::{At, Pair, Reader, Role, marked};
use crate::source::join_pointer;

impl<'d> Visit<'_, 'd> {
    pub(super) fn parameters(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let mut was = parameters(&self.both.old, old);
        let mut is = parameters(&self.both.new, new);
        // Parameters of a path are known by their position: their names are seen by nobody who calls.
        let (old_names, new_names) = (path_names(old.template), path_names(new.template));
        if old_names.len() == new_names.len() {
            for (before, now) in old_names.iter().zip(&new_names) {
                let (before, now) = (format!("path {before}"), format!("path {now}"));
                let (Some(one), Some(another)) = (was.get(&before).cloned(), is.get(&now).cloned())
                else {
                    continue;
                };
                was.shift_remove(&before);
                is.shift_remove(&now);
                if before != now {
                    let message = format!(
                        "the parameter `{}` was called `{}`",
                        name_of(&another),
                        name_of(&one)
                    );
                    let event = Event::of(C::ParameterRenamed, message);
                    self.tell(
                        event
                            .was(join_pointer(&one.pointer, "name"))
                            .is(join_pointer(&another.pointer, "name")),
                    );
                }
                self.parameter(&one, &another);
            }
        }
        for (key, one) in &was {
            match is.shift_remove(key) {
                Some(another) => self.parameter(one, &another),
                None => self.parameter_gone(one),
            }
        }
        for another in is.values() {
            let required = is_required(another);
            let (code, what) = if required {
                (C::ParameterAddedRequired, "came, and has to be sent")
            } else {
                (C::ParameterAdded, "came")
            };
            let message = format!("the parameter `{}` {what}", name_of(another));
            self.tell(Event::of(code, message).is(another.pointer.as_str()));
        }
    }

    fn parameter_gone(&mut self, old: &At<'d>) {
        let Some(members) = old.value.as_object() else {
            return;
        };
        let stage = Stage {
            members,
            pointer: &old.pointer,
        };
        let name = name_of(old);
        let event = match lifecycle::departure(&stage, self.both.terms) {
            Departure::Early(end) => Event::of(
                C::ParameterRemovedEarly,
                format!("the parameter `{name}` is gone before {end}, the day that was announced"),
            ),
            Departure::Unreadable => {
                let message =
                    format!("the parameter `{name}` is gone, and its `x-sunset` was no date");
                Event::of(C::SunsetInvalid, message)
            }
            Departure::Unannounced => Event::of(
                C::ParameterRemoved,
                format!("the parameter `{name}` is gone"),
            ),
            Departure::Announced => {
                let mut event = Event::of(
                    C::ParameterRemoved,
                    format!("the parameter `{name}`, which was deprecated, is gone"),
                );
                event.impact.callers = Weight::Information;
                event
            }
        };
        self.tell(event.was(old.pointer.as_str()));
    }

    fn parameter(&mut self, old: &At<'d>, new: &At<'d>) {
        if self.both.stable.holds(old.value, new.value) {
            return;
        }
        let name = name_of(new);
        let required = |at: &At<'d>| join_pointer(&at.pointer, "required");
        match (is_required(old), is_required(new)) {
            (false, true) => {
                let message = format!("the parameter `{name}` has to be sent");
                self.tell(
                    Event::of(C::ParameterMadeRequired, message)
                        .was(old.pointer.as_str())
                        .is(required(new)),
                );
            }
            (true, false) => {
                let message = format!("the parameter `{name}` may be left out");
                self.tell(
                    Event::of(C::ParameterMadeOptional, message)
                        .was(required(old))
                        .is(new.pointer.as_str()),
                );
            }
            _ => {}
        }
        let many = |reader: &Reader<'d>, at: &At<'d>| reader.has_many(&schema_of(at));
        let values = if many(&self.both.old, old) && many(&self.both.new, new) {
            Values::Many
        } else {
            Values::One
        };
        let (was, is) = (spelling(old, values), spelling(new, values));
        if was != is {
            let message = format!("the parameter `{name}` is written as {is} now; it was {was}");
            self.tell(
                Event::of(C::ParameterStyleChanged, message)
                    .was(old.pointer.as_str())
                    .is(new.pointer.as_str()),
            );
        }
        if let (Some(one), Some(another)) = (old.value.as_object(), new.value.as_object()) {
            let events = lifecycle::compare(
                &Stage {
                    members: one,
                    pointer: &old.pointer,
                },
                &Stage {
                    members: another,
                    pointer: &new.pointer,
                },
                &format!("the parameter `{name}`"),
                self.both.terms,
            );
            self.found.events.extend(events);
        }
        let pair = Pair::together(
            marked(old, schema_of(old)),
            marked(new, schema_of(new)),
            Flow::Request,
            Role::Parameter,
        );
        self.compare(pair);
    }
}

/// The operation's parameters and those of its path that it does not replace, by place and name.
fn parameters<'d>(reader: &Reader<'d>, operation: &Operation<'d>) -> Named<'d> {
    let mut found = Named::new();
    let own = At {
        value: operation.members,
        pointer: operation.pointer.clone(),
    };
    let item = reader.document.pointer(&operation.item);
    let item = item.map(|value| At {
        value,
        pointer: operation.item.clone(),
    });
    let item = item.map(|at| resolved(reader, at));
    for holder in std::iter::once(own).chain(item) {
        let list = member(&holder, "parameters")
            .map(|at| at.elements())
            .unwrap_or_default();
        for at in list {
            let at = resolved(reader, at);
            let word = |member: &str| {
                at.value
                    .get(member)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            };
            let name = match word("in") {
                "header" => word("name").to_ascii_lowercase(),
                _ => word("name").to_owned(),
            };
            found.entry(format!("{} {name}", word("in"))).or_insert(at);
        }
    }
    found
}

fn path_names(template: &str) -> Vec<&str> {
    let opened = template.split('{').skip(1);
    opened
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

fn name_of<'d>(at: &At<'d>) -> &'d str {
    at.value
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// Whether a parameter may hold several values.
#[derive(Clone, Copy)]
enum Values {
    One,
    Many,
}

/// How a parameter is written, its defaults filled in. One value is written in one way.
fn spelling(at: &At<'_>, values: Values) -> String {
    if let Some((media_type, _)) = contents(at).into_iter().next() {
        return format!("`{media_type}`");
    }
    let word = |member: &str| at.value.get(member).and_then(Value::as_str);
    let default = match word("in") {
        Some("query" | "cookie") => "form",
        _ => "simple",
    };
    let style = word("style").unwrap_or(default);
    let exploded = match at.value.get("explode") {
        Some(Value::Bool(exploded)) => *exploded,
        _ => style == "form",
    };
    match (values, exploded) {
        (Values::One, _) => format!("`{style}`"),
        (Values::Many, true) => format!("`{style}`, each on its own"),
        (Values::Many, false) => format!("`{style}`, joined"),
    }
}
