//! Ferries: where the service starts.

use std::process::ExitCode;

use ferries::app;

fn main() -> ExitCode {
    gate::run(&api::CONTRACT, app::service)
}
