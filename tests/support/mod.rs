//! What the tests of emitted projects share: a contract goes in, a project in memory, on the disk or answering comes
//! out. One folder of builds serves all of them, because what emitted projects are built from is the same.

pub mod contract;
pub mod http;
pub mod judge;
pub mod project;
pub mod service;
pub mod stream;

use std::path::{Path, PathBuf};

use portcullis::options::{ProjectName, Sharing, Templates, Typeless, Unenforced};
use portcullis::project::File;
use portcullis::source::{self, Document, Loaded};
use portcullis::{Emitted, Options, Standing, Version};

/// Where this repository is.
pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The contracts whose projects are kept under `snapshots/`, and where they are written.
pub const CONTRACTS: &[(&str, &str)] = &[
    ("bodies", "tests/contracts/bodies.yaml"),
    ("guarded", "tests/contracts/guarded.yaml"),
    ("harbor", "demo/harbor.yaml"),
    ("names", "tests/contracts/names.yaml"),
    ("newer", "tests/contracts/newer.yaml"),
    ("parameters", "tests/contracts/parameters.yaml"),
    ("shapes", "tests/contracts/shapes.yaml"),
];

/// The projects of several versions that are kept under `snapshots/`, and where their contracts are written.
pub const VERSIONED: &[(&str, &[&str])] = &[(
    "ferries",
    &[
        "tests/contracts/ferries-1.yaml",
        "tests/contracts/ferries-2.yaml",
    ],
)];

/// The names of all projects that are kept under `snapshots/`, sorted.
pub fn projects() -> Vec<&'static str> {
    let alone = CONTRACTS.iter().map(|(name, _)| *name);
    let mut names: Vec<&str> = alone
        .chain(VERSIONED.iter().map(|(name, _)| *name))
        .collect();
    names.sort_unstable();
    names
}

/// Where a contract of ours is written.
#[track_caller]
pub fn contract_of(name: &str) -> PathBuf {
    match CONTRACTS.iter().find(|(known, _)| *known == name) {
        Some((_, path)) => Path::new(ROOT).join(path),
        None => panic!("no contract is called {name}"),
    }
}

/// What a person who chose nothing gets under this name.
pub fn defaults(name: &str) -> Options {
    Options {
        name: ProjectName::new(name).unwrap(),
        unenforced: Unenforced::Refuse,
        typeless: Typeless::Object,
        sharing: Sharing::None,
        templates: Templates::default(),
    }
}

/// A document that has to be one.
#[track_caller]
pub fn load(path: &Path) -> Document {
    accepted(source::load(path).unwrap())
}

/// A document of a test's own, in YAML or JSON.
#[track_caller]
pub fn parse(text: &str) -> Document {
    accepted(source::parse(
        Path::new("openapi.yaml"),
        text.as_bytes().to_vec(),
    ))
}

#[track_caller]
fn accepted(loaded: Loaded) -> Document {
    match loaded.document {
        Some(document) => document,
        None => panic!("refused: {:#?}", loaded.diagnostics),
    }
}

/// The files of a project, in the order of their paths.
#[track_caller]
pub fn emit(document: &Document, options: &Options) -> Vec<File> {
    let Emitted {
        files, diagnostics, ..
    } = portcullis::emit(document, options);
    match files {
        Some(files) => files,
        None => panic!("refused: {diagnostics:#?}"),
    }
}

/// The files of a project of several versions, in the order of their paths.
#[track_caller]
pub fn emit_versions(documents: Vec<Document>, options: &Options) -> Vec<File> {
    let named = portcullis::by_age(documents);
    let Emitted {
        files, diagnostics, ..
    } = portcullis::emit_versions(&versions(&named), options);
    match files {
        Some(files) => files,
        None => panic!("refused: {diagnostics:#?}"),
    }
}

/// Documents with their names as versions, of which nobody chose anything.
pub fn versions(named: &[(String, Document)]) -> Vec<Version<'_>> {
    let pairs = named.iter();
    pairs
        .map(|(name, document)| Version {
            name: name.clone(),
            document,
            standing: Standing::Retiring,
        })
        .collect()
}

/// The files of one of our contracts, or of several versions of one, under its own name.
#[track_caller]
pub fn emit_contract(name: &str) -> Vec<File> {
    if let Some((_, paths)) = VERSIONED.iter().find(|(known, _)| *known == name) {
        let documents = paths.iter().map(|path| load(&Path::new(ROOT).join(path)));
        return emit_versions(documents.collect(), &defaults(name));
    }
    emit(&load(&contract_of(name)), &defaults(name))
}

/// The text of a file.
#[track_caller]
pub fn text(file: &File) -> &str {
    match std::str::from_utf8(&file.contents) {
        Ok(text) => text,
        Err(error) => panic!("{}: {error}", file.path),
    }
}

/// Whether nobody is there to be told that a test was skipped.
pub fn is_ci() -> bool {
    std::env::var_os("CI").is_some()
}
