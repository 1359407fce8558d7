//! Names that schemas give themselves: a document flows in, and the same with pointers in place of names flows out.
//!
//! An `$id` makes a schema a resource with an address, against which every reference in it is resolved (RFC 3986, section
//! 5.2); an `$anchor` or a `$dynamicAnchor` names a schema within its resource (JSON Schema 2020-12, section 8.2). What
//! leads to none of the document's resources stays as it is: it is a reference to a file.

use std::collections::HashMap;

use fluent_uri::{Iri, IriRef};
use serde_json::{Map, Value, json};

use super::grammar::Kind;
use super::pointer::{self, Pointer};
use super::references::Root;
use super::walk::{may_refer, walk};
use crate::diagnostic::{Code, Diagnostic};

/// The address of a document that gives itself none. Nothing is ever asked for there.
const NOWHERE: &str = "x-portcullis://document/";

/// Puts pointers in place of names. A name that is given twice names nothing, and its references are then found missing.
pub fn settle(document: &mut Value, roots: &[Root], diagnostics: &mut Vec<Diagnostic>) {
    let resources = Resources::of(document, roots);
    if resources.is_plain() {
        return;
    }
    let mut changes = Vec::new();
    for root in roots {
        let Some(value) = document.pointer(&root.pointer) else {
            continue;
        };
        let mut at = Pointer::at(&root.pointer);
        walk(value, root.kind, &mut at, &mut |value, kind, pointer| {
            if may_refer(kind)
                && let Value::Object(members) = value
            {
                let place = pointer.as_str();
                resources.changes(document, (members, kind), place, &mut changes, diagnostics);
            }
        });
    }
    for (place, change) in changes {
        if let Some(Value::Object(members)) = document.pointer_mut(&place) {
            change.apply(members);
        }
    }
}

/// The pointer that a schema says in place of a name.
enum Change {
    Reference(String),
    /// A reference that looks for the outermost anchor of a name, and the one that it begins at.
    Dynamic(String),
    /// A dynamic reference to what has no dynamic anchor is a plain one.
    Undynamic(String),
    Mapping(String, String),
}

impl Change {
    fn apply(self, members: &mut Map<String, Value>) {
        match self {
            Self::Reference(to) => drop(members.insert("$ref".to_owned(), Value::from(to))),
            Self::Dynamic(to) => drop(members.insert("$dynamicRef".to_owned(), Value::from(to))),
            Self::Undynamic(to) => {
                members.shift_remove("$dynamicRef");
                refer(members, to);
            }
            Self::Mapping(value, to) => {
                let mapping = members
                    .get_mut("discriminator")
                    .and_then(|discriminator| discriminator.get_mut("mapping")?.as_object_mut());
                if let Some(mapping) = mapping {
                    mapping.insert(value, Value::from(to));
                }
            }
        }
    }
}

/// Adds a reference to a schema; beside other keywords it is a member of `allOf`, which every dialect heeds.
pub fn refer(members: &mut Map<String, Value>, to: String) {
    if members.is_empty() {
        members.insert("$ref".to_owned(), Value::from(to));
        return;
    }
    let beside = members.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(schemas) = beside {
        schemas.push(json!({ "$ref": to }));
    }
}

/// The resources of a document and the names in them.
struct Resources {
    /// The address of the document or of the schema at a place.
    addresses: HashMap<String, String>,
    /// What has an address; `None` where several have it.
    places: HashMap<String, Option<String>>,
    /// What has a name in the resource at an address.
    anchors: HashMap<(String, String), Option<String>>,
    /// How many schemas refer to a name dynamically.
    dynamic: usize,
}

impl Resources {
    fn of(document: &Value, roots: &[Root]) -> Self {
        let own = document.get("$self").and_then(Value::as_str);
        let own = own
            .and_then(|own| resolved(own, NOWHERE))
            .map_or_else(|| NOWHERE.to_owned(), |(address, _)| address);
        let mut resources = Self {
            addresses: HashMap::from([(String::new(), own.clone())]),
            places: HashMap::from([(own, Some(String::new()))]),
            anchors: HashMap::new(),
            dynamic: 0,
        };
        for root in roots {
            let Some(value) = document.pointer(&root.pointer) else {
                continue;
            };
            let mut at = Pointer::at(&root.pointer);
            walk(value, root.kind, &mut at, &mut |value, kind, pointer| {
                if kind == Kind::Schema {
                    resources.note(value, pointer.as_str());
                }
            });
        }
        resources
    }

    /// Does no schema have a name, and the document none either?
    fn is_plain(&self) -> bool {
        self.anchors.is_empty()
            && self.dynamic == 0
            && self.places.len() == 1
            && self.places.contains_key(NOWHERE)
    }

    /// Notes the names that the schema at a place gives itself; what is above it was noted before.
    fn note(&mut self, schema: &Value, place: &str) {
        if self.addresses.contains_key(place) {
            return;
        }
        let text = |keyword| schema.get(keyword).and_then(Value::as_str);
        self.dynamic += usize::from(text("$dynamicRef").is_some());
        let mut names = vec![text("$anchor"), text("$dynamicAnchor")];
        if let Some(id) = text("$id") {
            let (_, base) = self.resource(place);
            if let Some(name) = id.strip_prefix('#') {
                // As in drafts before 2019-09.
                names.push(Some(name).filter(|name| !name.is_empty()));
            } else {
                let address = resolved(id, base).map_or_else(|| id.to_owned(), |(to, _)| to);
                self.addresses.insert(place.to_owned(), address.clone());
                once(self.places.entry(address), place);
            }
        }
        let (_, address) = self.resource(place);
        let address = address.to_owned();
        names.dedup();
        for name in names.into_iter().flatten() {
            once(
                self.anchors.entry((address.clone(), name.to_owned())),
                place,
            );
        }
    }

