//! Actions come in; the folder holds all of them or is as it was.
//!
//! Every byte is first written into a hidden staging folder on the same file system: what can fail for want of space or
//! rights fails there. Only then are files moved into place, with the way back on record (`journal`). A project whose
//! folder did not exist appears by one single move.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::Action;
use super::alone::{alone, remove_abandoned};
use super::journal::Staged;

/// The name of a new project's staging folder starts like this.
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
    /// Another run is at work in the folder.
    Busy(PathBuf),
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
            Self::Busy(folder) => write!(
                formatter,
                "another run of portcullis is at work in `{}`",
                folder.display()
            ),
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
            Self::Interrupted | Self::Busy(_) => None,
        }
    }
}

/// What becomes of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<'c> {
    /// Its path, relative to the project.
    pub path: &'c str,
    /// What it shall hold; `None` where it goes.
    pub contents: Option<&'c [u8]>,
}

/// Carries out `actions` in the folder `root`: see [`carry_out`].
///
/// # Errors
/// An [`ApplyError`]; the disk is then as it was, except after [`ApplyError::NotRestored`].
pub fn apply(
    root: &Path,
    actions: &[Action<'_>],
    interrupted: &AtomicBool,
) -> Result<(), ApplyError> {
    let changes: Vec<Change<'_>> = actions
        .iter()
        .filter_map(|action| match action {
            Action::Create(file) | Action::Replace(file) => Some(Change {
                path: &file.path,
                contents: Some(&file.contents),
            }),
            Action::Keep(_) => None,
        })
        .collect();
    carry_out(root, &changes, interrupted)
}

/// Carries out `changes` in the folder `root`, which is made with its parents if it does not exist.
///
/// As soon as `interrupted` is true, nothing more is begun and what was begun is undone.
///
/// # Errors
/// An [`ApplyError`]; the disk is then as it was, except after [`ApplyError::NotRestored`].
pub fn carry_out(
    root: &Path,
    changes: &[Change<'_>],
    interrupted: &AtomicBool,
) -> Result<(), ApplyError> {
    let root = std::path::absolute(root).map_err(failed("find", root))?;
    let Some(ground) = Ground::of(&root) else {
        let error = io::Error::from(io::ErrorKind::NotFound);
        return Err(failed("find a place for", &root)(error));
    };
    match &ground.first_missing {
        Some(target) => appear(&ground, target, changes, interrupted),
        None => alter(&root, changes, interrupted),
    }
}

/// Makes a project where there was no folder: by one move of all of it.
fn appear(
    ground: &Ground<'_>,
    target: &Path,
    changes: &[Change<'_>],
    interrupted: &AtomicBool,
) -> Result<(), ApplyError> {
    remove_abandoned(ground.anchor, STAGING);
    let staging = tempfile::Builder::new()
        .prefix(STAGING)
        .tempdir_in(ground.anchor)
        // The kind alone: the name of the staging folder would tell a person nothing.
        .map_err(|error| failed("write into", ground.anchor)(error.kind().into()))?;
    let _held = alone(staging.path());
    let fresh = staging.path().join("new");
    let staged_root = ground
        .inner
        .map_or_else(|| fresh.clone(), |inner| fresh.join(inner));
    fs::create_dir_all(&staged_root).map_err(failed("create", &staged_root))?;
    for change in changes {
        stop_if(interrupted)?;
        let Some(contents) = change.contents else {
            continue;
        };
        let aside = staged_root.join(change.path);
        if let Some(folder) = aside.parent() {
            fs::create_dir_all(folder).map_err(failed("create", folder))?;
        }
        fs::write(&aside, contents).map_err(failed("write", Path::new(change.path)))?;
    }
    stop_if(interrupted)?;
    fs::rename(&fresh, target).map_err(failed("create", target))
}

/// Changes a folder that is there: every new text is written aside, then all of them are moved.
fn alter(root: &Path, changes: &[Change<'_>], interrupted: &AtomicBool) -> Result<(), ApplyError> {
    if changes.is_empty() {
        return Ok(());
    }
    let mut staged = Staged::begin(root)?;
    let written = changes.iter().try_for_each(|change| {
        stop_if(interrupted)?;
        if let Some(contents) = change.contents {
            return staged.put(change.path, contents);
        }
        staged.remove(change.path);
        Ok(())
    });
    if let Err(error) = written.and_then(|()| stop_if(interrupted)) {
        staged.discard();
        return Err(error);
    }
    staged.commit()
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

fn stop_if(interrupted: &AtomicBool) -> Result<(), ApplyError> {
    if interrupted.load(Ordering::Relaxed) {
        Err(ApplyError::Interrupted)
    } else {
        Ok(())
    }
}

/// Names what was being done when the system refused.
pub(super) fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> ApplyError {
    let path = path.to_owned();
    move |error| ApplyError::Io { doing, path, error }
}
