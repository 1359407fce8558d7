//! Several versions of a contract in one service: what each is called, what they have in common, and what may not clash.
//!
//! APIs that were built by themselves go in, the oldest first. They come out in modules of their own, with names that all of
//! them have apart, with security schemes that mean one thing, and with what callers of the older ones are told.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::names::{Name, Scope};
use super::overlap::{self, Overlap};
use super::{Api, Scheme, route, successor};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Document, pointer};

/// Whether callers of an older version are asked to leave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They are told that it is deprecated (RFC 9745), as soon as there is a newer one.
    Retiring,
    /// It is kept beside the newer ones: only what its contract says itself is told.
    Kept,
}

/// What stands in the document of one version, by its position among the versions.
pub type Noticed = (usize, Diagnostic);

/// What a version is called by its contract: the version that its base path names, else the one that all of its paths do,
/// else the major one of `info.version`.
#[must_use]
pub fn module(document: &Document) -> String {
    let typed = &document.typed;
    let templates = || typed.paths.paths.keys().map(String::as_str);
    let base = route::base_path(&typed.servers, &typed.info.version, templates());
    let word = route::version_of(&base).map_or_else(
        || {
            let mut named = templates().map(route::version_of);
            let first = named.next().flatten();
            match first {
                Some(first) if named.all(|other| other == Some(first)) => first.to_owned(),
                _ => format!("v{}", route::major(&typed.info.version)),
            }
        },
        str::to_owned,
    );
    let led = if word.starts_with(|character: char| character.is_ascii_digit()) {
        format!("v{word}")
    } else {
        word
    };
    Scope::versions().module(&led).rust().to_owned()
}

/// Whether a word can be the module of a version as it is.
#[must_use]
pub fn is_module(word: &str) -> bool {
    Scope::versions().module(word).rust() == word
}

/// The order of age: by numbers where there are some, and what is on its way to a version (`v2beta1`) before it.
#[must_use]
pub fn older_first(left: &str, right: &str) -> Ordering {
    let (left, right) = (chunks(left), chunks(right));
    for (one, other) in left.iter().zip(&right) {
        let order = match (one.parse::<u64>(), other.parse::<u64>()) {
            (Ok(one), Ok(other)) => one.cmp(&other),
            _ => one.cmp(other),
        };
        if order.is_ne() {
            return order;
        }
    }
    let on_its_way = |chunks: &[&str], from: usize| {
        chunks
            .get(from)
            .is_some_and(|chunk| chunk.starts_with(char::is_alphabetic))
    };
    match left.len().cmp(&right.len()) {
        Ordering::Greater if on_its_way(&left, right.len()) => Ordering::Less,
        Ordering::Less if on_its_way(&right, left.len()) => Ordering::Greater,
        order => order,
    }
}

/// Runs of digits, and of letters and marks.
fn chunks(word: &str) -> Vec<&str> {
    let is_digit = |character: char| character.is_ascii_digit();
    let mut found = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let same = |character: char| is_digit(character) == is_digit(first);
        let end = rest
            .find(|character| !same(character))
            .unwrap_or(rest.len());
        let (chunk, tail) = rest.split_at(end);
        found.push(chunk);
        rest = tail;
    }
    found
}

/// Makes one service of APIs that were built by themselves, each with the name of its module; the oldest is the first.
#[must_use]
pub fn settle(apis: &mut [Api], names: &[(String, Standing)]) -> Vec<Noticed> {
    let mut scope = Scope::versions();
    let modules: Vec<Name> = names.iter().map(|(name, _)| scope.module(name)).collect();
    let mut noticed = same_names(&modules);
    if !noticed.is_empty() {
        // What else such contracts have in common follows from that.
        return noticed;
    }
    for (api, module) in apis.iter_mut().zip(&modules) {
        api.module = Some(module.clone());
    }
    let taken: Vec<String> = apis.iter().map(|api| api.base_path.clone()).collect();
    for api in apis.iter_mut() {
        let shared = taken.iter().filter(|base| **base == api.base_path).count() > 1;
        if let (true, Some(module)) = (shared, &api.module) {
            api.served_under = format!("{}/{}", api.base_path, module.rust());
        }
    }
    tell_apart(apis);
    noticed.extend(one_meaning(apis));
    noticed.extend(
        overlap::all(apis)
            .iter()
            .flat_map(|found| both(apis, found)),
    );
    for older in (0..apis.len()).rev().skip(1) {
        let (olds, news) = apis.split_at_mut(older + 1);
        if let (Some(old), Some(new)) = (olds.last_mut(), news.first()) {
            successor::announce(old, new, names[older].1);
        }
    }
    noticed
}

