//! Programs of the demo: each in a process group of its own, none outlives it, every line it says arrives here.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long a program may take to end after it was asked to: a service finishes what is in flight within 15 seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often an ending is looked for.
const TICK: Duration = Duration::from_millis(50);

/// Which streams of a program are read here; the others are the terminal's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listen {
    /// stdout alone.
    Data,
    /// stdout and stderr, line by line as they come.
    Everything,
}

/// A running program. It is stopped when this is dropped, with everything that it started.
#[derive(Debug)]
pub struct Program {
    child: Child,
    lines: Receiver<String>,
}

/// What a program did while we waited for a moment.
#[derive(Debug)]
pub enum News {
    /// It said a line.
    Line(String),
    /// Nothing.
    Nothing,
    /// It ended, and everything that it said has been delivered.
    Ended(ExitStatus),
}

impl Program {
    /// Starts a program with nothing to read, in a group of its own so that one signal reaches what it starts too.
    ///
    /// # Errors
    /// What the system said.
    pub fn start(command: &mut Command, listen: Listen) -> io::Result<Self> {
        own_group(command);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        if listen == Listen::Everything {
            command.stderr(Stdio::piped());
        }
        let mut child = command.spawn()?;
        let (sender, lines) = channel();
        let stdout = child.stdout.take();
        let stderr = child.stderr.take();
        // From here on `Drop` minds the child, whatever else goes wrong.
        let program = Self { child, lines };
        if let Some(stdout) = stdout {
            forward(stdout, sender.clone())?;
        }
        if let Some(stderr) = stderr {
            forward(stderr, sender)?;
        }
        Ok(program)
    }

    /// Waits a moment for the next line or the end.
    ///
    /// # Errors
    /// What the system said when it was asked for the program's state.
    pub fn next(&mut self) -> io::Result<News> {
        // Looked at before the lines: what it said before it ended comes first.
        let ended = self.child.try_wait()?;
        if let Ok(line) = self.lines.recv_timeout(TICK) {
            return Ok(News::Line(line));
        }
        if let Some(status) = ended {
            return Ok(News::Ended(status));
        }
        // A program that closed its streams and goes on must not keep this one busy.
        thread::sleep(TICK);
        Ok(News::Nothing)
    }

    /// Asks the program to end, waits for it, and makes an end of it if it does not.
    ///
    /// # Errors
    /// What the system said when it was asked for the program's state.
    pub fn stop(&mut self) -> io::Result<ExitStatus> {
        if let Some(status) = self.child.try_wait()? {
            return Ok(status);
        }
        ask_to_end(&mut self.child);
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            thread::sleep(TICK);
        }
        force_to_end(&mut self.child);
        self.child.wait()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Nobody is left to tell; the group has been asked and forced.
        let _ = self.stop();
    }
}

/// Reads lines on a thread of its own until the stream ends or nobody listens any more.
fn forward(stream: impl Read + Send + 'static, sender: Sender<String>) -> io::Result<()> {
    let work = move || {
        let mut reader = BufReader::new(stream);
        let mut bytes = Vec::new();
        while let Ok(1..) = reader.read_until(b'\n', &mut bytes) {
            let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            if sender.send(line).is_err() {
                break;
            }
            bytes.clear();
        }
    };
    thread::Builder::new().spawn(work).map(drop)
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}

#[cfg(unix)]
fn signal(child: &Child, signal: rustix::process::Signal) {
    // The group has the child's number. That it is gone already is what was wanted.
    let _ = rustix::process::kill_process_group(rustix::process::Pid::from_child(child), signal);
}

#[cfg(unix)]
fn ask_to_end(child: &mut Child) {
    signal(child, rustix::process::Signal::TERM);
}

#[cfg(unix)]
fn force_to_end(child: &mut Child) {
    signal(child, rustix::process::Signal::KILL);
}

#[cfg(not(unix))]
fn ask_to_end(child: &mut Child) {
    // Ctrl-C reached it with us; elsewhere there is no gentler way than this.
    let _ = child.kill();
}

#[cfg(not(unix))]
fn force_to_end(child: &mut Child) {
    let _ = child.kill();
}
