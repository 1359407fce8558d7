//! Alternatives that are made of what they are alternatives of: a document flows in, the same without these circles flows out.
//!
//! `Pet` is `oneOf` `Cat` and `Dog`, and `Cat` is `allOf` `Pet` and more: inheritance is often written so. By the letter a pet
//! is judged by what a cat is, which is judged by what a pet is, and so on for ever (JSON Schema 2020-12, section 9.4.1).
//! What is meant is plain: a cat has what every pet has. So within an alternative, the schema that it is an alternative of
//! stands for what that says beside its alternatives.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::grammar::Kind;
use super::pointer::{self, Pointer};
use super::references::Root;
use super::walk::{reference, walk};
use crate::diagnostic::{Code, Diagnostic};

/// Keywords that hold alternatives.
const UNIONS: &[&str] = &["oneOf", "anyOf"];

/// How many references are written out for one schema; more are schemas that refer to each other twice over at every step.
const MOST: usize = 1_000;

/// Unties every circle of the document.
pub fn untie(document: &mut Value, roots: &[Root], diagnostics: &mut Vec<Diagnostic>) {
    for base in referred(document, roots) {
        let Some(own) = document.pointer(&base).and_then(without_alternatives) else {
            continue;
        };
        let found = alternatives(document, &base);
        for place in &found.itself {
            diagnostics.push(
                Diagnostic::error(Code::ReferenceInvalid, place)
                    .message("this alternative is the very schema that it is an alternative of: no value can be judged by it")
                    .help("take the alternative out"),
            );
        }
        let mut untying = Untying {
            document,
            base: &base,
            own: &own,
            leading: leading(document, &base, &found.others),
            trail: HashSet::new(),
            left: Some(MOST),
        };
        let freed: Vec<(String, Value)> = found
            .others
            .into_iter()
            .filter_map(|place| {
                let freed = untying.freed(document.pointer(&place)?)?;
                Some((place, freed))
            })
            .collect();
        if untying.left.is_none() {
            diagnostics.push(
                Diagnostic::error(Code::SchemaExponential, base)
                    .message("the alternatives of this schema are made of it in too many ways to be written out")
                    .help("name what all alternatives share in a schema of its own, and refer to that once from each"),
            );
            continue;
        }
        if freed.is_empty() {
            continue;
        }
        let places: Vec<&str> = freed.iter().map(|(place, _)| place.as_str()).collect();
        diagnostics.push(told(&base, &places));
        for (place, schema) in freed {
            if let Some(there) = document.pointer_mut(&place) {
                *there = schema;
            }
        }
    }
}

/// What is said of one circle, at the schema whose alternatives are made of it.
fn told(base: &str, alternatives: &[&str]) -> Diagnostic {
    let name = |place: &str| {
        let last = place.rsplit('/').next().unwrap_or_default();
        format!("`{}`", pointer::unescape(last))
    };
    let named: Vec<String> = alternatives
        .iter()
        .filter(|place| !place.starts_with(&format!("{base}/")))
        .map(|place| name(place))
        .collect();
    let who = match named.as_slice() {
        [] => "alternatives of this schema are".to_owned(),
        [one] => format!("{one} is an alternative of this schema and"),
        several => format!("{} are alternatives of this schema and", several.join(", ")),
    };
    Diagnostic::warning(Code::DocumentRepaired, base.to_owned())
        .message(format!(
            "{who} made of it, which by the letter never ends: there, it stands for what it says beside its alternatives"
        ))
        .help("name what all alternatives share in a schema of its own, and refer to that from each")
}

/// The schemas that references lead to, in the order of their pointers.
fn referred(document: &Value, roots: &[Root]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for root in roots {
        let Some(value) = document.pointer(&root.pointer) else {
            continue;
        };
        let mut at = Pointer::at(&root.pointer);
        walk(value, root.kind, &mut at, &mut |value, kind, _| {
            if kind == Kind::Schema
                && let Some(target) = reference(value).and_then(pointer::of_reference)
            {
                found.insert(target);
            }
        });
    }
    found
}

