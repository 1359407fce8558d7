//! `portcullis regenerate`: a project whose contract, choices or generator changed comes in; the same project goes out as it
//! would be made today, with every byte that its owner wrote.
//!
//! Everything is made in memory with the code that makes a new project, decided, told, and only then carried out: all of
//! it, or none.

mod before;
mod changes;
mod contract;
mod fixes;
mod making;
mod places;
mod project;
mod report;
mod sharing;
mod users;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::complete::{Record, complete, lock_file, recorded};
use super::templates::tell_outdated;
use super::{Console, Failure, Outcome, interrupt, own, write::tell_of};
use crate::choices;
use crate::cli::{FindingsFormat, RegenerateArguments};
use crate::compare::Code;
use crate::diagnostic::{Diagnostic, render_json};
use crate::graft::{Inventory, Left, NoteKind};
use crate::project::{
    Change, Decision, Disk, Edited, File, Leeway, Verdict, Wanted, carry_out, is_unchanged, settle,
};
use crate::source::{Origin, place};
use crate::{GENERATOR, render};
use before::Before;
use changes::judge;
use making::{Made, make};
use places::{differences, kept_for_us, left_behind, look};
use project::Project;
use report::Report;
use users::{Followed, Sides, follow};

/// Brings a project after its contract.
///
/// # Errors
/// A [`Failure`]: there is no project, or the world is in the way. The project is then as it was.
pub fn run(arguments: &RegenerateArguments, console: &mut Console<'_>) -> Result<Outcome, Failure> {
    let accept = accepted_codes(arguments)?;
    let project = match project::open(&arguments.project, console)? {
        Ok(project) => project,
        Err(error) => {
            writeln!(console.talk, "error: {error}")?;
            writeln!(
                console.talk,
                "  help: take it from version control as it was last"
            )?;
            return Ok(Outcome::Refused);
        }
    };
    if fixes::is_newer(&project.lock.version, env!("CARGO_PKG_VERSION")) && !arguments.force {
        return Err(Failure::Older {
            made_by: project.lock.version,
        });
    }
    let typed = recorded(&arguments.leeway);
    let leeway = project.lock.leeway.with(typed);
    let is_asked_anew = arguments.spec.is_some() || leeway != project.lock.leeway;
    let templates = own::hashes(&own::read(project.root)?);
    let is_own = templates == project.lock.templates;
    if !is_asked_anew && is_own && is_unchanged(project.root, &project.lock, GENERATOR) {
        let report = Report {
            untouched: project.lock.files.len(),
            ..Report::default()
        };
        return finish(&report, "", arguments, console);
    }
    let mut findings = Vec::new();
    match make(&project, arguments, leeway, &mut findings)? {
        Ok(made) => {
            tell_outdated(project.root, &made.options.templates, console)?;
            let asked = Asked {
                arguments,
                leeway,
                accept,
            };
            bring(&project, &asked, made, findings, console)
        }
        Err(origins) => {
            let origins: Vec<&Origin> = origins.iter().map(AsRef::as_ref).collect();
            tell_of(&mut findings, &origins, arguments.format, console)?;
            Ok(Outcome::Refused)
        }
    }
}

/// A project as it would be made today, with nothing decided.
pub struct Today {
    /// Its files.
    pub files: Vec<File>,
    /// The modules of its versions, where it has several.
    pub versions: Vec<String>,
}

/// The files of a project as they would be made today, and the modules of its versions; `None` where an error forbids it, which
/// was told.
///
/// # Errors
/// A [`Failure`]: there is no project, or the world is in the way.
pub fn files_of_today(root: &Path, console: &mut Console<'_>) -> Result<Option<Today>, Failure> {
    let arguments = RegenerateArguments::of(root);
    let project = match project::open(root, console)? {
        Ok(project) => project,
        Err(error) => {
            writeln!(console.talk, "error: {error}")?;
            return Ok(None);
        }
    };
    let mut findings = Vec::new();
    match make(&project, &arguments, project.lock.leeway, &mut findings)? {
        Ok(made) => {
            let versions = made.named.into_iter().map(|(name, _)| name);
            let versions = versions.filter(|name| !name.is_empty()).collect();
            Ok(Some(Today {
                files: made.files,
                versions,
            }))
        }
        Err(origins) => {
            let origins: Vec<&Origin> = origins.iter().map(AsRef::as_ref).collect();
            tell_of(&mut findings, &origins, FindingsFormat::Human, console)?;
            Ok(None)
        }
    }
}

