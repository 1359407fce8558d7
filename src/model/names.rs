//! Identifiers: a word of the document goes in, a Rust identifier that is free in its scope comes out.
//!
//! Every name that the emitted project shows is minted here and nowhere else. `syn` judges what is a keyword; the only
//! lists are of names that the emitted code uses itself (`taken`).

use std::collections::HashSet;
use std::sync::Arc;

use heck::{ToSnakeCase, ToUpperCamelCase};

mod taken;
mod word;

use word::{ascii, is_identifier, lead, spoken};

/// A Rust identifier and the word in the document it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    rust: String,
    wire: String,
}

impl Name {
    /// The identifier, as it is written in emitted code.
    #[must_use]
    pub fn rust(&self) -> &str {
        &self.rust
    }

    /// The word as the document, and so the network, spells it.
    #[must_use]
    pub fn wire(&self) -> &str {
        &self.wire
    }

    /// The same identifier for another word, where a document names a thing apart from its Rust name.
    #[must_use]
    pub fn standing_for(&self, wire: &str) -> Self {
        Self {
            rust: self.rust.clone(),
            wire: wire.to_owned(),
        }
    }

    /// Whether serialisation has to be told the word because the identifier differs.
    #[must_use]
    pub fn is_renamed(&self) -> bool {
        self.rust != self.wire
    }
}

/// One Rust namespace; a name is handed out once.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: HashSet<String>,
    /// What is taken in the namespace around this one.
    around: Arc<HashSet<String>>,
}

impl Scope {
    /// A scope in which nothing is taken, for fields and enum variants.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The namespace of emitted types, in which the prelude is taken.
    #[must_use]
    pub fn types() -> Self {
        Self {
            taken: taken::PRELUDE.iter().map(|&name| name.to_owned()).collect(),
            ..Self::default()
        }
    }

    /// The namespace of requests, responses and handler traits, which share a file with names of the gate.
    #[must_use]
    pub fn operations() -> Self {
        Self {
            taken: taken::PRELUDE
                .iter()
                .chain(taken::GATE)
                .map(|&name| name.to_owned())
                .collect(),
            ..Self::default()
        }
    }

    /// A namespace within another one, whose names are not handed out either.
    #[must_use]
    pub fn within(around: &Arc<HashSet<String>>) -> Self {
        Self {
            around: Arc::clone(around),
            ..Self::default()
        }
    }

    /// The namespace of handlers.
    #[must_use]
    pub fn functions() -> Self {
        Self {
            taken: taken::METHODS.iter().map(|&name| name.to_owned()).collect(),
            ..Self::default()
        }
    }

    /// The namespace of emitted modules.
    #[must_use]
    pub fn modules() -> Self {
        Self {
            taken: taken::MODULES.iter().map(|&name| name.to_owned()).collect(),
            ..Self::default()
        }
    }

    /// The namespace of the modules of versions, beside the one that brings them together.
    #[must_use]
    pub fn versions() -> Self {
        let mut scope = Self::modules();
        scope.reserve("versions");
        scope
    }

    /// Marks an identifier as used by something that was named elsewhere.
    pub fn reserve(&mut self, rust: &str) {
        self.taken.insert(rust.to_owned());
    }

    /// Whether a word would keep its plain name as a type.
    #[must_use]
    pub fn has_free(&self, wire: &str) -> bool {
        let word = pascal(wire);
        is_identifier(&word) && !self.is_taken(&word)
    }

    /// A field or parameter, in snake case.
    pub fn field(&mut self, wire: &str) -> Name {
        self.mint(snake(wire), wire)
    }

    /// A module or function, in snake case and ASCII: a module is a file, and rustc finds no other by its name.
    pub fn module(&mut self, wire: &str) -> Name {
        self.mint(ascii(&snake(wire)), wire)
    }

    /// A type, trait or enum variant, in upper camel case.
    pub fn pascal(&mut self, wire: &str) -> Name {
        self.mint(pascal(wire), wire)
    }

