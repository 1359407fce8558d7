//! `portcullis demo`: the lines that it prints are pasted, and answer what it says they answer.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use super::{data, portcullis, run, talk, tree, workbench};

/// A running demo; stopped by a signal, also when a test fails.
struct Demo {
    child: Child,
}

impl Demo {
    /// Starts the demo, and reads from its stdout the statuses that it promises, each with its line to paste.
    fn start(folder: &Path) -> (Self, Vec<(String, String)>) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demo");
        let mut command = portcullis(folder);
        // Settings of another service must not reach the demo's.
        command
            .args(["demo", "harbor"])
            .env("CARGO_TARGET_DIR", target)
            .env("APP__NO__SUCH", "setting");
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let demo = Self { child };
        let mut promises = Vec::new();
        let mut told = None;
        for line in stdout.lines() {
            let line = line.unwrap();
            if let Some(comment) = line.strip_prefix("# ") {
                told = comment.split(' ').next().map(str::to_owned);
            } else if line.starts_with("curl ") {
                let last = line.contains("/tides/");
                promises.push((told.take().unwrap(), line));
                if last {
                    break;
                }
            }
        }
        (demo, promises)
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    fn wait(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.signal(Signal::TERM);
            // Nothing can be done about it here.
            let _ = self.child.wait();
        }
    }
}

fn pasted(line: &str) -> String {
    let output = Command::new("sh").args(["-c", line]).output().unwrap();
    assert!(output.status.success(), "{line}: {}", talk(&output));
    data(&output)
}

/// The address in a line to paste.
fn address(line: &str) -> String {
    let (_, rest) = line.split_once("http://").unwrap();
    rest.split('/').next().unwrap().to_owned()
}

#[test]
fn every_line_answers_as_it_says_and_nothing_is_left_running() {
    let bench = workbench();
    let (demo, promises) = Demo::start(bench.path());
    let told: Vec<&str> = promises.iter().map(|(status, _)| status.as_str()).collect();
    assert_eq!(
        told,
        [
            "200", "201", "401", "403", "404", "405", "413", "415", "422", "429"
        ]
    );
    for (status, line) in &promises {
        let answer = pasted(line);
        if status == "429" {
            assert_eq!(
                answer.lines().collect::<Vec<_>>(),
                ["200", "200", "200", "429", "429"],
                "{line}"
            );
            continue;
        }
        assert_eq!(
            answer.split(' ').nth(1),
            Some(status.as_str()),
            "{line}\n{answer}"
        );
        let lower = answer.to_lowercase();
        match status.as_str() {
            "401" => assert!(lower.contains("\nwww-authenticate: bearer"), "{answer}"),
            "403" => assert!(lower.contains("vessels:write"), "{answer}"),
            "405" => assert!(lower.contains("\nallow: "), "{answer}"),
            "422" => {
                for pointer in ["/imo", "/name", "/flag", "/length", "/colour"] {
                    assert!(
                        answer.contains(&format!("\"{pointer}\"")),
                        "{pointer} in {answer}"
                    );
                }
            }
            _ => {}
        }
        if !status.starts_with('2') {
            assert!(
                lower.contains("\ncontent-type: application/problem+json"),
                "{answer}"
            );
        }
    }
    let service = address(&promises[0].1);
    assert!(TcpStream::connect(&service).is_ok());
    demo.signal(Signal::INT);
    assert_eq!(demo.wait().code(), Some(0));
    assert!(
        TcpStream::connect(&service).is_err(),
        "the service outlived the demo"
    );

    // A second time in the same folder: it is run as it is, edits included.
    let readme = bench.path().join("harbor/README.md");
    fs::write(&readme, "mine").unwrap();
    let (demo, promises) = Demo::start(bench.path());
    assert_eq!(promises.len(), 10);
    assert_eq!(fs::read_to_string(readme).unwrap(), "mine");
    demo.signal(Signal::TERM);
    assert_eq!(demo.wait().code(), Some(0));
    assert!(TcpStream::connect(address(&promises[0].1)).is_err());
}

#[test]
fn a_folder_that_is_no_demo_is_left_alone() {
    let bench = workbench();
    let before = tree(bench.path());
    let output = run(bench.path(), ["demo", "."]);
    assert_eq!(output.status.code(), Some(2), "{}", talk(&output));
    assert!(output.stdout.is_empty());
    assert_eq!(tree(bench.path()), before);
}

#[test]
fn without_cargo_it_says_what_is_missing() {
    let bench = workbench();
    let output = portcullis(bench.path())
        .args(["demo", "harbor"])
        .env("CARGO", bench.path().join("no-cargo"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", talk(&output));
    assert!(talk(&output).contains("no-cargo"), "{}", talk(&output));
    assert!(talk(&output).contains("help: "), "{}", talk(&output));
}

#[test]
fn a_request_to_stop_while_it_builds_stops_the_build() {
    let bench = workbench();
    // In the place of cargo: says its number, and would go on for a minute.
    let cargo = bench.path().join("cargo");
    fs::write(&cargo, "#!/bin/sh\necho $$ >&2\nexec sleep 60\n").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut child = portcullis(bench.path())
        .args(["demo", "harbor"])
        .env("CARGO", &cargo)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut talk = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    let builder = loop {
        line.clear();
        assert_ne!(
            talk.read_line(&mut line).unwrap(),
            0,
            "it ended without a build"
        );
        if let Ok(number) = line.trim().parse() {
            break Pid::from_raw(number).unwrap();
        }
    };
    let demo = Demo { child };
    demo.signal(Signal::INT);
    assert_eq!(demo.wait().code(), Some(2));
    let mut rest = String::new();
    talk.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("interrupted"), "{rest}");
    assert!(
        rustix::process::test_kill_process(builder).is_err(),
        "the build goes on"
    );
}
