//! Objects with known members: the keywords of one schema go in, a [`Struct`] comes out.

use serde_json::{Map, Value};

use super::build::{Builder, Hint, Shape};
use super::default::{Settled, settle_default, unapplied};
use super::direction::Direction;
use super::names::Scope;
use super::scalar::{self, NoType};
use super::schema::description;
use super::{Additional, DefinitionKind, Field, Presence, Struct, Type};
use crate::options::Typeless;
use crate::source::pointer;

impl Builder<'_> {
    /// An object with known members, or a map where it names none.
    pub fn object(
        &mut self,
        keywords: &Map<String, Value>,
        at: &str,
        direction: Direction,
        hint: &Hint,
    ) -> Result<Shape, NoType> {
        let members = scalar::members(keywords)?;
        let empty = Map::new();
        let properties = keywords
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        let required: Vec<&str> = keywords
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let rest = keywords.get("additionalProperties");
        if properties.is_empty() && required.is_empty() && rest != Some(&Value::Bool(false)) {
            let value = match rest {
                None => Type::Any,
                Some(schema) => self.schema(
                    schema,
                    &format!("{at}/additionalProperties"),
                    direction,
                    &hint.within("value"),
                ),
            };
            return Ok(Shape::Plain(Type::Map(Box::new(value), members)));
        }
        // Nobody who lists members means that others may come; by the letter they may.
        let open = match rest {
            Some(rest) => *rest != Value::Bool(false),
            None => self.options.typeless == Typeless::Any,
        };
        let mut scope = Scope::new();
        let mut fields = Vec::new();
        for (name, schema) in properties {
            let here = pointer::join(&format!("{at}/properties"), name);
            if *schema == Value::Bool(false) {
                if open || required.contains(&name.as_str()) {
                    return Err(NoType);
                }
                continue;
            }
            if self.is_hidden(schema, direction) {
                continue;
            }
            let ty = self.schema(schema, &here, direction, &hint.within(name));
            let presence = match (
                required.contains(&name.as_str()),
                self.default_of(schema, &ty, &here, direction),
            ) {
                (true, _) => Presence::Required,
                (false, Some(default)) => Presence::Default(default),
                (false, None) => Presence::Optional,
            };
            fields.push(Field {
                name: scope.field(name),
                ty,
                presence,
                description: description(schema),
            });
        }
        for name in required {
            if !properties.contains_key(name) {
                let ty = match rest {
                    Some(schema) if open => self.schema(
                        schema,
                        &format!("{at}/additionalProperties"),
                        direction,
                        &hint.within(name),
                    ),
                    Some(_) => return Err(NoType),
                    None => {
                        self.undeclared_member(name, properties, at);
                        Type::Any
                    }
                };
                fields.push(Field {
                    name: scope.field(name),
                    ty,
                    presence: Presence::Required,
                    description: String::new(),
                });
            }
        }
        let additional = match rest {
            Some(schema) if open => {
                let ty = self.schema(
                    schema,
                    &format!("{at}/additionalProperties"),
                    direction,
                    &hint.within("value"),
                );
                Additional::Kept(scope.field("additional"), ty)
            }
            None if open => Additional::Kept(scope.field("additional"), Type::Any),
            _ => Additional::Refused,
        };
        Ok(Shape::Defined(DefinitionKind::Struct(Struct {
            fields,
            additional,
            members,
        })))
    }

    /// Is the property out of sight in this direction?
    fn is_hidden(&self, schema: &Value, direction: Direction) -> bool {
        let keyword = match direction {
            Direction::Request | Direction::Upload => "readOnly",
            Direction::Response => "writeOnly",
            Direction::Both => return false,
        };
        if schema.get(keyword) == Some(&Value::Bool(true)) {
            return true;
        }
        let target = schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| self.follow(reference));
        target.is_some_and(|(schema, _)| schema.get(keyword) == Some(&Value::Bool(true)))
    }

    /// A default of a named type stays where that type is a list of words and has it; elsewhere the field is optional.
    pub fn settle_defaults(&mut self) {
        let words: Vec<Option<Vec<String>>> = self
            .types
            .iter()
            .map(|definition| match &definition.kind {
                DefinitionKind::Choice(names) => {
                    Some(names.iter().map(|name| name.wire().to_owned()).collect())
                }
                _ => None,
            })
            .collect();
        for definition in &mut self.types {
            let DefinitionKind::Struct(body) = &mut definition.kind else {
                continue;
            };
            for field in &mut body.fields {
                let settled = settle_default(&field.ty, &mut field.presence, &words);
                if let Settled::Dropped(why) = settled {
                    let at = pointer::join(
                        &format!("{}/properties", definition.pointer),
                        field.name.wire(),
                    );
                    self.diagnostics.push(unapplied(&at, why));
                }
            }
        }
        self.choice_words = words;
    }
}
