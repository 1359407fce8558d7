//! Bodies: where the service starts.

use std::process::ExitCode;

use bodies::app;

fn main() -> ExitCode {
    gate::run(&api::CONTRACT, app::service)
}
