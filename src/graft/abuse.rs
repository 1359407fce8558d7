//! Cases of the abuse suite: what became of every operation goes in; the user's cases are brought up to date, moved, struck or
//! put aside, and new ones are added.

use std::collections::BTreeMap;
use std::ops::Range;

use toml_edit::{DocumentMut, Item, Table};

use super::aside::{is_label_of, label};
use super::edits::{Edits, line_end, line_start, newline, with_newlines};
use super::fate::Fates;
use super::report::Told;
use super::{Files, Grafted, Inventory, Known, NoteKind, Texts};

/// Where the cases are.
const FOLDER: &str = "tests/abuse/";

/// How a case that was put aside begins.
const MARK: &str = "# removed from the contract: ";

/// One case in a file.
#[derive(Clone, Debug)]
struct Case<'t> {
    range: Range<usize>,
    text: &'t str,
    method: String,
    path: String,
}

impl Case<'_> {
    fn is_of(&self, operation: &Known) -> bool {
        self.method == operation.http_method && self.path == operation.path
    }
}

/// The cases of a file; `None` where it is not what it seems.
fn cases(text: &str) -> Option<Vec<Case<'_>>> {
    let whole: DocumentMut = text.parse().ok()?;
    let count = whole.get("case").map_or(0, |cases| {
        cases
            .as_array_of_tables()
            .map_or(0, toml_edit::ArrayOfTables::len)
    });
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim() == "[[case]]" {
            let mut start = at;
            while start > 0 {
                let above = line_start(text, start - 1);
                let before = text.get(above..start)?;
                if !before.starts_with('#') {
                    break;
                }
                start = above;
            }
            starts.push(start);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let mut found = Vec::new();
    for (start, end) in starts.iter().copied().zip(ends) {
        let text = text.get(start..end)?;
        let document: DocumentMut = text.parse().ok()?;
        let table = table(&document)?;
        let word = |key: &str| Some(table.get(key)?.as_str()?.to_owned());
        found.push(Case {
            range: start..end,
            text,
            method: word("method")?,
            path: word("path")?,
        });
    }
    (found.len() == count).then_some(found)
}

fn table(document: &DocumentMut) -> Option<&Table> {
    document.get("case")?.as_array_of_tables()?.get(0)
}

fn is_cases(path: &str) -> bool {
    path.starts_with(FOLDER) && path.strip_suffix(".toml").is_some()
}

/// Every case of some files, with the file it is in.
fn all(files: &Files) -> Vec<(&String, Case<'_>)> {
    let files = files.iter().filter(|(path, _)| is_cases(path));
    let files = files.filter_map(|(path, text)| Some((path, cases(text)?)));
    files
        .flat_map(|(path, cases)| cases.into_iter().map(move |case| (path, case)))
        .collect()
}

