//! What is noticed on the way, before it is known which operations it concerns.

use super::code::{Code, ContractCode};
use super::impact::Impact;

/// One finding.
#[derive(Clone, Debug)]
pub struct Event {
    /// Which kind of change it is.
    pub code: Code,
    /// Whom it concerns.
    pub impact: Impact,
    /// What happened.
    pub message: String,
    /// The way out.
    pub help: Option<&'static str>,
    /// Where the old document says it.
    pub old: Option<String>,
    /// Where the new document says it.
    pub new: Option<String>,
}

impl Event {
    /// A finding that weighs what its code does.
    pub fn new(code: impl Into<Code>, message: String) -> Self {
        let code = code.into();
        Self {
            code,
            impact: code.impact(),
            message,
            help: None,
            old: None,
            new: None,
        }
    }

    /// A finding of a change of the contract.
    pub fn of(code: ContractCode, message: impl Into<String>) -> Self {
        Self::new(code, message.into())
    }

    /// With the place in the old document.
    pub fn was(mut self, pointer: impl Into<String>) -> Self {
        self.old = Some(pointer.into());
        self
    }

    /// With the place in the new document.
    pub fn is(mut self, pointer: impl Into<String>) -> Self {
        self.new = Some(pointer.into());
        self
    }

    /// With a way out.
    pub fn help(mut self, help: &'static str) -> Self {
        self.help = Some(help);
        self
    }
}
