//! Types that changed: the contract's crate as it was and as it will be go in, and the user's files as they will be; the
//! places in these that the compiler may point at come out.
//!
//! Nothing is edited: what a handler does with a member that is something else now is for a person to say. No types are inferred
//! either. A member is told where its name is asked for in a function that can reach its type by what it names.

mod changes;
mod places;
mod read;
mod shapes;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use changes::changes;
use places::{Place, Reading};
use rayon::prelude::*;
use shapes::{Shapes, shapes};

use super::fate::fates;
use super::names::{Names, words};
use super::{Files, Inventory, Note, NoteKind};

/// The crate that is made from a contract, before and after: its Rust files, by their paths in the project.
#[derive(Clone, Copy, Debug)]
pub struct Crates<'c> {
    /// As it was.
    pub before: &'c Files,
    /// As it will be.
    pub after: &'c Files,
}

/// Tells the places in the user's files, whose names follow the new contract already, that speak of types that changed.
#[must_use]
pub fn look(old: &Inventory, new: &Inventory, crates: Crates<'_>, yours: &Files) -> Vec<Note> {
    let paths = crates.before.keys().chain(crates.after.keys());
    let differing: BTreeSet<&str> = paths
        .filter(|path| crates.before.get(*path) != crates.after.get(*path))
        .map(String::as_str)
        .collect();
    if differing.is_empty() {
        return Vec::new();
    }
    let fates = fates(old, new);
    let names = Names::new(old, new, &fates);
    let (before, after) = crates.shapes(&differing);
    let first = changes(&called_as_now(before.clone(), &names), &after);
    if first.is_empty() {
        return Vec::new();
    }
    // Everything that can lead to what changed, under any of its names.
    let mut words: BTreeSet<String> = BTreeSet::new();
    for path in before.keys().chain(after.keys()) {
        let now = path_of_now(path, &names);
        if first.gone.contains_key(&now) || first.changed.contains_key(&now) {
            words.extend([last_word(path).to_owned(), last_word(&now).to_owned()]);
        }
    }
    let mut holding = holding(crates, words);
    holding.extend(differing);
    let (before, after) = crates.shapes(&holding);
    let before = called_as_now(before, &names);
    let changes = changes(&before, &after);
    let holders = Holders::of(&[&before, &after]);
    let reading = Reading::of(yours, &before, &after);
    let mut told: BTreeMap<Place<'_>, BTreeSet<String>> = BTreeMap::new();
    for (place, message) in reading.told(&changes, &holders) {
        told.entry(place).or_default().insert(message);
    }
    let notes = told.into_iter().map(|(place, messages)| {
        let messages: Vec<String> = messages.into_iter().collect();
        let inside = place.function.map(|name| format!("in `{name}`: "));
        Note {
            kind: NoteKind::Look,
            path: place.path.to_owned(),
            line: Some(place.line),
            message: inside.unwrap_or_default() + &messages.join("; "),
            paste: None,
            left: None,
        }
    });
    notes.collect()
}

impl Crates<'_> {
    /// The types of some of the files, before and after.
    fn shapes(self, paths: &BTreeSet<&str>) -> (Shapes, Shapes) {
        let of = |files: &Files| {
            shapes(
                files
                    .iter()
                    .filter(|(path, _)| paths.contains(path.as_str())),
            )
        };
        (of(self.before), of(self.after))
    }
}

/// The files that speak of types of these names, and those that speak of the types in them, however far.
fn holding(crates: Crates<'_>, mut words: BTreeSet<String>) -> BTreeSet<&str> {
    let mut paths = BTreeSet::new();
    let both: Vec<(&str, &str)> = [crates.before, crates.after]
        .into_iter()
        .flatten()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let spoken: Vec<HashSet<&str>> = both.par_iter().map(|(_, text)| type_words(text)).collect();
    let mut files_of: HashMap<&str, Vec<&str>> = HashMap::new();
    for ((path, _), words) in both.iter().zip(&spoken) {
        for &word in words {
            files_of.entry(word).or_default().push(*path);
        }
    }
    let mut known = words.clone();
    while !words.is_empty() {
        let hits = words.iter().filter_map(|word| files_of.get(word.as_str()));
        let found: BTreeSet<&str> = hits.flatten().copied().collect();
        let found: BTreeSet<&str> = found.difference(&paths).copied().collect();
        let (before, after) = crates.shapes(&found);
        let named = before.keys().chain(after.keys());
        words = named
            .map(|path| last_word(path).to_owned())
            .filter(|word| !known.contains(word))
            .collect();
        known.extend(words.iter().cloned());
        paths.extend(found);
    }
    paths
}

/// The words of a text that may be names of types.
fn type_words(text: &str) -> HashSet<&str> {
    shapes::words_of(text)
        .filter(|word| word.starts_with(char::is_uppercase))
        .collect()
}

