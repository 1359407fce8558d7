//! A `discriminator` in, which values of its property mean which branch out (OAS 3.1, section 4.8.25).

use serde_json::Value;

use super::expand::Expanded;
use super::node::Node;

/// The discriminator's property in a schema that chooses, and the values that mean one of its branches, the one to write
/// first. Only a branch behind a reference has a name to be meant by, and one that lists the values itself needs none.
pub(super) fn tags<'d>(
    document: &'d Value,
    chooser: &Node<'d>,
    branch: &Node<'d>,
) -> Option<(&'d str, Vec<String>)> {
    let discriminator = chooser.get("discriminator")?;
    let property = discriminator.get("propertyName")?.as_str()?;
    let target = branch.target(document)?;
    if names_itself(document, &target, property) {
        return None;
    }
    let name = target.name();
    let leads_there = |place: &Value| {
        let place = place.as_str().unwrap_or_default();
        place == name || branch.get("$ref").and_then(Value::as_str) == Some(place)
    };
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let mapped = mapping
        .into_iter()
        .flatten()
        .filter(|(_, place)| leads_there(place));
    let mut values: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
    // A mapping does not take the schema's own name from it, unless it gives that name to another.
    if !mapping.is_some_and(|mapping| mapping.contains_key(&name)) {
        values.push(name);
    }
    Some((property, values))
}

/// Whether a branch lists by itself what the discriminator's property may hold: documents do so whose values are not the
/// names of the schemas.
fn names_itself<'d>(document: &'d Value, branch: &Node<'d>, property: &str) -> bool {
    let mut expanded = Expanded::default();
    expanded.add(document, branch);
    expanded
        .schemas
        .iter()
        .filter_map(|schema| schema.member("properties", property))
        .any(|declared| {
            let declared = declared.target(document).unwrap_or(declared);
            declared.get("enum").or(declared.get("const")).is_some()
        })
}
