//! `pattern`: a regular expression of the contract, translated by the generator.
//!
//! Almost every pattern is matched in time linear in the text. One that looks around or back needs an engine that
//! backtracks; it runs under a bound, and text that needs more steps than that does not match.

use std::sync::OnceLock;

/// A pattern, compiled when it is first needed and kept.
///
/// It holds the pattern as the contract spells it, which is what callers are shown, and the same in the syntax of the
/// engine, which the generator has made and compiled once to see that it can be.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    translated: &'static str,
    kind: Kind,
    engine: OnceLock<Engine>,
}

/// Which engine a pattern is written for.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Linear,
    #[cfg(feature = "bounded-patterns")]
    Bounded,
}

/// A compiled pattern.
#[derive(Debug)]
enum Engine {
    Linear(regex::Regex),
    #[cfg(feature = "bounded-patterns")]
    Bounded(Box<fancy_regex::Regex>),
    /// It does not compile: it matches nothing, so that the gate fails closed.
    Broken,
}

/// How many steps back one match may take.
#[cfg(feature = "bounded-patterns")]
const BACKTRACKING: usize = 100_000;

impl Pattern {
    /// A pattern that reads the same in both syntaxes.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self::translated(source, source)
    }

    /// A pattern as the contract spells it, and its translation.
    #[must_use]
    pub const fn translated(source: &'static str, translated: &'static str) -> Self {
        Self {
            source,
            translated,
            kind: Kind::Linear,
            engine: OnceLock::new(),
        }
    }

    /// A pattern that looks around or back: as the contract spells it, and its translation.
    #[cfg(feature = "bounded-patterns")]
    #[must_use]
    pub const fn bounded(source: &'static str, translated: &'static str) -> Self {
        Self {
            source,
            translated,
            kind: Kind::Bounded,
            engine: OnceLock::new(),
        }
    }

    /// Whether the pattern occurs in the text. A pattern that does not compile, and one that needs more steps than the
    /// bound, matches nothing: the gate fails closed.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        match self.engine.get_or_init(|| self.compile()) {
            Engine::Linear(engine) => engine.is_match(text),
            #[cfg(feature = "bounded-patterns")]
            Engine::Bounded(engine) => engine.is_match(text).unwrap_or(false),
            Engine::Broken => false,
        }
    }

    fn compile(&self) -> Engine {
        match self.kind {
            Kind::Linear => {
                regex::Regex::new(self.translated).map_or(Engine::Broken, Engine::Linear)
            }
            #[cfg(feature = "bounded-patterns")]
            Kind::Bounded => fancy_regex::RegexBuilder::new(self.translated)
                .backtrack_limit(BACKTRACKING)
                .build()
                .map_or(Engine::Broken, |engine| Engine::Bounded(Box::new(engine))),
        }
    }

    /// The pattern as the contract spells it.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }
}
