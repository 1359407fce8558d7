//! Rendered files and the state of the folder come in; what to do with every file comes out. No disk, no clock.

use std::fmt;

use super::lock::{is_kept, sha256};
use super::path::{check, folders_of};
use super::{Disk, Entry, File, Lock, Owner, PathError, Root, Row};

/// What to do about a folder that already holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occupied {
    /// Leave it alone and say so.
    Refuse,
    /// Replace the files that the project has, leave every other file where it is.
    Replace,
}

/// What happens to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action<'files> {
    /// It is written where nothing stands.
    Create(&'files File),
    /// It takes the place of a file that says something else.
    Replace(&'files File),
    /// It already stands there with the same bytes, and keeps its time of change.
    Keep(&'files File),
}

/// Why nothing may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The files themselves are impossible.
    Path(PathError),
    /// The folder holds something, and nobody said that it may be replaced.
    Occupied,
    /// The place of the folder is taken by something that is no folder.
    NotAFolder,
    /// Inside the folder, a place is taken by something that cannot be replaced.
    Blocked {
        /// The place, relative to the folder.
        path: String,
        /// What is wrong with it.
        by: Blocker,
    },
}

/// What takes a place inside the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocker {
    /// A folder where a file shall be.
    Folder,
    /// A file or a link where a folder shall be.
    NoFolder,
    /// A link or a device where a file shall be.
    NoFile,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(error) => error.fmt(formatter),
            Self::Occupied => formatter.write_str("the folder is not empty"),
            Self::NotAFolder => formatter.write_str("it exists and is not a folder"),
            Self::Blocked { path, by } => match by {
                Blocker::Folder => write!(formatter, "`{path}` is a folder, and has to be a file"),
                Blocker::NoFolder => write!(
                    formatter,
                    "`{path}` has to be a folder, and is a file or a link"
                ),
                Blocker::NoFile => write!(formatter, "`{path}` is a link or a device, not a file"),
            },
        }
    }
}

impl std::error::Error for Refusal {}

/// Says what has to happen so that `files` stand in the folder seen as `disk`, in the order of `files`.
///
/// # Errors
/// A [`Refusal`] when the files are impossible, or the folder may not or cannot take them.
pub fn decide<'files>(
    files: &'files [File],
    disk: &Disk,
    occupied: Occupied,
) -> Result<Vec<Action<'files>>, Refusal> {
    check(files).map_err(Refusal::Path)?;
    match (disk.root, occupied) {
        (Root::NotAFolder, _) => return Err(Refusal::NotAFolder),
        (Root::Occupied, Occupied::Refuse) => return Err(Refusal::Occupied),
        (Root::Absent | Root::Empty, _) | (Root::Occupied, Occupied::Replace) => {}
    }
    files.iter().map(|file| decide_one(file, disk)).collect()
}

/// The files of the owner's that would be replaced though they do not say what was emitted, in the order of `actions`: what
/// would be lost with them is nowhere else. `lock` is that of the project which stands there.
#[must_use]
pub fn written_in<'files>(
    actions: &[Action<'files>],
    disk: &Disk,
    lock: &Lock,
) -> Vec<&'files str> {
    let replaced = actions.iter().filter_map(|action| match action {
        Action::Replace(file) if file.owner == Owner::Yours && !is_kept(&file.path) => Some(*file),
        _ => None,
    });
    let is_as_made = |path: &str| {
        let made = match lock.files.get(path) {
            Some(Row::Ours(hash) | Row::Yours(Some(hash))) => Some(hash),
            // A file of the contract: what it was made from last.
            Some(Row::Yours(None)) => lock.inputs.get(path),
            None => None,
        };
        let now = disk.contents(path).map(sha256);
        made.is_some() && now.as_ref() == made
    };
    replaced
        .map(|file| file.path.as_str())
        .filter(|path| !is_as_made(path))
        .collect()
}

fn decide_one<'files>(file: &'files File, disk: &Disk) -> Result<Action<'files>, Refusal> {
    let blocked = |path: &str, by| Refusal::Blocked {
        path: path.to_owned(),
        by,
    };
    for folder in folders_of(&file.path) {
        match disk.entries.get(folder) {
            None | Some(Entry::Folder) => {}
            // A link might lead out of the project: it is never followed.
            Some(Entry::File(_) | Entry::Other) => return Err(blocked(folder, Blocker::NoFolder)),
        }
    }
    match disk.entries.get(&file.path) {
        None => Ok(Action::Create(file)),
        Some(Entry::File(contents)) if *contents == file.contents => Ok(Action::Keep(file)),
        Some(Entry::File(_)) => Ok(Action::Replace(file)),
        Some(Entry::Folder) => Err(blocked(&file.path, Blocker::Folder)),
        Some(Entry::Other) => Err(blocked(&file.path, Blocker::NoFile)),
    }
}
