//! `portcullis completions`.

use std::process::{Command, Stdio};

use super::{data, run, workbench};

#[test]
fn every_shell_gets_a_script_that_knows_the_commands() {
    let bench = workbench();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(bench.path(), ["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        assert!(output.stderr.is_empty(), "{shell}");
        for word in ["demo", "completions", "allow-unenforced"] {
            assert!(data(&output).contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_portcullis"))
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{output:?}");
}
