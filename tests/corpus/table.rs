//! The table: one line for each document, with what it took and what became of it.

use std::env;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use super::folder;
use crate::support::project::{cargo, folder_of, tree};

/// What came of one document.
struct Outcome {
    generated: bool,
    compiled: Option<bool>,
    seconds: f64,
    peak: u64,
    lines: usize,
    error: String,
}

/// The documents, by their names in the manifest.
fn documents(folder: &Path) -> Vec<(String, PathBuf)> {
    let manifest = fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let rows = manifest.lines().skip(1).filter_map(|row| {
        let mut columns = row.split('\t');
        let (name, file) = (columns.next()?, columns.next()?);
        Some((name.to_owned(), folder.join(file)))
    });
    let asked = env::var("PORTCULLIS_CORPUS_ONLY").unwrap_or_default();
    rows.filter(|(name, _)| asked.is_empty() || asked.split(',').any(|one| one == name))
        .collect()
}

/// The most memory that a running process had, in megabytes; 0 where the system does not say.
fn peak(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().split(' ').next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1_024
}

fn generate(document: &Path, project: &Path) -> Outcome {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_portcullis"))
        .args(["new", "--force", "--allow-unenforced"])
        // One of them keeps a part above its own folder.
        .args(["--allow-remote", "--out"])
        .args([project, document])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let talk = thread::spawn(move || {
        let mut talk = String::new();
        // What cannot be read is not shown.
        let _ = stderr.read_to_string(&mut talk);
        talk
    });
    let mut most = 0;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        most = most.max(peak(&child));
        sleep(Duration::from_millis(2));
    };
    let seconds = start.elapsed().as_secs_f64();
    let talk = talk.join().unwrap();
    let error = talk.lines().find(|line| line.starts_with("error"));
    Outcome {
        generated: status.success(),
        compiled: None,
        seconds,
        peak: most,
        lines: lines(project),
        error: error.unwrap_or_default().to_owned(),
    }
}

/// How many lines were made from the document.
fn lines(project: &Path) -> usize {
    let copied = [
        "gate",
        "Cargo.lock",
        "openapi.yaml",
        "openapi.json",
        "contract",
        "target",
    ];
    let files = tree(project).into_iter().filter(|path| {
        let relative = path.strip_prefix(project).unwrap();
        !copied.iter().any(|name| relative.starts_with(name))
    });
    files
        .filter_map(|path| fs::read_to_string(path).ok())
        .map(|text| text.lines().count())
        .sum()
}

#[test]
#[ignore = "minutes, and a folder of documents"]
fn every_document_generates() {
    let Some(folder) = folder() else { return };
    let compile = env::var_os("PORTCULLIS_CORPUS_COMPILE").is_some();
    println!(
        "{:<30} {:>9} {:>8} {:>7} {:>6} {:>8}  first error",
        "document", "generated", "compiled", "seconds", "MB", "lines"
    );
    let mut failed = Vec::new();
    for (name, document) in documents(&folder) {
        let project = folder_of(&format!("corpus-{name}"));
        let mut outcome = generate(&document, &project);
        if outcome.generated && compile {
            let said = cargo(&project, &["check", "--locked", "--workspace", "--quiet"]);
            outcome.compiled = Some(said.success && !said.talk.contains("warning"));
            let fault = |line: &&str| line.starts_with("error") || line.starts_with("warning");
            let error = said.talk.lines().find(fault);
            outcome.error = error.unwrap_or_default().to_owned();
        }
        let word = |good: bool| if good { "yes" } else { "NO" };
        println!(
            "{name:<30} {:>9} {:>8} {:>7.2} {:>6} {:>8}  {}",
            word(outcome.generated),
            outcome.compiled.map_or("-", word),
            outcome.seconds,
            outcome.peak,
            outcome.lines,
            outcome.error
        );
        if !outcome.generated || outcome.compiled == Some(false) {
            failed.push(name);
        }
    }
    assert_eq!(failed, Vec::<String>::new());
}
