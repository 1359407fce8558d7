//! The rendered files of a project come in; what the next run has to know is added to them: what was made, from what, and
//! how it was before anybody touched it.

use std::collections::{BTreeMap, BTreeSet};

use crate::graft::{Inventory, Left};
use crate::project::{Accepted, BASE, File, LAST, LOCK_FILE, Leeway, Lock, Owner, sha256};
use crate::source::Origin;
use crate::{GENERATOR, Options, choices, cli};

use super::own;

/// What is on record about a project beside its files.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// The choices.
    pub options: &'a Options,
    /// What the contract may get away with.
    pub leeway: Leeway,
    /// The paths of the contract's files in the project.
    pub contract: &'a BTreeSet<String>,
    /// Where the contract comes from: one document, or one for each version.
    pub origins: &'a [&'a Origin],
    /// What its operations are called.
    pub inventory: &'a Inventory,
    /// What had no place in the user's files.
    pub left: &'a [Left],
    /// Security changes that somebody has taken note of.
    pub accepted: Vec<Accepted>,
    /// What `portcullis.toml` says, where the project has one already.
    pub chosen: Option<&'a str>,
}

/// Adds what is kept for the next run to the files of a project; the lock is not among them yet.
pub fn complete(files: &mut Vec<File>, record: &Record<'_>) -> Lock {
    let contract = record.contract;
    let rows = Lock::rows(files, |path| contract.contains(path));
    let is_base = |file: &&File| file.owner == Owner::Yours && !contract.contains(&file.path);
    let mut kept: Vec<File> = files
        .iter()
        .filter(is_base)
        .map(|file| File::ours(format!("{BASE}/{}", file.path), file.contents.as_slice()))
        .collect();
    if let Some(text) = record.chosen {
        for file in files.iter_mut().filter(|file| file.path == choices::FILE) {
            file.contents = text.as_bytes().to_vec();
        }
    }
    let inputs: Vec<&File> = files
        .iter()
        .filter(|file| contract.contains(&file.path) || file.path == choices::FILE)
        .collect();
    let hashes = inputs
        .iter()
        .map(|file| (file.path.clone(), sha256(&file.contents)));
    let hashes = hashes.collect();
    let last = |file: &&File| File::ours(format!("{LAST}/{}", file.path), file.contents.as_slice());
    kept.extend(inputs.iter().map(last));
    files.extend(kept);
    // What was fetched may say something else the next time.
    let read = record.origins.iter().map(|origin| origin.parts.len() + 1);
    let is_whole = contract.len() == read.sum::<usize>();
    let bytes = record.origins.iter().flat_map(|origin| origin.bytes());
    Lock {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        generator: GENERATOR.to_owned(),
        name: record.options.name.as_str().to_owned(),
        document: sha256(&bytes.collect::<Vec<u8>>()),
        leeway: record.leeway,
        templates: own::hashes(&record.options.templates),
        inputs: if is_whole { hashes } else { BTreeMap::new() },
        left: left(record.left),
        accepted: record.accepted.clone(),
        inventory: serde_json::to_value(record.inventory).unwrap_or_default(),
        files: rows,
    }
}

fn left(left: &[Left]) -> serde_json::Value {
    if left.is_empty() {
        return serde_json::Value::Null;
    }
    serde_json::to_value(left).unwrap_or_default()
}

/// The file that a lock is.
pub fn lock_file(lock: &Lock) -> File {
    File::ours(LOCK_FILE, lock.text())
}

/// What was typed, as it goes on record.
pub fn recorded(leeway: &cli::Leeway) -> Leeway {
    Leeway {
        allow_unenforced: leeway.allow_unenforced,
        lenient: leeway.lenient,
        allow_remote: leeway.allow_remote,
    }
}
