//! One file of the user's: its text goes in; its words, its imports and its impls, each with its bytes, come out.
//!
//! Items are found by `syn`; words are read off the tokens, so that those inside of macros are seen too. Nothing is printed
//! from what was parsed: every change is one of bytes.

use std::ops::Range;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::{ImplItem, Item, UseTree};

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
    /// Its body, with the braces.
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
    /// What the parser says.
    pub reason: String,
}

impl<'t> Source<'t> {
    /// Reads a file.
    ///
    /// # Errors
    /// It is not Rust.
    pub fn read(text: &'t str) -> Result<Self, Unreadable> {
        let unreadable = |span: Span, reason: String| Unreadable {
            line: span.start().line,
            reason,
        };
        let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
        let skipped = text.len() - plain.len();
        let stream: TokenStream = plain
            .parse()
            .map_err(|error: proc_macro2::LexError| unreadable(error.span(), error.to_string()))?;
        let file: syn::File = syn::parse2(stream.clone())
            .map_err(|error| unreadable(error.span(), error.to_string()))?;
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

struct Reader<'s, 't> {
    source: &'s mut Source<'t>,
    skipped: usize,
}

impl Reader<'_, '_> {
    fn range(&self, span: Span) -> Range<usize> {
        let range = span.byte_range();
        range.start + self.skipped..range.end + self.skipped
    }

    fn flatten(&mut self, stream: TokenStream) {
        for tree in stream {
            let range = self.range(tree.span());
            let kind = match tree {
                TokenTree::Ident(word) => Kind::Word(word.to_string()),
                TokenTree::Punct(mark) => Kind::Mark(mark.as_char()),
                TokenTree::Literal(_) => Kind::Other,
                TokenTree::Group(group) => {
                    let (open, close) = (group.span_open(), group.span_close());
                    let position = self.source.tokens.len();
                    let open = self.range(open);
                    self.source.tokens.push(Token {
                        kind: Kind::Open(group.delimiter(), 0),
                        range: open,
                    });
                    self.flatten(group.stream());
                    let end = self.source.tokens.len();
                    if let Some(token) = self.source.tokens.get_mut(position) {
                        token.kind = Kind::Open(group.delimiter(), end);
                    }
                    let range = self.range(close);
                    self.source.tokens.push(Token {
                        kind: Kind::Close,
                        range,
                    });
                    continue;
                }
            };
            self.source.tokens.push(Token { kind, range });
        }
    }

    fn item(&mut self, item: &Item, scope: usize) {
        let range = self.range(item.span());
        if is_disabled(attributes(item)) {
            self.source.disabled.push(range.clone());
        }
        self.source.items.extend(name_of(item));
        match item {
            Item::Use(item) => self.import(item, range, scope),
            Item::Mod(item) => {
                let name = item.ident.to_string();
                self.declare(scope, name, range);
                if let Some((brace, items)) = &item.content {
                    let inner = self.source.scopes.len();
                    let open = self.range(brace.span.open());
                    let close = self.range(brace.span.close());
                    self.source.scopes.push(Scope {
                        range: open.end..close.start,
                        parent: Some(scope),
                        ..Scope::default()
                    });
                    for item in items {
                        self.item(item, inner);
                    }
                }
            }
            Item::Impl(item) => self.implementation(item, range, scope),
            Item::Fn(item) => {
                let body = self.range(item.block.span());
                self.function(&item.sig, range, body);
                let name = self.range(item.sig.ident.span());
                self.source.given.push(name);
            }
            Item::Enum(item) => {
                let mut names = vec![self.range(item.ident.span())];
                names.extend(item.variants.iter().map(|one| self.range(one.ident.span())));
                self.source.given.extend(names);
            }
            Item::Struct(item) => {
                let name = self.range(item.ident.span());
                self.source.given.push(name);
            }
            Item::Type(item) => {
                let name = self.range(item.ident.span());
                self.source.given.push(name);
            }
            Item::Trait(item) => {
                let name = self.range(item.ident.span());
                self.source.given.push(name);
            }
            Item::Macro(_) | Item::Verbatim(_) => self.source.macros.push(range),
            _ => {}
        }
    }

    /// Where a function begins, behind its attributes.
    fn signature(&self, method: &syn::ImplItemFn) -> usize {
        let last = method
            .attrs
            .last()
            .map(|attribute| self.range(attribute.span()).end);
        let whole = self.range(method.span());
        let from = last.unwrap_or(whole.start);
        let tokens = &self.source.tokens;
        let position = tokens.partition_point(|token| token.range.start < from);
        tokens
            .get(position)
            .map_or(whole.start, |token| token.range.start)
    }

    fn declare(&mut self, scope: usize, name: String, range: Range<usize>) {
        if let Some(scope) = self.source.scopes.get_mut(scope) {
            scope.modules.push((name, range));
        }
    }

    fn function(&mut self, signature: &syn::Signature, range: Range<usize>, body: Range<usize>) {
        let mut returns = Vec::new();
        if let syn::ReturnType::Type(_, ty) = &signature.output {
            let bytes = self.range(ty.span());
            let words = self.source.tokens.iter();
            let words = words
                .filter(|token| bytes.start <= token.range.start && token.range.end <= bytes.end);
            returns.extend(words.filter_map(|token| match &token.kind {
                Kind::Word(word) => Some(word.clone()),
                _ => None,
            }));
        }
        self.source.functions.push(Function {
            name: signature.ident.to_string(),
            range,
            returns,
            body,
        });
    }

    fn implementation(&mut self, item: &syn::ItemImpl, range: Range<usize>, scope: usize) {
        let target = self.range(item.self_ty.span()).start;
        let open = self.range(item.brace_token.span.open());
        let close = self.range(item.brace_token.span.close());
        let begins = self.range(item.impl_token.span).start;
        let (path, named) = match &item.trait_ {
            Some((path, _)) => {
                let words = path.segments.iter();
                let words = words.map(|segment| segment.ident.to_string());
                (words.collect(), self.range(path.span()).start)
            }
            None => (Vec::new(), target),
        };
        let is_disabled = is_disabled(&item.attrs);
        let mut methods = Vec::new();
        for member in &item.items {
            if let ImplItem::Fn(method) = member {
                let bytes = self.range(method.span());
                let body = self.range(method.block.span());
                if item.trait_.is_none() && !is_disabled {
                    self.function(&method.sig, bytes.clone(), body.clone());
                }
                methods.push(Method {
                    name: method.sig.ident.to_string(),
                    named: self.range(method.sig.ident.span()),
                    signature: self.signature(method),
                    range: bytes,
                    body,
                });
            }
        }
        self.source.impls.push(Impl {
            scope,
            range,
            opening: begins..named,
            path,
            target: target..open.start,
            inside: open.end..close.start,
            methods,
            reason: is_disabled.then(|| reason(&item.attrs)).flatten(),
        });
    }

    fn import(&mut self, item: &syn::ItemUse, range: Range<usize>, scope: usize) {
        let statement = self
            .source
            .scopes
            .get(scope)
            .map_or(0, |scope| scope.uses.len());
        let mut found = Vec::new();
        self.leaves(&item.tree, &mut Vec::new(), statement, &mut found);
        if let Some(scope) = self.source.scopes.get_mut(scope) {
            scope.uses.push(range);
            scope.imports.extend(found);
        }
    }

    fn leaves(
        &self,
        tree: &UseTree,
        path: &mut Vec<(String, Range<usize>)>,
        statement: usize,
        found: &mut Vec<Import>,
    ) {
        let word = |ident: &syn::Ident| (ident.to_string(), self.range(ident.span()));
        let depth = path.len();
        let leaf = self.range(tree.span());
        match tree {
            UseTree::Path(tree) => {
                path.push(word(&tree.ident));
                let inner = found.len();
                self.leaves(&tree.tree, path, statement, found);
                // What leads to one name only goes with it.
                if let [only] = found.get_mut(inner..).unwrap_or_default()
                    && !matches!(*tree.tree, UseTree::Group(_))
                {
                    only.leaf = leaf;
                }
            }
            UseTree::Name(tree) => {
                path.push(word(&tree.ident));
                if tree.ident == "self" {
                    path.pop();
                }
                let local = path.last().map(|(word, _)| word.clone());
                found.push(Import {
                    statement,
                    path: path.clone(),
                    local: local.unwrap_or_default(),
                    leaf,
                });
            }
            UseTree::Rename(tree) => {
                path.push(word(&tree.ident));
                if tree.ident == "self" {
                    path.pop();
                }
                found.push(Import {
                    statement,
                    path: path.clone(),
                    local: tree.rename.to_string(),
                    leaf,
                });
            }
            UseTree::Glob(_) => found.push(Import {
                statement,
                path: path.clone(),
                local: "*".to_owned(),
                leaf,
            }),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.leaves(tree, path, statement, found);
                }
            }
            _ => {}
        }
        path.truncate(depth);
    }
}

fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

fn attributes(item: &Item) -> &[syn::Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether attributes say that something is never compiled.
#[must_use]
pub fn is_disabled(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) => {
            list.path.is_ident("cfg")
                && matches!(
                    list.tokens.to_string().replace(' ', "").as_str(),
                    "false" | "any()"
                )
        }
        _ => false,
    })
}

/// The reason that an `expect` gives.
fn reason(attributes: &[syn::Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        let syn::Meta::List(list) = &attribute.meta else {
            return None;
        };
        if !list.path.is_ident("expect") {
            return None;
        }
        list.tokens.clone().into_iter().find_map(|tree| match tree {
            TokenTree::Literal(literal) => {
                let literal: syn::LitStr = syn::parse_str(&literal.to_string()).ok()?;
                Some(literal.value())
            }
            _ => None,
        })
    })
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
            assert_eq!(source.slice(&implementation.methods[0].body), "{}");
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
