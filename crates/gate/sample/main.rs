//! Harbor: a service as `portcullis new` emits it, small enough to read in one go.

use std::process::ExitCode;

mod api;
mod app;
mod auth;
mod handlers;
mod policy;
mod problems;

fn main() -> ExitCode {
    gate::run(&api::CONTRACT, app::app)
}
