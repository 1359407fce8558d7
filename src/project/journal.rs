//! What is going to be done to a project's folder comes in, and is on record before anything is touched; whoever finds the
//! record afterwards puts the folder back as it was.
//!
//! New texts are written aside first, then the record, then every file is moved to its place by one rename, and what it
//! takes the place of stays aside under a second name. A process that is killed at any of these moments leaves a record
//! that says how to go back, or none, and then nothing was touched. There is one way back: for an error in a run of ours
//! and for the run after one that was killed. What a person changed in between is not touched by it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::apply::failed;
use super::lock::sha256;
use super::path::folders_of;
use super::{ApplyError, KEPT};

mod step;

use step::Step;

/// Where work in progress lies, relative to the project.
const PENDING: &str = ".portcullis/pending";

/// What was found of a run that did not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// Nothing: every run came to its end.
    Nothing,
    /// It had not begun to change anything; what it had put aside was removed.
    Cleared,
    /// It had begun; every file is as it was before it.
    Undone,
}

/// Puts the folder back as it was before a run that did not come to its end, if there was one.
///
/// # Errors
/// What the system refused; the record stays, and the next run tries again.
pub fn recover(root: &Path) -> Result<Recovered, ApplyError> {
    let pending = root.join(PENDING);
    match fs::symlink_metadata(&pending) {
        Ok(found) if found.is_dir() => {}
        _ => return Ok(Recovered::Nothing),
    }
    let record = pending.join(RECORD);
    let text = match fs::read(&record) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            clear(root)?;
            return Ok(Recovered::Cleared);
        }
        Err(error) => return Err(failed("read", &record)(error)),
    };
    let steps: Vec<Step> = serde_json::from_slice(&text)
        .map_err(io::Error::from)
        .map_err(failed("understand", &record))?;
    undo(root, &steps).map_err(failed("undo what an earlier run began in", root))?;
    clear(root)?;
    Ok(Recovered::Undone)
}

/// The file that says what is being done.
const RECORD: &str = "journal.json";

/// New texts that lie beside the project, of which nothing has been moved yet.
pub struct Staged<'r> {
    root: &'r Path,
    steps: Vec<Step>,
    folders: BTreeSet<String>,
}

