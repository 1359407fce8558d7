//! A pattern in, its text for one engine out: groups, alternatives, repetitions and assertions.

use std::ops::Range;

use super::emit::{ANYTHING, NO_LINE_TERMINATOR, push_literal, push_reference, push_repetition};
use super::escape::{self, Escape};
use super::group::{Dot, Flags, Groups, Letters, Opening, name, opening};
use super::scan::Scanner;
use super::{Engine, REPETITION_LIMIT, Unsupported, class, too_large};

/// `\b` by its definition, for the engine whose own `\b` is Unicode's.
const BOUNDARY: &str = "(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))";
/// `\B` likewise.
const NO_BOUNDARY: &str = "(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))";

/// How many groups may stand within one another: what `regex` allows by itself, less what our own text adds.
const NESTING_LIMIT: usize = 200;

/// Why a translation did not come to its end.
#[derive(Debug)]
pub(super) enum Stop {
    Unsupported(Unsupported),
    /// The pattern holds what only the bounded engine has.
    NeedsBacktracking,
}

impl From<Unsupported> for Stop {
    fn from(unsupported: Unsupported) -> Self {
        Self::Unsupported(unsupported)
    }
}

/// A group that is not closed yet.
struct Open {
    look: Option<&'static str>,
    /// Groups captured before this one, itself included.
    captured: usize,
    /// Its own number, if it captures.
    number: Option<usize>,
    /// The flags outside.
    flags: Flags,
    /// The largest product of counts inside so far.
    repetition: u64,
}

/// What a quantifier would repeat.
enum Last {
    /// Nothing that can be repeated: a beginning, an assertion, or what is repeated already.
    Nothing,
    /// One step, with the largest product of counts in it and the groups captured strictly inside it.
    Step {
        repetition: u64,
        inside: Range<usize>,
    },
}

/// One step that captures nothing.
fn plain_step() -> Last {
    Last::Step {
        repetition: 1,
        inside: 0..0,
    }
}

/// One pass over a pattern.
pub(super) struct Translator<'p> {
    scanner: Scanner<'p>,
    engine: Engine,
    groups: &'p Groups,
    output: String,
    open: Vec<Open>,
    flags: Flags,
    captured: usize,
    last: Last,
    repetition: u64,
    /// Groups that lose what they captured in ways of ECMA's own: each turn of a repetition around them forgets it.
    forgetful: Vec<usize>,
    referenced: Vec<usize>,
}

impl<'p> Translator<'p> {
    pub(super) fn new(pattern: &'p str, engine: Engine, groups: &'p Groups) -> Self {
        Self {
            scanner: Scanner::new(pattern),
            engine,
            groups,
            output: String::with_capacity(pattern.len() + 16),
            open: Vec::new(),
            flags: Flags::default(),
            captured: 0,
            last: Last::Nothing,
            repetition: 1,
            forgetful: Vec::new(),
            referenced: Vec::new(),
        }
    }

    pub(super) fn run(mut self) -> Result<String, Stop> {
        while let Some(character) = self.scanner.next() {
            self.step(character)?;
        }
        if !self.open.is_empty() {
            return Err(Unsupported::new("a parenthesis is not closed").into());
        }
        if self
            .referenced
            .iter()
            .any(|number| self.forgetful.contains(number))
        {
            return Err(Unsupported::with_help(
                "it refers back to a group inside a repetition or a look behind",
                "move the group out of the repetition",
            )
            .into());
        }
        Ok(self.output)
    }

    fn step(&mut self, character: char) -> Result<(), Stop> {
        match character {
            '^' | '$' => {
                self.output.push(character);
                self.last = Last::Nothing;
            }
            '|' => {
                self.output.push('|');
                self.last = Last::Nothing;
            }
            '(' => self.open_group()?,
            ')' => self.close_group()?,
            '*' => self.repeat(0, None)?,
            '+' => self.repeat(1, None)?,
            '?' => self.repeat(0, Some(1))?,
            '{' => self.brace()?,
            '.' => {
                self.output.push_str(match self.flags.dot {
                    Dot::Anything => ANYTHING,
                    Dot::NoLineTerminator => NO_LINE_TERMINATOR,
                });
                self.last = plain_step();
            }
            '[' => {
                class::translate(&mut self.scanner, self.flags.letters, &mut self.output)?;
                self.last = plain_step();
            }
            '\\' => self.escape()?,
            itself => {
                push_literal(&mut self.output, u32::from(itself));
                self.last = plain_step();
            }
        }
        Ok(())
    }

    fn open_group(&mut self) -> Result<(), Stop> {
        if self.open.len() >= NESTING_LIMIT {
            return Err(Unsupported::new("its groups stand too deep within one another").into());
        }
        let opening = opening(&mut self.scanner)?;
        let outside = self.flags;
        let (mut look, mut number) = (None, None);
        match opening {
            // Names are only for references, which go by number here.
            Opening::Capture(_) => {
                self.captured += 1;
                number = Some(self.captured);
                self.output.push('(');
            }
            Opening::Plain => self.output.push_str("(?:"),
            Opening::Modified(modifiers) => {
                self.flags = modifiers.within(outside);
                self.output.push_str(modifiers.prefix());
            }
            Opening::Look(kind) => {
                self.need_backtracking()?;
                look = Some(kind);
                self.output.push_str("(?");
                self.output.push_str(kind);
            }
        }
        let repetition = std::mem::replace(&mut self.repetition, 1);
        self.open.push(Open {
            look,
            captured: self.captured,
            number,
            flags: outside,
            repetition,
        });
        self.last = Last::Nothing;
        Ok(())
    }

