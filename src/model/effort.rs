//! How often one value is judged: a schema that is judged branch by branch goes in, a bound on the work comes out.
//!
//! A rule follows every way through its schema, and a union tries its branches. Schemas that refer to the same one twice over
//! at every step have exponentially many ways, and a small body would keep the service busy for years; such a rule must not
//! be emitted. Ways are counted, not walked: within one place of a value by adding them up along references, and from a
//! place to the ones inside it level by level, as deep as the gate reads a body.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::build::Builder;
use super::{DefinitionKind, Rule};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::pointer;

/// How often one place of a value may be judged. A judgement takes about a tenth of a microsecond.
const MOST: u64 = 100_000;

/// How deep values are followed, which is as deep as the gate reads JSON.
const LEVELS: usize = 64;

/// How many schemas are looked at to count the ways through one; what needs more is as good as endless.
const PATIENCE: usize = 2_000_000;

/// A schema by its address: two references to one schema are one.
type Id = *const Value;

/// Which part of a value a schema judges.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part<'d> {
    /// The whole of it.
    Same,
    /// The member of this name.
    Member(&'d str),
    /// Any member.
    Members,
    /// The element at this position.
    Element(usize),
    /// Any element.
    Elements,
    /// The names of the members.
    Names,
}

/// What judging one place comes to: how many judgements, and which schemas judge the parts inside, each so many times.
#[derive(Default)]
struct Place<'d> {
    here: u64,
    inside: BTreeMap<Part<'d>, Vec<(&'d Value, u64)>>,
}

impl Builder<'_> {
    /// Refuses what would keep the service busy: it becomes a rule that nothing keeps. Beside rules these are unions,
    /// which try one branch after the other.
    pub fn bound_rules(&mut self) {
        let judged = self.types.iter().enumerate();
        let judged = judged.filter_map(|(index, definition)| {
            let schema = match definition.kind {
                DefinitionKind::Rule(position) => self.rules.get(position).map(|rule| &rule.schema),
                DefinitionKind::Union(_) => self.raw.pointer(&definition.pointer),
                _ => None,
            };
            schema
                .filter(|_| definition.uses.decoded)
                .map(|schema| (index, schema))
        });
        let judged: Vec<(usize, &Value)> = judged.collect();
        let schemas: Vec<&Value> = judged.iter().map(|(_, schema)| *schema).collect();
        let counts = ways(self.raw, &schemas);
        let endless: Vec<usize> = judged
            .iter()
            .zip(counts)
            .filter(|(_, count)| *count > MOST)
            .map(|((index, _), _)| *index)
            .collect();
        for index in endless {
            let definition = &mut self.types[index];
            definition.kind = DefinitionKind::Rule(self.rules.len());
            self.rules.push(Rule {
                name: format!("endless_{}", self.rules.len()),
                schema: Value::Bool(false),
            });
            let at = definition.pointer.clone();
            self.unenforceable(
                Diagnostic::error(Code::SchemaExponential, at)
                    .message("the schemas under this one refer to each other so often that judging one value could take years")
                    .help("name what is common once, and refer to it once from each schema"),
                "every value is refused, because judging it could take years",
            );
        }
    }
}

/// How often a place of some value is judged at most, for each schema; at least that, where it is more than is allowed.
fn ways(document: &Value, schemas: &[&Value]) -> Vec<u64> {
    let mut places: HashMap<Id, Place<'_>> = HashMap::new();
    let mut waiting = schemas.to_vec();
    let mut left = PATIENCE;
    while let Some(next) = waiting.pop() {
        if places.contains_key(&std::ptr::from_ref(next)) {
            continue;
        }
        let Some(place) = place(document, next, &mut left) else {
            return vec![u64::MAX; schemas.len()];
        };
        waiting.extend(place.inside.values().flatten().map(|(schema, _)| *schema));
        places.insert(next, place);
    }
    let mut counts: HashMap<Id, u64> = places.iter().map(|(&id, place)| (id, place.here)).collect();
    for _ in 0..LEVELS {
        let deeper: HashMap<Id, u64> = places
            .iter()
            .map(|(&id, place)| (id, place.here.max(inside(place, &counts))))
            .collect();
        let settled = deeper == counts;
        counts = deeper;
        if settled {
            break;
        }
    }
    let count = |schema: &&Value| counts.get(&std::ptr::from_ref(*schema)).copied();
    schemas
        .iter()
        .map(|schema| count(schema).unwrap_or(u64::MAX))
        .collect()
}

/// How often the part that is judged most is judged, by what is known of one level less.
fn inside(place: &Place<'_>, counts: &HashMap<Id, u64>) -> u64 {
    let mut any_member = 0_u64;
    let mut any_element = 0_u64;
    let (mut member, mut element, mut names) = (0_u64, 0_u64, 0_u64);
    for (part, schemas) in &place.inside {
        let sum = schemas.iter().fold(0_u64, |sum, (schema, times)| {
            let ways = counts.get(&std::ptr::from_ref(*schema)).copied();
            sum.saturating_add(ways.unwrap_or(1).saturating_mul(*times))
        });
        match part {
            Part::Same => {}
            Part::Members => any_member = sum,
            Part::Elements => any_element = sum,
            Part::Names => names = sum,
            Part::Member(_) => member = member.max(sum),
            Part::Element(_) => element = element.max(sum),
        }
    }
    let members = any_member.saturating_add(member);
    members.max(any_element.saturating_add(element)).max(names)
}

