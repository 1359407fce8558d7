//! What is wrong with a request, collected until there is nothing left to look at.

use std::borrow::Cow;

use super::Pointer;
use crate::problem::{MAXIMUM_VIOLATIONS, Problem, Violation};

/// Collects violations (answered 422) and unreadable parts (answered 400), each with its place.
#[derive(Debug)]
pub struct Report {
    entries: Vec<Entry>,
    /// How much work is left for branches of unions; see [`Report::attempt`].
    fuel: u32,
    /// How many attempts this report is inside of: 0 for the request's own.
    depth: u32,
}

#[derive(Debug)]
struct Entry {
    kind: Kind,
    violation: Violation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It cannot be read at all.
    Unreadable,
    /// It is of another type than the contract asks for.
    Mismatch,
    /// It is text, and not the text of the type that the contract asks for.
    Unparsed,
    /// It breaks some other rule.
    Violation,
}

/// Branches inside branches inside branches double the work at each level. So many steps (members, items, branches)
/// inside at least two attempts are free, about 20 milliseconds of work; each byte of a body adds some, up to a bound.
/// That is enough for any honest body; what needs more is refused.
const FUEL: u32 = 20_000;
const FUEL_OF_A_BYTE: u32 = 4;
const MOST_FUEL: u32 = 500_000;

/// How many violations an attempt keeps: they are shown only when no branch fits.
const KEPT_IN_ATTEMPTS: usize = 8;

impl Default for Report {
    fn default() -> Self {
        Self::new()
    }
}

impl Report {
    /// An empty report.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            entries: Vec::new(),
            fuel: FUEL,
            depth: 0,
        }
    }

    /// Allows for the work that a body of so many bytes may take.
    pub(crate) fn allow_for(&mut self, bytes: usize) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.fuel = bytes
            .saturating_mul(FUEL_OF_A_BYTE)
            .saturating_add(FUEL)
            .min(MOST_FUEL);
    }

    /// Says that what is at this place breaks the contract. `detail` says what is expected and never repeats what
    /// was sent.
    pub fn violation(&mut self, at: &Pointer<'_>, detail: impl Into<Cow<'static, str>>) {
        self.add(Kind::Violation, at, detail.into());
    }

    /// Says that what is at this place has the wrong type: a violation by which unions tell their branches apart.
    pub fn mismatch(&mut self, at: &Pointer<'_>, detail: impl Into<Cow<'static, str>>) {
        self.add(Kind::Mismatch, at, detail.into());
    }

    /// Says that the text at this place spells no value of the type that the contract asks for, such as a date: a
    /// violation in a body, and unreadable where the text is a parameter.
    pub fn unparsed(&mut self, at: &Pointer<'_>, detail: impl Into<Cow<'static, str>>) {
        self.add(Kind::Unparsed, at, detail.into());
    }

    /// Says that what is at this place cannot be read at all.
    pub fn unreadable(&mut self, at: &Pointer<'_>, detail: impl Into<Cow<'static, str>>) {
        self.add(Kind::Unreadable, at, detail.into());
    }

    /// How much was found so far.
    pub(crate) fn mark(&self) -> usize {
        self.entries.len()
    }

    /// What does not parse and was found since a mark is unreadable: it is text of a parameter.
    pub(crate) fn has_to_parse(&mut self, mark: usize) {
        for entry in self.entries.iter_mut().skip(mark) {
            if entry.kind == Kind::Unparsed {
                entry.kind = Kind::Unreadable;
            }
        }
    }

    /// What is of another type and was found since a mark is text that does not parse, whichever type it is read as.
    pub(crate) fn is_text(&mut self, mark: usize) {
        for entry in self.entries.iter_mut().skip(mark) {
            if entry.kind == Kind::Mismatch {
                entry.kind = Kind::Unparsed;
            }
        }
    }

    /// Whether nothing was found wrong so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What was found, place and sentence, in the order it was found.
    pub fn violations(&self) -> impl Iterator<Item = &Violation> {
        self.entries.iter().map(|entry| &entry.violation)
    }

    /// Ends decoding: the value when nothing was wrong, or else the refusal.
    ///
    /// # Errors
    /// A 400 when anything was unreadable, else a 422 when anything was reported. Without a value and without a
    /// report (a decoder that broke its contract) it is a 500: never a pass.
    pub fn finish<T>(self, build: impl FnOnce() -> Option<T>) -> Result<T, Problem> {
        if self.entries.is_empty() {
            return build()
                .ok_or_else(|| Problem::internal_because("a decoder refused without saying why"));
        }
        let unreadable = self
            .entries
            .iter()
            .any(|entry| entry.kind == Kind::Unreadable);
        let errors = self
            .entries
            .into_iter()
            .map(|entry| entry.violation)
            .collect();
        Err(if unreadable {
            Problem::unreadable("the request cannot be read", errors)
        } else {
            Problem::invalid(errors)
        })
    }

    /// Runs a decoder on a report of its own, and says whether it passed: a value and nothing wrong.
    ///
    /// # Errors
    /// What was wrong. All attempts of one request share one budget of work; once it is spent, every further attempt
    /// fails, so that no body makes nested unions run for longer than that.
    pub fn attempt<T>(
        &mut self,
        decode: impl FnOnce(&mut Report) -> Option<T>,
    ) -> Result<T, Report> {
        let mut scratch = Report {
            entries: Vec::new(),
            fuel: self.fuel,
            depth: self.depth + 1,
        };
        scratch.spend(1);
        let value = if scratch.exhausted() {
            None
        } else {
            decode(&mut scratch)
        };
        self.fuel = scratch.fuel;
        match value {
            Some(value) if scratch.is_empty() && !scratch.exhausted() => Ok(value),
            _ => Err(scratch),
        }
    }

    /// Whether the budget of [`Report::attempt`] is spent.
    pub(super) fn exhausted(&self) -> bool {
        self.fuel == 0
    }

    /// Takes `steps` from the budget, but only within an attempt inside another: elsewhere, every value is visited no
    /// more often than there are branches.
    pub(super) fn spend(&mut self, steps: usize) {
        if self.depth > 1 {
            self.fuel = self
                .fuel
                .saturating_sub(u32::try_from(steps).unwrap_or(u32::MAX));
        }
    }

    /// Whether the value at this very place has another type than was asked for.
    pub(crate) fn mismatched(&self, at: &str) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.kind == Kind::Mismatch && entry.violation.pointer == at)
    }

    /// Takes over what another report found.
    pub(crate) fn absorb(&mut self, other: Report) {
        for entry in other.entries {
            self.push(entry);
        }
    }

    /// Whether further violations would only be counted.
    pub(super) fn is_full(&self) -> bool {
        self.entries.len()
            >= if self.depth == 0 {
                MAXIMUM_VIOLATIONS
            } else {
                KEPT_IN_ATTEMPTS
            }
    }

    fn add(&mut self, kind: Kind, at: &Pointer<'_>, detail: Cow<'static, str>) {
        if self.is_full() {
            self.overrule(kind);
        } else {
            self.entries.push(Entry {
                kind,
                violation: Violation::new(at.render(), detail),
            });
        }
    }

    fn push(&mut self, entry: Entry) {
        if self.is_full() {
            self.overrule(entry.kind);
        } else {
            self.entries.push(entry);
        }
    }

    /// A full report still learns that something was unreadable: that decides the status.
    fn overrule(&mut self, kind: Kind) {
        if let (Kind::Unreadable, Some(last)) = (kind, self.entries.last_mut()) {
            last.kind = Kind::Unreadable;
        }
    }
}
