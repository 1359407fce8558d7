//! One `use`: what becomes of its names goes in, edits of its bytes come out.

use super::super::edits::{Edits, indentation, line_end, line_start, newline, with_newlines};
use super::super::source::{Import, Source};
use super::Plan;
use crate::render::fit;

/// What is a comment in a statement that goes, in its lines.
fn comments(statement: &str) -> Option<String> {
    let lines = statement.lines();
    let comments =
        lines.filter_map(|line| line.get(line.find("//").or_else(|| line.find("/*"))?..));
    let comments: Vec<&str> = comments.collect();
    (!comments.is_empty()).then(|| comments.join(newline(statement)))
}

/// A `use` of a module of a file.
pub(super) struct Statement<'s, 't> {
    pub(super) source: &'s Source<'t>,
    pub(super) scope: usize,
    /// Its position among those of the module.
    pub(super) number: usize,
    /// Its names, with their positions in the module.
    pub(super) mine: Vec<(usize, &'s Import)>,
}

impl Statement<'_, '_> {
    /// Edits it.
    pub(super) fn rework(&self, plan: &mut Plan, edits: &mut Edits) {
        let text = self.source.text;
        let range = self
            .source
            .scopes
            .get(self.scope)
            .and_then(|scope| scope.uses.get(self.number));
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
            if let Some(comments) = comments(self.source.slice(&range)) {
                edits.replace(range, comments);
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
        let Some(range) = scope.uses.get(self.number) else {
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
        let range = scope.and_then(|scope| scope.uses.get(self.number));
        let text = range
            .map(|range| self.source.slice(range))
            .unwrap_or_default();
        fit::imports(&module, &leaves).join("\n") == text.replace("\r\n", "\n")
    }

    /// Writes it anew with these names.
    fn write(&self, module: &str, names: &[String], edits: &mut Edits) {
        let text = self.source.text;
        let scope = self.source.scopes.get(self.scope);
        let Some(range) = scope.and_then(|scope| scope.uses.get(self.number)) else {
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
