//! What is wrong with a document or a project, and how it is told.
//!
//! Every layer hands back diagnostics; nothing here prints. `place` is filled in only for what is going to be shown, by
//! [`crate::source::place`]; `render_human` and `render_json` turn the list into text.

mod code;
mod human;
mod json;
mod page;
mod place;

pub use code::Code;
pub use human::{Colour, render_human};
pub(crate) use human::{paint, tone, visible, write_place};
pub use json::render_json;
pub use place::Place;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Generation stops.
    Error,
    /// The document was understood, after a repair or with a loss that is told.
    Warning,
    /// Worth knowing; nothing has to be done.
    Note,
}

impl Severity {
    /// The word that is printed, and that JSON carries.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One finding: what, how bad, where, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// Which kind of finding it is.
    pub code: Code,
    /// One sentence, lower case, no full stop, names in backticks.
    pub message: String,
    /// The JSON pointer (RFC 6901) of the place in the document, `""` for the whole of it, `None` when it is not about a document.
    pub pointer: Option<String>,
    /// The file it is about, as a person would name it; `None` for the document itself. It is filled in with the place, or at
    /// once by whoever found something in another file.
    pub file: Option<String>,
    /// The way out, if there is one.
    pub help: Option<String>,
    /// Line and column: known at once for a syntax error, found by the second parse for everything else.
    pub place: Option<Place>,
}

impl Diagnostic {
    /// Something that stops generation, at `pointer` in the document.
    #[must_use]
    pub fn error(code: Code, pointer: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, Some(pointer.into()))
    }

    /// Something that was repaired or is lost, at `pointer` in the document.
    #[must_use]
    pub fn warning(code: Code, pointer: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, Some(pointer.into()))
    }

    /// Something worth knowing, at `pointer` in the document.
    #[must_use]
    pub fn note(code: Code, pointer: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, Some(pointer.into()))
    }

    /// A finding that is not about a place in a document.
    #[must_use]
    pub fn unplaced(severity: Severity, code: Code) -> Self {
        Self::new(severity, code, None)
    }

    fn new(severity: Severity, code: Code, pointer: Option<String>) -> Self {
        Self {
            severity,
            code,
            message: String::new(),
            pointer,
            file: None,
            help: None,
            place: None,
        }
    }

    /// Says what is wrong: one sentence, lower case, no full stop.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Says the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says which other file it is about; its pointer then is one in that file.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Sets a place that is known already.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Does it stop generation?
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
