//! Newer: where the service starts.

use std::process::ExitCode;

use newer::app;

fn main() -> ExitCode {
    gate::run(&api::CONTRACT, app::service)
}
