//! Dynamic anchors: a document flows in, what an anchor means in a place or within a scope flows out.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::super::grammar::Kind;
use super::super::pointer::{self, Pointer};
use super::super::references::Root;
use super::super::walk::walk;
use super::Scope;
use crate::diagnostic::{Code, Diagnostic};

/// The anchors of a document, and the resources that they are in.
pub struct Anchors {
    /// The places of resources, apart from the document itself.
    resources: HashSet<String>,
    /// Where an anchor stands, by its name and then by its resource.
    places: BTreeMap<String, BTreeMap<String, String>>,
    /// The anchors of each resource that other resources have too, by resource.
    contested: HashMap<String, Vec<(String, String)>>,
}

impl Anchors {
    /// The anchors of a document. References to what is not there, or is there twice, are told.
    pub fn of(document: &Value, roots: &[Root], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut anchors = Self {
            resources: HashSet::new(),
            places: BTreeMap::new(),
            contested: HashMap::new(),
        };
        let mut found = Vec::new();
        let mut asked = Vec::new();
        for root in roots {
            let Some(value) = document.pointer(&root.pointer) else {
                continue;
            };
            let mut at = Pointer::at(&root.pointer);
            walk(value, root.kind, &mut at, &mut |value, kind, pointer| {
                if kind != Kind::Schema {
                    return;
                }
                let text = |keyword| value.get(keyword).and_then(Value::as_str);
                let place = || pointer.as_str().to_owned();
                if text("$id").is_some_and(|id| !id.starts_with('#')) {
                    anchors.resources.insert(place());
                }
                found.extend(text("$dynamicAnchor").map(|name| (name.to_owned(), place())));
                asked.extend(text("$dynamicRef").map(|reference| (reference.to_owned(), place())));
            });
        }
        let mut doubled: BTreeMap<(String, String), String> = BTreeMap::new();
        for (name, place) in found {
            let resource = anchors.resource(&place).to_owned();
            let of_name = anchors.places.entry(name.clone()).or_default();
            let first = of_name
                .entry(resource.clone())
                .or_insert_with(|| place.clone());
            if *first != place {
                doubled.entry((name, resource)).or_insert(place);
            }
        }
        for (name, places) in &anchors.places {
            // Whoever looks at a schema comes from the document, whose anchor is the outermost.
            if places.len() > 1 && !places.contains_key("") {
                for (resource, place) in places {
                    let of_resource = anchors.contested.entry(resource.clone()).or_default();
                    of_resource.push((name.clone(), place.clone()));
                }
            }
        }
        for (reference, place) in asked {
            diagnostics.extend(anchors.complaint(&reference, &place, &doubled));
        }
        anchors
    }

    fn complaint(
        &self,
        reference: &str,
        place: &str,
        doubled: &BTreeMap<(String, String), String>,
    ) -> Option<Diagnostic> {
        let at = pointer::join(place, "$dynamicRef");
        let Some(name) = self.name(reference) else {
            let code = if reference.starts_with('#') {
                Code::ReferenceMissing
            } else {
                Code::ReferenceExternal
            };
            return Some(
                Diagnostic::error(code, at)
                    .message(format!(
                        "`{reference}` names no `$dynamicAnchor` of this document"
                    ))
                    .help("add the anchor, or refer to the schema with `$ref`"),
            );
        };
        let is_pointer = pointer::of_reference(reference).is_some();
        let own = self.resource(place);
        if !is_pointer && self.is_contested(&name) && !self.places.get(&name)?.contains_key(own) {
            return Some(
                Diagnostic::error(Code::ReferenceMissing, at)
                    .message(format!(
                        "`{reference}` names no `$dynamicAnchor` of its own resource"
                    ))
                    .help("add the anchor under its `$defs`, or begin the reference with the `$id` of a resource"),
            );
        }
        let ((_, resource), second) = doubled.iter().find(|((known, _), _)| *known == name)?;
        let first = self.places.get(&name)?.get(resource)?;
        Some(
            Diagnostic::error(Code::ReferenceInvalid, at)
                .message(format!(
                    "`{reference}` names two schemas: `$dynamicAnchor: {name}` stands at `{first}` and at `{second}`, in one resource"
                ))
                .help("give each schema with the anchor an `$id` of its own"),
        )
    }

    /// The name of the anchor that a dynamic reference asks for.
    pub fn name(&self, reference: &str) -> Option<String> {
        let fragment = reference.strip_prefix('#')?;
        if self.places.contains_key(fragment) {
            return Some(fragment.to_owned());
        }
        let target = pointer::of_reference(reference)?;
        let named = |(_, places): &(&String, &BTreeMap<String, String>)| {
            places.values().any(|place| *place == target)
        };
        let (name, _) = self.places.iter().find(named)?;
        Some(name.clone())
    }

    /// The schema that a dynamic reference means within a scope.
    pub fn meant(&self, reference: &str, scope: &Scope) -> Option<String> {
        let name = self.name(reference)?;
        if let Some(place) = scope.get(&name) {
            return Some(place.clone());
        }
        let places = self.places.get(&name)?;
        if let Some(place) = places.get("") {
            return Some(place.clone());
        }
        let target = pointer::of_reference(reference);
        target.or_else(|| places.values().next().cloned())
    }

    /// All schemas that a dynamic reference may mean.
    pub fn candidates(&self, name: &str) -> impl Iterator<Item = &String> {
        self.places.get(name).into_iter().flat_map(BTreeMap::values)
    }

    /// Do several resources have an anchor of this name, and the document none?
    pub fn is_contested(&self, name: &str) -> bool {
        let places = self.places.get(name);
        places.is_some_and(|places| places.len() > 1 && !places.contains_key(""))
    }

    /// The place of the innermost resource that a place is in; empty for the document.
    pub fn resource<'p>(&self, place: &'p str) -> &'p str {
        let mut above = place;
        while !above.is_empty() && !self.resources.contains(above) {
            above = above.rfind('/').map_or("", |end| &above[..end]);
        }
        above
    }

    /// What anchors mean in a place for one who comes to it from above, from the document on.
    pub fn scope_of(&self, place: &str) -> Scope {
        self.scope_within(&Scope::new(), "", place)
    }

    /// What anchors mean in a place for one who comes to it from above, with a scope at `start`.
    pub fn scope_within(&self, outer: &Scope, start: &str, place: &str) -> Scope {
        let mut scope = outer.clone();
        let ends = place.match_indices('/').map(|(end, _)| end);
        for end in ends.chain([place.len()]).filter(|end| *end > start.len()) {
            self.enter(&mut scope, &place[..end]);
        }
        scope
    }

    /// What the anchors of these names mean for one who refers to a place from within a scope.
    pub fn entered(&self, scope: &Scope, place: &str, names: &BTreeSet<String>) -> Scope {
        let mut scope = scope.clone();
        self.enter(&mut scope, self.resource(place));
        scope.retain(|name, _| names.contains(name));
        scope
    }

    fn enter(&self, scope: &mut Scope, resource: &str) {
        for (name, place) in self.contested.get(resource).into_iter().flatten() {
            scope.entry(name.clone()).or_insert_with(|| place.clone());
        }
    }
}
