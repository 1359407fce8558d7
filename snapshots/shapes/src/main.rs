//! Shapes: where the service starts.

use std::process::ExitCode;

use shapes::app;

fn main() -> ExitCode {
    gate::run(&api::CONTRACT, app::service)
}
