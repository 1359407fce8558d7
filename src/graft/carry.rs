//! What a method needs where it goes: the method and both files go in, the imports that it takes along come out, or that it
//! cannot go, because it leans on what only its own file sees.

use std::collections::BTreeSet;
use std::ops::Range;

use super::imports::Wanted;
use super::names::Names;
use super::source::{Import, Kind, Source};

/// What leaves with a method.
#[derive(Debug, PartialEq, Eq)]
pub enum Fare {
    /// It can go, and needs these names there.
    Takes(Wanted),
    /// It has to stay: it uses this.
    Stays(String),
}

/// Where a method comes from and where it goes.
#[derive(Clone, Copy, Debug)]
pub struct Journey<'j, 't> {
    /// The file that it leaves.
    pub from: &'j Source<'t>,
    /// The module that it leaves.
    pub from_scope: usize,
    /// The file that it goes to.
    pub to: &'j Source<'t>,
    /// The module that it goes to.
    pub to_scope: usize,
    /// Whether both files are in one folder, so that `super` is the same for both.
    pub same_folder: bool,
    /// What is called otherwise.
    pub names: &'j Names,
}

/// Says whether a method can go, and with what.
#[must_use]
pub fn fare(journey: Journey<'_, '_>, method: &Range<usize>) -> Fare {
    let from = journey.from;
    let Some(here) = from.scopes.get(journey.from_scope) else {
        return Fare::Stays(String::new());
    };
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for (position, token) in from.tokens.iter().enumerate() {
        let Kind::Word(word) = &token.kind else {
            continue;
        };
        if token.range.start < method.start || method.end < token.range.end {
            continue;
        }
        let mark = |steps: usize, mark: char| {
            let before = position
                .checked_sub(steps)
                .and_then(|at| from.tokens.get(at));
            before.is_some_and(|token| token.kind == Kind::Mark(mark))
        };
        let is_member = mark(1, '.') && !mark(2, '.');
        let is_inner = mark(1, ':') && mark(2, ':');
        let leads = matches!(from.tokens.get(position + 1), Some(token) if token.kind == Kind::Mark(':'))
            && matches!(from.tokens.get(position + 2), Some(token) if token.kind == Kind::Mark(':'));
        let own = if is_member || is_inner {
            // A method, or a function by the path of its type: private ones are seen in their own module only.
            from.functions.iter().any(|function| function.name == *word)
        } else {
            (matches!(word.as_str(), "self" | "super") && leads)
                || (from.items.contains(word) && !method.contains(&given_at(from, word)))
        };
        if own {
            return Fare::Stays(word.clone());
        }
        if !is_member && !is_inner {
            used.insert(word);
        }
    }
    let mut wanted = Wanted::new();
    for import in &here.imports {
        let is_emitted = import.path.first().is_some_and(|(word, _)| word == "api");
        let is_needed = used.contains(import.local.as_str())
            || (!is_emitted && (import.local == "*" || is_silent(from, import)));
        if !is_needed {
            continue;
        }
        if let Err(stays) = take_along(journey, import, &mut wanted) {
            return Fare::Stays(stays);
        }
    }
    Fare::Takes(wanted)
}

/// Where an item's name is given.
fn given_at(source: &Source<'_>, name: &str) -> usize {
    let mut given = source.given.iter();
    given
        .find(|range| source.slice(range) == name)
        .map_or(usize::MAX, |range| range.start)
}

/// Whether an import is there for its methods: a trait that no line names.
fn is_silent(source: &Source<'_>, import: &Import) -> bool {
    let uses: Vec<&Range<usize>> = source.scopes.iter().flat_map(|scope| &scope.uses).collect();
    !source.tokens.iter().any(|token| {
        matches!(&token.kind, Kind::Word(word) if *word == import.local)
            && !uses.iter().any(|range| range.contains(&token.range.start))
    })
}

fn take_along(
    journey: Journey<'_, '_>,
    import: &Import,
    wanted: &mut Wanted,
) -> Result<(), String> {
    let mut path: Vec<String> = import.path.iter().map(|(word, _)| word.clone()).collect();
    let first = path.first().map(String::as_str);
    if first == Some("self") || (first == Some("super") && !journey.same_folder) {
        return Err(path.join("::"));
    }
    if let Some(module) = first
        && journey.from.items.iter().any(|item| item == module)
    {
        return Err(path.join("::"));
    }
    if let Some(found) = journey
        .names
        .look_up(journey.from, journey.from_scope, &path)
    {
        let Some(mut now) = found.now else {
            return Err(found.full.join("::"));
        };
        let spelled = found.full.len() - found.unspelled;
        now.extend(path.get(spelled..).unwrap_or_default().iter().cloned());
        let had_own_name = path.last() != Some(&import.local);
        path = now;
        if !had_own_name {
            add(
                journey,
                path.last().cloned().unwrap_or_default().as_str(),
                &path,
                wanted,
            )?;
            return Ok(());
        }
    }
    if import.local == "*" {
        wanted
            .entry(path.join("::"))
            .or_default()
            .insert("*".to_owned());
        return Ok(());
    }
    add(journey, &import.local, &path, wanted)
}

/// Adds a name, unless it means something else where the method goes.
fn add(
    journey: Journey<'_, '_>,
    local: &str,
    path: &[String],
    wanted: &mut Wanted,
) -> Result<(), String> {
    let Some(there) = journey.to.scopes.get(journey.to_scope) else {
        return Err(local.to_owned());
    };
    let mut imports = there.imports.iter();
    let there_already = imports.find(|import| import.local == local && local != "_");
    if let Some(import) = there_already {
        let words: Vec<String> = import.path.iter().map(|(word, _)| word.clone()).collect();
        let now = journey.names.look_up(journey.to, journey.to_scope, &words);
        let is_same = words == path
            || now
                .and_then(|found| found.now)
                .is_some_and(|now| now == path);
        return if is_same {
            Ok(())
        } else {
            Err(local.to_owned())
        };
    }
    if journey.to.items.iter().any(|item| item == local) {
        return Err(local.to_owned());
    }
    let Some((last, module)) = path.split_last() else {
        return Ok(());
    };
    let name = if last == local {
        last.clone()
    } else {
        format!("{last} as {local}")
    };
    wanted.entry(module.join("::")).or_default().insert(name);
    Ok(())
}

/// Adds the names of a request and of its answer, and what every handler speaks of.
pub fn handler_needs(wanted: &mut Wanted, module: &str, names: &[&str]) {
    let own = wanted.entry(module.to_owned()).or_default();
    own.extend(names.iter().map(|name| (*name).to_owned()));
    let gate = wanted.entry("gate".to_owned()).or_default();
    gate.extend(["Caller".to_owned(), "Problem".to_owned()]);
}
