//! Modules: the files of a project and of a new one go in; `mod` lines of what is new are added, of what is empty are taken.

use std::collections::{BTreeMap, BTreeSet};

use super::edits::{Edits, line_end, line_start, newline};
use super::left::Left;
use super::report::Told;
use super::source::Source;
use super::{Files, Grafted, NoteKind, Texts};

/// The modules that a file declares, and how.
#[must_use]
pub fn declared(text: &str) -> BTreeMap<String, String> {
    let Ok(source) = Source::read(text) else {
        return BTreeMap::new();
    };
    let Some(scope) = source.scopes.first() else {
        return BTreeMap::new();
    };
    let modules = scope.modules.iter();
    modules
        .map(|(name, range)| (name.clone(), source.slice(range).to_owned()))
        .filter(|(_, text)| text.ends_with(';'))
        .collect()
}

/// The user's text of a file as it is by now.
fn current<'c>(grafted: &'c Grafted, files: &'c Files, path: &str) -> Option<&'c String> {
    grafted.changed.get(path).or_else(|| files.get(path))
}

/// Adds the `mod` lines that a new project has and that this one did not have when it was made; `tags` are modules of new tags.
pub fn add(texts: &Texts<'_>, tags: &BTreeSet<&str>, grafted: &mut Grafted, told: &mut Vec<Told>) {
    for (path, fresh) in texts.fresh.iter().filter(|(path, _)| is_rust(path)) {
        let base = texts.base.get(path).map(|text| declared(text));
        let news: Vec<(String, String)> = declared(fresh)
            .into_iter()
            .filter(|(name, _)| match &base {
                Some(base) => !base.contains_key(name),
                None => tags.contains(name.as_str()),
            })
            .collect();
        if news.is_empty() || !texts.files.keys().any(|path| is_rust(path)) {
            continue;
        }
        // The same module may be called `handlers.rs` instead of `handlers/mod.rs`.
        let other = path
            .strip_suffix("/mod.rs")
            .map(|folder| format!("{folder}.rs"));
        let place = [Some(path.clone()), other]
            .into_iter()
            .flatten()
            .find(|path| texts.files.contains_key(path));
        for (name, line) in news {
            let text = place
                .as_ref()
                .and_then(|place| current(grafted, texts.files, place));
            let added = text.map(|text| (text, with_module(text, &name, &line)));
            match (added, &place) {
                (Some((_, Some(text))), Some(place)) => {
                    told.push(Told::in_line(
                        NoteKind::Done,
                        place.clone(),
                        None,
                        format!("`{line}` for what is new"),
                    ));
                    grafted.changed.insert(place.clone(), text);
                }
                (Some((text, None)), _) if declared(text).contains_key(&name) => {}
                _ => {
                    // A whole file that a project of before did not have is created with all its lines.
                    if texts.base.contains_key(path) || texts.base.is_empty() {
                        let message = format!(
                            "`{name}` is new, and the file that declares its neighbours was not found; paste this into it"
                        );
                        let mut note = Told::in_line(NoteKind::Paste, path.clone(), None, message);
                        note.paste = Some(format!("{line}\n"));
                        note.left = Some(Left::module(path, &name));
                        told.push(note);
                    }
                }
            }
        }
    }
}

/// Whether a file is Rust, by its name.
#[must_use]
pub fn is_rust(path: &str) -> bool {
    path.strip_suffix(".rs").is_some()
}

/// A text with one more module, in the order of the alphabet; `None` where it has it, or cannot be read.
fn with_module(text: &str, name: &str, line: &str) -> Option<String> {
    let source = Source::read(text).ok()?;
    let modules = &source.scopes.first()?.modules;
    if modules.iter().any(|(known, _)| known == name) {
        return None;
    }
    let end_of_line = newline(text);
    let mut edits = Edits::default();
    let next = modules.iter().find(|(known, _)| known.as_str() > name);
    match (next, modules.last()) {
        (Some((_, range)), _) => {
            edits.insert(
                line_start(text, range.start),
                format!("{line}{end_of_line}"),
            );
        }
        (None, Some((_, range))) => {
            let at = line_end(text, range.end);
            let is_ended = text.get(..at).is_some_and(|before| before.ends_with('\n'));
            let before = if is_ended { "" } else { end_of_line };
            edits.insert(at, format!("{before}{line}{end_of_line}"));
        }
        (None, None) => {
            let is_ended = text.is_empty() || text.ends_with('\n');
            let before = if is_ended { "" } else { end_of_line };
            edits.insert(text.len(), format!("{before}{line}{end_of_line}"));
        }
    }
    Some(edits.applied(text))
}

