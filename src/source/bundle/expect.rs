//! What may stand at a place, by the grammar of the dialect; and whether a document needs bundling at all.

use serde_json::Value;

use super::super::Dialect;
use super::super::grammar::{Kind, Shape};
use super::super::swagger::PATH_ITEMS;
use super::super::walk::element;

/// What may stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Expect {
    /// An object of the grammar.
    One(Kind),
    /// A list of them.
    List(Kind),
    /// A map of them.
    Map(Kind),
    /// A text, a flag, a list of names: what no reference may be, so that one is meant as inclusion.
    Plain,
    /// Data of the author's: an example or a default. A reference to a file is meant as inclusion, any other is data.
    Data,
    /// What is not read.
    Ignored,
}

impl From<Shape> for Expect {
    fn from(shape: Shape) -> Self {
        match shape {
            Shape::One(kind) => Self::One(kind),
            Shape::List(kind) => Self::List(kind),
            Shape::Map(kind) => Self::Map(kind),
        }
    }
}

/// The grammar of a dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grammar {
    /// Swagger 2.0.
    Two,
    /// `OpenAPI` 3.
    Three,
}

impl Grammar {
    /// The grammar that a dialect follows.
    pub fn of(dialect: Dialect) -> Self {
        match dialect {
            Dialect::V20 => Self::Two,
            Dialect::V30 | Dialect::V31 | Dialect::V32 => Self::Three,
        }
    }

    /// Where things of a kind stand that others refer to; `None` where the kind has no such place.
    pub fn section(self, kind: Kind) -> Option<String> {
        match self {
            Self::Three => kind.section().map(|name| format!("/components/{name}")),
            Self::Two => {
                let name = match kind {
                    Kind::Schema => "definitions",
                    Kind::Parameter => "parameters",
                    Kind::Response => "responses",
                    Kind::SecurityScheme => "securityDefinitions",
                    Kind::PathItem => PATH_ITEMS,
                    _ => return None,
                };
                Some(format!("/{name}"))
            }
        }
    }

    /// What a member of an object holds.
    pub fn member(self, kind: Kind, name: &str) -> Expect {
        if let Some(shape) = self.child(kind, name) {
            return shape.into();
        }
        let data = match kind {
            Kind::Schema => matches!(
                name,
                "example" | "examples" | "default" | "const" | "enum" | "x-example"
            ),
            Kind::Parameter | Kind::Header | Kind::MediaType | Kind::Response => {
                matches!(name, "example" | "examples" | "default" | "x-example")
            }
            Kind::Example => matches!(name, "value" | "dataValue"),
            Kind::Link => matches!(name, "parameters" | "requestBody"),
            _ => false,
        };
        if data {
            Expect::Data
        } else if name.starts_with("x-") {
            Expect::Ignored
        } else {
            Expect::Plain
        }
    }

    fn child(self, kind: Kind, name: &str) -> Option<Shape> {
        if self == Self::Two {
            let shape = match (kind, name) {
                (Kind::Document, "definitions") => Some(Shape::Map(Kind::Schema)),
                (Kind::Document, "parameters") => Some(Shape::Map(Kind::Parameter)),
                (Kind::Document, "responses") => Some(Shape::Map(Kind::Response)),
                (Kind::Document, "securityDefinitions") => Some(Shape::Map(Kind::SecurityScheme)),
                (Kind::Response, "schema") => Some(Shape::One(Kind::Schema)),
                (Kind::Parameter | Kind::Header | Kind::Response, "examples" | "content") => {
                    return None;
                }
                _ => None,
            };
            if shape.is_some() {
                return shape;
            }
        }
        kind.child(name)
    }

    /// What is expected at `pointer`, in a value of which `at` is expected; `None` off the grammar, and where nothing is.
    pub fn below(self, at: Expect, value: &Value, pointer: &str) -> Option<Expect> {
        let mut value = value;
        let mut at = at;
        for token in super::super::pointer::tokens(pointer) {
            value = element(value, &token)?;
            at = match at {
                Expect::One(kind) => self.member(kind, &token),
                Expect::List(kind) | Expect::Map(kind) => Expect::One(kind),
                Expect::Plain | Expect::Data | Expect::Ignored => return None,
            };
        }
        Some(at)
    }

    /// Does some reference lead out of the document, or stand where it can only be meant as inclusion?
    pub fn refers_out(self, document: &Value) -> bool {
        self.out(document, Expect::One(Kind::Document))
    }

    fn out(self, value: &Value, at: Expect) -> bool {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get("$ref") {
                    let refers = match at {
                        Expect::One(kind) if self.section(kind).is_some() => {
                            !reference.starts_with('#')
                        }
                        Expect::One(_) | Expect::List(_) | Expect::Map(_) => true,
                        Expect::Plain => members.len() == 1,
                        Expect::Data => members.len() == 1 && !reference.starts_with('#'),
                        Expect::Ignored => false,
                    };
                    if refers {
                        return true;
                    }
                }
                members.iter().any(|(name, member)| match at {
                    Expect::One(kind) => self.out(member, self.member(kind, name)),
                    Expect::Map(kind) | Expect::List(kind) => self.out(member, Expect::One(kind)),
                    Expect::Plain | Expect::Data | Expect::Ignored => false,
                })
            }
            Value::Array(elements) => match at {
                Expect::List(kind) | Expect::One(kind) => elements
                    .iter()
                    .any(|element| self.out(element, Expect::One(kind))),
                _ => false,
            },
            _ => false,
        }
    }
}
