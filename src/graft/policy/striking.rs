//! Arms of operations that are gone, that came back, or that are about something else now: matches go in, edits come out.

use std::ops::Range;

use super::super::aside::{is_label_of, label, label_in, line};
use super::super::edits::{indentation, newline, whole, with_newlines};
use super::super::handlers::Work;
use super::super::homes::squeezed;
use super::super::matches::{ArmAt, Case};
use super::super::names::OPERATIONS;
use super::super::report::Told;
use super::super::sheet::Sheet;
use super::super::{Known, NoteKind};
use super::Site;

impl Work<'_, '_> {
    /// Strikes what is gone from the arms of a match.
    pub(super) fn strike(&mut self, site: &Site) {
        for &gone in &self.fates.removed {
            let of = OPERATIONS.to_owned();
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
                        let text = with_newlines(&line(gone, indent), newline(sheet.source.text));
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
    pub(super) fn reshape(&mut self, site: &Site) {
        for &(before, after) in &self.fates.kept {
            if before.ids.is_some() == after.ids.is_some() {
                continue;
            }
            let of = OPERATIONS.to_owned();
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

    /// Lets an arm be compiled again that was kept for an operation.
    pub(super) fn restore(&mut self, rules: &[Site], operation: &Known) -> bool {
        for site in rules {
            for arm in &site.found.arms {
                let Some(sheet) = self.yours.get_mut(&site.path) else {
                    continue;
                };
                let text = sheet.source.text;
                let begin = arm.range.start;
                let kept = label_in(text.get(begin..).unwrap_or_default());
                let kept = kept.filter(|(label, _)| is_label_of(label, operation));
                let Some((_, length)) = kept else {
                    continue;
                };
                if sheet.taken.iter().any(|range| range.start == begin) {
                    continue;
                }
                sheet.edits.remove(begin..begin + length);
                sheet.taken.push(begin..begin + length);
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
                self.told
                    .push(Told::at(NoteKind::Look, &site.path, begin, message));
                return true;
            }
        }
        false
    }
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
