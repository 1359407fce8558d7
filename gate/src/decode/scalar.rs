//! Types of the standard library and of the crates that the emitted types are made of.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    net::{Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use super::{
    Decode, Decoder, Integer, Items, Members, Number, Pointer, Report, Text, float, integer, list,
    map, number, text,
};
use crate::{format::Format, json::Value, nullable::Nullable};

/// `true` or `false`.
pub fn boolean(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<bool> {
    if let Value::Bool(value) = value {
        return Some(*value);
    }
    report.mismatch(at, "must be true or false");
    None
}

/// `null`, or what the decoder accepts.
pub fn nullable<T>(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    decoder: Decoder<T>,
) -> Option<Nullable<T>> {
    match value {
        Value::Null => Some(Nullable::Null),
        value => decoder(value, at, report).map(Nullable::Value),
    }
}

/// The string at this place, or a report that there is none.
pub(super) fn string<'v>(
    value: &'v Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
) -> Option<&'v str> {
    if let Value::String(text) = value {
        return Some(text);
    }
    report.mismatch(at, "must be a string");
    None
}

/// A string of this format, parsed into a type of its own.
fn parsed<T: FromStr>(
    format: Format,
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
) -> Option<T> {
    let text = string(value, at, report)?;
    let parsed = if format.accepts(text) {
        text.parse().ok()
    } else {
        None
    };
    if parsed.is_none() {
        report.unparsed(at, format.expectation());
    }
    parsed
}

impl Decode for bool {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        boolean(value, at, report)
    }
}

impl Decode for i32 {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        integer(value, at, report, &Integer::ANY)
    }
}

impl Decode for i64 {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        integer(value, at, report, &Integer::ANY)
    }
}

impl Decode for u32 {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        integer(value, at, report, &Integer::ANY)
    }
}

impl Decode for u64 {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        integer(value, at, report, &Integer::ANY)
    }
}

impl Decode for f32 {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        float(value, at, report, &Number::ANY)
    }
}

impl Decode for f64 {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        number(value, at, report, &Number::ANY)
    }
}

impl Decode for String {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        text(value, at, report, &Text::ANY)
    }
}

impl Decode for uuid::Uuid {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        parsed(Format::Uuid, value, at, report)
    }
}

/// RFC 3339. The type holds nanoseconds: finer fractions are cut, and a leap second becomes the second before it. The last
/// day of the year 9999, by which many mean the end of time, lies partly beyond its range and becomes its last instant.
impl Decode for jiff::Timestamp {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        let text = string(value, at, report)?;
        if !Format::DateTime.accepts(text) {
            report.unparsed(at, Format::DateTime.expectation());
            return None;
        }
        let timestamp = text.parse().or_else(|_| to_nanoseconds(text).parse());
        Some(timestamp.unwrap_or(Self::MAX))
    }
}

/// A date and time without the digits of its fraction beyond the ninth.
fn to_nanoseconds(text: &str) -> String {
    let Some((start, rest)) = text.split_once('.') else {
        return text.to_owned();
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, offset) = rest.split_at(digits);
    let kept = fraction.get(..9).unwrap_or(fraction);
    format!("{start}.{kept}{offset}")
}

impl Decode for jiff::civil::Date {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        parsed(Format::Date, value, at, report)
    }
}

impl Decode for Ipv4Addr {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        parsed(Format::Ipv4, value, at, report)
    }
}

impl Decode for Ipv6Addr {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        parsed(Format::Ipv6, value, at, report)
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        T::decode(value, at, report).map(Box::new)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        list(value, at, report, &Items::ANY, T::decode)
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        map(value, at, report, &Members::ANY, T::decode)
    }
}

impl<T: Decode> Decode for Nullable<T> {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        nullable(value, at, report, T::decode)
    }
}

/// How many code points a text has, when that is outside of the bounds; the sentence that says so.
pub(super) fn outside(
    count: usize,
    minimum: usize,
    maximum: Option<usize>,
    unit: [&'static str; 2],
) -> Option<Cow<'static, str>> {
    let [one, many] = unit;
    let noun = |count: usize| if count == 1 { one } else { many };
    if count < minimum {
        return Some(format!("must have at least {minimum} {}", noun(minimum)).into());
    }
    maximum
        .filter(|maximum| count > *maximum)
        .map(|maximum| format!("must have at most {maximum} {}", noun(maximum)).into())
}