/// Takes files away in which nothing is left but what a new project would have said of them, and their `mod` lines.
pub fn empty(texts: &Texts<'_>, grafted: &mut Grafted, told: &mut Vec<Told>) {
    let paths: Vec<String> = grafted.changed.keys().cloned().collect();
    for path in paths {
        if texts.fresh.contains_key(&path) || !path.starts_with("src/handlers/") {
            continue;
        }
        let (Some(base), Some(text)) = (texts.base.get(&path), grafted.changed.get(&path)) else {
            continue;
        };
        if !is_shell(text, base) {
            continue;
        }
        let Some((folder, file)) = path.rsplit_once('/') else {
            continue;
        };
        let name = file.trim_end_matches(".rs");
        let parents = [format!("{folder}/mod.rs"), format!("{folder}.rs")];
        let parent = parents
            .iter()
            .find(|parent| texts.files.contains_key(*parent));
        let Some((parent, text)) = parent
            .and_then(|parent| Some((parent.clone(), current(grafted, texts.files, parent)?)))
        else {
            continue;
        };
        let Some(text) = without_module(text, name) else {
            continue;
        };
        grafted.changed.insert(parent, text);
        grafted.changed.remove(&path);
        told.push(Told::in_line(
            NoteKind::Done,
            path.clone(),
            None,
            "nothing is left in it, and its tag is gone: it goes too".to_owned(),
        ));
        grafted.emptied.insert(path);
    }
}

/// Whether a file has imports only, and says of itself nothing but what it was made with.
fn is_shell(text: &str, base: &str) -> bool {
    let Ok(source) = Source::read(text) else {
        return false;
    };
    let mut rest = Edits::default();
    for range in source.scopes.iter().flat_map(|scope| &scope.uses) {
        rest.remove(range.clone());
    }
    let mut lines = base.lines().map(str::trim);
    source.scopes.len() == 1
        && rest.applied(text).lines().map(str::trim).all(|line| {
            line.is_empty() || (line.starts_with("//!") && lines.any(|known| known == line))
        })
}

/// A text without the plain declaration of a module.
fn without_module(text: &str, name: &str) -> Option<String> {
    let source = Source::read(text).ok()?;
    let modules = &source.scopes.first()?.modules;
    let (_, range) = modules.iter().find(|(known, _)| known == name)?;
    let line = source.slice(range);
    let is_plain = line.strip_prefix("pub ").unwrap_or(line) == format!("mod {name};");
    let start = line_start(text, range.start);
    let end = line_end(text, range.end);
    let alone = text.get(start..end)?.trim() == line;
    if !(is_plain && alone) {
        return None;
    }
    let mut edits = Edits::default();
    edits.remove(start..end);
    Some(edits.applied(text))
}

#[cfg(test)]
mod tests {
    use super::{with_module, without_module};

    #[test]
    fn modules_come_in_their_order_and_go() {
        let text = "//! Docs.\r\n\r\nmod a;\r\npub mod c; // mine\r\n";
        let added = with_module(text, "b", "mod b;").unwrap();
        assert_eq!(
            added,
            "//! Docs.\r\n\r\nmod a;\r\nmod b;\r\npub mod c; // mine\r\n"
        );
        assert_eq!(without_module(&added, "b").unwrap(), text);
        assert_eq!(without_module(text, "c"), None);
        assert_eq!(
            with_module("mod a;", "b", "mod b;").unwrap(),
            "mod a;\nmod b;\n"
        );
        assert_eq!(with_module(text, "a", "mod a;"), None);
    }
}
