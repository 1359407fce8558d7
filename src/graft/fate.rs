//! What became of every operation: two inventories go in, pairs of old and new, the removed and the added come out.
//!
//! An operation is known by its id first, by method and path second. Ids that are passed on (`a` becomes `b` while `b`
//! becomes `c`) are renames under paths that stay: there the path says who is who.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Inventory, Known};

/// What became of the operations.
#[derive(Debug, Default)]
pub struct Fates<'i> {
    /// Those that are still there, old and new, in the order of the new contract.
    pub kept: Vec<(&'i Known, &'i Known)>,
    /// Those that are gone.
    pub removed: Vec<&'i Known>,
    /// Those that are new.
    pub added: Vec<&'i Known>,
}

/// Tells the operations of two inventories from each other.
#[must_use]
pub fn fates<'i>(old: &'i Inventory, new: &'i Inventory) -> Fates<'i> {
    let standing = standing(old, new);
    let mut pairing = Pairing {
        old: &standing,
        new: &new.operations,
        new_of: vec![None; old.operations.len()],
        old_of: vec![None; new.operations.len()],
    };
    pairing.by(|known| known.id.as_ref().map(|id| (place(known), id.clone())));
    pairing.by_moved_ids();
    pairing.by_passed_ids();
    pairing.by(|known| Some(place(known)));
    // An id that several share still tells those of one method from those of another.
    pairing.by_whole(|known| {
        let id = known.id.clone()?;
        Some((known.version.clone(), known.http_method.clone(), id))
    });
    pairing.by(|known| {
        let (version, method, route) = place(known);
        Some((version, method, route.trim_end_matches('/').to_owned()))
    });
    let mut fates = Fates::default();
    for (known, old_at) in new.operations.iter().zip(&pairing.old_of) {
        match old_at.and_then(|at| old.operations.get(at)) {
            Some(before) => fates.kept.push((before, known)),
            None => fates.added.push(known),
        }
    }
    let gone = old.operations.iter().zip(&pairing.new_of);
    let gone = gone.filter(|(_, new_at)| new_at.is_none());
    fates.removed = gone.map(|(known, _)| known).collect();
    fates
}

/// The operations of before under the versions of now: the one version that a project had is the one of several that has most of
/// its operations.
fn standing(old: &Inventory, new: &Inventory) -> Vec<Known> {
    let mut operations = old.operations.clone();
    let has = |version: &str| new.operations.iter().any(|known| known.version == version);
    if !operations.iter().any(|known| known.version.is_empty()) || has("") {
        return operations;
    }
    let places: HashSet<(&str, &str)> = old
        .operations
        .iter()
        .map(|known| (known.http_method.as_str(), known.path.as_str()))
        .collect();
    let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
    for known in &new.operations {
        let is_shared = places.contains(&(known.http_method.as_str(), known.path.as_str()));
        *shared.entry(&known.version).or_default() += usize::from(is_shared);
    }
    // Of several that have as many, the first.
    let most = shared.iter().rev().max_by_key(|(_, count)| **count);
    if let Some((version, _)) = most {
        for known in operations
            .iter_mut()
            .filter(|known| known.version.is_empty())
        {
            (*version).clone_into(&mut known.version);
        }
    }
    operations
}

/// Version, method and path, whatever the parameters in it are called.
type Place = (String, String, String);

fn place(known: &Known) -> Place {
    let mut route = String::with_capacity(known.route.len());
    let mut inside = false;
    for character in known.route.chars() {
        match character {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside => continue,
            _ => {}
        }
        route.push(character);
    }
    (known.version.clone(), known.http_method.clone(), route)
}

struct Pairing<'i> {
    old: &'i [Known],
    new: &'i [Known],
    new_of: Vec<Option<usize>>,
    old_of: Vec<Option<usize>>,
}

