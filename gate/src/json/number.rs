//! Numbers as text: what was sent, unrounded.

use std::borrow::Cow;

use super::Decimal;

/// A JSON number, kept as the text that was sent, so that nothing is lost before a decoder decides.
#[derive(Clone, Debug)]
pub struct Number<'a>(Cow<'a, str>);

impl<'a> Number<'a> {
    /// The number written in `text`, when the whole of it is a JSON number.
    #[must_use]
    pub fn parse(text: Cow<'a, str>) -> Option<Self> {
        (!text.is_empty() && Self::scan(text.as_bytes()) == text.len()).then_some(Self(text))
    }

    /// The text as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as an `i128`, when it is a whole one (`1.0` and `1e2` are) that fits.
    #[must_use]
    pub fn to_integer(&self) -> Option<i128> {
        // Nearly every integer on the wire is a short run of digits, which needs no decimal arithmetic.
        if self.0.len() <= 18 && self.0.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(i128::from(
                self.0
                    .bytes()
                    .fold(0_i64, |sum, byte| sum * 10 + i64::from(byte - b'0')),
            ));
        }
        self.decimal().to_integer()
    }

    /// Whether the number is a whole one, however large.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.decimal().is_integer()
    }

    /// The nearest `f64`; `None` beyond its range.
    #[must_use]
    pub fn to_f64(&self) -> Option<f64> {
        self.0
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
    }

    /// The nearest `f32`; `None` beyond its range.
    #[must_use]
    pub fn to_f32(&self) -> Option<f32> {
        self.0
            .parse()
            .ok()
            .filter(|number: &f32| number.is_finite())
    }

    pub(crate) fn decimal(&self) -> Decimal<'_> {
        Decimal::new(&self.0)
    }

    pub(crate) fn into_owned(self) -> Number<'static> {
        Number(Cow::Owned(self.0.into_owned()))
    }

    pub(crate) const fn borrowed(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }

    pub(crate) fn to_json(&self) -> Option<serde_json::Number> {
        if self
            .0
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
        {
            // `-0` is an integer to nobody but us; as a double it keeps its sign.
            if let (Ok(number), false) = (self.0.parse::<i64>(), &*self.0 == "-0") {
                return Some(number.into());
            }
            if let Ok(number) = self.0.parse::<u64>() {
                return Some(number.into());
            }
        }
        serde_json::Number::from_f64(self.to_f64()?)
    }

    /// The length of the longest JSON number that `bytes` starts with; 0 when there is none.
    pub(crate) fn scan(bytes: &[u8]) -> usize {
        let digits = |from: usize| {
            bytes[from..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count()
        };
        let sign = usize::from(bytes.first() == Some(&b'-'));
        let whole = match bytes.get(sign) {
            Some(b'0') => 1,
            Some(b'1'..=b'9') => digits(sign),
            _ => return 0,
        };
        let mut end = sign + whole;
        if bytes.get(end) == Some(&b'.') {
            match digits(end + 1) {
                0 => return end,
                fraction => end += 1 + fraction,
            }
        }
        if let Some(b'e' | b'E') = bytes.get(end) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            match digits(end + 1 + sign) {
                0 => return end,
                exponent => end += 1 + sign + exponent,
            }
        }
        end
    }
}
