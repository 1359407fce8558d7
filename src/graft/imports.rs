//! Imports: what a module of a file names and what it needs to name go in, edits of its `use` lines come out.
//!
//! A statement that is laid out as rustfmt would is laid out so again; any other keeps its order, and its bytes where it can.

use std::collections::{BTreeMap, BTreeSet};

use super::edits::{Edits, indentation, line_end, line_start, newline, with_newlines};
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
            let named = now.last().cloned().unwrap_or_default();
            plan.renamed.insert(position, (last, named));
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

/// Takes imports of the emitted crates away that nothing needs any more; `before` is the text in which something did.
#[must_use]
pub fn tidy(text: &str, before: &str) -> Option<String> {
    let source = Source::read(text).ok()?;
    let earlier = Source::read(before).ok()?;
    let mut edits = Edits::default();
    for (scope, here) in source.scopes.iter().enumerate() {
        let mut plan = Plan::default();
        for (position, import) in here.imports.iter().enumerate() {
            let first = import.path.first().map(|(word, _)| word.as_str());
            let is_emitted = matches!(first, Some("api" | "gate"));
            if is_emitted
                && !matches!(import.local.as_str(), "*" | "_")
                && !is_named(&source, &import.local)
                && is_named(&earlier, &import.local)
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
            statement,
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
    let (at, indent, gap) = place(source, scope);
    let mut text = String::new();
    for (module, names) in left {
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
    if gap {
        text.push('\n');
    }
    edits.insert(at, with_newlines(&text, newline(source.text)));
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

/// Where new statements go, how far they are indented, and whether an empty line has to follow.
fn place(source: &Source<'_>, scope: usize) -> (usize, String, bool) {
    let text = source.text;
    let Some(here) = source.scopes.get(scope) else {
        return (text.len(), String::new(), false);
    };
    let of_api = |statement: usize| {
        let mut imports = here.imports.iter();
        imports.any(|import| {
            import.statement == statement
                && import.path.first().is_some_and(|(word, _)| word == "api")
        })
    };
    let last = (0..here.uses.len())
        .rev()
        .find(|&statement| of_api(statement));
    if let Some(range) = last.and_then(|statement| here.uses.get(statement)) {
        let indent = indentation(text, range.start).to_owned();
        return (line_end(text, range.end.saturating_sub(1)), indent, false);
    }
    if let Some(range) = here.uses.first() {
        let indent = indentation(text, range.start).to_owned();
        return (line_start(text, range.start), indent, false);
    }
    // No import at all: behind what the module says of itself.
    let mut at = if here.parent.is_some() {
        line_end(text, here.range.start)
    } else {
        text.len() - text.trim_start_matches('\u{feff}').len()
    };
    loop {
        let end = line_end(text, at);
        let line = text.get(at..end).unwrap_or_default().trim();
        if end == at || !(line.starts_with("//!") || line.starts_with("#![") || line.is_empty()) {
            let end = here.range.end;
            return (at.min(end), indentation(text, at).to_owned(), true);
        }
        at = end;
    }
}

struct Statement<'s, 't> {
    source: &'s Source<'t>,
    scope: usize,
    statement: usize,
    mine: Vec<(usize, &'s Import)>,
}

impl Statement<'_, '_> {
    fn rework(&self, plan: &mut Plan, edits: &mut Edits) {
        let text = self.source.text;
        let range = self
            .source
            .scopes
            .get(self.scope)
            .and_then(|scope| scope.uses.get(self.statement));
        let Some(range) = range.cloned() else {
            return;
        };
        let cut = |position: &usize| plan.cut.contains(position);
        let is_cut = self.mine.iter().any(|(position, _)| cut(position));
        if !self.mine.is_empty() && self.mine.iter().all(|(position, _)| cut(position)) {
            // Nothing is left of it: the line goes, unless a new name takes its place.
            if let Some(module) = self.module()
                && let Some(names) = plan.wanted.get_mut(&module)
                && !names.is_empty()
                && self.is_plain()
            {
                let names = std::mem::take(names);
                self.write(&module, &names.into_iter().collect::<Vec<_>>(), edits);
                return;
            }
            let start = line_start(text, range.start);
            let is_alone = text
                .get(start..range.start)
                .unwrap_or_default()
                .trim()
                .is_empty();
            let end = line_end(text, range.end);
            let behind = text
                .get(range.end..end)
                .unwrap_or_default()
                .trim()
                .is_empty();
            if is_alone && behind {
                edits.remove(start..end);
            } else {
                edits.remove(range);
            }
            return;
        }
        let module = self.module().filter(|_| self.is_plain());
        let added = module
            .as_ref()
            .and_then(|module| plan.wanted.get_mut(module))
            .map(std::mem::take)
            .unwrap_or_default();
        let is_renamed = self
            .mine
            .iter()
            .any(|(position, _)| plan.renamed.contains_key(position));
        if !is_cut && added.is_empty() && !is_renamed {
            return;
        }
        let mut kept: Vec<String> = Vec::new();
        for (position, import) in &self.mine {
            if plan.cut.contains(position) {
                continue;
            }
            let mut leaf = self.source.slice(&import.leaf).to_owned();
            if let Some((last, named)) = plan.renamed.get(position)
                && let Some((_, bytes)) = import.path.get(*last)
            {
                let mut inner = Edits::default();
                inner.replace(bytes.clone(), named.clone());
                leaf = if import.leaf.start <= bytes.start && bytes.end <= import.leaf.end {
                    let longer = import.leaf.len() > bytes.len();
                    if longer {
                        inner.within(text, import.leaf.clone())
                    } else {
                        named.clone()
                    }
                } else {
                    leaf
                };
            }
            kept.push(leaf);
        }
        if let Some(module) = module.filter(|_| is_cut || !added.is_empty() || self.is_stock()) {
            kept.extend(added);
            self.write(&module, &kept, edits);
            return;
        }
        self.by_bytes(plan, edits);
    }

    /// Edits single names, and the commas behind them.
    fn by_bytes(&self, plan: &Plan, edits: &mut Edits) {
        let text = self.source.text;
        for (position, import) in &self.mine {
            if let Some((last, named)) = plan.renamed.get(position)
                && let Some((_, bytes)) = import.path.get(*last)
            {
                edits.replace(bytes.clone(), named.clone());
            }
            if !plan.cut.contains(position) {
                continue;
            }
            let behind = text.get(import.leaf.end..).unwrap_or_default();
            let trimmed = behind.trim_start();
            if let Some(rest) = trimmed.strip_prefix(',') {
                let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                let end = text.len() - rest.len() + spaces;
                edits.remove(import.leaf.start..end);
            } else {
                edits.remove(import.leaf.clone());
            }
        }
    }

    /// The one module that all names come from.
    fn module(&self) -> Option<String> {
        let path = |import: &Import| -> Vec<String> {
            let words = import.path.iter().map(|(word, _)| word.clone());
            words.collect()
        };
        let (_, first) = self.mine.first()?;
        let shared = path(first)
            .split_last()
            .map(|(_, module)| module.to_vec())?;
        let all = self.mine.iter().all(|(_, import)| {
            let path = path(import);
            let words = path.split_last();
            words.is_some_and(|(_, module)| module == shared) && import.local != "*"
        });
        (all && !shared.is_empty()).then(|| shared.join("::"))
    }

    /// Whether it says nothing but names: no attribute, no `pub`, no comment, one level.
    fn is_plain(&self) -> bool {
        let Some(scope) = self.source.scopes.get(self.scope) else {
            return false;
        };
        let Some(range) = scope.uses.get(self.statement) else {
            return false;
        };
        let text = self.source.slice(range);
        let levels = text.matches('{').count();
        let ends = levels == 0 || text.trim_end_matches([';', ' ']).ends_with('}');
        text.starts_with("use ")
            && levels <= 1
            && ends
            && !text.contains("//")
            && !text.contains("/*")
            && !text.starts_with("use ::")
    }

    /// Whether it is laid out as rustfmt would.
    fn is_stock(&self) -> bool {
        let Some(module) = self.module() else {
            return false;
        };
        let leaves: Vec<&str> = self
            .mine
            .iter()
            .map(|(_, import)| {
                let leaf = self.source.slice(&import.leaf);
                leaf.rsplit("::").next().unwrap_or(leaf)
            })
            .collect();
        let scope = self.source.scopes.get(self.scope);
        let range = scope.and_then(|scope| scope.uses.get(self.statement));
        let text = range
            .map(|range| self.source.slice(range))
            .unwrap_or_default();
        fit::imports(&module, &leaves).join("\n") == text.replace("\r\n", "\n")
    }

    /// Writes it anew with these names.
    fn write(&self, module: &str, names: &[String], edits: &mut Edits) {
        let text = self.source.text;
        let scope = self.source.scopes.get(self.scope);
        let Some(range) = scope.and_then(|scope| scope.uses.get(self.statement)) else {
            return;
        };
        // A name that stands alone has its path with it.
        let names: Vec<&str> = names
            .iter()
            .map(|name| name.strip_prefix(&format!("{module}::")).unwrap_or(name))
            .map(|name| name.rsplit("::").next().unwrap_or(name))
            .collect();
        let is_long = self.source.slice(range).contains('\n');
        let written = if self.is_stock() {
            fit::imports(module, &names).join("\n")
        } else if let [only] = names[..] {
            format!("use {module}::{only};")
        } else if is_long {
            let indent = indentation(text, range.start);
            let lines: Vec<String> = names
                .iter()
                .map(|name| format!("{indent}    {name},\n"))
                .collect();
            format!("use {module}::{{\n{}{indent}}};", lines.concat())
        } else {
            format!("use {module}::{{{}}};", names.join(", "))
        };
        edits.replace(range.clone(), with_newlines(&written, newline(text)));
    }
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
