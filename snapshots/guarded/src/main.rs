//! Guarded: where the service starts.

use std::process::ExitCode;

use guarded::app;

fn main() -> ExitCode {
    gate::run(&api::CONTRACT, app::service)
}
