//! Projects on the disk: files go in, a folder that cargo can build, and what cargo says of it, come out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use portcullis::project::File;

/// Where emitted projects lie and are built.
fn emitted() -> PathBuf {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    scratch.parent().unwrap_or(scratch).join("emitted")
}

/// One folder of builds, for all emitted projects: nine tenths of a build are crates that they have in common.
fn builds() -> PathBuf {
    emitted().join("builds")
}

/// The folder of a project. It is not below [`builds`], where cargo would take one project's files for another's.
pub fn folder_of(name: &str) -> PathBuf {
    emitted().join("projects").join(name)
}

/// Does something while nobody else does anything with the folder of builds, neither here nor in another process.
fn alone<T>(work: impl FnOnce() -> T) -> T {
    fs::create_dir_all(emitted()).unwrap();
    let lock = fs::File::create(emitted().join("lock")).unwrap();
    lock.lock().unwrap();
    let done = work();
    drop(lock);
    done
}

/// Lays a project into the folder of builds. Files that are as they were keep their times, so that cargo builds only
/// what changed since the last run; files that are not of the project any more vanish.
pub fn lay(name: &str, files: &[File]) -> PathBuf {
    let folder = folder_of(name);
    alone(|| {
        let wanted: BTreeSet<PathBuf> = files.iter().map(|file| folder.join(&file.path)).collect();
        for stale in tree(&folder).difference(&wanted) {
            fs::remove_file(stale).unwrap();
        }
        for file in files {
            let path = folder.join(&file.path);
            if fs::read(&path).is_ok_and(|known| known == file.contents) {
                continue;
            }
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &file.contents).unwrap();
        }
    });
    folder
}

/// Every file below a folder; none where there is no folder.
pub fn tree(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        let Ok(entries) = fs::read_dir(next) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.insert(path);
            }
        }
    }
    found
}

/// What a command of cargo came to.
pub struct Said {
    /// Whether it was content.
    pub success: bool,
    /// What it printed for programs.
    pub data: String,
    /// What it told a person.
    pub talk: String,
}

/// Runs cargo, the one that runs these tests, in a project.
///
/// Cargo knows a crate of a workspace by its name, version and folder within the workspace. The crates `api` of all projects
/// in one folder of builds are told apart by their versions, which have the project's name in them; the gate is the same
/// crate indeed.
pub fn cargo(project: &Path, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(project)
        .args(arguments)
        .env("CARGO_TARGET_DIR", builds())
        .env("CARGO_TERM_COLOR", "never")
        .env_remove("RUSTFLAGS");
    let output = alone(|| command.output().unwrap());
    Said {
        success: output.status.success(),
        data: String::from_utf8_lossy(&output.stdout).into_owned(),
        talk: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Refuses a project that does not build without a warning, or that its owner's first `cargo fmt` would change.
#[track_caller]
pub fn assert_clean(project: &Path) {
    assert_clean_with(project, "default");
}

/// The same with a feature of the project's beside those that are on by default.
#[track_caller]
pub fn assert_clean_with(project: &Path, feature: &str) {
    let clippy = cargo(
        project,
        &[
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--features",
            feature,
            "--quiet",
            "--",
            "-D",
            "warnings",
        ],
    );
    assert!(clippy.success, "{}:\n{}", project.display(), clippy.talk);
    let format = cargo(project, &["fmt", "--all", "--check"]);
    assert!(
        format.success,
        "{}:\n{}{}",
        project.display(),
        format.data,
        format.talk
    );
}

/// Which answers a service is built with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// The stubs': 501.
    Stubs,
    /// Examples of the contract, held against its schemas.
    Mock,
}

/// Builds a project and answers with its binary.
#[track_caller]
pub fn build(project: &Path, answers: Answers) -> PathBuf {
    let mut arguments = vec![
        "build",
        "--locked",
        "--message-format",
        "json-render-diagnostics",
    ];
    if answers == Answers::Mock {
        arguments.extend(["--features", "mock"]);
    }
    let said = cargo(project, &arguments);
    assert!(said.success, "{}:\n{}", project.display(), said.talk);
    let binary = said.data.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message.get("executable")?.as_str().map(PathBuf::from)
    });
    binary.unwrap()
}