/// Brings the cases of the user's files to the new contract.
pub fn graft(
    (old, new): (&Inventory, &Inventory),
    fates: &Fates<'_>,
    texts: &Texts<'_>,
    grafted: &mut Grafted,
    told: &mut Vec<Told>,
) {
    let (base, fresh) = (all(texts.base), all(texts.fresh));
    let mut edits: BTreeMap<&String, Edits> = BTreeMap::new();
    let mut arriving: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut known: Vec<(String, String)> = Vec::new();
    for (path, text) in texts.files.iter().filter(|(path, _)| is_cases(path)) {
        let Some(cases) = cases(text) else {
            if texts.base.get(path) != texts.fresh.get(path) {
                let message = "the cases in it could not be told apart; see whether they still fit";
                told.push(Told::in_line(
                    NoteKind::Look,
                    path.clone(),
                    None,
                    message.to_owned(),
                ));
            }
            continue;
        };
        for case in cases {
            let mut operations = old.operations.iter();
            let Some(before) = operations.find(|operation| case.is_of(operation)) else {
                known.push((case.method.clone(), case.path.clone()));
                continue;
            };
            let pristine = base
                .iter()
                .find(|(_, other)| other.is_of(before))
                .map(|(_, case)| case.text);
            let mine = edits.entry(path).or_default();
            let Some((_, after)) = fates.kept.iter().find(|(old, _)| *old == before) else {
                strike(before, &case, pristine, text, mine);
                let message = format!("{} is gone, and so is its case", label(before));
                told.push(Told::at(NoteKind::Done, path, case.range.start, message));
                continue;
            };
            known.push((after.http_method.clone(), after.path.clone()));
            let Some((home, made)) = fresh.iter().find(|(_, other)| other.is_of(after)) else {
                continue;
            };
            let pristine = pristine.or_else(|| (before == *after).then_some(made.text));
            let (merged, is_whole) = merged(case.text, pristine, made.text);
            let is_same = same(&merged, case.text);
            let merged = if is_same {
                case.text.to_owned()
            } else {
                with_newlines(&merged, newline(text))
            };
            if !is_whole {
                let message = format!(
                    "the case of {} was changed by hand, and the contract has another now",
                    label(after)
                );
                told.push(Told::at(NoteKind::Look, path, case.range.start, message));
            }
            let is_elsewhere =
                (&before.version, &before.tag) != (&after.version, &after.tag) && *home != path;
            if is_elsewhere {
                mine.remove(case.range.clone());
                arriving.entry((*home).clone()).or_default().push(merged);
                let message = format!("the case of {} moved to `{home}`", label(after));
                told.push(Told::at(NoteKind::Done, path, case.range.start, message));
            } else if !is_same {
                let gap = case
                    .text
                    .get(case.text.trim_end().len()..)
                    .unwrap_or_default();
                mine.replace(case.range.clone(), format!("{}{gap}", merged.trim_end()));
                let message = format!("the case of {} was brought up to date", label(after));
                told.push(Told::at(NoteKind::Done, path, case.range.start, message));
            }
        }
    }
    for operation in &new.operations {
        let place = (operation.http_method.clone(), operation.path.clone());
        if !fates.added.contains(&operation) || known.contains(&place) {
            continue;
        }
        let Some((home, made)) = fresh.iter().find(|(_, case)| case.is_of(operation)) else {
            continue;
        };
        let Some(text) = texts.files.get(*home) else {
            continue;
        };
        let (kind, message) = if let Some((range, case)) = uncommented(text, operation) {
            edits.entry(home).or_default().replace(range, case);
            (
                NoteKind::Look,
                format!("{} is back, and so is its case", label(operation)),
            )
        } else {
            let there = arriving.entry((*home).clone()).or_default();
            there.push(made.text.to_owned());
            (NoteKind::Done, format!("a case for {}", label(operation)))
        };
        told.push(Told::in_line(kind, (*home).clone(), None, message));
    }
    settle(edits, arriving, texts, grafted, told);
}

fn settle(
    mut edits: BTreeMap<&String, Edits>,
    arriving: BTreeMap<String, Vec<String>>,
    texts: &Texts<'_>,
    grafted: &mut Grafted,
    told: &mut Vec<Told>,
) {
    let mut results: BTreeMap<String, String> = BTreeMap::new();
    for (path, edits) in &mut edits {
        if let Some(text) = texts.files.get(*path) {
            results.insert((*path).clone(), edits.applied(text));
        }
    }
    for (path, arrivals) in arriving {
        if let Some(text) = results.get(&path).or_else(|| texts.files.get(&path)) {
            let end = newline(text);
            let mut text = text.clone();
            for case in arrivals {
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push_str(end);
                }
                if !text.is_empty() && !text.ends_with(&format!("{end}{end}")) {
                    text.push_str(end);
                }
                text.push_str(&with_newlines(case.trim_end(), end));
                text.push_str(end);
            }
            results.insert(path, text);
        } else if let Some(text) = texts.fresh.get(&path) {
            // The file comes with the project: cases that somebody wrote in take the places of its own.
            let mut edits = Edits::default();
            for case in arrivals {
                let own = cases(text).into_iter().flatten().find(|own| {
                    let moved = cases(&case).into_iter().flatten().next();
                    moved.is_some_and(|moved| moved.method == own.method && moved.path == own.path)
                });
                if let Some(own) = own {
                    let gap = own
                        .text
                        .get(own.text.trim_end().len()..)
                        .unwrap_or_default();
                    edits.replace(own.range, format!("{}{gap}", case.trim_end()));
                }
            }
            let written = edits.applied(text);
            if written != *text {
                grafted.changed.insert(path, written);
            }
        }
    }
    for (path, text) in results {
        let Some(before) = texts.files.get(&path) else {
            continue;
        };
        let text = if text.ends_with("\n\n") && !before.ends_with("\n\n") {
            format!("{}\n", text.trim_end())
        } else {
            text
        };
        let head = |text: &str| {
            let end = text.find("[[case]]").unwrap_or(text.len());
            text.get(..end).unwrap_or_default().trim().to_owned()
        };
        let is_shell = texts
            .base
            .get(&path)
            .is_some_and(|base| head(base) == text.trim());
        if is_shell && !texts.fresh.contains_key(&path) {
            told.push(Told::in_line(
                NoteKind::Done,
                path.clone(),
                None,
                "no case is left in it, and its tag is gone: it goes too".to_owned(),
            ));
            grafted.emptied.insert(path);
        } else if text != *before {
            grafted.changed.insert(path, text);
        }
    }
}