fn last_word(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// What a type is called now.
fn path_of_now(path: &str, names: &Names) -> String {
    let words = words(path);
    match names.now(&words) {
        Some((length, Some(now))) if length == words.len() => now.join("::"),
        _ => path.to_owned(),
    }
}

/// The types as they were, under the names that they have now.
fn called_as_now(before: Shapes, names: &Names) -> Shapes {
    let mut last_words = BTreeMap::new();
    for path in before.keys() {
        let (then, now) = (last_word(path), path_of_now(path, names));
        if last_word(&now) != then {
            last_words.insert(then.to_owned(), last_word(&now).to_owned());
        }
    }
    before
        .into_iter()
        .map(|(path, shape)| (path_of_now(&path, names), shape.with_words(&last_words)))
        .collect()
}

/// Which types hold which, however deep.
#[derive(Debug)]
pub struct Holders {
    held_by: BTreeMap<String, BTreeSet<String>>,
}

impl Holders {
    fn of(both: &[&Shapes]) -> Self {
        let mut held_by: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for shapes in both {
            for (path, shape) in *shapes {
                for held in shape.held(path, shapes) {
                    held_by.entry(held).or_default().insert(path.clone());
                }
            }
        }
        Self { held_by }
    }

    /// A type and everything that holds it.
    fn all<'s>(&'s self, path: &'s str) -> BTreeSet<&'s str> {
        let mut found = BTreeSet::new();
        let mut waiting = vec![path];
        while let Some(next) = waiting.pop() {
            if found.insert(next) {
                let holders = self.held_by.get(next).into_iter().flatten();
                waiting.extend(holders.map(String::as_str));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Crates, Files, look};
    use crate::graft::Inventory;

    const BEFORE: &str = "pub struct Pet { pub name: String, pub age: i64, pub tag: Tag }\n\
        pub struct Tag { pub word: String }\n\
        pub enum Mood { Good, Bad(String) }\n\
        pub struct Old { pub a: String }\n";

    const AFTER: &str = "pub struct Pet { pub name: String, pub age: Option<i64>, pub tag: Tag, pub colour: String }\n\
        pub struct Tag { pub text: String }\n\
        pub enum Mood { Good, Bad(i64), Odd }\n\
        pub struct New { pub a: String }\n";

    fn files(rows: &[(&str, &str)]) -> Files {
        let rows = rows.iter();
        rows.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect()
    }

    /// What is told of a file of the user's, as `line message`.
    fn told(text: &str) -> Vec<String> {
        let nothing = Inventory::default();
        let request = "use crate::types;\npub struct GetPet { pub body: types::Pet }\n";
        let side = |types: &str| {
            files(&[
                ("api/src/types/pet.rs", types),
                ("api/src/pets/get_pet.rs", request),
            ])
        };
        let (before, after) = (side(BEFORE), side(AFTER));
        let crates = Crates {
            before: &before,
            after: &after,
        };
        look(&nothing, &nothing, crates, &files(&[("src/a.rs", text)]))
            .into_iter()
            .map(|note| format!("{} {}", note.line.unwrap_or_default(), note.message))
            .collect()
    }

    #[test]
    fn a_member_is_told_where_it_is_asked_for() {
        assert_eq!(
            told(
                "use api::pets::GetPet;\nfn a(asked: GetPet) {\n    asked.body.age;\n    asked.body.name;\n    asked.body.tag.word;\n}\n"
            ),
            [
                "3 in `a`: if this is `age` of `Pet`, it is `Option<i64>` now, and was `i64`",
                "5 in `a`: if this is `word` of `Tag`, it is gone"
            ]
        );
    }

    #[test]
    fn a_member_of_the_same_name_is_not_told_where_its_type_cannot_be() {
        assert_eq!(
            told("struct Own { age: u8 }\nfn a(own: Own) { own.age; own.word; }\n"),
            [""; 0]
        );
    }

    #[test]
    fn what_is_gone_is_told_with_what_is_made_alike() {
        assert_eq!(
            told("use api::types::Old;\nfn a(_: &Old) {}\nfn b(_: &api::types::Old) {}\n"),
            [
                "1 this speaks of `api::types::Old`, which the contract has no more; `api::types::New` is made alike",
                "3 in `b`: this speaks of `api::types::Old`, which the contract has no more; `api::types::New` is made alike"
            ]
        );
    }

    #[test]
    fn variants_and_matches_are_told() {
        assert_eq!(
            told(
                "use api::types::Mood;\nfn a(mood: Mood) {\n    match mood {\n        Mood::Good => {}\n        Mood::Bad(_) => {}\n    }\n    match mood { Mood::Good => {} _ => {} }\n}\n"
            ),
            [
                "3 in `a`: this match is about every `Mood`, and `Odd` is new: the compiler asks for its arm",
                "5 in `a`: `Mood::Bad` is `(i64)` now, and was `(String)`"
            ]
        );
    }

    #[test]
    fn literals_and_patterns_are_told() {
        assert_eq!(
            told(
                "use api::types::{Pet, Tag};\nfn a() -> Pet {\n    Pet {\n        name: String::new(),\n        age: 3,\n        tag: Tag { word: String::new() },\n    }\n}\n"
            ),
            [
                "3 in `a`: `Pet` has `colour` besides, which came",
                "5 in `a`: if this is `age` of `Pet`, it is `Option<i64>` now, and was `i64`",
                "6 in `a`: `Tag` has `text` besides, which came; if this is `word` of `Tag`, it is gone"
            ]
        );
    }

    #[test]
    fn a_type_of_the_users_leads_to_those_that_it_holds() {
        assert_eq!(
            told(
                "struct Store { pets: Vec<api::types::Pet> }\nfn a(store: &Store) {\n    store.pets[0].age;\n}\n"
            ),
            ["3 in `a`: if this is `age` of `Pet`, it is `Option<i64>` now, and was `i64`"]
        );
    }

    #[test]
    fn what_is_not_compiled_is_not_told() {
        assert_eq!(
            told("#[cfg(false)]\nfn a(pet: api::types::Pet) { pet.age; }\n"),
            [""; 0]
        );
    }
}
