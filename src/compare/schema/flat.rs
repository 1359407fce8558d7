//! One schema with all that holds at the same value: what it refers to and the parts of its `allOf`. Schemas go in, a flat list
//! of parts comes out, with the alternatives and the kinds of value that are left.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::kinds::Kinds;
use crate::options::Typeless;
use crate::source::pointer;

/// A schema and where it stands.
#[derive(Clone, Debug)]
pub struct At<'d> {
    /// The schema.
    pub value: &'d Value,
    /// Its pointer.
    pub pointer: String,
}

/// The schema that accepts everything, for where none stands.
static ANYTHING: Value = Value::Bool(true);

impl<'d> At<'d> {
    /// What `keyword` holds in an object at `pointer`.
    pub fn within(keywords: &'d Map<String, Value>, at: &str, keyword: &str) -> Option<Self> {
        Some(Self {
            value: keywords.get(keyword)?,
            pointer: pointer::join(at, keyword),
        })
    }

    /// No schema, at the place where one might stand.
    pub fn anything(at: &str) -> Self {
        Self {
            value: &ANYTHING,
            pointer: at.to_owned(),
        }
    }

    /// The elements of a list, each with its place.
    pub fn elements(&self) -> Vec<Self> {
        let elements = self.value.as_array().into_iter().flatten();
        elements
            .enumerate()
            .map(|(index, value)| Self {
                value,
                pointer: format!("{}/{index}", self.pointer),
            })
            .collect()
    }

    /// The members of an object, each with its place.
    pub fn members(&self) -> Vec<(&'d str, Self)> {
        let members = self.value.as_object().into_iter().flatten();
        members
            .map(|(name, value)| {
                let pointer = pointer::join(&self.pointer, name);
                (name.as_str(), Self { value, pointer })
            })
            .collect()
    }

    /// The reference that stands here.
    pub fn reference(&self) -> Option<&'d str> {
        self.value.get("$ref")?.as_str()
    }
}

/// One of the schemas that hold at the same value.
#[derive(Debug)]
pub struct Part<'d> {
    /// Its keywords.
    pub keywords: &'d Map<String, Value>,
    /// Its pointer.
    pub pointer: String,
    /// Whether null passes it, whatever it says.
    lenient: bool,
}

impl<'d> Part<'d> {
    /// What a keyword of it holds.
    pub fn at(&self, keyword: &str) -> Option<At<'d>> {
        At::within(self.keywords, &self.pointer, keyword)
    }
}

/// Alternatives.
#[derive(Debug)]
pub struct Choice<'d> {
    /// `oneOf` or `anyOf`.
    pub keyword: &'static str,
    /// Where they stand.
    pub pointer: String,
    /// Each of them, but for null.
    pub branches: Vec<At<'d>>,
    /// Whether null is one of them.
    pub null: bool,
}

/// All that holds at one value.
#[derive(Debug)]
pub struct Flat<'d> {
    /// The schemas, the one that was looked at first.
    pub parts: Vec<Part<'d>>,
    /// Their alternatives.
    pub choices: Vec<Choice<'d>>,
    /// The kinds of value that all of them accept.
    pub kinds: Kinds,
    /// The component that it is, where it is nothing but a reference.
    pub name: Option<String>,
    /// Where it stands.
    pub pointer: String,
}

impl<'d> Flat<'d> {
    /// What a keyword holds in each part that has it.
    pub fn all(&self, keyword: &str) -> Vec<At<'d>> {
        self.parts
            .iter()
            .filter_map(|part| part.at(keyword))
            .collect()
    }

    /// What a keyword holds in the first part that has it.
    pub fn first(&self, keyword: &str) -> Option<At<'d>> {
        self.parts.iter().find_map(|part| part.at(keyword))
    }

    /// Is a keyword `true` in some part?
    pub fn says(&self, keyword: &str) -> bool {
        let yes = |part: &Part<'_>| part.keywords.get(keyword) == Some(&Value::Bool(true));
        self.parts.iter().any(yes)
    }
}

/// Reads the schemas of one document.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'d> {
    /// The document.
    pub document: &'d Value,
    /// What a schema accepts that names no type.
    pub typeless: Typeless,
}

/// How many schemas may hold at one value, and how deep alternatives are searched for kinds.
const MOST_PARTS: usize = 500;
const DEEPEST: usize = 6;

