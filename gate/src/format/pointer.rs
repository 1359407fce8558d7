//! JSON pointers, absolute (RFC 6901) and relative (draft 01).

/// RFC 6901, section 3: empty, or segments that each begin with `/` and in which `~` only escapes.
pub(super) fn is_json_pointer(text: &str) -> bool {
    let escaped = |segment: &str| {
        segment
            .split('~')
            .skip(1)
            .all(|rest| rest.starts_with(['0', '1']))
    };
    text.is_empty() || (text.starts_with('/') && escaped(text))
}

/// Levels to go up, then an optional index to move by, then a pointer or `#`.
pub(super) fn is_relative_json_pointer(text: &str) -> bool {
    let Some(rest) = after_number(text) else {
        return false;
    };
    let rest = match rest.strip_prefix(['+', '-']) {
        Some(moved) => match after_number(moved) {
            Some(rest) => rest,
            None => return false,
        },
        None => rest,
    };
    rest == "#" || is_json_pointer(rest)
}

/// What follows a number without leading zeros.
fn after_number(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match (digits, text.starts_with('0')) {
        (0, _) => None,
        (1, _) | (_, false) => text.get(digits..),
        (_, true) => None,
    }
}
