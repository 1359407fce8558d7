//! JSON that the contract leaves open, and whole numbers that it leaves unbounded.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::{
    decode::{Decode, Number as NumberRule, Pointer, Report, whole},
    json::{Number, Value},
};

/// Any JSON value: what a schema without a rule accepts.
///
/// Numbers that neither 64-bit integer holds are the nearest `f64`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Any(pub serde_json::Value);

impl Decode for Any {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        let kept = value.to_json().map(Self);
        if kept.is_none() {
            report.violation(at, unkept(value));
        }
        kept
    }
}

/// Why a value cannot be kept as JSON.
fn unkept(value: &Value<'_>) -> &'static str {
    match value {
        #[cfg(feature = "multipart")]
        Value::File(_) => "must not be a file",
        _ => "must not hold a number beyond 64-bit floating point",
    }
}

/// A whole number of any size, exact.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WholeNumber(Box<str>);

impl WholeNumber {
    /// The number, when it is a whole one. `1.0` and `1e2` become `1` and `100` when they fit into 128 bits and keep
    /// their text beyond that.
    pub(crate) fn new(number: &Number<'_>) -> Option<Self> {
        let text = match number.to_integer() {
            Some(integer) => integer.to_string(),
            None if number.is_integer() => number.as_str().to_owned(),
            None => return None,
        };
        Some(Self(text.into()))
    }

    /// The number as a JSON number's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, when 64 bits hold it.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }
}

impl fmt::Display for WholeNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<i64> for WholeNumber {
    fn from(number: i64) -> Self {
        Self(number.to_string().into())
    }
}

impl Decode for WholeNumber {
    fn decode(value: &Value<'_>, at: &Pointer<'_>, report: &mut Report) -> Option<Self> {
        whole(value, at, report, &NumberRule::ANY)
    }
}

impl Serialize for WholeNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.to_i64() {
            Some(number) => serializer.serialize_i64(number),
            None => RawValue::from_string(self.0.to_string())
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
        }
    }
}
