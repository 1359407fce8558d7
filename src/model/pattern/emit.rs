//! Single characters and sets in, text that `regex` and `fancy-regex` both read out.

use std::fmt::Write;

/// Every character but ECMA's four line terminators: what `.` means without the flag `s`.
pub(super) const NO_LINE_TERMINATOR: &str = r"[^\n\r\x{2028}\x{2029}]";

/// Every character.
pub(super) const ANYTHING: &str = r"[\x{0}-\x{10FFFF}]";

/// No character at all.
pub(super) const NOTHING: &str = r"[^\x{0}-\x{10FFFF}]";

/// The members of `\d`, for use inside brackets.
pub(super) const DIGITS: &str = "0-9";

/// The members of `\w`, for use inside brackets.
pub(super) const WORD: &str = "0-9A-Za-z_";

/// The members of `\s` (ECMA-262 `WhiteSpace` and `LineTerminator`), for use inside brackets.
pub(super) const SPACE: &str =
    r"\t-\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";

/// Everything but [`DIGITS`], [`WORD`] or [`SPACE`], for use inside brackets. Written out, because a set within a set is not
/// read by everything that reads a pattern after us.
pub(super) fn all_but(members: &str) -> &'static str {
    match members {
        DIGITS => r"\x{0}-/:-\x{10FFFF}",
        WORD => r"\x{0}-/:-@\[-\^`\{-\x{10FFFF}",
        _ => {
            r"\x{0}-\x{8}\x{E}-\x{1F}!-\x{9F}\x{A1}-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027}\x{202A}-\x{202E}\x{2030}-\x{205E}\x{2060}-\x{2FFF}\x{3001}-\x{FEFE}\x{FF00}-\x{10FFFF}"
        }
    }
}

/// Writes a code point that stands for itself, outside brackets. A surrogate stands for nothing, as no Rust string
/// holds one.
pub(super) fn push_literal(output: &mut String, code: u32) {
    match char::from_u32(code) {
        None => output.push_str(NOTHING),
        Some(character) => push_escaped(output, character, r"\.+*?()|[]{}^$"),
    }
}

/// Writes the inclusive range of two code points, as a part of a set in brackets, leaving surrogates out.
pub(super) fn push_range(output: &mut String, first: u32, last: u32) {
    // Cut at the surrogates, which no Rust string holds and neither engine lets be named.
    for (first, last) in [(first, last.min(0xD7FF)), (first.max(0xE000), last)] {
        let (Some(first), Some(last)) = (char::from_u32(first), char::from_u32(last)) else {
            continue;
        };
        if first > last {
            continue;
        }
        push_member(output, first);
        if first != last {
            output.push('-');
            push_member(output, last);
        }
    }
}

/// Inside brackets `&&`, `--`, `~~` and `[` mean something to the engines and nothing to ECMA.
fn push_member(output: &mut String, character: char) {
    push_escaped(output, character, r"\[]^-&~");
}

fn push_escaped(output: &mut String, character: char, special: &str) {
    match character {
        '\t' => output.push_str(r"\t"),
        '\n' => output.push_str(r"\n"),
        '\r' => output.push_str(r"\r"),
        character if special.contains(character) => {
            output.push('\\');
            output.push(character);
        }
        ' '..='~' => output.push(character),
        character if character.is_alphanumeric() => output.push(character),
        character => {
            // Writing into a string does not fail.
            let _ = write!(output, r"\x{{{:X}}}", u32::from(character));
        }
    }
}

/// Writes a greedy quantifier of at least `least` and at most `most` times (`None`: without end).
pub(super) fn push_repetition(output: &mut String, least: u32, most: Option<u32>) {
    // Writing into a string does not fail.
    let _ = match (least, most) {
        (0, None) => output.write_char('*'),
        (1, None) => output.write_char('+'),
        (0, Some(1)) => output.write_char('?'),
        (least, None) => write!(output, "{{{least},}}"),
        (least, Some(most)) if least == most => write!(output, "{{{least}}}"),
        (least, Some(most)) => write!(output, "{{{least},{most}}}"),
    };
}

/// Writes what the group of this number captured, or nothing if it took no part.
pub(super) fn push_reference(output: &mut String, number: usize) {
    // Writing into a string does not fail.
    let _ = write!(output, r"(?:(?({number})\{number}|))");
}
