//! The end of an operation: `deprecated`, `x-deprecated-since` and `x-sunset` go in, what its answers say comes out.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use openapiv3::Operation as Typed;
use serde_json::Value;

use super::Retirement;
use super::build::Builder;
use crate::diagnostic::{Code, Diagnostic};

/// Since when an operation is deprecated: a date, or `{date, link}`.
pub const DEPRECATED: &str = "x-deprecated-since";

/// When an operation will be gone: a date, or `{date, link}`.
pub const SUNSET: &str = "x-sunset";

/// What is said of a deprecated operation whose contract does not say since when: RFC 9745 asks for a date, and the
/// beginning of time is one by which it certainly was not in force yet.
pub const LONG_AGO: i64 = 0;

impl Builder<'_> {
    /// What callers are told about the end of an operation.
    pub fn retirement(&mut self, typed: &Typed, at: &str) -> Retirement {
        let mut retirement = Retirement::default();
        if let Some((moment, link)) = self.announced(typed, at, DEPRECATED) {
            retirement.deprecated = Some(moment.timestamp().as_second());
            retirement
                .links
                .extend(link.map(|link| ("deprecation", link)));
        } else if typed.deprecated {
            retirement.deprecated = Some(LONG_AGO);
        }
        if let Some((moment, link)) = self.announced(typed, at, SUNSET) {
            retirement.sunset = Some(moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
            retirement.links.extend(link.map(|link| ("sunset", link)));
        }
        retirement
    }

    /// The moment of an extension, in UTC, and where it is explained.
    fn announced(
        &mut self,
        typed: &Typed,
        at: &str,
        extension: &str,
    ) -> Option<(Zoned, Option<String>)> {
        let (value, place) = self.nearest(typed, at, extension)?;
        let read = read(value);
        if read.is_none() {
            self.diagnostics.push(
                Diagnostic::error(Code::ExtensionInvalid, place)
                    .message(format!("`{extension}` cannot be read"))
                    .help("write a date such as `2027-01-31` or `2027-01-31T12:00:00Z`, or `{date: 2027-01-31, link: \"https://example.com/why\"}`"),
            );
        }
        read
    }
}

/// The day that an extension such as [`SUNSET`] names, in UTC.
#[must_use]
pub fn day_of(extension: &Value) -> Option<Date> {
    read(extension).map(|(moment, _)| moment.date())
}

fn read(value: &Value) -> Option<(Zoned, Option<String>)> {
    let (date, link) = match value {
        Value::Object(members) => {
            let known = |name: &String| name == "date" || name == "link";
            if !members.keys().all(known) {
                return None;
            }
            let link = match members.get("link") {
                None => None,
                Some(link) => Some(address(link.as_str()?)?),
            };
            (members.get("date")?, link)
        }
        date => (date, None),
    };
    Some((moment(date.as_str()?)?, link))
}

/// The beginning of a day, or a moment, in UTC.
fn moment(text: &str) -> Option<Zoned> {
    let zoned = match text.parse::<Timestamp>() {
        Ok(timestamp) => timestamp.to_zoned(TimeZone::UTC),
        Err(_) => text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok()?,
    };
    // An HTTP date has four digits for the year, and a structured date counts from 1970.
    (1970..=9999).contains(&zoned.year()).then_some(zoned)
}

/// Whether a text is a day or a moment.
#[must_use]
pub fn is_moment(text: &str) -> bool {
    moment(text).is_some()
}

/// An address that can stand between the angle brackets of a `Link` (RFC 8288).
fn address(link: &str) -> Option<String> {
    let parsed = fluent_uri::Uri::parse(link).ok()?;
    matches!(parsed.scheme().as_str(), "http" | "https").then(|| link.to_owned())
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::json;

    #[test]
    fn a_date_is_a_day_or_a_moment() {
        let second = |value| read(&value).map(|(moment, _)| moment.timestamp().as_second());
        assert_eq!(second(json!("2027-01-31")), Some(1_801_353_600));
        assert_eq!(
            second(json!("2027-01-31T01:00:00+01:00")),
            Some(1_801_353_600)
        );
        assert_eq!(
            second(json!({ "date": "2027-01-31", "link": "https://example.com/why" })),
            Some(1_801_353_600)
        );
        for wrong in [
            json!("2027-02-30"),
            json!("soon"),
            json!("1969-12-31"),
            json!(20_270_131),
            json!({ "link": "https://example.com" }),
            json!({ "date": "2027-01-31", "link": "javascript:alert(1)" }),
            json!({ "date": "2027-01-31", "link": "https://example.com/>" }),
            json!({ "date": "2027-01-31", "lnk": "https://example.com" }),
        ] {
            assert_eq!(read(&wrong), None, "{wrong}");
        }
    }
}
