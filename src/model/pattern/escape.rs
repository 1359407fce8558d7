//! What follows a backslash in, what it stands for out.

use super::Unsupported;
use super::emit::{DIGITS, SPACE, WORD};
use super::scan::{Scanner, hex};

/// What an escape stands for, wherever it stands.
#[derive(Debug)]
pub(super) enum Escape {
    /// One code point, possibly a surrogate.
    Code(u32),
    /// A set of characters.
    Set(Set),
}

/// A set of characters with a name.
#[derive(Debug)]
pub(super) enum Set {
    /// These members, written for use inside brackets.
    Members(&'static str),
    /// Everything but these members.
    AllBut(&'static str),
    /// A Unicode property, as the engines write it: `\p{…}`.
    Property(String),
    /// Everything without a Unicode property: `\P{…}`.
    NotProperty(String),
}

/// Reads an escape whose backslash is read already, and which means the same inside brackets and outside.
pub(super) fn read(scanner: &mut Scanner<'_>) -> Result<Escape, Unsupported> {
    let Some(character) = scanner.next() else {
        return Err(Unsupported::new("it ends in a backslash"));
    };
    let code = match character {
        'd' => return Ok(Escape::Set(Set::Members(DIGITS))),
        'D' => return Ok(Escape::Set(Set::AllBut(DIGITS))),
        'w' => return Ok(Escape::Set(Set::Members(WORD))),
        'W' => return Ok(Escape::Set(Set::AllBut(WORD))),
        's' => return Ok(Escape::Set(Set::Members(SPACE))),
        'S' => return Ok(Escape::Set(Set::AllBut(SPACE))),
        'p' => {
            return property(scanner).map(|text| Escape::Set(Set::Property(format!(r"\p{text}"))));
        }
        'P' => {
            return property(scanner)
                .map(|text| Escape::Set(Set::NotProperty(format!(r"\P{text}"))));
        }
        't' => 0x09,
        'n' => 0x0A,
        'v' => 0x0B,
        'f' => 0x0C,
        'r' => 0x0D,
        '0' if !scanner.peek().is_some_and(|next| next.is_ascii_digit()) => 0,
        'c' => match scanner.next() {
            Some(letter) if letter.is_ascii_alphabetic() => u32::from(letter) % 32,
            _ => return Err(Unsupported::new(r"`\c` is not followed by a letter")),
        },
        'x' => scanner
            .take_hex(2)
            .ok_or_else(|| Unsupported::new(r"`\x` is not followed by two hexadecimal digits"))?,
        'u' => unicode(scanner)?,
        digit if digit.is_ascii_digit() => {
            return Err(Unsupported::with_help(
                format!(r"`\{digit}` is an octal escape, which ECMA-262 has not in Unicode mode"),
                r"write `\xHH`",
            ));
        }
        letter if letter.is_ascii_alphabetic() => return Err(unknown(letter)),
        itself => u32::from(itself),
    };
    Ok(Escape::Code(code))
}

/// An escaped letter that ECMA-262 does not know nearly always means something in the dialect that its author had in
/// mind; to take it for the letter itself would be a silent change.
fn unknown(letter: char) -> Unsupported {
    let help = match letter {
        'A' => "write `^`",
        'Z' | 'z' => "write `$`, which in ECMA-262 is the very end",
        'h' => r"write `[\t ]`, or `\s`",
        'a' => r"write `\x07`",
        'e' => r"write `\x1B`",
        'R' => r"write `(?:\r\n|\n|\r)`",
        _ => "write the letter without its backslash",
    };
    Unsupported::with_help(format!(r"ECMA-262 has no escape `\{letter}`"), help)
}

/// Reads what follows `\u`: four digits, a surrogate pair of two escapes, or a code point in braces.
fn unicode(scanner: &mut Scanner<'_>) -> Result<u32, Unsupported> {
    let malformed = || {
        Unsupported::new(
            r"`\u` is not followed by four hexadecimal digits or a code point in braces",
        )
    };
    if scanner.take("{") {
        let code = scanner
            .take_until('}')
            .and_then(hex)
            .ok_or_else(malformed)?;
        return if code <= 0x10_FFFF {
            Ok(code)
        } else {
            Err(malformed())
        };
    }
    let lead = scanner.take_hex(4).ok_or_else(malformed)?;
    if !(0xD800..=0xDBFF).contains(&lead) {
        return Ok(lead);
    }
    let mut ahead = scanner.clone();
    if ahead.take(r"\u")
        && let Some(trail @ 0xDC00..=0xDFFF) = ahead.take_hex(4)
    {
        *scanner = ahead;
        return Ok(0x1_0000 + ((lead - 0xD800) << 10) + (trail - 0xDC00));
    }
    Ok(lead)
}

/// Reads `{…}` after `\p`, and returns it, braces and all, as the engines spell it.
fn property(scanner: &mut Scanner<'_>) -> Result<String, Unsupported> {
    let malformed = || {
        Unsupported::with_help(
            r"`\p` is not followed by a property in braces",
            r"write `\p{L}`, `\p{Letter}` or `\p{Script=Greek}`",
        )
    };
    if !scanner.take("{") {
        return Err(malformed());
    }
    let name = scanner.take_until('}').ok_or_else(malformed)?;
    let word = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let spelled = match name.split_once('=') {
        Some((key, value)) => {
            matches!(
                key,
                "General_Category" | "gc" | "Script" | "sc" | "Script_Extensions" | "scx"
            ) && word(value)
        }
        None => word(name),
    };
    if !spelled {
        return Err(malformed());
    }
    let text = format!("{{{name}}}");
    match regex_syntax::parse(&format!(r"\p{text}")) {
        Ok(_) => Ok(text),
        Err(_) => Err(Unsupported::new(format!(
            "the engines do not know the Unicode property `{name}`"
        ))),
    }
}
