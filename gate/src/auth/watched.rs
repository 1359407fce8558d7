//! A file that is read again when it changes.
//!
//! It is looked at when it is needed and twice a second at most, so that what a verb wrote works in a running
//! service within a second, without a thread of its own. A file that cannot be read any more lets nobody pass:
//! yesterday's content might hold a key that was withdrawn.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

const LOOK_EVERY: Duration = Duration::from_millis(500);

/// A file, and what it says.
pub(crate) struct Watched<T> {
    path: PathBuf,
    read: fn(Option<&str>) -> Result<T, String>,
    state: Mutex<State<T>>,
}

struct State<T> {
    looked: Instant,
    stamp: Option<Stamp>,
    content: Result<Arc<T>, String>,
}

/// What tells one content of a file from the next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    inode: u64,
}

impl<T> Watched<T> {
    /// Reads the file for the first time; `read` is given `None` when there is no file.
    pub(crate) fn new(path: PathBuf, read: fn(Option<&str>) -> Result<T, String>) -> Self {
        let (stamp, content) = load(&path, read);
        Self {
            path,
            read,
            state: Mutex::new(State {
                looked: Instant::now(),
                stamp,
                content,
            }),
        }
    }

    /// What the file says now, or why nobody can tell.
    pub(crate) fn get(&self) -> Result<Arc<T>, String> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if now.duration_since(state.looked) >= LOOK_EVERY {
            state.looked = now;
            if state.content.is_err() || stamp(&self.path).ok().flatten() != state.stamp {
                (state.stamp, state.content) = load(&self.path, self.read);
            }
        }
        state.content.clone()
    }
}

fn load<T>(
    path: &Path,
    read: fn(Option<&str>) -> Result<T, String>,
) -> (Option<Stamp>, Result<Arc<T>, String>) {
    // The stamp is taken first: a change in between is seen at the next look.
    let stamp = stamp(path).ok().flatten();
    let text = match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.to_string()),
    };
    let content = text.and_then(|text| read(text.as_deref()));
    (
        stamp,
        content
            .map(Arc::new)
            .map_err(|reason| format!("{}: {reason}", path.display())),
    )
}

pub(crate) fn stamp(path: &Path) -> io::Result<Option<Stamp>> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(Some(Stamp {
            modified: metadata.modified().ok(),
            length: metadata.len(),
            inode: inode(&metadata),
        })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn inode(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}
