//! Which anchors matter where: a document flows in, the names that somebody who refers to a schema may change flow out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::super::grammar::Kind;
use super::super::pointer::{self, Pointer};
use super::super::references::Root;
use super::super::walk::walk;
use super::anchors::Anchors;

/// Steps after which following gives up.
const MOST_STEPS: usize = 10_000_000;

/// The contested names that are asked for below a place, or below what that refers to.
pub struct Reach(HashMap<String, BTreeSet<String>>);

/// What the schema at a place asks for.
#[derive(Default)]
struct Site {
    names: BTreeSet<String>,
    targets: BTreeSet<String>,
}

impl Reach {
    /// `None` when there is too much to follow.
    pub fn of(document: &Value, roots: &[Root], anchors: &Anchors) -> Option<Self> {
        let sites = sites(document, roots, anchors);
        let mut reached: HashMap<String, BTreeSet<String>> = sites
            .values()
            .flat_map(|site| &site.targets)
            .map(|target| (target.clone(), BTreeSet::new()))
            .collect();
        if sites.values().all(|site| site.names.is_empty()) {
            return Some(Self(HashMap::new()));
        }
        let mut targets: Vec<String> = reached.keys().cloned().collect();
        targets.sort_unstable();
        let mut steps = 0;
        loop {
            let mut changed = false;
            for target in &targets {
                let mut names = BTreeSet::new();
                for site in below(&sites, target) {
                    steps += 1 + site.targets.len();
                    names.extend(site.names.iter().cloned());
                    let further = site.targets.iter().filter_map(|next| reached.get(next));
                    names.extend(further.flatten().cloned());
                }
                if steps > MOST_STEPS {
                    return None;
                }
                if let Some(known) = reached.get_mut(target)
                    && names.len() > known.len()
                {
                    *known = names;
                    changed = true;
                }
            }
            if !changed {
                reached.retain(|_, names| !names.is_empty());
                return Some(Self(reached));
            }
        }
    }

    /// The names that matter in the schema at a place; `None` where none does.
    pub fn names(&self, place: &str) -> Option<&BTreeSet<String>> {
        self.0.get(place)
    }
}

/// The sites at a place and below it.
fn below<'s>(sites: &'s BTreeMap<String, Site>, place: &str) -> impl Iterator<Item = &'s Site> {
    let prefix = format!("{place}/");
    let inner = sites
        .range(prefix.clone()..)
        .take_while(move |(at, _)| at.starts_with(&prefix))
        .map(|(_, site)| site);
    sites.get(place).into_iter().chain(inner)
}

/// Every schema that refers to others, by its place.
fn sites(document: &Value, roots: &[Root], anchors: &Anchors) -> BTreeMap<String, Site> {
    let mut sites: BTreeMap<String, Site> = BTreeMap::new();
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
            let target = text("$ref").and_then(pointer::of_reference);
            let name = text("$dynamicRef").and_then(|reference| anchors.name(reference));
            if target.is_none() && name.is_none() {
                return;
            }
            let site = sites.entry(pointer.as_str().to_owned()).or_default();
            site.targets.extend(target);
            if let Some(name) = name {
                site.targets.extend(anchors.candidates(&name).cloned());
                if anchors.is_contested(&name) {
                    site.names.insert(name);
                }
            }
        });
    }
    sites
}
