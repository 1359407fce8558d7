//! Booleans, numbers and strings: the keywords of one schema go in, a [`Type`] with its constraints comes out.

use serde_json::{Map, Value};

use super::build::Builder;
use super::format::{self, integer_range};
use super::sensitive;
use super::{
    FileSize, Integer, Items, Members, Number, Pattern, Text, TextKind, Type, Uniqueness, Width,
    pattern,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::options::Typeless;

/// Why a schema is left to its compiled rule.
pub struct NoType;

/// The integer that `keywords` describe. By the letter, one without a format is as long as its bounds let it be; nobody
/// means that who writes `type: integer`, so that otherwise 64 bits have to be enough for what has no bounds.
pub fn integer(keywords: &Map<String, Value>, typeless: Typeless) -> Result<Type, NoType> {
    let format = keywords.get("format").and_then(Value::as_str);
    let (named, implied) = match format {
        Some("int32") => (Some(Width::I32), (None, None)),
        Some("int64") => (Some(Width::I64), (None, None)),
        Some("uint64" | "uint") => (Some(Width::U64), (Some(0), None)),
        Some(format) => integer_range(format).map_or((None, (None, None)), |(least, most)| {
            (Some(Width::I64), (Some(least), Some(most)))
        }),
        None => (None, (None, None)),
    };
    let least = largest(
        whole(keywords, "minimum", Rounding::Up)?,
        above(whole(keywords, "exclusiveMinimum", Rounding::Down)?),
    );
    let most = smallest(
        whole(keywords, "maximum", Rounding::Down)?,
        below(whole(keywords, "exclusiveMaximum", Rounding::Up)?),
    );
    let minimum = largest(least, implied.0);
    let maximum = smallest(most, implied.1);
    let width = named.unwrap_or_else(|| width_between(minimum, maximum, typeless));
    let multiple_of = match keywords.get("multipleOf") {
        None => None,
        Some(value) => Some(exact(value).filter(|divisor| *divisor > 0).ok_or(NoType)?),
    };
    Ok(Type::Integer(Integer {
        width,
        minimum,
        maximum,
        multiple_of,
    }))
}

/// The narrowest type that holds every whole number between the bounds. Where there is no bound, 64 bits are taken for one
/// unless the letter counts.
fn width_between(minimum: Option<i128>, maximum: Option<i128>, typeless: Typeless) -> Width {
    let (least, most) = match typeless {
        Typeless::Any => (i128::MIN, i128::MAX),
        Typeless::Object => (i64::MIN.into(), i64::MAX.into()),
    };
    let (minimum, maximum) = (minimum.unwrap_or(least), maximum.unwrap_or(most));
    if minimum >= i64::MIN.into() && maximum <= i64::MAX.into() {
        Width::I64
    } else if minimum >= 0 && maximum <= u64::MAX.into() {
        Width::U64
    } else {
        Width::Whole
    }
}

/// The number that `keywords` describe.
pub fn number(keywords: &Map<String, Value>) -> Type {
    let decimal = |keyword: &str| {
        keywords
            .get(keyword)
            .filter(|value| value.is_number())
            .map(Value::to_string)
    };
    Type::Number(Number {
        minimum: decimal("minimum"),
        exclusive_minimum: decimal("exclusiveMinimum"),
        maximum: decimal("maximum"),
        exclusive_maximum: decimal("exclusiveMaximum"),
        multiple_of: decimal("multipleOf"),
    })
}

/// The string that `keywords` describe.
pub fn text(
    builder: &mut Builder<'_>,
    keywords: &Map<String, Value>,
    at: &str,
) -> Result<Type, NoType> {
    let word = keywords.get("format").and_then(Value::as_str);
    let format = word.and_then(format::asserted);
    if let (Some(word), None) = (word, format)
        && !format::is_annotation(word)
    {
        builder.unknown_format(word, at);
    }
    let pattern = keywords
        .get("pattern")
        .and_then(Value::as_str)
        .and_then(|source| builder.pattern(source, at));
    let min_length = count(keywords, "minLength")?.filter(|&least| least > 0);
    let max_length = count(keywords, "maxLength")?;
    let sanitize = builder.sanitizers(keywords, at);
    // What is cleaned or hidden stays text: no other type could be cleaned before it is read, or be wiped.
    let plain = pattern.is_none()
        && min_length.is_none()
        && max_length.is_none()
        && sanitize.is_empty()
        && !sensitive::is_sensitive(keywords);
    let (kind, format) = match format {
        Some("Uuid") if plain => (TextKind::Uuid, None),
        Some("DateTime") if plain => (TextKind::Timestamp, None),
        Some("Date") if plain => (TextKind::Date, None),
        Some("Ipv4") if plain => (TextKind::Ipv4, None),
        Some("Ipv6") if plain => (TextKind::Ipv6, None),
        other => (TextKind::Plain, other),
    };
    Ok(Type::Text(Text {
        kind,
        min_length,
        max_length,
        pattern,
        format,
        sanitize,
    }))
}

/// The file that `keywords` describe: their lengths count bytes. A pattern or an enumeration of bytes has no type.
pub fn file(keywords: &Map<String, Value>) -> Result<Type, NoType> {
    if keywords.contains_key("pattern") {
        return Err(NoType);
    }
    Ok(Type::File(FileSize {
        minimum: count(keywords, "minLength")?.filter(|&least| least > 0),
        maximum: count(keywords, "maxLength")?,
    }))
}

/// How many items an array may have.
pub fn items(keywords: &Map<String, Value>) -> Result<Items, NoType> {
    let uniqueness = match keywords.get("uniqueItems") {
        Some(Value::Bool(true)) => Uniqueness::Unique,
        _ => Uniqueness::Free,
    };
    let minimum = count(keywords, "minItems")?.filter(|&least| least > 0);
    Ok(Items {
        minimum,
        maximum: count(keywords, "maxItems")?,
        uniqueness,
    })
}

/// How many members an object may have.
pub fn members(keywords: &Map<String, Value>) -> Result<Members, NoType> {
    let minimum = count(keywords, "minProperties")?.filter(|&least| least > 0);
    Ok(Members {
        minimum,
        maximum: count(keywords, "maxProperties")?,
    })
}

impl Builder<'_> {
    /// The pattern in the engine's spelling. Where no engine takes it, that is noted: an error, or an exception.
    fn pattern(&mut self, source: &str, at: &str) -> Option<Pattern> {
        let translated = self.runnable(pattern::translate(source), &format!("{at}/pattern"))?;
        Some(Pattern {
            source: source.to_owned(),
            translated,
        })
    }

    /// The translation of a pattern that stands `at`; what is to be said of it is said once.
    pub fn runnable(
        &mut self,
        translation: Result<pattern::Translated, pattern::Unsupported>,
        at: &str,
    ) -> Option<pattern::Translated> {
        let said = !self.patterns.insert(at.to_owned());
        match translation {
            Ok(translated) => {
                if translated.engine == pattern::Engine::Bounded {
                    self.bounded_patterns = true;
                    self.exceptions.push(super::Exception {
                        pointer: at.to_owned(),
                        sentence: "the pattern looks around or back; it is matched in at most 100,000 steps, and text that needs more is refused".to_owned(),
                    });
                }
                Some(translated)
            }
            Err(_) if said => None,
            Err(unsupported) => {
                self.unenforceable(
                    Diagnostic::error(Code::PatternUnsupported, at)
                        .message(format!("the pattern cannot be run: {}", unsupported.reason))
                        .help("write it without this construct, or pass `--allow-unenforced` to leave it unchecked and listed"),
                    "the pattern is not checked",
                );
                None
            }
        }
    }

    /// Says once for each word that a format is an annotation.
    pub fn unknown_format(&mut self, word: &str, at: &str) {
        if self.formats.insert(word.to_owned()) {
            self.diagnostics.push(
                Diagnostic::note(Code::FormatUnknown, format!("{at}/format"))
                    .message(format!("no standard defines the format `{word}` for strings; it is an annotation and not checked"))
                    .help("add a `pattern` if the service should refuse other text"),
            );
            self.exceptions.push(super::Exception {
                pointer: format!("{at}/format"),
                sentence: format!(
                    "the format `{word}` is not checked anywhere, because no standard defines it"
                ),
            });
        }
    }
}

