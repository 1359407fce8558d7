//! The skeleton: a copy of the document in which every schema is a reference into the whole, and which `openapiv3` can
//! spell. What 3.0 has no member for travels beside it, under a key of ours.

use serde_json::{Map, Value, json};

use super::grammar::{Kind, Shape};
use super::pointer::{self, Pointer};
use super::references::resolve_chain;
use super::walk::{may_refer, reference};
use crate::diagnostic::{Code, Diagnostic};

/// The scheme of an HTTP security scheme that stands for `type: mutualTLS` of 3.1, which `openapiv3` cannot spell.
pub const MUTUAL_TLS_SCHEME: &str = "x-portcullis-mutual-tls";

/// What stands before the name of a member that `openapiv3` cannot spell, such as `webhooks` of a document,
/// `query` and `additionalOperations` of a path item, or `itemSchema` of a media type; and before `in` and `style` of a
/// parameter whose place or style it cannot spell.
pub const BESIDE: &str = "x-portcullis-";

/// The member of the schema of a list that says which mark stands between its items, where 3.0 has no style for it.
pub const SEPARATOR: &str = "x-portcullis-separator";

/// References that are replaced by what they name; more than these is a document that multiplies itself.
const MAX_INLINED: usize = 50_000;

/// The skeleton of `document`, whose references all hold.
pub fn lower(document: &Value, diagnostics: &mut Vec<Diagnostic>) -> Value {
    let mut lowering = Lowering {
        document,
        diagnostics,
        trail: Vec::new(),
        inlined: 0,
    };
    lowering.copy(document, Kind::Document, &mut Pointer::default())
}

struct Lowering<'d> {
    document: &'d Value,
    diagnostics: &'d mut Vec<Diagnostic>,
    /// The targets that are being written in place of references, outermost first.
    trail: Vec<String>,
    inlined: usize,
}

impl Lowering<'_> {
    fn copy(&mut self, value: &Value, kind: Kind, pointer: &mut Pointer) -> Value {
        if kind == Kind::Schema {
            return json!({ "$ref": pointer::to_reference(pointer.as_str()) });
        }
        if let Some(reference) = reference(value).filter(|_| may_refer(kind)) {
            return self.referenced(value, reference, kind, pointer);
        }
        match value {
            Value::Object(members) => Value::Object(self.members(members, kind, pointer)),
            other => other.clone(),
        }
    }

    fn members(
        &mut self,
        members: &Map<String, Value>,
        kind: Kind,
        pointer: &mut Pointer,
    ) -> Map<String, Value> {
        let mut copied = Map::new();
        for (name, member) in members {
            let Some(key) = key(kind, name) else { continue };
            let copy = match kind.child(name) {
                Some(shape) => pointer.within(name, |pointer| self.child(member, shape, pointer)),
                None => member.clone(),
            };
            copied.insert(key, copy);
        }
        settle(&mut copied, kind);
        copied
    }

    fn child(&mut self, member: &Value, shape: Shape, pointer: &mut Pointer) -> Value {
        match (shape, member) {
            (Shape::Map(kind), Value::Object(entries)) => Value::Object(
                entries
                    .iter()
                    .map(|(name, entry)| {
                        (
                            name.clone(),
                            pointer.within(name, |pointer| self.copy(entry, kind, pointer)),
                        )
                    })
                    .collect(),
            ),
            (Shape::List(kind), Value::Array(elements)) => Value::Array(
                elements
                    .iter()
                    .enumerate()
                    .map(|(index, element)| {
                        pointer.within_index(index, |pointer| self.copy(element, kind, pointer))
                    })
                    .collect(),
            ),
            (Shape::One(kind), member) => self.copy(member, kind, pointer),
            (_, member) => member.clone(),
        }
    }

    /// A reference to a component stays one, at the end of its chain; everything else is written in its place, because the
    /// typed document has no room for a reference there, or its reader would have to look in the whole.
    fn referenced(
        &mut self,
        value: &Value,
        reference: &str,
        kind: Kind,
        pointer: &mut Pointer,
    ) -> Value {
        let Some(target) = resolve_chain(self.document, reference) else {
            return value.clone();
        };
        let words = own_words(value, kind);
        if words.is_empty() && stays_reference(kind, pointer.as_str(), &target) {
            return json!({ "$ref": pointer::to_reference(&target) });
        }
        let Some(named) = self.document.pointer(&target) else {
            return value.clone();
        };
        self.inlined += 1;
        if self.trail.contains(&target) || self.inlined > MAX_INLINED {
            // One finding is enough: what is refused is the document.
            if self.inlined <= MAX_INLINED + 1 {
                self.diagnostics.push(
                    Diagnostic::error(Code::ReferenceInvalid, pointer.as_str())
                        .message(format!("`{reference}` leads into itself"))
                        .help("a callback or a path item cannot hold itself"),
                );
            }
            return json!({});
        }
        self.trail.push(target.clone());
        let mut copy = self.copy(named, kind, &mut Pointer::at(&target));
        self.trail.pop();
        if kind == Kind::PathItem {
            self.beside_reference(value, &mut copy, pointer);
        } else if let Value::Object(copy) = &mut copy {
            copy.extend(words);
        }
        copy
    }

    /// Members beside the reference of a path item: they win over what is referred to.
    fn beside_reference(&mut self, value: &Value, copy: &mut Value, pointer: &mut Pointer) {
        if let (Value::Object(own), Value::Object(copy)) = (value, copy) {
            let own: Map<String, Value> = own
                .iter()
                .filter(|(name, _)| *name != "$ref")
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            copy.extend(self.members(&own, Kind::PathItem, pointer));
        }
    }
}

