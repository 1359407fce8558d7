//! Media types: what the client accepts, and what it sent.

use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE};

use crate::operation::Media;

/// Whether a client accepts one of these media types (RFC 9110, section 12.5.1). The most specific range that fits a
/// type decides; without a readable range everything is accepted.
pub(crate) fn accepts_any(headers: &HeaderMap, produces: &[&str]) -> bool {
    let texts = headers.get_all(ACCEPT).iter();
    let ranges = ranges(texts.filter_map(|value| value.to_str().ok()));
    produces.is_empty()
        || ranges.is_empty()
        || produces
            .iter()
            .any(|media_type| accepts(&ranges, media_type) > 0)
}

/// The readable ranges of `Accept` headers.
pub(crate) fn ranges<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Range<'a>> {
    texts
        .flat_map(|text| split_outside_quotes(text, ','))
        .filter_map(Range::read)
        .collect()
}

/// How much a media type is liked, in thousandths; 0 for one that is not accepted.
pub(crate) fn accepts(ranges: &[Range<'_>], media_type: &str) -> u16 {
    let essence = essence(media_type);
    ranges
        .iter()
        .filter_map(|range| Some((range.fit(essence)?, range.quality)))
        .max()
        .map_or(0, |(_, quality)| quality)
}

/// One range of `Accept`.
pub(crate) struct Range<'a> {
    essence: &'a str,
    /// In thousandths.
    quality: u16,
}

impl<'a> Range<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = split_outside_quotes(text, ';');
        let essence = parts.next()?.trim();
        if !is_essence(essence) {
            return None;
        }
        let quality = parts
            .filter_map(|part| part.trim().split_once('='))
            .find(|(name, _)| name.eq_ignore_ascii_case("q"));
        Some(Self {
            essence,
            quality: quality.map_or(Some(1_000), |(_, value)| thousandths(value))?,
        })
    }

    /// How specific the range is about a type that it covers: 0 for all, 1 for a family, 2 for the type itself. A
    /// declared range such as `image/*` is met by everything in it.
    fn fit(&self, essence: &str) -> Option<u8> {
        if self.essence == "*/*" || essence == "*/*" {
            return Some(0);
        }
        if self.essence.eq_ignore_ascii_case(essence) {
            return Some(2);
        }
        let family = |text: &'a str| text.strip_suffix("/*");
        let (own, theirs) = (self.essence.split_once('/')?, essence.split_once('/')?);
        let covers = family(self.essence).is_some() || theirs.1 == "*";
        (covers && own.0.eq_ignore_ascii_case(theirs.0)).then_some(1)
    }
}

/// `0`, `0.5`, `1.000`: at most three digits after the point (RFC 9110, section 12.4.2).
fn thousandths(text: &str) -> Option<u16> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(fraction),
        "1" if fraction == 0 => Some(1_000),
        _ => None,
    }
}

/// Which of the declared media types a request's body is of: the very type first, then a range. A body without a
/// `Content-Type` is bytes (RFC 9110, section 8.3); two of them, or one that cannot be read, are of no type.
pub(crate) fn media_of(headers: &HeaderMap, declared: &'static [Media]) -> Option<&'static Media> {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let sent = match (values.next(), values.next()) {
        (None, _) => "application/octet-stream",
        (Some(value), None) => value.to_str().ok()?,
        (Some(_), Some(_)) => return None,
    };
    let parameters = Parameters::read(sent)?;
    // Text in another charset would be taken for UTF-8 and mean something else.
    let charset_is_understood = |media: &Media| {
        media.kind == crate::operation::MediaKind::Bytes
            || parameters.get("charset").is_none_or(|charset| {
                charset.eq_ignore_ascii_case("utf-8")
                    || charset.eq_ignore_ascii_case("utf8")
                    || charset.eq_ignore_ascii_case("us-ascii")
            })
    };
    declared
        .iter()
        .filter_map(|media| Some((specificity(media.media_type, &parameters)?, media)))
        .filter(|(_, media)| charset_is_understood(media))
        .max_by_key(|(specificity, _)| *specificity)
        .map(|(_, media)| media)
}

/// How closely a declared media type describes one that was sent; `None` when it does not.
fn specificity(declared: &str, sent: &Parameters<'_>) -> Option<usize> {
    let declared = Parameters::read(declared)?;
    let all_there = declared
        .pairs
        .iter()
        .filter(|(name, _)| !name.eq_ignore_ascii_case("charset"))
        .all(|(name, value)| {
            sent.get(name)
                .is_some_and(|other| other.eq_ignore_ascii_case(value))
        });
    if !all_there {
        return None;
    }
    Some(near(&declared, sent)? + declared.pairs.len())
}

/// How closely a declared type or range describes a type, parameters aside.
fn near(declared: &Parameters<'_>, sent: &Parameters<'_>) -> Option<usize> {
    match declared.essence.strip_suffix('*') {
        _ if declared.essence.eq_ignore_ascii_case(sent.essence) => Some(100),
        Some("*/") => Some(0),
        Some(family) => {
            let start = sent.essence.get(..family.len())?;
            start.eq_ignore_ascii_case(family).then_some(50)
        }
        None => None,
    }
}

/// A media type taken apart.
struct Parameters<'a> {
    essence: &'a str,
    pairs: Vec<(&'a str, &'a str)>,
}

impl<'a> Parameters<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = split_outside_quotes(text, ';').map(str::trim);
        let essence = parts.next().filter(|essence| is_essence(essence))?;
        let pairs = parts
            .filter(|part| !part.is_empty())
            .map(|part| {
                part.split_once('=')
                    .map(|(name, value)| (name.trim(), value.trim().trim_matches('"')))
            })
            .collect::<Option<_>>()?;
        Some(Self { essence, pairs })
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.pairs
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }
}

fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// `type/subtype`, both of token characters.
fn is_essence(text: &str) -> bool {
    let token = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    text.split_once('/')
        .is_some_and(|(family, member)| token(family) && token(member))
}

/// Whether a media type without parameters is one of these types or ranges.
#[cfg(feature = "multipart")]
pub(crate) fn is_one_of(media_type: &str, declared: &[&str]) -> bool {
    Parameters::read(media_type).is_some_and(|sent| {
        declared.iter().any(|range| {
            let range = Parameters {
                essence: essence(range),
                pairs: Vec::new(),
            };
            near(&range, &sent).is_some()
        })
    })
}

/// The `boundary` of a multipart body's media type (RFC 2046, section 5.1.1).
#[cfg(feature = "multipart")]
pub(crate) fn boundary(headers: &HeaderMap) -> Option<&str> {
    let sent = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Parameters::read(sent)?.get("boundary")
}

fn split_outside_quotes(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |character| {
        quoted ^= character == '"';
        !quoted && character == separator
    })
}
