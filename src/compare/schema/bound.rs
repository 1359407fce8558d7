//! Bounds of numbers: keywords and formats go in, a least and a greatest value come out that can be compared.

use std::cmp::Ordering;

use serde_json::Value;

use super::flat::Flat;
use super::place_of;
use crate::model::format::integer_range;
use crate::options::Typeless;

/// Which end of the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The least value.
    Least,
    /// The greatest value.
    Greatest,
}

/// A number that can be compared without a rounding error where it is whole.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    whole: Option<i128>,
    rounded: f64,
}

impl Number {
    /// Reads a JSON number.
    pub fn read(value: &Value) -> Option<Self> {
        let rounded = value.as_f64()?;
        let whole = value
            .as_i64()
            .map(i128::from)
            .or_else(|| value.as_u64().map(i128::from))
            // `10.0` is ten.
            .or_else(|| {
                format!("{rounded:.0}")
                    .parse()
                    .ok()
                    .filter(|_| rounded.fract() == 0.0)
            });
        Some(Self { whole, rounded })
    }

    fn of_whole(whole: i128) -> Self {
        let rounded = whole.to_string().parse().unwrap_or_default();
        Self {
            whole: Some(whole),
            rounded,
        }
    }

    /// Which is greater.
    pub fn order(self, other: Self) -> Ordering {
        match (self.whole, other.whole) {
            (Some(one), Some(another)) => one.cmp(&another),
            _ => self.rounded.total_cmp(&other.rounded),
        }
    }

    /// Is it this number times a whole one? `None` where nobody can tell.
    pub fn is_multiple_of(self, other: Self) -> Option<bool> {
        match (self.whole, other.whole) {
            (Some(_), Some(0)) => None,
            (Some(one), Some(another)) => Some(one % another == 0),
            _ => {
                let times = self.rounded / other.rounded;
                times
                    .is_finite()
                    .then(|| (times - times.round()).abs() < 1e-9)
            }
        }
    }
}

/// One end of a range.
#[derive(Clone, Debug)]
pub struct Bound {
    number: Number,
    exclusive: bool,
    /// The number as the document has it.
    pub text: String,
    /// The keyword.
    pub keyword: &'static str,
    /// Where it stands.
    pub pointer: String,
}

impl Bound {
    /// Does this bound leave fewer values than the other one?
    pub fn is_tighter(&self, other: &Self, end: End) -> bool {
        let order = match end {
            End::Least => self.number.order(other.number),
            End::Greatest => other.number.order(self.number),
        };
        order == Ordering::Greater
            || (order == Ordering::Equal && self.exclusive && !other.exclusive)
    }

    /// A bound that excludes a whole number includes the one beside it, where there are only whole ones.
    fn settled(mut self, end: End) -> Self {
        if let (true, Some(whole)) = (self.exclusive, self.number.whole) {
            self.number = Number::of_whole(match end {
                End::Least => whole.saturating_add(1),
                End::Greatest => whole.saturating_sub(1),
            });
            self.exclusive = false;
        } else if self.number.whole.is_none() {
            let rounded = match end {
                End::Least => self.number.rounded.ceil(),
                End::Greatest => self.number.rounded.floor(),
            };
            if let Ok(whole) = format!("{rounded:.0}").parse() {
                self.number = Number::of_whole(whole);
                self.exclusive = false;
            }
        }
        self
    }
}

/// The bound that keywords set.
pub fn stated(flat: &Flat<'_>, end: End) -> Option<Bound> {
    let keywords = match end {
        End::Least => [("minimum", false), ("exclusiveMinimum", true)],
        End::Greatest => [("maximum", false), ("exclusiveMaximum", true)],
    };
    let mut tightest: Option<Bound> = None;
    for part in &flat.parts {
        for (keyword, exclusive) in keywords {
            let Some(value) = part.keywords.get(keyword) else {
                continue;
            };
            let Some(number) = Number::read(value) else {
                continue;
            };
            let mut bound = Bound {
                number,
                exclusive,
                text: value.to_string(),
                keyword,
                pointer: place_of(part, keyword),
            };
            if flat.kinds.is_whole() {
                bound = bound.settled(end);
            }
            if tightest
                .as_ref()
                .is_none_or(|other| bound.is_tighter(other, end))
            {
                tightest = Some(bound);
            }
        }
    }
    tightest
}

/// The bound that a format of whole numbers sets, or the integer that holds them.
pub fn formatted(flat: &Flat<'_>, end: End, typeless: Typeless) -> Option<Bound> {
    if !flat.kinds.is_whole() {
        return None;
    }
    let format = flat.first("format").and_then(|at| {
        let word = at.value.as_str()?;
        Some((integer_range(word)?, format!("`{word}`"), at.pointer))
    });
    let ((least, greatest), text, pointer) = match (format, typeless) {
        (Some(found), _) => found,
        (None, Typeless::Object) => (
            (i64::MIN.into(), i64::MAX.into()),
            "64 bits".to_owned(),
            flat.pointer.clone(),
        ),
        (None, Typeless::Any) => return None,
    };
    Some(Bound {
        number: Number::of_whole(match end {
            End::Least => least,
            End::Greatest => greatest,
        }),
        exclusive: false,
        text,
        keyword: "format",
        pointer,
    })
}

/// The tighter of two bounds.
pub fn tighter(one: Option<Bound>, another: Option<Bound>, end: End) -> Option<Bound> {
    match (one, another) {
        (Some(one), Some(another)) if another.is_tighter(&one, end) => Some(another),
        (Some(one), _) => Some(one),
        (None, another) => another,
    }
}
