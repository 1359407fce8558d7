//! URI templates, RFC 6570, section 2.

use super::uri::{is_private, is_ucs, spelled};

/// Literals and expressions in braces.
pub(super) fn is_uri_template(text: &str) -> bool {
    let mut rest = text;
    while let Some((literal, tail)) = rest.split_once('{') {
        let Some((expression, tail)) = tail.split_once('}') else {
            return false;
        };
        if !spelled(literal, is_literal) || !is_expression(expression) {
            return false;
        }
        rest = tail;
    }
    spelled(rest, is_literal)
}

fn is_literal(character: char) -> bool {
    match character {
        '!'..='~' => !"\"'%<>\\^`{|}".contains(character),
        other => is_ucs(other) || is_private(other),
    }
}

/// An operator, those that are reserved for later among them, and variables.
fn is_expression(text: &str) -> bool {
    let variables = text
        .strip_prefix(|first: char| "+#./;?&=,!@|".contains(first))
        .unwrap_or(text);
    variables.split(',').all(is_variable)
}

/// A name, and how much of it is taken.
fn is_variable(text: &str) -> bool {
    let name = match text.split_once(':') {
        Some((name, length)) => {
            let digits = length.len() <= 4 && length.bytes().all(|byte| byte.is_ascii_digit());
            if !digits || length.is_empty() || length.starts_with('0') {
                return false;
            }
            name
        }
        None => text.strip_suffix('*').unwrap_or(text),
    };
    let is_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
    name.split('.')
        .all(|part| !part.is_empty() && spelled(part, is_name))
}
