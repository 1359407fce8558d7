//! Values that may be of several kinds.

use super::choice::one_of;
use super::{Decoder, Pointer, Report};
use crate::json::Value;

/// `oneOf`: what exactly one branch accepts.
///
/// When several do, that is one violation that says how many. When none does, it is the violations of the one branch
/// whose type fits, if there is just one such, so that the answer says what to mend.
pub fn exactly_one<T>(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    branches: &[Decoder<T>],
) -> Option<T> {
    let mut found = None;
    let mut accepted = 0_usize;
    let mut refusals = Vec::new();
    for branch in branches {
        match report.attempt(|scratch| branch(value, at, scratch)) {
            Ok(value) => {
                accepted += 1;
                found = Some(value);
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    if report.exhausted() {
        report.violation(at, TOO_MUCH);
        return None;
    }
    match accepted {
        1 => found,
        0 => {
            explain(
                at,
                report,
                refusals,
                "must fit exactly one of the declared forms, and fits none",
            );
            None
        }
        accepted => {
            report.violation(
                at,
                format!("must fit exactly one of the declared forms, and fits {accepted}"),
            );
            None
        }
    }
}

/// `anyOf`: what the first branch that accepts it makes of the value.
pub fn first_of<T>(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    branches: &[Decoder<T>],
) -> Option<T> {
    let mut refusals = Vec::new();
    for branch in branches {
        match report.attempt(|scratch| branch(value, at, scratch)) {
            Ok(value) => return Some(value),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if report.exhausted() {
        report.violation(at, TOO_MUCH);
        return None;
    }
    explain(at, report, refusals, "must fit one of the declared forms");
    None
}

/// A union with a `discriminator`: the member `property` says which branch it is.
pub fn tagged<T>(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    property: &'static str,
    branches: &[(&'static str, Decoder<T>)],
) -> Option<T> {
    if !matches!(value, Value::Object(_)) {
        report.mismatch(at, "must be an object");
        return None;
    }
    match value.member(property) {
        Some(Value::String(tag)) => {
            if let Some((_, branch)) = branches.iter().find(|(wire, _)| wire == tag) {
                return branch(value, at, report);
            }
            let words = branches.iter().map(|(wire, _)| wire);
            report.violation(&at.key(property), one_of(words));
        }
        Some(_) => report.mismatch(&at.key(property), "must be a string"),
        None => report.violation(&at.key(property), "is required"),
    }
    None
}

const TOO_MUCH: &str = "is too intricate to be checked";

/// Reports why no branch fits: by the one whose type does, or in general words.
fn explain(at: &Pointer<'_>, report: &mut Report, refusals: Vec<Report>, general: &'static str) {
    let place = at.to_string();
    let mut fitting = refusals
        .into_iter()
        .filter(|refusal| !refusal.is_empty() && !refusal.mismatched(&place));
    match (fitting.next(), fitting.next()) {
        (Some(closest), None) => report.absorb(closest),
        (None, None) => report.mismatch(at, general),
        _ => report.violation(at, general),
    }
}
