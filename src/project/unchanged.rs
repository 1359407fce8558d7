//! The fast way out: a lock and a folder come in, and whether anything at all could have to be done goes out. Hashes only;
//! nothing is understood.

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use serde_json::Value;

use super::lock::sha256;
use super::{BASE, BEFORE, LAST, Lock, OFFERS, Row};

/// Whether a project is what the same program would make of the same contract and choices: `false` where that is not certain.
#[must_use]
pub fn is_unchanged(root: &Path, lock: &Lock, generator: &str) -> bool {
    let is_open = [OFFERS, BEFORE]
        .iter()
        .any(|folder| root.join(folder).exists());
    let is_of_ours = lock.generator == generator && lock.version == env!("CARGO_PKG_VERSION");
    if !is_of_ours || lock.inputs.is_empty() || is_open || lock.left != Value::Null {
        return false;
    }
    let inputs = lock.inputs.iter();
    let mut expected: Vec<(String, &str)> = inputs
        .flat_map(|(path, hash)| {
            [
                (path.clone(), hash.as_str()),
                (format!("{LAST}/{path}"), hash),
            ]
        })
        .collect();
    expected.extend(lock.files.iter().filter_map(|(path, row)| match row {
        Row::Ours(hash) => Some((path.clone(), hash.as_str())),
        Row::Yours(Some(hash)) => Some((format!("{BASE}/{path}"), hash)),
        Row::Yours(None) => None,
    }));
    expected.into_par_iter().all(|(path, hash)| {
        let place = root.join(path);
        let is_file = fs::symlink_metadata(&place).is_ok_and(|found| found.is_file());
        is_file && fs::read(&place).is_ok_and(|bytes| sha256(&bytes) == hash)
    })
}
