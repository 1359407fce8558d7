//! `portcullis templates test`: what the project's own templates make of its contract comes in, and what they made when that
//! was blessed; whether it is the same goes out.

use std::collections::{BTreeMap, BTreeSet};
use std::env;

use super::tell_outdated;
use crate::cli::TestArguments;
use crate::commands::regenerate::files_of_today;
use crate::commands::{Console, Failure, Outcome, interrupt, own};
use crate::project::{Change, Disk, carry_out, patch};
use crate::render::templates::of_file;

/// Where what was blessed is kept.
const SNAPSHOTS: &str = "portcullis/snapshots";

/// Compares, or blesses.
///
/// # Errors
/// A [`Failure`]: there is no project, or the world is in the way.
pub fn run(arguments: &TestArguments, console: &mut Console<'_>) -> Result<Outcome, Failure> {
    let root = &arguments.project;
    let is_ci = env::var_os("CI").is_some_and(|value| !value.is_empty());
    if arguments.bless && is_ci {
        writeln!(
            console.talk,
            "error: nothing is blessed where `CI` is set\n  help: bless it where somebody looks at it, and commit it"
        )?;
        return Ok(Outcome::Refused);
    }
    let own = own::read(root)?;
    tell_outdated(root, &own, console)?;
    let Some(today) = files_of_today(root, console)? else {
        return Ok(Outcome::Refused);
    };
    let versions: Vec<&str> = today.versions.iter().map(String::as_str).collect();
    let made: BTreeMap<String, Vec<u8>> = today
        .files
        .into_iter()
        .filter(|file| of_file(&file.path, &versions).is_some_and(|name| own.0.contains_key(name)))
        .map(|file| (format!("{SNAPSHOTS}/{}", file.path), file.contents))
        .collect();
    let failed = |error| Failure::Look {
        folder: root.clone(),
        error,
    };
    let kept = Disk::list(root, SNAPSHOTS).map_err(failed)?;
    let paths: BTreeSet<&str> = made.keys().chain(&kept).map(String::as_str).collect();
    let disk = Disk::look(root, paths.iter().copied()).map_err(failed)?;
    let changed: Vec<&str> = paths
        .into_iter()
        .filter(|path| disk.contents(path) != made.get(*path).map(Vec::as_slice))
        .collect();
    if arguments.bless {
        let taken: Vec<Change<'_>> = changed
            .iter()
            .map(|path| Change {
                path,
                contents: made.get(*path).map(Vec::as_slice),
            })
            .collect();
        let interrupted = interrupt::watch().map_err(Failure::Signals)?;
        carry_out(root, &taken, &interrupted).map_err(Failure::Apply)?;
        writeln!(
            console.data,
            "blessed  {} of {} in {SNAPSHOTS}",
            taken.len(),
            made.len()
        )?;
        return Ok(Outcome::Done);
    }
    let (never, changed): (Vec<&str>, Vec<&str>) = changed
        .into_iter()
        .partition(|path| disk.contents(path).is_none());
    if kept.is_empty() && !never.is_empty() {
        writeln!(
            console.talk,
            "error: {} of {} never blessed\n  help: look at them, then `portcullis templates test --bless` takes what is made now for right",
            counted(never.len(), "file"),
            match own.0.len() {
                1 => "a template was".to_owned(),
                several => format!("{several} templates were"),
            }
        )?;
        return Ok(Outcome::Refused);
    }
    for path in &never {
        writeln!(console.talk, "new      {path}")?;
    }
    for path in &changed {
        let text =
            |bytes: Option<&[u8]>| String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned();
        let before = text(disk.contents(path));
        let now = text(made.get(*path).map(Vec::as_slice));
        write!(console.talk, "{}", patch(path, &before, &now))?;
    }
    let wrong = never.len() + changed.len();
    if wrong == 0 {
        writeln!(
            console.data,
            "{} of {} as they were blessed",
            counted(made.len(), "file"),
            counted(own.0.len(), "template")
        )?;
        return Ok(Outcome::Done);
    }
    writeln!(
        console.talk,
        "error: {} not as blessed\n  help: `portcullis templates test --bless` takes what is made now for right",
        match wrong {
            1 => "a file is".to_owned(),
            several => format!("{several} files are"),
        }
    )?;
    Ok(Outcome::Refused)
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
