//! The service under load: its process, its log, and what the system knows of it.

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::requests::Tokens;

/// Whatever went wrong.
pub type Fault = Box<dyn Error + Send + Sync>;

const SECRET: &str = "a secret that only this soak has, of 64 bytes and a few more ...";
const ISSUER: &str = "https://issuer.example";
const AUDIENCE: &str = "soak";
/// A service that was told to stop does so within 15 s; a slow machine gets some more.
const LONGEST_STOP: Duration = Duration::from_mins(1);

/// How patient the service is with slow clients, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a head.
    pub head: u64,
    /// For a body, and for a client to take its answer.
    pub body: u64,
}

/// A running service. It ends with this.
pub struct Service {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    keeps: Arc<AtomicBool>,
    log: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
}

impl Service {
    /// Starts a binary in a folder, in production, with everything on.
    pub fn start(binary: &Path, folder: &Path, patience: Patience) -> Result<Self, Fault> {
        let mut child = command(binary, folder, AUDIENCE, SECRET)
            .envs([
                ("APP__PROFILE", "production"),
                ("APP__SERVER__LISTEN", "127.0.0.1:0"),
                ("APP__MANAGEMENT__LISTEN", "127.0.0.1:0"),
                ("APP__TLS__TERMINATED_UPSTREAM", "true"),
                ("APP__POLICY__ALLOW_UNREVIEWED", "true"),
                ("APP__RATE_LIMIT__DEFAULT", "1000000/s"),
                // So that each wrong credential is told what is wrong with it.
                ("APP__RATE_LIMIT__FAILED_LOGINS", "1000000/s"),
            ])
            .env("APP__LIMITS__HEADER_TIMEOUT", format!("{}s", patience.head))
            .env("APP__LIMITS__TIMEOUT", format!("{}s", patience.body))
            .stdout(Stdio::piped())
            .spawn()?;
        let stdout = child.stdout.take().ok_or("no stdout")?;
        let (keeps, log) = (Arc::default(), Arc::default());
        let mut service = Self {
            child,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            keeps,
            log,
            reader: None,
        };
        let mut stdout = BufReader::with_capacity(1 << 20, stdout);
        service.address = address(&mut stdout)?;
        let (keeps, log) = (Arc::clone(&service.keeps), Arc::clone(&service.log));
        service.reader = Some(thread::spawn(move || read(stdout, &keeps, &log)));
        Ok(service)
    }

    /// From now on the log is kept; before, it is only read.
    pub fn keep_log(&self) {
        self.keeps.store(true, Ordering::Relaxed);
    }

    /// Resident memory, in KiB, and open descriptors.
    pub fn size(&self) -> Result<(u64, usize), Fault> {
        let folder = PathBuf::from(format!("/proc/{}", self.child.id()));
        let text = fs::read_to_string(folder.join("status"))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let memory = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        let descriptors = fs::read_dir(folder.join("fd"))?.count();
        Ok((memory.ok_or("no memory in /proc")?, descriptors))
    }

    /// Asks it to stop.
    pub fn terminate(&self) -> Result<(), Fault> {
        Ok(kill_process(Pid::from_child(&self.child), Signal::TERM)?)
    }

    /// Waits for its end: how it ended, and the log since it was kept.
    pub fn end(mut self) -> Result<(ExitStatus, Vec<u8>), Fault> {
        let asked = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait()? {
                break status;
            }
            if asked.elapsed() > LONGEST_STOP {
                return Err("the service does not stop".into());
            }
            sleep(Duration::from_millis(20));
        };
        if let Some(reader) = self.reader.take() {
            reader.join().map_err(|_| "the log cannot be read")?;
        }
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        Ok((status, std::mem::take(&mut log)))
    }
}

/// Whatever ends the run ends what it started.
impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Tokens from the service's own verb, as in development.
pub fn tokens(binary: &Path, folder: &Path) -> Result<Tokens, Fault> {
    let mint = |audience: &str, secret: &str, arguments: &[&str]| {
        let output = command(binary, folder, audience, secret)
            .arg("token")
            .args(arguments)
            .output()?;
        let token = String::from_utf8(output.stdout)?.trim().to_owned();
        if token.is_empty() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        Ok::<_, Fault>(token)
    };
    let scopes = &["--scopes", "vessels"];
    Ok(Tokens {
        good: mint(AUDIENCE, SECRET, scopes)?,
        greedy: mint(
            AUDIENCE,
            SECRET,
            &["--scopes", "vessels", "--sub", "greedy"],
        )?,
        scopeless: mint(AUDIENCE, SECRET, &["--scopes", "none"])?,
        elsewhere: mint("elsewhere", SECRET, scopes)?,
        foreign: mint(AUDIENCE, &SECRET.to_uppercase(), scopes)?,
    })
}

/// The binary with what its scheme of tokens needs, and no other settings.
fn command(binary: &Path, folder: &Path, audience: &str, secret: &str) -> Command {
    let mut command = Command::new(binary);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("APP__") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder).envs([
        ("APP__AUTH__TOKEN__ISSUER", ISSUER),
        ("APP__AUTH__TOKEN__AUDIENCE", audience),
        ("APP__AUTH__TOKEN__SECRET", secret),
        ("APP__AUTH__TOKEN__ALGORITHMS", "HS256"),
    ]);
    command
}

/// The first address that the log speaks of.
fn address(stdout: &mut impl BufRead) -> Result<SocketAddr, Fault> {
    let mut line = String::new();
    while stdout.read_line(&mut line)? > 0 {
        if let Some((_, rest)) = line.split_once(" on http://") {
            let address = rest.split(',').next().unwrap_or_default();
            return Ok(address.parse()?);
        }
        line.clear();
    }
    Err("the service ended before it listened".into())
}

fn read(mut stdout: BufReader<ChildStdout>, keeps: &AtomicBool, log: &Mutex<Vec<u8>>) {
    let mut piece = vec![0; 1 << 16];
    while let Ok(length) = stdout.read(&mut piece) {
        if length == 0 {
            return;
        }
        if keeps.load(Ordering::Relaxed) {
            let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
            log.extend_from_slice(&piece[..length]);
        }
    }
}
