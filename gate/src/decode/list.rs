//! Arrays and objects without declared members.

use std::collections::BTreeMap;

use super::{Decoder, Pointer, Report, Text, scalar::outside, text::keeps};
use crate::json::{Value, all_different};

/// What an array has to be.
#[derive(Clone, Copy, Debug)]
pub struct Items {
    /// `minItems`.
    pub min: usize,
    /// `maxItems`.
    pub max: Option<usize>,
    /// `uniqueItems`.
    pub unique: Unique,
}

/// Whether items may be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unique {
    /// They may.
    No,
    /// No two may be the same, by JSON Schema's equality.
    Yes,
}

impl Items {
    /// Every array.
    pub const ANY: Self = Self {
        min: 0,
        max: None,
        unique: Unique::No,
    };
}

/// What an object has to be whose members are a map.
#[derive(Clone, Copy, Debug)]
pub struct Members {
    /// `minProperties`.
    pub min: usize,
    /// `maxProperties`.
    pub max: Option<usize>,
    /// `propertyNames`, as far as it is a rule about text.
    pub names: Text,
}

impl Members {
    /// Every object.
    pub const ANY: Self = Self {
        min: 0,
        max: None,
        names: Text::ANY,
    };
}

/// An array whose items the decoder accepts.
pub fn list<T>(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    rule: &Items,
    item: Decoder<T>,
) -> Option<Vec<T>> {
    let items = checked_items(value, at, report, rule)?;
    let mut decoded = Vec::with_capacity(items.len());
    for (index, value) in items.iter().enumerate() {
        match item(value, &at.index(index), report) {
            Some(item) => decoded.push(item),
            None if report.is_full() => return None,
            None => {}
        }
    }
    (decoded.len() == items.len()).then_some(decoded)
}

/// An object whose members the decoder accepts, whatever their names.
pub fn map<T>(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    rule: &Members,
    member: Decoder<T>,
) -> Option<BTreeMap<String, T>> {
    let members = checked_members(value, at, report, rule)?;
    let mut decoded = BTreeMap::new();
    for (key, value) in members {
        let at = at.key(key);
        let named = keeps(key, &at, report, &rule.names);
        match member(value, &at, report) {
            Some(member) if named => {
                decoded.insert(key.as_ref().to_owned(), member);
            }
            _ if report.is_full() => return None,
            _ => {}
        }
    }
    (decoded.len() == members.len()).then_some(decoded)
}

fn checked_items<'v, 'a>(
    value: &'v Value<'a>,
    at: &Pointer<'_>,
    report: &mut Report,
    rule: &Items,
) -> Option<&'v [Value<'a>]> {
    let Value::Array(items) = value else {
        report.mismatch(at, "must be an array");
        return None;
    };
    report.spend(items.len());
    let mut kept = true;
    if let Some(detail) = outside(items.len(), rule.min, rule.max, ["item", "items"]) {
        report.violation(at, detail);
        kept = false;
    }
    if rule.unique == Unique::Yes && !all_different(items) {
        report.violation(at, "must not have the same item twice");
        kept = false;
    }
    if !kept {
        // The items are still looked at by nobody: an array that is too long is not worth the work.
        return None;
    }
    Some(items)
}

type MemberSlice<'a> = [(std::borrow::Cow<'a, str>, Value<'a>)];

fn checked_members<'v, 'a>(
    value: &'v Value<'a>,
    at: &Pointer<'_>,
    report: &mut Report,
    rule: &Members,
) -> Option<&'v MemberSlice<'a>> {
    let Value::Object(members) = value else {
        report.mismatch(at, "must be an object");
        return None;
    };
    report.spend(members.len());
    if let Some(detail) = outside(members.len(), rule.min, rule.max, ["member", "members"]) {
        report.violation(at, detail);
        return None;
    }
    Some(members)
}
