//! Newer: where the service starts.

mod app;
mod auth;
mod handlers;
mod policy;
mod problems;

use std::process::ExitCode;

fn main() -> ExitCode {
    gate::run(&api::CONTRACT, app::router)
}
