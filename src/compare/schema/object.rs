//! Members of objects: which there are, which have to be, and what others may come.

use serde_json::Value;

use super::Look;
use super::flat::{At, Flat};
use super::kinds::Kinds;
use super::members::{Members, Rest, members};
use crate::compare::code::{Aspect, ContractCode, Flow, Sense};
use crate::compare::event::Event;
use crate::compare::impact::Weight;

impl<'d> Look<'_, 'd> {
    pub(super) fn objects(&mut self) {
        if !self.old.kinds.and(self.new.kinds).meets(Kinds::OBJECT) {
            return;
        }
        let typeless = self.engine.both.terms.typeless;
        let old = members(self.old, typeless);
        let new = members(self.new, typeless);
        for (name, was) in &old.declared {
            match new.declared.get(name) {
                Some(is) => self.kept(name, (&old, was), (&new, is)),
                None => self.gone(name, (&old, was), &new),
            }
        }
        for (name, is) in &new.declared {
            if !old.declared.contains_key(name) {
                self.came(name, &old, (&new, is));
            }
        }
        self.undeclared(&old, &new);
        self.rest(&old, &new);
        self.by_pattern();
        self.schemas("propertyNames", Aspect::PropertyNames);
        self.schemas("unevaluatedProperties", Aspect::UnevaluatedProperties);
        self.dependencies();
    }

    /// Is the member out of sight here?
    pub(super) fn is_hidden(&self, schemas: &[At<'d>], side: Side) -> bool {
        let keyword = match self.flow {
            Flow::Request => "readOnly",
            Flow::Response => "writeOnly",
        };
        let reader = match side {
            Side::Old => &self.engine.both.old,
            Side::New => &self.engine.both.new,
        };
        let says = |value: &Value| value.get(keyword) == Some(&Value::Bool(true));
        schemas.iter().any(|at| {
            says(at.value)
                || at
                    .reference()
                    .and_then(|reference| reader.follow(reference))
                    .is_some_and(|target| says(target.value))
        })
    }

    fn about(
        &mut self,
        code: ContractCode,
        message: &str,
        old: Option<String>,
        new: Option<String>,
    ) {
        let mut event = Event::of(code, format!("{message} {}", self.where_it_counts()));
        event.old = old;
        event.new = new;
        self.tell(event);
    }

    fn kept(
        &mut self,
        name: &'d str,
        (old, was): (&Members<'d>, &[At<'d>]),
        (new, is): (&Members<'d>, &[At<'d>]),
    ) {
        use ContractCode as C;
        let (here, there) = (place(is), place(was));
        let subject = self.new_subject(&here);
        let places = (Some(there), Some(here));
        let (was_required, is_required) = (old.required.get(name), new.required.get(name));
        match (
            self.is_hidden(was, Side::Old),
            self.is_hidden(is, Side::New),
        ) {
            (true, true) => {}
            (true, false) => match self.flow {
                Flow::Request => {
                    let message = format!("{subject} was `readOnly` and can be set");
                    self.about(
                        C::ReadOnlyLifted,
                        &message,
                        places.0.clone(),
                        places.1.clone(),
                    );
                    if is_required.is_some() {
                        let message = format!("{subject} has to be sent");
                        self.about(
                            C::RequestPropertyAddedRequired,
                            &message,
                            places.0,
                            places.1,
                        );
                    }
                }
                Flow::Response => {
                    let message = format!("{subject} was `writeOnly` and is answered");
                    self.about(C::SecretUnmarked, &message, places.0, places.1);
                }
            },
            (false, true) => {
                let (code, message) = match (self.flow, was_required) {
                    (Flow::Request, _) => (
                        C::RequestPropertyMadeReadOnly,
                        format!("{subject} is `readOnly` and may not be sent any more"),
                    ),
                    (Flow::Response, Some(_)) => (
                        C::ResponseRequiredPropertyRemoved,
                        format!("{subject} is `writeOnly` and not answered any more"),
                    ),
                    (Flow::Response, None) => (
                        C::ResponsePropertyRemoved,
                        format!("{subject} is `writeOnly` and not answered any more"),
                    ),
                };
                self.about(code, &message, places.0, places.1);
            }
            (false, false) => {
                let (code, message) = match (self.flow, was_required, is_required) {
                    (Flow::Request, None, Some(_)) => {
                        (C::RequestPropertyMadeRequired, "has to be sent")
                    }
                    (Flow::Request, Some(_), None) => {
                        (C::RequestPropertyMadeOptional, "may be left out")
                    }
                    (Flow::Response, None, Some(_)) => {
                        (C::ResponsePropertyMadeRequired, "is always there")
                    }
                    (Flow::Response, Some(_), None) => {
                        (C::ResponsePropertyMadeOptional, "may be missing")
                    }
                    _ => {
                        self.child(was.to_vec(), is.to_vec());
                        return;
                    }
                };
                let old_place = was_required.cloned().or(places.0);
                let new_place = is_required.cloned().or(places.1);
                self.about(code, &format!("{subject} {message}"), old_place, new_place);
                self.child(was.to_vec(), is.to_vec());
            }
        }
    }

    fn gone(&mut self, name: &'d str, (old, was): (&Members<'d>, &[At<'d>]), new: &Members<'d>) {
        use ContractCode as C;
        if self.is_hidden(was, Side::Old) {
            return;
        }
        let there = place(was);
        let subject = self.old_subject(&there);
        let required = new.required.contains_key(name);
        if let Rest::Some(schemas) = &new.rest {
            self.child(was.to_vec(), schemas.clone());
        }
        match self.flow {
            Flow::Request => {
                let open = !matches!(new.rest, Rest::Closed) || required;
                let mut event = Event::of(
                    C::RequestPropertyRemoved,
                    format!("{subject} is gone {}", self.where_it_counts()),
                );
                if open {
                    event.impact.callers = Weight::Warning;
                    event.message += "; it is taken like any undeclared member";
                } else {
                    event = event.help("an undeclared member is refused with 422");
                }
                self.tell(event.was(there));
            }
            // It is promised without being declared.
            Flow::Response if required => {}
            Flow::Response => {
                let code = if old.required.contains_key(name) {
                    C::ResponseRequiredPropertyRemoved
                } else {
                    C::ResponsePropertyRemoved
                };
                self.about(code, &format!("{subject} is gone"), Some(there), None);
            }
        }
    }

    fn came(&mut self, name: &'d str, old: &Members<'d>, (new, is): (&Members<'d>, &[At<'d>])) {
        use ContractCode as C;
        if self.is_hidden(is, Side::New) {
            return;
        }
        let here = place(is);
        let subject = self.new_subject(&here);
        let was_required = old.required.contains_key(name);
        let (code, message) = match (self.flow, new.required.contains_key(name)) {
            (Flow::Request, true) if !was_required => (
                C::RequestPropertyAddedRequired,
                format!("{subject} came, and has to be sent"),
            ),
            (Flow::Request, _) => (C::RequestPropertyAdded, format!("{subject} came")),
            (Flow::Response, _) => (C::ResponsePropertyAdded, format!("{subject} came")),
        };
        match &old.rest {
            // It could be sent before, as something that nobody declared.
            Rest::Any if self.flow == Flow::Request => {
                self.child(vec![At::anything(&self.old.pointer)], is.to_vec());
            }
            Rest::Any | Rest::Closed => {}
            Rest::Some(schemas) => self.child(schemas.clone(), is.to_vec()),
        }
        self.about(code, &message, None, Some(here));
    }

    /// Members that have to be there and are declared nowhere.
    fn undeclared(&mut self, old: &Members<'d>, new: &Members<'d>) {
        use ContractCode as C;
        let loose =
            |name: &str| !old.declared.contains_key(name) && !new.declared.contains_key(name);
        for (name, here) in &new.required {
            if loose(name) && !old.required.contains_key(name) {
                let (code, what) = match self.flow {
                    Flow::Request => (C::RequestPropertyMadeRequired, "has to be sent"),
                    Flow::Response => (C::ResponsePropertyMadeRequired, "is always there"),
                };
                self.about(code, &format!("`{name}` {what}"), None, Some(here.clone()));
            }
        }
        for (name, there) in &old.required {
            if loose(name) && !new.required.contains_key(name) {
                let (code, what) = match self.flow {
                    Flow::Request => (C::RequestPropertyMadeOptional, "may be left out"),
                    Flow::Response => (C::ResponsePropertyMadeOptional, "may be missing"),
                };
                self.about(code, &format!("`{name}` {what}"), Some(there.clone()), None);
            }
        }
    }

    fn rest(&mut self, old: &Members<'d>, new: &Members<'d>) {
        use ContractCode as C;
        let sense = match (&old.rest, &new.rest) {
            (Rest::Closed, Rest::Closed) | (Rest::Any, Rest::Any) => return,
            (Rest::Closed, _) => Sense::Widened,
            (_, Rest::Closed) => Sense::Narrowed,
            (was, is) => {
                let schemas = |rest: &Rest<'d>, flat: &Flat<'d>| match rest {
                    Rest::Some(schemas) => schemas.clone(),
                    Rest::Any | Rest::Closed => vec![At::anything(&flat.pointer)],
                };
                let (was, is) = (schemas(was, self.old), schemas(is, self.new));
                self.child(was, is);
                return;
            }
        };
        let (code, what) = match (self.flow, sense) {
            (Flow::Request, Sense::Widened) => (
                C::RequestObjectOpened,
                "accepts members that are not declared",
            ),
            (Flow::Request, _) => (
                C::RequestObjectClosed,
                "refuses members that are not declared",
            ),
            (Flow::Response, Sense::Widened) => (
                C::ResponseObjectOpened,
                "may hold members that are not declared",
            ),
            (Flow::Response, _) => (
                C::ResponseObjectClosed,
                "holds no members that are not declared",
            ),
        };
        let here = new.said.clone().unwrap_or_else(|| self.new.pointer.clone());
        let there = old.said.clone().unwrap_or_else(|| self.old.pointer.clone());
        let message = format!(
            "{} {what} now",
            self.new_subject(
                &self
                    .new
                    .parts
                    .first()
                    .map_or_else(|| here.clone(), |part| part.pointer.clone())
            )
        );
        self.about(code, &message, Some(there), Some(here));
    }
}

/// Which document.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Old,
    New,
}

/// Where a member stands.
fn place(schemas: &[At<'_>]) -> String {
    schemas
        .first()
        .map(|at| at.pointer.clone())
        .unwrap_or_default()
}
