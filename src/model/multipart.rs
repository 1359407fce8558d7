//! Multipart bodies: a schema with its encodings goes in, the parts that the gate reads come out.

use serde_json::{Map, Value};

use super::body::is_json;
use super::build::{Builder, Hint};
use super::direction::Direction;
use super::media;
use super::{Exception, Explode, Part, PartContent, Reading, Shape, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::pointer;

impl Builder<'_> {
    /// A multipart body: its parts, and the type that they make together.
    pub fn multipart(
        &mut self,
        schema: &Value,
        at: &str,
        here: &str,
        hint: &Hint,
    ) -> (Reading, Type) {
        let mut parts = Vec::new();
        let mut rewritten: Option<Map<String, Value>> = None;
        for (name, property) in self.members(schema) {
            let place = pointer::join(&format!("{here}/encoding"), &name);
            let encoding = self.document.at(&place).cloned().unwrap_or_default();
            self.note_encoding(&encoding, &place);
            let part = self.part(name.clone(), &property, &encoding);
            // A part of bytes whose schema says nothing (`{}` in 3.1) is a file by its media type alone.
            if part.content == PartContent::File && !self.holds_file(&property) {
                rewritten
                    .get_or_insert_with(|| self.flat(schema))
                    .entry("properties")
                    .or_insert_with(|| Value::Object(Map::new()))
                    .as_object_mut()
                    .map(|properties| properties.insert(name, binary(part.repeats)));
            }
            parts.push(part);
        }
        let schema = rewritten.map_or_else(|| schema.clone(), Value::Object);
        let ty = self.schema(&schema, at, Direction::Upload, hint);
        (Reading::Multipart(parts), ty)
    }

    fn part(&self, name: String, property: &Value, encoding: &Value) -> Part {
        let property = self.resolved(property);
        let listed = property.get("items").filter(|_| is_list(&property));
        let repeats = match listed {
            Some(_) => Explode::Yes,
            None => Explode::No,
        };
        let item = listed.map_or_else(|| property.clone(), |item| self.resolved(item));
        let declared = encoding.get("contentType").and_then(Value::as_str);
        let media_types: Vec<String> = declared
            .unwrap_or_default()
            .split(',')
            .map(media::essence)
            .filter(|media_type| !media_type.is_empty())
            .collect();
        let is_raw = media_types
            .first()
            .is_some_and(|first| !first.starts_with("text/") && !is_json(first));
        let content = if media::is_file(&item) || (is_raw && media::is_bytes(&item)) {
            PartContent::File
        } else if declared.is_some_and(is_json) {
            PartContent::Json
        } else {
            match self.lexical(&item, 0) {
                Shape::List(_) | Shape::Object(_) => PartContent::Json,
                shape => PartContent::Text(shape),
            }
        };
        Part {
            name,
            content,
            repeats,
            media_types,
        }
    }

    /// Says what of an encoding is not read: headers of a part, and styles, which multipart bodies take from 3.1 on.
    fn note_encoding(&mut self, encoding: &Value, place: &str) {
        for keyword in ["headers", "style", "explode", "allowReserved"] {
            if encoding.get(keyword).is_none() {
                continue;
            }
            let at = format!("{place}/{keyword}");
            self.diagnostics.push(
                Diagnostic::warning(Code::ParameterUnsupported, at.as_str())
                    .message(format!("`{keyword}` of a part is not read; parts are told apart by name, and lists come as several parts"))
                    .help("remove it, or send what it describes as a part of its own"),
            );
            self.exceptions.push(Exception {
                pointer: at,
                sentence: format!("`{keyword}` of this part is neither read nor checked"),
            });
        }
    }

    fn holds_file(&self, property: &Value) -> bool {
        let property = self.resolved(property);
        let item = property.get("items").map(|item| self.resolved(item));
        media::is_file(&property) || item.is_some_and(|item| media::is_file(&item))
    }

    fn flat(&self, schema: &Value) -> Map<String, Value> {
        let resolved = self.resolved(schema);
        resolved
            .as_object()
            .and_then(|keywords| super::merge::flatten(self.raw, keywords))
            .unwrap_or_default()
    }

    /// The properties of an object, also those that its `allOf` brings in.
    pub fn members(&self, schema: &Value) -> Vec<(String, Value)> {
        let merged = self.flat(schema);
        let properties = merged.get("properties").and_then(Value::as_object);
        properties
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.clone(), schema.clone()))
            .collect()
    }
}

fn is_list(schema: &Value) -> bool {
    match schema.get("type") {
        Some(Value::String(word)) => word == "array",
        Some(Value::Array(words)) => words.iter().any(|word| word == "array"),
        _ => schema.get("items").is_some(),
    }
}

fn binary(repeats: Explode) -> Value {
    let file = serde_json::json!({"type": "string", "format": "binary"});
    match repeats {
        Explode::Yes => serde_json::json!({"type": "array", "items": file}),
        Explode::No => file,
    }
}
