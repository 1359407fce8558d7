//! The cases: a folder of TOML files goes in, honest requests by their operation come out.

use std::path::Path;

use serde::Deserialize;

use crate::operation::Contract;

/// One file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    case: Vec<Entry>,
}

/// One case as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    operation: String,
    method: String,
    path: String,
    target: String,
    #[serde(default)]
    headers: Vec<(String, String)>,
    media_type: Option<String>,
    wrong_type: Option<String>,
    unknown_member: Option<String>,
    wrong_target: Option<String>,
}

/// An honest request as far as its body, and what spoils it.
pub(crate) struct Case {
    /// The operation's position in the contract.
    pub(crate) row: usize,
    /// Path and query.
    pub(crate) target: String,
    /// Headers that have to be there.
    pub(crate) headers: Vec<(String, String)>,
    /// The media type of its body.
    pub(crate) media_type: Option<String>,
    /// A JSON body of a type that the contract refuses.
    pub(crate) wrong_type: Option<String>,
    /// A JSON body with a member that the contract does not declare.
    pub(crate) unknown_member: Option<String>,
    /// The target with a parameter that the contract refuses.
    pub(crate) wrong_target: Option<String>,
}

/// Reads every `*.toml` in a folder, and in the folders within: versions have one each.
pub(crate) fn read(folder: &Path, contract: &'static Contract) -> Result<Vec<Case>, Vec<String>> {
    let unreadable =
        |path: &Path, error: &dyn std::fmt::Display| vec![format!("{}: {error}", path.display())];
    let mut paths = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))?;
        let (inner, files): (Vec<_>, Vec<_>) = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .partition(|path| path.is_dir());
        folders.extend(inner);
        paths.extend(files.into_iter().filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        }));
    }
    paths.sort();
    let mut cases = Vec::new();
    let mut strangers = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        let file: File = toml::from_str(&text).map_err(|error| unreadable(&path, &error))?;
        for entry in file.case {
            let row = contract.operations.iter().position(|operation| {
                operation.method == entry.method && operation.path == entry.path
            });
            match row {
                Some(row) => cases.push(entry.at(row)),
                None => strangers.push(format!(
                    "{}: the contract has no `{} {}`; remove the case of {}",
                    path.display(),
                    entry.method,
                    entry.path,
                    entry.operation
                )),
            }
        }
    }
    if strangers.is_empty() {
        Ok(cases)
    } else {
        Err(strangers)
    }
}

impl Entry {
    fn at(self, row: usize) -> Case {
        Case {
            row,
            target: self.target,
            headers: self.headers,
            media_type: self.media_type,
            wrong_type: self.wrong_type,
            unknown_member: self.unknown_member,
            wrong_target: self.wrong_target,
        }
    }
}
