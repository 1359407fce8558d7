//! Patterns as the sets of texts that they match: two patterns go in; whether one certainly matches all that the other one does
//! comes out.
//!
//! Both are walked side by side as lazily built automata, through every text there is, until one is found that only the first
//! one matches, or none is left. What is too large to be walked, and what looks around or back, is not certain.

use std::collections::HashSet;

use regex_automata::Input;
use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{Config as Thompson, WhichCaptures};

use crate::model::pattern::{Engine, translate};

/// How many pairs of states are looked at, and how many bytes an automaton may take.
const MOST_PAIRS: usize = 20_000;
const MOST_BYTES: usize = 4 << 20;

/// Does `wide` match every text that `narrow` matches? Both are patterns of the contract; `false` where nobody can tell.
pub fn is_within(narrow: &str, wide: &str) -> bool {
    narrow == wide || walked(narrow, wide) == Some(true)
}

fn walked(narrow: &str, wide: &str) -> Option<bool> {
    let (mut narrow, mut wide) = (Automaton::of(narrow)?, Automaton::of(wide)?);
    let letters = letters(&narrow.machine, &wide.machine);
    let first = Pair {
        narrow: narrow.start()?,
        wide: wide.start()?,
        rest: Rest::Whole,
    };
    let mut seen = HashSet::from([first]);
    let mut waiting = vec![first];
    while let Some(pair) = waiting.pop() {
        if pair.rest == Rest::Whole && narrow.ends(pair.narrow)? && !wide.ends(pair.wide)? {
            return Some(false);
        }
        for &letter in &letters {
            let Some(rest) = pair.rest.after(letter) else {
                continue;
            };
            let next = Pair {
                narrow: narrow.after(pair.narrow, letter)?,
                wide: wide.after(pair.wide, letter)?,
                rest,
            };
            // Nothing more is matched by the one, or everything by the other.
            if next.narrow == State::Never || next.wide == State::Always {
                continue;
            }
            if seen.insert(next) {
                if seen.len() > MOST_PAIRS {
                    return None;
                }
                waiting.push(next);
            }
        }
    }
    Some(true)
}

/// Where both automata are behind the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Pair {
    narrow: State,
    wide: State,
    rest: Rest,
}

/// Where one automaton is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    /// Something matched already: whatever follows is matched too.
    Always,
    /// Nothing that follows will be matched.
    Never,
    /// Neither.
    Open(LazyStateID),
}

/// What has to follow so that the bytes are text (RFC 3629, section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Rest {
    /// Nothing: a text may end here.
    Whole,
    /// This many bytes of a character, of which the first one lies between these.
    Bytes(u8, u8, u8),
}

impl Rest {
    fn after(self, byte: u8) -> Option<Self> {
        const LEAST: u8 = 0x80;
        const MOST: u8 = 0xbf;
        match self {
            Self::Whole => Some(match byte {
                0x00..=0x7f => Self::Whole,
                0xc2..=0xdf => Self::Bytes(1, LEAST, MOST),
                0xe0 => Self::Bytes(2, 0xa0, MOST),
                0xed => Self::Bytes(2, LEAST, 0x9f),
                0xe1..=0xef => Self::Bytes(2, LEAST, MOST),
                0xf0 => Self::Bytes(3, 0x90, MOST),
                0xf1..=0xf3 => Self::Bytes(3, LEAST, MOST),
                0xf4 => Self::Bytes(3, LEAST, 0x8f),
                _ => return None,
            }),
            Self::Bytes(_, least, most) if !(least..=most).contains(&byte) => None,
            Self::Bytes(1, ..) => Some(Self::Whole),
            Self::Bytes(count, ..) => Some(Self::Bytes(count - 1, LEAST, MOST)),
        }
    }
}

/// A pattern that is walked.
struct Automaton {
    machine: DFA,
    cache: Cache,
}

