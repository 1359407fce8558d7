//! `x-sanitize`: what is cleaned out of a string before its schema judges it.
//!
//! A contract asks for it string by string and step by step; nothing is cleaned that was not asked for. What is cleaned
//! counts as never sent: lengths and patterns see the clean string.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// One step of cleaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sanitize {
    /// White space goes from both ends (Unicode `White_Space`).
    Trim,
    /// Letters and their marks are composed, so that what looks alike is alike (Unicode Normalization Form C).
    Nfc,
    /// Control characters go, but for line feed and tabulator, and so do those that turn the direction of text around.
    StripControl,
    /// Markup goes: tags and comments with what is between their angle brackets. The text around them stays.
    PlainText,
}

/// The string after these steps, in this order.
#[must_use]
pub fn sanitize<'t>(text: &'t str, steps: &[Sanitize]) -> Cow<'t, str> {
    let mut clean = Cow::Borrowed(text);
    for step in steps {
        let next = match step {
            Sanitize::Trim => trimmed(&clean),
            Sanitize::Nfc => (!is_nfc(&clean)).then(|| clean.nfc().collect()),
            Sanitize::StripControl => clean
                .contains(is_control)
                .then(|| clean.replace(is_control, "")),
            Sanitize::PlainText => clean.contains('<').then(|| without_markup(&clean)),
        };
        if let Some(next) = next {
            clean = Cow::Owned(next);
        }
    }
    clean
}

fn trimmed(text: &str) -> Option<String> {
    let trimmed = text.trim();
    (trimmed.len() != text.len()).then(|| trimmed.to_owned())
}

fn is_control(character: char) -> bool {
    let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
    turns || (character.is_control() && !matches!(character, '\n' | '\t'))
}

/// The text without tags. One pass that looks at what it has kept so far: a tag that only the removal of another one puts
/// together (`<<b>script>`) is no tag that gets through. A tag that never ends takes the rest with it.
fn without_markup(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let opens = kept.ends_with('<')
            && (character.is_ascii_alphabetic() || matches!(character, '/' | '!' | '?'));
        if !opens {
            kept.push(character);
            continue;
        }
        kept.pop();
        skip_tag(character, &mut characters);
    }
    kept
}

/// Skips to the end of a tag, or of a comment: `-->`, which may have a `>` before it.
fn skip_tag(first: char, characters: &mut std::str::Chars<'_>) {
    let end = if first == '!' && characters.as_str().starts_with("--") {
        "-->"
    } else {
        ">"
    };
    let rest = characters.as_str();
    let after = rest
        .find(end)
        .and_then(|position| rest.get(position + end.len()..));
    *characters = after.unwrap_or_default().chars();
}
