//! Types that versions have in common: what was shared and what is shared now come in; what parted, and what became one, comes
//! out as notes. Nothing of the user's is changed for it: the paths of all types stay, and the compiler points at the rest.

use std::collections::BTreeMap;

use crate::graft::{Inventory, KnownShared, Note, NoteKind};
use crate::project::{File, Lock};

/// How many names one note says.
const SAID: usize = 10;

/// What is to be said about types that versions have in common.
pub fn notes(lock: &Lock, old: &Inventory, new: &Inventory, fresh: &[File]) -> Vec<Note> {
    let standing = Standing { new, fresh };
    let parted = old.shared.iter().filter(|row| standing.has_parted(row));
    let is_own = |version: &str, file: &str| lock.files.contains_key(&path(version, file));
    let joined = new
        .shared
        .iter()
        .filter(|row| is_own(&row.version, &row.file) && is_own(&row.of, &row.file));
    let mut notes = Vec::new();
    for ((version, of), names) in by_versions(parted) {
        notes.push(note(
            version,
            format!(
                "{names} in `{version}` and in `{of}` are not the same any more, and two types each: the compiler points at what takes one for the other"
            ),
        ));
    }
    for ((version, of), names) in by_versions(joined) {
        notes.push(note(
            version,
            format!(
                "{names} in `{version}` and in `{of}` are the same now, and one type each: an `impl` of yours for both, or from one to the other, has to go"
            ),
        ));
    }
    notes
}

fn note(version: &str, message: String) -> Note {
    Note {
        kind: NoteKind::Look,
        path: path(version, "mod"),
        line: None,
        message,
        paste: None,
        left: None,
    }
}

/// Where a file of types stands.
fn path(version: &str, file: &str) -> String {
    format!("api/src/{version}/types/{file}.rs")
}

/// The names of some rows, by the two versions that they are about.
fn by_versions<'r>(
    rows: impl Iterator<Item = &'r KnownShared>,
) -> BTreeMap<(&'r str, &'r str), String> {
    let mut names: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for row in rows {
        let of_row = row.names.split(", ");
        let both = (row.version.as_str(), row.of.as_str());
        names.entry(both).or_default().extend(of_row);
    }
    let told = names.into_iter().map(|(both, names)| {
        let said: Vec<String> = names
            .iter()
            .take(SAID)
            .map(|name| format!("`{name}`"))
            .collect();
        let said = said.join(", ");
        let told = match names.len().saturating_sub(SAID) {
            0 => said,
            more => format!("{said} and {more} more"),
        };
        (both, told)
    });
    told.collect()
}

/// Which version has what, now.
struct Standing<'s> {
    new: &'s Inventory,
    fresh: &'s [File],
}

impl Standing<'_> {
    /// Whether two versions that had a file in common have it each by itself.
    fn has_parted(&self, row: &KnownShared) -> bool {
        let one = self.owner(&row.version, &row.file);
        let other = self.owner(&row.of, &row.file);
        one.is_some() && other.is_some() && one != other
    }

    /// The version that has a file for another one, or for itself; `None` where nobody has it any more.
    fn owner<'v>(&'v self, version: &'v str, file: &str) -> Option<&'v str> {
        let mut shared = self.new.shared.iter();
        let row = shared.find(|row| row.version == version && row.file == file);
        if let Some(row) = row {
            return Some(&row.of);
        }
        let path = path(version, file);
        let mut files = self.fresh.iter();
        files.any(|file| file.path == path).then_some(version)
    }
}
