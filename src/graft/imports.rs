//! Imports: what a module of a file names and what it needs to name go in, edits of its `use` lines come out.
//!
//! A statement that is laid out as rustfmt would is laid out so again; any other keeps its order, and its bytes where it can.

mod statement;

use std::collections::{BTreeMap, BTreeSet};

use statement::Statement;

use super::edits::{Edits, indentation, line_end, line_number, line_start, newline, with_newlines};
use super::names::{Names, resolved, words};
use super::source::{Import, Kind, Source};
use crate::render::fit;

/// Names that a module of a file needs, by the module that has them.
pub type Wanted = BTreeMap<String, BTreeSet<String>>;

/// What becomes of the imports of one module of a file.
#[derive(Debug, Default)]
struct Plan {
    /// The imports that go, by position.
    cut: BTreeSet<usize>,
    /// New last words of imports.
    renamed: BTreeMap<usize, (usize, String)>,
    /// What comes.
    wanted: Wanted,
}

/// Edits the imports of a module: what is called otherwise, what is gone, what lives elsewhere now, what is needed.
pub fn rework(
    source: &Source<'_>,
    scope: usize,
    names: &Names,
    wanted: &Wanted,
    edits: &mut Edits,
) {
    let Some(here) = source.scopes.get(scope) else {
        return;
    };
    let mut plan = Plan {
        wanted: wanted.clone(),
        ..Plan::default()
    };
    for (position, import) in here.imports.iter().enumerate() {
        let path: Vec<String> = import.path.iter().map(|(word, _)| word.clone()).collect();
        let Some(found) = names.look_up(source, scope, &path) else {
            continue;
        };
        let Some(now) = found.now else {
            plan.cut.insert(position);
            continue;
        };
        let stays = now.get(..now.len() - 1) == found.full.get(..found.full.len() - 1);
        if stays {
            let last = found.full.len() - found.unspelled - 1;
            let word = now.last().cloned().unwrap_or_default();
            plan.renamed.insert(position, (last, word));
            continue;
        }
        plan.cut.insert(position);
        let spelled = found.full.len() - found.unspelled;
        let mut whole = now;
        whole.extend(path.get(spelled..).unwrap_or_default().iter().cloned());
        let is_alias = path.last() != Some(&import.local) && import.local != "*";
        if let Some((last, module)) = whole.split_last() {
            let name = match (import.local.as_str(), is_alias) {
                ("*", _) => "*".to_owned(),
                (_, true) => format!("{last} as {}", import.local),
                _ => last.clone(),
            };
            let module = if import.local == "*" {
                whole.join("::")
            } else {
                module.join("::")
            };
            plan.wanted.entry(module).or_default().insert(name);
        }
    }
    apply(source, scope, plan, edits);
}

/// Takes imports away that nothing needs any more: those that a new project has, and those that went elsewhere; `before` is the
/// text in which something needed them.
#[must_use]
pub fn tidy(text: &str, before: &str, elsewhere: &BTreeSet<String>) -> Option<String> {
    let source = Source::read(text).ok()?;
    let earlier = Source::read(before).ok()?;
    // What the contract calls otherwise now, and nothing in the file speaks of any more, came by us.
    let known: BTreeSet<&str> = (earlier.scopes.iter())
        .flat_map(|scope| &scope.imports)
        .map(|import| import.local.as_str())
        .collect();
    let is_ours =
        |words: &[&str], local: &str| words.first() == Some(&"api") && !known.contains(local);
    let mut edits = Edits::default();
    for (scope, here) in source.scopes.iter().enumerate() {
        let mut plan = Plan::default();
        for (position, import) in here.imports.iter().enumerate() {
            let words: Vec<&str> = import.path.iter().map(|(word, _)| word.as_str()).collect();
            let is_emitted = matches!(words[..], ["api" | "gate", ..] | ["crate", "app", "App"]);
            if (is_emitted || elsewhere.contains(&import.local))
                && !matches!(import.local.as_str(), "*" | "_")
                && !is_named(&source, &import.local)
                && (is_named(&earlier, &import.local) || is_ours(&words, &import.local))
            {
                plan.cut.insert(position);
            }
        }
        if !plan.cut.is_empty() {
            apply(&source, scope, plan, &mut edits);
        }
    }
    (!edits.is_empty()).then(|| edits.applied(text))
}

/// The imports that something needed in the text as it was and that nothing needs now, each with its line.
#[must_use]
pub fn idle(text: &str, before: &str) -> Vec<(usize, String)> {
    let (Ok(source), Ok(earlier)) = (Source::read(text), Source::read(before)) else {
        return Vec::new();
    };
    let imports = source.scopes.iter().flat_map(|scope| &scope.imports);
    let idle = imports.filter(|import| {
        !matches!(import.local.as_str(), "*" | "_")
            && !source.is_disabled(import.leaf.start)
            && !is_named(&source, &import.local)
            && is_named(&earlier, &import.local)
    });
    idle.map(|import| {
        let line = line_number(text, import.leaf.start);
        (line, import.local.clone())
    })
    .collect()
}

