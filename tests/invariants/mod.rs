//! What ARCHITECTURE.md says is absent, is absent: the sources and what they emit are read as text.

mod emitted;
mod layers;
mod templates;

use std::fs;
use std::path::Path;

use regex::Regex;

use super::support::ROOT;
use super::support::project::tree;

/// Every file below a folder of this repository, by its path from the root, with its text.
#[track_caller]
fn sources(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(ROOT);
    let found: Vec<(String, String)> = tree(&root.join(folder))
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            (name.to_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect();
    assert!(!found.is_empty(), "nothing in {folder}");
    found
}

/// Is this the path of a Rust file?
fn is_rust(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "rs")
}

/// The lines of a Rust file that are not comments, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The same without what stands in quotes: emitted code is text here, and names things that are not ours.
fn unquoted(text: &str) -> impl Iterator<Item = (usize, String)> {
    let quoted = Regex::new(r#""(\\.|[^"\\])*""#).unwrap();
    code(text).map(move |(number, line)| (number, quoted.replace_all(line, "\"\"").into_owned()))
}