/// What a schema says beside its alternatives; `None` where it has none.
fn without_alternatives(schema: &Value) -> Option<Value> {
    let mut own = schema.as_object()?.clone();
    let mut has_some = false;
    for keyword in UNIONS {
        let alternatives = own.shift_remove(*keyword);
        has_some |= alternatives.is_some();
        if let Some(only) = alternatives.as_ref().and_then(beside_null) {
            let only = without_alternatives(only).unwrap_or_else(|| only.clone());
            let parts = own.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(parts) = parts {
                parts.push(only);
            }
        }
    }
    if let Some(Value::Array(members)) = own.get_mut("allOf") {
        for member in members {
            if let Some(less) = without_alternatives(member) {
                *member = less;
                has_some = true;
            }
        }
    }
    // How alternatives are told apart is nothing that is true of each.
    own.shift_remove("discriminator");
    has_some.then_some(Value::Object(own))
}

/// The one alternative to null, where there is one: what may be null says there what it is otherwise.
fn beside_null(alternatives: &Value) -> Option<&Value> {
    let is_null = |schema: &&Value| schema.get("type").is_some_and(|word| word == "null");
    let alternatives = alternatives.as_array()?;
    let mut others = alternatives.iter().filter(|schema| !is_null(schema));
    let only = others.next().filter(|_| others.next().is_none());
    // What stands elsewhere may be made of the whole in its turn.
    only.filter(|only| alternatives.len() > 1 && reference(only).is_none())
}

/// The alternatives of a schema.
#[derive(Default)]
struct Alternatives {
    /// Where they stand, references followed.
    others: Vec<String>,
    /// Where the schema itself is given as one.
    itself: Vec<String>,
}

/// The alternatives of the schema at `base`, and those of its alternatives.
fn alternatives(document: &Value, base: &str) -> Alternatives {
    let mut found = Alternatives::default();
    let mut seen = HashSet::new();
    let mut waiting: Vec<String> = members(document, base).into_iter().rev().collect();
    while let Some(place) = waiting.pop() {
        if !seen.insert(place.clone()) {
            continue;
        }
        let Some(Value::Object(schema)) = document.pointer(&place) else {
            continue;
        };
        match schema.get("$ref").and_then(Value::as_str) {
            Some(to) if is_alone(schema) => match pointer::of_reference(to) {
                Some(target) if target == base => found.itself.push(place),
                Some(target) => waiting.push(target),
                None => {}
            },
            _ => {
                waiting.extend(members(document, &place).into_iter().rev());
                found.others.push(place);
            }
        }
    }
    found
}

/// Whether a reference is all that a schema says.
fn is_alone(schema: &Map<String, Value>) -> bool {
    !schema.keys().any(|keyword| {
        keyword == "allOf" || keyword == "properties" || UNIONS.contains(&keyword.as_str())
    })
}

/// Where the alternatives of a schema are written down, in it or in a part of it.
fn members(document: &Value, place: &str) -> Vec<String> {
    let Some(schema) = document.pointer(place) else {
        return Vec::new();
    };
    let of = |keyword: &str| {
        let list = schema.get(keyword).and_then(Value::as_array);
        let here = pointer::join(place, keyword);
        (0..list.map_or(0, Vec::len)).map(move |index| format!("{here}/{index}"))
    };
    let mut found: Vec<String> = UNIONS.iter().flat_map(|keyword| of(keyword)).collect();
    for part in of("allOf") {
        found.extend(members(document, &part));
    }
    found
}

