//! The contract of a project, or the contracts of its versions: what stands there, what is to take its place, and what it was
//! made from last. Paths and choices come in; documents go out, with the choices written into them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::project::{Project, optional, unreadable};
use crate::by_age;
use crate::choices::{self, Choices};
use crate::commands::several::{self, Invalid, Reading, Several};
use crate::commands::{Failure, own};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::options::{Options, Typeless, Unenforced};
use crate::project::{LAST, Leeway, Row, sha256};
use crate::source::{Document, Origin, Reach};

/// What was read for a project.
pub struct Contracts {
    /// The documents with the names of their versions; the only one has no name. Empty where an error forbids one of them.
    pub named: Vec<(String, Document)>,
    /// Where each of them came from.
    pub origins: Vec<Arc<Origin>>,
    /// What was noticed about them.
    pub findings: Vec<Diagnostic>,
    /// The bytes of their files, by their paths in the project.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Files of the project whose place a contract from elsewhere takes, and that were edited there since.
    pub edited: Vec<String>,
}

/// The choices that make a project, from its choices file and what is on record.
///
/// # Errors
/// A template of the project's own cannot be read.
pub fn options(
    project: &Project<'_>,
    choices: &Choices,
    leeway: Leeway,
) -> Result<Options, Failure> {
    Ok(Options {
        name: project.name(),
        unenforced: if leeway.allow_unenforced {
            Unenforced::List
        } else {
            Unenforced::Refuse
        },
        typeless: match choices.typeless.as_deref() {
            Some("any") => Typeless::Any,
            _ => Typeless::Object,
        },
        sharing: choices.sharing.unwrap_or_default(),
        templates: own::read(project.root)?,
    })
}

/// Reads the contracts of a project: its own, or the one at `spec` in the place of one of them.
///
/// # Errors
/// The world is in the way: a file that cannot be read.
pub fn current(
    project: &Project<'_>,
    choices: &Choices,
    spec: Option<&Path>,
    leeway: Leeway,
    options: &Options,
) -> Result<Result<Contracts, Box<Diagnostic>>, Failure> {
    let own = match own_paths(project, choices) {
        Ok(own) => own,
        Err(fault) => return Ok(Err(fault)),
    };
    let reading = reading(leeway, options);
    let mut paths: Vec<PathBuf> = own.iter().map(|(_, path)| project.path(path)).collect();
    let adopted = match spec {
        None => None,
        Some(spec) => match adopting(&own, spec, reading)? {
            Ok(position) => Some(position),
            Err(fault) => return Ok(Err(fault)),
        },
    };
    if let (Some(spec), Some(place)) = (spec, adopted.and_then(|at| paths.get_mut(at))) {
        spec.clone_into(place);
    }
    let Several {
        documents,
        mut origins,
        findings,
    } = several::load(&paths, reading)?;
    let mut contracts = Contracts {
        named: Vec::new(),
        origins: Vec::new(),
        findings,
        files: BTreeMap::new(),
        edited: Vec::new(),
    };
    if documents.len() < own.len() {
        contracts.origins.append(&mut origins);
        return Ok(Ok(contracts));
    }
    for (position, ((name, path), mut document)) in own.into_iter().zip(documents).enumerate() {
        let is_adopted = adopted == Some(position);
        let sources = if is_adopted {
            match settle_there(&path, &mut document) {
                Ok(sources) => sources,
                Err(fault) => return Ok(Err(fault)),
            }
        } else {
            settle_here(project.root, &path, &mut document)
        };
        for (path, source) in sources {
            let bytes = fs::read(&source).map_err(|error| unreadable(&source, error))?;
            if is_adopted && is_edited(project, &path, &bytes)? {
                contracts.edited.push(path.clone());
            }
            contracts.files.insert(path, bytes);
        }
        contracts.origins.push(Arc::clone(&document.origin));
        contracts.named.push((name, document));
    }
    Ok(Ok(contracts))
}

