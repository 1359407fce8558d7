//! Marks of ours on a value: that it is not to be seen, and how it is cleaned.

use serde_json::Value;

use super::Look;
use super::flat::{At, Flat};
use crate::compare::code::{ContractCode, Flow};
use crate::compare::event::Event;
use crate::model::sensitive::{SANITIZE, SENSITIVE, is_sensitive};

impl<'d> Look<'_, 'd> {
    pub(super) fn marks(&mut self) {
        self.secrecy();
        // Answers are written as the handler has them.
        if self.flow == Flow::Request {
            self.cleaning();
        }
    }

    fn secrecy(&mut self) {
        let secret = |flat: &Flat<'d>| flat.parts.iter().any(|part| is_sensitive(part.keywords));
        let (was, is) = (secret(self.old), secret(self.new));
        if was == is {
            return;
        }
        let mark = |flat: &Flat<'d>| {
            let marks = [SENSITIVE, "writeOnly", "format"];
            let place = marks.iter().find_map(|keyword| flat.first(keyword));
            place.map_or_else(|| flat.pointer.clone(), |at| at.pointer)
        };
        let (there, here) = (mark(self.old), mark(self.new));
        let subject = self.new_subject(&here);
        let event = if was {
            Event::of(
                ContractCode::SecretUnmarked,
                format!("{subject} is not hidden in logs and messages any more"),
            )
            .help("`format: password`, `writeOnly: true` or `x-sensitive: true` hides it")
        } else {
            Event::of(
                ContractCode::SecretMarked,
                format!("{subject} is hidden in logs and messages now"),
            )
        };
        self.tell(event.was(there).is(here));
    }

    fn cleaning(&mut self) {
        let steps = |flat: &Flat<'d>| {
            let lists = flat.all(SANITIZE).into_iter();
            lists
                .filter_map(|at| Some((at.value.as_array()?.clone(), at.pointer)))
                .reduce(|mut one, another| {
                    one.0.extend(another.0);
                    one
                })
                .unwrap_or_default()
        };
        let ((was, there), (is, here)) = (steps(self.old), steps(self.new));
        let missing = |from: &[Value], other: &[Value]| {
            let gone = from.iter().filter(|step| !other.contains(step));
            gone.filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join("`, `")
        };
        let (lost, came) = (missing(&was, &is), missing(&is, &was));
        let place = |said: String, flat: &Flat<'d>| {
            if said.is_empty() {
                flat.pointer.clone()
            } else {
                said
            }
        };
        if !lost.is_empty() {
            let there = place(there.clone(), self.old);
            let message = format!(
                "{} is not cleaned by `{lost}` any more",
                self.old_subject(&there)
            );
            self.tell(Event::of(ContractCode::SanitizerRemoved, message).was(there));
        }
        if !came.is_empty() {
            let here = place(here, self.new);
            let message = format!("{} is cleaned by `{came}` now", self.new_subject(&here));
            self.tell(Event::of(ContractCode::SanitizerAdded, message).is(here));
        }
    }
}

/// The marks of a parameter stand on the parameter or on its schema.
pub fn marked<'d>(parameter: &At<'d>, schema: At<'d>) -> Vec<At<'d>> {
    let marks = [SENSITIVE, SANITIZE];
    if marks.iter().any(|mark| parameter.value.get(mark).is_some()) {
        vec![schema, parameter.clone()]
    } else {
        vec![schema]
    }
}