/// What was asked for, this time and before.
struct Asked<'a> {
    arguments: &'a RegenerateArguments,
    leeway: Leeway,
    accept: Vec<Code>,
}

/// Decides, tells and carries out.
fn bring(
    project: &Project<'_>,
    asked: &Asked<'_>,
    mut made: Made,
    mut findings: Vec<Diagnostic>,
    console: &mut Console<'_>,
) -> Result<Outcome, Failure> {
    let arguments = asked.arguments;
    let origins: Vec<Arc<Origin>> = made.origins.clone();
    let origins: Vec<&Origin> = origins.iter().map(AsRef::as_ref).collect();
    let findings = match arguments.format {
        FindingsFormat::Human => {
            tell_of(&mut findings, &origins, arguments.format, console)?;
            String::new()
        }
        FindingsFormat::Json => told_to_programs(&mut findings, &origins),
    };
    let before = Before::of(project, &made)?;
    if before.is_changed && before.last.is_none() {
        writeln!(
            console.talk,
            "note: the contract as it was last is not kept, or cannot be read any more: what changed in it is not judged"
        )?;
    }
    let judged = judge(
        before.last.as_ref(),
        &made,
        &project.lock.accepted,
        &asked.accept,
    );
    let fresh = std::mem::take(&mut made.files);
    let disk = look(project, &fresh)?;
    let followed = users(project, &made, &before, &fresh, &disk);

    let mut files = fresh.clone();
    // Where nobody had changed what is chosen, this run writes it anew, and the next one reads that.
    let renewed = followed.changed.get(choices::FILE);
    let renewed = renewed.and_then(|text| str::from_utf8(text).ok());
    let record = Record {
        options: &made.options,
        leeway: asked.leeway,
        contract: &made.contract_paths,
        origins: &origins,
        inventory: &made.inventory,
        left: &followed.left,
        accepted: judged.accepted,
        chosen: renewed.or(project.chosen.as_deref()),
    };
    let mut lock = complete(&mut files, &record);
    lock.files
        .extend(left_behind(&project.lock, &files, &followed.emptied, &disk));
    files.push(lock_file(&lock));
    files.extend(followed.kept);

    let adopted = adopted(&made, &disk);
    let mut texts = followed.changed;
    texts.extend(adopted.clone());
    let wanted = Wanted {
        files: &files,
        changed: &texts,
        emptied: &followed.emptied,
        stale: &kept_for_us(&disk),
    };
    let edited = if arguments.force {
        Edited::Overwrite
    } else {
        Edited::Refuse
    };
    let decided = settle(wanted, &project.lock, &disk, edited);
    let mut decisions = decided.map_err(|refusal| Failure::Refused {
        folder: project.root.to_owned(),
        refusal,
    })?;
    for decision in &mut decisions {
        if followed.renewed.contains(decision.path) && decision.verdict == Verdict::Edit {
            decision.verdict = Verdict::Rewrite;
            decision.why = Some("nobody had changed it");
        }
        take_over(decision, &adopted, &made, edited);
    }
    let differences = differences(&decisions, &project.lock, &disk, &fresh, &before, &made);
    let is_brought = project.lock.version != lock.version;
    let report = Report {
        differences,
        decisions,
        changes: judged.changes,
        open: judged.open,
        notes: followed.notes,
        offers: followed.offers,
        fixes: fixes::between(render::gate_changes(), &project.lock.version, &lock.version),
        brought_from: is_brought.then(|| project.lock.version.clone()),
        untouched: 0,
    };
    let is_writing = !arguments.dry_run && !arguments.check;
    if is_writing && report.is_change() && !report.is_stopped() {
        let changes = report
            .decisions
            .iter()
            .filter(|decision| decision.is_change());
        let changes: Vec<Change<'_>> = changes
            .map(|decision| Change {
                path: decision.path,
                contents: decision.contents,
            })
            .collect();
        let interrupted = interrupt::watch().map_err(Failure::Signals)?;
        carry_out(project.root, &changes, &interrupted).map_err(Failure::Apply)?;
    }
    finish(&report, &findings, arguments, console)
}

