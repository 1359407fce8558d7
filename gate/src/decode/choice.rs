//! Enumerations and constants.

use std::error::Error;
use std::fmt;

use super::{Pointer, Report, scalar::string};
use crate::{
    any::Any,
    json::{self, ReadLimits, Value},
};

/// A word or number that is none of the declared values; what came instead is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undeclared;

impl fmt::Display for Undeclared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("this is none of the declared values")
    }
}

impl Error for Undeclared {}

/// One of the declared strings, as the variant that stands for it.
pub fn choice<T: Copy>(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    choices: &[(&'static str, T)],
) -> Option<T> {
    let text = string(value, at, report)?;
    let found = choices
        .iter()
        .find(|(wire, _)| *wire == text)
        .map(|(_, variant)| *variant);
    if found.is_none() {
        report.violation(at, one_of(choices.iter().map(|(wire, _)| wire)));
    }
    found
}

/// One of the declared whole numbers, as the variant that stands for it.
pub fn numbered<T: Copy>(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    choices: &[(i128, T)],
) -> Option<T> {
    let Value::Number(number) = value else {
        report.mismatch(at, "must be a whole number");
        return None;
    };
    let number = number.to_integer();
    let found = choices
        .iter()
        .find(|(wire, _)| Some(*wire) == number)
        .map(|(_, variant)| *variant);
    if found.is_none() {
        report.violation(at, one_of(choices.iter().map(|(wire, _)| wire)));
    }
    found
}

/// Exactly the JSON value written in `text`.
pub fn constant(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    text: &'static str,
) -> Option<Any> {
    among(value, at, report, &[text])
}

/// One of the JSON values written in `texts`, by JSON Schema's equality.
pub fn among(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    texts: &[&'static str],
) -> Option<Any> {
    let limits = ReadLimits {
        depth: ReadLimits::DEEPEST,
        nodes: usize::MAX,
    };
    let matches = |text: &&&'static str| {
        json::read(text.as_bytes(), &limits).is_ok_and(|known| known.same(value))
    };
    let found = texts
        .iter()
        .find(matches)
        .and_then(|_| value.to_json())
        .map(Any);
    if found.is_none() {
        report.violation(at, one_of(texts.iter()));
    }
    found
}

/// Lists of choices longer than this are not repeated in an answer.
const LONGEST_LIST: usize = 12;

/// Says which words there are, where they are few.
pub(super) fn one_of<W: std::fmt::Display>(words: impl ExactSizeIterator<Item = W>) -> String {
    let count = words.len();
    if count > LONGEST_LIST {
        return format!("must be one of the {count} declared values");
    }
    let words: Vec<String> = words.map(|word| word.to_string()).collect();
    match words.as_slice() {
        [only] => format!("must be {only}"),
        words => format!("must be one of: {}", words.join(", ")),
    }
}
