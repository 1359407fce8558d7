//! The emitted example: built with cargo, started in mock mode on free ports, asked for tokens.

use std::env;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::DemoError;
use super::folder::target_folder;
use super::process::{Listen, News, Program};
use crate::commands::{Console, Failure};

/// How long the service may take from its start until it says where it listens.
const START: Duration = Duration::from_mins(1);

/// Settings of the service begin like this. Those of the person's own environment are for other services.
const SETTINGS: &str = "APP__";

/// Ports that the system chooses, so that the demo never collides with what runs already.
const FREE_PORTS: [(&str, &str); 2] = [
    ("APP__SERVER__LISTEN", "127.0.0.1:0"),
    ("APP__MANAGEMENT__LISTEN", "127.0.0.1:0"),
];

/// Builds the service with its mock answers; cargo's own progress goes to stderr. Answers with the binary.
///
/// # Errors
/// cargo is missing, or failed, or somebody interrupted.
pub fn build(project: &Path, interrupted: &AtomicBool) -> Result<PathBuf, DemoError> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(&cargo);
    command.current_dir(project).args([
        "build",
        "--features",
        "mock",
        "--message-format",
        "json-render-diagnostics",
    ]);
    if let Some(target) = target_folder() {
        command.env("CARGO_TARGET_DIR", target);
    }
    let mut cargo = start(&mut command, &cargo, Listen::Data)?;
    let mut binary = None;
    loop {
        if interrupted.load(Ordering::Relaxed) {
            return Err(DemoError::Interrupted);
        }
        match cargo.next().map_err(DemoError::Watch)? {
            News::Line(line) => binary = executable(&line).or(binary),
            News::Nothing => {}
            News::Ended(status) if status.success() => return binary.ok_or(DemoError::NoBinary),
            News::Ended(status) => return Err(DemoError::Build(status)),
        }
    }
}

/// Starts the service and waits until it says where it listens; the first address is the service's own.
///
/// # Errors
/// It ended, or said nothing in time, or somebody interrupted.
pub fn serve(
    binary: &Path,
    project: &Path,
    interrupted: &AtomicBool,
    console: &mut Console<'_>,
) -> Result<(Program, SocketAddr), Failure> {
    let mut command = Command::new(binary);
    own_settings(&mut command, project).envs(FREE_PORTS);
    let mut program = start(
        &mut command,
        &binary.display().to_string(),
        Listen::Everything,
    )?;
    let deadline = Instant::now() + START;
    while Instant::now() < deadline {
        if interrupted.load(Ordering::Relaxed) {
            return Err(DemoError::Interrupted.into());
        }
        match program.next().map_err(DemoError::Watch)? {
            News::Line(line) => {
                writeln!(console.talk, "{line}")?;
                if let [service, _management] = addresses(&line)[..] {
                    return Ok((program, service));
                }
            }
            News::Nothing => {}
            News::Ended(status) => return Err(DemoError::Ended(status).into()),
        }
    }
    Err(DemoError::Silent.into())
}

/// Mints a token with these scopes through the service's own verb.
///
/// # Errors
/// [`DemoError::Token`] with what the binary said instead.
pub fn token(
    binary: &Path,
    project: &Path,
    subject: &str,
    scopes: &str,
) -> Result<String, DemoError> {
    let mut command = Command::new(binary);
    let output = own_settings(&mut command, project)
        .args(["token", "--sub", subject, "--scopes", scopes])
        .output()
        .map_err(|error| not_started(&binary.display().to_string(), error))?;
    let said = String::from_utf8_lossy(&output.stdout);
    // Header, claims and signature: whatever else is told, this is the token.
    let token = said
        .split_whitespace()
        .find(|word| word.split('.').count() == 3);
    match token {
        Some(token) if output.status.success() => Ok(token.to_owned()),
        _ => Err(DemoError::Token(
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        )),
    }
}

fn start(command: &mut Command, name: &str, listen: Listen) -> Result<Program, DemoError> {
    Program::start(command, listen).map_err(|error| not_started(name, error))
}

fn not_started(program: &str, error: io::Error) -> DemoError {
    DemoError::Start {
        program: program.to_owned(),
        error,
    }
}

fn own_settings<'a>(command: &'a mut Command, project: &Path) -> &'a mut Command {
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with(SETTINGS) {
            command.env_remove(name);
        }
    }
    command.current_dir(project)
}

/// The binary in one of cargo's messages, each of which is a line of JSON.
fn executable(line: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    message.get("executable")?.as_str().map(PathBuf::from)
}

/// The socket addresses in a line, in order; an unbound port 0 is none.
fn addresses(line: &str) -> Vec<SocketAddr> {
    line.split(|letter: char| !(letter.is_ascii_hexdigit() || ".:[]".contains(letter)))
        .filter_map(|word| word.trim_end_matches(['.', ':']).parse().ok())
        .filter(|address: &SocketAddr| address.port() != 0)
        .collect()
}