    /// A constant, in upper snake case.
    pub fn constant(&mut self, wire: &str) -> Name {
        let word = snake(wire).trim_end_matches('_').to_uppercase();
        self.mint(word, wire)
    }

    fn mint(&mut self, word: String, wire: &str) -> Name {
        let rust = self.free(word);
        self.taken.insert(rust.clone());
        Name {
            rust,
            wire: wire.to_owned(),
        }
    }

    fn free(&self, word: String) -> String {
        if is_identifier(&word) && !self.is_taken(&word) {
            return word;
        }
        let marked = format!("{word}_");
        if !word.chars().next().is_some_and(char::is_uppercase)
            && !is_identifier(&word)
            && !self.is_taken(&marked)
        {
            return marked;
        }
        // One more candidate than there are names taken: one of them is free.
        (2..=self.taken.len() + self.around.len() + 2)
            .map(|number| format!("{}{number}", word.trim_end_matches('_')))
            .find(|candidate| is_identifier(candidate) && !self.is_taken(candidate))
            .unwrap_or(marked)
    }

    fn is_taken(&self, word: &str) -> bool {
        self.taken.contains(word) || self.around.contains(word)
    }
}

/// The word in snake case, not yet checked against keywords or a scope.
#[must_use]
pub fn snake(word: &str) -> String {
    lead(&spoken(word).to_snake_case(), "n")
}

/// The word in upper camel case, not yet checked against keywords or a scope.
#[must_use]
pub fn pascal(word: &str) -> String {
    let camel = spoken(word).to_upper_camel_case();
    // A script without case, or a letter whose upper case is two letters, is left as it is.
    lead(&camel, "N")
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn a_word_becomes_an_identifier() {
        for (wire, field, variant) in [
            ("petId", "pet_id", "PetId"),
            ("type", "type_", "Type"),
            ("gen", "gen_", "Gen"),
            ("self", "self_", "Self2"),
            ("3d-model", "n3d_model", "N3dModel"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("-issued", "minus_issued", "MinusIssued"),
            ("+issued", "plus_issued", "PlusIssued"),
            ("", "empty", "Empty"),
            ("*", "asterisk", "Asterisk"),
            (">=", "greater_equal", "GreaterEqual"),
            ("größe", "größe", "Größe"),
            ("x-station", "x_station", "XStation"),
            ("\u{1f600}", "sign", "Sign"),
        ] {
            assert_eq!(Scope::new().field(wire).rust(), field, "{wire}");
            assert_eq!(Scope::new().pascal(wire).rust(), variant, "{wire}");
        }
    }

    #[test]
    fn names_that_clash_are_told_apart() {
        let mut scope = Scope::new();
        let names: Vec<_> = ["open", "Open", "OPEN", "type", "Type"]
            .iter()
            .map(|word| scope.field(word))
            .collect();
        let rust: Vec<_> = names.iter().map(super::Name::rust).collect();
        assert_eq!(rust, ["open", "open2", "open3", "type_", "type2"]);
    }

    #[test]
    fn the_prelude_is_not_shadowed() {
        assert_eq!(Scope::types().pascal("Option").rust(), "Option2");
        assert_eq!(Scope::modules().module("types").rust(), "types2");
    }

    #[test]
    fn long_words_are_told_apart_by_themselves() {
        let long = |end: &str| format!("{}{end}", "word ".repeat(100));
        let (one, other) = (long("one"), long("other"));
        let mut scope = Scope::modules();
        let names = [scope.module(&one), scope.module(&other)];
        let mut reversed = Scope::modules();
        let again = [reversed.module(&other), reversed.module(&one)];
        assert_eq!(names[0], again[1]);
        assert_eq!(names[1], again[0]);
        assert!(
            names
                .iter()
                .all(|name| name.rust().len() <= super::word::LONGEST_FILE)
        );
    }

    #[test]
    fn a_long_word_loses_its_end() {
        assert!(
            Scope::new()
                .field(&"word".repeat(100))
                .rust()
                .chars()
                .count()
                <= super::word::LONGEST + 1
        );
    }
}
