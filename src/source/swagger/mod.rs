//! Swagger 2.0 becomes `OpenAPI` 3.0: a document of 2.0 flows in; one of 3.0, and where its parts were, flow out.
//!
//! Every member that changes its place is noted in [`Moves`], so that references can follow it and diagnostics show what
//! the author wrote.

mod operation;
mod parameter;
mod references;
mod response;
mod schema;
mod security;
mod server;

use serde_json::{Map, Value};

use super::pointer;
use super::trace::Moves;
use crate::diagnostic::{Code, Diagnostic};

/// The member of a bundled 2.0 document that holds path items which came from other files: 2.0 has no place for them.
pub const PATH_ITEMS: &str = "x-portcullis-path-items";

/// The media type of a body of which the document says none.
const JSON: &str = "application/json";

/// The document as 3.0 has it, its references included.
pub fn lift(source: &Value, diagnostics: &mut Vec<Diagnostic>) -> (Value, Moves) {
    let Value::Object(members) = source else {
        return (source.clone(), Moves::default());
    };
    let mut lifting = Lifting {
        source,
        moves: Moves::default(),
        diagnostics,
        consumes: Vec::new(),
        produces: Vec::new(),
    };
    lifting.consumes = lifting.media_types(members.get("consumes"), "/consumes");
    lifting.produces = lifting.media_types(members.get("produces"), "/produces");
    let mut lifted = lifting.document(members);
    references::follow(source, &mut lifted, &lifting.moves);
    (lifted, lifting.moves)
}

struct Lifting<'s> {
    source: &'s Value,
    moves: Moves,
    diagnostics: &'s mut Vec<Diagnostic>,
    /// What operations take and give that say nothing of their own.
    consumes: Vec<String>,
    produces: Vec<String>,
}

/// A map whose entries are converted one by one, to stand at another place.
type Convert<'s> = fn(&mut Lifting<'s>, &'s Value, &str, &str) -> Value;

impl<'s> Lifting<'s> {
    fn document(&mut self, members: &'s Map<String, Value>) -> Value {
        let mut lifted = Map::new();
        let mut components = Map::new();
        for (name, value) in members {
            match name.as_str() {
                "swagger" => {
                    self.moves.add("/openapi", "/swagger");
                    lifted.insert("openapi".to_owned(), Value::from("3.0.3"));
                }
                "host" | "basePath" | "schemes" if !lifted.contains_key("servers") => {
                    if let Some(servers) = server::servers(members, members.get("schemes")) {
                        self.moves.add("/servers", &pointer::join("", name));
                        lifted.insert("servers".to_owned(), servers);
                    }
                }
                "host" | "basePath" | "schemes" | "consumes" | "produces" => {}
                "paths" => {
                    let paths = self.entries(value, "/paths", "/paths", Self::path_item);
                    lifted.insert(name.clone(), paths);
                }
                "definitions" => {
                    let convert: Convert<'s> = |_, value, _, _| schema::spelt(value);
                    self.component(&mut components, "schemas", name, value, convert);
                }
                "parameters" => self.shared_parameters(value, &mut components),
                "responses" => {
                    let convert: Convert<'s> = Self::shared_response;
                    self.component(&mut components, "responses", name, value, convert);
                }
                "securityDefinitions" => {
                    let convert: Convert<'s> = Self::security_scheme;
                    self.component(&mut components, "securitySchemes", name, value, convert);
                }
                PATH_ITEMS => {
                    self.component(&mut components, "pathItems", name, value, Self::path_item);
                }
                _ => {
                    lifted.insert(name.clone(), value.clone());
                }
            }
        }
        if !components.is_empty() {
            lifted.insert("components".to_owned(), Value::Object(components));
        }
        Value::Object(lifted)
    }

