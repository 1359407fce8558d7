//! What a project would be made as: its contract and its choices come in, its files come out, with nothing decided yet.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::contract::{self, Contracts, Last};
use super::project::Project;
use crate::Emitted;
use crate::choices;
use crate::cli::RegenerateArguments;
use crate::commands::Failure;
use crate::commands::several;
use crate::diagnostic::Diagnostic;
use crate::graft::Inventory;
use crate::options::Options;
use crate::project::{File, Leeway};
use crate::source::{self, Document, Origin};

/// A project as it would be made.
pub struct Made {
    /// Every file but the lock and what is kept for the next run.
    pub files: Vec<File>,
    /// What it is made from: documents with the names of their versions, the only one without.
    pub named: Vec<(String, Document)>,
    /// Where each of these came from.
    pub origins: Vec<Arc<Origin>>,
    /// The choices that it is made with.
    pub options: Options,
    /// What its operations are called.
    pub inventory: Inventory,
    /// The bytes of the contract's files, by their paths in the project.
    pub contract: BTreeMap<String, Vec<u8>>,
    /// Their paths, as the plan has them.
    pub contract_paths: BTreeSet<String>,
    /// Files of the contract that were edited in the project while another contract is to take their place.
    pub edited: Vec<String>,
}

/// Makes a project in memory; `Err` inside when what was added to `findings` forbids it, with the file that they are about.
///
/// # Errors
/// The world is in the way: a file that cannot be read.
pub fn make(
    project: &Project<'_>,
    arguments: &RegenerateArguments,
    leeway: Leeway,
    findings: &mut Vec<Diagnostic>,
) -> Result<Result<Made, Vec<Arc<Origin>>>, Failure> {
    let (choices, faults) = project.choices();
    findings.extend(faults);
    if findings.iter().any(Diagnostic::is_error) {
        return Ok(Err(of_choices()));
    }
    let options = contract::options(project, &choices, leeway)?;
    let spec = arguments.spec.as_deref();
    let Contracts {
        mut named,
        origins,
        findings: noticed,
        files: bytes,
        edited,
    } = match contract::current(project, &choices, spec, leeway, &options)? {
        Ok(contracts) => contracts,
        Err(fault) => {
            findings.push(*fault);
            return Ok(Err(of_choices()));
        }
    };
    findings.extend(noticed);
    if named.is_empty() {
        return Ok(Err(origins));
    }
    let file = project.shown(choices::FILE);
    findings.extend(several::apply(&choices, &mut named, &file));
    if findings.iter().any(Diagnostic::is_error) {
        return Ok(Err(origins));
    }
    let Emitted {
        files,
        diagnostics,
        inventory,
        contract: contract_paths,
        ..
    } = several::emitted(&named, &choices, &options);
    findings.extend(diagnostics);
    let Some(mut files) = files else {
        return Ok(Err(origins));
    };
    // A contract stays byte for byte as it is: with the mark that some editors put before a text, too.
    for file in &mut files {
        if let Some(bytes) = bytes.get(&file.path) {
            file.contents.clone_from(bytes);
        }
    }
    Ok(Ok(Made {
        files,
        inventory,
        named,
        origins,
        options,
        contract: bytes,
        contract_paths,
        edited,
    }))
}

/// What this program makes of what a project was made from last, or nothing where it refuses that.
pub fn files_of(last: &Last) -> Option<Vec<File>> {
    let Emitted {
        files, contract, ..
    } = several::emitted(&last.named, &last.choices, &last.options);
    let mut files = files?;
    files.retain(|file| !contract.contains(&file.path));
    Some(files)
}

/// What findings are about that no contract was read for.
fn of_choices() -> Vec<Arc<Origin>> {
    vec![source::parse(Path::new(choices::FILE), Vec::new()).origin]
}
