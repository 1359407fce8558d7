//! Names: `every` "word" {{ there }} \ {% is %}: where the service starts.

use std::process::ExitCode;

use names::app;

fn main() -> ExitCode {
    gate::run(&api::CONTRACT, app::service)
}
