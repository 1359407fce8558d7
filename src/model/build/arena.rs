//! The arena of named types: a schema that needs a name goes in, a [`TypeId`] comes out, at once; its shape is found later.
//!
//! So a schema that contains itself is a type that names itself, and no schema is built twice for one direction.

use std::borrow::Cow;
use std::collections::VecDeque;

use serde_json::Value;

use super::{Builder, Hint, Shape};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::direction::Direction;
use crate::model::keyword::accepts_all;
use crate::model::schema::description;
use crate::model::{Definition, DefinitionKind, Type, TypeId, Uses};
use crate::source::pointer;

/// A definition that has its name and place, and no shape yet.
pub(super) struct Waiting<'d> {
    id: TypeId,
    schema: Cow<'d, Value>,
    pointer: String,
    direction: Direction,
    hint: Hint,
}

/// Those that wait, in the order in which they were named.
pub(super) type Queue<'d> = VecDeque<Waiting<'d>>;

impl Builder<'_> {
    /// The type of whatever `reference` names.
    pub fn reference(&mut self, reference: &str, direction: Direction) -> Type {
        let Some((schema, target)) = self.follow(reference) else {
            self.diagnostics.push(
                Diagnostic::error(Code::ReferenceMissing, String::new())
                    .message(format!("`{reference}` leads to no schema")),
            );
            return Type::Any;
        };
        let direction = self.marks.settle(schema, &target, direction);
        if let Some(known) = self.known.get(&(target.clone(), direction)) {
            return known.clone();
        }
        if matches!(schema, Value::Bool(true))
            || schema
                .as_object()
                .is_some_and(|map| map.keys().all(|key| accepts_all(key)))
        {
            return Type::Any;
        }
        let (schema, nullable) = self.without_null(schema);
        let hint = self.hint_for(&target);
        let id = self.reserve(&target, direction, &hint, description(&schema));
        let ty = if nullable {
            Type::Nullable(Box::new(Type::Named(id)))
        } else {
            Type::Named(id)
        };
        self.known.insert((target.clone(), direction), ty.clone());
        self.waiting.push_back(Waiting {
            id,
            schema,
            pointer: target,
            direction,
            hint,
        });
        ty
    }

    /// A type for an unnamed schema that was found to need a name.
    pub fn define(
        &mut self,
        kind: DefinitionKind,
        at: &str,
        direction: Direction,
        hint: &Hint,
        description: String,
    ) -> Type {
        let id = self.reserve(at, direction, hint, description);
        self.types[id.0].kind = kind;
        Type::Named(id)
    }

    /// Remembers what stands at a pointer, so that an unnamed schema is built once.
    pub fn remember(&mut self, at: &str, direction: Direction, ty: &Type) {
        self.known.insert((at.to_owned(), direction), ty.clone());
    }

    /// What was built for this pointer before.
    pub fn recall(&self, at: &str, direction: Direction) -> Option<Type> {
        self.known.get(&(at.to_owned(), direction)).cloned()
    }

    /// A named type for an unnamed schema, whose shape is found later.
    pub fn postpone(
        &mut self,
        schema: &Value,
        at: &str,
        direction: Direction,
        hint: &Hint,
    ) -> Type {
        let (schema, nullable) = self.without_null(schema);
        let schema = Cow::Owned(schema.into_owned());
        let description = description(&schema);
        let id = self.reserve(at, direction, hint, description);
        self.waiting.push_back(Waiting {
            id,
            schema,
            pointer: at.to_owned(),
            direction,
            hint: hint.clone(),
        });
        if nullable {
            Type::Nullable(Box::new(Type::Named(id)))
        } else {
            Type::Named(id)
        }
    }

    fn reserve(
        &mut self,
        at: &str,
        direction: Direction,
        hint: &Hint,
        description: String,
    ) -> TypeId {
        // Only what stands among the shared schemas can be asked for either way; which way it is asked for at present names nothing.
        let goes_both_ways = at.starts_with("/components/schemas/");
        let name = match (self.components.get(at), direction) {
            (Some(name), Direction::Both | Direction::Response) => name.clone(),
            (_, Direction::Request) if goes_both_ways => {
                self.scope.pascal(&format!("{} input", hint.words))
            }
            (_, Direction::Upload) if goes_both_ways => {
                self.scope.pascal(&format!("{} upload", hint.words))
            }
            _ => match self.shared.take(at) {
                Some(name) => name,
                None => self.scope.pascal(&hint.words),
            },
        };
        self.types.push(Definition {
            name,
            file: hint.file.clone(),
            description,
            pointer: at.to_owned(),
            uses: Uses::default(),
            kind: DefinitionKind::Newtype(Type::Any),
        });
        TypeId(self.types.len() - 1)
    }

    /// What a type inside a shared answer, body, parameter or header is called after, whoever uses it.
    pub fn shared_hint(&self, at: &str) -> Option<Hint> {
        self.shared.hint(at).cloned()
    }

    fn hint_for(&mut self, target: &str) -> Hint {
        if let Some(hint) = self.shared_hint(target) {
            return hint;
        }
        let words = match self.components.get(target) {
            Some(name) => name.wire().to_owned(),
            None => pointer::tokens(target)
                .filter(|token| {
                    !matches!(
                        token.as_str(),
                        "components" | "schemas" | "properties" | "paths" | "content" | "schema"
                    )
                })
                .collect::<Vec<_>>()
                .join(" "),
        };
        let file = match self.file_of.get(target) {
            Some(file) => file.clone(),
            None => self.file(&words),
        };
        self.file_of.insert(target.to_owned(), file.clone());
        Hint { words, file }
    }

    /// Gives a shape to every definition that waits for one; new ones may join while this goes on.
    pub(super) fn settle_queue(&mut self) {
        while let Some(Waiting {
            id,
            schema,
            pointer,
            direction,
            hint,
        }) = self.waiting.pop_front()
        {
            let shape = self.shape(&schema, &pointer, direction, &hint);
            self.note_files(&shape, &pointer, direction);
            let kind = match shape {
                Shape::Plain(ty) => DefinitionKind::Newtype(ty),
                Shape::Defined(kind) => kind,
            };
            self.types[id.0].kind = kind;
        }
        self.settle_defaults();
    }
}
