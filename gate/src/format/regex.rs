//! ECMA 262 regular expressions with the `u` flag: the grammar of section 22.2.1, and its early errors.

mod property;

use std::collections::HashSet;

/// Whether a text is a pattern.
pub(super) fn is_regex(text: &str) -> bool {
    let mut scanner = Scanner {
        characters: text.chars().collect(),
        at: 0,
        groups: 0,
        names: HashSet::new(),
        references: Vec::new(),
        named_references: Vec::new(),
    };
    scanner.pattern().is_some()
        && scanner
            .references
            .iter()
            .all(|reference| *reference <= scanner.groups)
        && scanner
            .named_references
            .iter()
            .all(|name| scanner.names.contains(name))
}

/// What a closing parenthesis ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    /// A group or a capture: it may be repeated.
    Atom,
    /// A lookahead or lookbehind: with the `u` flag it may not.
    Assertion,
}

/// What stands before a quantifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Something that may be repeated.
    Atom,
    /// Nothing, an assertion, or another quantifier.
    Nothing,
}

/// What an escape in a class, or a single character there, stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ClassAtom {
    /// One character: it may begin or end a range.
    One(u32),
    /// Several, such as `\d`.
    Many,
}

/// Walks over a pattern without recursion; every method gives `None` where the pattern is none.
struct Scanner {
    characters: Vec<char>,
    at: usize,
    groups: usize,
    names: HashSet<String>,
    references: Vec<usize>,
    named_references: Vec<String>,
}

