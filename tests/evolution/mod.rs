//! Real contracts over time, through the command: their first version goes in, a user works in the project that it makes, and
//! the project follows through every later version.
//!
//! Every line of the user's is still there, nothing stale is left, and who takes out the lines that the report names has a
//! project that compiles.

mod types;
mod user;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use portcullis::project::File;
use regex::Regex;
use serde_json::Value;
use tempfile::TempDir;

use super::support::project::{cargo, lay, tree};
use super::support::{ROOT, is_ci};
use user::User;

/// Names a folder of further histories.
const FURTHER: &str = "PORTCULLIS_EVOLUTIONS";

/// A contract over time.
struct History {
    name: String,
    versions: Vec<PathBuf>,
}

impl History {
    /// The versions in a folder: `0.yaml`, `1.json` …
    fn of(folder: &Path) -> Self {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let version = |number: usize| {
            let ends = ["yaml", "yml", "json"].iter();
            let mut paths = ends.map(|end| folder.join(format!("{number}.{end}")));
            paths.find(|path| path.exists())
        };
        let versions = (0..).map_while(version).collect();
        Self { name, versions }
    }

    /// Every history of a folder, in the order of their names; none where there is no folder.
    fn all(folder: &Path) -> Vec<Self> {
        let entries = fs::read_dir(folder).into_iter().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.is_dir());
        paths.sort();
        let histories = paths.iter().map(|path| Self::of(path));
        histories.filter(|one| one.versions.len() > 1).collect()
    }
}

