//! One thing that is done to the folder, and the way back over it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{NEW, OLD, PENDING};
use crate::project::ApplyError;
use crate::project::apply::failed;

/// One thing that is done to the folder, in the order in which it is done. Paths are relative to the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "lowercase")]
pub enum Step {
    /// A folder is made.
    Folder { path: String },
    /// A file is moved in; what stands there already is put aside.
    Put {
        path: String,
        /// What is moved in: whoever finds something else there knows that it is not ours.
        sha256: String,
    },
    /// A file is put aside.
    Remove { path: String },
}

impl Step {
    /// Does it.
    ///
    /// # Errors
    /// What the system refused.
    pub fn take(&self, root: &Path) -> Result<(), ApplyError> {
        let pending = root.join(PENDING);
        match self {
            Self::Folder { path } => {
                let folder = root.join(path);
                fs::create_dir(&folder).map_err(failed("create", &folder))
            }
            Self::Put { path, .. } => {
                let target = root.join(path);
                if fs::symlink_metadata(&target).is_ok_and(|found| found.is_file()) {
                    let aside = old(&pending, path)?;
                    // A second name for the same bytes: the file itself is never missing.
                    if fs::hard_link(&target, &aside).is_err() {
                        fs::rename(&target, &aside).map_err(failed("replace", &target))?;
                    }
                }
                fs::rename(pending.join(NEW).join(path), &target).map_err(failed("write", &target))
            }
            Self::Remove { path } => {
                let target = root.join(path);
                fs::rename(&target, old(&pending, path)?).map_err(failed("remove", &target))
            }
        }
    }

    /// Goes back over one step, whether it was taken or not.
    pub fn undo(&self, root: &Path) -> io::Result<()> {
        let pending = root.join(PENDING);
        match self {
            Self::Folder { path } => match fs::remove_dir(root.join(path)) {
                // Never made, or somebody has put something into it since.
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::NotFound | io::ErrorKind::DirectoryNotEmpty
                    ) =>
                {
                    Ok(())
                }
                other => other,
            },
            Self::Put { path, sha256 } => {
                let target = root.join(path);
                if fs::symlink_metadata(&target).is_ok_and(|found| !found.is_file()) {
                    // Nothing that we moved in.
                    return Ok(());
                }
                let aside = pending.join(OLD).join(path);
                let now = contents(&target)?;
                let is_ours = now
                    .as_ref()
                    .is_some_and(|bytes| crate::project::lock::sha256(bytes) == *sha256);
                let was_moved = contents(&pending.join(NEW).join(path))?.is_none();
                if aside.is_file() {
                    if now.is_none() || is_ours {
                        return fs::rename(aside, target);
                    }
                } else if is_ours && was_moved {
                    return fs::remove_file(target);
                }
                Ok(())
            }
            Self::Remove { path } => {
                let target = root.join(path);
                let aside = pending.join(OLD).join(path);
                if !aside.is_file() || fs::symlink_metadata(&target).is_ok() {
                    return Ok(());
                }
                if let Some(folder) = target.parent() {
                    fs::create_dir_all(folder)?;
                }
                fs::rename(aside, target)
            }
        }
    }
}

/// Where what stands at `path` is put aside; its folder is made.
fn old(pending: &Path, path: &str) -> Result<PathBuf, ApplyError> {
    let aside = pending.join(OLD).join(path);
    if let Some(folder) = aside.parent() {
        fs::create_dir_all(folder).map_err(failed("create", folder))?;
    }
    Ok(aside)
}

fn contents(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
