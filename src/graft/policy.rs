//! The policy: what became of every operation goes in; the arms of the user's matches are edited.
//!
//! The match that answers with a rule gets an arm for what is new. Arms of what is gone are struck where they are as they were
//! made, and kept from being compiled where somebody wrote in them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::aside::{is_label_of, label, label_in, line};
use super::edits::{indentation, line_end, line_start, newline, whole, with_newlines};
use super::handlers::Work;
use super::homes::squeezed;
use super::matches::{ArmAt, Case, Match, matches};
use super::names::operations_of;
use super::report::Told;
use super::sheet::Sheet;
use super::{Inventory, Known, NoteKind};

/// Where a rule is made: a match in a file.
struct Site {
    path: String,
    found: Match,
}

impl Work<'_, '_> {
    /// Edits every match over the operations, and brings new arms into the one that answers with rules.
    pub fn policy(&mut self) {
        let enums = enums(&[self.old, self.new]);
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
        let mut arriving: BTreeMap<usize, Vec<String>> = BTreeMap::new();
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
            let Some(arm) =
                fresh.get(&(operations_of(&operation.version), operation.variant.clone()))
            else {
                continue;
            };
            if let Some(position) = self.site_for(&rules, operation) {
                arriving.entry(position).or_default().push(arm.clone());
            } else {
                let message = format!(
                    "{} is new, and the match that has the rules was not found; paste this arm into it",
                    label(operation)
                );
                let mut told =
                    Told::in_line(NoteKind::Paste, "src/policy.rs".to_owned(), None, message);
                told.paste = Some(arm.clone());
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
        let of = operations_of(&operation.version);
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

    /// Strikes what is gone from the arms of a match.
    fn strike(&mut self, site: &Site) {
        for &gone in &self.fates.removed {
            let of = operations_of(&gone.version);
            let is_it = |case: &Case| case.of == of && case.variant == gone.variant;
            for arm in site
                .found
                .arms
                .iter()
                .filter(|arm| arm.cases.iter().any(is_it))
            {
                if arm.pattern != arm.range.start && self.is_off(site, arm) {
                    continue;
                }
                let Some(sheet) = self.yours.get_mut(&site.path) else {
                    continue;
                };
                let case = arm.cases.iter().find(|case| is_it(case));
                let others = arm.cases.iter().filter(|case| !is_it(case)).count();
                let message = match case {
                    Some(case) if others > 0 => {
                        strike_case(sheet, arm, case);
                        format!(
                            "{} is gone: it was struck from the arm of others",
                            label(gone)
                        )
                    }
                    _ if is_stock(sheet, arm, gone) => {
                        let range = whole(
                            sheet.source.text,
                            arm.range.clone(),
                            site.found.inside.start,
                            site.found.inside.end,
                        );
                        sheet.taken.push(range.clone());
                        sheet.edits.remove(range);
                        format!("{} is gone: its arm went with it", label(gone))
                    }
                    _ => {
                        let indent = indentation(sheet.source.text, arm.range.start);
                        let text = format!("{}\n{indent}", line(gone));
                        let text = with_newlines(&text, newline(sheet.source.text));
                        sheet.edits.insert(arm.range.start, text);
                        sheet.taken.push(arm.range.clone());
                        format!("{} is gone: its arm is kept, not compiled", label(gone))
                    }
                };
                self.told.push(Told::at(
                    NoteKind::Done,
                    &site.path,
                    arm.range.start,
                    message,
                ));
            }
        }
    }

    fn is_off(&self, site: &Site, arm: &ArmAt) -> bool {
        let sheet = self.yours.get(&site.path);
        sheet.is_some_and(|sheet| {
            let before = sheet.source.slice(&(arm.range.start..arm.pattern));
            squeezed(before).contains("#[cfg(false)]")
        })
    }

    /// Operations that began or ceased to be about an object: their arms take ids, or none.
    fn reshape(&mut self, site: &Site) {
        for &(before, after) in &self.fates.kept {
            if before.ids.is_some() == after.ids.is_some() {
                continue;
            }
            let of = operations_of(&before.version);
            for arm in &site.found.arms {
                let mut cases = arm.cases.iter();
                let Some(case) = cases.find(|case| case.of == of && case.variant == before.variant)
                else {
                    continue;
                };
                let Some(sheet) = self.yours.get_mut(&site.path) else {
                    continue;
                };
                let ids = case.named.end..case.range.end;
                let takes = squeezed(sheet.source.slice(&ids));
                let (kind, message) = if is_stock(sheet, arm, before) && arm.cases.len() == 1 {
                    let rule = if after.ids.is_some() {
                        "(_) => Rule::Unreviewed,"
                    } else {
                        " => Rule::ScopesSuffice,"
                    };
                    let text = format!("{}{}{rule}", case.prefix, after.variant);
                    sheet.edits.replace(arm.pattern..arm.range.end, text);
                    (NoteKind::Done, "its rule begins anew")
                } else if after.ids.is_none() && matches!(takes.as_str(), "(_)" | "(..)") {
                    sheet.edits.remove(ids);
                    (NoteKind::Look, "its arm takes no ids any more")
                } else {
                    (NoteKind::Look, "the compiler asks for its arm")
                };
                let about = if after.ids.is_some() {
                    "is about an object now"
                } else {
                    "is about no object any more"
                };
                let message = format!("{} {about}: {message}", label(after));
                self.told
                    .push(Told::at(kind, &site.path, arm.range.start, message));
            }
        }
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

    /// Lets an arm be compiled again that was kept for an operation.
    fn restore(&mut self, rules: &[Site], operation: &Known) -> bool {
        for site in rules {
            for arm in &site.found.arms {
                let Some(sheet) = self.yours.get_mut(&site.path) else {
                    continue;
                };
                let text = sheet.source.text;
                let end = line_end(text, arm.range.start);
                let first = text.get(arm.range.start..end).unwrap_or_default();
                let is_its = label_in(first).is_some_and(|label| is_label_of(label, operation));
                if !is_its
                    || sheet
                        .taken
                        .iter()
                        .any(|range| range.start == arm.range.start)
                {
                    continue;
                }
                let rest = text.get(end..).unwrap_or_default();
                let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                sheet.edits.remove(arm.range.start..end + indent);
                sheet.taken.push(arm.range.start..end);
                if let Some(case) = arm.cases.first()
                    && case.variant != operation.variant
                {
                    sheet
                        .edits
                        .replace(case.named.clone(), operation.variant.clone());
                }
                let message = format!(
                    "{} is back: its rule is what it was before",
                    label(operation)
                );
                self.told.push(Told::at(
                    NoteKind::Look,
                    &site.path,
                    arm.range.start,
                    message,
                ));
                return true;
            }
        }
        false
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
        let of = operations_of(&operation.version);
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

    fn insert(&mut self, site: &Site, arms: &[String]) {
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
            .map(|arm| format!("{indent}{prefix}{arm}{end_of_line}"))
            .collect();
        let message = format!(
            "{} arm{} for what is new",
            arms.len(),
            if arms.len() == 1 { "" } else { "s" }
        );
        let catch_all = site.found.arms.iter().find(|arm| arm.takes_all);
        let at = if let Some(arm) = catch_all {
            let before = whole(text, arm.range.clone(), inside.start, inside.end);
            let at = line_start(text, before.start).max(inside.start);
            sheet.edits.insert(at, lines);
            let message = format!("{message}, before the one that takes all others");
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

/// The enums of operations that inventories speak of.
fn enums(inventories: &[&Inventory]) -> Vec<String> {
    let operations = inventories
        .iter()
        .flat_map(|inventory| &inventory.operations);
    let mut enums: Vec<String> = operations
        .map(|known| operations_of(&known.version))
        .collect();
    enums.sort();
    enums.dedup();
    enums
}

/// Whether a match stands in a function that answers with a rule.
fn is_of_rules(sheet: &Sheet<'_>, found: &Match) -> bool {
    let around = sheet.source.functions.iter().filter(|function| {
        function.body.start < found.inside.start && found.inside.end <= function.body.end
    });
    let innermost = around.min_by_key(|function| function.body.len());
    innermost.is_some_and(|function| function.returns.iter().any(|word| word == "Rule"))
}

/// Whether an arm is as it was made: nobody decided anything.
fn is_stock(sheet: &Sheet<'_>, arm: &ArmAt, operation: &Known) -> bool {
    let text = sheet.source.text;
    let range = whole(text, arm.range.clone(), 0, text.len());
    let bytes = squeezed(sheet.source.slice(&range));
    let Some(case) = arm.cases.first() else {
        return false;
    };
    let ids = if operation.ids.is_some() {
        "(_)=>Rule::Unreviewed"
    } else {
        "=>Rule::ScopesSuffice"
    };
    bytes.trim_end_matches(',') == squeezed(&format!("{}{}{ids}", case.prefix, case.variant))
}

/// Strikes one pattern of several, and the bar beside it.
fn strike_case(sheet: &mut Sheet<'_>, arm: &ArmAt, case: &Case) {
    let text = sheet.source.text;
    let behind = text.get(case.range.end..).unwrap_or_default();
    let trimmed = behind.trim_start();
    let range: Range<usize> = if trimmed.starts_with('|') {
        let rest = trimmed.get(1..).unwrap_or_default();
        case.range.start..text.len() - rest.trim_start().len()
    } else {
        let before = text
            .get(arm.range.start..case.range.start)
            .unwrap_or_default();
        let kept = before.trim_end().trim_end_matches('|').trim_end();
        arm.range.start + kept.len()..case.range.end
    };
    sheet.taken.push(range.clone());
    sheet.edits.remove(range);
}
