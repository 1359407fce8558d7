//! The project on the disk: rendered files come in, and stand in the folder or nothing has changed.
//!
//! [`check`] refuses a set of files that no disk could hold, [`Disk::read`] looks at the folder, [`decide`] (pure) says
//! what has to happen to every file, and [`apply`] does it: all of it, or none of it. [`lock`] writes down what was made.
//! Nothing here knows what a file is about; that was settled in `plan` and `render`.

mod apply;
mod decide;
mod disk;
mod lock;
mod path;

pub use apply::{ApplyError, apply};
pub use decide::{Action, Blocker, Occupied, Refusal, decide};
pub use disk::{Disk, Entry, Root};
pub use lock::{LOCK_FILE, lock, sha256};
pub use path::{PathError, check};

/// Whose a file is once it stands on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Rewritten whole whenever the project is regenerated, never edited by hand.
    Ours,
    /// Created once; from then on the user's, who may change every byte of it.
    Yours,
}

impl Owner {
    /// The word for this owner in the lock file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Yours => "yours",
        }
    }
}

/// A rendered file that has not touched the disk yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it goes: relative to the project's folder, with forward slashes, such as `api/src/lib.rs`.
    pub path: String,
    /// Every byte of it.
    pub contents: Vec<u8>,
    /// Whose it is.
    pub owner: Owner,
}

impl File {
    /// A file of ours, as text.
    #[must_use]
    pub fn ours(path: impl Into<String>, contents: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            contents: contents.into(),
            owner: Owner::Ours,
        }
    }

    /// A file of the user's, as text.
    #[must_use]
    pub fn yours(path: impl Into<String>, contents: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            contents: contents.into(),
            owner: Owner::Yours,
        }
    }
}
