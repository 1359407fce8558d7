//! Numbers: bounds and divisibility, exact on the text that was sent.

use super::{Pointer, Report};
use crate::any::WholeNumber;
use crate::json::{self, Decimal, Value};

/// What a whole number has to be. Bounds of the contract that are no whole numbers are rounded inwards beforehand.
#[derive(Clone, Copy, Debug)]
pub struct Integer {
    /// The least value allowed.
    pub minimum: Option<i128>,
    /// The greatest value allowed.
    pub maximum: Option<i128>,
    /// `multipleOf`; above 0.
    pub multiple_of: Option<i128>,
}

impl Integer {
    /// Every whole number that the type holds.
    pub const ANY: Self = Self {
        minimum: None,
        maximum: None,
        multiple_of: None,
    };
}

/// What a number has to be. Bounds are decimals as text (`"0.01"`, `"1e3"`), so that none is rounded.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// The least value allowed.
    pub minimum: Option<&'static str>,
    /// Only values above this are allowed.
    pub exclusive_minimum: Option<&'static str>,
    /// The greatest value allowed.
    pub maximum: Option<&'static str>,
    /// Only values below this are allowed.
    pub exclusive_maximum: Option<&'static str>,
    /// `multipleOf`, above 0, of at most 38 digits.
    pub multiple_of: Option<&'static str>,
}

impl Number {
    /// Every number that the type holds.
    pub const ANY: Self = Self {
        minimum: None,
        exclusive_minimum: None,
        maximum: None,
        exclusive_maximum: None,
        multiple_of: None,
    };
}

/// A whole number that keeps `rule` and fits into `T`. `1.0` and `1e2` are whole, as JSON Schema has it.
pub fn integer<T: TryFrom<i128>>(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    rule: &Integer,
) -> Option<T> {
    let number = checked_integer(value, at, report, rule)?;
    let fitting = T::try_from(number).ok();
    if fitting.is_none() {
        report.violation(at, too_large::<T>());
    }
    fitting
}

/// A number that keeps `rule`, as the nearest `f64`.
pub fn number(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    rule: &Number,
) -> Option<f64> {
    let number = checked_number(value, at, report, rule)?.to_f64();
    if number.is_none() {
        report.violation(at, "must be a number that 64-bit floating point holds");
    }
    number
}

/// A number that keeps `rule`, as the nearest `f32`.
pub fn float(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    rule: &Number,
) -> Option<f32> {
    let number = checked_number(value, at, report, rule)?.to_f32();
    if number.is_none() {
        report.violation(at, "must be a number that 32-bit floating point holds");
    }
    number
}

/// A whole number of any size that keeps `rule`, kept as text: for contracts that set no bounds and mean it.
pub fn whole(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    rule: &Number,
) -> Option<WholeNumber> {
    let number = checked_number(value, at, report, rule)?;
    let whole = WholeNumber::new(number);
    if whole.is_none() {
        report.mismatch(at, "must be a whole number");
    }
    whole
}

fn too_large<T>() -> String {
    format!("must fit into {} bits", size_of::<T>() * 8)
}

fn checked_integer(
    value: &Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    rule: &Integer,
) -> Option<i128> {
    let Value::Number(number) = value else {
        report.mismatch(at, "must be a whole number");
        return None;
    };
    let Some(number) = number.to_integer() else {
        if number.is_integer() {
            report.violation(at, "must fit into 64 bits");
        } else {
            report.mismatch(at, "must be a whole number");
        }
        return None;
    };
    let mut kept = true;
    if let Some(minimum) = rule.minimum.filter(|minimum| number < *minimum) {
        report.violation(at, format!("must be at least {minimum}"));
        kept = false;
    }
    if let Some(maximum) = rule.maximum.filter(|maximum| number > *maximum) {
        report.violation(at, format!("must be at most {maximum}"));
        kept = false;
    }
    if let Some(divisor) = rule
        .multiple_of
        .filter(|divisor| number.checked_rem(*divisor) != Some(0))
    {
        report.violation(at, format!("must be a multiple of {divisor}"));
        kept = false;
    }
    kept.then_some(number)
}

fn checked_number<'v>(
    value: &'v Value<'_>,
    at: &Pointer<'_>,
    report: &mut Report,
    rule: &Number,
) -> Option<&'v json::Number<'v>> {
    let Value::Number(number) = value else {
        report.mismatch(at, "must be a number");
        return None;
    };
    let decimal = number.decimal();
    let mut kept = true;
    let mut check = |bound: Option<&'static str>,
                     words: &str,
                     holds: fn(&Decimal<'_>, &Decimal<'_>) -> bool| {
        if let Some(bound) = bound.filter(|bound| !holds(&decimal, &Decimal::new(bound))) {
            report.violation(at, format!("must be {words} {bound}"));
            kept = false;
        }
    };
    check(rule.minimum, "at least", |number, bound| number >= bound);
    check(rule.exclusive_minimum, "greater than", |number, bound| {
        number > bound
    });
    check(rule.maximum, "at most", |number, bound| number <= bound);
    check(rule.exclusive_maximum, "less than", |number, bound| {
        number < bound
    });
    if let Some(divisor) = rule
        .multiple_of
        .filter(|divisor| !decimal.is_multiple_of(&Decimal::new(divisor)))
    {
        report.violation(at, format!("must be a multiple of {divisor}"));
        kept = false;
    }
    kept.then_some(number)
}