    /// Moves a map of the root to a section of `components`.
    fn component(
        &mut self,
        components: &mut Map<String, Value>,
        section: &str,
        name: &str,
        value: &'s Value,
        convert: Convert<'s>,
    ) {
        let old = pointer::join("", name);
        let new = pointer::join("/components", section);
        self.moves.add(&new, &old);
        let converted = self.entries(value, &old, &new, convert);
        components.insert(section.to_owned(), converted);
    }

    /// Converts the entries of a map, whose names are the author's own.
    fn entries(&mut self, value: &'s Value, old: &str, new: &str, convert: Convert<'s>) -> Value {
        let Value::Object(entries) = value else {
            return value.clone();
        };
        let converted = entries.iter().map(|(name, entry)| {
            if old == "/paths" && name.starts_with("x-") {
                return (name.clone(), entry.clone());
            }
            let (old, new) = (pointer::join(old, name), pointer::join(new, name));
            let converted = convert(self, entry, &old, &new);
            (name.clone(), converted)
        });
        Value::Object(converted.collect())
    }

    /// Parameters that operations share: bodies have a section of their own, and forms are gathered where they are used.
    fn shared_parameters(&mut self, value: &'s Value, components: &mut Map<String, Value>) {
        let Value::Object(entries) = value else {
            components.insert("parameters".to_owned(), value.clone());
            return;
        };
        self.moves.add("/components/parameters", "/parameters");
        let consumes = self.consumes.clone();
        let mut parameters = Map::new();
        let mut bodies = Map::new();
        for (name, parameter) in entries {
            let old = pointer::join("/parameters", name);
            match parameter.get("in").and_then(Value::as_str) {
                Some("body") => {
                    let new = pointer::join("/components/requestBodies", name);
                    let body = self.body(parameter, &old, &new, &consumes);
                    bodies.insert(name.clone(), body);
                }
                Some("formData") => {}
                _ => {
                    let new = pointer::join("/components/parameters", name);
                    let parameter = self.parameter(parameter, &old, &new);
                    parameters.insert(name.clone(), parameter);
                }
            }
        }
        for (section, entries) in [("parameters", parameters), ("requestBodies", bodies)] {
            if !entries.is_empty() {
                components.insert(section.to_owned(), Value::Object(entries));
            }
        }
    }

    /// What a reference in the 2.0 document leads to, and its place; the value itself when it is none.
    fn resolve(&self, value: &'s Value, place: &str) -> (&'s Value, String) {
        const LONGEST_CHAIN: usize = 32;
        let mut found = (value, place.to_owned());
        for _ in 0..LONGEST_CHAIN {
            let next = found
                .0
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(pointer::of_reference)
                .and_then(|target| Some((self.source.pointer(&target)?, target)));
            match next {
                Some(next) => found = next,
                None => return found,
            }
        }
        (value, place.to_owned())
    }

    /// The media types of a list; one alone may stand without it.
    fn media_types(&mut self, list: Option<&Value>, place: &str) -> Vec<String> {
        let elements = match list {
            None => return Vec::new(),
            Some(single @ Value::String(_)) => {
                self.repaired(place, "media types must be a list".to_owned());
                std::slice::from_ref(single)
            }
            Some(Value::Array(elements)) => elements.as_slice(),
            Some(_) => &[],
        };
        let mut types = Vec::new();
        for element in elements {
            match element.as_str().map(str::trim) {
                Some(name) if !name.is_empty() => {
                    if !types.iter().any(|known| known == name) {
                        types.push(name.to_owned());
                    }
                }
                _ => self.repaired(place, format!("`{element}` is no media type")),
            }
        }
        types
    }

    fn repaired(&mut self, place: &str, message: String) {
        let diagnostic = Diagnostic::warning(Code::DocumentRepaired, place);
        self.diagnostics.push(diagnostic.message(message));
    }

    fn refused(&mut self, code: Code, place: &str, message: String, help: &str) {
        let diagnostic = Diagnostic::error(code, place);
        self.diagnostics
            .push(diagnostic.message(message).help(help));
    }
}
