//! What was typed and the environment come in; the folder of the demo goes out.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::{CONTRACT, DemoError};
use crate::project::LOCK_FILE;

/// Where cargo puts what it builds, as the environment says.
const TARGET: &str = "CARGO_TARGET_DIR";

/// The folder of the demo, and what may be done in it.
#[derive(Debug, PartialEq, Eq)]
pub enum Folder {
    /// Our own: emitted anew every time, files that have not changed stay untouched.
    Cache(PathBuf),
    /// The user's, with nothing of the demo in it yet.
    New(PathBuf),
    /// The user's, with a demo in it: run as it is, edits included.
    Existing(PathBuf),
}

impl Folder {
    /// Where it is.
    pub fn path(&self) -> &Path {
        match self {
            Self::Cache(path) | Self::New(path) | Self::Existing(path) => path,
        }
    }

    /// Finds the folder: the one that was typed, or one in cargo's target folder, the user's cache, the temporary folder.
    ///
    /// # Errors
    /// [`DemoError::NoFolder`] when the current folder is gone.
    pub fn choose(typed: Option<&Path>) -> Result<Self, DemoError> {
        let absolute = |path: &Path| std::path::absolute(path).map_err(DemoError::NoFolder);
        let Some(typed) = typed else {
            return absolute(&cache()).map(Self::Cache);
        };
        let path = absolute(typed)?;
        Ok(if holds_the_demo(&path) {
            Self::Existing(path)
        } else {
            Self::New(path)
        })
    }
}

/// cargo's target folder as the environment names it, absolute: a relative one is meant from here, not from the project.
pub fn target_folder() -> Option<PathBuf> {
    set(TARGET).and_then(|path| std::path::absolute(path).ok())
}

fn cache() -> PathBuf {
    let local_target = Path::new("target");
    let base = if let Some(target) = target_folder() {
        target
    } else if local_target.join("CACHEDIR.TAG").is_file() {
        local_target.to_owned()
    } else {
        user_cache()
            .unwrap_or_else(env::temp_dir)
            .join("portcullis")
    };
    base.join("demo").join("harbor")
}

fn user_cache() -> Option<PathBuf> {
    let home = || set("HOME").map(PathBuf::from);
    if cfg!(windows) {
        set("LOCALAPPDATA").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library").join("Caches"))
    } else {
        set("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| home().map(|home| home.join(".cache")))
    }
    .filter(|path| path.is_absolute())
}

fn set(variable: &str) -> Option<std::ffi::OsString> {
    env::var_os(variable).filter(|value| !value.is_empty())
}

/// A folder that an earlier `portcullis demo DIR` filled: there is a lock file, and the contract is ours.
fn holds_the_demo(folder: &Path) -> bool {
    let contract = fs::read(folder.join("openapi.yaml"));
    folder.join(LOCK_FILE).is_file() && contract.is_ok_and(|bytes| bytes == CONTRACT.as_bytes())
}
