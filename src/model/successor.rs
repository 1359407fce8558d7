//! What an older version says of the newer one: two APIs go in, notices of deprecation and links to successors come out.
//!
//! An operation's successor is the one with its id, else the one with its method and its path below the base. The link
//! (`successor-version`, RFC 5829) leads to the very resource: where its path has parameters, they are filled in by the
//! gate from the request, by the number of their segment. Without a successor it leads to the newer contract.

use std::collections::HashMap;

use super::path::{encoded, parts, shape};
use super::versions::Standing;
use super::{Api, Location, Operation, retirement, route as routes};

/// The relation of a link from a version to the next one (RFC 5829, section 3.4).
const RELATION: &str = "successor-version";

/// Says in every operation of `old` where it goes on in `new`, and that it is deprecated, where it is.
pub fn announce(old: &mut Api, new: &Api, standing: Standing) {
    let by_id: HashMap<&str, &Operation> = new
        .operations
        .iter()
        .filter_map(|operation| Some((operation.id.as_deref()?, operation)))
        .collect();
    let by_route: HashMap<(&str, String), &Operation> = new
        .operations
        .iter()
        .map(|operation| (route(operation, &new.base_path), operation))
        .collect();
    let contract = format!("{}/openapi.json", new.served_under);
    let base_path = old.base_path.clone();
    for operation in &mut old.operations {
        let found = operation
            .id
            .as_deref()
            .and_then(|id| by_id.get(id))
            .or_else(|| by_route.get(&route(operation, &base_path)));
        let target = found
            .and_then(|successor| trail(operation, successor))
            .unwrap_or_else(|| escaped(&contract));
        let ending = &mut operation.retirement;
        ending.links.push((RELATION, target));
        if standing == Standing::Retiring && ending.deprecated.is_none() {
            ending.deprecated = Some(retirement::LONG_AGO);
        }
    }
}

/// Method, and the shape of the path below the base, without the version that it may name itself.
fn route<'o>(operation: &'o Operation, base_path: &str) -> (&'o str, String) {
    let path = parts(&operation.path).path;
    let below = path.strip_prefix(base_path).unwrap_or(path);
    let version = routes::version_of(below);
    let segments = below.split('/').filter(|segment| Some(*segment) != version);
    let unversioned: Vec<&str> = segments.collect();
    (&operation.method, shape(&unversioned.join("/")))
}

/// The path of the successor with the values of the request; `None` where it asks for a value that the request does not
/// have, or for one of another kind: what was a number is no longer the same id where texts are asked for.
fn trail(old: &Operation, new: &Operation) -> Option<String> {
    let pairs = filled(&old.path, &new.path)?;
    let shape = |operation: &Operation, name: &str| {
        let mut inputs = operation.inputs.iter();
        let input =
            inputs.find(|input| input.location == Location::Path && input.field.wire() == name);
        input.map(|input| (input.shape.clone(), std::mem::discriminant(&input.ty)))
    };
    let agree = |(from, to): &(&str, &str)| shape(old, from) == shape(new, to);
    pairs.names.iter().all(agree).then_some(pairs.target)
}

/// A path with places to fill in, and the parameters that fill them: of the request, and of the successor.
#[derive(Debug, PartialEq, Eq)]
struct Filled<'o> {
    target: String,
    names: Vec<(&'o str, &'o str)>,
}

/// The path of the successor, in which `{3}` stands for the third segment of the request's path; `None` where a value of
/// the request is no whole segment, or the successor asks for one that the request does not have.
fn filled<'o>(old: &'o str, new: &'o str) -> Option<Filled<'o>> {
    let old: Vec<&str> = parts(old).path.split('/').collect();
    let values: Vec<(usize, &str)> = old
        .iter()
        .enumerate()
        .filter(|(_, segment)| segment.contains('{'))
        .map(|(index, segment)| Some((index, parameter(segment)?)))
        .collect::<Option<_>>()?;
    let new: Vec<&str> = parts(new).path.split('/').collect();
    let wanted = new.iter().filter(|segment| segment.contains('{')).count();
    let mut names = Vec::new();
    let mut target = Vec::new();
    for segment in new {
        if !segment.contains('{') {
            target.push(escaped(segment));
            continue;
        }
        let name = parameter(segment)?;
        let by_name = values.iter().find(|(_, known)| *known == name);
        // Parameters of other names are the same ones where there are as many of them.
        let by_position = values.get(names.len()).filter(|_| values.len() == wanted);
        let (index, value) = by_name.or(by_position)?;
        target.push(format!("{{{index}}}"));
        names.push((*value, name));
    }
    let target = target.join("/");
    Some(Filled { target, names })
}

/// The name of a segment's parameter, where that is all of it.
fn parameter(segment: &str) -> Option<&str> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    (!name.contains(['{', '}'])).then_some(name)
}

/// Text of a path as an address spells it; escapes that are there already stay.
fn escaped(text: &str) -> String {
    text.split('%').map(encoded).collect::<Vec<_>>().join("%")
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn values_are_taken_from_their_segments() {
        for (old, new, expected) in [
            ("/v1/pets", "/v2/pets", Some("/v2/pets")),
            ("/v1/pets/{id}", "/v2/pets/{id}", Some("/v2/pets/{3}")),
            (
                "/v1/pets/{petId}",
                "/v2/animals/{id}",
                Some("/v2/animals/{3}"),
            ),
            ("/v1/{a}/{b}", "/v2/{b}/{a}", Some("/v2/{3}/{2}")),
            ("/v1/{a}/{b}", "/v2/{b}", Some("/v2/{3}")),
            ("/v1/{a}/{b}", "/v2/{c}", None),
            ("/v1/a b", "/v2/ä b?x=1", Some("/v2/%C3%A4%20b")),
            ("/v1/{a}.json", "/v2/{a}", None),
            ("/v1/pets", "/v2/pets/{id}", None),
        ] {
            let target = filled(old, new).map(|filled| filled.target);
            assert_eq!(target.as_deref(), expected, "{old} {new}");
        }
    }
}
