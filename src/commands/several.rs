//! Several documents as the versions of one service: paths go in, documents in the order of their age come out, with what a
//! project has chosen about them.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Failure, lenient};
use crate::choices::{self, Choices};
use crate::diagnostic::Diagnostic;
use crate::options::{Typeless, Unenforced};
use crate::source::{self, Document, Origin, Reach};
use crate::{Emitted, Options, Standing, Version, emit, emit_versions};

/// How documents are read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Where references may lead.
    pub reach: Reach,
    /// What happens to a demand that cannot be enforced.
    pub unenforced: Unenforced,
    /// What a schema without a type means.
    pub typeless: Typeless,
    /// What happens to operations that are invalid.
    pub invalid: Invalid,
}

/// What happens to operations that are invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// Their document is refused.
    Refuse,
    /// They are left out, where the rest can stand without them.
    LeaveOut,
}

/// What was read.
#[derive(Debug)]
pub struct Several {
    /// The documents that were understood; fewer than there are origins where one was not.
    pub documents: Vec<Document>,
    /// Where each of them came from, in the order in which they were named.
    pub origins: Vec<Arc<Origin>>,
    /// What was noticed. Where there are several documents, each finding names its file.
    pub findings: Vec<Diagnostic>,
}

/// Reads documents, one or several.
///
/// # Errors
/// The world is at fault: one of them cannot be read at all.
pub fn load(paths: &[PathBuf], reading: Reading) -> Result<Several, Failure> {
    let mut read = Several {
        documents: Vec::new(),
        origins: Vec::new(),
        findings: Vec::new(),
    };
    for path in paths {
        let loaded = match reading.invalid {
            Invalid::LeaveOut => {
                lenient::load(path, reading.reach, reading.unenforced, reading.typeless)
            }
            Invalid::Refuse => source::load_within(path, reading.reach),
        };
        let mut loaded = loaded.map_err(Failure::Load)?;
        if paths.len() > 1 {
            for finding in &mut loaded.diagnostics {
                source::settle(&loaded.origin, finding);
            }
        }
        read.findings.extend(loaded.diagnostics);
        read.documents.extend(loaded.document);
        read.origins.push(loaded.origin);
    }
    Ok(read)
}

/// Writes what a project has chosen into its documents, and brings these into the order that it says.
pub fn apply(choices: &Choices, named: &mut [(String, Document)], file: &str) -> Vec<Diagnostic> {
    if let ([(_, only)], []) = (&mut *named, choices.versions.as_slice()) {
        return choices.apply(only, file);
    }
    let mut found = Vec::new();
    let position = |name: &str| {
        let mut known = choices.versions.iter();
        known.position(|version| version.name == name)
    };
    named.sort_by_key(|(name, _)| position(name));
    for (name, document) in &mut *named {
        match position(name).and_then(|index| choices.versions.get(index)) {
            Some(version) => found.extend(version.apply(document, file)),
            None => found.push(choices::unversioned(name, file)),
        }
    }
    let missing = choices.versions.iter().filter(|version| {
        let mut documents = named.iter();
        !documents.any(|(name, _)| *name == version.name)
    });
    found.extend(missing.map(|version| version.missing(file)));
    found
}

/// Emits a project from one document, or from the versions that it has.
#[must_use]
pub fn emitted(named: &[(String, Document)], choices: &Choices, options: &Options) -> Emitted {
    match named {
        [(_, only)] if choices.versions.is_empty() => emit(only, options),
        several => emit_versions(&versions(several, choices), options),
    }
}

/// The documents as versions, with what was chosen about their end.
#[must_use]
pub fn versions<'d>(named: &'d [(String, Document)], choices: &Choices) -> Vec<Version<'d>> {
    let version = |(name, document): &'d (String, Document)| {
        let mut known = choices.versions.iter();
        let chosen = known.find(|version| version.name == *name);
        Version {
            name: name.clone(),
            document,
            standing: chosen.map_or(Standing::Retiring, |version| version.standing),
        }
    };
    named.iter().map(version).collect()
}
