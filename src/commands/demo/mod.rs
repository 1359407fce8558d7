//! `portcullis demo`: the built-in example is emitted, built and started; lines to paste come out on stdout.

mod error;
mod folder;
mod process;
mod requests;
mod service;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

pub use error::DemoError;

use self::folder::Folder;
use self::process::{News, Program};
use self::requests::Props;
use super::write::{Target, tell, write_project};
use super::{Console, Failure, Outcome, interrupt};
use crate::Options;
use crate::cli::{DemoArguments, FindingsFormat};
use crate::options::{ProjectName, Sharing, Templates, Typeless, Unenforced};
use crate::project::{Leeway, Occupied};
use crate::source;

/// The built-in example.
pub(crate) const CONTRACT: &str = include_str!("../../../demo/harbor.yaml");

/// What the contract is called in diagnostics.
const CONTRACT_NAME: &str = "harbor.yaml";

/// Scopes of the token that may do everything.
const KEEPER: &str = "vessels:read vessels:write berths:reserve";

/// Scopes of the token that may only look.
const GUEST: &str = "vessels:read";

/// Shows the example until somebody stops it.
///
/// # Errors
/// A [`Failure`]: there is no cargo, no network, no disk; or the service ended by itself.
pub fn run(arguments: &DemoArguments, console: &mut Console<'_>) -> Result<Outcome, Failure> {
    let interrupted = interrupt::watch().map_err(Failure::Signals)?;
    let folder = Folder::choose(arguments.folder.as_deref())?;
    let project = folder.path();
    match folder {
        Folder::Existing(_) => writeln!(console.talk, "kept     {}, as it is", project.display())?,
        Folder::New(_) => emit(project, Occupied::Refuse, &interrupted, console)?,
        Folder::Cache(_) => emit(project, Occupied::Replace, &interrupted, console)?,
    }

    writeln!(
        console.talk,
        "building {}; the first time takes a while",
        project.display()
    )?;
    let binary = service::build(project, &interrupted)?;
    let (mut program, address) = service::serve(&binary, project, &interrupted, console)?;
    let keeper = service::token(&binary, project, "keeper", KEEPER)?;
    let guest = service::token(&binary, project, "guest", GUEST)?;
    let props = Props::write(project, &keeper, &guest)?;
    write!(console.data, "{}", requests::lines(address, &props))?;
    console.data.flush()?;
    writeln!(
        console.talk,
        "serving  http://{address}; paste the lines above into another terminal, Ctrl-C stops"
    )?;
    watch(&mut program, &interrupted, console)?;
    let status = program.stop().map_err(DemoError::Watch)?;
    writeln!(console.talk, "stopped  ({status})")?;
    Ok(Outcome::Done)
}

/// Emits the example into a folder.
fn emit(
    project: &Path,
    occupied: Occupied,
    interrupted: &AtomicBool,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let loaded = source::parse(Path::new(CONTRACT_NAME), CONTRACT.into());
    let mut findings = loaded.diagnostics;
    let options = Options {
        name: ProjectName::near("harbor"),
        unenforced: Unenforced::Refuse,
        typeless: Typeless::Object,
        sharing: Sharing::None,
        templates: Templates::default(),
    };
    let target = Target {
        folder: project,
        occupied,
        interrupted: Some(interrupted),
        chosen: None,
        leeway: Leeway::default(),
    };
    let written = match &loaded.document {
        Some(document) => write_project(document, &options, target, &mut findings),
        None => Ok(None),
    };
    tell(
        &mut findings,
        &loaded.origin,
        FindingsFormat::Human,
        console,
    )?;
    match written? {
        Some(made) => {
            writeln!(
                console.talk,
                "created  {}: {} files",
                project.display(),
                made.files
            )?;
            Ok(())
        }
        None => Err(DemoError::Contract.into()),
    }
}

/// Passes on what the service logs until somebody asks us to stop.
fn watch(
    program: &mut Program,
    interrupted: &AtomicBool,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    while !interrupted.load(Ordering::Relaxed) {
        match program.next().map_err(DemoError::Watch)? {
            News::Line(line) => writeln!(console.talk, "{line}")?,
            News::Nothing => {}
            News::Ended(status) => return Err(DemoError::Ended(status).into()),
        }
    }
    Ok(())
}
