//! Labels of internationalised host names: which code points they may hold and in which company (RFC 5892, RFC 5893),
//! and their encoding in ASCII (Punycode, RFC 3492).

mod punycode;

use std::sync::LazyLock;

use unicode_normalization::{
    UnicodeNormalization,
    char::{canonical_combining_class, is_combining_mark},
};

pub(super) use punycode::{decode as decode_punycode, encode as encode_punycode};

/// Whether a label that is not all ASCII is a U-label: RFC 5891, section 4.2.
pub(super) fn is_u_label(label: &str) -> bool {
    let characters: Vec<char> = label.chars().collect();
    let Some(kinds) = characters
        .iter()
        .map(|character| kind(*character))
        .collect::<Option<Vec<Kind>>>()
    else {
        return false;
    };
    characters
        .first()
        .is_some_and(|first| !is_combining_mark(*first))
        && !label.starts_with('-')
        && !label.ends_with('-')
        && characters.get(2..4) != Some(&['-', '-'])
        && label.nfc().eq(characters.iter().copied())
        && (0..characters.len()).all(|index| fits_its_company(&characters, &kinds, index))
        && keeps_bidi_rule(&kinds)
}

/// What the rules need to know of a code point that a label may hold.
#[derive(Clone, Copy, Debug)]
struct Kind {
    first: u32,
    last: u32,
    bidi: Bidi,
    joining: Joining,
}

/// Bidirectional classes, as far as RFC 5893 tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bidi {
    Left,
    Right,
    ArabicNumber,
    EuropeanNumber,
    Mark,
    Neutral,
}

/// Joining types, as far as RFC 5892, appendix A.1, tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joining {
    Left,
    Right,
    Dual,
    Transparent,
    No,
}

/// The table, in order of its code points.
static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let lines = include_str!("unicode/labels.txt").lines();
    lines
        .filter_map(|line| parse(&line.split(' ').collect::<Vec<_>>()))
        .collect()
});

fn parse(line: &[&str]) -> Option<Kind> {
    let [first, last, bidi, joining] = line else {
        return None;
    };
    Some(Kind {
        first: u32::from_str_radix(first, 16).ok()?,
        last: u32::from_str_radix(last, 16).ok()?,
        bidi: match *bidi {
            "L" => Bidi::Left,
            "R" | "AL" => Bidi::Right,
            "AN" => Bidi::ArabicNumber,
            "EN" => Bidi::EuropeanNumber,
            "NSM" => Bidi::Mark,
            _ => Bidi::Neutral,
        },
        joining: match *joining {
            "L" => Joining::Left,
            "R" => Joining::Right,
            "D" => Joining::Dual,
            "T" => Joining::Transparent,
            _ => Joining::No,
        },
    })
}

fn kind(character: char) -> Option<Kind> {
    let code = u32::from(character);
    let position = KINDS.partition_point(|kind| kind.last < code);
    KINDS
        .get(position)
        .filter(|kind| kind.first <= code)
        .copied()
}

/// The contextual rules of RFC 5892, appendix A.
fn fits_its_company(characters: &[char], kinds: &[Kind], index: usize) -> bool {
    let before = index
        .checked_sub(1)
        .and_then(|before| characters.get(before))
        .copied();
    let after = characters.get(index + 1).copied();
    let any = |range: &[std::ops::RangeInclusive<char>]| {
        characters
            .iter()
            .any(|character| range.iter().any(|range| range.contains(character)))
    };
    match characters[index] {
        // ZERO WIDTH NON-JOINER
        '\u{200c}' => follows_virama(before) || parts_joined_letters(kinds, index),
        // ZERO WIDTH JOINER
        '\u{200d}' => follows_virama(before),
        // MIDDLE DOT
        '\u{b7}' => before == Some('l') && after == Some('l'),
        // GREEK LOWER NUMERAL SIGN (KERAIA)
        '\u{375}' => after.is_some_and(is_greek),
        // HEBREW PUNCTUATION GERESH, GERSHAYIM
        '\u{5f3}' | '\u{5f4}' => {
            before.is_some_and(|before| matches!(before, '\u{591}'..='\u{5f4}'))
        }
        // KATAKANA MIDDLE DOT
        '\u{30fb}' => characters
            .iter()
            .any(|character| is_kana_or_han(*character)),
        // ARABIC-INDIC DIGITS and their extended forms do not mix
        '\u{660}'..='\u{669}' => !any(&['\u{6f0}'..='\u{6f9}']),
        _ => true,
    }
}

fn follows_virama(before: Option<char>) -> bool {
    const VIRAMA: u8 = 9;
    before.is_some_and(|before| canonical_combining_class(before) == VIRAMA)
}

/// `(L|D)` `T`* here `T`* `(R|D)`.
fn parts_joined_letters(kinds: &[Kind], index: usize) -> bool {
    let visible = |kind: &&Kind| kind.joining != Joining::Transparent;
    let before = kinds[..index]
        .iter()
        .rev()
        .find(visible)
        .map(|kind| kind.joining);
    let after = kinds[index + 1..]
        .iter()
        .find(visible)
        .map(|kind| kind.joining);
    matches!(before, Some(Joining::Left | Joining::Dual))
        && matches!(after, Some(Joining::Right | Joining::Dual))
}

fn is_greek(character: char) -> bool {
    matches!(character, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')
}

fn is_kana_or_han(character: char) -> bool {
    matches!(
        character,
        '\u{3005}' | '\u{3007}' | '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fd}'..='\u{30ff}'
            | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{1b000}'..='\u{1b16f}' | '\u{20000}'..='\u{323af}'
    )
}

/// RFC 5893, section 2, for labels that hold right-to-left characters.
fn keeps_bidi_rule(kinds: &[Kind]) -> bool {
    let has = |bidi| kinds.iter().any(|kind| kind.bidi == bidi);
    if !has(Bidi::Right) && !has(Bidi::ArabicNumber) {
        return true;
    }
    let last = kinds
        .iter()
        .rev()
        .find(|kind| kind.bidi != Bidi::Mark)
        .map(|kind| kind.bidi);
    kinds.first().is_some_and(|first| first.bidi == Bidi::Right)
        && !has(Bidi::Left)
        && matches!(
            last,
            Some(Bidi::Right | Bidi::ArabicNumber | Bidi::EuropeanNumber)
        )
        && !(has(Bidi::ArabicNumber) && has(Bidi::EuropeanNumber))
}
