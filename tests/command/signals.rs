//! Ctrl-C ends a run at any time: while a document is read, while it is worked on, and without a trace.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::{portcullis, tree, workbench};

/// Long for a process to end, and short for what it was doing.
const PATIENCE: Duration = Duration::from_secs(10);

/// The command under test as a person at a terminal starts it: a shell that runs tests in the background leaves them deaf
/// to Ctrl-C, and what they start too.
fn listening(folder: &Path) -> Command {
    let reset = "--default-signal=INT,TERM";
    let is_known = Command::new("env").args([reset, "true"]).status();
    if !is_known.is_ok_and(|status| status.success()) {
        return portcullis(folder);
    }
    let mut command = Command::new("env");
    command
        .args([reset, env!("CARGO_BIN_EXE_portcullis")])
        .current_dir(folder)
        .env_remove("CARGO_TARGET_DIR");
    command
}

fn interrupt(child: &mut Child, signal: Signal) -> ExitStatus {
    kill_process(Pid::from_child(child), signal).unwrap();
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("it goes on after {signal:?}");
        }
        sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_document_that_never_arrives_can_be_given_up() {
    for signal in [Signal::INT, Signal::TERM] {
        let folder = workbench();
        let pipe = folder.path().join("pipe.yaml");
        assert!(
            Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .unwrap()
                .success()
        );
        let mut child = listening(folder.path())
            .args(["new", "pipe.yaml", "--out", "out"])
            .spawn()
            .unwrap();
        // Opening it for writing waits until it is open for reading; held open, it has no end.
        let held = fs::File::options().write(true).open(&pipe).unwrap();
        assert_eq!(
            interrupt(&mut child, signal).signal(),
            Some(signal.as_raw())
        );
        drop(held);
        assert!(!folder.path().join("out").exists());
    }
}

#[test]
fn a_document_that_takes_long_can_be_given_up() {
    let folder = workbench();
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: {title: T, version: 1.0.0}\npaths: {}\ncomponents:\n  schemas:\n",
    );
    for index in 0..200_000 {
        text.push_str("    S");
        text.push_str(&index.to_string());
        text.push_str(": {type: object, properties: {a: {type: string}}}\n");
    }
    fs::write(folder.path().join("long.yaml"), text).unwrap();
    let before = tree(folder.path());
    let mut child = listening(folder.path())
        .args(["new", "long.yaml", "--out", "out"])
        .spawn()
        .unwrap();
    sleep(Duration::from_millis(300));
    assert_eq!(child.try_wait().unwrap(), None, "it takes no time at all");
    let status = interrupt(&mut child, Signal::INT);
    assert_eq!(status.signal(), Some(Signal::INT.as_raw()));
    assert!(tree(folder.path()) == before);
}
