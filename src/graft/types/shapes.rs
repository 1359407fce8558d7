//! What the types of the contract's crate are made of: its files go in, every public type with its members comes out.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use syn::spanned::Spanned;
use syn::{Attribute, Fields, Item, UseTree, Visibility};

/// The types of a crate, by their paths from its name on.
pub type Shapes = BTreeMap<String, Shape>;

/// What a type is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its members.
    pub body: Body,
    /// What it derives.
    pub derives: BTreeSet<String>,
}

/// The members of a type, each with the type that it has, in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Fields with names.
    Fields(BTreeMap<String, String>),
    /// Variants, and what is in them.
    Variants(BTreeMap<String, String>),
    /// Anything else: a newtype.
    Other(String),
    /// Those of the type of another version, by its path.
    Of(String),
}

/// The enum of operations, which the policy is about.
const OPERATIONS: &str = super::super::names::OPERATIONS;

/// The public types of these files.
#[must_use]
pub fn shapes<'f>(files: impl Iterator<Item = (&'f String, &'f String)>) -> Shapes {
    let files: Vec<(&String, &String)> = files.collect();
    let read: Vec<Vec<(String, Shape)>> = files
        .into_par_iter()
        .map(|(path, text)| of_file(path, text))
        .collect();
    read.into_iter().flatten().collect()
}

fn of_file(file: &str, text: &str) -> Vec<(String, Shape)> {
    let (Some(module), Ok(parsed)) = (module_of(file), syn::parse_file(text)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in &parsed.items {
        let (visibility, attributes, name, body) = match item {
            Item::Struct(item) => {
                let body = match &item.fields {
                    Fields::Named(fields) => {
                        let fields = fields.named.iter().filter_map(|field| {
                            let name = field.ident.as_ref()?.to_string();
                            Some((name, line(text, &field.ty)))
                        });
                        Body::Fields(fields.collect())
                    }
                    fields => Body::Other(line(text, fields)),
                };
                (&item.vis, &item.attrs, item.ident.to_string(), body)
            }
            Item::Enum(item) => {
                let variants = item.variants.iter();
                let variants = variants.map(|one| (one.ident.to_string(), line(text, &one.fields)));
                let body = Body::Variants(variants.collect());
                (&item.vis, &item.attrs, item.ident.to_string(), body)
            }
            Item::Use(item) => {
                if matches!(item.vis, Visibility::Public(_)) {
                    shared(&module, &item.tree, &mut found);
                }
                continue;
            }
            _ => continue,
        };
        let path = format!("{module}::{name}");
        if matches!(visibility, Visibility::Public(_)) && path != OPERATIONS {
            let shape = Shape {
                body,
                derives: derives(attributes),
            };
            found.push((path, shape));
        }
    }
    found
}

/// The types that a module has from another version.
fn shared(module: &str, tree: &UseTree, found: &mut Vec<(String, Shape)>) {
    let mut waiting = vec![(String::new(), tree)];
    while let Some((above, tree)) = waiting.pop() {
        match tree {
            UseTree::Path(path) if above.is_empty() && path.ident != "crate" => {}
            UseTree::Path(path) if above.is_empty() => {
                waiting.push(("api".to_owned(), &path.tree));
            }
            UseTree::Path(path) => waiting.push((format!("{above}::{}", path.ident), &path.tree)),
            UseTree::Group(group) => {
                waiting.extend(group.items.iter().map(|tree| (above.clone(), tree)));
            }
            UseTree::Name(name) if !above.is_empty() => {
                let shape = Shape {
                    body: Body::Of(format!("{above}::{}", name.ident)),
                    derives: BTreeSet::new(),
                };
                found.push((format!("{module}::{}", name.ident), shape));
            }
            _ => {}
        }
    }
}

/// The module that what a file of the crate has is seen in: the one around it.
fn module_of(file: &str) -> Option<String> {
    let inside = file.strip_prefix("api/src/")?.strip_suffix(".rs")?;
    let folder = inside.rsplit_once('/').map(|(folder, _)| folder);
    Some(folder.map_or_else(
        || "api".to_owned(),
        |folder| format!("api::{}", folder.replace('/', "::")),
    ))
}

/// What stands at something, in one line.
fn line(text: &str, of: &impl Spanned) -> String {
    let bytes = text.get(of.span().byte_range()).unwrap_or_default();
    // A comment on a member of a variant is none of its type.
    let lines = bytes.lines().filter(|line| {
        let line = line.trim_start();
        !line.starts_with("///") && !line.starts_with("#[")
    });
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    let mut text = words.join(" ");
    for (loose, tight) in [
        ("< ", "<"),
        (", >", ">"),
        (" >", ">"),
        ("( ", "("),
        (", )", ")"),
    ] {
        text = text.replace(loose, tight);
    }
    text
}

fn derives(attributes: &[Attribute]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for attribute in attributes {
        if attribute.path().is_ident("derive") {
            let parse = |meta: syn::meta::ParseNestedMeta<'_>| {
                found.extend(meta.path.segments.last().map(|last| last.ident.to_string()));
                Ok(())
            };
            // What is no list of paths derives nothing that we know.
            let _ = attribute.parse_nested_meta(parse);
        }
    }
    found
}

