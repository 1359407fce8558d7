//! The folder as it is before anything is written: read once, so that deciding needs no disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::File;
use super::path::folders_of;

/// What stands where the project shall go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// Nothing.
    Absent,
    /// A folder with nothing in it.
    Empty,
    /// A folder with something in it.
    Occupied,
    /// Something that is no folder.
    NotAFolder,
}

/// What stands at one path inside the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A plain file, with what is in it.
    File(Vec<u8>),
    /// A folder.
    Folder,
    /// A link, a device, a socket: nothing that we would follow or understand.
    Other,
}

/// What is known of a folder: itself, and every place in it that the project's files need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disk {
    /// The folder itself.
    pub root: Root,
    /// What stands at the paths of the files and of their folders; a path that is not here is free.
    pub entries: BTreeMap<String, Entry>,
}

impl Disk {
    /// Looks at `root`, and inside it at the places of `files` only.
    ///
    /// # Errors
    /// What the system says about a place that exists and cannot be read.
    pub fn read(root: &Path, files: &[File]) -> io::Result<Self> {
        Self::look(root, files.iter().map(|file| file.path.as_str()))
    }

    /// Looks at `root`, and inside it at these places and the folders that they are in.
    ///
    /// # Errors
    /// What the system says about a place that exists and cannot be read.
    pub fn look<'p>(root: &Path, paths: impl Iterator<Item = &'p str>) -> io::Result<Self> {
        let state = read_root(root)?;
        let mut places = BTreeSet::new();
        if state == Root::Occupied {
            for path in paths {
                places.extend(folders_of(path));
                places.insert(path);
            }
        }
        let found: Vec<Option<(String, Entry)>> = places
            .into_par_iter()
            .map(|path| {
                let entry = read_entry(&root.join(path))?;
                Ok(entry.map(|entry| (path.to_owned(), entry)))
            })
            .collect::<io::Result<_>>()?;
        Ok(Self {
            root: state,
            entries: found.into_iter().flatten().collect(),
        })
    }

    /// What is in the plain file at a path, where there is one.
    #[must_use]
    pub fn contents(&self, path: &str) -> Option<&[u8]> {
        match self.entries.get(path) {
            Some(Entry::File(contents)) => Some(contents),
            _ => None,
        }
    }

    /// Every plain file in a folder of the project and below it, as paths relative to the project; none where there is no
    /// such folder. Links are not followed.
    ///
    /// # Errors
    /// What the system says about a folder that exists and cannot be read.
    pub fn list(root: &Path, folder: &str) -> io::Result<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        if !fs::symlink_metadata(root.join(folder)).is_ok_and(|found| found.is_dir()) {
            return Ok(found);
        }
        let mut waiting = vec![folder.to_owned()];
        while let Some(next) = waiting.pop() {
            let entries = match fs::read_dir(root.join(&next)) {
                Ok(entries) => entries,
                Err(error) if is_absence(&error) => continue,
                Err(error) => return Err(error),
            };
            for entry in entries {
                let entry = entry?;
                // A name that is no text cannot be one of ours, nor hold Rust that a module names.
                let Ok(name) = entry.file_name().into_string() else {
                    continue;
                };
                let path = format!("{next}/{name}");
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    waiting.push(path);
                } else if kind.is_file() {
                    found.insert(path);
                }
            }
        }
        Ok(found)
    }
}

fn read_root(root: &Path) -> io::Result<Root> {
    match fs::metadata(root) {
        Ok(found) if !found.is_dir() => Ok(Root::NotAFolder),
        Ok(_) => match fs::read_dir(root)?.next() {
            None => Ok(Root::Empty),
            Some(first) => first.map(|_| Root::Occupied),
        },
        // A link that leads nowhere is `NotFound` too, and writing to it would surprise.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Ok(match fs::symlink_metadata(root) {
                Ok(_) => Root::NotAFolder,
                Err(_) => Root::Absent,
            })
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(Root::NotAFolder),
        Err(error) => Err(error),
    }
}

fn read_entry(path: &Path) -> io::Result<Option<Entry>> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if is_absence(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(Some(if found.is_dir() {
        Entry::Folder
    } else if found.is_file() {
        Entry::File(fs::read(path)?)
    } else {
        Entry::Other
    }))
}

fn is_absence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
