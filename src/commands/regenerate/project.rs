//! A folder comes in; the project in it goes out: locked against other runs, put right after one that was killed, and read as
//! far as its lock and its choices.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::choices::{self, Choices};
use crate::commands::write::busy;
use crate::commands::{Console, Failure};
use crate::diagnostic::Diagnostic;
use crate::options::ProjectName;
use crate::project::{Alone, Busy, LOCK_FILE, Lock, LockError, Recovered, alone, recover};

/// A project that is there.
pub struct Project<'a> {
    /// Its folder.
    pub root: &'a Path,
    /// What is on record about it.
    pub lock: Lock,
    /// What `portcullis.toml` says; `None` where there is none.
    pub chosen: Option<String>,
    /// Nobody else works here until this is dropped.
    _alone: Alone,
}

/// Opens the project in a folder; `Err` inside when its lock cannot be read.
///
/// # Errors
/// There is no project, or the world is in the way.
pub fn open<'a>(
    root: &'a Path,
    console: &mut Console<'_>,
) -> Result<Result<Project<'a>, LockError>, Failure> {
    let place = root.join(LOCK_FILE);
    let missing = || Failure::NoProject {
        folder: root.to_owned(),
    };
    if !root.is_dir() {
        return Err(missing());
    }
    let guard = alone(root).map_err(|Busy| busy(root))?;
    let recovered = recover(root).map_err(Failure::Apply)?;
    if recovered == Recovered::Undone {
        writeln!(
            console.talk,
            "an earlier run was stopped half-way; every file is as it was before it"
        )?;
    }
    let text = match fs::read_to_string(&place) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(missing()),
        Err(error) => return Err(unreadable(&place, error)),
    };
    let chosen = optional(&root.join(choices::FILE))?;
    Ok(Lock::read(&text).map(|lock| Project {
        root,
        lock,
        chosen,
        _alone: guard,
    }))
}

impl Project<'_> {
    /// The choices, and what is wrong with them.
    pub fn choices(&self) -> (Choices, Vec<Diagnostic>) {
        let text = self.chosen.as_deref().unwrap_or_default();
        choices::read(text, &self.shown(choices::FILE))
    }

    /// The name of the service: on record, or in the manifest of a project that is older than the record.
    pub fn name(&self) -> ProjectName {
        if !self.lock.name.is_empty() {
            return ProjectName::near(&self.lock.name);
        }
        let manifest = fs::read_to_string(self.root.join("Cargo.toml")).unwrap_or_default();
        let manifest = manifest
            .parse::<toml_edit::DocumentMut>()
            .unwrap_or_default();
        let name = manifest
            .get("package")
            .and_then(|package| package.get("name"));
        ProjectName::near(name.and_then(|name| name.as_str()).unwrap_or_default())
    }

    /// A file of the project, as a person in the folder where this was typed would name it.
    pub fn shown(&self, path: &str) -> String {
        self.path(path).display().to_string()
    }

    /// Where a file of the project is.
    pub fn path(&self, path: &str) -> PathBuf {
        if self.root == Path::new(".") {
            PathBuf::from(path)
        } else {
            self.root.join(path)
        }
    }
}

/// The text of a file, where there is one.
///
/// # Errors
/// It is there and cannot be read.
pub fn optional(place: &Path) -> Result<Option<String>, Failure> {
    match fs::read_to_string(place) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(place, error)),
    }
}

/// A place of the project that the system does not let us read.
pub fn unreadable(place: &Path, error: io::Error) -> Failure {
    Failure::Look {
        folder: place.to_owned(),
        error,
    }
}
