//! What a project was made from last: its lock and what is kept beside it come in, a contract with its choices goes out, as far
//! as anybody needs it.

use super::contract::{self, Last};
use super::making::{Made, files_of};
use super::project::Project;
use crate::commands::Failure;
use crate::project::{File, sha256};
use crate::{GENERATOR, choices};

/// What the project was made from last, as far as it is needed.
pub struct Before {
    /// The contract as it was, with its choices, where it was another one and is kept.
    pub last: Option<Last>,
    /// What this program makes of the contract as it was; `None` where nobody needs it, or the contract is not kept.
    pub files: Option<Vec<File>>,
    /// Whether another program made the project.
    pub is_newer: bool,
    /// Whether the contract or the choices changed since.
    pub is_changed: bool,
}

impl Before {
    /// Reads it.
    ///
    /// # Errors
    /// The world is in the way.
    pub fn of(project: &Project<'_>, made: &Made) -> Result<Self, Failure> {
        let is_newer = project.lock.generator != GENERATOR;
        let is_input = |(path, bytes): (&String, &Vec<u8>)| {
            project.lock.inputs.get(path) == Some(&sha256(bytes))
        };
        let chosen = project
            .chosen
            .as_deref()
            .map(|text| sha256(text.as_bytes()));
        let is_changed = project.lock.inputs.len()
            != made.contract.len() + usize::from(chosen.is_some())
            || !made.contract.iter().all(is_input)
            || project.lock.inputs.get(choices::FILE) != chosen.as_ref();
        let last = if is_changed {
            contract::last(project)?
        } else {
            None
        };
        let files = match &last {
            Some(last) if is_newer => files_of(last),
            _ => None,
        };
        Ok(Self {
            last,
            files,
            is_newer,
            is_changed,
        })
    }
}
