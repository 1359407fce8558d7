//! `portcullis new`: a document comes in, or several versions of one, and a project in a folder goes out.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::complete::recorded;
use super::own;
use super::several::{self, Invalid, Reading, Several};
use super::write::{Made, Target, tell_of, write_project, write_versions};
use super::{Console, Failure, Outcome};
use crate::choices::{self, Choices};
use crate::cli::{FindingsFormat, NewArguments};
use crate::diagnostic::Diagnostic;
use crate::options::{ProjectName, Templates, Unenforced};
use crate::project::Occupied;
use crate::source::{Origin, Reach};
use crate::{Options, by_age};

/// Emits a project.
///
/// # Errors
/// A [`Failure`]: the document cannot be read, the name is none, or the folder cannot take the project.
pub fn run(arguments: &NewArguments, console: &mut Console<'_>) -> Result<Outcome, Failure> {
    let typed_name = arguments
        .name
        .as_deref()
        .map(ProjectName::new)
        .transpose()
        .map_err(Failure::Name)?;
    let reading = reading(arguments);
    let Several {
        documents,
        origins,
        mut findings,
    } = several::load(&arguments.spec, reading)?;
    let origins: Vec<&Origin> = origins.iter().map(AsRef::as_ref).collect();
    if documents.len() < origins.len() {
        tell_of(&mut findings, &origins, arguments.format, console)?;
        return Ok(Outcome::Refused);
    }
    let mut named = by_age(documents);

    let newest = named
        .last()
        .map_or("", |(_, document)| &document.typed.info.title);
    let name = typed_name.unwrap_or_else(|| {
        let folder = arguments.out.as_deref().and_then(folder_name);
        ProjectName::near(&folder.unwrap_or_else(|| newest.to_owned()))
    });
    let folder = arguments
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from(name.as_str()));
    let mut options = Options {
        name,
        unenforced: reading.unenforced,
        typeless: reading.typeless,
        sharing: arguments.share,
        templates: if arguments.force {
            own::read(&folder)?
        } else {
            Templates::default()
        },
    };
    let chosen = if arguments.force {
        chosen(&folder)?
    } else {
        None
    };
    let mut choices = Choices::default();
    if let Some(text) = &chosen {
        let file = folder.join(choices::FILE).display().to_string();
        let (read, faults) = choices::read(text, &file);
        choices = read;
        options.sharing = choices.sharing.unwrap_or(options.sharing);
        findings.extend(faults);
        findings.extend(several::apply(&choices, &mut named, &file));
        if findings.iter().any(Diagnostic::is_error) {
            tell_of(&mut findings, &origins, arguments.format, console)?;
            return Ok(Outcome::Refused);
        }
    }
    let target = Target {
        folder: &folder,
        occupied: if arguments.force {
            Occupied::Replace
        } else {
            Occupied::Refuse
        },
        interrupted: None,
        chosen: chosen.as_deref(),
        leeway: recorded(&arguments.leeway),
    };
    let written = match named.as_slice() {
        [(_, only)] if choices.versions.is_empty() => {
            write_project(only, &options, target, &mut findings)
        }
        documents => {
            let versions = several::versions(documents, &choices);
            write_versions(&versions, &options, target, &mut findings)
        }
    };
    tell_of(&mut findings, &origins, arguments.format, console)?;
    let Some(made) = written? else {
        return Ok(Outcome::Refused);
    };
    let summary = Summary {
        name: &options.name,
        folder: &folder,
        made,
    };
    match arguments.format {
        FindingsFormat::Human => write!(console.data, "{summary}")?,
        FindingsFormat::Json => write!(console.talk, "{summary}")?,
    }
    Ok(Outcome::Done)
}

/// What the documents may get away with.
fn reading(arguments: &NewArguments) -> Reading {
    Reading {
        reach: if arguments.leeway.allow_remote {
            Reach::Remote
        } else {
            Reach::Folder
        },
        unenforced: if arguments.leeway.allow_unenforced {
            Unenforced::List
        } else {
            Unenforced::Refuse
        },
        typeless: arguments.typeless,
        invalid: if arguments.leeway.lenient {
            Invalid::LeaveOut
        } else {
            Invalid::Refuse
        },
    }
}

/// The choices that a project in this folder has already; they outlive being made again.
fn chosen(folder: &Path) -> Result<Option<String>, Failure> {
    match std::fs::read_to_string(folder.join(choices::FILE)) {
        Ok(text) => Ok(Some(text)),
        // Whether the folder can take a project is told later, and better.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(Failure::Look {
            folder: folder.to_owned(),
            error,
        }),
    }
}

/// The last name of a folder, also of `.` and `..`, which have one on the disk only.
fn folder_name(folder: &Path) -> Option<String> {
    let name = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    name(folder).or_else(|| name(&folder.canonicalize().ok()?))
}

/// What was made and what to type next.
struct Summary<'a> {
    name: &'a ProjectName,
    folder: &'a Path,
    made: Made,
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Made {
            operations,
            schemas,
            files,
        } = self.made;
        writeln!(
            formatter,
            "created  {} in {}: {}, {}, {}",
            self.name,
            self.folder.display(),
            counted(operations, "operation"),
            counted(schemas, "schema"),
            counted(files, "file"),
        )?;
        writeln!(formatter, "next     cd {}", quoted(self.folder))?;
        writeln!(formatter, "         cargo run --features mock")
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// A path as a shell takes it: in quotes when it holds anything but the plainest characters.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |letter: char| letter.is_alphanumeric() || "/._-+@:\\".contains(letter);
    if !text.is_empty() && text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