/// Tells what was decided, and how it ended.
fn finish(
    report: &Report<'_>,
    findings: &str,
    arguments: &RegenerateArguments,
    console: &mut Console<'_>,
) -> Result<Outcome, Failure> {
    match arguments.format {
        FindingsFormat::Human => {
            write!(console.data, "{report}")?;
            for difference in report.differences.values() {
                write!(console.talk, "{difference}")?;
            }
        }
        FindingsFormat::Json => {
            let mut object = report.json();
            let findings: serde_json::Value = serde_json::from_str(findings).unwrap_or_default();
            let found = findings.get("findings").cloned();
            object["findings"] = found.unwrap_or_else(|| serde_json::json!([]));
            writeln!(console.data, "{object:#}")?;
        }
    }
    if report.is_refused() {
        writeln!(
            console.talk,
            "error: nothing was changed: files of ours are not as we wrote them\n  help: move the edit to a file of yours and `portcullis regenerate --force`, which writes ours anew"
        )?;
        return Ok(Outcome::Refused);
    }
    if !report.open.is_empty() {
        let codes: Vec<String> = report.open.iter().map(ToString::to_string).collect();
        writeln!(
            console.talk,
            "error: nothing was changed: the contract lets more in than before\n  help: mend it, or say that it is meant: `--accept {}`",
            codes.join(" ")
        )?;
        return Ok(Outcome::Refused);
    }
    let has_work = report.notes.iter().any(|note| note.kind == NoteKind::Paste);
    let is_found = arguments.check && report.is_change();
    if is_found {
        writeln!(
            console.talk,
            "error: the project is not what `portcullis regenerate` would make"
        )?;
    } else if arguments.dry_run && report.is_change() {
        writeln!(console.talk, "nothing was written")?;
    }
    Ok(if has_work || is_found {
        Outcome::Refused
    } else {
        Outcome::Done
    })
}

/// The findings as a program reads them.
fn told_to_programs(findings: &mut [Diagnostic], origins: &[&Origin]) -> String {
    for origin in origins {
        place(origin, findings);
    }
    let first = origins
        .first()
        .map(|origin| origin.path.display().to_string());
    render_json(findings, &first.unwrap_or_default())
}

/// The codes that were typed.
fn accepted_codes(arguments: &RegenerateArguments) -> Result<Vec<Code>, Failure> {
    let codes = arguments
        .accept
        .iter()
        .map(|name| Code::of(name).ok_or_else(|| Failure::NoCode { name: name.clone() }));
    codes.collect()
}

fn users(
    project: &Project<'_>,
    made: &Made,
    before: &Before,
    fresh: &[File],
    disk: &Disk,
) -> Followed {
    let old = serde_json::from_value(project.lock.inventory.clone());
    let old: Inventory = old.unwrap_or_default();
    let left = serde_json::from_value(project.lock.left.clone());
    let left: Vec<Left> = left.unwrap_or_default();
    let made_before = match (before.is_newer, before.is_changed) {
        (false, _) => None,
        (true, false) => Some(fresh),
        (true, true) => before.files.as_deref(),
    };
    let mut followed = follow(Sides {
        disk,
        lock: &project.lock,
        fresh,
        contract: &made.contract_paths,
        is_newer: before.is_newer,
        made_before,
        old: &old,
        new: &made.inventory,
        left: &left,
    });
    let shared = sharing::notes(&project.lock, &old, &made.inventory, fresh);
    followed.notes.extend(shared);
    followed
}

/// The files of a contract from elsewhere that differ from those of the project.
fn adopted(made: &Made, disk: &Disk) -> BTreeMap<String, Vec<u8>> {
    let files = made.contract.iter();
    let files = files.filter(|(path, bytes)| disk.contents(path).is_some_and(|now| now != *bytes));
    files
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

/// A contract from elsewhere takes the place of the project's, unless that was edited.
fn take_over(
    decision: &mut Decision<'_>,
    adopted: &BTreeMap<String, Vec<u8>>,
    made: &Made,
    edited: Edited,
) {
    if !adopted.contains_key(decision.path) {
        return;
    }
    let is_edited = made.edited.iter().any(|path| path == decision.path);
    if is_edited && edited == Edited::Refuse {
        decision.verdict = Verdict::Refuse;
        decision.contents = None;
        decision.why = Some("it was edited here, and `--spec` would take its place");
    } else {
        decision.verdict = Verdict::Rewrite;
        decision.why = Some("from `--spec`");
    }
}