impl Pairing<'_> {
    fn pair(&mut self, old: usize, new: usize) {
        if let (Some(forth), Some(back)) = (self.new_of.get_mut(old), self.old_of.get_mut(new)) {
            (*forth, *back) = (Some(new), Some(old));
        }
    }

    /// Pairs what has the same key, where only one has it on either side.
    fn by<K: Eq + std::hash::Hash>(&mut self, key: impl Fn(&Known) -> Option<K>) {
        let left = alone(self.old, &self.new_of, &key);
        let right = alone(self.new, &self.old_of, &key);
        for (key, old) in left {
            if let Some(&new) = right.get(&key) {
                self.pair(old, new);
            }
        }
    }

    /// Pairs what has the same key, where only one has it on either side, those with a pair counted too.
    fn by_whole<K: Eq + std::hash::Hash>(&mut self, key: impl Fn(&Known) -> Option<K>) {
        let left = alone(self.old, &vec![None; self.old.len()], &key);
        let right = alone(self.new, &vec![None; self.new.len()], &key);
        for (key, old) in left {
            let Some(&new) = right.get(&key) else {
                continue;
            };
            let is_free = self.new_of.get(old).is_some_and(Option::is_none)
                && self.old_of.get(new).is_some_and(Option::is_none);
            if is_free {
                self.pair(old, new);
            }
        }
    }

    /// The unpaired by their ids and by their places, on both sides.
    fn unpaired(&self) -> Unpaired {
        let by_id = |known: &Known| Some((known.version.clone(), known.id.clone()?));
        let by_place = |known: &Known| Some(place(known));
        // An id that several share tells none of them, also when all but one have their pair.
        let mut new_by_id = alone(self.new, &vec![None; self.new.len()], &by_id);
        let mut old_by_id = alone(self.old, &vec![None; self.old.len()], &by_id);
        new_by_id.retain(|_, at| self.old_of.get(*at).is_some_and(Option::is_none));
        old_by_id.retain(|_, at| self.new_of.get(*at).is_some_and(Option::is_none));
        Unpaired {
            new_by_id,
            old_by_id,
            new_by_place: alone(self.new, &self.old_of, &by_place),
            old_by_place: alone(self.old, &self.new_of, &by_place),
        }
    }

    /// Pairs by ids what moved to a path of its own, or away from a path that is gone.
    fn by_moved_ids(&mut self) {
        loop {
            let unpaired = self.unpaired();
            let mut found = Vec::new();
            for (id, &old) in &unpaired.old_by_id {
                let Some(&new) = unpaired.new_by_id.get(id) else {
                    continue;
                };
                let stays = unpaired.new_at(&self.old[old]).is_some();
                let taken = unpaired.old_at(&self.new[new]).is_some();
                if !(stays && taken) {
                    found.push((old, new));
                }
            }
            if found.is_empty() {
                return;
            }
            for (old, new) in found {
                self.pair(old, new);
            }
        }
    }

    /// Ids that went on to paths of others: where the row of them has an end, each operation stays at its path; where it is a
    /// ring, every id is still there, and the operations are where their ids are.
    fn by_passed_ids(&mut self) {
        let unpaired = self.unpaired();
        let next = |old: usize| {
            let id = (self.old[old].version.clone(), self.old[old].id.clone()?);
            let new = *unpaired.new_by_id.get(&id)?;
            Some((new, unpaired.old_at(&self.new[new])))
        };
        let mut found = Vec::new();
        for &start in unpaired.old_by_id.values() {
            let mut at = start;
            let mut steps = 0;
            let is_ring = loop {
                match next(at) {
                    Some((_, Some(following))) if following == start => break true,
                    // A row that runs into a ring it is no part of does not come back to where it began.
                    Some((_, Some(following))) if steps < self.old.len() => at = following,
                    _ => break false,
                }
                steps += 1;
            };
            if is_ring && let Some((new, _)) = next(start) {
                found.push((start, new));
            }
        }
        for (old, new) in found {
            self.pair(old, new);
        }
    }
}

struct Unpaired {
    new_by_id: HashMap<(String, String), usize>,
    old_by_id: HashMap<(String, String), usize>,
    new_by_place: HashMap<Place, usize>,
    old_by_place: HashMap<Place, usize>,
}

impl Unpaired {
    fn new_at(&self, known: &Known) -> Option<usize> {
        self.new_by_place.get(&place(known)).copied()
    }

    fn old_at(&self, known: &Known) -> Option<usize> {
        self.old_by_place.get(&place(known)).copied()
    }
}