impl Automaton {
    fn of(pattern: &str) -> Option<Self> {
        let translated = translate(pattern).ok()?;
        if translated.engine != Engine::Linear {
            return None;
        }
        let program = Thompson::new()
            .nfa_size_limit(Some(MOST_BYTES))
            .which_captures(WhichCaptures::None);
        // States that were forgotten could not be told from others: whatever does not fit is given up.
        let config = DFA::config()
            .cache_capacity(MOST_BYTES)
            .minimum_cache_clear_count(Some(0));
        let mut builder = DFA::builder();
        let machine = builder.configure(config).thompson(program);
        let machine = machine.build(&translated.regex).ok()?;
        let cache = machine.create_cache();
        Some(Self { machine, cache })
    }

    fn start(&mut self) -> Option<State> {
        let start = self
            .machine
            .start_state_forward(&mut self.cache, &Input::new(""));
        Self::state(start.ok()?)
    }

    fn after(&mut self, state: State, byte: u8) -> Option<State> {
        match state {
            State::Open(id) => {
                let next = self.machine.next_state(&mut self.cache, id, byte);
                Self::state(next.ok()?)
            }
            State::Always | State::Never => Some(state),
        }
    }

    /// Whether a text that ends here is matched.
    fn ends(&mut self, state: State) -> Option<bool> {
        match state {
            State::Always => Some(true),
            State::Never => Some(false),
            State::Open(id) => {
                let last = self.machine.next_eoi_state(&mut self.cache, id).ok()?;
                Some(last.is_match())
            }
        }
    }

    fn state(id: LazyStateID) -> Option<State> {
        if id.is_quit() {
            None
        } else if id.is_match() {
            Some(State::Always)
        } else if id.is_dead() {
            Some(State::Never)
        } else {
            Some(State::Open(id))
        }
    }
}

/// One byte for each kind of byte that neither automaton, nor the encoding of text, tells apart.
fn letters(narrow: &DFA, wide: &DFA) -> Vec<u8> {
    /// The bytes at which another kind begins in UTF-8.
    const BORDERS: &[u8] = &[
        0x80, 0x90, 0xa0, 0xc0, 0xc2, 0xe0, 0xe1, 0xed, 0xee, 0xf0, 0xf1, 0xf4, 0xf5,
    ];
    let mut seen = HashSet::new();
    let kind = |byte: &u8| {
        let of_text = BORDERS.partition_point(|border| border <= byte);
        let of_narrow = narrow.byte_classes().get(*byte);
        seen.insert((of_text, of_narrow, wide.byte_classes().get(*byte)))
    };
    (0..=u8::MAX).filter(kind).collect()
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn what_is_within_what() {
        for (narrow, wide, expected) in [
            ("^[a-z]+$", "^[a-z0-9]+$", true),
            ("^[a-z0-9]+$", "^[a-z]+$", false),
            ("^(a|b)$", "^[ab]$", true),
            ("^[ab]$", "^(?:a|b)$", true),
            ("^a{2,4}$", "^a{1,5}$", true),
            ("^a{2,6}$", "^a{1,5}$", false),
            // A pattern is found anywhere.
            ("^abc$", "b", true),
            ("b", "^abc$", false),
            ("abc", "b", true),
            ("^[^a]*$", "^", true),
            ("a", "^.*a", false),
            ("a", "^[^]*a", true),
            ("", "^.+$", false),
            ("^.+$", "", true),
            ("x$", "x", true),
            ("x", "x$", false),
            // Texts of more bytes than letters.
            ("^[à-ü]$", "^[^a-z]$", true),
            ("^[^a-z]$", "^[à-ü]$", false),
            ("^.$", "^[^\\n\\r\\u2028\\u2029]$", true),
            ("a", "^[^]+$", true),
            ("^\\d{3}$", "^[0-9]{3}$", true),
            ("^\\w+$", "^\\S+$", true),
        ] {
            assert_eq!(is_within(narrow, wide), expected, "{narrow} in {wide}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_not_certain() {
        for (narrow, wide) in [
            ("^(?=a)a$", "^a$"),
            ("^(a)\\1$", "^aa$"),
            ("^([ab]*a[ab]{40})$", "^([ab]*[a][ab]{40})$"),
            ("(", "("),
        ] {
            assert!(
                narrow == wide || !is_within(narrow, wide),
                "{narrow} in {wide}"
            );
        }
    }
}
