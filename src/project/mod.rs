//! The project on the disk: rendered files come in, and stand in the folder or nothing has changed.
//!
//! [`check`] refuses a set of files that no disk could hold, [`Disk::look`] looks at the folder, [`decide`] (for a new
//! project) and [`settle`] (for one that is there) say what has to happen to every file, both without a disk, and [`apply`]
//! does it: all of it, or none of it. [`Lock`] writes down what was made, and [`offer`] what the user may take over.
//! Nothing here knows what a file is about; that was settled in `plan` and `render`.

mod alone;
mod apply;
mod decide;
mod disk;
mod journal;
mod lock;
mod offer;
mod path;
mod settle;
mod unchanged;

pub use alone::{Alone, Busy, alone};
pub use apply::{ApplyError, Change, apply, carry_out};
pub use decide::{Action, Blocker, Occupied, Refusal, decide, written_in};
pub use disk::{Disk, Entry, Root};
pub use journal::{Recovered, recover};
pub use lock::{Accepted, LOCK_FILE, Leeway, Lock, LockError, Row, sha256};
pub use offer::{Offer, is_taken, offer, patch};
pub use path::{PathError, check};
pub use settle::{Decision, Edited, Verdict, Wanted, settle};
pub use unchanged::is_unchanged;

/// The folder in a project that is ours alone.
pub const KEPT: &str = ".portcullis";

/// Where the texts lie that files of the user's were created with: what they are compared with when a template changes.
pub const BASE: &str = ".portcullis/base";

/// Where the contract and the choices lie as they were when the project was made last.
pub const LAST: &str = ".portcullis/last";

/// Where patches lie that the user may take.
pub const OFFERS: &str = ".portcullis/offers";

/// Where the texts lie that files with an open offer were created with, before the first one.
pub const BEFORE: &str = ".portcullis/before";

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
