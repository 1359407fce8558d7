//! Slips of the pen that change what a document means: each object of it goes in, a finding for each slip comes out.
//!
//! What stands here is read by nobody, or asks for what nothing can be; the letter of the specification allows most of it.

use serde_json::{Map, Value};

use super::grammar::Kind;
use super::pointer::{self, Pointer};
use super::walk::is_reference;
use crate::diagnostic::{Code, Diagnostic};

/// The extensions that change what a service does.
pub const EXTENSIONS: &[&str] = &[
    "x-body-limit",
    "x-deprecated-since",
    "x-enum-varnames",
    "x-mfa",
    "x-rate-limit",
    "x-rust-name",
    "x-sanitize",
    "x-sensitive",
    "x-sunset",
    "x-timeout",
];

/// How much two words may differ to be one word and a slip: as many letters as are left out, put in, changed or swapped.
const SLIP: usize = 2;

/// How long a word is, at most, of which one letter is half a syllable: there one slip is told and no more.
const SHORT: usize = 6;

/// A lower bound and an upper one, whether a value may lie on both, and what they bound.
const BOUNDS: &[(&str, &str, Meeting, &str)] = &[
    ("minLength", "maxLength", Meeting::Allowed, "string"),
    ("minItems", "maxItems", Meeting::Allowed, "list"),
    ("minProperties", "maxProperties", Meeting::Allowed, "object"),
    ("minimum", "maximum", Meeting::Allowed, "number"),
    ("exclusiveMinimum", "maximum", Meeting::Refused, "number"),
    ("minimum", "exclusiveMaximum", Meeting::Refused, "number"),
    (
        "exclusiveMinimum",
        "exclusiveMaximum",
        Meeting::Refused,
        "number",
    ),
];

/// Whether a value that lies on both bounds is within them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meeting {
    Allowed,
    Refused,
}

/// Tells of every slip in one object.
pub fn tell(value: &Value, kind: Kind, pointer: &Pointer, diagnostics: &mut Vec<Diagnostic>) {
    let Value::Object(members) = value else {
        return;
    };
    if kind != Kind::Schema && is_reference(value, kind) {
        return;
    }
    extensions(members, pointer, diagnostics);
    if kind == Kind::Schema {
        bounds(members, pointer, diagnostics);
        discriminator(members, pointer, diagnostics);
    }
}

/// The one of some words that another was meant to be, if it is none of them and nearly one.
#[must_use]
pub fn nearest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let mut best = None;
    for known in words {
        if known == word {
            return None;
        }
        let far = strsim::osa_distance(word, known);
        let most = if known.chars().count() <= SHORT {
            1
        } else {
            SLIP
        };
        if far <= most && best.is_none_or(|(least, _)| far < least) {
            best = Some((far, known));
        }
    }
    best.map(|(_, known)| known)
}

fn extensions(members: &Map<String, Value>, pointer: &Pointer, diagnostics: &mut Vec<Diagnostic>) {
    for name in members.keys().filter(|name| name.starts_with("x-")) {
        let Some(meant) = nearest(name, EXTENSIONS.iter().copied()) else {
            continue;
        };
        diagnostics.push(
            Diagnostic::warning(
                Code::ExtensionMisspelt,
                pointer::join(pointer.as_str(), name),
            )
            .message(format!("`{name}` is nobody's extension here; `{meant}` is"))
            .help(format!(
                "write `{meant}`, or give an extension of your own another name"
            )),
        );
    }
}

fn bounds(members: &Map<String, Value>, pointer: &Pointer, diagnostics: &mut Vec<Diagnostic>) {
    for (lower, upper, meeting, what) in BOUNDS {
        let number = |keyword: &str| members.get(keyword).and_then(Value::as_f64);
        let (Some(least), Some(most)) = (number(lower), number(upper)) else {
            continue;
        };
        if least > most || (least >= most && *meeting == Meeting::Refused) {
            diagnostics.push(
                Diagnostic::warning(
                    Code::SchemaUnsatisfiable,
                    pointer::join(pointer.as_str(), upper),
                )
                .message(format!(
                    "no {what} satisfies `{lower}: {least}` and `{upper}: {most}` at once; every {what} is refused"
                ))
                .help("correct one of the two bounds"),
            );
        }
    }
}

fn discriminator(
    members: &Map<String, Value>,
    pointer: &Pointer,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(Value::Object(discriminator)) = members.get("discriminator") else {
        return;
    };
    for name in discriminator.keys() {
        let known = ["propertyName", "mapping", "defaultMapping"].contains(&name.as_str());
        if !known && !name.starts_with("x-") {
            let at = pointer::join(pointer.as_str(), "discriminator");
            diagnostics.push(
                Diagnostic::warning(Code::MemberUnknown, pointer::join(&at, name)).message(
                    format!("`{name}` is no member of a discriminator; it is not read"),
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_a_letter_or_two() {
        let near = |word: &str| nearest(word, ["x-mfa", "x-sensitive", "x-rate-limit"]);
        assert_eq!(near("x-mfaa"), Some("x-mfa"));
        assert_eq!(near("x-fma"), Some("x-mfa"));
        assert_eq!(near("x-sensetive"), Some("x-sensitive"));
        assert_eq!(near("x-ratelimit"), Some("x-rate-limit"));
        assert_eq!(near("x-mfa"), None);
        assert_eq!(near("x-aws"), None);
        assert_eq!(near("x-tags"), None);
        assert_eq!(near("x-rate-limits-of-others"), None);
    }
}
