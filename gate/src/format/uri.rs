//! URIs (RFC 3986) and IRIs (RFC 3987): the grammar of section 3, character by character.

use std::net::Ipv6Addr;

/// Which characters beyond ASCII are let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alphabet {
    /// None: RFC 3986.
    Ascii,
    /// `ucschar`, and `iprivate` in queries: RFC 3987.
    Unicode,
}

/// `URI`: with a scheme.
pub(super) fn is_uri(text: &str) -> bool {
    scheme(text).is_some() && is_reference(text, Alphabet::Ascii)
}

/// `URI-reference`: with a scheme or relative.
pub(super) fn is_uri_reference(text: &str) -> bool {
    is_reference(text, Alphabet::Ascii)
}

/// `IRI`: with a scheme.
pub(super) fn is_iri(text: &str) -> bool {
    scheme(text).is_some() && is_reference(text, Alphabet::Unicode)
}

/// `IRI-reference`: with a scheme or relative.
pub(super) fn is_iri_reference(text: &str) -> bool {
    is_reference(text, Alphabet::Unicode)
}

fn is_reference(text: &str, alphabet: Alphabet) -> bool {
    let rest = match scheme(text) {
        Some(scheme) => &text[scheme.len() + 1..],
        None => text,
    };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let tail = |character| is_path(character, alphabet) || matches!(character, '/' | '?');
    let first = path.split('/').next().unwrap_or_default();
    // `path-noscheme`: without a scheme, a colon in the first segment would look like one.
    (scheme(text).is_some() || !first.contains(':'))
        && is_authority(authority, alphabet)
        && spelled(path, |character| {
            is_path(character, alphabet) || character == '/'
        })
        && spelled(fragment, tail)
        && spelled(query, |character| {
            tail(character) || (alphabet == Alphabet::Unicode && is_private(character))
        })
}

/// The scheme, when the text begins with one and its colon.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let rest = scheme.strip_prefix(|first: char| first.is_ascii_alphabetic())?;
    rest.chars()
        .all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
        .then_some(scheme)
}

fn is_authority(text: &str, alphabet: Alphabet) -> bool {
    let (user, host) = text.split_once('@').unwrap_or(("", text));
    let (host_is_right, port) = if let Some(literal) = host.strip_prefix('[') {
        let Some((address, port)) = literal.split_once(']') else {
            return false;
        };
        (is_literal(address), port)
    } else {
        let (name, port) = host.split_at(host.find(':').unwrap_or(host.len()));
        (
            spelled(name, |character| is_name(character, alphabet)),
            port,
        )
    };
    let port_is_right = port.is_empty()
        || port
            .strip_prefix(':')
            .is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
    host_is_right
        && port_is_right
        && spelled(user, |character| {
            is_name(character, alphabet) || character == ':'
        })
}

/// `IPv6address` or `IPvFuture`.
fn is_literal(text: &str) -> bool {
    match text
        .strip_prefix(['v', 'V'])
        .and_then(|future| future.split_once('.'))
    {
        Some((version, address)) => {
            let allowed = |character| is_name(character, Alphabet::Ascii) || character == ':';
            let hexadecimal =
                !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_hexdigit());
            hexadecimal && !address.is_empty() && address.chars().all(allowed)
        }
        None => text.parse::<Ipv6Addr>().is_ok(),
    }
}

/// Whether a text is made of allowed characters and percent-encoded octets.
pub(super) fn spelled(text: &str, allowed: impl Fn(char) -> bool) -> bool {
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let right = if character == '%' {
            let mut hexadecimal = || {
                characters
                    .next()
                    .is_some_and(|digit| digit.is_ascii_hexdigit())
            };
            hexadecimal() && hexadecimal()
        } else {
            allowed(character)
        };
        if !right {
            return false;
        }
    }
    true
}

/// `unreserved` and `sub-delims`: what names may hold.
fn is_name(character: char, alphabet: Alphabet) -> bool {
    character.is_ascii_alphanumeric()
        || "-._~!$&'()*+,;=".contains(character)
        || (alphabet == Alphabet::Unicode && is_ucs(character))
}

/// `pchar`.
fn is_path(character: char, alphabet: Alphabet) -> bool {
    is_name(character, alphabet) || matches!(character, ':' | '@')
}

/// `ucschar` of RFC 3987, section 2.2.
pub(super) fn is_ucs(character: char) -> bool {
    let code = u32::from(character);
    match code {
        0xa0..=0xd7ff | 0xf900..=0xfdcf | 0xfdf0..=0xffef => true,
        // The last two code points of every plane are no characters; plane 14 begins with tags.
        0x1_0000..=0xe_fffd => code & 0xffff < 0xfffe && !(0xe_0000..0xe_1000).contains(&code),
        _ => false,
    }
}

/// `iprivate` of RFC 3987, section 2.2.
pub(super) fn is_private(character: char) -> bool {
    matches!(u32::from(character), 0xe000..=0xf8ff | 0xf_0000..=0xf_fffd | 0x10_0000..=0x10_fffd)
}
