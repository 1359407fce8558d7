//! One file of the user's: its text goes in; its words, its imports and its impls, each with its bytes, come out.
//!
//! Items are found by `syn`; words are read off the tokens, so that those inside of macros are seen too. Nothing is printed
//! from what was parsed: every change is one of bytes.

mod reader;

use std::ops::Range;

use proc_macro2::{Delimiter, Span, TokenStream};

use reader::Reader;

/// A file as it was read.
#[derive(Debug)]
pub struct Source<'t> {
    /// Its text.
    pub text: &'t str,
    /// Its words and marks, in their order, those inside of groups too.
    pub tokens: Vec<Token>,
    /// The file itself and every module written inside of it; the file is the first.
    pub scopes: Vec<Scope>,
    /// Every impl, also of traits that nobody knows.
    pub impls: Vec<Impl>,
    /// Every function that is no member of a trait.
    pub functions: Vec<Function>,
    /// Names that are given in place: a variant, or an item of the user's own.
    pub given: Vec<Range<usize>>,
    /// The names of items, in whatever module.
    pub items: Vec<String>,
    /// Macros that are called where an item may stand.
    pub macros: Vec<Range<usize>>,
    /// What is not compiled (`#[cfg(false)]`).
    pub disabled: Vec<Range<usize>>,
}

/// A word or a mark.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub range: Range<usize>,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word.
    Word(String),
    /// A mark.
    Mark(char),
    /// The beginning of a group; the position of its end among the tokens.
    Open(Delimiter, usize),
    /// The end of a group.
    Close,
    /// A literal, or a lifetime's tick.
    Other,
}

/// A module: the names that it imports.
#[derive(Debug, Default)]
pub struct Scope {
    /// The bytes that it is about.
    pub range: Range<usize>,
    /// The module around it.
    pub parent: Option<usize>,
    /// The statements.
    pub uses: Vec<Range<usize>>,
    /// The names.
    pub imports: Vec<Import>,
    /// The modules that are declared here, by name.
    pub modules: Vec<(String, Range<usize>)>,
}

/// One name of a `use`.
#[derive(Clone, Debug)]
pub struct Import {
    /// The statement's position in the scope.
    pub statement: usize,
    /// The path, each word with its bytes.
    pub path: Vec<(String, Range<usize>)>,
    /// What it is called here; `*` for all there is.
    pub local: String,
    /// The bytes that are about this name only.
    pub leaf: Range<usize>,
}

/// An impl.
#[derive(Debug)]
pub struct Impl {
    /// The module in which it stands.
    pub scope: usize,
    /// All of it, attributes too.
    pub range: Range<usize>,
    /// Everything from `impl` to the trait, or to the type where there is no trait.
    pub opening: Range<usize>,
    /// The trait's words, where it is one of a trait.
    pub path: Vec<String>,
    /// The type, and conditions behind it.
    pub target: Range<usize>,
    /// Between its braces.
    pub inside: Range<usize>,
    /// Its functions.
    pub methods: Vec<Method>,
    /// What its `expect` gives as a reason, where it is not compiled.
    pub reason: Option<String>,
}

/// A function in an impl.
#[derive(Clone, Debug)]
pub struct Method {
    /// Its name.
    pub name: String,
    /// The bytes of the name.
    pub named: Range<usize>,
    /// All of it, attributes too.
    pub range: Range<usize>,
    /// Where its signature begins: behind attributes and comments.
    pub signature: usize,
    /// Its body, braces too.
    pub body: Range<usize>,
}

/// A function: its name and bytes.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// All of it.
    pub range: Range<usize>,
    /// The words of what it returns.
    pub returns: Vec<String>,
    /// Its body.
    pub body: Range<usize>,
}

/// Why a file could not be read.
#[derive(Debug)]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
}

impl<'t> Source<'t> {
    /// Reads a file.
    ///
    /// # Errors
    /// It is not Rust.
    pub fn read(text: &'t str) -> Result<Self, Unreadable> {
        let unreadable = |span: Span| Unreadable {
            line: span.start().line,
        };
        let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
        let skipped = text.len() - plain.len();
        let stream: TokenStream = plain
            .parse()
            .map_err(|error: proc_macro2::LexError| unreadable(error.span()))?;
        let file: syn::File =
            syn::parse2(stream.clone()).map_err(|error| unreadable(error.span()))?;
        let mut source = Self {
            text,
            tokens: Vec::new(),
            scopes: vec![Scope {
                range: 0..text.len(),
                ..Scope::default()
            }],
            impls: Vec::new(),
            functions: Vec::new(),
            given: Vec::new(),
            items: Vec::new(),
            macros: Vec::new(),
            disabled: Vec::new(),
        };
        let mut reader = Reader {
            source: &mut source,
            skipped,
        };
        reader.flatten(stream);
        for item in &file.items {
            reader.item(item, 0);
        }
        Ok(source)
    }

    /// The bytes of a range.
    #[must_use]
    pub fn slice(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The tokens of some bytes.
    #[must_use]
    pub fn tokens_in(&self, range: &Range<usize>) -> &[Token] {
        let from = (self.tokens).partition_point(|token| token.range.start < range.start);
        let to = (self.tokens).partition_point(|token| token.range.start < range.end);
        self.tokens.get(from..to).unwrap_or_default()
    }

    /// The innermost module in which a byte stands.
    #[must_use]
    pub fn scope_at(&self, at: usize) -> usize {
        let around = self.scopes.iter().enumerate();
        around
            .filter(|(_, scope)| scope.range.contains(&at))
            .min_by_key(|(_, scope)| scope.range.len())
            .map_or(0, |(position, _)| position)
    }

    /// Whether a byte stands in something that is not compiled.
    #[must_use]
    pub fn is_disabled(&self, at: usize) -> bool {
        self.disabled.iter().any(|range| range.contains(&at))
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn bytes_are_where_they_stand() {
        for text in [
            "\u{feff}// größe\r\nuse api::{pets::{Pets, GetPet as G}, types::*};\r\nmod inner {\r\n    #[x]\r\n    impl Pets for App { async fn a(&self) {} }\r\n}",
            "// größe\nuse api::{pets::{Pets, GetPet as G}, types::*};\nmod inner {\n    #[x]\n    impl Pets for App { async fn a(&self) {} }\n}\n",
        ] {
            let source = Source::read(text).unwrap();
            let [implementation] = &source.impls[..] else {
                panic!("{:?}", source.impls);
            };
            assert!(source.slice(&implementation.range).starts_with("#[x]"));
            assert_eq!(source.slice(&implementation.opening), "impl ");
            assert_eq!(source.slice(&implementation.target), "App ");
            assert_eq!(source.slice(&implementation.methods[0].named), "a");
            assert_eq!(
                source.slice(&implementation.methods[0].range),
                "async fn a(&self) {}"
            );
            assert_eq!(implementation.scope, 1);
            let names: Vec<(&str, &str)> = source.scopes[0]
                .imports
                .iter()
                .map(|import| (import.local.as_str(), source.slice(&import.leaf)))
                .collect();
            assert_eq!(
                names,
                [("Pets", "Pets"), ("G", "GetPet as G"), ("*", "types::*")]
            );
        }
    }

    #[test]
    fn what_is_no_rust_is_told_with_its_line() {
        let unreadable = Source::read("fn a() {}\nfn (").unwrap_err();
        assert_eq!(unreadable.line, 2);
    }
}
