//! Spelling: any word of a document goes in, words of identifier characters come out, not yet cast or checked.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// The longest identifier that is minted, in characters.
pub const LONGEST: usize = 96;

/// The longest name of a file that is minted, in characters: a path has several, and some systems allow it 260 in all.
pub const LONGEST_FILE: usize = 60;

/// The word with every other character spelled by its number.
pub fn ascii(word: &str) -> String {
    let spelled: String = word
        .chars()
        .map(|character| {
            if character.is_ascii() {
                character.to_string()
            } else {
                format!("u{:x}", u32::from(character))
            }
        })
        .collect();
    shortened(&spelled, LONGEST_FILE, word)
}

/// A name of at most so many characters. What loses its end gets the beginning of a hash of all of it, so that names
/// which begin alike are told apart by themselves and not by their order.
fn shortened(name: &str, longest: usize, whole: &str) -> String {
    if name.chars().count() <= longest {
        return name.to_owned();
    }
    let digest: [u8; 32] = Sha256::digest(whole.as_bytes()).into();
    let [first, second, third, fourth, ..] = digest;
    let mark = format!("{:08x}", u32::from_be_bytes([first, second, third, fourth]));
    let kept: String = name.chars().take(longest - mark.len()).collect();
    format!("{}{mark}", kept.trim_end_matches('_'))
}

/// `word` is already reduced to identifier characters; only keywords remain to be told apart.
pub fn is_identifier(word: &str) -> bool {
    // `syn` accepts `gen`, which edition 2024 reserves.
    syn::parse_str::<syn::Ident>(word).is_ok() && word != "gen"
}

/// An identifier starts with a letter; a name that is too long loses its end.
pub fn lead(word: &str, prefix: &str) -> String {
    let starts_well = word.chars().next().is_some_and(char::is_alphabetic);
    let whole = match (word.is_empty(), starts_well) {
        (true, _) => format!("{prefix}one"),
        (false, true) => word.to_owned(),
        (false, false) => format!("{prefix}{word}"),
    };
    shortened(&whole, LONGEST, word)
}

/// Letters and digits stay, in the composed form that rustc asks of identifiers (NFKC); signs that carry the meaning of a
/// short word are spelled out; the rest separates words.
pub fn spoken(word: &str) -> String {
    let word: String = word.nfkc().collect();
    if word.is_empty() {
        return "empty".to_owned();
    }
    let has_letters = word.chars().any(char::is_alphabetic);
    let mut text = String::with_capacity(word.len());
    for (position, character) in word.chars().enumerate() {
        let leads = position == 0 && word.chars().nth(1).is_some_and(char::is_alphanumeric);
        match character {
            '+' if leads => text.push_str("plus "),
            '-' if leads => text.push_str("minus "),
            '.' if !has_letters && position > 0 => text.push_str(" point "),
            _ if character.is_alphanumeric() && is_continue(character) => text.push(character),
            _ if word.chars().any(char::is_alphanumeric) => text.push(' '),
            _ => text.push_str(sign(character)),
        }
    }
    text
}

/// Whether the character may stand inside an identifier.
fn is_continue(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || syn::parse_str::<syn::Ident>(&format!("a{character}")).is_ok()
}

/// The English word for a sign, for words that consist of signs alone.
fn sign(character: char) -> &'static str {
    match character {
        '*' => " asterisk ",
        '+' => " plus ",
        '-' => " minus ",
        '=' => " equal ",
        '<' => " less ",
        '>' => " greater ",
        '!' => " not ",
        '/' => " slash ",
        '.' => " point ",
        ',' => " comma ",
        '_' => " underscore ",
        ':' => " colon ",
        '#' => " hash ",
        '?' => " question ",
        '%' => " percent ",
        '&' => " and ",
        '|' => " or ",
        '~' => " tilde ",
        '@' => " at ",
        '$' => " dollar ",
        '^' => " caret ",
        ' ' => " space ",
        _ => " sign ",
    }
}