    /// The resource that a place is in: its own place and address.
    fn resource<'p>(&self, place: &'p str) -> (&'p str, &str) {
        let mut above = place;
        loop {
            if let Some(address) = self.addresses.get(above) {
                return (above, address);
            }
            match above.rfind('/').and_then(|end| above.get(..end)) {
                Some(shorter) => above = shorter,
                None => return ("", NOWHERE),
            }
        }
    }

    fn changes(
        &self,
        document: &Value,
        (members, kind): (&Map<String, Value>, Kind),
        place: &str,
        changes: &mut Vec<(String, Change)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut note = |change| changes.push((place.to_owned(), change));
        let text = |keyword: &str| members.get(keyword).and_then(Value::as_str);
        if let Some(reference) = text("$ref") {
            match self.named(document, reference, place) {
                Named::Place(to) => note(Change::Reference(pointer::to_reference(&to))),
                Named::Outside => diagnostics.push(outside(reference, place)),
                Named::Unknown => {}
            }
        }
        if kind != Kind::Schema {
            return;
        }
        if let Some(reference) = text("$dynamicRef") {
            let name = reference.split_once('#').map(|(_, name)| name);
            match self.named(document, reference, place) {
                Named::Place(to) => {
                    let anchor = document
                        .pointer(&to)
                        .and_then(|to| to.get("$dynamicAnchor")?.as_str());
                    let is_dynamic = anchor.is_some() && anchor == name;
                    let to = pointer::to_reference(&to);
                    note(if is_dynamic {
                        Change::Dynamic(to)
                    } else {
                        Change::Undynamic(to)
                    });
                }
                // A pointer is no anchor, whatever it leads to.
                _ if reference.starts_with('#')
                    && name.is_some_and(|name| name.is_empty() || name.starts_with('/')) =>
                {
                    note(Change::Undynamic(reference.to_owned()));
                }
                _ => {}
            }
        }
        let mapping = members
            .get("discriminator")
            .and_then(|discriminator| discriminator.get("mapping")?.as_object());
        for (value, reference) in mapping.into_iter().flatten() {
            // The name of a component comes first.
            let Some(reference) = reference.as_str().filter(|reference| {
                let component = pointer::join("/components/schemas", reference);
                document.pointer(&component).is_none()
            }) else {
                continue;
            };
            if let Named::Place(to) = self.named(document, reference, place) {
                let to = pointer::to_reference(&to);
                note(Change::Mapping(value.clone(), to));
            }
        }
    }

    /// What a reference that stands at a place leads to.
    fn named(&self, document: &Value, reference: &str, place: &str) -> Named {
        let (own, base) = self.resource(place);
        let Some((address, fragment)) = resolved(reference, base) else {
            let known = self.places.get(reference).cloned().flatten();
            return known.map_or(Named::Unknown, Named::Place);
        };
        let Some(Some(root)) = self.places.get(&address) else {
            return Named::Unknown;
        };
        if !fragment.is_empty() && !fragment.starts_with(['/', '%']) {
            let anchor = self.anchors.get(&(address, fragment)).cloned().flatten();
            return anchor.map_or(Named::Unknown, Named::Place);
        }
        let Some(inner) = pointer::of_reference(&format!("#{fragment}")) else {
            return Named::Unknown;
        };
        let to = format!("{root}{inner}");
        let is_local = reference.starts_with('#');
        if document.pointer(&to).is_some() {
            return if is_local && root.is_empty() {
                Named::Unknown
            } else {
                Named::Place(to)
            };
        }
        // A pointer is meant within the resource; many who write `$id` do not know that.
        if is_local && !own.is_empty() && document.pointer(&inner).is_some() {
            return Named::Outside;
        }
        Named::Unknown
    }
}

/// What a reference leads to.
enum Named {
    /// This place of the document.
    Place(String),
    /// A pointer into the document, where only one into the resource would be right.
    Outside,
    /// Nothing that a name tells: a plain pointer, a file, or nothing at all.
    Unknown,
}

fn outside(reference: &str, place: &str) -> Diagnostic {
    Diagnostic::warning(Code::DocumentRepaired, pointer::join(place, "$ref"))
        .message(format!(
            "`{reference}` leads nowhere in the schema that an `$id` makes a resource of its own; read as a place of the document"
        ))
        .help("remove the `$id`, or name the schema by an `$id` of its own and refer to that")
}

/// Keeps what is noted once.
fn once<K>(entry: std::collections::hash_map::Entry<'_, K, Option<String>>, place: &str) {
    entry
        .and_modify(|known| {
            if known.as_deref() != Some(place) {
                *known = None;
            }
        })
        .or_insert_with(|| Some(place.to_owned()));
}

/// An address and a fragment, resolved against a base without one (RFC 3986, section 5.2); `None` for what is no
/// reference, or has no meaning against this base.
fn resolved(reference: &str, base: &str) -> Option<(String, String)> {
    let base = Iri::parse(base).ok()?;
    let address = IriRef::parse(reference).ok()?.resolve_against(&base).ok()?;
    let fragment = address.fragment().map_or("", |fragment| fragment.as_str());
    Some((
        address.strip_fragment().as_str().to_owned(),
        fragment.to_owned(),
    ))
}
