//! Templates of a team's own: a project's folder comes in, their texts go out.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::Failure;
use crate::options::Templates;
use crate::project::{Disk, sha256};
use crate::render::templates::{ENDING, FOLDER};

/// The templates that a project has of its own; none where it has no folder of them.
///
/// # Errors
/// One of them cannot be read, or is no text.
pub fn read(root: &Path) -> Result<Templates, Failure> {
    let failed = |path: &Path, error: io::Error| Failure::Look {
        folder: path.to_owned(),
        error,
    };
    let paths = Disk::list(root, FOLDER).map_err(|error| failed(&root.join(FOLDER), error))?;
    let mut texts = BTreeMap::new();
    for path in paths {
        let name = path.strip_prefix(FOLDER).unwrap_or_default();
        let Some(name) = name.trim_start_matches('/').strip_suffix(ENDING) else {
            continue;
        };
        let place = root.join(&path);
        let text = fs::read_to_string(&place).map_err(|error| failed(&place, error))?;
        texts.insert(name.to_owned(), text);
    }
    Ok(Templates(texts))
}

/// What goes on record of them: name and SHA-256.
#[must_use]
pub fn hashes(templates: &Templates) -> BTreeMap<String, String> {
    let rows = templates.0.iter();
    rows.map(|(name, text)| (name.clone(), sha256(text.as_bytes())))
        .collect()
}
