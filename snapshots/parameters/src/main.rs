//! Parameters: where the service starts.

use std::process::ExitCode;

use parameters::app;

fn main() -> ExitCode {
    gate::run(&api::CONTRACT, app::service)
}
