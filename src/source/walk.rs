//! Walks along the grammar: every object of a document with its kind and its pointer.

use serde_json::Value;

use super::grammar::{Kind, Shape};
use super::pointer::Pointer;

/// Visits `value` and all that it holds, parents first. What a reference stands for is not visited; members beside it are
/// only where a schema or a path item may have them.
pub fn walk<'a>(
    value: &'a Value,
    kind: Kind,
    pointer: &mut Pointer,
    visit: &mut impl FnMut(&'a Value, Kind, &Pointer),
) {
    visit(value, kind, pointer);
    let Value::Object(members) = value else {
        return;
    };
    if is_reference(value, kind) {
        return;
    }
    for (name, member) in members {
        let Some(shape) = kind.child(name) else {
            continue;
        };
        pointer.within(name, |pointer| match (shape, member) {
            (Shape::Map(kind), Value::Object(entries)) => {
                for (name, entry) in entries {
                    pointer.within(name, |pointer| walk(entry, kind, pointer, visit));
                }
            }
            (Shape::List(kind) | Shape::One(kind), Value::Array(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    pointer.within_index(index, |pointer| walk(element, kind, pointer, visit));
                }
            }
            (Shape::One(kind), member) => walk(member, kind, pointer, visit),
            _ => {}
        });
    }
}

/// Visits `value` and all that it holds, children first, so that a visit may reshape what it sees.
pub fn walk_mut(
    value: &mut Value,
    kind: Kind,
    pointer: &mut Pointer,
    visit: &mut impl FnMut(&mut Value, Kind, &Pointer),
) {
    let referring = is_reference(value, kind);
    if let (Value::Object(members), false) = (&mut *value, referring) {
        for (name, member) in members {
            let Some(shape) = kind.child(name) else {
                continue;
            };
            pointer.within(name, |pointer| match (shape, member) {
                (Shape::Map(kind), Value::Object(entries)) => {
                    for (name, entry) in entries {
                        pointer.within(name, |pointer| walk_mut(entry, kind, pointer, visit));
                    }
                }
                (Shape::List(kind) | Shape::One(kind), Value::Array(elements)) => {
                    for (index, element) in elements.iter_mut().enumerate() {
                        pointer
                            .within_index(index, |pointer| walk_mut(element, kind, pointer, visit));
                    }
                }
                (Shape::One(kind), member) => walk_mut(member, kind, pointer, visit),
                _ => {}
            });
        }
    }
    visit(value, kind, pointer);
}

/// Visits every schema of a document that is not part of another, with its pointer.
pub fn each_schema(document: &Value, visit: &mut impl FnMut(&Value, &str)) {
    let mut inside = String::new();
    let mut pointer = Pointer::default();
    walk(
        document,
        Kind::Document,
        &mut pointer,
        &mut |value, kind, pointer| {
            if kind != Kind::Schema {
                return;
            }
            let at = pointer.as_str();
            // Parents come first.
            let is_part = at
                .strip_prefix(inside.as_str())
                .is_some_and(|rest| !inside.is_empty() && rest.starts_with('/'));
            if !is_part {
                at.clone_into(&mut inside);
                visit(value, at);
            }
        },
    );
}

/// The same, for visits that change what they see.
pub fn each_schema_mut(document: &mut Value, visit: &mut impl FnMut(&mut Value, &str)) {
    let mut places = Vec::new();
    each_schema(document, &mut |_, at| places.push(at.to_owned()));
    for at in places {
        if let Some(schema) = document.pointer_mut(&at) {
            visit(schema, &at);
        }
    }
}

/// Is this a reference object, which stands for another and has no members of its own? Schemas and path items may have some.
pub fn is_reference(value: &Value, kind: Kind) -> bool {
    !matches!(kind, Kind::Schema | Kind::PathItem) && may_refer(kind) && reference(value).is_some()
}

/// The text of `$ref`, if there is one.
pub fn reference(value: &Value) -> Option<&str> {
    value.get("$ref").and_then(Value::as_str)
}

/// May an object of this kind be replaced by a reference?
pub fn may_refer(kind: Kind) -> bool {
    kind.section().is_some()
}

/// The kind of what stands at `pointer` when the document is read along the grammar; `None` off the grammar.
pub fn kind_at(document: &Value, pointer: &str) -> Option<Kind> {
    let mut value = document;
    let mut kind = Kind::Document;
    let mut tokens = super::pointer::tokens(pointer);
    while let Some(name) = tokens.next() {
        let shape = kind.child(&name)?;
        value = value.get(name.as_str())?;
        kind = shape.kind();
        if matches!(shape, Shape::Map(_)) || value.is_array() {
            value = element(value, &tokens.next()?)?;
        }
    }
    Some(kind)
}

/// The member or the element of `value` that a token of a pointer names.
pub fn element<'a>(value: &'a Value, token: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members) => members.get(token),
        Value::Array(elements) => token
            .parse::<usize>()
            .ok()
            .and_then(|index| elements.get(index)),
        _ => None,
    }
}