/// What a reference object says of its own about what it refers to; in 3.0, where that does not count, it is gone by now.
fn own_words(value: &Value, kind: Kind) -> Map<String, Value> {
    let words = ["summary", "description"].into_iter();
    let own = words.filter_map(|name| {
        let text = value.get(name).filter(|_| kind != Kind::PathItem)?;
        Some((key(kind, name)?, text.clone()))
    });
    own.collect()
}

/// May the typed document keep a reference from `holder` to `target`?
fn stays_reference(kind: Kind, holder: &str, target: &str) -> bool {
    let typed = matches!(
        kind,
        Kind::Response
            | Kind::Parameter
            | Kind::RequestBody
            | Kind::Header
            | Kind::SecurityScheme
            | Kind::Link
    );
    typed && is_component(kind, target) && !is_component(kind, holder)
}

/// Is `pointer` an entry of the section of `components` for this kind?
fn is_component(kind: Kind, pointer: &str) -> bool {
    let entry = kind.section().and_then(|section| {
        pointer
            .strip_prefix("/components/")?
            .strip_prefix(section)?
            .strip_prefix('/')
    });
    entry.is_some_and(|name| !name.contains('/'))
}

/// The key under which a member is copied, if it is.
fn key(kind: Kind, name: &str) -> Option<String> {
    let example = matches!(
        kind,
        Kind::Parameter | Kind::Header | Kind::MediaType | Kind::Components
    ) && matches!(name, "example" | "examples");
    if example || (kind == Kind::Components && name == "schemas") {
        return None;
    }
    let extension = name.starts_with("x-");
    // An author's member of such a name is not one that we put there.
    if name.starts_with(BESIDE) {
        return None;
    }
    match kind.members() {
        // `openapiv3` takes every member of a callback for a path item.
        None if kind == Kind::Callback && extension => None,
        None => Some(name.to_owned()),
        Some(members) if extension || members.contains(&name) => Some(name.to_owned()),
        Some(_) if kind.later_members().contains(&name) => Some(format!("{BESIDE}{name}")),
        Some(_) => None,
    }
}

/// Spells out what `openapiv3` would take for something else.
fn settle(members: &mut Map<String, Value>, kind: Kind) {
    match kind {
        Kind::SecurityScheme
            if members.get("type").and_then(Value::as_str) == Some("mutualTLS") =>
        {
            members.insert("type".to_owned(), Value::from("http"));
            members.insert("scheme".to_owned(), Value::from(MUTUAL_TLS_SCHEME));
        }
        Kind::Parameter => later_parameter(members),
        // The default depends on the style, and `openapiv3` takes absence for `false`.
        Kind::Encoding if !members.contains_key("explode") => {
            let form = members.get("style").is_none_or(|style| style == "form");
            members.insert("explode".to_owned(), Value::from(form));
        }
        _ => {}
    }
}

/// A place and a style of 3.2, as the nearest of 3.0 with a mark beside it.
fn later_parameter(members: &mut Map<String, Value>) {
    for (name, later, known, place) in [
        ("in", "querystring", "query", None),
        ("style", "cookie", "form", Some("cookie")),
    ] {
        let says = |name: &str, word: &str| members.get(name).and_then(Value::as_str) == Some(word);
        if says(name, later) && place.is_none_or(|place| says("in", place)) {
            members.insert(name.to_owned(), Value::from(known));
            members.insert(format!("{BESIDE}{name}"), Value::from(later));
        }
    }
}
