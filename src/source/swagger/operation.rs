//! Path items and operations: what was told by parameters of the body becomes a request body.

use serde_json::{Map, Value};

use super::super::grammar::METHODS;
use super::super::pointer;
use super::parameter::Field;
use super::{Lifting, server};
use crate::diagnostic::Code;

/// A parameter at a place that may be a reference to it.
struct Given<'s> {
    written: &'s Value,
    /// Where it is used.
    site: String,
    /// What it is, the reference followed, and where that stands.
    found: &'s Value,
    place: String,
}

impl Given<'_> {
    fn carrier(&self) -> &str {
        self.found
            .get("in")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    fn name(&self) -> &str {
        self.found
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

impl<'s> Lifting<'s> {
    /// A path item; its own parameters of the body go to each of its operations.
    pub fn path_item(&mut self, item: &'s Value, old: &str, new: &str) -> Value {
        let Value::Object(members) = item else {
            return item.clone();
        };
        let shared = self.given(members.get("parameters"), &pointer::join(old, "parameters"));
        let mut lifted = Map::new();
        for (name, value) in members {
            let (old, new) = (pointer::join(old, name), pointer::join(new, name));
            let converted = match name.as_str() {
                "parameters" if value.is_array() => self.plain(&shared, &new),
                method if METHODS.contains(&method) => self.operation(value, &old, &new, &shared),
                _ => value.clone(),
            };
            lifted.insert(name.clone(), converted);
        }
        Value::Object(lifted)
    }

    fn operation(
        &mut self,
        operation: &'s Value,
        old: &str,
        new: &str,
        shared: &[Given<'s>],
    ) -> Value {
        let Value::Object(members) = operation else {
            return operation.clone();
        };
        let consumes = match members.get("consumes") {
            Some(own) => self.media_types(Some(own), &pointer::join(old, "consumes")),
            None => self.consumes.clone(),
        };
        let produces = match members.get("produces") {
            Some(own) => self.media_types(Some(own), &pointer::join(old, "produces")),
            None => self.produces.clone(),
        };
        let own = self.given(members.get("parameters"), &pointer::join(old, "parameters"));
        let body = self.request_body(&own, shared, old, new, &consumes);
        let mut lifted = Map::new();
        for (name, value) in members {
            let (old, new) = (pointer::join(old, name), pointer::join(new, name));
            match name.as_str() {
                "consumes" | "produces" => {}
                "schemes" => {
                    if let Value::Object(root) = self.source
                        && let Some(servers) = server::servers(root, Some(value))
                    {
                        lifted.insert("servers".to_owned(), servers);
                    }
                }
                "parameters" if value.is_array() => {
                    lifted.insert(name.clone(), self.plain(&own, &new));
                }
                "responses" => {
                    let responses = self.responses(value, &old, &new, &produces);
                    lifted.insert(name.clone(), responses);
                }
                _ => {
                    lifted.insert(name.clone(), value.clone());
                }
            }
        }
        if let Some(body) = body {
            lifted.insert("requestBody".to_owned(), body);
        }
        Value::Object(lifted)
    }

    /// The elements of a list of parameters, their references followed.
    fn given(&self, list: Option<&'s Value>, at: &str) -> Vec<Given<'s>> {
        let elements = list.and_then(Value::as_array);
        let elements = elements.into_iter().flatten().enumerate();
        let given = elements.map(|(index, written)| {
            let site = pointer::join(at, &index.to_string());
            let (found, place) = self.resolve(written, &site);
            Given {
                written,
                site,
                found,
                place,
            }
        });
        given.collect()
    }

    /// The list without the parameters that make up the body.
    fn plain(&mut self, given: &[Given<'s>], new: &str) -> Value {
        let mut lifted = Vec::new();
        for parameter in given {
            if matches!(parameter.carrier(), "body" | "formData") {
                continue;
            }
            let at = pointer::join(new, &lifted.len().to_string());
            self.moves.add(&at, &parameter.site);
            lifted.push(self.parameter(parameter.written, &parameter.site, &at));
        }
        Value::Array(lifted)
    }

    /// The request body: of the operation's own parameters, or of those of its path that it does not replace.
    fn request_body(
        &mut self,
        own: &[Given<'s>],
        shared: &[Given<'s>],
        old: &str,
        new: &str,
        consumes: &[String],
    ) -> Option<Value> {
        let new = pointer::join(new, "requestBody");
        let of = |given: &'_ [Given<'s>], carrier: &str| -> Vec<usize> {
            let positions = given.iter().enumerate();
            let fitting = positions.filter(|(_, parameter)| parameter.carrier() == carrier);
            fitting.map(|(position, _)| position).collect()
        };
        let (own_bodies, own_fields) = (of(own, "body"), of(own, "formData"));
        if own_bodies.len() > 1 || (!own_bodies.is_empty() && !own_fields.is_empty()) {
            self.refused(
                Code::StructureInvalid,
                &pointer::join(old, "parameters"),
                "an operation has one body, or the fields of one form".to_owned(),
                "keep one of them",
            );
            return None;
        }
        let body = own_bodies.first().and_then(|position| own.get(*position));
        let body = body.or_else(|| {
            let shared_body = of(shared, "body").first().copied();
            shared_body
                .filter(|_| own_fields.is_empty())
                .and_then(|position| shared.get(position))
        });
        if let Some(body) = body {
            return Some(self.used_body(body, &new, consumes));
        }
        let mut fields: Vec<Field<'s>> = Vec::new();
        let replaced = |parameter: &Given<'s>| {
            own.iter()
                .any(|other| other.carrier() == "formData" && other.name() == parameter.name())
        };
        let inherited = shared.iter().filter(|parameter| !replaced(parameter));
        for parameter in own.iter().chain(inherited) {
            if let (Value::Object(members), "formData") = (parameter.found, parameter.carrier()) {
                fields.push(Field {
                    members,
                    old: parameter.place.clone(),
                });
            }
        }
        (!fields.is_empty()).then(|| self.form(&fields, &new, consumes))
    }

    /// A body that is shared stays a reference where it is consumed as everywhere.
    fn used_body(&mut self, body: &Given<'s>, new: &str, consumes: &[String]) -> Value {
        let shared = body.place != body.site
            && body.place.starts_with("/parameters/")
            && consumes == self.consumes;
        if shared {
            self.moves.add(new, &body.site);
            return body.written.clone();
        }
        self.body(body.found, &body.place, new, consumes)
    }
}
