//! The `portcullis` command: parse, run, exit code.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    portcullis::run(&portcullis::Cli::parse())
}
