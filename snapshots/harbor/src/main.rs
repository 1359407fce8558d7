//! Harbor: where the service starts.

use std::process::ExitCode;

use harbor::app;

fn main() -> ExitCode {
    gate::run(&api::CONTRACT, app::service)
}