/// Two versions of one name.
fn same_names(modules: &[Name]) -> Vec<Noticed> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut noticed = Vec::new();
    for (index, module) in modules.iter().enumerate() {
        if seen.insert(module.wire(), index).is_some() {
            let fault = Diagnostic::error(Code::VersionClash, "/info/version")
                .message(format!("two contracts are version `{}`", module.wire()))
                .help("give them different versions in `info.version` or in the path of `servers`, or name them in `portcullis.toml` (docs/versions.md)");
            noticed.push((index, fault));
        }
    }
    noticed
}

/// Operations of different versions have different ids in log and metrics, and different variants in the policy.
fn tell_apart(apis: &mut [Api]) {
    let mut variants = Scope::new();
    for api in apis {
        let Some(module) = api.module.as_ref().map(|module| module.rust().to_owned()) else {
            continue;
        };
        for operation in &mut api.operations {
            operation.label = format!("{module}.{}", operation.label);
            let words = format!("{module} {}", operation.variant.rust());
            let wire = operation.variant.wire().to_owned();
            operation.variant = variants.pascal(&words).standing_for(&wire);
        }
    }
}

/// Security schemes of one name are one scheme: one section of the settings, one verifier, one store.
fn one_meaning(apis: &mut [Api]) -> Vec<Noticed> {
    let mut scope = Scope::new();
    let mut known: HashMap<String, (usize, Name)> = HashMap::new();
    let mut clashes = Vec::new();
    for index in 0..apis.len() {
        let (before, rest) = apis.split_at_mut(index);
        let Some(api) = rest.first_mut() else {
            continue;
        };
        for scheme in &mut api.schemes {
            let word = scheme.name.wire().to_owned();
            let Some((first, name)) = known.get(&word) else {
                scheme.name = scope.field(&word);
                known.insert(word, (index, scheme.name.clone()));
                continue;
            };
            scheme.name = name.clone();
            let same = |other: &Scheme| other.name.wire() == word && other.kind == scheme.kind;
            let agrees = before
                .get(*first)
                .is_some_and(|api| api.schemes.iter().any(same));
            if !agrees {
                clashes.push((*first, index, word));
            }
        }
    }
    let module = |index: usize| apis[index].module.as_ref().map_or("", Name::rust);
    let told = |here: usize, there: usize, word: &str| {
        let fault = Diagnostic::error(
            Code::SchemeClash,
            pointer::join("/components/securitySchemes", word),
        )
        .message(format!(
            "`{word}` asks for something else in version `{}`",
            module(there)
        ))
        .help("call one of the two schemes otherwise: settings, keys and verifiers go by the name");
        (here, fault)
    };
    clashes
        .iter()
        .flat_map(|(first, second, word)| {
            [told(*first, *second, word), told(*second, *first, word)]
        })
        .collect()
}

/// The same overlap, told at both of its places.
fn both(apis: &[Api], found: &Overlap) -> [Noticed; 2] {
    let told = |here: (usize, usize), there: (usize, usize)| {
        let (api, other) = (&apis[here.0], &apis[there.0]);
        let (own, foreign) = (&api.operations[here.1], &other.operations[there.1]);
        let fault = Diagnostic::error(Code::RouteOverlap, own.pointer.as_str())
            .message(format!(
                "a request can be for `{} {}` and for `{} {}` of version `{}`",
                own.method,
                own.path,
                foreign.method,
                foreign.path,
                other.module.as_ref().map_or("", Name::rust)
            ))
            .help("put each version under a base path of its own, such as `/v2` in `servers`");
        (here.0, fault)
    };
    [
        told(found.older, found.newer),
        told(found.newer, found.older),
    ]
}

#[cfg(test)]
mod tests {
    use super::older_first;

    #[test]
    fn versions_are_ordered_by_age() {
        let mut words = vec![
            "v10",
            "v2",
            "v1_2",
            "v2beta1",
            "v1",
            "v2alpha3",
            "v1_10",
            "v2010_04_01",
        ];
        words.sort_by(|left, right| older_first(left, right));
        assert_eq!(
            words,
            [
                "v1",
                "v1_2",
                "v1_10",
                "v2alpha3",
                "v2beta1",
                "v2",
                "v10",
                "v2010_04_01"
            ]
        );
    }
}
