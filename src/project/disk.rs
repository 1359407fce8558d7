//! The folder as it is before anything is written: read once, so that deciding needs no disk.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

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
        let root_state = read_root(root)?;
        let mut entries = BTreeMap::new();
        if root_state == Root::Occupied {
            for file in files {
                for path in folders_of(&file.path).chain([file.path.as_str()]) {
                    if entries.contains_key(path) {
                        continue;
                    }
                    if let Some(entry) = read_entry(&root.join(path))? {
                        entries.insert(path.to_owned(), entry);
                    }
                }
            }
        }
        Ok(Self {
            root: root_state,
            entries,
        })
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