    fn close_group(&mut self) -> Result<(), Stop> {
        let Some(open) = self.open.pop() else {
            return Err(Unsupported::new("a parenthesis is closed that was not opened").into());
        };
        self.output.push(')');
        self.flags = open.flags;
        let repetition = std::mem::replace(&mut self.repetition, open.repetition);
        self.repetition = self.repetition.max(repetition);
        let inside = open.captured + 1..self.captured + 1;
        self.last = if open.look.is_some() {
            if open.look.is_some_and(|look| look.starts_with('<')) {
                // ECMA looks behind from right to left, which shows in what the groups hold.
                self.forgetful.extend(inside);
            }
            Last::Nothing
        } else {
            Last::Step { repetition, inside }
        };
        Ok(())
    }

    /// Reads `{…}`: a quantifier when it looks like one, otherwise a brace (Annex B).
    fn brace(&mut self) -> Result<(), Stop> {
        let mut ahead = self.scanner.clone();
        let least = ahead.take_number();
        let most = if ahead.take(",") {
            ahead.take_number()
        } else {
            least
        };
        if least.is_none() && most.is_some() && ahead.take("}") {
            return Err(Unsupported::with_help(
                "`{,n}` is a quantifier to some and four characters to ECMA-262",
                "write `{0,n}`",
            )
            .into());
        }
        match least {
            Some(least) if ahead.take("}") => {
                self.scanner = ahead;
                self.repeat(least, most)
            }
            _ => {
                push_literal(&mut self.output, u32::from('{'));
                self.last = plain_step();
                Ok(())
            }
        }
    }

    /// Repeats the last step at least `least` and at most `most` times (`None`: without end).
    fn repeat(&mut self, least: u32, most: Option<u32>) -> Result<(), Stop> {
        let Last::Step { repetition, inside } = std::mem::replace(&mut self.last, Last::Nothing)
        else {
            return Err(Unsupported::new("a quantifier has nothing to repeat").into());
        };
        if most.is_some_and(|most| most < least) {
            return Err(Unsupported::new("a quantifier's numbers are out of order").into());
        }
        if most.is_none_or(|most| most > 1) {
            self.forgetful.extend(inside);
        }
        let product = repetition.saturating_mul(u64::from(most.unwrap_or(least).max(1)));
        if product > REPETITION_LIMIT {
            return Err(too_large().into());
        }
        self.repetition = self.repetition.max(product);
        push_repetition(&mut self.output, least, most);
        if self.scanner.take("?") {
            self.output.push('?');
        }
        Ok(())
    }

    fn escape(&mut self) -> Result<(), Stop> {
        let mut ahead = self.scanner.clone();
        if ahead.take("b") || ahead.take("B") {
            let negated = self.scanner.next() == Some('B');
            return self.boundary(negated);
        }
        if let Some(1..) = ahead.peek().and_then(|next| next.to_digit(10))
            && let Some(number) = ahead.take_number()
        {
            let number = usize::try_from(number).unwrap_or(usize::MAX);
            if number <= self.groups.count() {
                self.scanner = ahead;
                return self.reference(number);
            }
        } else if ahead.take("k") {
            if !ahead.take("<") {
                return Err(Unsupported::new(r"`\k` is not followed by a name").into());
            }
            let name = name(&mut ahead)?;
            self.scanner = ahead;
            return match self.groups.number_of(&name) {
                Some(number) => self.reference(number),
                None => Err(Unsupported::new(format!("no group is named `{name}`")).into()),
            };
        }
        match escape::read(&mut self.scanner)? {
            Escape::Code(code) => push_literal(&mut self.output, code),
            Escape::Set(set) => {
                self.flags.letters.admit(&set)?;
                class::push_alone(&mut self.output, &set);
            }
        }
        self.last = plain_step();
        Ok(())
    }

    fn boundary(&mut self, negated: bool) -> Result<(), Stop> {
        if self.flags.letters == Letters::AnyCase {
            // There, ſ and the Kelvin sign are word characters too.
            return Err(Unsupported::new(
                r"`\b` where case is ignored is not what the engines take it for",
            )
            .into());
        }
        self.output.push_str(match (self.engine, negated) {
            (Engine::Linear, false) => r"(?-u:\b)",
            (Engine::Linear, true) => r"(?-u:\B)",
            (Engine::Bounded, false) => BOUNDARY,
            (Engine::Bounded, true) => NO_BOUNDARY,
        });
        self.last = Last::Nothing;
        Ok(())
    }

    /// Writes a reference back to a group. To ECMA, a group that took no part matches the empty string.
    fn reference(&mut self, number: usize) -> Result<(), Stop> {
        self.need_backtracking()?;
        if self
            .open
            .iter()
            .any(|open| open.look.is_some_and(|look| look.starts_with('<')))
        {
            return Err(Unsupported::new("it refers back inside a look behind").into());
        }
        let unset =
            number > self.captured || self.open.iter().any(|open| open.number == Some(number));
        self.referenced.push(number);
        if unset {
            self.output.push_str("(?:)");
        } else {
            push_reference(&mut self.output, number);
        }
        self.last = plain_step();
        Ok(())
    }

    fn need_backtracking(&self) -> Result<(), Stop> {
        match self.engine {
            Engine::Linear => Err(Stop::NeedsBacktracking),
            Engine::Bounded => Ok(()),
        }
    }
}
