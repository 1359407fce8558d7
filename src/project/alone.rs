//! Two runs in one folder never meet: whoever works in it holds a lock that ends with its process.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::time::Duration;

/// Held while a run works in a folder; nothing is left behind when it ends, in whatever way.
#[derive(Debug)]
pub struct Alone {
    _open: Option<File>,
}

/// Somebody else works in the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy;

/// Takes the lock of a folder. Where the system cannot lock folders, or this one is not there, nothing is held.
///
/// # Errors
/// [`Busy`], when another process holds it.
pub fn alone(folder: &Path) -> Result<Alone, Busy> {
    let Ok(handle) = File::open(folder) else {
        return Ok(Alone { _open: None });
    };
    match handle.try_lock() {
        Ok(()) => Ok(Alone {
            _open: Some(handle),
        }),
        Err(TryLockError::WouldBlock) => Err(Busy),
        Err(TryLockError::Error(_)) => Ok(Alone { _open: None }),
    }
}

/// How old a folder has to be before nobody can be about to lock it.
const SETTLED: Duration = Duration::from_mins(1);

/// Removes folders below `parent` whose names begin with `prefix` and that no living process holds: what runs left that
/// were killed.
pub fn remove_abandoned(parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(prefix);
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_ours || !is_folder || !is_settled(&entry) {
            continue;
        }
        let path = entry.path();
        let held = File::open(&path);
        if held.is_ok_and(|handle| handle.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(path);
        }
    }
}

fn is_settled(entry: &fs::DirEntry) -> bool {
    let changed = entry.metadata().and_then(|found| found.modified());
    changed.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > SETTLED))
}