impl<'r> Staged<'r> {
    /// Makes the place where new texts lie.
    ///
    /// # Errors
    /// The folder may not be written.
    pub fn begin(root: &'r Path) -> Result<Self, ApplyError> {
        let pending = root.join(PENDING);
        let made = fs::create_dir(root.join(KEPT)).or_else(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Ok(()),
            _ => Err(error),
        });
        made.and_then(|()| fs::create_dir(&pending))
            .and_then(|()| fs::create_dir(pending.join(NEW)))
            // The kind alone: what stands below `.portcullis` would tell a person nothing.
            .map_err(|error| {
                let _ = fs::remove_dir(root.join(KEPT));
                failed("write into", root)(error.kind().into())
            })?;
        Ok(Self {
            root,
            steps: Vec::new(),
            folders: BTreeSet::new(),
        })
    }

    /// Writes a new text aside.
    ///
    /// # Errors
    /// What the system said.
    pub fn put(&mut self, path: &str, contents: &[u8]) -> Result<(), ApplyError> {
        let aside = self.root.join(PENDING).join(NEW).join(path);
        if let Some(folder) = aside.parent() {
            fs::create_dir_all(folder).map_err(failed("create", folder))?;
        }
        fs::write(&aside, contents).map_err(failed("write", Path::new(path)))?;
        // Whoever may read and run a file may go on to do so.
        if let Ok(known) = fs::metadata(self.root.join(path)) {
            fs::set_permissions(&aside, known.permissions())
                .map_err(failed("write", Path::new(path)))?;
        }
        for folder in folders_of(path) {
            let is_new = !self.root.join(folder).is_dir();
            if is_new && self.folders.insert(folder.to_owned()) {
                self.steps.push(Step::Folder {
                    path: folder.to_owned(),
                });
            }
        }
        self.steps.push(Step::Put {
            path: path.to_owned(),
            sha256: sha256(contents),
        });
        Ok(())
    }

    /// Notes that a file goes.
    pub fn remove(&mut self, path: &str) {
        self.steps.push(Step::Remove {
            path: path.to_owned(),
        });
    }

    /// Gives up before anything was moved.
    pub fn discard(&self) {
        sweep(self.root);
    }

    /// Moves everything to its place; at the first failure everything goes back.
    ///
    /// # Errors
    /// What the system said. The folder is as it was, except after [`ApplyError::NotRestored`].
    pub fn commit(self) -> Result<(), ApplyError> {
        let pending = self.root.join(PENDING);
        let written = self.record(&pending);
        if let Err(error) = written {
            sweep(self.root);
            return Err(error);
        }
        let done = self.steps.iter().try_for_each(|step| step.take(self.root));
        if let Err(error) = done {
            return Err(match undo(self.root, &self.steps) {
                Ok(()) => {
                    sweep(self.root);
                    error
                }
                // The record stays: it holds the only way back.
                Err(error) => ApplyError::NotRestored {
                    kept: pending.join(OLD),
                    error,
                },
            });
        }
        self.remove_empty_folders();
        clear(self.root)
    }

    fn record(&self, pending: &Path) -> Result<(), ApplyError> {
        let record = pending.join(RECORD);
        let draft = pending.join("journal.draft");
        let text = serde_json::to_vec(&self.steps).unwrap_or_default();
        fs::write(&draft, text).map_err(failed("write", &draft))?;
        fs::rename(&draft, &record).map_err(failed("write", &record))
    }

    /// A folder from which the last file went goes too.
    fn remove_empty_folders(&self) {
        for step in &self.steps {
            let Step::Remove { path } = step else {
                continue;
            };
            let mut folders: Vec<&str> = folders_of(path).collect();
            folders.reverse();
            for folder in folders {
                // One that is not empty refuses by itself.
                if fs::remove_dir(self.root.join(folder)).is_err() {
                    break;
                }
            }
        }
    }
}

/// Where new texts lie, and what stood in their places, below the folder of pending work.
const NEW: &str = "new";
const OLD: &str = "old";

fn undo(root: &Path, steps: &[Step]) -> io::Result<()> {
    steps.iter().rev().try_for_each(|step| step.undo(root))
}

/// Removes what lies aside. The record goes first: without it, the rest is no way back but rubbish.
fn clear(root: &Path) -> Result<(), ApplyError> {
    let pending = root.join(PENDING);
    match fs::remove_file(pending.join(RECORD)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(failed("remove", &pending)(error));
        }
        _ => {}
    }
    fs::remove_dir_all(&pending).map_err(failed("remove", &pending))?;
    // Only where nothing else of ours lies there.
    let _ = fs::remove_dir(root.join(KEPT));
    Ok(())
}

