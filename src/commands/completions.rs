//! `portcullis completions`: the name of a shell comes in, its completion script goes to stdout.

use clap::CommandFactory;

use super::{Console, Failure, Outcome};
use crate::cli::{Cli, CompletionsArguments};

/// Prints the script.
///
/// # Errors
/// stdout could not be written.
pub fn run(
    arguments: &CompletionsArguments,
    console: &mut Console<'_>,
) -> Result<Outcome, Failure> {
    // Into memory first: the generator panics when a pipe is closed.
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Cli::command(),
        "portcullis",
        &mut script,
    );
    console.data.write_all(&script)?;
    console.data.flush()?;
    Ok(Outcome::Done)
}
