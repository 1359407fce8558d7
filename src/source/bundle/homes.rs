//! Which component a thing of another file becomes.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::Path;

use super::super::grammar::Kind;
use super::super::pointer;
use super::super::trace::Written;
use super::expect::{Expect, Grammar};

/// A thing that is referred to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// What it is taken for.
    pub kind: Kind,
    /// The file.
    pub file: usize,
    /// Where in the file.
    pub pointer: String,
}

impl Target {
    /// Where it was written.
    pub fn written(&self) -> Written {
        Written {
            file: self.file,
            pointer: self.pointer.clone(),
        }
    }
}

/// What a first copy found out for the second.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Places that refer to a thing and say nothing else: it goes there.
    pub sites: HashMap<Target, String>,
    /// Everything that is referred to.
    pub sought: HashSet<Target>,
    /// Components that have their names already.
    pub taken: HashSet<String>,
}

/// The homes of things.
pub struct Homes {
    grammar: Grammar,
    plan: Plan,
    known: HashMap<Target, String>,
    taken: HashSet<String>,
    /// Things that have a home and are not copied there yet.
    pub waiting: VecDeque<(Target, String)>,
}

impl Homes {
    pub fn new(grammar: Grammar, plan: Plan) -> Self {
        let known = plan.sites.clone();
        let taken = plan.taken.clone();
        Self {
            grammar,
            plan,
            known,
            taken,
            waiting: VecDeque::new(),
        }
    }

    /// Is this the place where the thing is written?
    pub fn is_site(&self, target: &Target, place: &str) -> bool {
        self.plan
            .sites
            .get(target)
            .is_some_and(|site| site == place)
    }

    /// Everything that has a home.
    pub fn into_known(self) -> HashMap<Target, String> {
        self.known
    }

    /// Where a thing is in the one document. `path` is that of its file; `whole` tells what is expected somewhere below a
    /// thing of the same file.
    pub fn of(
        &mut self,
        target: &Target,
        path: &Path,
        below: &dyn Fn(&Target, &str) -> Option<Expect>,
    ) -> String {
        if let Some(home) = self.known.get(target) {
            return home.clone();
        }
        // The outermost thing that is referred to holds all that is in it.
        let mut end = 0;
        while end < target.pointer.len() {
            let beginning = target.pointer.get(..end).unwrap_or_default();
            let rest = target.pointer.get(end..).unwrap_or_default();
            let holder = self.holder(target, beginning, rest, below);
            if let Some(holder) = holder {
                let home = self.of(&holder, path, below);
                return format!("{home}{rest}");
            }
            end = target
                .pointer
                .get(end + 1..)
                .and_then(|after| after.find('/'))
                .map_or(target.pointer.len(), |next| end + 1 + next);
        }
        let home = self.mint(target, path);
        self.known.insert(target.clone(), home.clone());
        self.waiting.push_back((target.clone(), home.clone()));
        home
    }

    /// The thing at `beginning` that is referred to and that holds the target at `rest`.
    fn holder(
        &self,
        target: &Target,
        beginning: &str,
        rest: &str,
        below: &dyn Fn(&Target, &str) -> Option<Expect>,
    ) -> Option<Target> {
        const HOLDERS: &[Kind] = &[
            Kind::Schema,
            Kind::Response,
            Kind::Parameter,
            Kind::RequestBody,
            Kind::Header,
            Kind::PathItem,
        ];
        HOLDERS
            .iter()
            .map(|kind| Target {
                kind: *kind,
                file: target.file,
                pointer: beginning.to_owned(),
            })
            .find(|holder| {
                self.plan.sought.contains(holder)
                    && below(holder, rest) == Some(Expect::One(target.kind))
            })
    }

    /// A name that no other component of the kind has.
    fn mint(&mut self, target: &Target, path: &Path) -> String {
        let section = self.grammar.section(target.kind).unwrap_or_default();
        let candidates = candidates(&target.pointer, path);
        let last = candidates.last().cloned().unwrap_or_default();
        let numbered = (2..).map(|number| format!("{last}_{number}"));
        let home = candidates
            .into_iter()
            .chain(numbered)
            .map(|name| pointer::join(&section, &name))
            .find(|home| !self.taken.contains(home))
            .unwrap_or_default();
        self.taken.insert(home.clone());
        home
    }
}

/// What a thing may be called, the nicest first: by the last member on the way to it, by its file, then with more and more of
/// the folders that the file is in.
fn candidates(pointer: &str, path: &Path) -> Vec<String> {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut folders: Vec<String> = path
        .parent()
        .into_iter()
        .flat_map(Path::components)
        .filter_map(|component| match component {
            std::path::Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    let stem = if matches!(stem.as_str(), "index" | "_index") {
        folders.pop().unwrap_or(stem)
    } else {
        stem
    };
    let tokens: Vec<String> = pointer::tokens(pointer).collect();
    let mut names = Vec::new();
    let mut name = match tokens.last() {
        None => stem,
        Some(last) if tokens.len() == 1 || is_container(&tokens) => {
            names.push(last.clone());
            format!("{stem}_{last}")
        }
        Some(_) => format!("{stem}_{}", tokens.join("_")),
    };
    names.push(name.clone());
    for folder in folders.iter().rev() {
        name = format!("{folder}_{name}");
        names.push(name.clone());
    }
    names
}

/// Is the last member a name of the author's, and not a keyword?
fn is_container(tokens: &[String]) -> bool {
    let holder = tokens.iter().rev().nth(1).map_or("", String::as_str);
    matches!(
        holder,
        "schemas"
            | "definitions"
            | "$defs"
            | "parameters"
            | "responses"
            | "requestBodies"
            | "headers"
            | "examples"
            | "links"
            | "callbacks"
            | "pathItems"
            | "securitySchemes"
            | "mediaTypes"
    ) && tokens
        .last()
        .is_some_and(|last| last.parse::<usize>().is_err())
}