/// All that judges the same place as `schema` does, added up; `None` when there is too much of it.
fn place<'d>(document: &'d Value, schema: &'d Value, left: &mut usize) -> Option<Place<'d>> {
    let order = settled_order(document, schema, left)?;
    let mut times: HashMap<Id, u64> = HashMap::from([(std::ptr::from_ref(schema), 1)]);
    let mut place = Place::default();
    for &one in order.iter().rev() {
        let ways = times.get(&std::ptr::from_ref(one)).copied().unwrap_or(1);
        place.here = place.here.saturating_add(ways);
        for (part, other) in subschemas(document, one) {
            *left = left.checked_sub(1)?;
            if part == Part::Same {
                let known = times.entry(other).or_default();
                *known = known.saturating_add(ways);
            } else {
                place.inside.entry(part).or_default().push((other, ways));
            }
        }
    }
    Some(place)
}

/// The schemas that judge the same place, each after all that it asks; a schema that asks itself is not asked again.
fn settled_order<'d>(
    document: &'d Value,
    schema: &'d Value,
    left: &mut usize,
) -> Option<Vec<&'d Value>> {
    let mut order = Vec::new();
    let mut seen: HashSet<Id> = HashSet::new();
    let mut stack = vec![(schema, false)];
    while let Some((one, asked)) = stack.pop() {
        if asked {
            order.push(one);
            continue;
        }
        if !seen.insert(one) {
            continue;
        }
        stack.push((one, true));
        for (part, other) in subschemas(document, one) {
            *left = left.checked_sub(1)?;
            if part == Part::Same && !seen.contains(&std::ptr::from_ref(other)) {
                stack.push((other, false));
            }
        }
    }
    Some(order)
}

/// The schemas that a schema asks, each with the part of the value that it asks them about.
fn subschemas<'d>(document: &'d Value, schema: &'d Value) -> Vec<(Part<'d>, &'d Value)> {
    let mut found = Vec::new();
    let Some(keywords) = schema.as_object() else {
        return found;
    };
    for (keyword, value) in keywords {
        match (keyword.as_str(), value) {
            ("$ref", Value::String(reference)) => {
                let target = pointer::of_reference(reference);
                let target = target.and_then(|target| document.pointer(&target));
                found.extend(target.map(|target| (Part::Same, target)));
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => {
                found.extend(schemas.iter().map(|schema| (Part::Same, schema)));
            }
            ("dependentSchemas", Value::Object(schemas)) => {
                found.extend(schemas.values().map(|schema| (Part::Same, schema)));
            }
            ("not" | "if" | "then" | "else", schema) => found.push((Part::Same, schema)),
            ("properties", Value::Object(schemas)) => {
                let named = schemas.iter();
                found.extend(named.map(|(name, schema)| (Part::Member(name), schema)));
            }
            ("patternProperties", Value::Object(schemas)) => {
                found.extend(schemas.values().map(|schema| (Part::Members, schema)));
            }
            ("additionalProperties" | "unevaluatedProperties", schema) => {
                found.push((Part::Members, schema));
            }
            ("propertyNames", schema) => found.push((Part::Names, schema)),
            ("prefixItems", Value::Array(schemas)) => {
                let placed = schemas.iter().enumerate();
                found.extend(placed.map(|(index, schema)| (Part::Element(index), schema)));
            }
            ("items" | "contains" | "unevaluatedItems", schema) => {
                found.push((Part::Elements, schema));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::MOST;
    use serde_json::{Map, Value, json};

    fn ways(document: &Value, schema: &Value) -> u64 {
        super::ways(document, &[schema])[0]
    }

    /// The ways through the first of `count` schemas, each made of references to the next.
    fn chain(count: usize, link: impl Fn(Value) -> Value) -> u64 {
        let schemas: Map<String, Value> = (0..count)
            .map(|step| {
                let next = json!({ "$ref": format!("#/S{}", step + 1) });
                (format!("S{step}"), link(next))
            })
            .chain([(format!("S{count}"), json!({ "type": "string" }))])
            .collect();
        ways(&Value::Object(schemas), &json!({ "$ref": "#/S0" }))
    }

    #[test]
    fn one_way_is_counted_once() {
        assert_eq!(chain(0, |next| next), 2);
        assert!(chain(5_000, |next| json!({ "allOf": [next] })) <= 20_000);
        let tree = json!({ "T": { "not": {}, "properties": { "l": { "$ref": "#/T" }, "r": { "$ref": "#/T" } } } });
        assert!(ways(&tree, &json!({ "$ref": "#/T" })) < 10);
    }

    #[test]
    fn what_doubles_is_noticed_wherever_it_does() {
        for (name, link) in [
            (
                "in place",
                (|next| json!({ "allOf": [next, next] })) as fn(Value) -> Value,
            ),
            (
                "negated",
                |next| json!({ "not": { "anyOf": [next, { "not": next }] } }),
            ),
            (
                "in members",
                |next| json!({ "allOf": [{ "properties": { "a": next } }, { "properties": { "a": next } }] }),
            ),
            (
                "in other members",
                |next| json!({ "properties": { "a": next }, "patternProperties": { "a": next } }),
            ),
            (
                "in elements",
                |next| json!({ "items": next, "contains": next }),
            ),
        ] {
            assert!(chain(40, link) > MOST, "{name}");
            assert!(chain(3, link) < 100, "{name}");
        }
    }

    #[test]
    fn recursion_that_doubles_is_noticed_and_one_that_adds_is_not() {
        let twice = json!({ "T": { "allOf": [{ "items": { "$ref": "#/T" } }, { "items": { "$ref": "#/T" } }] } });
        assert!(ways(&twice, &json!({ "$ref": "#/T" })) > MOST);
        let derived = json!({
            "Base": { "not": {}, "items": { "$ref": "#/Base" } },
            "Derived": { "allOf": [{ "$ref": "#/Base" }, { "items": { "$ref": "#/Derived" } }] },
        });
        assert!(ways(&derived, &json!({ "$ref": "#/Derived" })) < 1_000);
    }
}
