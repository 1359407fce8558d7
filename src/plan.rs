//! What is emitted, from which template, and whose it is: one table.

use crate::project::Owner;

/// How often an entry is rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    /// Once.
    Project,
    /// Once, where there are several versions.
    Versions,
    /// For every version, where there are several; `[version]` is its module.
    Version,
    /// For every contract: once, or for every version.
    Contract,
    /// For every contract that has webhooks or callbacks.
    Outgoing,
    /// For every tag; `[tag]` in the destination is its module.
    Tag,
    /// For every operation; `[tag]` and `[operation]` are modules.
    Operation,
    /// For every file of types; `[type]` is its module.
    Types,
}

/// How what was rendered becomes the text of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Formatted as Rust, under the line that says it is generated.
    Formatted,
    /// As the template has it.
    Verbatim,
}

/// One row of the table. A template has the name of its destination, and `.tera` behind it.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Template and destination, relative to the project.
    pub path: &'static str,
    /// Whose the file is.
    pub owner: Owner,
    /// How often it is rendered.
    pub each: Each,
    /// How it is finished.
    pub finish: Finish,
}

const fn ours(path: &'static str, each: Each) -> Entry {
    Entry {
        path,
        owner: Owner::Ours,
        each,
        finish: Finish::Formatted,
    }
}

const fn plain(path: &'static str) -> Entry {
    Entry {
        path,
        owner: Owner::Ours,
        each: Each::Project,
        finish: Finish::Verbatim,
    }
}

/// Where the files of one contract stand; where there are several versions, those of each stand in a folder within.
const FOLDERS: &[&str] = &["api/src/", "src/handlers/", "tests/abuse/"];

/// A path of the table as it is for one version of several: with its folder.
#[must_use]
pub fn within(path: &str, version: &str) -> String {
    const PLACE: &str = "[version]";
    if path.contains(PLACE) {
        return path.replace(PLACE, version);
    }
    let parts = FOLDERS
        .iter()
        .find_map(|folder| Some((folder, path.strip_prefix(folder)?)));
    match parts {
        Some((folder, rest)) => format!("{folder}{version}/{rest}"),
        None => path.to_owned(),
    }
}

/// The row of the table that a file of a project is made by; `versions` are the modules of its versions, where it has several.
#[must_use]
pub fn entry_of(path: &str, versions: &[&str]) -> Option<&'static Entry> {
    let fitting = FILES.iter().filter_map(|entry| {
        let plain = literals(entry.path, path);
        let within = versions
            .iter()
            .filter_map(|version| literals(&within(entry.path, version), path));
        Some((plain.into_iter().chain(within).max()?, entry))
    });
    // `types/mod.rs` is that of the types, and not one of a tag.
    let fits_best = fitting.max_by_key(|(literals, _)| *literals);
    fits_best.map(|(_, entry)| entry)
}

/// How many segments of a pattern a path has word by word; `None` where it does not fit the pattern.
fn literals(pattern: &str, path: &str) -> Option<usize> {
    if pattern.split('/').count() != path.split('/').count() {
        return None;
    }
    let mut literals = 0;
    for (pattern, segment) in pattern.split('/').zip(path.split('/')) {
        let place = pattern
            .split_once('[')
            .and_then(|(before, rest)| Some((before, rest.split_once(']')?.1)));
        match place {
            None if pattern == segment => literals += 1,
            Some((before, after)) => {
                segment.strip_prefix(before)?.strip_suffix(after)?;
            }
            None => return None,
        }
    }
    Some(literals)
}

const fn yours(path: &'static str, each: Each) -> Entry {
    Entry {
        path,
        owner: Owner::Yours,
        each,
        finish: Finish::Verbatim,
    }
}

/// Every rendered file. The gate, the contract and the lock files are copied beside them.
pub const FILES: &[Entry] = &[
    yours("Cargo.toml", Each::Project),
    yours("README.md", Each::Project),
    yours(".gitignore", Each::Project),
    yours("portcullis.toml", Each::Project),
    yours("config/development.toml", Each::Project),
    yours("config/production.toml", Each::Project),
    yours("src/main.rs", Each::Project),
    yours("src/lib.rs", Each::Project),
    yours("src/app.rs", Each::Project),
    yours("src/auth.rs", Each::Project),
    yours("src/policy.rs", Each::Project),
    yours("src/problems.rs", Each::Project),
    yours("src/handlers/mod.rs", Each::Project),
    yours("src/handlers/[version]/mod.rs", Each::Version),
    yours("src/handlers/[tag].rs", Each::Tag),
    yours("tests/abuse.rs", Each::Project),
    yours("tests/abuse/[tag].toml", Each::Tag),
    yours("fuzz/Cargo.toml", Each::Project),
    yours("fuzz/.gitignore", Each::Project),
    yours("fuzz/fuzz_targets/requests.rs", Each::Project),
    yours("fuzz/requests.dict", Each::Project),
    yours("deny.toml", Each::Project),
    yours("renovate.json", Each::Project),
    yours(".github/dependabot.yml", Each::Project),
    yours(".github/workflows/ci.yml", Each::Project),
    yours("deploy/Dockerfile", Each::Project),
    yours("deploy/Dockerfile.dockerignore", Each::Project),
    yours("deploy/compose.yaml", Each::Project),
    yours("deploy/envoy.yaml", Each::Project),
    yours("deploy/kong.yaml", Each::Project),
    yours("deploy/kubernetes.yaml", Each::Project),
    yours("deploy/nginx.conf", Each::Project),
    plain("SECURITY.md"),
    plain("api/Cargo.toml"),
    plain("api/src/lib.rs"),
    ours("api/src/versions.rs", Each::Versions),
    ours("api/src/[version]/mod.rs", Each::Version),
    ours("api/src/contract.rs", Each::Contract),
    ours("api/src/mock.rs", Each::Contract),
    ours("api/src/outgoing.rs", Each::Outgoing),
    ours("api/src/types/mod.rs", Each::Contract),
    ours("api/src/types/[type].rs", Each::Types),
    ours("api/src/[tag]/mod.rs", Each::Tag),
    ours("api/src/[tag]/mock.rs", Each::Tag),
    ours("api/src/[tag]/[operation].rs", Each::Operation),
];
