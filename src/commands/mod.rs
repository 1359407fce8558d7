//! One command a file. A parsed command line comes in; data goes to stdout, talk to stderr, and an exit code comes out.

mod complete;
mod completions;
mod demo;
mod diff;
mod explain;
mod failure;
mod interrupt;
mod lenient;
mod new;
mod own;
mod regenerate;
mod several;
mod templates;
mod write;

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

pub use failure::Failure;

use crate::cli::{Cli, Command};
use crate::diagnostic::Colour;

/// How a command ended that nothing in the world kept from its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done: exit code 0.
    Done,
    /// The document is at fault, and diagnostics have said so: exit code 1.
    Refused,
}

/// Where a command speaks: data apart from talk.
pub struct Console<'a> {
    /// What was asked for; a pipe may lead to another program.
    pub data: &'a mut dyn Write,
    /// What a person should know.
    pub talk: &'a mut dyn Write,
    /// Whether talk may carry colours.
    pub colour: Colour,
}

/// Runs a command on the process's own streams and tells how it ended.
pub(crate) fn main(cli: &Cli) -> ExitCode {
    let mut data = io::stdout().lock();
    let mut talk = io::stderr();
    let mut console = Console {
        data: &mut data,
        talk: &mut talk,
        colour: colour_of_stderr(),
    };
    match run(cli, &mut console) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Refused) => ExitCode::from(1),
        // Whoever read our output has seen enough.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::from(2)
        }
        Err(failure) => {
            // If stderr is gone too, the exit code has to say it alone.
            let _ = write!(talk, "{failure}");
            ExitCode::from(2)
        }
    }
}

/// Runs a command.
///
/// # Errors
/// A [`Failure`]: the command line or the world is at fault.
pub fn run(cli: &Cli, console: &mut Console<'_>) -> Result<Outcome, Failure> {
    match &cli.command {
        Command::New(arguments) => new::run(arguments, console),
        Command::Regenerate(arguments) => regenerate::run(arguments, console),
        Command::Diff(arguments) => diff::run(arguments, console),
        Command::Demo(arguments) => demo::run(arguments, console),
        Command::Templates(arguments) => templates::run(&arguments.verb, console),
        Command::Explain(arguments) => explain::run(arguments, console),
        Command::Completions(arguments) => completions::run(arguments, console),
    }
}

/// Colour on a terminal that can show it, unless `NO_COLOR` says otherwise (<https://no-color.org>).
fn colour_of_stderr() -> Colour {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    if io::stderr().is_terminal() && !refused && !dumb {
        Colour::Always
    } else {
        Colour::Never
    }
}
