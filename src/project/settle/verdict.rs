//! What happens to one file: a word for it, what is written, and why.

use crate::project::lock::is_kept;

/// What happens to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is written where nothing stands.
    Create,
    /// It is ours, and its text is replaced.
    Rewrite,
    /// It is the user's, and lines of it come, go or move.
    Edit,
    /// Nothing.
    Keep,
    /// It goes.
    Remove,
    /// It stands in the way of everything.
    Refuse,
}

impl Verdict {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Rewrite => "rewrite",
            Self::Edit => "edit",
            Self::Keep => "keep",
            Self::Remove => "remove",
            Self::Refuse => "refuse",
        }
    }
}

/// What happens to one file, and why, where that is worth a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision<'w> {
    /// The path, relative to the project.
    pub path: &'w str,
    /// What happens.
    pub verdict: Verdict,
    /// What it shall hold, where it is written.
    pub contents: Option<&'w [u8]>,
    /// Why; `None` where it goes without saying.
    pub why: Option<&'static str>,
}

impl<'w> Decision<'w> {
    pub(super) fn write(path: &'w str, verdict: Verdict, contents: &'w [u8]) -> Self {
        Self {
            path,
            verdict,
            contents: Some(contents),
            why: None,
        }
    }

    pub(super) fn leave(path: &'w str, verdict: Verdict) -> Self {
        Self {
            path,
            verdict,
            contents: None,
            why: None,
        }
    }

    pub(super) fn because(mut self, why: &'static str) -> Self {
        self.why = Some(why);
        self
    }

    /// Whether the disk is another one after it.
    #[must_use]
    pub fn is_change(&self) -> bool {
        !matches!(self.verdict, Verdict::Keep | Verdict::Refuse)
    }

    /// Whether the file is kept for ourselves: a person need not hear of it.
    #[must_use]
    pub fn is_kept_for_us(&self) -> bool {
        is_kept(self.path)
    }
}
