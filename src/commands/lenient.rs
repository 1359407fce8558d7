//! `--lenient`: a document of which parts are invalid comes in, the rest of it goes out, and warnings that say what is missing.

use std::collections::BTreeSet;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Severity};
use crate::judge;
use crate::options::{Typeless, Unenforced};
use crate::source::{self, LoadError, Loaded, Reach};

/// How often a document is tried: what is left out rarely shows more that has to be.
const ROUNDS: usize = 10;

/// Reads a document without the operations that an error stands in the way of. Errors that stand elsewhere are errors still.
///
/// # Errors
/// The world is at fault: there is no such file, or it may not be read.
pub fn load(
    path: &Path,
    reach: Reach,
    unenforced: Unenforced,
    typeless: Typeless,
) -> Result<Loaded, LoadError> {
    let draft = source::draft(path, reach)?;
    let mut known: Vec<Diagnostic> = Vec::new();
    let mut left_out = draft.culprits(&[], &BTreeSet::new()).unwrap_or_default();
    for _ in 0..ROUNDS {
        let mut loaded = draft.without(&left_out);
        let mut errors = loaded.diagnostics.clone();
        if let Some(document) = &loaded.document {
            errors.extend(judge(document, unenforced, typeless));
        }
        errors.retain(Diagnostic::is_error);
        let more = draft.culprits(&errors, &left_out);
        let grown = more.filter(|more| *more != left_out);
        let (Some(more), false) = (grown, errors.is_empty()) else {
            loaded.diagnostics.splice(0..0, known);
            return Ok(loaded);
        };
        left_out = more;
        for mut error in errors {
            error.severity = Severity::Warning;
            if !known.contains(&error) {
                known.push(error);
            }
        }
    }
    Ok(draft.finish())
}
