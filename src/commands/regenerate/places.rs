//! What stands where in a project: the places that a decision may be about, what is left there of older contracts, and how
//! files of ours differ from what was written.

use std::collections::{BTreeMap, BTreeSet};

use super::before::Before;
use super::making::Made;
use super::project::{Project, unreadable};
use super::users::{SOURCES, is_grafted};
use crate::commands::Failure;
use crate::project::{
    BASE, BEFORE, Decision, Disk, File, KEPT, LAST, LOCK_FILE, Lock, OFFERS, Row, Verdict, patch,
    sha256,
};

/// Looks at every place of the project that a decision may be about.
pub fn look(project: &Project<'_>, fresh: &[File]) -> Result<Disk, Failure> {
    let root = project.root;
    let failed = |error| unreadable(root, error);
    let mut paths: BTreeSet<String> = fresh.iter().map(|file| file.path.clone()).collect();
    paths.extend(project.lock.files.keys().cloned());
    paths.insert(LOCK_FILE.to_owned());
    // What is kept for a file stands where it would be kept, whether it is there or not.
    let kept: Vec<String> = fresh
        .iter()
        .map(|file| format!("{BASE}/{}", file.path))
        .collect();
    paths.extend(kept);
    for folder in [BASE, LAST, BEFORE, OFFERS] {
        paths.extend(Disk::list(root, folder).map_err(failed)?);
    }
    for folder in SOURCES {
        let listed = Disk::list(root, folder).map_err(failed)?;
        paths.extend(listed.into_iter().filter(|path| is_grafted(path)));
    }
    Disk::look(root, paths.iter().map(String::as_str)).map_err(failed)
}

/// What is kept for ourselves at present.
pub fn kept_for_us(disk: &Disk) -> BTreeSet<String> {
    let inside = format!("{KEPT}/");
    let paths = disk.entries.keys().filter(|path| path.starts_with(&inside));
    paths
        .filter(|path| disk.contents(path).is_some())
        .cloned()
        .collect()
}

/// Rows of files of the user's that were made once, are not made any more, and are still there.
pub fn left_behind(
    known: &Lock,
    files: &[File],
    emptied: &BTreeSet<String>,
    disk: &Disk,
) -> BTreeMap<String, Row> {
    let made: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let rows = known.files.iter().filter(|(path, row)| {
        matches!(row, Row::Yours(_))
            && !made.contains(path.as_str())
            && !emptied.contains(path.as_str())
            && disk.contents(path).is_some()
    });
    rows.map(|(path, _)| (path.clone(), Row::Yours(None)))
        .collect()
}

/// How files of ours that were edited differ from what was written.
pub fn differences(
    decisions: &[Decision<'_>],
    lock: &Lock,
    disk: &Disk,
    fresh: &[File],
    before: &Before,
    made: &Made,
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let refused = decisions
        .iter()
        .filter(|decision| decision.verdict == Verdict::Refuse);
    for decision in refused {
        let Some(now) = disk.contents(decision.path) else {
            continue;
        };
        let as_made = |file: &&File| {
            file.path == decision.path && lock.ours(&file.path) == Some(&sha256(&file.contents))
        };
        let older = before.files.iter().flatten().find(as_made);
        let written = older
            .or_else(|| fresh.iter().find(|file| file.path == decision.path))
            .map(|file| file.contents.as_slice())
            .or_else(|| made.contract.get(decision.path).map(Vec::as_slice));
        let texts = written
            .map(std::str::from_utf8)
            .zip(Some(std::str::from_utf8(now)));
        if let Some((Ok(written), Ok(now))) = texts {
            found.insert(decision.path.to_owned(), patch(decision.path, written, now));
        }
    }
    found
}