/// Whether a word stands anywhere but in imports and in what is not compiled.
fn is_named(source: &Source<'_>, name: &str) -> bool {
    source.tokens.iter().any(|token| {
        let is_it = matches!(&token.kind, Kind::Word(word) if word == name);
        let at = token.range.start;
        let mut uses = source.scopes.iter().flat_map(|scope| &scope.uses);
        is_it && !uses.any(|range| range.contains(&at)) && !source.is_disabled(at)
    })
}

fn apply(source: &Source<'_>, scope: usize, mut plan: Plan, edits: &mut Edits) {
    let Some(here) = source.scopes.get(scope) else {
        return;
    };
    satisfied(source, scope, &mut plan);
    for statement in 0..here.uses.len() {
        let mut imports = here.imports.iter().enumerate();
        let mine: Vec<(usize, &Import)> = imports
            .by_ref()
            .filter(|(_, import)| import.statement == statement)
            .collect();
        Statement {
            source,
            scope,
            number: statement,
            mine,
        }
        .rework(&mut plan, edits);
    }
    let left: Vec<(String, BTreeSet<String>)> = std::mem::take(&mut plan.wanted)
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .collect();
    if left.is_empty() {
        return;
    }
    let mut written: BTreeMap<usize, (String, Gap)> = BTreeMap::new();
    for (module, names) in left {
        let (at, indent, gap) = place(source, scope, &module);
        let (text, set_off) = written.entry(at).or_default();
        *set_off = gap;
        let (stars, names): (Vec<&String>, Vec<&String>) =
            names.iter().partition(|name| *name == "*");
        let mut lines: Vec<String> = stars.iter().map(|_| format!("use {module}::*;")).collect();
        let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
        if !names.is_empty() {
            lines.extend(fit::imports(&module, &names));
        }
        for line in lines {
            text.extend([indent.as_str(), &line, "\n"]);
        }
    }
    for (at, (text, set_off)) in written {
        let text = match set_off {
            Gap::None => text,
            Gap::Before => format!("\n{text}"),
            Gap::Behind => format!("{text}\n"),
        };
        edits.insert(at, with_newlines(&text, newline(source.text)));
    }
}

/// Strikes what is imported already, by its name or by a star.
fn satisfied(source: &Source<'_>, scope: usize, plan: &mut Plan) {
    let Some(here) = source.scopes.get(scope) else {
        return;
    };
    let mut stars = Vec::new();
    let mut known = BTreeSet::new();
    for (position, import) in here.imports.iter().enumerate() {
        if plan.cut.contains(&position) {
            continue;
        }
        let mut path: Vec<String> = import.path.iter().map(|(word, _)| word.clone()).collect();
        if let Some((last, named)) = plan.renamed.get(&position)
            && let Some(word) = path.get_mut(*last)
        {
            word.clone_from(named);
        }
        for full in resolved(source, scope, &path) {
            match import.local.as_str() {
                "*" => {
                    stars.push(full.join("::"));
                }
                _ => {
                    known.insert(full.join("::"));
                }
            }
        }
    }
    for (module, names) in &mut plan.wanted {
        let has_star = stars.contains(module);
        names.retain(|name| !has_star && !known.contains(&format!("{module}::{name}")));
    }
}

/// Where new statements go, how far they are indented, and what sets them off.
fn place(source: &Source<'_>, scope: usize, module: &str) -> (usize, String, Gap) {
    let text = source.text;
    let Some(here) = source.scopes.get(scope) else {
        return (text.len(), String::new(), Gap::None);
    };
    // Beside what comes from the same place, else beside what comes from the contract.
    let last = [module.split("::").next().unwrap_or_default(), "api"]
        .into_iter()
        .find_map(|first| {
            let mut imports = here.imports.iter().rev();
            let beside =
                imports.find(|import| import.path.first().is_some_and(|(word, _)| word == first));
            beside.map(|import| import.statement)
        });
    if let Some(range) = last.and_then(|statement| here.uses.get(statement)) {
        let indent = indentation(text, range.start).to_owned();
        return (
            line_end(text, range.end.saturating_sub(1)),
            indent,
            Gap::None,
        );
    }
    if let Some(range) = here.uses.first() {
        let indent = indentation(text, range.start).to_owned();
        return (line_start(text, range.start), indent, Gap::None);
    }
    // No import at all: behind what the module says of itself, before any empty line, which may go with what is below it.
    let begins = if here.parent.is_some() {
        line_end(text, here.range.start)
    } else {
        text.len() - text.trim_start_matches('\u{feff}').len()
    };
    let mut at = begins;
    loop {
        let end = line_end(text, at);
        let line = text.get(at..end).unwrap_or_default().trim();
        if end == at || !(line.starts_with("//!") || line.starts_with("#![")) {
            let gap = if at == begins {
                Gap::Behind
            } else {
                Gap::Before
            };
            return (
                at.min(here.range.end),
                indentation(text, at).to_owned(),
                gap,
            );
        }
        at = end;
    }
}

/// Where an empty line sets new statements off.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Gap {
    /// Nowhere: there are others.
    #[default]
    None,
    /// Before them.
    Before,
    /// Behind them.
    Behind,
}

/// Adds a full path to what is needed.
pub fn want(wanted: &mut Wanted, path: &str) {
    let words = words(path);
    if let Some((last, module)) = words.split_last() {
        wanted
            .entry(module.join("::"))
            .or_default()
            .insert(last.clone());
    }
}
