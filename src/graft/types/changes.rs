//! What became of every type: the types before and after go in, those that changed or are gone come out.

use std::collections::{BTreeMap, BTreeSet};

use super::shapes::{Body, Shape, Shapes, seen_from, words_of};

/// What became of the types.
#[derive(Debug, Default)]
pub struct Changes {
    /// Those that are gone, and what is made alike and is new.
    pub gone: BTreeMap<String, Option<String>>,
    /// Those of which members changed.
    pub changed: BTreeMap<String, Change>,
}

/// What became of one type.
#[derive(Debug, Default)]
pub struct Change {
    /// Whether its members are variants.
    pub is_enum: bool,
    /// Members that are gone.
    pub gone: BTreeSet<String>,
    /// Members that are something else: what they were, what they are.
    pub retyped: BTreeMap<String, (String, String)>,
    /// Members that are new.
    pub came: BTreeSet<String>,
    /// Whether it is another kind of type altogether.
    pub is_recast: bool,
    /// What it derived and does not any more.
    pub lost: BTreeSet<String>,
}

impl Changes {
    /// Whether every type is as it was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.changed.is_empty()
    }
}

impl Change {
    fn is_empty(&self) -> bool {
        let members = self.gone.is_empty() && self.retyped.is_empty() && self.came.is_empty();
        members && !self.is_recast && self.lost.is_empty()
    }
}

/// Compares the types of two crates.
#[must_use]
pub fn changes(before: &Shapes, after: &Shapes) -> Changes {
    let mut changes = Changes::default();
    for (path, was) in before {
        match after.get(path) {
            Some(is) => {
                // What another version has and nobody changed is not read.
                let (Some(was), Some(is)) = (own(was, before), own(is, after)) else {
                    continue;
                };
                let change = compared(was, is);
                if !change.is_empty() {
                    changes.changed.insert(path.clone(), change);
                }
            }
            None => {
                changes.gone.insert(path.clone(), alike(was, before, after));
            }
        }
    }
    recast_members(&mut changes, before, after);
    changes
}

/// A type, or the one of another version that it is.
fn own<'s>(shape: &'s Shape, all: &'s Shapes) -> Option<&'s Shape> {
    match &shape.body {
        Body::Of(path) => all.get(path).filter(|one| !matches!(one.body, Body::Of(_))),
        _ => Some(shape),
    }
}

fn compared(was: &Shape, is: &Shape) -> Change {
    let mut change = Change {
        lost: was.derives.difference(&is.derives).cloned().collect(),
        ..Change::default()
    };
    let (old, new) = match (&was.body, &is.body) {
        (Body::Fields(old), Body::Fields(new)) => (old, new),
        (Body::Variants(old), Body::Variants(new)) => {
            change.is_enum = true;
            (old, new)
        }
        (old, new) => {
            change.is_recast = old != new;
            return change;
        }
    };
    for (name, old_type) in old {
        match new.get(name) {
            Some(new_type) if old_type == new_type => {}
            Some(new_type) => {
                let types = (old_type.clone(), new_type.clone());
                change.retyped.insert(name.clone(), types);
            }
            None => {
                change.gone.insert(name.clone());
            }
        }
    }
    let came = new.keys().filter(|name| !old.contains_key(*name));
    change.came.extend(came.cloned());
    change
}

/// A member whose type is another kind of type under the same name changed with it.
fn recast_members(changes: &mut Changes, before: &Shapes, after: &Shapes) {
    let recast: BTreeSet<String> = changes
        .changed
        .iter()
        .filter(|(_, change)| change.is_recast)
        .map(|(path, _)| path.clone())
        .collect();
    if recast.is_empty() {
        return;
    }
    for (path, shape) in after {
        let (Body::Fields(members), true) = (&shape.body, before.contains_key(path)) else {
            continue;
        };
        for (name, ty) in members {
            let is_hit = words_of(ty).any(|word| {
                seen_from(path, word, after).is_some_and(|held| recast.contains(&held))
            });
            if is_hit {
                let change = changes.changed.entry(path.clone()).or_default();
                if !change.came.contains(name) {
                    let types = (ty.clone(), ty.clone());
                    change.retyped.entry(name.clone()).or_insert(types);
                }
            }
        }
    }
}

/// The one new type that has the same members, where there is just one.
fn alike(was: &Shape, before: &Shapes, after: &Shapes) -> Option<String> {
    let is_telling = match &was.body {
        Body::Fields(members) | Body::Variants(members) => !members.is_empty(),
        Body::Other(_) | Body::Of(_) => false,
    };
    let mut found = after
        .iter()
        .filter(|(path, is)| is_telling && is.body == was.body && !before.contains_key(*path));
    let (path, _) = found.next()?;
    found.next().is_none().then(|| path.clone())
}
