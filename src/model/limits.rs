//! `x-rate-limit`, `x-body-limit` and `x-timeout`: extensions go in, the limits of an operation come out.

use openapiv3::Operation as Typed;
use serde_json::Value;

use super::build::Builder;
use super::{Limits, Rate};
use crate::diagnostic::{Code, Diagnostic};

/// How often a caller may call: `{requests, per, burst}`, or `30/m`.
pub const RATE: &str = "x-rate-limit";

/// How large a body may be: `2MiB`, or bytes.
pub const BODY: &str = "x-body-limit";

/// How long a body may take to arrive, and a handler to answer: `30s`.
pub const TIMEOUT: &str = "x-timeout";

/// What is accepted as a rate in one word.
pub const RATE_HELP: &str = "write a rate such as `30/m` or `30/m burst 5`, by s, m, h or d";

/// What is accepted as a size.
pub const BODY_HELP: &str = "write a size such as `64KiB` or `10MiB`, or a number of bytes";

/// What is accepted as a time.
pub const TIMEOUT_HELP: &str = "write a time such as `500ms`, `90s` or `5m`";

impl Builder<'_> {
    /// The limits of an operation: its own, else those of its tag, else those of the document.
    pub fn operation_limits(&mut self, typed: &Typed, at: &str) -> Limits {
        Limits {
            rate: self.limit(
                typed,
                at,
                RATE,
                "write `{requests: 10, per: minute, burst: 5}`, where `per` is second, minute, hour or day, or `10/m`",
                read,
            ),
            body: self.limit(typed, at, BODY, BODY_HELP, size_of),
            timeout: self.limit(typed, at, TIMEOUT, TIMEOUT_HELP, milliseconds_of),
        }
    }

    fn limit<T>(
        &mut self,
        typed: &Typed,
        at: &str,
        extension: &str,
        help: &str,
        read: fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let (value, place) = self.nearest(typed, at, extension)?;
        let limit = read(value);
        if limit.is_none() {
            self.diagnostics.push(
                Diagnostic::error(Code::ExtensionInvalid, place)
                    .message(format!("`{extension}` cannot be read"))
                    .help(help),
            );
        }
        limit
    }
}

/// A rate as `x-rate-limit` spells it: `{requests, per, burst}`, or in one word.
#[must_use]
pub fn read(extension: &Value) -> Option<Rate> {
    if extension.is_string() {
        return rate_of(extension);
    }
    let members = extension.as_object()?;
    if !members
        .keys()
        .all(|key| matches!(key.as_str(), "requests" | "per" | "burst"))
    {
        return None;
    }
    let requests = positive(members.get("requests")?)?;
    let seconds = seconds(members.get("per")?.as_str()?)?;
    let burst = match members.get("burst") {
        None => requests,
        Some(burst) => positive(burst)?,
    };
    Some(Rate {
        requests,
        seconds,
        burst,
    })
}

/// A rate in one word: `30/m`, or `30/m burst 5`.
#[must_use]
pub fn rate_of(value: &Value) -> Option<Rate> {
    let text = value.as_str()?;
    let (rate, burst) = match text.split_once("burst") {
        Some((rate, burst)) => (rate, Some(whole(burst.trim())?)),
        None => (text, None),
    };
    let (requests, unit) = rate.split_once('/')?;
    let requests = whole(requests.trim())?;
    Some(Rate {
        requests,
        seconds: seconds(unit.trim())?,
        burst: burst.unwrap_or(requests),
    })
}

/// A size in bytes.
#[must_use]
pub fn size_of(value: &Value) -> Option<u64> {
    if let Some(bytes) = value.as_u64() {
        return Some(bytes);
    }
    let (number, unit) = with_unit(value.as_str()?)?;
    let factor = match unit {
        "" | "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(factor)
}

/// A time in milliseconds; none is no time.
#[must_use]
pub fn milliseconds_of(value: &Value) -> Option<u64> {
    let (number, unit) = with_unit(value.as_str()?)?;
    let factor = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    number.checked_mul(factor).filter(|&time| time > 0)
}

fn with_unit(text: &str) -> Option<(u64, &str)> {
    let end = text
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    Some((number.parse().ok()?, unit.trim()))
}

fn seconds(unit: &str) -> Option<u32> {
    match unit {
        "second" | "s" => Some(1),
        "minute" | "m" => Some(60),
        "hour" | "h" => Some(3_600),
        "day" | "d" => Some(86_400),
        _ => None,
    }
}

fn positive(value: &Value) -> Option<u32> {
    u32::try_from(value.as_u64()?)
        .ok()
        .filter(|number| *number > 0)
}

fn whole(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::{milliseconds_of, read, size_of};
    use crate::model::Rate;
    use serde_json::json;

    #[test]
    fn a_rate_has_a_burst_of_its_requests() {
        let rate = |burst| {
            Some(Rate {
                requests: 5,
                seconds: 60,
                burst,
            })
        };
        assert_eq!(read(&json!({"requests": 5, "per": "minute"})), rate(5));
        assert_eq!(
            read(&json!({"requests": 5, "per": "minute", "burst": 2})),
            rate(2)
        );
        assert_eq!(read(&json!("5/m")), rate(5));
        assert_eq!(read(&json!("5/m burst 2")), rate(2));
        for wrong in [
            json!({"requests": 5, "per": "fortnight"}),
            json!({"requests": 0, "per": "second"}),
            json!({"requests": 5, "per": "minute", "brust": 2}),
            json!("5/w"),
            json!("0/m"),
            json!("5/m burst 0"),
            json!(5),
        ] {
            assert_eq!(read(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sizes_and_times_have_units() {
        assert_eq!(size_of(&json!("2MiB")), Some(2 << 20));
        assert_eq!(size_of(&json!(0)), Some(0));
        assert_eq!(size_of(&json!("2MB")), None);
        assert_eq!(size_of(&json!(-1)), None);
        assert_eq!(milliseconds_of(&json!("90s")), Some(90_000));
        assert_eq!(milliseconds_of(&json!("0s")), None);
        assert_eq!(milliseconds_of(&json!("90")), None);
    }
}
