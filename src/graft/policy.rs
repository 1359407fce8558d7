//! The policy: what became of every operation goes in; the arms of the user's matches are edited.
//!
//! The match that answers with a rule gets an arm for what is new. Arms of what is gone are struck where they are as they were
//! made, and kept from being compiled where somebody wrote in them.

mod striking;

use std::collections::BTreeMap;

use super::aside::label;
use super::edits::{indentation, line_start, newline, whole};
use super::handlers::Work;
use super::left::Left;
use super::matches::{ArmAt, Match, matches};
use super::names::OPERATIONS;
use super::report::Told;
use super::sheet::Sheet;
use super::{Known, NoteKind};

/// Where a rule is made: a match in a file.
struct Site {
    path: String,
    found: Match,
}

impl Work<'_, '_> {
    /// Edits every match over the operations, and brings new arms into the one that answers with rules.
    pub fn policy(&mut self) {
        let enums = [OPERATIONS.to_owned()];
        let mut rules: Vec<Site> = Vec::new();
        let mut others: Vec<Site> = Vec::new();
        for (path, sheet) in &self.yours {
            for found in matches(&sheet.source, &enums) {
                let site = Site {
                    path: path.clone(),
                    found,
                };
                if is_of_rules(sheet, &site.found) {
                    rules.push(site);
                } else if !site.found.arms.is_empty() {
                    others.push(site);
                }
            }
        }
        for site in rules.iter().chain(&others) {
            self.strike(site);
        }
        for site in &rules {
            self.reshape(site);
        }
        let fresh = self.fresh_arms(&enums);
        let mut arriving: BTreeMap<usize, Vec<(String, String)>> = BTreeMap::new();
        for &operation in &self.fates.added {
            let is_there = |site: &Site| {
                site.found
                    .arms
                    .iter()
                    .any(|arm| self.is_live(arm, operation))
            };
            if rules.iter().any(is_there) || self.restore(&rules, operation) {
                continue;
            }
            let Some(arm) = fresh.get(&(OPERATIONS.to_owned(), operation.variant.clone())) else {
                continue;
            };
            if let Some(position) = self.site_for(&rules, operation) {
                let arrival = (label(operation), arm.clone());
                arriving.entry(position).or_default().push(arrival);
            } else {
                let message = format!(
                    "{} is new, and the match that has the rules was not found; paste this arm into it",
                    label(operation)
                );
                let mut told =
                    Told::in_line(NoteKind::Paste, "src/policy.rs".to_owned(), None, message);
                told.paste = Some(arm.clone());
                told.left = Some(Left::rule(&operation.variant));
                self.told.push(told);
            }
        }
        for (position, arms) in arriving {
            if let Some(site) = rules.get(position) {
                self.insert(site, &arms);
            }
        }
        for site in &others {
            let takes_all = site.found.arms.iter().any(|arm| arm.takes_all);
            if let (false, Some(first)) = (
                takes_all || self.fates.added.is_empty(),
                site.found.arms.first(),
            ) {
                let message = "this match speaks of every operation, and some are new: the compiler asks for their arms";
                self.told.push(Told::at(
                    NoteKind::Look,
                    &site.path,
                    first.range.start,
                    message.to_owned(),
                ));
            }
        }
    }

    /// Whether an arm that is compiled is about an operation by its new name.
    fn is_live(&self, arm: &ArmAt, operation: &Known) -> bool {
        let of = OPERATIONS.to_owned();
        arm.cases.iter().any(|case| {
            let words = super::names::words(&format!("{}::{}", case.of, case.variant));
            let now = match self.names.now(&words) {
                Some((length, Some(now))) if length == words.len() => now.join("::"),
                Some((length, None)) if length == words.len() => return false,
                _ => words.join("::"),
            };
            now == format!("{of}::{}", operation.variant) && arm.pattern == arm.range.start
        })
    }

    /// The arms of a new project, by enum and variant.
    fn fresh_arms(&self, enums: &[String]) -> BTreeMap<(String, String), String> {
        let mut arms = BTreeMap::new();
        for sheet in self.fresh.values() {
            for found in matches(&sheet.source, enums) {
                for arm in &found.arms {
                    for case in &arm.cases {
                        let text = sheet.source.slice(&arm.range).trim().to_owned();
                        let text = text.strip_prefix(&case.prefix).unwrap_or(&text).to_owned();
                        arms.insert((case.of.clone(), case.variant.clone()), text);
                    }
                }
            }
        }
        arms
    }

