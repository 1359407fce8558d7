//! Dates, times and durations as RFC 3339 writes them.

/// `date-time`: a date, `T`, and a time with an offset.
pub(super) fn is_date_time(text: &str) -> bool {
    text.split_once(['T', 't'])
        .is_some_and(|(date, time)| is_date(date) && is_time(time))
}

/// `full-date`: a day that exists in the Gregorian calendar.
pub(super) fn is_date(text: &str) -> bool {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
        return false;
    };
    let (Some(century), Some(year), Some(month), Some(day)) = (
        two_digits(*y1, *y2),
        two_digits(*y3, *y4),
        two_digits(*m1, *m2),
        two_digits(*d1, *d2),
    ) else {
        return false;
    };
    let year = century * 100 + year;
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// `full-time`: a time with an offset. A leap second is allowed where there can be one: at the end of a day in UTC.
pub(super) fn is_time(text: &str) -> bool {
    let [h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = text.as_bytes() else {
        return false;
    };
    let (Some(hour), Some(minute), Some(second)) = (
        two_digits(*h1, *h2),
        two_digits(*m1, *m2),
        two_digits(*s1, *s2),
    ) else {
        return false;
    };
    let Some(offset) = without_fraction(rest).and_then(offset) else {
        return false;
    };
    let in_utc = (i32::from(hour) * 60 + i32::from(minute) - offset).rem_euclid(24 * 60);
    hour < 24 && minute < 60 && (second < 60 || (second == 60 && in_utc == 24 * 60 - 1))
}

/// Appendix A: `P` and either weeks, or years to days without a gap, then `T` and hours to seconds without a gap.
pub(super) fn is_duration(text: &str) -> bool {
    let Some(text) = text.strip_prefix('P') else {
        return false;
    };
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    match time {
        None => is_run(date, "W") || is_run(date, "YMD"),
        Some(time) => (date.is_empty() || is_run(date, "YMD")) && is_run(time, "HMS"),
    }
}

/// Numbers, each with its unit; the units are neighbours in `units` and in their order.
fn is_run(text: &str, units: &str) -> bool {
    let mut rest = text;
    let mut next = None;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let unit = rest
            .as_bytes()
            .get(digits)
            .and_then(|unit| units.bytes().position(|known| known == *unit));
        match (digits, unit) {
            (1.., Some(unit)) if next.is_none_or(|next| next == unit) => next = Some(unit + 1),
            _ => return false,
        }
        rest = &rest[digits + 1..];
    }
    next.is_some()
}

fn two_digits(high: u8, low: u8) -> Option<u16> {
    (high.is_ascii_digit() && low.is_ascii_digit())
        .then(|| u16::from(high - b'0') * 10 + u16::from(low - b'0'))
}

/// What follows a fraction, if there is one.
fn without_fraction(text: &[u8]) -> Option<&[u8]> {
    let [b'.', digits @ ..] = text else {
        return Some(text);
    };
    let count = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if count == 0 {
        None
    } else {
        digits.get(count..)
    }
}

/// The minutes by which a local time is ahead of UTC.
fn offset(text: &[u8]) -> Option<i32> {
    match text {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hour, minute) = (two_digits(*h1, *h2)?, two_digits(*m1, *m2)?);
            let ahead = i32::from(hour) * 60 + i32::from(minute);
            (hour < 24 && minute < 60).then_some(if *sign == b'+' { ahead } else { -ahead })
        }
        _ => None,
    }
}
