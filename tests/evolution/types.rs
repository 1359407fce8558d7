//! What a user knows of the types of their project: the crate that was made from the contract goes in, fields and variants come
//! out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use regex::Regex;

/// The types of a project, by the folder that they are in and by their names.
pub struct Types {
    known: BTreeMap<(String, String), Kind>,
}

/// A type.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Fields and their types.
    Struct(Vec<(String, String)>),
    /// Variants, and what is in them.
    Enum(Vec<(String, String)>),
}

impl Types {
    /// Reads what is public.
    pub fn read(root: &Path) -> Self {
        let item = Regex::new(r"(?ms)^pub (?<kind>struct|enum) (?<name>\w+) \{\n(?<inside>.*?)^\}")
            .unwrap();
        let field = Regex::new(r"(?m)^    pub (\w+): ([^;{}]+?),$").unwrap();
        let variant = Regex::new(r"(?m)^    (\w+)( ?[({][^\n]*)?").unwrap();
        let crate_root = root.join("api/src");
        let mut known = BTreeMap::new();
        for path in super::files(&crate_root) {
            let Some((folder, _)) = path.rsplit_once('/') else {
                continue;
            };
            let text = fs::read_to_string(crate_root.join(&path)).unwrap();
            for found in item.captures_iter(&text) {
                let members = |pattern: &Regex| -> Vec<(String, String)> {
                    let found = pattern.captures_iter(&found["inside"]);
                    found
                        .map(|member| {
                            let ty = member.get(2).map_or("", |ty| ty.as_str());
                            let words: Vec<&str> = ty.split_whitespace().collect();
                            (member[1].to_owned(), words.join(" "))
                        })
                        .collect()
                };
                let kind = match &found["kind"] {
                    "struct" => Kind::Struct(members(&field)),
                    _ => Kind::Enum(members(&variant)),
                };
                known.insert((folder.to_owned(), found["name"].to_owned()), kind);
            }
        }
        Self { known }
    }

    /// A type of a folder.
    pub fn of(&self, folder: &str, name: &str) -> Option<&Kind> {
        let name = name.strip_prefix("types::").unwrap_or(name);
        self.known.get(&(folder.to_owned(), name.to_owned()))
    }

    /// The fields of a struct; none where it is none.
    pub fn fields(&self, folder: &str, name: &str) -> Vec<(String, String)> {
        match self.of(folder, name) {
            Some(Kind::Struct(fields)) => fields.clone(),
            _ => Vec::new(),
        }
    }

    /// A variant of an enum in which nothing is.
    pub fn unit_variant(&self, folder: &str, name: &str) -> Option<&str> {
        match self.of(folder, name) {
            Some(Kind::Enum(variants)) => {
                let mut units = variants.iter().filter(|(_, holds)| holds.is_empty());
                units.next().map(|(name, _)| name.as_str())
            }
            _ => None,
        }
    }

    /// Structs of which every field has a value that a person would write down, with these.
    pub fn simple(&self) -> Vec<(&str, Vec<(String, &'static str)>)> {
        let value = |ty: &str| match ty {
            "String" => Some("String::new()"),
            "i64" | "i32" => Some("3"),
            "bool" => Some("true"),
            _ if ty.starts_with("Option<") => Some("None"),
            _ if ty.starts_with("Vec<") => Some("Vec::new()"),
            _ => None,
        };
        let types = self.known.iter();
        let types = types.filter_map(|((folder, name), kind)| match kind {
            Kind::Struct(fields) if folder == "types" && !fields.is_empty() => {
                let made = fields.iter();
                let made: Option<Vec<_>> = made
                    .map(|(field, ty)| Some((field.clone(), value(ty)?)))
                    .collect();
                Some((name.as_str(), made?))
            }
            _ => None,
        });
        types.collect()
    }
}
