//! Round after round, a contract and the code that answers it change at random, runs are killed at random, and what the
//! user wrote is all there after each: done hundreds of times, from a seed that is told.
//!
//! `PORTCULLIS_ROUNDS` says how many rounds there are, `PORTCULLIS_SEED` with which seed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::crash::kill_when;
use super::{Shop, data, run, talk, tree};
use crate::support::stream::Stream;

/// How many rounds there are where nobody says.
const ROUNDS: usize = 60;

/// How many rounds a project lives before another one begins.
const LIFE: usize = 12;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// One operation of a contract that changes.
#[derive(Clone, Debug)]
struct Operation {
    id: Option<String>,
    path: String,
    method: &'static str,
    tag: &'static str,
    member: &'static str,
}

const METHODS: &[&str] = &["get", "put", "post", "delete"];
const TAGS: &[&str] = &["items", "orders", "people", "Long Names"];
const MEMBERS: &[&str] = &["string", "integer", "boolean", "number"];

impl Operation {
    fn any(stream: &mut Stream, number: usize) -> Self {
        let parameter = if stream.once_in(3) { "/{id}" } else { "" };
        Self {
            id: (!stream.once_in(5)).then(|| format!("operation{number}")),
            path: format!("/things{number}{parameter}"),
            method: *stream.pick(METHODS),
            tag: *stream.pick(TAGS),
            member: *stream.pick(MEMBERS),
        }
    }
}

fn contract(operations: &[Operation]) -> String {
    let mut text = "openapi: 3.1.0\ninfo: {title: Rounds, version: 1.0.0}\npaths:\n".to_owned();
    let paths: BTreeSet<&str> = operations.iter().map(|one| one.path.as_str()).collect();
    for path in &paths {
        let _ = writeln!(text, "  \"{path}\":");
        if path.contains("{id}") {
            text.push_str("    parameters: [{name: id, in: path, required: true, schema: {type: string, maxLength: 9}}]\n");
        }
        for operation in operations.iter().filter(|one| one.path == *path) {
            let _ = writeln!(text, "    {}:", operation.method);
            if let Some(id) = &operation.id {
                let _ = writeln!(text, "      operationId: {id}");
            }
            let _ = writeln!(
                text,
                "      tags: [{}]\n      security: []\n      responses: {{\"200\": {{description: Done, content: {{application/json: {{schema: {{type: object, properties: {{a: {{type: {}}}}}}}}}}}}}}}",
                operation.tag, operation.member
            );
        }
    }
    if paths.is_empty() {
        text = text.replace("paths:\n", "paths: {}\n");
    }
    text
}

/// Changes a contract in one of the ways that contracts change.
fn evolve(stream: &mut Stream, operations: &mut Vec<Operation>, number: &mut usize) {
    *number += 1;
    if operations.is_empty() || stream.once_in(3) {
        operations.push(Operation::any(stream, *number));
        return;
    }
    let at = stream.below(operations.len());
    let other = stream.below(operations.len());
    match stream.below(8) {
        0 => {
            operations.remove(at);
        }
        1 => operations[at].id = Some(format!("operation{number}")),
        2 => operations[at].id = None,
        3 => operations[at].path = format!("/things{number}"),
        4 => operations[at].tag = *stream.pick(TAGS),
        5 => operations[at].member = *stream.pick(MEMBERS),
        // Ids change hands.
        6 => {
            let id = operations[at].id.clone();
            operations[at].id = std::mem::replace(&mut operations[other].id, id);
        }
        // Everything moves at once.
        _ => {
            for operation in operations.iter_mut() {
                operation.tag = *stream.pick(TAGS);
            }
        }
    }
}

/// What the user wrote so far: words that occur nowhere else.
type Words = BTreeSet<String>;

/// The files of the user's in which things are written.
fn written_in(shop: &Shop) -> Vec<PathBuf> {
    let is_theirs = |path: &PathBuf| {
        let is_text = path
            .extension()
            .is_some_and(|one| one == "rs" || one == "toml");
        let folders = ["src", "tests", "config"];
        is_text && folders.iter().any(|folder| path.starts_with(folder))
    };
    tree(&shop.root()).into_keys().filter(is_theirs).collect()
}

/// Lets the user write something somewhere.
fn scribble(stream: &mut Stream, shop: &Shop, words: &mut Words) {
    let files = written_in(shop);
    let path = stream.pick(&files).to_string_lossy().into_owned();
    let text = shop.read(&path);
    let word = format!("WORD{}X", words.len());
    let comment = if is_rust(&path) { "//" } else { "#" };
    let stub = "Err(Problem::not_implemented())";
    let new = match stream.below(6) {
        0 if text.contains(stub) => text.replacen(
            stub,
            &format!("let _ = \"{word}\";   {stub} /* {word} */"),
            1,
        ),
        1 => format!("{text}\n{comment} {word}, without an end of line"),
        2 => format!("{comment} {word} at the beginning\n{text}"),
        3 if is_rust(&path) => {
            format!("{text}\n\n\nfn   free ( )  {{ let _ = \"{word}\" ; }}\n")
        }
        _ => {
            let lines: Vec<&str> = text.lines().collect();
            let at = stream.below(lines.len() + 1);
            let mut lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
            lines.insert(at, format!("  {comment} {word} \u{e9}"));
            let end = if stream.once_in(3) { "\r\n" } else { "\n" };
            lines.join(end) + end
        }
    };
    if !is_sound(&path, &new) {
        return;
    }
    fs::write(shop.path(&path), new).unwrap();
    words.insert(word);
}

