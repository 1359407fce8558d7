//! `format`, asserted: a text flows in, whether it is of the format flows out. By the RFCs, not by habit.

mod host;
mod mail;
mod pointer;
mod regex;
mod template;
mod time;
mod unicode;
mod uri;

use std::net::{Ipv4Addr, Ipv6Addr};

/// A format that JSON Schema 2020-12 or `OpenAPI` names and that says something about text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// RFC 3339, section 5.6, `date-time`.
    DateTime,
    /// RFC 3339, section 5.6, `full-date`.
    Date,
    /// RFC 3339, section 5.6, `full-time`.
    Time,
    /// RFC 3339, appendix A, `duration`.
    Duration,
    /// RFC 5321, section 4.1.2, `Mailbox`.
    Email,
    /// RFC 6531, internationalised `Mailbox`.
    IdnEmail,
    /// RFC 1123, section 2.1, with A-labels checked by RFC 5891, section 4.4.
    Hostname,
    /// RFC 5890, section 2.3.2.3, internationalised host names.
    IdnHostname,
    /// RFC 2673, section 3.2, `dotted-quad`.
    Ipv4,
    /// RFC 4291, section 2.2.
    Ipv6,
    /// RFC 3986.
    Uri,
    /// RFC 3986, or relative.
    UriReference,
    /// RFC 3987.
    Iri,
    /// RFC 3987, or relative.
    IriReference,
    /// RFC 4122, the text form.
    Uuid,
    /// RFC 6570.
    UriTemplate,
    /// RFC 6901, section 5.
    JsonPointer,
    /// Relative JSON Pointer, draft 01.
    RelativeJsonPointer,
    /// An ECMA 262 regular expression, with the `u` flag.
    Regex,
    /// RFC 4648, section 4: base64 with padding; `OpenAPI` calls it `byte`.
    Byte,
}

impl Format {
    /// The format that a contract names, if it is one of these.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Every format there is.
    pub const ALL: [Self; 20] = [
        Self::DateTime,
        Self::Date,
        Self::Time,
        Self::Duration,
        Self::Email,
        Self::IdnEmail,
        Self::Hostname,
        Self::IdnHostname,
        Self::Ipv4,
        Self::Ipv6,
        Self::Uri,
        Self::UriReference,
        Self::Iri,
        Self::IriReference,
        Self::Uuid,
        Self::UriTemplate,
        Self::JsonPointer,
        Self::RelativeJsonPointer,
        Self::Regex,
        Self::Byte,
    ];

    /// The name in a contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DateTime => "date-time",
            Self::Date => "date",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::Email => "email",
            Self::IdnEmail => "idn-email",
            Self::Hostname => "hostname",
            Self::IdnHostname => "idn-hostname",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Uri => "uri",
            Self::UriReference => "uri-reference",
            Self::Iri => "iri",
            Self::IriReference => "iri-reference",
            Self::Uuid => "uuid",
            Self::UriTemplate => "uri-template",
            Self::JsonPointer => "json-pointer",
            Self::RelativeJsonPointer => "relative-json-pointer",
            Self::Regex => "regex",
            Self::Byte => "byte",
        }
    }

    /// Whether the whole of `text` is of this format.
    #[must_use]
    pub fn accepts(self, text: &str) -> bool {
        match self {
            Self::DateTime => time::is_date_time(text),
            Self::Date => time::is_date(text),
            Self::Time => time::is_time(text),
            Self::Duration => time::is_duration(text),
            Self::Email => mail::is_email(text),
            Self::IdnEmail => mail::is_idn_email(text),
            Self::Hostname => host::is_hostname(text),
            Self::IdnHostname => host::is_idn_hostname(text),
            Self::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Self::Uri => uri::is_uri(text),
            Self::UriReference => uri::is_uri_reference(text),
            Self::Iri => uri::is_iri(text),
            Self::IriReference => uri::is_iri_reference(text),
            Self::Uuid => is_uuid(text),
            Self::UriTemplate => template::is_uri_template(text),
            Self::JsonPointer => pointer::is_json_pointer(text),
            Self::RelativeJsonPointer => pointer::is_relative_json_pointer(text),
            Self::Regex => regex::is_regex(text),
            Self::Byte => is_base64(text),
        }
    }

    /// Whether texts of this format become values of a type of their own, as those of numbers do.
    #[must_use]
    pub const fn is_a_type(self) -> bool {
        matches!(
            self,
            Self::DateTime | Self::Date | Self::Ipv4 | Self::Ipv6 | Self::Uuid
        )
    }

    /// The sentence for a text that is not.
    #[must_use]
    pub const fn expectation(self) -> &'static str {
        match self {
            Self::DateTime => {
                "must be a date and time as in RFC 3339, such as 2026-01-31T12:00:00Z"
            }
            Self::Date => "must be a date as in RFC 3339, such as 2026-01-31",
            Self::Time => "must be a time as in RFC 3339, such as 12:00:00Z",
            Self::Duration => "must be a duration as in RFC 3339, such as PT15M",
            Self::Email | Self::IdnEmail => "must be an e-mail address",
            Self::Hostname | Self::IdnHostname => "must be a host name",
            Self::Ipv4 => "must be an IPv4 address",
            Self::Ipv6 => "must be an IPv6 address",
            Self::Uri => "must be a URI as in RFC 3986",
            Self::UriReference => "must be a URI reference as in RFC 3986",
            Self::Iri => "must be an IRI as in RFC 3987",
            Self::IriReference => "must be an IRI reference as in RFC 3987",
            Self::Uuid => "must be a UUID",
            Self::UriTemplate => "must be a URI template as in RFC 6570",
            Self::JsonPointer => "must be a JSON pointer as in RFC 6901",
            Self::RelativeJsonPointer => "must be a relative JSON pointer",
            Self::Regex => "must be a regular expression as in ECMA 262",
            Self::Byte => "must be base64 as in RFC 4648, with padding",
        }
    }
}

/// The text form of RFC 4122: hexadecimal digits in groups of 8, 4, 4, 4 and 12.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// RFC 4648, section 4, in its one canonical form: padded, and no stray bits in the last digit.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let stray = match padding {
        0 => 0,
        1 => 0b11,
        2 => 0b1111,
        _ => return false,
    };
    text.len().is_multiple_of(4)
        && digits.bytes().all(|byte| value(byte).is_some())
        && digits
            .bytes()
            .last()
            .and_then(value)
            .is_none_or(|last| last & stray == 0)
}