/// The schemas between the alternatives and the base: those that some of them are made of, and that are made of the base.
fn leading(document: &Value, base: &str, alternatives: &[String]) -> HashSet<String> {
    let mut parts: HashMap<String, Vec<String>> = HashMap::new();
    let mut waiting = alternatives.to_vec();
    while let Some(place) = waiting.pop() {
        if let Entry::Vacant(unseen) = parts.entry(place) {
            let schema = document.pointer(unseen.key());
            let of = schema.map(made_of).unwrap_or_default();
            waiting.extend(of.iter().cloned());
            unseen.insert(of);
        }
    }
    let mut leading = HashSet::from([base.to_owned()]);
    loop {
        let further: Vec<String> = parts
            .iter()
            .filter(|(place, of)| {
                !leading.contains(*place) && of.iter().any(|part| leading.contains(part))
            })
            .map(|(place, _)| place.clone())
            .collect();
        if further.is_empty() {
            return leading;
        }
        leading.extend(further);
    }
}

/// The schemas that a schema refers to as parts of itself.
fn made_of(schema: &Value) -> Vec<String> {
    let own = reference(schema).and_then(pointer::of_reference);
    let parts = schema.get("allOf").and_then(Value::as_array);
    let within = parts.into_iter().flatten().flat_map(made_of);
    own.into_iter().chain(within).collect()
}

/// One circle.
struct Untying<'d> {
    document: &'d Value,
    /// Where the schema is whose alternatives lead back to it.
    base: &'d str,
    /// What it says beside them.
    own: &'d Value,
    /// What leads to it, itself included.
    leading: HashSet<String>,
    /// What is being written out.
    trail: HashSet<String>,
    /// How many references may still be written out; `None` once there were more.
    left: Option<usize>,
}

