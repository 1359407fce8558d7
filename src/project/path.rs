//! A set of paths comes in; it goes out unharmed if every common file system can hold it.
//!
//! A path that fails here was made by our own plan, so every [`PathError`] is a defect of Portcullis and says so.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::File;

/// Names that Windows gives to devices, whatever their extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The longest name of one file or folder, in bytes, that common file systems accept.
const LONGEST_NAME: usize = 255;

/// Why a set of files cannot stand side by side on a disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathError {
    /// The path is not a plain relative path with forward slashes.
    NotRelative(String),
    /// One name in the path is not possible on every system.
    Name {
        /// The path.
        path: String,
        /// The name within it.
        name: String,
    },
    /// Two files that are one file where upper and lower case are the same.
    Twice {
        /// The path that came first.
        first: String,
        /// The path that came second.
        second: String,
    },
    /// One path is both a file and the folder of another file.
    FileAndFolder(String),
}

impl fmt::Display for PathError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRelative(path) => {
                write!(
                    formatter,
                    "`{path}` is not a relative path inside the project"
                )
            }
            Self::Name { path, name } => {
                write!(
                    formatter,
                    "`{name}` in `{path}` is not a name that every system allows"
                )
            }
            Self::Twice { first, second } => {
                write!(
                    formatter,
                    "`{first}` and `{second}` are the same file on some systems"
                )
            }
            Self::FileAndFolder(path) => {
                write!(formatter, "`{path}` would be a file and a folder at once")
            }
        }?;
        formatter.write_str("; this is a defect of Portcullis, please report it with the document")
    }
}

impl std::error::Error for PathError {}

/// Refuses a set of files that cannot be written on every common system, or that would leave the project's folder.
///
/// # Errors
/// The first [`PathError`] found.
pub fn check(files: &[File]) -> Result<(), PathError> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut folders: BTreeSet<String> = BTreeSet::new();
    for file in files {
        check_one(&file.path)?;
        let folded = file.path.to_lowercase();
        folders.extend(folders_of(&folded).map(str::to_owned));
        if let Some(first) = seen.insert(folded, &file.path) {
            return Err(PathError::Twice {
                first: first.to_owned(),
                second: file.path.clone(),
            });
        }
    }
    match seen.iter().find(|(folded, _)| folders.contains(*folded)) {
        Some((_, path)) => Err(PathError::FileAndFolder((*path).to_owned())),
        None => Ok(()),
    }
}

/// The folders that hold a file, outermost first: `a/b/c.rs` gives `a` and `a/b`.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

fn check_one(path: &str) -> Result<(), PathError> {
    if path.is_empty() || path.starts_with('/') || path.contains('\\') {
        return Err(PathError::NotRelative(path.to_owned()));
    }
    for name in path.split('/') {
        if matches!(name, "" | "." | "..") {
            return Err(PathError::NotRelative(path.to_owned()));
        }
        if !is_portable(name) {
            return Err(PathError::Name {
                path: path.to_owned(),
                name: name.to_owned(),
            });
        }
    }
    Ok(())
}

fn is_portable(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    name.len() <= LONGEST_NAME
        && !name.ends_with(['.', ' '])
        && !name.contains(|letter: char| letter.is_control() || "<>:\"|?*".contains(letter))
        && !DEVICES.contains(&stem.trim_end())
}
