//! Schemas of 2.0, which are those of 3.0 but for some spellings.

use serde_json::{Map, Value, json};

use super::super::grammar::Kind;
use super::super::pointer::Pointer;
use super::super::walk::walk_mut;

/// A schema as 3.0 spells it.
pub fn spelt(schema: &Value) -> Value {
    let mut lifted = schema.clone();
    spell(&mut lifted);
    lifted
}

/// Spells a schema as 3.0 does, at every depth.
pub fn spell(schema: &mut Value) {
    walk_mut(
        schema,
        Kind::Schema,
        &mut Pointer::default(),
        &mut |schema, kind, _| {
            if let (Kind::Schema, Value::Object(members)) = (kind, schema) {
                respell(members);
            }
        },
    );
}

fn respell(members: &mut Map<String, Value>) {
    if let Some(name @ Value::String(_)) = members.get_mut("discriminator") {
        *name = json!({ "propertyName": name.take() });
    }
    if let Some(flag @ Value::Bool(_)) = members.shift_remove("x-nullable") {
        members.insert("nullable".to_owned(), flag);
    }
    if members.get("type").and_then(Value::as_str) == Some("file") {
        members.insert("type".to_owned(), Value::from("string"));
        members.insert("format".to_owned(), Value::from("binary"));
    }
}