/// Every file below a folder, relative to it, with forward slashes.
fn files(folder: &Path) -> BTreeSet<String> {
    let paths = tree(folder).into_iter();
    paths
        .map(|path| {
            path.strip_prefix(folder)
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}

/// Runs the command.
fn portcullis(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    command.args(arguments).output().unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A project that a user works in.
struct Project {
    name: String,
    root: PathBuf,
    /// What the contract needs to be taken at all.
    leeway: Vec<&'static str>,
    user: User,
    /// Removed when the project is done with.
    scratch: TempDir,
}

impl Project {
    /// A project of a contract, in which somebody has worked.
    #[track_caller]
    fn new(name: &str, contract: &Path) -> Self {
        let scratch = TempDir::new().unwrap();
        let mut project = Self {
            name: format!("evolution-{name}"),
            root: scratch.path().join("project"),
            leeway: Vec::new(),
            user: User::default(),
            scratch,
        };
        let root = project.root.clone();
        project.leeway = project.make(contract, &root);
        project.user.work(&project.root);
        project
    }

    /// Makes a new project, with as much leeway as the contract needs, which it answers with.
    #[track_caller]
    fn make(&self, contract: &Path, at: &Path) -> Vec<&'static str> {
        let (contract, at) = (contract.to_str().unwrap(), at.to_str().unwrap());
        let mut leeway = self.leeway.clone();
        let mut further = ["--allow-unenforced", "--lenient"].into_iter();
        loop {
            let mut arguments = vec!["new", contract, "--out", at, "--name", &self.name];
            arguments.extend(&leeway);
            let made = portcullis(&arguments);
            if made.status.success() {
                return leeway;
            }
            match further.next() {
                Some(more) => leeway.push(more),
                None => panic!("{contract}: {}", said(&made.stderr)),
            }
        }
    }

    fn regenerate(&self, arguments: &[&str]) -> Output {
        let root = self.root.to_str().unwrap();
        let mut all = vec!["regenerate", "--project", root];
        all.extend(&self.leeway);
        all.extend(arguments);
        portcullis(&all)
    }

    /// Goes on to another version; what comes of it is judged, and what the report names is seen to.
    #[track_caller]
    fn follow(&mut self, contract: &Path) {
        let spec = contract.to_str().unwrap();
        let place = format!("{} at {}", self.name, contract.display());
        let (lines, before) = (own_lines(&self.root), times(&self.root));
        let mut arguments = vec!["--spec", spec, "--format", "json"];
        let (mut output, mut report) = self.report(&arguments, &place);
        let codes = report["unaccepted"].as_array().cloned().unwrap_or_default();
        if !codes.is_empty() {
            assert_eq!(output.status.code(), Some(1), "{place}");
            assert!(
                times(&self.root) == before,
                "{place}: stopped, and something changed"
            );
            arguments.push("--accept");
            arguments.extend(codes.iter().map(|code| code.as_str().unwrap()));
            (output, report) = self.report(&arguments, &place);
        }
        let notes = report["notes"].as_array().cloned().unwrap_or_default();
        let paste = notes.iter().filter(|note| note["kind"] == "paste");
        assert_eq!(paste.count(), 0, "{place}: {notes:#?}");
        assert_eq!(
            output.status.code(),
            Some(0),
            "{place}: {}",
            said(&output.stderr)
        );
        self.keeps(&lines, &place);
        self.is_done(&place);
        self.is_fresh(contract, &place);
        let named: Vec<(String, usize)> = notes.iter().filter_map(named).collect();
        user::repair(&self.root, &named);
        self.user.work(&self.root);
    }

    /// What it came to, and the report. A contract that needs more leeway than those before it is given it.
    #[track_caller]
    fn report(&mut self, arguments: &[&str], place: &str) -> (Output, Value) {
        loop {
            let output = self.regenerate(arguments);
            let report: Value = serde_json::from_slice(&output.stdout)
                .unwrap_or_else(|error| panic!("{place}: {error}\n{}", said(&output.stderr)));
            let mut further = ["--allow-unenforced", "--lenient"].into_iter();
            match further.find(|more| !self.leeway.contains(more)) {
                Some(more) if report["notes"].is_null() => self.leeway.push(more),
                _ => return (output, report),
            }
        }
    }

    /// Every line of the user's is there as often as it was.
    #[track_caller]
    fn keeps(&self, before: &BTreeMap<String, usize>, place: &str) {
        let after = own_lines(&self.root);
        let lost: Vec<_> = before
            .iter()
            .filter(|(line, count)| after.get(*line) != Some(*count))
            .collect();
        assert!(
            lost.is_empty(),
            "{place}: these lines are not what they were: {lost:#?}"
        );
    }

    /// Nothing is left to do: nothing is said to be, and nothing is touched.
    #[track_caller]
    fn is_done(&self, place: &str) {
        let before = times(&self.root);
        for arguments in [&["--check"][..], &["--dry-run"], &[]] {
            let again = self.regenerate(arguments);
            assert!(again.status.success(), "{place}: {arguments:?}");
            let data = said(&again.stdout);
            // An offer stays open until somebody takes it.
            let mut lines = data.lines().filter(|line| !line.is_empty());
            let is_quiet = lines.all(|line| line.starts_with("files") || line.starts_with("offer"));
            assert!(is_quiet, "{place}: {arguments:?} says\n{data}");
        }
        assert!(
            times(&self.root) == before,
            "{place}: a second run changes something"
        );
    }

    /// What is ours is what a new project has, and what is the user's and no new project has was written in.
    #[track_caller]
    fn is_fresh(&mut self, contract: &Path, place: &str) {
        let fresh = self.scratch.path().join("fresh");
        let _ = fs::remove_dir_all(&fresh);
        self.make(contract, &fresh);
        let is_ours = |path: &String| {
            path.starts_with("api/") || path.starts_with("gate/") || path == "SECURITY.md"
        };
        let (here, there) = (files(&self.root), files(&fresh));
        let ours = |paths: &BTreeSet<String>| -> BTreeSet<String> {
            paths.iter().filter(|path| is_ours(path)).cloned().collect()
        };
        let differing: Vec<String> = ours(&here)
            .symmetric_difference(&ours(&there))
            .cloned()
            .collect();
        assert!(
            differing.is_empty(),
            "{place}: stale or missing: {differing:?}"
        );
        for path in ours(&here) {
            let same = fs::read(self.root.join(&path)).ok() == fs::read(fresh.join(&path)).ok();
            assert!(same, "{place}: {path} is not what a new project has");
        }
        for path in here.difference(&there) {
            // A contract that changes its form keeps its name.
            if path.starts_with(".portcullis/") || path.starts_with("openapi.") {
                continue;
            }
            let text = fs::read_to_string(self.root.join(path)).unwrap();
            assert!(
                text.contains(user::MARK),
                "{place}: {path} is stale:\n{text}"
            );
        }
        let mut folders = BTreeSet::new();
        for path in there.iter().filter(|path| is_ours(path)) {
            let parents = Path::new(path).ancestors().skip(1);
            folders.extend(parents.map(Path::to_owned));
        }
        let empty = super::command::tree(&self.root)
            .into_iter()
            .filter(|(path, contents)| {
                let is_inside = path.starts_with("api") || path.starts_with("gate");
                contents.is_none() && is_inside && !folders.contains(path)
            });
        assert_eq!(empty.count(), 0, "{place}: folders are left over");
    }

    /// The compiler is content.
    #[track_caller]
    fn compiles(&self) {
        let paths = files(&self.root).into_iter();
        let files: Vec<File> = paths
            .map(|path| {
                let contents = fs::read(self.root.join(&path)).unwrap();
                File::yours(path, contents)
            })
            .collect();
        let folder = lay(&self.name, &files);
        let arguments = [
            "check",
            "--offline",
            "--tests",
            "--quiet",
            "--message-format",
            "short",
        ];
        let said = cargo(&folder, &arguments);
        assert!(said.success, "{}:\n{}{}", self.name, said.data, said.talk);
    }
}

/// The place that a note names for a look.
fn named(note: &Value) -> Option<(String, usize)> {
    let line = usize::try_from(note["line"].as_u64()?).ok()?;
    let path = note["path"].as_str()?;
    (note["kind"] == "look").then(|| (path.to_owned(), line))
}

/// The lines that are the user's own, and how often; neither a comment mark before them counts, nor what types are called.
fn own_lines(root: &Path) -> BTreeMap<String, usize> {
    let names = Regex::new(r"\bapi(::[a-z]\w*)+|\b[A-Z]\w*").unwrap();
    let mut lines = BTreeMap::new();
    let ours = |path: &String| {
        [".portcullis/", "api/", "gate/"]
            .iter()
            .any(|folder| path.starts_with(folder))
    };
    for path in files(root).into_iter().filter(|path| !ours(path)) {
        let text = fs::read_to_string(root.join(path)).unwrap();
        for line in text
            .split_inclusive('\n')
            .filter(|line| line.contains(user::MARK))
        {
            let line = names.replace_all(line, "_");
            let line = line.trim_start_matches("# ").trim_end_matches('\n');
            *lines.entry(line.to_owned()).or_default() += 1;
        }
    }
    lines
}

/// Every file and when it was last changed.
fn times(root: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let paths = tree(root).into_iter();
    paths
        .map(|path| {
            let changed = path.metadata().unwrap().modified().unwrap();
            (path, changed)
        })
        .collect()
}

/// Which versions are compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compiled {
    Every,
    Last,
}

#[track_caller]
fn evolve(history: &History, compiled: Compiled) {
    let (first, later) = history.versions.split_first().unwrap();
    let mut project = Project::new(&history.name, first);
    for next in later {
        eprintln!("{}: {}", project.name, next.display());
        project.follow(next);
        if compiled == Compiled::Every || next == &history.versions[history.versions.len() - 1] {
            project.compiles();
        }
    }
    // And all the way back: what was kept is what it was.
    project.follow(first);
    if compiled == Compiled::Every {
        project.compiles();
    }
}

#[test]
fn ours_evolves() {
    let folder = Path::new(ROOT).join("tests/evolution/histories");
    let histories = History::all(&folder);
    assert!(!histories.is_empty());
    for history in &histories {
        evolve(history, Compiled::Every);
    }
}

#[test]
fn others_evolve() {
    let histories = History::all(&Path::new(ROOT).join("../shared/evolutions"));
    if histories.is_empty() {
        assert!(!is_ci(), "there are no histories of others");
        eprintln!("skipped: there are no histories of others");
    }
    for history in &histories {
        evolve(history, Compiled::Last);
    }
}

#[test]
fn further_ones_evolve() {
    let Some(folder) = std::env::var_os(FURTHER).map(PathBuf::from) else {
        eprintln!("skipped: {FURTHER} names no folder of further histories");
        return;
    };
    let histories = History::all(&folder);
    assert!(!histories.is_empty(), "{} has no history", folder.display());
    for history in &histories {
        evolve(history, Compiled::Last);
    }
}
