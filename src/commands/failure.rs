//! Why a command could not do its work though the document may be fine: exit code 2, a sentence and a way on.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::demo::DemoError;
use super::new::quoted;
use crate::options::NameError;
use crate::project::{ApplyError, LOCK_FILE, Refusal};
use crate::source::LoadError;

/// The command line or the world is at fault.
#[derive(Debug)]
pub enum Failure {
    /// The document could not be read at all.
    Load(LoadError),
    /// `--name` is not a name.
    Name(NameError),
    /// The folder could not be looked at.
    Look {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// There is no project in the folder.
    NoProject {
        /// The folder.
        folder: PathBuf,
    },
    /// A newer version made the project.
    Older {
        /// The version that did.
        made_by: String,
    },
    /// A change of a contract that no code is called.
    NoCode {
        /// What was typed.
        name: String,
    },
    /// The folder may not or cannot take the project.
    Refused {
        /// The folder.
        folder: PathBuf,
        /// Why.
        refusal: Refusal,
    },
    /// A project of Portcullis stands in the folder.
    Stands {
        /// The folder.
        folder: PathBuf,
    },
    /// The owner of the project in the folder has written in files that would be replaced.
    Written {
        /// The folder.
        folder: PathBuf,
        /// The files, relative to it.
        paths: Vec<String>,
    },
    /// Writing failed, and was undone.
    Apply(ApplyError),
    /// Our own output could not be written.
    Output(io::Error),
    /// No template has this name.
    NoTemplate {
        /// What was typed.
        name: String,
    },
    /// Signals could not be listened for.
    Signals(io::Error),
    /// The demo could not be shown.
    Demo(DemoError),
}

impl Failure {
    fn help(&self) -> Option<String> {
        match self {
            Self::Name(_) => Some("choose another one with `--name`".to_owned()),
            Self::Refused { refusal, .. } => match refusal {
                Refusal::Occupied => Some(
                    "choose another folder, or say `--force`: files of the project are replaced, all others stay"
                        .to_owned(),
                ),
                Refusal::NotAFolder | Refusal::Blocked { .. } => {
                    Some("move it out of the way, or choose another folder".to_owned())
                }
                Refusal::Path(_) => None,
            },
            Self::Stands { folder } => Some(format!(
                "`portcullis regenerate --project {}` follows the contract and keeps what you wrote",
                quoted(folder)
            )),
            Self::Written { folder, .. } => Some(format!(
                "`portcullis regenerate --project {}` keeps them; to begin anew, move them out of the folder",
                quoted(folder)
            )),
            Self::Apply(ApplyError::Io { .. } | ApplyError::Interrupted) => {
                Some("nothing was changed on the disk".to_owned())
            }
            Self::Demo(error) => error.help(),
            Self::NoProject { .. } => Some(
                "say where it is with `--project`, or make one with `portcullis new`".to_owned(),
            ),
            Self::Older { .. } => Some(
                "install that version; `--force` makes the project with this one, without what was mended since".to_owned(),
            ),
            Self::NoTemplate { .. } => {
                Some("`portcullis templates list` names all of them".to_owned())
            }
            Self::NoCode { .. } => Some(
                "a code stands in brackets behind the change that it is about".to_owned(),
            ),
            Self::Apply(ApplyError::Busy(_)) => {
                Some("wait for it to end, and try again".to_owned())
            }
            Self::Load(_)
            | Self::Look { .. }
            | Self::Apply(ApplyError::NotRestored { .. })
            | Self::Output(_)
            | Self::Signals(_) => None,
        }
    }
}

impl fmt::Display for Failure {
    /// One line `error: …` and, where there is one, a line `help: …`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("error: ")?;
        match self {
            Self::Load(error) => error.fmt(formatter),
            Self::Name(error) => error.fmt(formatter),
            Self::Look { folder, error } => {
                write!(formatter, "cannot look at `{}`: {error}", folder.display())
            }
            Self::Older { made_by } => write!(
                formatter,
                "the project was made by Portcullis {made_by}, and this is {}",
                env!("CARGO_PKG_VERSION")
            ),
            Self::NoTemplate { name } => write!(formatter, "no template is called `{name}`"),
            Self::NoCode { name } => write!(formatter, "no change is called `{name}`"),
            Self::NoProject { folder } => write!(
                formatter,
                "there is no project of Portcullis in `{}`: it has no `{LOCK_FILE}`",
                folder.display()
            ),
            Self::Refused { folder, refusal } => {
                write!(
                    formatter,
                    "cannot write into `{}`: {refusal}",
                    folder.display()
                )
            }
            Self::Stands { folder } => write!(
                formatter,
                "there is a project of Portcullis in `{}`",
                folder.display()
            ),
            Self::Written { folder, paths } => {
                write!(
                    formatter,
                    "`{}` holds files that you have written in, and nothing would keep what you wrote:",
                    folder.display()
                )?;
                paths
                    .iter()
                    .try_for_each(|path| write!(formatter, "\n  {path}"))
            }
            Self::Apply(error) => error.fmt(formatter),
            Self::Output(error) => write!(formatter, "cannot write the output: {error}"),
            Self::Signals(error) => write!(formatter, "cannot listen for signals: {error}"),
            Self::Demo(error) => error.fmt(formatter),
        }?;
        writeln!(formatter)?;
        match self.help() {
            Some(help) => writeln!(formatter, "  help: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}

impl From<io::Error> for Failure {
    /// An error while writing to a [`super::Console`]; every other one is named where it happens.
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Self {
        Self::Demo(error)
    }
}