/// The words of a type.
pub fn words_of(ty: &str) -> impl Iterator<Item = &str> {
    ty.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
}

impl Shape {
    /// The same with other words in the types of its members.
    #[must_use]
    pub fn with_words(mut self, now: &BTreeMap<String, String>) -> Self {
        let anew = |ty: &mut String| {
            if words_of(ty).any(|word| now.contains_key(word)) {
                *ty = with_words(ty, now);
            }
        };
        match &mut self.body {
            Body::Fields(members) | Body::Variants(members) => members.values_mut().for_each(anew),
            Body::Other(text) => anew(text),
            Body::Of(_) => {}
        }
        self
    }

    /// The types of its members.
    fn types(&self) -> Vec<&str> {
        match &self.body {
            Body::Fields(members) | Body::Variants(members) => {
                members.values().map(String::as_str).collect()
            }
            Body::Other(text) | Body::Of(text) => vec![text],
        }
    }

    /// The types that it holds, by their paths; `path` is its own.
    #[must_use]
    pub fn held(&self, path: &str, all: &Shapes) -> BTreeSet<String> {
        let types = self.types();
        let words = types.iter().flat_map(|ty| words_of(ty));
        words
            .filter_map(|word| seen_from(path, word, all))
            .collect()
    }
}

/// The type that a word means in the file of another one: of the same module, or one that several share.
#[must_use]
pub fn seen_from(path: &str, word: &str, all: &Shapes) -> Option<String> {
    let (module, _) = path.rsplit_once("::")?;
    let around = module.rsplit_once("::").map_or("api", |(around, _)| around);
    let places = [
        format!("{around}::types::{word}"),
        format!("{module}::{word}"),
    ];
    let mut places = places.into_iter();
    places.find(|place| place != path && all.contains_key(place))
}

fn with_words(ty: &str, now: &BTreeMap<String, String>) -> String {
    let mut done = String::with_capacity(ty.len());
    let mut word = String::new();
    // A mark behind the last letter ends the last word.
    for letter in ty.chars().chain([' ']) {
        if letter.is_alphanumeric() || letter == '_' {
            word.push(letter);
            continue;
        }
        done.push_str(now.get(&word).unwrap_or(&word));
        done.push(letter);
        word.clear();
    }
    done.pop();
    done
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::with_words;

    #[test]
    fn words_are_replaced_whole() {
        let now = BTreeMap::from([("Pet".to_owned(), "Cat".to_owned())]);
        assert_eq!(
            with_words("Vec<types::Pet>, Petal, Pet", &now),
            "Vec<types::Cat>, Petal, Cat"
        );
    }
}
