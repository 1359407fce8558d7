//! Calls that the service makes itself: webhooks and callbacks go in, the types of what they carry come out.
//!
//! They are types and no routes: when to call whom is the service's business, and only what is sent is the contract's.

use serde_json::Value;

use super::build::{Builder, Hint};
use super::direction::Direction;
use super::find::Found;
use super::media;
use super::names::Scope;
use super::schema::paragraph;
use super::{MediaKind, Outgoing, OutgoingBody};
use crate::source::pointer;

/// The methods of a path item.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

impl<'d> Builder<'d> {
    /// The webhooks of the document, and the callbacks of its operations.
    pub fn outgoing(&mut self, found: &[Found<'d>]) -> Vec<Outgoing> {
        let document = self.document;
        let mut scope = Scope::operations();
        let mut calls = Vec::new();
        for (name, item, at) in entries(document.at("/webhooks"), "/webhooks") {
            self.calls(
                item,
                &at,
                (name, &format!("{name} webhook"), name),
                &mut scope,
                &mut calls,
            );
        }
        for operation in found {
            let at = format!("{}/callbacks", operation.pointer);
            for (name, callback, at) in entries(document.at(&at), &at) {
                let Some((callback, at)) = self.pointed(callback, &at) else {
                    continue;
                };
                for (expression, item, at) in entries(Some(callback), &at) {
                    let words = format!("{name} callback");
                    self.calls(
                        item,
                        &at,
                        (name, &words, expression),
                        &mut scope,
                        &mut calls,
                    );
                }
            }
        }
        calls
    }

    /// The calls of one path item.
    fn calls(
        &mut self,
        item: &'d Value,
        at: &str,
        (name, words, target): (&str, &str, &str),
        scope: &mut Scope,
        calls: &mut Vec<Outgoing>,
    ) {
        let Some((item, at)) = self.pointed(item, at) else {
            return;
        };
        let fixed = METHODS.iter().filter_map(|method| {
            let operation = item.get(method)?;
            let place = format!("{at}/{method}");
            Some((method.to_ascii_uppercase(), operation, place))
        });
        let further = format!("{at}/additionalOperations");
        let further = entries(item.get("additionalOperations"), &further)
            .map(|(method, operation, place)| (method.to_owned(), operation, place));
        for (method, operation, at) in fixed.chain(further) {
            let text = |keyword: &str| operation.get(keyword).and_then(Value::as_str);
            let minted = scope.pascal(words);
            let file = self.file(minted.rust());
            let hint = Hint {
                words: minted.rust().to_owned(),
                file,
            };
            calls.push(Outgoing {
                name: minted,
                method,
                target: target.to_owned(),
                description: text("summary")
                    .or_else(|| text("description"))
                    .map_or_else(|| name.to_owned(), paragraph),
                body: self.sent(operation, &at, &hint),
            });
        }
    }

    /// What a call carries: the first of its media types that is JSON, or else the first.
    fn sent(&mut self, operation: &'d Value, at: &str, hint: &Hint) -> Option<OutgoingBody> {
        let body = operation.get("requestBody")?;
        let (body, at) = self.pointed(body, &format!("{at}/requestBody"))?;
        let contents: Vec<(&str, &Value, String)> =
            entries(body.get("content"), &format!("{at}/content")).collect();
        let is_json = |media_type: &str, media: &Value| {
            let schema = media.get("schema").cloned().unwrap_or(Value::Bool(true));
            media::kind(media_type, &schema) == MediaKind::Json
        };
        let (media_type, media, at) = contents
            .iter()
            .find(|(media_type, media, _)| is_json(media_type, media))
            .or(contents.first())?;
        let ty = match media.get("schema") {
            Some(schema) if is_json(media_type, media) => {
                let hint = hint.within("body");
                Some(self.schema(schema, &format!("{at}/schema"), Direction::Response, &hint))
            }
            _ => None,
        };
        Some(OutgoingBody {
            media_type: (*media_type).to_owned(),
            ty,
        })
    }

    /// What stands at a place, a reference followed.
    fn pointed(&self, value: &'d Value, at: &str) -> Option<(&'d Value, String)> {
        const LONGEST_CHAIN: usize = 32;
        let (mut value, mut at) = (value, at.to_owned());
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return Some((value, at));
            };
            at = pointer::of_reference(reference)?;
            value = self.document.at(&at)?;
        }
        None
    }
}

/// The members of an object, each with its place; extensions are none.
pub(super) fn entries<'v>(
    object: Option<&'v Value>,
    at: &str,
) -> impl Iterator<Item = (&'v str, &'v Value, String)> {
    let members = object.and_then(Value::as_object).into_iter().flatten();
    members
        .filter(|(name, _)| !name.starts_with("x-"))
        .map(move |(name, value)| (name.as_str(), value, pointer::join(at, name)))
}
