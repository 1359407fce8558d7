//! A read document and choices come in; the project stands in its folder with its lock file, or nothing has changed.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::complete::{Record, complete, lock_file};
use super::{Console, Failure, interrupt};
use crate::cli::FindingsFormat;
use crate::diagnostic::{Diagnostic, render_human, render_json};
use crate::project::{
    Action, ApplyError, Busy, Disk, KEPT, LOCK_FILE, Leeway, Lock, Occupied, Refusal, alone, apply,
    decide, recover, written_in,
};
use crate::source::{Document, Origin, place};
use crate::{Emitted, Options, Version, emit, emit_versions};

/// What was made, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// Operations that the service answers.
    pub operations: usize,
    /// Schemas that became types.
    pub schemas: usize,
    /// Files of the project.
    pub files: usize,
}

/// Where a project goes, and how it may get there.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The project's folder.
    pub folder: &'a Path,
    /// What to do if it already holds something.
    pub occupied: Occupied,
    /// Set from outside when the work shall stop; `None` watches from when writing begins. Until then there is nothing to
    /// undo, and a signal ends the process as it does any other.
    pub interrupted: Option<&'a AtomicBool>,
    /// What `portcullis.toml` says in the folder already; it stays as it is.
    pub chosen: Option<&'a str>,
    /// What the document may get away with: on record, so that it may do so the next time.
    pub leeway: Leeway,
}

/// Emits a project from `document` and writes it; `None` when an error among `findings` forbids it. What was noticed is
/// added to `findings`.
///
/// # Errors
/// The folder cannot take the project; it is then as it was.
pub fn write_project(
    document: &Document,
    options: &Options,
    target: Target<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Result<Option<Made>, Failure> {
    let emitted = emit(document, options);
    write_emitted(
        emitted,
        &[document.origin.as_ref()],
        options,
        target,
        findings,
    )
}

/// The same for several versions, the oldest first.
///
/// # Errors
/// The folder cannot take the project; it is then as it was.
pub fn write_versions(
    versions: &[Version<'_>],
    options: &Options,
    target: Target<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Result<Option<Made>, Failure> {
    let origins = versions.iter().map(|version| &*version.document.origin);
    let origins: Vec<&Origin> = origins.collect();
    let emitted = emit_versions(versions, options);
    write_emitted(emitted, &origins, options, target, findings)
}

fn write_emitted(
    emitted: Emitted,
    origins: &[&Origin],
    options: &Options,
    target: Target<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Result<Option<Made>, Failure> {
    let Emitted {
        files,
        diagnostics,
        inventory,
        contract,
        operations,
        schemas,
    } = emitted;
    findings.extend(diagnostics);
    let Some(mut files) = files else {
        return Ok(None);
    };
    let Target {
        folder,
        occupied,
        interrupted,
        chosen,
        leeway,
    } = target;
    let record = Record {
        options,
        leeway,
        contract: &contract,
        origins,
        inventory: &inventory,
        left: &[],
        accepted: Vec::new(),
        chosen,
    };
    let lock = complete(&mut files, &record);
    files.push(lock_file(&lock));

    let _alone = alone(folder).map_err(|Busy| busy(folder))?;
    recover(folder).map_err(Failure::Apply)?;
    let disk = Disk::read(folder, &files).map_err(|error| Failure::Look {
        folder: folder.to_owned(),
        error,
    })?;
    let actions = decide(&files, &disk, occupied).map_err(|refusal| refused(folder, refusal))?;
    spare(folder, &actions, &disk)?;
    let watched;
    let interrupted = if let Some(flag) = interrupted {
        flag
    } else {
        watched = interrupt::watch().map_err(Failure::Signals)?;
        &watched
    };
    apply(folder, &actions, interrupted).map_err(Failure::Apply)?;
    Ok(Some(Made {
        operations,
        schemas,
        files: files
            .iter()
            .filter(|file| !file.path.starts_with(KEPT))
            .count(),
    }))
}

/// Why the folder cannot take the project; where one of ours stands, there is a better way on than another folder.
fn refused(folder: &Path, refusal: Refusal) -> Failure {
    let folder = folder.to_owned();
    if refusal == Refusal::Occupied && folder.join(LOCK_FILE).is_file() {
        Failure::Stands { folder }
    } else {
        Failure::Refused { folder, refusal }
    }
}

/// Refuses to replace what the owner of a project has written into it.
fn spare(folder: &Path, actions: &[Action<'_>], disk: &Disk) -> Result<(), Failure> {
    let Ok(text) = fs::read_to_string(folder.join(LOCK_FILE)) else {
        return Ok(());
    };
    // A lock that cannot be read vouches for nothing.
    let lock = Lock::read(&text).unwrap_or_default();
    let written = written_in(actions, disk, &lock);
    if written.is_empty() {
        return Ok(());
    }
    Err(Failure::Written {
        folder: folder.to_owned(),
        paths: written.into_iter().map(str::to_owned).collect(),
    })
}

/// Somebody else works in the folder.
pub fn busy(folder: &Path) -> Failure {
    Failure::Apply(ApplyError::Busy(folder.to_owned()))
}

/// Tells what was found: to a person on stderr, or as JSON on stdout.
///
/// # Errors
/// The stream could not be written.
pub fn tell(
    findings: &mut [Diagnostic],
    origin: &Origin,
    format: FindingsFormat,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    tell_of(findings, &[origin], format, console)
}

/// Tells what was found in several documents; each finding but those of the first one names its file.
///
/// # Errors
/// The stream could not be written.
pub fn tell_of(
    findings: &mut [Diagnostic],
    origins: &[&Origin],
    format: FindingsFormat,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    if !findings.is_empty() {
        for origin in origins {
            place(origin, findings);
        }
    }
    let file = origins
        .first()
        .map_or_else(String::new, |origin| origin.path.display().to_string());
    match format {
        FindingsFormat::Human => {
            let text = render_human(findings, &file, console.colour);
            console.talk.write_all(text.as_bytes())?;
            // One is named for all: the gravest, which is what a person looks for first.
            if let Some(gravest) = findings.iter().min_by_key(|finding| finding.severity) {
                writeln!(
                    console.talk,
                    "`portcullis explain {}` says more about it",
                    gravest.code
                )?;
            }
        }
        FindingsFormat::Json => {
            writeln!(console.data, "{}", render_json(findings, &file).trim_end())?;
        }
    }
    Ok(())
}
