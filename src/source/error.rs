//! Why a file could not be read at all.

use std::path::{Path, PathBuf};
use std::{error, fmt, io};

/// The world is at fault, not the document: there is no such file, or it may not be read.
#[derive(Debug)]
pub struct LoadError {
    path: PathBuf,
    cause: io::Error,
}

impl LoadError {
    pub(super) fn new(path: &Path, cause: io::Error) -> Self {
        Self {
            path: path.to_owned(),
            cause,
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "cannot read `{}`: {}",
            self.path.display(),
            self.cause
        )
    }
}

impl error::Error for LoadError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&self.cause)
    }
}