/// Removes what lies aside as far as it can be; the next run does the rest.
fn sweep(root: &Path) {
    let _ = clear(root);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::{Path, PathBuf};

    use tempfile::TempDir;

    use super::{PENDING, RECORD, Recovered, Staged, recover};

    fn tree(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let mut found = BTreeMap::new();
        let mut waiting = vec![folder.to_owned()];
        while let Some(next) = waiting.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                let inside = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(inside, fs::read(&path).ok());
                if path.is_dir() {
                    waiting.push(path);
                }
            }
        }
        found
    }

    /// A folder, and work on it that makes, replaces and removes files and folders.
    fn folder() -> TempDir {
        let folder = TempDir::new().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("old/deep")).unwrap();
        for path in ["first", "old/deep/gone", "old/second"] {
            fs::write(root.join(path), format!("{path} as it was")).unwrap();
        }
        folder
    }

    fn staged(root: &Path) -> Staged<'_> {
        let mut staged = Staged::begin(root).unwrap();
        staged.put("first", b"new").unwrap();
        staged.put("made/deep/file", b"new").unwrap();
        staged.put("made/empty", b"").unwrap();
        staged.remove("old/deep/gone");
        staged.put("old/second", b"new").unwrap();
        staged
    }

    #[test]
    fn whatever_was_done_before_it_was_killed_is_undone() {
        let steps = staged(folder().path()).steps.len();
        for done in 0..=steps {
            let folder = folder();
            let root = folder.path();
            let before = tree(root);
            let work = staged(root);
            work.record(&root.join(PENDING)).unwrap();
            for step in &work.steps[..done] {
                step.take(root).unwrap();
            }
            assert_eq!(recover(root).unwrap(), Recovered::Undone);
            assert_eq!(tree(root), before, "after {done} of {steps} steps");
            assert_eq!(recover(root).unwrap(), Recovered::Nothing);
        }
    }

    #[test]
    fn going_back_can_be_killed_too() {
        let steps = staged(folder().path()).steps.len();
        for undone in 0..=steps {
            let folder = folder();
            let root = folder.path();
            let before = tree(root);
            let work = staged(root);
            work.record(&root.join(PENDING)).unwrap();
            for step in &work.steps {
                step.take(root).unwrap();
            }
            for step in work.steps.iter().rev().take(undone) {
                step.undo(root).unwrap();
            }
            assert_eq!(recover(root).unwrap(), Recovered::Undone);
            assert_eq!(tree(root), before, "after {undone} of {steps} steps back");
        }
    }

    #[test]
    fn between_two_names_for_a_file_it_is_as_it_was() {
        let folder = folder();
        let root = folder.path();
        let before = tree(root);
        let work = staged(root);
        work.record(&root.join(PENDING)).unwrap();
        fs::create_dir_all(root.join(PENDING).join("old")).unwrap();
        fs::hard_link(root.join("first"), root.join(PENDING).join("old/first")).unwrap();
        recover(root).unwrap();
        assert_eq!(tree(root), before);
    }

    #[test]
    fn without_a_record_nothing_was_done() {
        let folder = folder();
        let root = folder.path();
        let before = tree(root);
        let _ = staged(root);
        fs::write(root.join(PENDING).join("journal.draft"), "[").unwrap();
        assert_eq!(recover(root).unwrap(), Recovered::Cleared);
        assert_eq!(tree(root), before);
    }

    #[test]
    fn what_was_edited_since_is_left_alone() {
        let folder = folder();
        let root = folder.path();
        let work = staged(root);
        work.record(&root.join(PENDING)).unwrap();
        for step in &work.steps {
            step.take(root).unwrap();
        }
        fs::write(root.join("first"), "edited").unwrap();
        fs::write(root.join("made/deep/file"), "edited").unwrap();
        fs::write(root.join("old/deep/gone"), "edited").unwrap();
        assert_eq!(recover(root).unwrap(), Recovered::Undone);
        let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
        for path in ["first", "made/deep/file", "old/deep/gone"] {
            assert_eq!(read(path), "edited", "{path}");
        }
        assert_eq!(read("old/second"), "old/second as it was");
        assert!(!root.join("made/empty").exists());
    }

    #[test]
    fn a_failure_half_way_goes_back_at_once() {
        let folder = folder();
        let root = folder.path();
        fs::create_dir_all(root.join("z/in the way")).unwrap();
        let before = tree(root);
        let mut work = staged(root);
        work.put("z", b"new").unwrap();
        assert!(work.commit().is_err());
        assert_eq!(tree(root), before);
    }

    #[test]
    fn all_of_it_is_done_and_empty_folders_go() {
        let folder = folder();
        let root = folder.path();
        staged(root).commit().unwrap();
        let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
        assert_eq!(
            (read("first"), read("made/deep/file")),
            ("new".into(), "new".into())
        );
        assert!(!root.join("old/deep").exists() && root.join("old/second").exists());
        assert!(!root.join(PENDING).join(RECORD).exists() && !root.join(".portcullis").exists());
    }
}
