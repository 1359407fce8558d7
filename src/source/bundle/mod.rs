//! Several files become one document: a document and how far its references may lead flow in; one document without a
//! reference to another file, the files, and where everything was written, flow out.
//!
//! What references lead to becomes a component, under the name of the component that refers to it and nothing more, or else
//! its own, or else that of its file; two references to one thing lead to one component. What stands where no reference may
//! be, such as a description or an operation in a file of its own, is written in place of its reference.
//!
//! The document is copied twice. The first copy finds out what is referred to, so that the second can place a thing once
//! that is referred to whole and in part.

mod copy;
mod expect;
mod homes;
mod include;
mod look;

use std::collections::HashMap;

use serde_json::Value;

use super::files::{Library, Reach};
use super::trace::Written;
use super::{Dialect, Origin};
use crate::diagnostic::Diagnostic;

use copy::Copier;
use expect::Grammar;
use homes::Plan;

/// What bundling made.
pub struct Bundle {
    /// The document.
    pub document: Value,
    /// Where its parts were written.
    pub written: HashMap<String, Written>,
    /// The other files.
    pub parts: Vec<Origin>,
    /// Where the document stands among them.
    pub among: Option<String>,
}

/// One document of `document` and all that it refers to; what is wrong with its references goes to `diagnostics`.
pub fn bundle(
    origin: &Origin,
    document: Value,
    dialect: Dialect,
    reach: Reach,
    diagnostics: &mut Vec<Diagnostic>,
) -> Bundle {
    let grammar = Grammar::of(dialect);
    if !grammar.refers_out(&document) {
        return Bundle {
            document,
            written: HashMap::new(),
            parts: Vec::new(),
            among: None,
        };
    }
    let mut library = Library::new(origin, document, reach);
    let first = Copier::new(&mut library, grammar, Plan::default());
    let (_, sought) = first.run();
    // What is wrong is found by the second copy again.
    let second = Copier::new(&mut library, grammar, sought.plan());
    let (document, found) = second.run();
    diagnostics.append(&mut library.diagnostics);
    diagnostics.extend(found.diagnostics);
    let (among, parts) = library.into_parts();
    Bundle {
        document,
        written: found.written,
        parts,
        among,
    }
}
