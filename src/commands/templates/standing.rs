//! How a project's own templates stand to the built-in ones: both come in, with the text that the own one began as; whether
//! there is a newer built-in one goes out.

use std::fs;
use std::io;
use std::path::Path;

use super::BASE;
use crate::commands::Failure;
use crate::options::Templates;
use crate::project::patch;
use crate::render::templates::{ENDING, text};

/// How a template of the project's own stands to the built-in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The built-in one is as it was when this one was ejected.
    Current,
    /// The built-in one has changed since, and like this.
    Outdated(String),
    /// Nobody knows what it began as: it was not ejected, or the text is gone.
    Unknown,
}

/// How each of the project's own templates stands.
///
/// # Errors
/// A text that one began as cannot be read.
pub fn standings(root: &Path, own: &Templates) -> Result<Vec<(String, Standing)>, Failure> {
    let names = own.0.keys();
    names
        .map(|name| Ok((name.clone(), standing(root, name)?)))
        .collect()
}

fn standing(root: &Path, name: &str) -> Result<Standing, Failure> {
    let path = base(name);
    let place = root.join(&path);
    let before = match fs::read_to_string(&place) {
        Ok(before) => before,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Unknown),
        Err(error) => {
            return Err(Failure::Look {
                folder: place,
                error,
            });
        }
    };
    Ok(match text(name) {
        Some(now) if now == before => Standing::Current,
        Some(now) => Standing::Outdated(patch(&format!("{name}{ENDING}"), &before, now)),
        None => Standing::Unknown,
    })
}

/// Where the text is kept that a template began as.
pub fn base(name: &str) -> String {
    format!("{BASE}/{name}{ENDING}")
}
