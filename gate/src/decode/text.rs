//! Strings: length, pattern, format.

use super::{
    Pointer, Report,
    scalar::{outside, string},
};
use crate::{
    format::Format,
    json::Value,
    pattern::Pattern,
    sanitize::{Sanitize, sanitize},
};

/// What a string has to be.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// `minLength`, in Unicode code points.
    pub min_length: usize,
    /// `maxLength`, in Unicode code points.
    pub max_length: Option<usize>,
    /// `pattern`: one of them has to occur somewhere in the string unless it is anchored.
    pub pattern: Option<&'static Pattern>,
    /// `format`, asserted.
    pub format: Option<Format>,
    /// `x-sanitize`: what is cleaned out before any of this is asked.
    pub sanitize: &'static [Sanitize],
}

impl Text {
    /// Every string.
    pub const ANY: Self = Self {
        min_length: 0,
        max_length: None,
        pattern: None,
        format: None,
        sanitize: &[],
    };
}

/// A string that keeps all of `rule`; each rule that is broken is a violation of its own.
pub fn text(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    rule: &Text,
) -> Option<String> {
    let text = string(value, at, report)?;
    if !rule.sanitize.is_empty() {
        let clean = sanitize(text, rule.sanitize);
        return keeps(&clean, at, report, rule).then(|| clean.into_owned());
    }
    keeps(text, at, report, rule).then(|| text.to_owned())
}

/// Whether a string keeps a rule; reports what it breaks.
pub(super) fn keeps(text: &str, at: &Pointer<'_>, report: &mut Report, rule: &Text) -> bool {
    let mut kept = true;
    // A string has at most as many code points as bytes, so that most are measured without being counted.
    if rule.min_length > 0 || rule.max_length.is_some_and(|maximum| text.len() > maximum) {
        let count = text.chars().count();
        if let Some(detail) = outside(
            count,
            rule.min_length,
            rule.max_length,
            ["character", "characters"],
        ) {
            report.violation(at, detail);
            kept = false;
        }
    }
    if let Some(pattern) = rule.pattern.filter(|pattern| !pattern.matches(text)) {
        report.violation(at, format!("must match the pattern {}", pattern.source()));
        kept = false;
    }
    if let Some(format) = rule.format.filter(|format| !format.accepts(text)) {
        // Bounds beside such a format keep it from being a type of its own, and its text from being parsed, in name only.
        if format.is_a_type() {
            report.unparsed(at, format.expectation());
        } else {
            report.violation(at, format.expectation());
        }
        kept = false;
    }
    kept
}
