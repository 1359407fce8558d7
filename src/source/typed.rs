//! The skeleton to `openapiv3`, and the place of what does not fit.

use indexmap::IndexMap;
use openapiv3::{OpenAPI, Operation, ReferenceOr};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::grammar::{Kind, Shape};
use super::lower::BESIDE;
use super::pointer::{self, Pointer};
use super::walk::is_reference;
use crate::diagnostic::{Code, Diagnostic};

/// The typed document, or what in the skeleton is not of its shape.
pub fn typed(skeleton: &Value) -> Result<OpenAPI, Box<Diagnostic>> {
    OpenAPI::deserialize(skeleton).map_err(|error| {
        let mut pointer = Pointer::default();
        let misfit = narrow(skeleton, Kind::Document, &mut pointer).unwrap_or(Misfit {
            kind: Kind::Document,
            pointer: String::new(),
            message: error.to_string(),
        });
        Box::new(misfit.diagnostic())
    })
}

/// An operation of a method for which a path item of 3.0 has no member.
#[derive(Clone, Debug)]
pub struct Further {
    /// The method as it is sent.
    pub method: String,
    /// Where it stands, as a JSON pointer.
    pub pointer: String,
    /// What stands there.
    pub typed: Operation,
}

/// The operations that path items of 3.2 have beside those of 3.0 (`query`, `additionalOperations`), by path.
pub fn further(typed: &OpenAPI) -> Result<IndexMap<String, Vec<Further>>, Box<Diagnostic>> {
    let mut further = IndexMap::new();
    for (path, item) in &typed.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        let beside = |name: &str| item.extensions.get(&format!("{BESIDE}{name}"));
        let at = pointer::join("/paths", path);
        let query = beside("query").map(|value| ("QUERY", value, pointer::join(&at, "query")));
        let at = pointer::join(&at, "additionalOperations");
        let others = beside("additionalOperations").and_then(Value::as_object);
        let others = others
            .into_iter()
            .flatten()
            .map(|(method, value)| (method.as_str(), value, pointer::join(&at, method)));
        let mut operations = Vec::new();
        for (method, value, pointer) in query.into_iter().chain(others) {
            let typed = Operation::deserialize(value).map_err(|error| {
                let misfit = narrow(value, Kind::Operation, &mut Pointer::at(&pointer));
                let misfit = misfit.unwrap_or(Misfit {
                    kind: Kind::Operation,
                    pointer: pointer.clone(),
                    message: error.to_string(),
                });
                Box::new(misfit.diagnostic())
            })?;
            operations.push(Further {
                method: method.to_owned(),
                pointer,
                typed,
            });
        }
        if !operations.is_empty() {
            further.insert(path.clone(), operations);
        }
    }
    Ok(further)
}

/// The innermost object that does not fit.
struct Misfit {
    kind: Kind,
    pointer: String,
    message: String,
}

impl Misfit {
    fn diagnostic(self) -> Diagnostic {
        let message = format!("{} is not well-formed: {}", self.kind.noun(), self.message);
        Diagnostic::error(Code::StructureInvalid, self.pointer).message(message)
    }
}

/// Looks for the innermost object along the grammar that does not parse by itself.
fn narrow(value: &Value, kind: Kind, pointer: &mut Pointer) -> Option<Misfit> {
    if kind == Kind::Schema || is_reference(value, kind) {
        return None;
    }
    let (inner, message) = probe(value, kind)?;
    let found = value.as_object().and_then(|members| {
        members.iter().find_map(|(key, member)| {
            let name = key.strip_prefix(BESIDE).unwrap_or(key);
            let shape = kind.child(name)?;
            pointer.within(name, |pointer| match (shape, member) {
                (Shape::Map(kind), Value::Object(entries)) => {
                    entries.iter().find_map(|(name, entry)| {
                        pointer.within(name, |pointer| narrow(entry, kind, pointer))
                    })
                }
                (Shape::List(kind), Value::Array(elements)) => {
                    elements.iter().enumerate().find_map(|(index, element)| {
                        pointer.within_index(index, |pointer| narrow(element, kind, pointer))
                    })
                }
                (Shape::One(kind), member) => narrow(member, kind, pointer),
                _ => None,
            })
        })
    });
    Some(found.unwrap_or_else(|| Misfit {
        kind,
        pointer: format!("{}{inner}", pointer.as_str()),
        message,
    }))
}

/// Why `value` is not of its kind, and where in it; `None` when it is.
fn probe(value: &Value, kind: Kind) -> Option<(String, String)> {
    match kind {
        Kind::Document => attempt::<OpenAPI>(value),
        Kind::Info => attempt::<openapiv3::Info>(value),
        Kind::Contact => attempt::<openapiv3::Contact>(value),
        Kind::License => attempt::<openapiv3::License>(value),
        Kind::Server => attempt::<openapiv3::Server>(value),
        Kind::ServerVariable => attempt::<openapiv3::ServerVariable>(value),
        Kind::Tag => attempt::<openapiv3::Tag>(value),
        Kind::Components => attempt::<openapiv3::Components>(value),
        Kind::Paths => attempt::<openapiv3::Paths>(value),
        Kind::PathItem => attempt::<openapiv3::PathItem>(value),
        Kind::Operation => attempt::<openapiv3::Operation>(value),
        Kind::Parameter => attempt::<openapiv3::Parameter>(value),
        Kind::RequestBody => attempt::<openapiv3::RequestBody>(value),
        Kind::Responses => attempt::<openapiv3::Responses>(value),
        Kind::Response => attempt::<openapiv3::Response>(value),
        Kind::Header => attempt::<openapiv3::Header>(value),
        Kind::MediaType => attempt::<openapiv3::MediaType>(value),
        Kind::Encoding => attempt::<openapiv3::Encoding>(value),
        Kind::Callback => attempt::<openapiv3::Callback>(value),
        Kind::Link => attempt::<openapiv3::Link>(value),
        Kind::Example => attempt::<openapiv3::Example>(value),
        Kind::SecurityScheme => attempt::<openapiv3::SecurityScheme>(value),
        Kind::Flows => attempt::<openapiv3::OAuth2Flows>(value),
        // The four flows differ in what they need; their parent tells what is amiss.
        Kind::Flow | Kind::Schema => None,
    }
}

fn attempt<T: DeserializeOwned>(value: &Value) -> Option<(String, String)> {
    let error = serde_path_to_error::deserialize::<_, T>(value).err()?;
    let mut inner = String::new();
    for segment in error.path() {
        match segment {
            serde_path_to_error::Segment::Seq { index } => {
                pointer::push(&mut inner, &index.to_string());
            }
            serde_path_to_error::Segment::Map { key } => {
                pointer::push(&mut inner, key.strip_prefix(BESIDE).unwrap_or(key));
            }
            // A variant of an enum is no member of the document, and below an unknown segment nothing is known.
            serde_path_to_error::Segment::Enum { .. } => {}
            serde_path_to_error::Segment::Unknown => break,
        }
    }
    Some((inner, error.inner().to_string()))
}
