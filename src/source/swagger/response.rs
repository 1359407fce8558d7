//! Answers: their schema goes under every media type that the operation produces.

use serde_json::{Map, Value, json};

use super::super::pointer;
use super::parameter::Carrier;
use super::schema::spell;
use super::{JSON, Lifting};

impl<'s> Lifting<'s> {
    /// An answer under `responses` of the root.
    pub fn shared_response(&mut self, response: &'s Value, old: &str, new: &str) -> Value {
        let produces = self.produces.clone();
        self.response(response, old, new, &produces)
    }

    /// The answers of an operation. One that is shared stays a reference where it is produced as everywhere.
    pub fn responses(
        &mut self,
        responses: &'s Value,
        old: &str,
        new: &str,
        produces: &[String],
    ) -> Value {
        let Value::Object(entries) = responses else {
            return responses.clone();
        };
        let mut lifted = Map::new();
        for (status, response) in entries {
            let (old, new) = (pointer::join(old, status), pointer::join(new, status));
            let (target, place) = self.resolve(response, &old);
            let shared = place.starts_with("/responses/") && produces == self.produces;
            let converted = if status.starts_with("x-") || shared {
                response.clone()
            } else {
                if place != old {
                    self.moves.add(&new, &place);
                }
                self.response(target, &place, &new, produces)
            };
            lifted.insert(status.clone(), converted);
        }
        Value::Object(lifted)
    }

    fn response(
        &mut self,
        response: &'s Value,
        old: &str,
        new: &str,
        produces: &[String],
    ) -> Value {
        let Value::Object(members) = response else {
            return response.clone();
        };
        if members.contains_key("$ref") {
            return response.clone();
        }
        let mut lifted = Map::new();
        for (name, value) in members {
            match name.as_str() {
                "schema" | "examples" => {}
                "headers" => {
                    let (old, new) = (pointer::join(old, name), pointer::join(new, name));
                    let headers = self.entries(value, &old, &new, Self::header);
                    lifted.insert(name.clone(), headers);
                }
                _ => {
                    lifted.insert(name.clone(), value.clone());
                }
            }
        }
        let content = self.content(members, old, new, produces);
        if !content.is_empty() {
            lifted.insert("content".to_owned(), Value::Object(content));
        }
        Value::Object(lifted)
    }

    fn content(
        &mut self,
        members: &'s Map<String, Value>,
        old: &str,
        new: &str,
        produces: &[String],
    ) -> Map<String, Value> {
        let schema = members.get("schema");
        let examples = members.get("examples").and_then(Value::as_object);
        let mut content = Map::new();
        if schema.is_none() && examples.is_none() {
            return content;
        }
        let at = pointer::join(new, "content");
        self.moves.add_back(
            &at,
            &pointer::join(
                old,
                if schema.is_some() {
                    "schema"
                } else {
                    "examples"
                },
            ),
        );
        let is_file = schema
            .and_then(|schema| schema.get("type"))
            .and_then(Value::as_str)
            == Some("file");
        let default = [if is_file {
            "application/octet-stream"
        } else {
            JSON
        }
        .to_owned()];
        let produces = if produces.is_empty() {
            default.as_slice()
        } else {
            produces
        };
        for media_type in produces {
            let mut entry = Map::new();
            let at = pointer::join(&at, media_type);
            if let Some(schema) = schema {
                let mut schema = schema.clone();
                spell(&mut schema);
                self.moves
                    .add(&pointer::join(&at, "schema"), &pointer::join(old, "schema"));
                entry.insert("schema".to_owned(), schema);
            }
            if let Some(example) = examples.and_then(|examples| examples.get(media_type)) {
                entry.insert("example".to_owned(), example.clone());
            }
            content.insert(media_type.clone(), Value::Object(entry));
        }
        for name in examples.into_iter().flat_map(Map::keys) {
            if !content.contains_key(name) && !name.starts_with("x-") {
                let place = pointer::join(&pointer::join(old, "examples"), name);
                self.repaired(
                    &place,
                    format!("the operation does not produce `{name}`; its example is left out"),
                );
            }
        }
        content
    }

    fn header(&mut self, header: &'s Value, old: &str, new: &str) -> Value {
        let Value::Object(members) = header else {
            return header.clone();
        };
        let mut lifted = self.keywords_apart(members, old, new);
        self.settle_list(members, old, Carrier::Answer, &mut lifted);
        lifted
            .entry("schema".to_owned())
            .or_insert_with(|| json!({}));
        Value::Object(lifted)
    }
}