/// Which of the project's contracts the one at `spec` takes the place of.
fn adopting(
    own: &[(String, String)],
    spec: &Path,
    reading: Reading,
) -> Result<Result<usize, Box<Diagnostic>>, Failure> {
    if let [(name, _)] = own
        && name.is_empty()
    {
        return Ok(Ok(0));
    }
    let Several { documents, .. } = several::load(&[spec.to_owned()], reading)?;
    let Some((name, _)) = by_age(documents).pop() else {
        // What is wrong with it is told when it is read in its place, whichever that is.
        return Ok(Ok(0));
    };
    let known = own.iter().position(|(known, _)| *known == name);
    Ok(known.ok_or_else(|| Box::new(choices::unversioned(&name, choices::FILE))))
}

/// The contracts' paths in the project, with the names of their versions.
fn own_paths(
    project: &Project<'_>,
    choices: &Choices,
) -> Result<Vec<(String, String)>, Box<Diagnostic>> {
    if choices.versions.is_empty() {
        return Ok(vec![(String::new(), own_path(project, choices)?)]);
    }
    let versions = choices.versions.iter();
    let own = versions.map(|version| {
        if is_inside(&version.path) {
            Ok((version.name.clone(), version.path.clone()))
        } else {
            Err(outside(project, &version.path))
        }
    });
    own.collect()
}

/// Whether a path leads to a file of the project.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !Path::new(path).is_absolute()
        && path.split('/').all(|name| !matches!(name, "" | "." | ".."))
}

fn outside(project: &Project<'_>, path: &str) -> Box<Diagnostic> {
    fault(
        project,
        format!("`{path}` is no path of a file in the project"),
        "write it relative to the project's folder, with `/` and without `..`; `--spec` takes a contract over from elsewhere",
    )
}

fn fault(project: &Project<'_>, message: String, help: &str) -> Box<Diagnostic> {
    let fault = Diagnostic::unplaced(Severity::Error, Code::ChoiceInvalid);
    Box::new(
        fault
            .in_file(project.shown(choices::FILE))
            .message(message)
            .help(help),
    )
}

/// The path of a project's only contract.
fn own_path(project: &Project<'_>, choices: &Choices) -> Result<String, Box<Diagnostic>> {
    if let Some(path) = &choices.contract {
        return if is_inside(path) {
            Ok(path.clone())
        } else {
            Err(outside(project, path))
        };
    }
    let rows = project.lock.files.iter();
    let mut known = rows
        .filter(|(_, row)| **row == Row::Yours(None))
        .map(|(path, _)| path);
    match (known.next(), known.next()) {
        (Some(path), None) => Ok(path.clone()),
        _ => Err(fault(
            project,
            "nothing says where the contract is".to_owned(),
            "write `[contract]` and below it `path = \"openapi.yaml\"`",
        )),
    }
}

fn reading(leeway: Leeway, options: &Options) -> Reading {
    Reading {
        reach: if leeway.allow_remote {
            Reach::Remote
        } else {
            Reach::Folder
        },
        unenforced: options.unenforced,
        typeless: options.typeless,
        invalid: if leeway.lenient {
            Invalid::LeaveOut
        } else {
            Invalid::Refuse
        },
    }
}

/// Notes where the files of a contract that stands in the project are, and answers with each path and where to read it.
fn settle_here(root: &Path, own: &str, document: &mut Document) -> Vec<(String, PathBuf)> {
    let above = root.canonicalize().unwrap_or_default();
    let place = |part: &Origin| {
        let canonical = part.path.canonicalize().ok()?;
        let inside = canonical.strip_prefix(&above).ok()?;
        Some(inside.to_str()?.replace('\\', "/"))
    };
    let origin = Arc::make_mut(&mut document.origin);
    origin.kept = Some(own.to_owned());
    let mut sources = vec![(own.to_owned(), origin.path.clone())];
    for part in &mut origin.parts {
        part.kept = place(part);
        if let Some(path) = &part.kept {
            sources.push((path.clone(), part.path.clone()));
        } else {
            // What lies elsewhere stays there, and is not copied into the project either.
            part.among = None;
        }
    }
    sources
}

