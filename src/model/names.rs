//! Identifiers: a word of the document goes in, a Rust identifier that is free in its scope comes out.
//!
//! Every name that the emitted project shows is minted here and nowhere else. `syn` judges what is a keyword; the only
//! list is of names that the emitted code uses without a path, which a contract must not shadow.

use std::collections::HashSet;
use std::sync::Arc;

use heck::{ToSnakeCase, ToUpperCamelCase};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// The longest identifier that is minted, in characters.
const LONGEST: usize = 96;

/// The longest name of a file that is minted, in characters: a path has several, and some systems allow it 260 in all.
const LONGEST_FILE: usize = 60;

/// Type names that emitted code uses without a path, as every Rust file does.
const PRELUDE: &[&str] = &[
    "Arc",
    "BTreeMap",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Decode",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Future",
    "Hash",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Serialize",
    "Some",
    "String",
    "Sync",
    "ToString",
    "TryFrom",
    "TryInto",
    "Vec",
];

/// What the files of operations import from the gate.
const GATE: &[&str] = &[
    "Accept",
    "Answer",
    "App",
    "Api",
    "BodyRule",
    "Call",
    "Caller",
    "Duration",
    "Explode",
    "Inputs",
    "Limits",
    "Location",
    "Media",
    "MediaKind",
    "Operation",
    "Parameter",
    "PartContent",
    "PartRule",
    "Pending",
    "Problem",
    "Rate",
    "Repeats",
    "Reply",
    "Report",
    "Requirement",
    "Shape",
    "StatusCode",
    "StepUp",
    "Style",
];

/// What every handle on the handlers can be asked by the traits of the prelude, before a handler of that name is found.
const METHODS: &[&str] = &[
    "as_ref",
    "clone",
    "clone_from",
    "clone_into",
    "drop",
    "into",
    "to_owned",
    "try_into",
];

/// Module names that the emitted crates, or the file systems they are written to, already use.
const TAKEN_MODULES: &[&str] = &[
    "alloc", "api", "aux", "axum", "com1", "con", "contract", "core", "gate", "http", "lib",
    "lpt1", "main", "mock", "nul", "outgoing", "policy", "prn", "serde", "std", "tokio", "types",
];

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
            taken: PRELUDE.iter().map(|&name| name.to_owned()).collect(),
            ..Self::default()
        }
    }

    /// The namespace of requests, responses and handler traits, which share a file with names of the gate.
    #[must_use]
    pub fn operations() -> Self {
        Self {
            taken: PRELUDE
                .iter()
                .chain(GATE)
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
            taken: METHODS.iter().map(|&name| name.to_owned()).collect(),
            ..Self::default()
        }
    }

    /// The namespace of emitted modules.
    #[must_use]
    pub fn modules() -> Self {
        Self {
            taken: TAKEN_MODULES.iter().map(|&name| name.to_owned()).collect(),
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

/// The word with every other character spelled by its number.
fn ascii(word: &str) -> String {
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
fn is_identifier(word: &str) -> bool {
    // `syn` accepts `gen`, which edition 2024 reserves.
    syn::parse_str::<syn::Ident>(word).is_ok() && word != "gen"
}

/// An identifier starts with a letter; a name that is too long loses its end.
fn lead(word: &str, prefix: &str) -> String {
    let starts_well = word.chars().next().is_some_and(char::is_alphabetic);
    let whole = match (word.is_empty(), starts_well) {
        (true, _) => format!("{prefix}one"),
        (false, true) => word.to_owned(),
        (false, false) => format!("{prefix}{word}"),
    };
    shortened(&whole, LONGEST, word)
}

/// Letters and digits stay, in the composed form that rustc asks of identifiers (NFKC); signs that carry the meaning of a short word are spelled out; the rest separates words.
fn spoken(word: &str) -> String {
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
                .all(|name| name.rust().len() <= super::LONGEST_FILE)
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
                <= super::LONGEST + 1
        );
    }
}
