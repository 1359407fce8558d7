//! The manifest: the user's `Cargo.toml`, the one of a new project and the one that this project was made with go in; what came
//! since is added, every other byte is kept.

use toml_edit::{DocumentMut, Item, Key, Table};

use super::edits::{newline, with_newlines};
use super::report::Told;
use super::{Grafted, NoteKind, Texts};

/// The file.
const FILE: &str = "Cargo.toml";

/// What may need more than it did.
const TABLES: &[&str] = &[
    "dependencies",
    "dev-dependencies",
    "build-dependencies",
    "features",
];

/// Adds dependencies and features that came since the project was made.
pub fn graft(texts: &Texts<'_>, grafted: &mut Grafted, told: &mut Vec<Told>) {
    let (Some(yours), Some(base), Some(fresh)) = (
        texts.files.get(FILE),
        texts.base.get(FILE),
        texts.fresh.get(FILE),
    ) else {
        return;
    };
    if base == fresh {
        return;
    }
    let parsed = |text: &str| text.parse::<DocumentMut>().ok();
    let (Some(mut document), Some(base), Some(fresh)) =
        (parsed(yours), parsed(base), parsed(fresh))
    else {
        told.push(Told::in_line(
            NoteKind::Look,
            FILE.to_owned(),
            None,
            "it could not be read; see whether a new project has other dependencies".to_owned(),
        ));
        return;
    };
    let mut is_changed = false;
    for &name in TABLES {
        let of = |document: &DocumentMut| document.get(name).and_then(Item::as_table).cloned();
        // A section may be written in one line.
        let (base, fresh) = (
            of(&base).unwrap_or_default(),
            of(&fresh).unwrap_or_default(),
        );
        let own = document
            .get(name)
            .and_then(|item| item.clone().into_table().ok())
            .unwrap_or_default();
        for (key, item) in &fresh {
            let (before, mine) = (told_by(base.get(key)), told_by(own.get(key)));
            let after = told_by(Some(item));
            if after == before || after == mine {
                continue;
            }
            if mine != before {
                let message = format!(
                    "`{name}.{key}` was changed by hand, and a new project has `{}`",
                    after.unwrap_or_default()
                );
                told.push(Told::in_line(
                    NoteKind::Look,
                    FILE.to_owned(),
                    None,
                    message,
                ));
                continue;
            }
            let spelled = fresh.key(key).cloned().unwrap_or_else(|| Key::new(key));
            let entry = document.entry(name).or_insert(Item::Table(Table::new()));
            if let Some(table) = entry.as_table_mut() {
                if table.contains_key(key) {
                    table.insert(key, item.clone());
                } else {
                    table.insert_formatted(&spelled, item.clone());
                }
            } else if let (Some(table), Some(value)) = (entry.as_table_like_mut(), item.as_value())
            {
                // No comment stands in one line.
                let value = value.clone().decorated(" ", "");
                table.insert(key, Item::Value(value));
            } else {
                continue;
            }
            is_changed = true;
            let message = format!("`{name}.{key}` for what is new");
            told.push(Told::in_line(
                NoteKind::Done,
                FILE.to_owned(),
                None,
                message,
            ));
        }
    }
    if is_changed {
        let text = with_newlines(&document.to_string(), newline(yours));
        grafted.changed.insert(FILE.to_owned(), text);
    }
}

/// What an entry says, without comments and layout.
fn told_by(item: Option<&Item>) -> Option<String> {
    let text = item?.to_string();
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'));
    Some(
        lines
            .collect::<Vec<_>>()
            .join(" ")
            .split_whitespace()
            .collect(),
    )
}
