//! Exact decimal arithmetic on the text of a number: order, wholeness and divisibility, with no rounding anywhere.

use std::cmp::Ordering;

/// A decimal number in its one normal form: sign, digits without zeros at either end, and the power of ten of the last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal<'a> {
    negative: bool,
    /// The digits before and after the point; together they neither start nor end with a zero. Both empty is zero.
    whole: &'a [u8],
    fraction: &'a [u8],
    /// The value is the digits, read as an integer, times ten to this power.
    power: i64,
}

/// Powers are clamped here: far beyond any text that fits into a request, far from overflow.
const FURTHEST: i64 = 1 << 60;

impl<'a> Decimal<'a> {
    /// Reads the text of a JSON number. Text that is none gives some number, never a panic.
    pub(crate) fn new(text: &'a str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, power) = match text.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, exponent(power)),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        Self::normal(negative, whole.as_bytes(), fraction.as_bytes(), power)
    }

    fn normal(negative: bool, whole: &'a [u8], fraction: &'a [u8], exponent: i64) -> Self {
        let mut whole = without_leading_zeros(whole);
        let mut fraction = without_trailing_zeros(fraction);
        let mut power = exponent - length(fraction);
        if fraction.is_empty() {
            let trimmed = without_trailing_zeros(whole);
            power = exponent + length(whole) - length(trimmed);
            whole = trimmed;
        } else if whole.is_empty() {
            fraction = without_leading_zeros(fraction);
        }
        let zero = whole.is_empty() && fraction.is_empty();
        Self {
            negative: negative && !zero,
            whole,
            fraction,
            power: if zero { 0 } else { power },
        }
    }

    fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.fraction.is_empty()
    }

    fn digits(&self) -> impl Iterator<Item = u8> {
        self.whole
            .iter()
            .chain(self.fraction)
            .map(|digit| digit.wrapping_sub(b'0'))
    }

    /// Whether the value is a whole number.
    pub(crate) fn is_integer(&self) -> bool {
        self.power >= 0
    }

    /// The value as an integer, when it is one that fits.
    pub(crate) fn to_integer(self) -> Option<i128> {
        if !(0..=40).contains(&self.power) {
            return None;
        }
        let ten = |sum: i128, digit: u8| {
            let digit = i128::from(digit);
            sum.checked_mul(10)?
                .checked_add(if self.negative { -digit } else { digit })
        };
        let sum = self.digits().try_fold(0, ten)?;
        (0..self.power).try_fold(sum, |sum, _| ten(sum, 0))
    }

    /// Whether the value is `divisor` times a whole number; false when `divisor` is zero or has more than 38 digits.
    pub(crate) fn is_multiple_of(&self, divisor: &Decimal<'_>) -> bool {
        if self.is_zero() {
            return true;
        }
        let (Some(base), true) = (divisor.magnitude(), self.power >= divisor.power) else {
            // The last digit of `self` is not zero, so nothing divides it that ends in one.
            return false;
        };
        if base == 0 {
            return false;
        }
        let digits = self.digits().fold(0, |rest, digit| {
            (times(rest, 10, base) + u128::from(digit) % base) % base
        });
        times(digits, ten_to(self.power - divisor.power, base), base) == 0
    }

    /// The digits as an integer, when they are at most 38 (so that twice of it still fits).
    fn magnitude(&self) -> Option<u128> {
        (self.whole.len() + self.fraction.len() <= 38).then(|| {
            self.digits()
                .fold(0, |sum, digit| sum * 10 + u128::from(digit))
        })
    }

    /// Bytes that are the same for equal values: what a hash of the number is made of.
    pub(crate) fn canonical(&self) -> impl Iterator<Item = u8> {
        let power = self.power.to_le_bytes();
        std::iter::once(u8::from(self.negative))
            .chain(power)
            .chain(self.digits())
    }

    fn compare_magnitude(&self, other: &Self) -> Ordering {
        match (self.is_zero(), other.is_zero()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
        let leading = |number: &Self| number.power + length(number.whole) + length(number.fraction);
        leading(self)
            .cmp(&leading(other))
            .then_with(|| self.digits().cmp(other.digits()))
    }
}

impl PartialEq for Decimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal<'_> {}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.compare_magnitude(other),
            (true, true) => other.compare_magnitude(self),
        }
    }
}

fn length(digits: &[u8]) -> i64 {
    i64::try_from(digits.len()).unwrap_or(FURTHEST)
}

fn without_leading_zeros(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
    &digits[zeros..]
}

fn without_trailing_zeros(digits: &[u8]) -> &[u8] {
    let zeros = digits
        .iter()
        .rev()
        .take_while(|&&digit| digit == b'0')
        .count();
    &digits[..digits.len() - zeros]
}

fn exponent(text: &str) -> i64 {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let size = digits
        .bytes()
        .fold(0_i64, |sum, digit| {
            sum.saturating_mul(10)
                .saturating_add(i64::from(digit.wrapping_sub(b'0')))
        })
        .min(FURTHEST);
    if negative { -size } else { size }
}

/// `left * right % base`, for `left` and `right` below `base` or small, and `base` below 2^127.
fn times(left: u128, right: u128, base: u128) -> u128 {
    if let Some(product) = left.checked_mul(right) {
        return product % base;
    }
    let (mut sum, mut left, mut right) = (0, left % base, right);
    while right > 0 {
        if right & 1 == 1 {
            sum = (sum + left) % base;
        }
        left = (left + left) % base;
        right >>= 1;
    }
    sum
}

/// `10^power % base`.
fn ten_to(power: i64, base: u128) -> u128 {
    let (mut result, mut square, mut power) = (1 % base, 10 % base, power);
    while power > 0 {
        if power & 1 == 1 {
            result = times(result, square, base);
        }
        square = times(square, square, base);
        power >>= 1;
    }
    result
}
