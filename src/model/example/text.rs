//! Lengths, formats and patterns in, a string that satisfies them out.

use std::collections::HashMap;

use serde_json::Value;

use super::check::Matcher;
use super::expand::Expanded;
use super::sample::sample;

/// What a string says that has nothing to say.
const WORD: &str = "text";

/// No example is longer than this, in characters, unless `minLength` asks for more than that and less than this.
const LONGEST: usize = 100_000;

/// The patterns of a document, compiled once.
#[derive(Default)]
pub(super) struct Patterns {
    compiled: HashMap<String, Option<Matcher>>,
}

impl Patterns {
    /// Whether `pattern` is found in `text`; one that cannot be run is found nowhere.
    pub(super) fn is_match(&mut self, pattern: &str, text: &str) -> bool {
        if !self.compiled.contains_key(pattern) {
            self.compiled
                .insert(pattern.to_owned(), Matcher::new(pattern));
        }
        self.compiled
            .get(pattern)
            .and_then(Option::as_ref)
            .is_some_and(|matcher| matcher.is_match(text))
    }
}

/// A string that the schemas' lengths and patterns accept, the `variant`th, in the first format that has a value.
pub(super) fn text(
    schemas: &Expanded<'_>,
    patterns: &mut Patterns,
    variant: usize,
) -> Option<Value> {
    let least = schemas.greatest("minLength").unwrap_or(0);
    let most = schemas.least("maxLength").unwrap_or(usize::MAX);
    if least > most || least > LONGEST {
        return None;
    }
    let required: Vec<&str> = schemas.all("pattern").filter_map(Value::as_str).collect();
    let mut fits = |text: &String| {
        (least..=most).contains(&text.chars().count())
            && required
                .iter()
                .all(|pattern| patterns.is_match(pattern, text))
    };
    let formatted = schemas
        .all("format")
        .filter_map(Value::as_str)
        .filter_map(|format| of_format(format, variant));
    let sampled = required.iter().flat_map(|pattern| {
        // A second and third try choose other ways through the pattern.
        (variant..variant + 3).filter_map(|variant| sample(pattern, least, variant))
    });
    let plain = std::iter::once_with(|| plain(least, most, variant));
    let found = formatted
        .chain(sampled)
        .chain(plain)
        .find(|text| fits(text))?;
    Some(Value::String(found))
}

/// A word of any length between the bounds, and a number at its end to tell variants apart.
fn plain(least: usize, most: usize, variant: usize) -> String {
    let suffix = if variant == 0 {
        String::new()
    } else {
        variant.to_string()
    };
    let length = WORD
        .len()
        .max(least.saturating_sub(suffix.len()))
        .min(most.saturating_sub(suffix.len()));
    let mut text: String = WORD.chars().cycle().take(length).collect();
    text.push_str(&suffix);
    text
}

/// A plausible value of a format, the `variant`th; `None` for a format that is only a hint.
fn of_format(format: &str, variant: usize) -> Option<String> {
    let day = variant % 28 + 1;
    let number = variant + 1;
    Some(match format {
        "date-time" => format!("2026-01-{day:02}T00:00:00Z"),
        "date" => format!("2026-01-{day:02}"),
        "time" => format!("{:02}:00:00Z", variant % 24),
        "duration" => format!("P{number}D"),
        "uuid" => format!("00000000-0000-4000-8000-{number:012x}"),
        "email" | "idn-email" if variant == 0 => "someone@example.com".to_owned(),
        "email" | "idn-email" => format!("someone{variant}@example.com"),
        "hostname" | "idn-hostname" if variant == 0 => "example.com".to_owned(),
        "hostname" | "idn-hostname" => format!("host{variant}.example.com"),
        "uri" | "iri" | "url" if variant == 0 => "https://example.com/".to_owned(),
        "uri" | "iri" | "url" => format!("https://example.com/{variant}"),
        "uri-reference" | "iri-reference" | "json-pointer" => format!("/example/{number}"),
        "uri-template" => format!("https://example.com/{{id}}/{number}"),
        "ipv4" => format!("192.0.2.{}", variant % 254 + 1),
        "ipv6" => format!("2001:db8::{number:x}"),
        "relative-json-pointer" => format!("{variant}/example"),
        "regex" if variant == 0 => "^[a-z]+$".to_owned(),
        "regex" => format!("^[a-z]{{{variant}}}$"),
        "byte" | "base64" | "base64url" => ["dGV4dA==", "dGV4dDE=", "dGV4dDI="]
            .get(variant % 3)?
            .to_string(),
        "decimal" => number.to_string(),
        _ => return None,
    })
}
