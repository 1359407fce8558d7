//! Reading: what `syn` makes of a file goes in, the parts of a [`Source`] come out.

use std::ops::Range;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::{ImplItem, Item, UseTree};

use super::{Function, Impl, Import, Kind, Method, Scope, Source, Token};

/// Fills a source.
pub struct Reader<'s, 't> {
    /// What is filled.
    pub source: &'s mut Source<'t>,
    /// Bytes before the first that is parsed.
    pub skipped: usize,
}

impl Reader<'_, '_> {
    fn range(&self, span: Span) -> Range<usize> {
        let range = span.byte_range();
        range.start + self.skipped..range.end + self.skipped
    }

    /// Takes the words and marks.
    pub fn flatten(&mut self, stream: TokenStream) {
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

    /// Takes an item of a module.
    pub fn item(&mut self, item: &Item, scope: usize) {
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