    /// The match that speaks of most operations of the same tag; of those, the longest.
    fn site_for(&self, rules: &[Site], operation: &Known) -> Option<usize> {
        let siblings: Vec<&str> = self
            .old
            .operations
            .iter()
            .filter(|known| known.version == operation.version && known.tag == operation.tag)
            .map(|known| known.variant.as_str())
            .collect();
        let of = OPERATIONS.to_owned();
        let weight = |site: &Site| {
            let cases = site.found.arms.iter().flat_map(|arm| &arm.cases);
            let of_version = cases.filter(|case| case.of == of);
            let (near, all) = of_version.fold((0, 0), |(near, all), case| {
                (
                    near + usize::from(siblings.contains(&case.variant.as_str())),
                    all + 1,
                )
            });
            (near, all)
        };
        let sites = rules.iter().enumerate();
        sites
            .rev()
            .max_by_key(|(_, site)| weight(site))
            .map(|(position, _)| position)
    }

    fn insert(&mut self, site: &Site, arms: &[(String, String)]) {
        let Some(sheet) = self.yours.get_mut(&site.path) else {
            return;
        };
        let text = sheet.source.text;
        let inside = site.found.inside.clone();
        let end_of_line = newline(text);
        let prefix = site
            .found
            .arms
            .iter()
            .find_map(|arm| arm.cases.first())
            .map_or("Operation::", |case| case.prefix.as_str());
        let last = site.found.arms.last();
        let outer = indentation(text, inside.end);
        let of_arm = last.map(|arm| arm.range.start).filter(|&at| {
            let start = line_start(text, at);
            text.get(start..at).unwrap_or_default().trim().is_empty()
        });
        let indent = of_arm.map_or_else(
            || format!("{outer}    "),
            |at| indentation(text, at).to_owned(),
        );
        let lines: String = arms
            .iter()
            .flat_map(|(_, arm)| [indent.as_str(), prefix, arm, end_of_line])
            .collect();
        let told: Vec<&str> = arms.iter().map(|(told, _)| told.as_str()).collect();
        let message = format!("a rule for {}", told.join(", "));
        let catch_all = site.found.arms.iter().find(|arm| arm.takes_all);
        let at = if let Some(arm) = catch_all {
            let before = whole(text, arm.range.clone(), inside.start, inside.end);
            let at = line_start(text, before.start).max(inside.start);
            // Whoever wrote an arm for all others may have meant to refuse them: what is let past it has to be looked at
            // before production starts.
            let unreviewed = lines.replace("Rule::ScopesSuffice", "Rule::Unreviewed");
            sheet.edits.insert(at, unreviewed);
            let message = format!("{message}, unreviewed, before the one that takes all others");
            self.told
                .push(Told::at(NoteKind::Look, &site.path, at, message));
            return self.need_rule(&site.path, inside.start);
        } else {
            if let Some(arm) = last.filter(|arm| !arm.is_closed) {
                sheet.edits.insert(arm.range.end, ",");
            }
            let start = line_start(text, inside.end);
            let is_own_line = text
                .get(start..inside.end)
                .unwrap_or_default()
                .trim()
                .is_empty();
            if is_own_line && start >= inside.start {
                sheet.edits.insert(start, lines);
            } else {
                let base = indentation(text, inside.start);
                sheet
                    .edits
                    .insert(inside.end, format!("{end_of_line}{lines}{base}"));
            }
            inside.end
        };
        self.told
            .push(Told::at(NoteKind::Done, &site.path, at, message));
        self.need_rule(&site.path, inside.start);
    }

    fn need_rule(&mut self, path: &str, at: usize) {
        if let Some(sheet) = self.yours.get_mut(path) {
            let scope = sheet.source.scope_at(at);
            let wanted = sheet.wanted.entry(scope).or_default();
            wanted
                .entry("gate".to_owned())
                .or_default()
                .insert("Rule".to_owned());
        }
    }
}

/// Whether a match stands in a function that answers with a rule.
fn is_of_rules(sheet: &Sheet<'_>, found: &Match) -> bool {
    let around = sheet.source.functions.iter().filter(|function| {
        function.body.start < found.inside.start && found.inside.end <= function.body.end
    });
    let innermost = around.min_by_key(|function| function.body.len());
    innermost.is_some_and(|function| function.returns.iter().any(|word| word == "Rule"))
}
