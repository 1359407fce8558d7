//! The files and the document come in, the text of `portcullis.lock` goes out: what was made, from what, and whose it is.
//!
//! Only hashes and names go in, sorted: the same project always has the same lock.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use toml_edit::{DocumentMut, InlineTable, Item, Table, value};

use super::{File, Owner};

/// The name of the lock file, at the root of a project.
pub const LOCK_FILE: &str = "portcullis.lock";

/// The shape of the lock file that this version writes.
const FORMAT: i64 = 1;

const HEADER: &str = "\
# Written by Portcullis; do not edit. It says which files are ours (rewritten by `portcullis regenerate`, checked by
# their hashes) and which are yours (created once, never rewritten).
";

/// Writes the lock of a project made of `files` from a document of these bytes.
///
/// The lock file itself is not among `files`: it cannot hold its own hash.
#[must_use]
pub fn lock(files: &[File], document: &[u8]) -> String {
    let mut sorted: Vec<&File> = files.iter().collect();
    sorted.sort_by(|one, other| one.path.cmp(&other.path));

    let mut made_by = Table::new();
    made_by.insert("version", value(env!("CARGO_PKG_VERSION")));
    made_by.insert("document", value(sha256(document)));

    let mut listed = Table::new();
    for file in sorted {
        let mut row = InlineTable::new();
        row.insert("owner", file.owner.as_str().into());
        if file.owner == Owner::Ours {
            row.insert("sha256", sha256(&file.contents).into());
        }
        listed.insert(&file.path, value(row));
    }

    let mut text = DocumentMut::new();
    text.insert("format", value(FORMAT));
    text.insert("portcullis", Item::Table(made_by));
    text.insert("files", Item::Table(listed));
    format!("{HEADER}{text}")
}

/// The SHA-256 of some bytes, as 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
