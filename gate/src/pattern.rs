//! `pattern`: a regular expression of the contract, translated by the generator, matched in linear time.

use std::sync::OnceLock;

/// A pattern, compiled when it is first needed and kept.
///
/// It holds the pattern as the contract spells it, which is what callers are shown, and the same in the syntax of the
/// engine, which the generator has made and compiled once to see that it can be.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    translated: &'static str,
    engine: OnceLock<Option<regex::Regex>>,
}

impl Pattern {
    /// A pattern that reads the same in both syntaxes.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self::translated(source, source)
    }

    /// A pattern as the contract spells it, and its translation.
    #[must_use]
    pub const fn translated(source: &'static str, translated: &'static str) -> Self {
        Self { source, translated, engine: OnceLock::new() }
    }

    /// Whether the pattern occurs in the text. A pattern that does not compile matches nothing: the gate fails closed.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let engine = self.engine.get_or_init(|| regex::Regex::new(self.translated).ok());
        engine.as_ref().is_some_and(|engine| engine.is_match(text))
    }

    /// The pattern as the contract spells it.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }
}
