//! A pattern in; its groups, their names and their flags out.

use super::Unsupported;
use super::escape::Set;
use super::scan::Scanner;

/// The capturing groups of a pattern, found before it is translated: a reference may stand before its group.
#[derive(Debug)]
pub(super) struct Groups {
    /// One name, or none, for each group, in the order of their opening parentheses.
    names: Vec<Option<String>>,
}

impl Groups {
    /// Finds every capturing group.
    pub(super) fn survey(pattern: &str) -> Result<Self, Unsupported> {
        let mut scanner = Scanner::new(pattern);
        let mut names: Vec<Option<String>> = Vec::new();
        let mut in_brackets = false;
        while let Some(character) = scanner.next() {
            match character {
                '\\' => drop(scanner.next()),
                '[' => in_brackets = true,
                ']' => in_brackets = false,
                '(' if !in_brackets => match opening(&mut scanner)? {
                    Opening::Capture(Some(name)) if names.contains(&Some(name.clone())) => {
                        return Err(Unsupported::new(format!("two groups are named `{name}`")));
                    }
                    Opening::Capture(name) => names.push(name),
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(Self { names })
    }

    pub(super) fn count(&self) -> usize {
        self.names.len()
    }

    /// The number of a named group, from 1.
    pub(super) fn number_of(&self, name: &str) -> Option<usize> {
        self.names
            .iter()
            .position(|known| known.as_deref() == Some(name))
            .map(|index| index + 1)
    }
}

/// What an opening parenthesis opens.
#[derive(Debug)]
pub(super) enum Opening {
    Capture(Option<String>),
    Plain,
    Modified(Modifiers),
    Look(&'static str),
}

/// The flags that ES2025 lets a group set; `m` is refused.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Modifiers {
    letters: Option<Letters>,
    dot: Option<Dot>,
}

impl Modifiers {
    /// The flags inside the group, given those around it.
    pub(super) fn within(self, outside: Flags) -> Flags {
        Flags {
            letters: self.letters.unwrap_or(outside.letters),
            dot: self.dot.unwrap_or(outside.dot),
        }
    }

    /// How the group begins for the engines; what `.` means is written out wherever it stands.
    pub(super) fn prefix(self) -> &'static str {
        match self.letters {
            Some(Letters::AnyCase) => "(?i:",
            Some(Letters::Exact) => "(?-i:",
            None => "(?:",
        }
    }
}

/// The flags under which a part of a pattern is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    pub(super) letters: Letters,
    pub(super) dot: Dot,
}

/// Whether case tells letters apart: the flag `i`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Letters {
    #[default]
    Exact,
    AnyCase,
}

impl Letters {
    /// Refuses the one set that ECMA folds after it negates and the engines before.
    pub(super) fn admit(self, set: &Set) -> Result<(), Unsupported> {
        match (self, set) {
            (Self::AnyCase, Set::NotProperty(text)) => Err(Unsupported::new(format!(
                "`{text}` where case is ignored means one thing to ECMA-262 and another to the engines"
            ))),
            _ => Ok(()),
        }
    }
}

/// What `.` leaves out: the flag `s`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Dot {
    #[default]
    NoLineTerminator,
    Anything,
}

/// Reads what follows an opening parenthesis, up to the first thing in the group.
pub(super) fn opening(scanner: &mut Scanner<'_>) -> Result<Opening, Unsupported> {
    if !scanner.take("?") {
        return Ok(Opening::Capture(None));
    }
    for look in ["=", "!", "<=", "<!"] {
        if scanner.take(look) {
            return Ok(Opening::Look(look));
        }
    }
    if scanner.take(":") {
        return Ok(Opening::Plain);
    }
    if scanner.take("<") {
        return name(scanner).map(|name| Opening::Capture(Some(name)));
    }
    if scanner.rest().starts_with("P<") {
        return Err(Unsupported::with_help(
            "`(?P<name>…)` is Python's, not ECMA-262's",
            "write `(?<name>…)`",
        ));
    }
    modifiers(scanner).map(Opening::Modified)
}

/// Reads a group's name and its closing `>`.
pub(super) fn name(scanner: &mut Scanner<'_>) -> Result<String, Unsupported> {
    let name = scanner
        .take_until('>')
        .ok_or_else(|| Unsupported::new("the name of a group is not closed"))?;
    let mut characters = name.chars();
    let begins = characters
        .next()
        .is_some_and(|first| first.is_alphabetic() || matches!(first, '_' | '$'));
    if begins && characters.all(|next| next.is_alphanumeric() || matches!(next, '_' | '$')) {
        Ok(name.to_owned())
    } else {
        Err(Unsupported::new(format!("`{name}` is no name for a group")))
    }
}

/// Reads `ims-ims:`, the modifiers of ES2025.
fn modifiers(scanner: &mut Scanner<'_>) -> Result<Modifiers, Unsupported> {
    let unknown = || Unsupported::new("ECMA-262 has no group that begins like one of its groups");
    let mut modifiers = Modifiers::default();
    let mut removing = false;
    let mut seen = String::new();
    loop {
        let flag = scanner.next().ok_or_else(unknown)?;
        if seen.contains(flag) {
            return Err(unknown());
        }
        seen.push(flag);
        match flag {
            'i' => {
                modifiers.letters = Some(if removing {
                    Letters::Exact
                } else {
                    Letters::AnyCase
                });
            }
            's' => {
                modifiers.dot = Some(if removing {
                    Dot::NoLineTerminator
                } else {
                    Dot::Anything
                });
            }
            'm' => {
                return Err(Unsupported::new(
                    "the flag `m` takes other line ends in ECMA-262 than in the engines",
                ));
            }
            '-' => removing = true,
            ':' if seen != "-:" => return Ok(modifiers),
            ')' => {
                return Err(Unsupported::with_help(
                    format!("ECMA-262 has no inline flags such as `(?{seen}`"),
                    "put what they apply to in the group: `(?i:…)`",
                ));
            }
            _ => return Err(unknown()),
        }
    }
}