/// Strikes a case as it was made, and makes a comment of any other.
fn strike(gone: &Known, case: &Case<'_>, pristine: Option<&str>, text: &str, edits: &mut Edits) {
    if pristine.is_some_and(|pristine| same(pristine, case.text)) {
        edits.remove(case.range.clone());
        return;
    }
    let end = newline(text);
    let mut commented = format!("{MARK}{}{end}", label(gone).replace(['\n', '\r'], " "));
    for line in case.text.split_inclusive('\n') {
        if line.trim().is_empty() {
            commented.push_str(line);
        } else {
            commented.push_str("# ");
            commented.push_str(line);
        }
    }
    edits.replace(case.range.clone(), commented);
}

/// The case that was put aside for an operation, without its marks.
fn uncommented(text: &str, operation: &Known) -> Option<(Range<usize>, String)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let is_its = line
            .trim_end()
            .strip_prefix(MARK)
            .is_some_and(|label| is_label_of(label, operation));
        if !is_its {
            continue;
        }
        let mut case = String::new();
        let mut end = at;
        while let Some(line) = text
            .get(end..line_end(text, end))
            .filter(|line| !line.is_empty())
        {
            let Some(own) = line.strip_prefix("# ").filter(|_| !line.starts_with(MARK)) else {
                break;
            };
            // What somebody wrote between them was a comment before.
            let is_ours = own.starts_with(['[', '#']) || own.contains('=');
            case.push_str(if is_ours { own } else { line });
            end += line.len();
        }
        let is_one = cases(&case).is_some_and(|cases| cases.len() == 1);
        return is_one.then_some((start..end, case));
    }
    None
}

/// Whether two cases say the same in the same words.
fn same(one: &str, other: &str) -> bool {
    one.replace("\r\n", "\n").trim() == other.replace("\r\n", "\n").trim()
}

/// A case as it is now, key by key: what nobody changed comes from the new contract. And whether nothing that the contract
/// changed was kept because somebody had changed it too.
fn merged(yours: &str, base: Option<&str>, fresh: &str) -> (String, bool) {
    if base.is_some_and(|base| same(base, fresh)) {
        return (yours.to_owned(), true);
    }
    if base.is_some_and(|base| same(base, yours)) || same(yours, fresh) {
        return (fresh.to_owned(), true);
    }
    let Some((text, is_whole)) = by_keys(yours, base, fresh) else {
        return (yours.to_owned(), false);
    };
    (text, is_whole)
}

fn by_keys(yours: &str, base: Option<&str>, fresh: &str) -> Option<(String, bool)> {
    /// What says which operation a case is of.
    const IDENTITY: &[&str] = &["operation", "method", "path"];
    let mut document: DocumentMut = yours.parse().ok()?;
    let base: Option<DocumentMut> = base.and_then(|base| base.parse().ok());
    let fresh: DocumentMut = fresh.parse().ok()?;
    let (base, fresh) = (base.as_ref().and_then(table), table(&fresh)?);
    let cases = document.get_mut("case")?.as_array_of_tables_mut()?;
    let own = cases.get_mut(0)?;
    let mut is_whole = true;
    let told = |item: Option<&Item>| {
        let value = item?.as_value()?.clone();
        Some(value.decorated("", "").to_string())
    };
    for (key, item) in fresh {
        let (before, after, mine) = (
            told(base.and_then(|base| base.get(key))),
            told(Some(item)),
            told(own.get(key)),
        );
        if after == before || after == mine {
            continue;
        }
        let is_theirs = IDENTITY.contains(&key) || (mine == before && base.is_some());
        match (
            own.get_mut(key).and_then(Item::as_value_mut),
            item.as_value(),
        ) {
            (Some(value), Some(new)) if is_theirs => {
                let decor = value.decor().clone();
                *value = new.clone();
                *value.decor_mut() = decor;
            }
            (None, Some(_)) if is_theirs => {
                own.insert(key, item.clone());
            }
            _ => is_whole = false,
        }
    }
    for (key, item) in base.into_iter().flatten() {
        if fresh.get(key).is_none() && told(own.get(key)) == told(Some(item)) {
            own.remove(key);
        }
    }
    Some((document.to_string(), is_whole))
}
