//! `portcullis diff`: two versions of a contract come in, what changed between them goes to stdout.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Console, Failure, Outcome, lenient};
use crate::cli::{DiffArguments, FailOn, ReportFormat};
use crate::compare::{self, Change, Terms, report};
use crate::diagnostic::{Code, Colour, Diagnostic, render_human, render_json};
use crate::options::Unenforced;
use crate::source::{self, Document, Loaded, Reach};

/// Compares two documents.
///
/// # Errors
/// A [`Failure`]: a document cannot be read, or stdout cannot be written.
pub fn run(arguments: &DiffArguments, console: &mut Console<'_>) -> Result<Outcome, Failure> {
    let reach = if arguments.allow_remote {
        Reach::Remote
    } else {
        Reach::Folder
    };
    let read = |path: &Path| {
        if arguments.lenient {
            lenient::load(path, reach, Unenforced::List, arguments.typeless)
        } else {
            source::load_within(path, reach)
        }
    };
    let (old, new) = rayon::join(|| read(&arguments.old), || read(&arguments.new));
    let old = accepted(old.map_err(Failure::Load)?);
    let new = accepted(new.map_err(Failure::Load)?);
    let (old, new) = match (old, new) {
        (Ok((old, mut left_out)), Ok((new, more))) => {
            left_out.extend(more);
            write!(
                console.talk,
                "{}",
                render_human(&left_out, "", console.colour)
            )?;
            (old, new)
        }
        (old, new) => {
            let errors = [old.err(), new.err()].into_iter().flatten().flatten();
            let errors: Vec<Diagnostic> = errors.collect();
            match arguments.format {
                ReportFormat::Json => write!(console.data, "{}", render_json(&errors, ""))?,
                ReportFormat::Human | ReportFormat::Markdown => {
                    write!(
                        console.talk,
                        "{}",
                        render_human(&errors, "", console.colour)
                    )?;
                }
            }
            return Ok(Outcome::Refused);
        }
    };
    let today = || Timestamp::now().to_zoned(TimeZone::UTC).date();
    let terms = Terms {
        today: Some(arguments.day.unwrap_or_else(today)),
        notice: arguments.notice,
        typeless: arguments.typeless,
    };
    let mut changes = compare::compare(&old, &new, &terms);
    report::place(&mut changes, &old.origin, &new.origin);
    let text = match arguments.format {
        // stdout is data: colours are for the talk beside it.
        ReportFormat::Human => report::human(&changes, Colour::Never),
        ReportFormat::Json => report::json(&changes),
        ReportFormat::Markdown => report::markdown(&changes),
    };
    write!(console.data, "{text}")?;
    console.data.flush()?;
    let fails = |change: &Change| {
        arguments.fail_on.iter().any(|kind| match kind {
            FailOn::Breaking => change.is_breaking(),
            FailOn::Security => change.is_security_regression(),
            FailOn::Any => true,
        })
    };
    if changes.iter().any(fails) {
        Ok(Outcome::Refused)
    } else {
        Ok(Outcome::Done)
    }
}

/// The document with what was left out of it, or else its errors, each with its file. What is only noticed about a document
/// is for who emits from it.
fn accepted(loaded: Loaded) -> Result<(Document, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut findings = loaded.diagnostics;
    let accepted = loaded.document.is_some();
    findings.retain(|finding| {
        if accepted {
            finding.code == Code::OperationLeftOut
        } else {
            finding.is_error()
        }
    });
    source::place(&loaded.origin, &mut findings);
    let file = loaded.origin.path.display().to_string();
    for finding in &mut findings {
        finding.file.get_or_insert_with(|| file.clone());
    }
    match loaded.document {
        Some(document) => Ok((document, findings)),
        None => Err(findings),
    }
}
