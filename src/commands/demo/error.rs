//! Why the demo could not be shown.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;

/// What kept the demo from being shown.
#[derive(Debug)]
pub enum DemoError {
    /// The built-in contract was refused; that is a defect of ours, and the diagnostics have been shown.
    Contract,
    /// There is no folder to use: neither `CARGO_TARGET_DIR` nor a cache nor a temporary folder.
    NoFolder(io::Error),
    /// A file of the demo's own could not be written.
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A program could not be started.
    Start {
        /// Which.
        program: String,
        /// What the system said.
        error: io::Error,
    },
    /// The system lost track of a process of ours.
    Watch(io::Error),
    /// cargo ended with an error, which it has told itself.
    Build(ExitStatus),
    /// cargo was content and named no binary.
    NoBinary,
    /// The service ended on its own.
    Ended(ExitStatus),
    /// The service did not say in time where it listens.
    Silent,
    /// The service minted no token.
    Token(String),
    /// Somebody asked us to stop before there was anything to show.
    Interrupted,
}

impl DemoError {
    /// The way on, if there is one.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Start { program, error } if error.kind() == io::ErrorKind::NotFound => {
                Some(format!("the demo needs `{program}`; see https://rustup.rs"))
            }
            Self::NoFolder(_) => Some("name a folder: `portcullis demo DIR`".to_owned()),
            Self::Build(_) | Self::NoBinary => Some(
                "the first build fetches dependencies: it needs the package registry, and a linker for C"
                    .to_owned(),
            ),
            _ => None,
        }
    }
}

impl fmt::Display for DemoError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contract => formatter
                .write_str("the built-in contract was refused; this is a defect of Portcullis, please report it"),
            Self::NoFolder(error) => write!(formatter, "there is no folder for the demo: {error}"),
            Self::File { path, error } => {
                write!(formatter, "cannot write `{}`: {error}", path.display())
            }
            Self::Start { program, error } => write!(formatter, "cannot start `{program}`: {error}"),
            Self::Watch(error) => write!(formatter, "cannot watch a process: {error}"),
            Self::Build(status) => write!(formatter, "the example could not be built ({status})"),
            Self::NoBinary => formatter.write_str("cargo built no binary"),
            Self::Ended(status) => write!(formatter, "the service ended by itself ({status})"),
            Self::Silent => formatter.write_str("the service did not say where it listens"),
            Self::Token(said) => write!(formatter, "the service minted no token: {said}"),
            Self::Interrupted => formatter.write_str("interrupted"),
        }
    }
}

impl std::error::Error for DemoError {}