/// Which whole number stands in for a fraction.
#[derive(Clone, Copy)]
enum Rounding {
    Up,
    Down,
}

/// A bound as a whole number.
fn whole(
    keywords: &Map<String, Value>,
    keyword: &str,
    rounding: Rounding,
) -> Result<Option<i128>, NoType> {
    let Some(value) = keywords.get(keyword) else {
        return Ok(None);
    };
    if let Some(exact) = exact(value) {
        return Ok(Some(exact));
    }
    let Some(fraction) = value.as_f64() else {
        return Err(NoType);
    };
    let rounded = match rounding {
        Rounding::Up => fraction.ceil(),
        Rounding::Down => fraction.floor(),
    };
    // A fraction below 2^53 is exact; a larger float is no bound that an integer of 64 bits could miss.
    if rounded.abs() < 9_007_199_254_740_992.0 {
        format!("{rounded:.0}")
            .parse()
            .map(Some)
            .map_err(|_| NoType)
    } else {
        Err(NoType)
    }
}

/// The value as a whole number, where it is one.
fn exact(value: &Value) -> Option<i128> {
    if let Some(signed) = value.as_i64() {
        return Some(signed.into());
    }
    if let Some(unsigned) = value.as_u64() {
        return Some(unsigned.into());
    }
    let float = value.as_f64()?;
    (float.fract() == 0.0 && float.abs() < 1e30)
        .then(|| format!("{float:.0}").parse().ok())
        .flatten()
}

/// A count, which the specification allows to be spelled `2.0`.
fn count(keywords: &Map<String, Value>, keyword: &str) -> Result<Option<u64>, NoType> {
    match keywords.get(keyword) {
        None => Ok(None),
        Some(value) => exact(value)
            .and_then(|count| u64::try_from(count).ok())
            .map(Some)
            .ok_or(NoType),
    }
}

fn above(bound: Option<i128>) -> Option<i128> {
    bound.map(|bound| bound + 1)
}

fn below(bound: Option<i128>) -> Option<i128> {
    bound.map(|bound| bound - 1)
}

/// The stricter of two lower bounds.
fn largest(left: Option<i128>, right: Option<i128>) -> Option<i128> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.max(right)),
        (one, other) => one.or(other),
    }
}

/// The stricter of two upper bounds.
fn smallest(left: Option<i128>, right: Option<i128>) -> Option<i128> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (one, other) => one.or(other),
    }
}