impl<'d> Reader<'d> {
    /// What a reference names, through further references.
    pub fn follow(&self, reference: &str) -> Option<At<'d>> {
        const LONGEST: usize = 100;
        let mut next = reference;
        for _ in 0..LONGEST {
            let pointer = pointer::of_reference(next)?;
            let value = self.document.pointer(&pointer)?;
            match value.get("$ref").and_then(Value::as_str) {
                Some(further) if value.as_object().is_some_and(|members| members.len() == 1) => {
                    next = further;
                }
                _ => return Some(At { value, pointer }),
            }
        }
        None
    }

    /// All that holds where these schemas hold together.
    pub fn flat(&self, schemas: &[At<'d>]) -> Flat<'d> {
        self.flat_at(schemas, 0)
    }

    /// May it be a list or an object?
    pub fn has_many(&self, schema: &At<'d>) -> bool {
        let kinds = self.flat(std::slice::from_ref(schema)).kinds;
        kinds.meets(Kinds::ARRAY.or(Kinds::OBJECT))
    }

    fn flat_at(&self, schemas: &[At<'d>], depth: usize) -> Flat<'d> {
        let name = match schemas {
            [only] => only.reference().map(last_token),
            _ => None,
        };
        let mut flat = Flat {
            parts: Vec::new(),
            choices: Vec::new(),
            kinds: Kinds::ALL,
            name,
            pointer: schemas
                .first()
                .map(|at| at.pointer.clone())
                .unwrap_or_default(),
        };
        let mut seen = HashSet::new();
        let mut waiting: Vec<(At<'d>, bool)> =
            schemas.iter().rev().map(|at| (at.clone(), false)).collect();
        while let Some((at, lenient)) = waiting.pop() {
            let address = std::ptr::from_ref(at.value);
            if flat.parts.len() >= MOST_PARTS || !seen.insert((address, lenient)) {
                continue;
            }
            let Some(keywords) = at.value.as_object() else {
                if at.value == &Value::Bool(false) {
                    flat.kinds = flat.kinds.and(Kinds::NONE.or_null(lenient));
                }
                continue;
            };
            let part = Part {
                keywords,
                pointer: at.pointer,
                lenient,
            };
            let mut inner: Vec<(At<'d>, bool)> = Vec::new();
            if let Some(target) = keywords
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|reference| self.follow(reference))
            {
                inner.push((target, lenient));
            }
            let together = part.at("allOf").map(|all| all.elements());
            inner.extend(together.into_iter().flatten().map(|at| (at, lenient)));
            for keyword in ["oneOf", "anyOf"] {
                let Some(list) = part.at(keyword) else {
                    continue;
                };
                let (nulls, branches): (Vec<_>, Vec<_>) =
                    list.elements().into_iter().partition(is_null);
                match (branches.as_slice(), nulls.is_empty()) {
                    ([only], false) => inner.push((only.clone(), true)),
                    // One alternative is none.
                    ([only], true) => inner.push((only.clone(), lenient)),
                    _ => flat.choices.push(Choice {
                        keyword,
                        pointer: list.pointer,
                        branches,
                        null: !nulls.is_empty() || lenient,
                    }),
                }
            }
            flat.kinds = flat.kinds.and(self.kinds_of(&part).or_null(lenient));
            flat.parts.push(part);
            waiting.extend(inner.into_iter().rev());
        }
        for choice in &flat.choices {
            let mut kinds = Kinds::NONE.or_null(choice.null);
            for branch in &choice.branches {
                kinds = kinds.or(if depth < DEEPEST {
                    self.flat_at(std::slice::from_ref(branch), depth + 1).kinds
                } else {
                    Kinds::ALL
                });
            }
            flat.kinds = flat.kinds.and(kinds);
        }
        flat
    }

    /// The kinds of value that the keywords of one schema accept by themselves.
    fn kinds_of(&self, part: &Part<'_>) -> Kinds {
        let keywords = part.keywords;
        let values = keywords.get("enum").and_then(Value::as_array);
        let listed = values
            .map(|values| values.iter().collect())
            .or_else(|| keywords.get("const").map(|only| vec![only]));
        let listed: Option<Kinds> = listed.map(|values: Vec<&Value>| {
            values
                .into_iter()
                .fold(Kinds::NONE, |kinds, value| kinds.or(Kinds::of_value(value)))
        });
        let typed = match keywords.get("type") {
            Some(Value::String(word)) => Some(Kinds::of_word(word)),
            Some(Value::Array(words)) => Some(
                words
                    .iter()
                    .filter_map(Value::as_str)
                    .fold(Kinds::NONE, |kinds, word| kinds.or(Kinds::of_word(word))),
            ),
            _ => None,
        };
        match (typed, listed) {
            // The list decides on null only: that a list of numbers holds no fraction is no kind of its own.
            (Some(typed), Some(listed)) => typed.without_null(!listed.has_null()),
            (Some(typed), None) => typed,
            (None, Some(listed)) => listed,
            (None, None)
                if self.typeless == Typeless::Object && keywords.contains_key("properties") =>
            {
                Kinds::OBJECT.or_null(part.lenient)
            }
            (None, None) => Kinds::ALL,
        }
    }
}

fn is_null(at: &At<'_>) -> bool {
    let Some(keywords) = at.value.as_object() else {
        return false;
    };
    let plain = |keyword: &String| {
        keyword.starts_with("x-")
            || matches!(
                keyword.as_str(),
                "type" | "const" | "enum" | "title" | "description" | "$comment"
            )
    };
    // What says more may refuse null too.
    if !keywords.keys().all(plain) {
        return false;
    }
    let only_null = |value: &Value| value.as_array().is_some_and(|list| *list == [Value::Null]);
    keywords.get("type") == Some(&Value::from("null"))
        || keywords.get("const") == Some(&Value::Null)
        || keywords.get("enum").is_some_and(only_null)
}

/// The word that a reference ends with.
pub fn last_token(reference: &str) -> String {
    pointer::unescape(reference.rsplit('/').next().unwrap_or_default())
}