impl Scanner {
    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += 1;
        Some(character)
    }

    /// Steps over `text` if it comes next.
    fn eat(&mut self, text: &str) -> bool {
        let ahead = self.characters[self.at..].iter().copied();
        let found = text.chars().count() <= ahead.len()
            && text.chars().zip(ahead).all(|(left, right)| left == right);
        if found {
            self.at += text.chars().count();
        }
        found
    }

    fn pattern(&mut self) -> Option<()> {
        let mut open = Vec::new();
        let mut before = Before::Nothing;
        while let Some(character) = self.next() {
            before = match character {
                '(' => {
                    open.push(self.group()?);
                    Before::Nothing
                }
                ')' => match open.pop()? {
                    Group::Atom => Before::Atom,
                    Group::Assertion => Before::Nothing,
                },
                '|' | '^' | '$' => Before::Nothing,
                '[' => {
                    self.class()?;
                    Before::Atom
                }
                '\\' => self.escape()?,
                '*' | '+' | '?' => self.quantifier(before)?,
                '{' => {
                    self.bounds()?;
                    self.quantifier(before)?
                }
                ']' | '}' => return None,
                _ => Before::Atom,
            };
        }
        open.is_empty().then_some(())
    }

    fn quantifier(&mut self, before: Before) -> Option<Before> {
        self.eat("?");
        (before == Before::Atom).then_some(Before::Nothing)
    }

    /// `n}`, `n,}` or `n,m}`.
    fn bounds(&mut self) -> Option<()> {
        let least = self.digits()?;
        if self.eat(",") && self.peek() != Some('}') {
            let most = self.digits()?;
            if most < least {
                return None;
            }
        }
        self.eat("}").then_some(())
    }

    fn digits(&mut self) -> Option<u64> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|character| character.to_digit(10)) {
            number = Some(
                number
                    .unwrap_or(0_u64)
                    .saturating_mul(10)
                    .saturating_add(u64::from(digit)),
            );
            self.at += 1;
        }
        number
    }

    /// What follows an opening parenthesis.
    fn group(&mut self) -> Option<Group> {
        if !self.eat("?") {
            self.groups += 1;
            return Some(Group::Atom);
        }
        if ["=", "!", "<=", "<!"]
            .iter()
            .any(|assertion| self.eat(assertion))
        {
            return Some(Group::Assertion);
        }
        if self.eat("<") {
            self.groups += 1;
            let name = self.name()?;
            return self.names.insert(name).then_some(Group::Atom);
        }
        self.modifiers().then_some(Group::Atom)
    }

    /// `:`, or flags to set and to clear before it: each of `i`, `m`, `s` at most once, and not none at all.
    fn modifiers(&mut self) -> bool {
        let mut seen = HashSet::new();
        let mut cleared = false;
        while let Some(character) = self.next() {
            match character {
                ':' => return !cleared || !seen.is_empty(),
                '-' if !cleared => cleared = true,
                'i' | 'm' | 's' if seen.insert(character) => {}
                _ => return false,
            }
        }
        false
    }

    /// `GroupName` after its `<`.
    fn name(&mut self) -> Option<String> {
        let mut name = String::new();
        loop {
            let character = match self.next()? {
                '>' => break,
                '\\' if self.eat("u") => char::from_u32(self.unicode()?)?,
                character => character,
            };
            let right = match character {
                '$' | '_' => true,
                '\u{200c}' | '\u{200d}' => !name.is_empty(),
                other if name.is_empty() => other.is_alphabetic(),
                other => {
                    other.is_alphanumeric() || unicode_normalization::char::is_combining_mark(other)
                }
            };
            if !right {
                return None;
            }
            name.push(character);
        }
        (!name.is_empty()).then_some(name)
    }

    /// `AtomEscape`, and the assertions `\b` and `\B`, after the backslash.
    fn escape(&mut self) -> Option<Before> {
        match self.peek()? {
            'b' | 'B' => {
                self.at += 1;
                return Some(Before::Nothing);
            }
            'k' => {
                self.at += 1;
                let name = if self.eat("<") {
                    self.name()?
                } else {
                    return None;
                };
                self.named_references.push(name);
            }
            '1'..='9' => {
                let reference = self.digits()?;
                self.references
                    .push(usize::try_from(reference).unwrap_or(usize::MAX));
            }
            _ => {
                self.shared_escape()?;
            }
        }
        Some(Before::Atom)
    }

    /// The escapes that mean the same inside and outside of a class.
    fn shared_escape(&mut self) -> Option<ClassAtom> {
        let code = match self.next()? {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => return Some(ClassAtom::Many),
            'p' | 'P' => return self.property().then_some(ClassAtom::Many),
            't' => 0x9,
            'n' => 0xa,
            'v' => 0xb,
            'f' => 0xc,
            'r' => 0xd,
            'c' => u32::from(self.next().filter(char::is_ascii_alphabetic)?) % 32,
            '0' if !self.peek().is_some_and(|digit| digit.is_ascii_digit()) => 0,
            'x' => self.hexadecimal(2)?,
            'u' => self.unicode()?,
            character if "^$\\.*+?()[]{}|/".contains(character) => u32::from(character),
            _ => return None,
        };
        Some(ClassAtom::One(code))
    }

    fn property(&mut self) -> bool {
        let start = self.at;
        if !self.eat("{") {
            return false;
        }
        while let Some(character) = self.next() {
            if character == '}' {
                let text: String = self.characters[start + 1..self.at - 1].iter().collect();
                return property::exists(&text);
            }
        }
        false
    }

    fn hexadecimal(&mut self, count: usize) -> Option<u32> {
        (0..count).try_fold(0, |code, _| Some(code * 16 + self.next()?.to_digit(16)?))
    }

    /// What follows `\u`: four digits, two such escapes that make a surrogate pair, or any number in braces.
    fn unicode(&mut self) -> Option<u32> {
        if self.eat("{") {
            let mut code = None;
            while let Some(digit) = self.peek().and_then(|character| character.to_digit(16)) {
                code = Some(
                    code.unwrap_or(0_u32)
                        .saturating_mul(16)
                        .saturating_add(digit),
                );
                self.at += 1;
            }
            return code.filter(|code| self.eat("}") && *code <= 0x10_ffff);
        }
        let first = self.hexadecimal(4)?;
        let start = self.at;
        if (0xd800..0xdc00).contains(&first) && self.eat("\\u") {
            match self.hexadecimal(4) {
                Some(second) if (0xdc00..0xe000).contains(&second) => {
                    return Some(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00));
                }
                _ => self.at = start,
            }
        }
        Some(first)
    }

    /// A class after its `[`.
    fn class(&mut self) -> Option<()> {
        self.eat("^");
        while !self.eat("]") {
            let first = self.class_atom()?;
            let range = self.peek() == Some('-')
                && self
                    .characters
                    .get(self.at + 1)
                    .is_some_and(|next| *next != ']');
            if range {
                self.at += 1;
                let last = self.class_atom()?;
                match (first, last) {
                    (ClassAtom::One(first), ClassAtom::One(last)) if first <= last => {}
                    _ => return None,
                }
            }
        }
        Some(())
    }

    fn class_atom(&mut self) -> Option<ClassAtom> {
        match self.next()? {
            '\\' if self.eat("b") => Some(ClassAtom::One(8)),
            '\\' if self.eat("-") => Some(ClassAtom::One(u32::from('-'))),
            '\\' => self.shared_escape(),
            character => Some(ClassAtom::One(u32::from(character))),
        }
    }
}
