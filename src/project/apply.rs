//! Actions come in; the folder holds all of them or is as it was.
//!
//! Every byte is first written into a hidden staging folder on the same file system: what can fail for want of space or
//! rights fails there. Only then are files moved into place, each move with its undoing on record. A project whose
//! folder did not exist appears by one single move.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;

use super::Action;
use super::path::folders_of;

/// The staging folder's name starts like this.
const STAGING: &str = ".portcullis-";

/// Why the folder is as it was before.
#[derive(Debug)]
pub enum ApplyError {
    /// The system refused something.
    Io {
        /// What was being done, as in "cannot write".
        doing: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Somebody asked us to stop.
    Interrupted,
    /// Moving failed, and undoing it failed too: the only case in which something is left behind.
    NotRestored {
        /// Where the files lie that stood in the folder before.
        kept: PathBuf,
        /// What the system said when a file was to be moved back.
        error: io::Error,
    },
}

impl fmt::Display for ApplyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, path, error } => {
                write!(formatter, "cannot {doing} `{}`: {error}", path.display())
            }
            Self::Interrupted => formatter.write_str("interrupted"),
            Self::NotRestored { kept, error } => write!(
                formatter,
                "writing failed half-way and could not be undone ({error}); the files as they were lie in `{}`",
                kept.display()
            ),
        }
    }
}

impl std::error::Error for ApplyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } | Self::NotRestored { error, .. } => Some(error),
            Self::Interrupted => None,
        }
    }
}

/// Carries out `actions` in the folder `root`, which is made with its parents if it does not exist.
///
/// As soon as `interrupted` is true, nothing more is begun and what was begun is undone.
///
/// # Errors
/// An [`ApplyError`]; the disk is then as it was, except after [`ApplyError::NotRestored`].
pub fn apply(
    root: &Path,
    actions: &[Action<'_>],
    interrupted: &AtomicBool,
) -> Result<(), ApplyError> {
    let root = std::path::absolute(root).map_err(failed("find", root))?;
    let Some(ground) = Ground::of(&root) else {
        let error = io::Error::from(io::ErrorKind::NotFound);
        return Err(failed("find a place for", &root)(error));
    };
    let pending: Vec<Action<'_>> = actions
        .iter()
        .filter(|action| !matches!(action, Action::Keep(_)))
        .copied()
        .collect();
    let staging = tempfile::Builder::new()
        .prefix(STAGING)
        .tempdir_in(ground.anchor)
        // The kind alone: the name of the staging folder would tell a person nothing.
        .map_err(|error| failed("write into", ground.anchor)(error.kind().into()))?;
    let fresh = staging.path().join("new");
    let staged_root = ground
        .inner
        .map_or_else(|| fresh.clone(), |inner| fresh.join(inner));
    stage(&staged_root, &pending, interrupted)?;
    stop_if(interrupted)?;
    match ground.first_missing {
        Some(target) => fs::rename(&fresh, &target).map_err(failed("create", &target)),
        None => Moves::default().all(&root, &staged_root, &pending, staging),
    }
}

/// Where a project's folder stands, or would stand.
struct Ground<'root> {
    /// The nearest folder that exists: the project's own, or one above it.
    anchor: &'root Path,
    /// The outermost folder that has to be made.
    first_missing: Option<PathBuf>,
    /// The project's folder as seen from `first_missing`, where that is not the project's folder itself.
    inner: Option<&'root Path>,
}

impl<'root> Ground<'root> {
    fn of(root: &'root Path) -> Option<Self> {
        let anchor = root.ancestors().find(|folder| folder.is_dir())?;
        let missing = root.strip_prefix(anchor).ok()?;
        // `..` below a folder that does not exist could lead anywhere once that folder is there.
        if missing
            .components()
            .any(|part| !matches!(part, Component::Normal(_)))
        {
            return None;
        }
        let mut names = missing.components();
        let first_missing = names.next().map(|name| anchor.join(name));
        let inner = Some(names.as_path()).filter(|rest| !rest.as_os_str().is_empty());
        Some(Self {
            anchor,
            first_missing,
            inner,
        })
    }
}

fn stage(
    staged_root: &Path,
    pending: &[Action<'_>],
    interrupted: &AtomicBool,
) -> Result<(), ApplyError> {
    fs::create_dir_all(staged_root).map_err(failed("create", staged_root))?;
    for action in pending {
        stop_if(interrupted)?;
        let file = action.file();
        let target = staged_root.join(&file.path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(failed("create", folder))?;
        }
        fs::write(&target, &file.contents).map_err(failed("write", Path::new(&file.path)))?;
    }
    Ok(())
}

/// What was done to a folder so far, so that it can be undone.
#[derive(Default)]
struct Moves {
    done: Vec<Undo>,
}

enum Undo {
    /// A folder was made: it is removed.
    Folder(PathBuf),
    /// A file was moved in: it is removed.
    Placed(PathBuf),
    /// A file was moved out to `kept`: it goes back.
    SetAside { from: PathBuf, kept: PathBuf },
}

impl Moves {
    /// Moves everything staged into `root`; undoes it all at the first failure.
    fn all(
        mut self,
        root: &Path,
        staged_root: &Path,
        pending: &[Action<'_>],
        staging: TempDir,
    ) -> Result<(), ApplyError> {
        let aside = staging.path().join("old");
        let Err(error) = self.forward(root, staged_root, pending, &aside) else {
            return Ok(());
        };
        match self.back() {
            Ok(()) => Err(error),
            Err(error) => {
                // The staging folder now holds the only copy of what stood there: it must not vanish.
                let kept = staging.keep().join("old");
                Err(ApplyError::NotRestored { kept, error })
            }
        }
    }

    fn forward(
        &mut self,
        root: &Path,
        staged_root: &Path,
        pending: &[Action<'_>],
        aside: &Path,
    ) -> Result<(), ApplyError> {
        for action in pending {
            let file = action.file();
            for folder in folders_of(&file.path) {
                let folder = root.join(folder);
                if !folder.is_dir() {
                    fs::create_dir(&folder).map_err(failed("create", &folder))?;
                    self.done.push(Undo::Folder(folder));
                }
            }
            let target = root.join(&file.path);
            if matches!(action, Action::Replace(_)) {
                let kept = aside.join(&file.path);
                if let Some(folder) = kept.parent() {
                    fs::create_dir_all(folder).map_err(failed("create", folder))?;
                }
                fs::rename(&target, &kept).map_err(failed("replace", &target))?;
                self.done.push(Undo::SetAside {
                    from: target.clone(),
                    kept,
                });
            }
            fs::rename(staged_root.join(&file.path), &target).map_err(failed("write", &target))?;
            self.done.push(Undo::Placed(target));
        }
        Ok(())
    }

    fn back(self) -> io::Result<()> {
        for step in self.done.into_iter().rev() {
            match step {
                Undo::Folder(folder) => fs::remove_dir(folder),
                Undo::Placed(file) => fs::remove_file(file),
                Undo::SetAside { from, kept } => fs::rename(kept, from),
            }?;
        }
        Ok(())
    }
}

fn stop_if(interrupted: &AtomicBool) -> Result<(), ApplyError> {
    if interrupted.load(Ordering::Relaxed) {
        Err(ApplyError::Interrupted)
    } else {
        Ok(())
    }
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> ApplyError {
    let path = path.to_owned();
    move |error| ApplyError::Io { doing, path, error }
}
