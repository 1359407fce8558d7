//! The command line, the project layer below it, and the demo, tested from outside.

mod choices;
mod completions;
mod demo;
mod disk;
mod explain;
mod lenient;
mod names;
mod new;
mod package;
mod paths;
#[cfg(unix)]
mod regenerate;
#[cfg(unix)]
mod signals;
mod versions;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A contract that every version of Portcullis takes.
const SMALL: &str = r##"openapi: 3.1.0
info: {title: Little Shop, version: 1.0.0}
paths:
  /items:
    get:
      operationId: listItems
      tags: [items]
      security: []
      responses:
        "200":
          description: All items
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Item"}}
components:
  schemas:
    Item:
      type: object
      required: [name]
      properties:
        name: {type: string, minLength: 1}
"##;

/// A folder of a test's own, with [`SMALL`] in it as `openapi.yaml`.
fn workbench() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("openapi.yaml"), SMALL).unwrap();
    folder
}

/// The command under test, in a folder, not yet run.
fn portcullis(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    command.current_dir(folder).env_remove("CARGO_TARGET_DIR");
    command
}

/// Runs the command under test.
fn run<I: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = I>) -> Output {
    portcullis(folder).args(arguments).output().unwrap()
}

/// What a program said on stderr.
fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What a program said on stdout.
fn data(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Every file and folder below a folder, hidden ones too, by relative path; a folder has no contents.
pub fn tree(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let relative = path.strip_prefix(folder).unwrap().to_owned();
            if path.is_dir() && !path.is_symlink() {
                found.insert(relative, None);
                pending.push(path);
            } else {
                found.insert(relative, fs::read(&path).ok());
            }
        }
    }
    found
}

/// A test that needs something a machine may lack is skipped with a sentence, except in CI, where nothing may lack.
fn skip(reason: &str) {
    assert!(
        std::env::var_os("CI").is_none(),
        "CI has to be able to run this test: {reason}"
    );
    eprintln!("skipped: {reason}");
}
