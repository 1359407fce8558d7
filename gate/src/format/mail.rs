//! E-mail addresses: `Mailbox` of RFC 5321, section 4.1.2, and of RFC 6531, section 3.3.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::host;

/// Which characters beyond ASCII are let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alphabet {
    Ascii,
    Unicode,
}

/// An address in ASCII.
pub(super) fn is_email(text: &str) -> bool {
    is_mailbox(text, Alphabet::Ascii)
}

/// An address whose local part and host may be in any script.
pub(super) fn is_idn_email(text: &str) -> bool {
    is_mailbox(text, Alphabet::Unicode)
}

fn is_mailbox(text: &str, alphabet: Alphabet) -> bool {
    // A host has no `@`, and a local part has one only between quotes.
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    // RFC 5321, section 4.5.3.1: 64 octets for the local part.
    local.len() <= 64 && is_local(local, alphabet) && is_domain(domain, alphabet)
}

fn is_local(text: &str, alphabet: Alphabet) -> bool {
    match text
        .strip_prefix('"')
        .and_then(|quoted| quoted.strip_suffix('"'))
    {
        Some(quoted) => is_quoted(quoted, alphabet),
        None => text.split('.').all(|atom| {
            !atom.is_empty() && atom.chars().all(|character| is_atom(character, alphabet))
        }),
    }
}

fn is_atom(character: char, alphabet: Alphabet) -> bool {
    character.is_ascii_alphanumeric()
        || "!#$%&'*+-/=?^_`{|}~".contains(character)
        || (alphabet == Alphabet::Unicode && !character.is_ascii() && !character.is_control())
}

/// `*QcontentSMTP`: printable characters; a quote or a backslash after a backslash only.
fn is_quoted(text: &str, alphabet: Alphabet) -> bool {
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let right = match character {
            '\\' => characters
                .next()
                .is_some_and(|escaped| matches!(escaped, ' '..='~')),
            '"' => false,
            ' '..='~' => true,
            other => alphabet == Alphabet::Unicode && !other.is_ascii() && !other.is_control(),
        };
        if !right {
            return false;
        }
    }
    true
}

fn is_domain(text: &str, alphabet: Alphabet) -> bool {
    match text
        .strip_prefix('[')
        .and_then(|literal| literal.strip_suffix(']'))
    {
        Some(literal) => match literal.get(..5) {
            Some(tag) if tag.eq_ignore_ascii_case("IPv6:") => {
                literal[5..].parse::<Ipv6Addr>().is_ok()
            }
            _ => literal.parse::<Ipv4Addr>().is_ok(),
        },
        None => match alphabet {
            Alphabet::Ascii => host::is_hostname(text),
            Alphabet::Unicode => host::is_idn_hostname(text),
        },
    }
}
