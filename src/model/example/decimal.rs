//! Bounds as JSON numbers in, a number within them out, without a rounding error.

use serde_json::Value;

use super::expand::Expanded;

/// More decimals than this are beyond what a JSON number is read with.
const MOST_DECIMALS: u32 = 17;

/// A decimal number: an integer and how many of its digits stand after the point.
#[derive(Clone, Copy, Debug)]
struct Decimal {
    digits: i128,
    decimals: u32,
}

impl Decimal {
    /// Reads a JSON number as it is spelled.
    fn read(value: &Value) -> Option<Self> {
        let Value::Number(number) = value else {
            return None;
        };
        let text = number.to_string().to_ascii_lowercase();
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let fraction = fraction.trim_end_matches('0');
        let mut digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        let shift = i32::try_from(fraction.len())
            .ok()?
            .checked_sub(exponent.parse().ok()?)?;
        if shift < 0 {
            digits = digits.checked_mul(10_i128.checked_pow(shift.unsigned_abs())?)?;
        }
        let decimals = u32::try_from(shift).unwrap_or(0);
        (decimals <= MOST_DECIMALS).then_some(Self { digits, decimals })
    }

    /// The number as a count of units of which `10^decimals` make one.
    fn scaled(self, decimals: u32) -> Option<i128> {
        self.digits
            .checked_mul(10_i128.checked_pow(decimals.checked_sub(self.decimals)?)?)
    }
}

/// Whether a number has to be whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wholeness {
    Whole,
    Any,
}

/// A number that all the schemas accept, the `variant`th of those that offer themselves.
pub(super) fn number(
    schemas: &Expanded<'_>,
    wholeness: Wholeness,
    variant: usize,
) -> Option<Value> {
    let read = |keyword: &'static str| {
        schemas
            .all(keyword)
            .filter_map(Decimal::read)
            .collect::<Vec<_>>()
    };
    let (minimum, maximum) = (read("minimum"), read("maximum"));
    let (above, below) = (read("exclusiveMinimum"), read("exclusiveMaximum"));
    let factors = read("multipleOf");
    let named = [&minimum, &maximum, &above, &below, &factors];
    let finest = named
        .into_iter()
        .flatten()
        .map(|decimal| decimal.decimals)
        .max()
        .unwrap_or(0);
    // Between two bounds there may be room only for a finer number than either.
    let finer = if wholeness == Wholeness::Any && factors.is_empty() {
        [finest, finest + 1]
    } else {
        [finest, finest]
    };
    finer.into_iter().find_map(|decimals| {
        let unit = 10_i128.checked_pow(decimals)?;
        let scaled = |decimal: &Decimal| decimal.scaled(decimals);
        let mut least = minimum.iter().filter_map(scaled).max();
        let mut most = maximum.iter().filter_map(scaled).min();
        if let Some(above) = above.iter().filter_map(scaled).max() {
            least = Some(least.map_or(above + 1, |least| least.max(above + 1)));
        }
        if let Some(below) = below.iter().filter_map(scaled).min() {
            most = Some(most.map_or(below - 1, |most| most.min(below - 1)));
        }
        for (low, high) in schemas
            .all("format")
            .filter_map(Value::as_str)
            .filter_map(format_range)
        {
            let (low, high) = (low.checked_mul(unit)?, high.checked_mul(unit)?);
            least = Some(least.map_or(low, |least| if least < low { low } else { least }));
            most = Some(most.map_or(high, |most| if most > high { high } else { most }));
        }
        let steps = factors.iter().map(scaled).collect::<Option<Vec<_>>>()?;
        let whole = (wholeness == Wholeness::Whole).then_some(unit);
        let step = steps
            .into_iter()
            .chain(whole)
            .try_fold(1, least_common_multiple)?;
        // Whole numbers read best where nothing finer is asked for.
        let steps = if factors.is_empty() && step < unit {
            [unit, step]
        } else {
            [step, step]
        };
        let chosen = steps
            .into_iter()
            .find_map(|step| choose(least, most, step, unit, variant))?;
        write(chosen, decimals)
    })
}

/// The `variant`th multiple of `step` between the bounds, beginning with the one nearest to 1 from where it can be.
fn choose(
    least: Option<i128>,
    most: Option<i128>,
    step: i128,
    one: i128,
    variant: usize,
) -> Option<i128> {
    let start = match (least, most) {
        // A range of a format's, or one around 1, need not begin at its end.
        (Some(least), _) if least > one => least,
        (_, Some(most)) if most < one => least.unwrap_or(most),
        (Some(least), None) if least < 0 => 0,
        _ => one,
    };
    let first = start
        .checked_add(step - 1)?
        .div_euclid(step)
        .checked_mul(step)?;
    let distance = step.checked_mul(i128::try_from(variant).ok()?)?;
    let fits = |value: &i128| {
        least.is_none_or(|least| *value >= least) && most.is_none_or(|most| *value <= most)
    };
    let upward = first.checked_add(distance).filter(fits);
    let downward = || first.checked_sub(distance.checked_add(step)?).filter(fits);
    upward
        .or_else(downward)
        .or_else(|| (variant > 0).then_some(first).filter(fits))
        .or_else(|| {
            // The first multiple above `start` overshot: the only one may lie between the lower bound and it.
            least
                .and_then(|least| {
                    least
                        .checked_add(step - 1)?
                        .div_euclid(step)
                        .checked_mul(step)
                })
                .filter(fits)
        })
}

fn least_common_multiple(left: i128, right: i128) -> Option<i128> {
    if right <= 0 {
        return None;
    }
    let (mut a, mut b) = (left, right);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (left / a).checked_mul(right)
}

/// The range of a numeric format (the OAS registry of formats).
fn format_range(format: &str) -> Option<(i128, i128)> {
    match format {
        "int8" => Some((i8::MIN.into(), i8::MAX.into())),
        "uint8" => Some((0, u8::MAX.into())),
        "int16" => Some((i16::MIN.into(), i16::MAX.into())),
        "uint16" => Some((0, u16::MAX.into())),
        "int32" => Some((i32::MIN.into(), i32::MAX.into())),
        "uint32" => Some((0, u32::MAX.into())),
        "int64" => Some((i64::MIN.into(), i64::MAX.into())),
        "uint64" => Some((0, u64::MAX.into())),
        _ => None,
    }
}

/// Spells a count of units, and reads it as JSON does.
fn write(digits: i128, decimals: u32) -> Option<Value> {
    let one = 10_i128.checked_pow(decimals)?;
    let text = if digits % one == 0 {
        (digits / one).to_string()
    } else {
        let sign = if digits < 0 { "-" } else { "" };
        let width = usize::try_from(decimals).ok()?;
        let (whole, fraction) = ((digits / one).unsigned_abs(), (digits % one).unsigned_abs());
        format!("{sign}{whole}.{fraction:0width$}")
            .trim_end_matches('0')
            .to_owned()
    };
    serde_json::from_str(&text).ok()
}