/// Says where the files of a contract from elsewhere go: the document to where the project has its own, every other one to the
/// same place beside it as it has now.
fn settle_there(
    own: &str,
    document: &mut Document,
) -> Result<Vec<(String, PathBuf)>, Box<Diagnostic>> {
    let origin = Arc::make_mut(&mut document.origin);
    let among = origin.among.clone().unwrap_or_default();
    let below = among.rsplit_once('/').map_or("", |(folder, _)| folder);
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
    let above = if below.is_empty() {
        Some(folder)
    } else {
        let above = folder.strip_suffix(below);
        above.filter(|above| above.is_empty() || above.ends_with('/'))
    };
    let has_parts = origin.parts.iter().any(|part| part.among.is_some());
    // In the root of a project are other files than a contract's.
    let above = above.map(|above| above.trim_end_matches('/'));
    let above = match above {
        Some(above) if !has_parts || !above.is_empty() => above,
        _ => {
            let fault = Diagnostic::unplaced(Severity::Error, Code::ChoiceInvalid);
            return Err(Box::new(fault
                .in_file(choices::FILE)
                .message(format!(
                    "a contract of several files does not fit where `{own}` is"
                ))
                .help(
                    "put its files below `contract/`, name the first one as `path` of `[contract]` in `portcullis.toml`, and leave `--spec` out",
                )));
        }
    };
    origin.kept = Some(own.to_owned());
    let mut sources = vec![(own.to_owned(), origin.path.clone())];
    for part in &mut origin.parts {
        if let Some(among) = &part.among {
            let path = format!("{above}/{among}");
            sources.push((path.clone(), part.path.clone()));
            part.kept = Some(path);
        }
    }
    Ok(sources)
}

/// Whether a file of the project says something else than the contract that it was made from, and than the one that is to
/// take its place.
fn is_edited(project: &Project<'_>, path: &str, new: &[u8]) -> Result<bool, Failure> {
    let Some(now) = optional(&project.path(path))? else {
        return Ok(false);
    };
    let hash = sha256(now.as_bytes());
    let is_known = project.lock.inputs.get(path) == Some(&hash) || project.lock.document == hash;
    Ok(!is_known && now.as_bytes() != new)
}

/// What a project was made from last.
pub struct Last {
    /// The documents with the names of their versions, the choices of then written into them.
    pub named: Vec<(String, Document)>,
    /// The choices of then.
    pub choices: Choices,
    /// The same, as they make a project.
    pub options: Options,
}

/// What a project was made from last; `None` where it is not kept, or cannot be read any more.
///
/// # Errors
/// The world is in the way.
pub fn last(project: &Project<'_>) -> Result<Option<Last>, Failure> {
    let folder = project.path(LAST);
    let Some(chosen) = optional(&folder.join(choices::FILE))? else {
        return Ok(None);
    };
    let shown = format!("{LAST}/{}", choices::FILE);
    let (choices, faults) = choices::read(&chosen, &shown);
    let leeway = project.lock.leeway;
    let options = options(project, &choices, leeway)?;
    let Ok(own) = own_paths(project, &choices) else {
        return Ok(None);
    };
    let paths: Vec<PathBuf> = own.iter().map(|(_, path)| folder.join(path)).collect();
    if !faults.is_empty() || !paths.iter().all(|path| path.is_file()) {
        return Ok(None);
    }
    let Several { documents, .. } = several::load(&paths, reading(leeway, &options))?;
    if documents.len() < own.len() {
        return Ok(None);
    }
    let mut named = Vec::new();
    for ((name, path), mut document) in own.into_iter().zip(documents) {
        settle_here(&folder, &path, &mut document);
        named.push((name, document));
    }
    let faults = several::apply(&choices, &mut named, &shown);
    Ok(faults.is_empty().then_some(Last {
        named,
        choices,
        options,
    }))
}
