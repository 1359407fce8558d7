//! An emitted service at work: started on free ports in a folder of its own, asked, and stopped by its process id.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::http::{Answer, Connection, Request};

/// A running service. It stops when it is dropped, also when a test fails.
pub struct Service {
    child: Child,
    address: SocketAddr,
    management: SocketAddr,
    binary: PathBuf,
    lines: Arc<Mutex<Vec<String>>>,
    // Dropped last: the service runs in it.
    folder: TempDir,
}

/// How many lines of a service are kept; those of a test with thousands of requests are not looked at.
const KEPT: usize = 1_000;

/// Settings that a test of something else than limits needs: tables of requests are faster than any caller.
const UNLIMITED: &[(&str, &str)] = &[
    ("APP__RATE_LIMIT__DEFAULT", "1000000/s"),
    ("APP__RATE_LIMIT__FAILED_LOGINS", "1000000/s"),
];

impl Service {
    /// Starts a project's binary with the settings that were emitted with it, without limits of rate.
    #[track_caller]
    pub fn start(project: &Path, binary: &Path) -> Self {
        Self::start_in(TempDir::new().unwrap(), project, binary, &[])
    }

    /// The same in a folder that has files already, and with these variables.
    #[track_caller]
    pub fn start_in(
        folder: TempDir,
        project: &Path,
        binary: &Path,
        variables: &[(&str, &str)],
    ) -> Self {
        fs::create_dir(folder.path().join("config")).unwrap();
        for profile in ["config/development.toml", "config/production.toml"] {
            fs::copy(project.join(profile), folder.path().join(profile)).unwrap();
        }
        let mut child = command(binary, folder.path())
            .envs(UNLIMITED.iter().copied())
            .env("APP__SERVER__LISTEN", "127.0.0.1:0")
            .env("APP__MANAGEMENT__LISTEN", "127.0.0.1:0")
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let addresses = lines.find_map(|line| addresses(&line.unwrap()));
        let kept = Arc::new(Mutex::new(Vec::new()));
        let into = Arc::clone(&kept);
        // What nobody reads would fill the pipe, and stop the service at its next line.
        std::thread::spawn(move || {
            lines.map_while(Result::ok).for_each(|line| {
                let mut kept = into.lock().unwrap_or_else(PoisonError::into_inner);
                if kept.len() < KEPT {
                    kept.push(line);
                }
            });
        });
        match addresses {
            Some((address, management)) => Self {
                child,
                address,
                management,
                binary: binary.to_owned(),
                lines: kept,
                folder,
            },
            None => panic!("{} ended: {:?}", binary.display(), child.wait()),
        }
    }

    /// Sends a request.
    #[track_caller]
    pub fn ask(&self, request: &Request) -> Answer {
        request.send(self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens for those who look after it.
    pub fn management(&self) -> SocketAddr {
        self.management
    }

    /// The folder in which it runs.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What it has written since it listens, as far as it is kept.
    pub fn lines(&self) -> Vec<String> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.clone()
    }

    /// A connection to it.
    #[track_caller]
    pub fn connect(&self) -> Connection {
        Connection::open(self.address)
    }

    /// What a verb of the binary prints on stdout, without its line's end.
    #[track_caller]
    pub fn verb(&self, arguments: &[&str], input: &str) -> String {
        let output = self.run(arguments, input);
        let talk = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {talk}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// A token of development with these scopes.
    #[track_caller]
    pub fn token(&self, scheme: &str, scopes: &str) -> String {
        self.verb(&["token", "--scheme", scheme, "--scopes", scopes], "")
    }

    fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = command(&self.binary, self.folder.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).unwrap();
        drop(stdin);
        child.wait_with_output().unwrap()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            // Nothing can be done about either here.
            let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
            let _ = self.child.wait();
        }
    }
}

/// The binary in a folder, with no settings but those that are given to it.
pub fn command(binary: &Path, folder: &Path) -> Command {
    let mut command = Command::new(binary);
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("APP__") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder);
    command
}

/// The two addresses in the line that says where the service listens.
fn addresses(line: &str) -> Option<(SocketAddr, SocketAddr)> {
    let after = |mark: &str| {
        let (_, rest) = line.split_once(mark)?;
        rest.split([',', ' ', '"']).next()?.parse().ok()
    };
    let address = after(" on https://").or_else(|| after(" on http://"))?;
    Some((address, after("management on http://")?))
}