impl Untying<'_> {
    /// A schema in which the base stands for what it says beside its alternatives; `None` where it is no part of it.
    fn freed(&mut self, schema: &Value) -> Option<Value> {
        let mut keywords = schema.as_object()?.clone();
        let target = reference(schema).and_then(pointer::of_reference);
        let instead = target.and_then(|target| self.instead(&target));
        let mut is_freed = instead.is_some();
        if let Some(Value::Array(parts)) = keywords.get_mut("allOf") {
            for part in parts {
                if let Some(freed) = self.freed(part) {
                    *part = freed;
                    is_freed = true;
                }
            }
        }
        if let Some(instead) = instead {
            keywords.shift_remove("$ref");
            if keywords.is_empty() {
                return Some(instead);
            }
            let parts = keywords.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(parts) = parts {
                parts.insert(0, instead);
            }
        }
        is_freed.then_some(Value::Object(keywords))
    }

    /// What is written in place of a reference that leads to the base.
    fn instead(&mut self, target: &str) -> Option<Value> {
        if !self.leading.contains(target) {
            return None;
        }
        self.left = self.left?.checked_sub(1);
        self.left?;
        if target == self.base {
            return Some(self.own.clone());
        }
        let document = self.document;
        let schema = document.pointer(target)?;
        if !self.trail.insert(target.to_owned()) {
            return None;
        }
        let freed = self.freed(schema);
        self.trail.remove(target);
        freed
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::references::roots;
    use super::untie;
    use crate::diagnostic::{Code, Diagnostic};

    #[track_caller]
    fn untied(schemas: &Value) -> (Value, Vec<Diagnostic>) {
        let mut document = json!({
            "openapi": "3.1.0",
            "paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Pet"}}}}}}}},
            "components": {"schemas": schemas},
        });
        let mut diagnostics = Vec::new();
        let roots = roots(&document);
        untie(&mut document, &roots, &mut diagnostics);
        (document["components"]["schemas"].take(), diagnostics)
    }

    fn to(name: &str) -> Value {
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    #[test]
    fn an_alternative_has_what_the_schema_says_beside_its_alternatives() {
        let (schemas, diagnostics) = untied(&json!({
            "Pet": {
                "properties": {"name": {}}, "oneOf": [to("Cat"), to("Dog")],
                "discriminator": {"propertyName": "kind"},
            },
            "Cat": {"allOf": [to("Pet"), {"properties": {"lives": {}}}]},
            "Dog": {"properties": {"barks": {}}},
        }));
        let own = json!({"properties": {"name": {}}});
        assert_eq!(
            schemas["Cat"],
            json!({"allOf": [own, {"properties": {"lives": {}}}]})
        );
        assert_eq!(schemas["Pet"]["oneOf"], json!([to("Cat"), to("Dog")]));
        assert_eq!(schemas["Dog"], json!({"properties": {"barks": {}}}));
        let [told] = diagnostics.as_slice() else {
            panic!("{diagnostics:?}");
        };
        assert_eq!(told.pointer.as_deref(), Some("/components/schemas/Pet"));
        assert!(told.message.starts_with("`Cat` is an"), "{told:?}");
    }

    #[test]
    fn what_lies_between_keeps_its_alternatives() {
        let animal = json!({"type": "object", "anyOf": [to("Pet")]});
        let mammal = json!({"allOf": [to("Animal"), {"required": ["fur"]}]});
        let (schemas, diagnostics) = untied(&json!({
            "Animal": animal, "Mammal": mammal, "Pet": {"allOf": [to("Mammal")], "required": ["name"]},
        }));
        assert_eq!(schemas["Animal"], animal);
        assert_eq!(schemas["Mammal"], mammal);
        let text = schemas["Pet"].to_string();
        assert!(!text.contains("$ref") && !text.contains("anyOf"), "{text}");
        assert!(text.contains("fur") && text.contains("object"), "{text}");
        assert_eq!(diagnostics.len(), 1);
    }

    #[test]
    fn what_may_be_null_says_what_it_is_otherwise() {
        let branch = json!({"properties": {"name": {}}, "oneOf": [to("Cat")]});
        let (schemas, _) = untied(&json!({
            "Pet": {"anyOf": [branch, {"type": "null"}]}, "Cat": {"allOf": [to("Pet")], "required": ["lives"]},
        }));
        let own = json!({"allOf": [{"properties": {"name": {}}}]});
        assert_eq!(
            schemas["Cat"],
            json!({"allOf": [own], "required": ["lives"]})
        );
        assert_eq!(schemas["Pet"]["anyOf"][0], branch);
        let (schemas, _) = untied(&json!({
            "Pet": {"anyOf": [to("Cat"), {"type": "null"}]}, "Cat": {"allOf": [to("Pet")], "required": ["lives"]},
        }));
        assert_eq!(
            schemas["Cat"],
            json!({"allOf": [{}], "required": ["lives"]})
        );
    }

    #[test]
    fn what_is_no_circle_stays() {
        let schemas = json!({
            "Pet": {"oneOf": [to("Cat"), {"type": "null"}], "required": ["name"]},
            "Cat": {"properties": {"mother": to("Pet"), "of": {"allOf": [to("Pet")]}}},
            "House": {"allOf": [to("Pet"), to("Cat")]},
        });
        let (untied, diagnostics) = untied(&schemas);
        assert_eq!(untied, schemas);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
    }

    #[test]
    fn a_circle_with_too_many_ways_is_refused() {
        let mut schemas = json!({"Pet": {"oneOf": [to("S0")]}, "S12": {"allOf": [to("Pet")]}});
        for step in 0..12 {
            let next = to(&format!("S{}", step + 1));
            schemas[format!("S{step}")] = json!({"allOf": [next, next]});
        }
        let (_, diagnostics) = untied(&schemas);
        let codes: Vec<_> = diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, [Code::SchemaExponential]);
    }

    #[test]
    fn a_schema_is_no_alternative_of_itself() {
        for pet in [
            json!({"oneOf": [{"type": "string"}, to("Pet")]}),
            json!({"anyOf": [to("Cat")]}),
        ] {
            let (_, diagnostics) = untied(&json!({"Pet": pet, "Cat": {"oneOf": [to("Pet")]}}));
            assert!(diagnostics.iter().any(Diagnostic::is_error), "{pet}");
        }
    }
}
