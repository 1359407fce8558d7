//! References to files of the disk.

use std::path::{Component, Path, PathBuf};

use super::{Reach, Refusal, decoded};
use crate::diagnostic::Code;

/// A file that was found.
pub struct Found {
    /// Its canonical path.
    pub canonical: PathBuf,
    /// Its path from the folder of the document.
    pub relative: PathBuf,
}

/// There is no such file.
pub fn absent() -> Refusal {
    Refusal::new(
        Code::ReferenceMissing,
        "names a file that is not there",
        "add the file, or mend its name; a path is relative to the file that the reference stands in",
    )
}

/// The file that `reference` names, seen from `base`; both folders are canonical.
pub fn find(folder: &Path, base: &Path, reference: &str, reach: Reach) -> Result<Found, Refusal> {
    let path = decoded(reference);
    if Path::new(&path).is_absolute() || path.starts_with(['/', '\\']) || has_scheme(&path) {
        return Err(Refusal::new(
            Code::ReferenceExternal,
            "is an absolute path",
            "refer to the file by its path from the file that the reference stands in",
        ));
    }
    if path.contains('\0') {
        return Err(absent());
    }
    let Some(meant) = normal(&base.join(&path)) else {
        return Err(above());
    };
    if reach == Reach::Folder && !meant.starts_with(folder) {
        return Err(above());
    }
    let canonical = match meant.canonicalize() {
        Ok(canonical) => canonical,
        // Some write the name of a file as it is, percent signs and all.
        Err(_) => match normal(&base.join(reference)).map(|literal| literal.canonicalize()) {
            Some(Ok(canonical)) => canonical,
            _ => return Err(absent()),
        },
    };
    if reach == Reach::Folder && !canonical.starts_with(folder) {
        return Err(Refusal::new(
            Code::ReferenceExternal,
            "leads out of the folder of the document through a symbolic link",
            "put the file itself into the folder, or pass `--allow-remote`",
        ));
    }
    if !canonical.is_file() {
        return Err(absent());
    }
    let relative = relative(folder, &canonical);
    Ok(Found {
        canonical,
        relative,
    })
}

fn above() -> Refusal {
    Refusal::new(
        Code::ReferenceExternal,
        "leads above the folder of the document",
        "put the file into the folder of the document, or pass `--allow-remote`",
    )
}

/// A relative path with forward slashes; `None` when it is not plain text.
pub fn slashed(path: &Path) -> Option<String> {
    let names: Option<Vec<&str>> = path
        .components()
        .map(|component| component.as_os_str().to_str())
        .collect();
    names.map(|names| names.join("/"))
}

/// Does a path start with a scheme such as `file:`?
fn has_scheme(path: &str) -> bool {
    path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
            && !scheme.contains('.')
    })
}

/// The path without `.` and `..`, by its letters; `None` when it leads above the root.
fn normal(path: &Path) -> Option<PathBuf> {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if !normal.pop() {
                    return None;
                }
            }
            other => normal.push(other),
        }
    }
    Some(normal)
}

/// The way from a folder to a file, both canonical.
fn relative(folder: &Path, file: &Path) -> PathBuf {
    let common = folder
        .components()
        .zip(file.components())
        .take_while(|(one, other)| one == other)
        .count();
    let up = folder
        .components()
        .skip(common)
        .map(|_| Component::ParentDir);
    up.chain(file.components().skip(common)).collect()
}