/// What has no pair yet, by a key that nothing else without a pair has.
fn alone<K: Eq + std::hash::Hash>(
    all: &[Known],
    pairs: &[Option<usize>],
    key: &impl Fn(&Known) -> Option<K>,
) -> HashMap<K, usize> {
    let mut seen: HashMap<K, Option<usize>> = HashMap::new();
    for (position, known) in all.iter().enumerate() {
        let is_free = pairs.get(position).is_some_and(Option::is_none);
        if let Some(key) = key(known).filter(|_| is_free) {
            seen.entry(key)
                .and_modify(|known| *known = None)
                .or_insert(Some(position));
        }
    }
    let single = seen.into_iter();
    single
        .filter_map(|(key, position)| Some((key, position?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Inventory, Known};
    use super::fates;

    /// Operations written as `id METHOD /path`, `-` for no id.
    fn inventory(rows: &[&str]) -> Inventory {
        let row = |row: &&str| {
            let words: Vec<&str> = row.split(' ').collect();
            let [id, method, path] = words[..] else {
                panic!("{row}");
            };
            Known {
                version: String::new(),
                id: (id != "-").then(|| id.to_owned()),
                http_method: method.to_owned(),
                path: path.to_owned(),
                route: path.to_owned(),
                tag: "pets".to_owned(),
                method: id.to_owned(),
                variant: id.to_owned(),
                request: id.to_owned(),
                response: format!("{id}Response"),
                ids: None,
            }
        };
        Inventory {
            operations: rows.iter().map(row).collect(),
            ..Inventory::default()
        }
    }

    /// `old > new` for each pair, `- old`, `+ new`.
    fn told(old: &[&str], new: &[&str]) -> Vec<String> {
        let (old, new) = (inventory(old), inventory(new));
        let fates = fates(&old, &new);
        let word = |known: &Known| {
            let id = known.id.as_deref().unwrap_or("-");
            format!("{id}@{}", known.path)
        };
        let mut told: Vec<String> = fates
            .kept
            .iter()
            .map(|(old, new)| format!("{} > {}", word(old), word(new)))
            .collect();
        told.extend(fates.removed.iter().map(|old| format!("- {}", word(old))));
        told.extend(fates.added.iter().map(|new| format!("+ {}", word(new))));
        told
    }

    #[test]
    fn an_operation_is_known_by_its_id_first() {
        assert_eq!(
            told(
                &["a GET /v1/x", "b GET /v1/y"],
                &["a GET /v2/x", "b GET /v2/y"]
            ),
            ["a@/v1/x > a@/v2/x", "b@/v1/y > b@/v2/y"]
        );
        assert_eq!(
            told(&["a GET /x", "b GET /y"], &["a GET /y", "b GET /x"]),
            ["a@/x > a@/y", "b@/y > b@/x"]
        );
        assert_eq!(
            told(&["a GET /x", "b GET /y"], &["b GET /x"]),
            ["b@/y > b@/x", "- a@/x"]
        );
    }

    #[test]
    fn and_by_its_place_second() {
        assert_eq!(
            told(&["a GET /x/{id}"], &["b GET /x/{key}"]),
            ["a@/x/{id} > b@/x/{key}"]
        );
        assert_eq!(told(&["- GET /x"], &["a GET /x"]), ["-@/x > a@/x"]);
        assert_eq!(told(&["a GET /x"], &["b POST /x"]), ["- a@/x", "+ b@/x"]);
    }

    #[test]
    fn ids_that_are_passed_on_are_renames() {
        assert_eq!(
            told(&["a GET /x", "b GET /y"], &["b GET /x", "c GET /y"]),
            ["a@/x > b@/x", "b@/y > c@/y"]
        );
        assert_eq!(
            told(
                &["a GET /x", "b GET /y", "c GET /z"],
                &["b GET /x", "c GET /y", "d GET /z"]
            ),
            ["a@/x > b@/x", "b@/y > c@/y", "c@/z > d@/z"]
        );
    }

    #[test]
    fn ids_that_several_share_tell_nothing_alone() {
        assert_eq!(
            told(
                &["get GET /x", "get GET /y"],
                &["get GET /w", "get GET /y", "get GET /x"]
            ),
            ["get@/y > get@/y", "get@/x > get@/x", "+ get@/w"]
        );
        assert_eq!(
            told(
                &["a GET /x/", "a HEAD /x/", "- GET /y/"],
                &["a GET /z", "a HEAD /z", "- GET /y"]
            ),
            ["a@/x/ > a@/z", "a@/x/ > a@/z", "-@/y/ > -@/y"]
        );
        assert_eq!(
            told(&["get GET /x", "get GET /y"], &["get GET /w", "get GET /y"]),
            ["get@/y > get@/y", "- get@/x", "+ get@/w"]
        );
    }
}
