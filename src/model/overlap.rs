//! Routes of several versions: two APIs go in, the pairs of operations that one request could be for come out.
//!
//! Methods do not count: a path belongs to one version, which answers for its methods with 405 and `Allow`.

use std::collections::HashMap;

use super::Api;
use super::path::{parts, shape};

/// How many overlaps are told: whoever forgot a base path has one for every operation.
const TOLD: usize = 10;

/// Two operations of different versions that one path can lead to: positions of version and operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The one of the older version.
    pub older: (usize, usize),
    /// The one of the newer version.
    pub newer: (usize, usize),
}

/// The position of an operation, and its path segment by segment.
type Path = (usize, Vec<String>);

/// The overlaps among all versions, as far as they are told.
#[must_use]
pub fn all(apis: &[Api]) -> Vec<Overlap> {
    let paths: Vec<Vec<Path>> = apis.iter().map(paths_of).collect();
    let mut found = Vec::new();
    for (newer, news) in paths.iter().enumerate() {
        // Most paths of another version differ in their first segment; only those that do not are compared.
        let mut by_start: HashMap<(usize, &str), Vec<&Path>> = HashMap::new();
        for path in news {
            by_start.entry(start(&path.1)).or_default().push(path);
        }
        for (older, olds) in paths.iter().enumerate().take(newer) {
            for (index, segments) in olds {
                let (count, first) = start(segments);
                let near = by_start
                    .iter()
                    .filter(|((length, other), _)| *length == count && may_be_one(first, other));
                let rivals = near.flat_map(|(_, paths)| paths);
                let rival = rivals
                    .filter(|(_, other)| overlap(segments, other))
                    .map(|(rival, _)| *rival)
                    .min();
                found.extend(rival.map(|rival| Overlap {
                    older: (older, *index),
                    newer: (newer, rival),
                }));
                if found.len() >= TOLD {
                    return found;
                }
            }
        }
    }
    found
}

/// The paths of an API, each once, with its first operation.
fn paths_of(api: &Api) -> Vec<Path> {
    let mut seen = HashMap::new();
    let mut found = Vec::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let shape = shape(parts(&operation.path).path);
        if seen.insert(shape.clone(), index).is_none() {
            found.push((index, shape.split('/').map(str::to_owned).collect()));
        }
    }
    found
}

/// How many segments there are, and the first one with text.
fn start(segments: &[String]) -> (usize, &str) {
    (segments.len(), segments.get(1).map_or("", String::as_str))
}

fn overlap(left: &[String], right: &[String]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(one, other)| may_be_one(one, other))
}

/// Whether one text can match both segments: their beginnings agree, and so do their ends. Text in between is not looked
/// at, so that a few pairs are told that are none.
fn may_be_one(left: &str, right: &str) -> bool {
    const HOLE: &str = "{}";
    let ends = |segment: &str| {
        let (before, _) = segment.split_once(HOLE)?;
        let (_, after) = segment.rsplit_once(HOLE)?;
        Some((before.to_owned(), after.to_owned()))
    };
    match (ends(left), ends(right)) {
        (None, None) => left == right,
        (Some((before, after)), None) => is_around(&before, &after, right),
        (None, Some((before, after))) => is_around(&before, &after, left),
        (Some((before, after)), Some((other_before, other_after))) => {
            let agree = |one: &str, other: &str, fits: fn(&str, &str) -> bool| {
                fits(one, other) || fits(other, one)
            };
            agree(&before, &other_before, |one, other| one.starts_with(other))
                && agree(&after, &other_after, |one, other| one.ends_with(other))
        }
    }
}

/// Whether a text has this beginning and this end, and something in between.
fn is_around(before: &str, after: &str, text: &str) -> bool {
    text.len() > before.len() + after.len() && text.starts_with(before) && text.ends_with(after)
}

#[cfg(test)]
mod tests {
    use super::may_be_one;

    #[test]
    fn segments_that_one_text_can_match_are_one() {
        for (left, right) in [
            ("pets", "pets"),
            ("{}", "pets"),
            ("{}", "{}.json"),
            ("a{}", "ab{}"),
            ("{}.json", "pet.json"),
        ] {
            assert!(may_be_one(left, right), "{left} {right}");
            assert!(may_be_one(right, left), "{right} {left}");
        }
        for (left, right) in [
            ("v1", "v2"),
            ("{}", ""),
            ("a{}", "b{}"),
            ("{}.json", "{}.xml"),
            ("{}.json", ".json"),
        ] {
            assert!(!may_be_one(left, right), "{left} {right}");
            assert!(!may_be_one(right, left), "{right} {left}");
        }
    }
}