fn is_rust(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "rs")
}

/// Whether a line fell to a place where it is none, such as the middle of a string.
fn is_sound(path: &str, text: &str) -> bool {
    if is_rust(path) {
        syn::parse_file(text).is_ok()
    } else {
        text.parse::<toml_edit::DocumentMut>().is_ok()
    }
}

/// Every word is in some file of the user's.
#[track_caller]
fn assert_all_there(shop: &Shop, words: &Words, told: &str) {
    let texts: String = written_in(shop)
        .iter()
        .map(|path| shop.read(&path.to_string_lossy()))
        .collect();
    let lost: Vec<&String> = words
        .iter()
        .filter(|word| !texts.contains(word.as_str()))
        .collect();
    assert!(lost.is_empty(), "{told}: {lost:?} is lost");
}

#[test]
fn nothing_that_was_written_is_lost_in_any_round() {
    let seed = setting("PORTCULLIS_SEED").unwrap_or(7);
    let rounds =
        setting("PORTCULLIS_ROUNDS").map_or(ROUNDS, |rounds| usize::try_from(rounds).unwrap());
    let mut stream = Stream::new(seed);
    let (mut number, mut killed, mut changed) = (0, 0, 0);
    let mut operations = Vec::new();
    let mut words = Words::new();
    let mut shop = None;
    for round in 0..rounds {
        let told = format!("seed {seed}, round {round}");
        let shop: &Shop = match &mut shop {
            Some(shop) if round % LIFE != 0 => shop,
            shop => {
                operations = (0..3)
                    .map(|each| Operation::any(&mut stream, number + each))
                    .collect();
                number += 3;
                words.clear();
                shop.insert(begin(&operations))
            }
        };
        for _ in 0..stream.below(4) {
            scribble(&mut stream, shop, &mut words);
        }
        for _ in 0..stream.below(3) {
            evolve(&mut stream, &mut operations, &mut number);
        }
        shop.write("openapi.yaml", &contract(&operations));
        if stream.once_in(3) {
            kill_when(
                shop,
                ".portcullis/pending",
                Duration::from_micros(u64::try_from(stream.below(9000)).unwrap()),
            );
            killed += 1;
        }
        changed += usize::from(step(shop, &told));
        assert_all_there(shop, &words, &told);
    }
    eprintln!(
        "{rounds} rounds, {changed} of them with a change, {killed} after a run that was killed"
    );
    assert!(changed > 0);
}

fn begin(operations: &[Operation]) -> Shop {
    let bench = TempDir::new().unwrap();
    fs::write(bench.path().join("before.yaml"), contract(operations)).unwrap();
    let made = run(bench.path(), ["new", "before.yaml", "--out", "shop"]);
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    Shop { bench }
}

/// Regenerates once, and holds what it said against what it did; answers whether it did anything.
#[track_caller]
fn step(shop: &Shop, told: &str) -> bool {
    let accepting = ["--accept", "public-operation-added,operation-made-public"];
    let mut planned = shop.regenerate(&["--dry-run"]);
    let mut more: Vec<&str> = Vec::new();
    if talk(&planned).contains("--accept") {
        more.extend(accepting);
        planned = shop.regenerate(&[&["--dry-run"], more.as_slice()].concat());
    }
    let before = tree(&shop.root());
    let checked = shop.regenerate(&[&["--check"], more.as_slice()].concat());
    assert_eq!(data(&checked), data(&planned), "{told}");
    assert_eq!(tree(&shop.root()), before, "{told}");
    let done = shop.regenerate(&more);
    assert_eq!(data(&done), data(&planned), "{told}");
    assert_eq!(
        done.status.code(),
        planned.status.code(),
        "{told}: {}{}",
        data(&done),
        talk(&done)
    );
    // What is left to paste is told, and the rest is done.
    let said = data(&done);
    assert!(
        done.status.code() == Some(0) || said.contains("\npaste "),
        "{told}: {said}{}",
        talk(&done)
    );
    let has_changed = tree(&shop.root()) != before;
    let expected = i32::from(has_changed || done.status.code() == Some(1));
    assert_eq!(checked.status.code(), Some(expected), "{told}: {said}");
    let times = shop.times();
    shop.expect(&["--check"], 0);
    shop.expect(&[], 0);
    assert_eq!(shop.times(), times, "{told}");
    has_changed
}
