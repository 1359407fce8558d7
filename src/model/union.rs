//! `oneOf`, `anyOf` and lists of types: alternatives go in, an enum of types comes out, or a rule where alternatives
//! overlap in a way that no enum holds without loss.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::build::{Builder, Hint, Shape};
use super::direction::Direction;
use super::names::Scope;
use super::scalar::NoType;
use super::schema::{bare_reference, is_annotation};
use super::{DefinitionKind, Selection, Type, Union, Variant};
use crate::options::Typeless;
use crate::source::pointer;

impl Builder<'_> {
    /// The schema without `null`, and whether `null` was among what it accepts.
    pub fn without_null<'s>(&self, schema: &'s Value) -> (Cow<'s, Value>, bool) {
        let unchanged = (Cow::Borrowed(schema), false);
        let Some(keywords) = schema.as_object() else { return unchanged };
        if keywords.keys().any(|keyword| matches!(keyword.as_str(), "allOf" | "$ref" | "const" | "not" | "if")) {
            return unchanged;
        }
        for word in ["oneOf", "anyOf"] {
            if let Some(members) = keywords.get(word).and_then(Value::as_array) {
                return self.members_without_null(keywords, word, members).map_or(unchanged, |schema| (Cow::Owned(schema), true));
            }
        }
        let admits = match keywords.get("type") {
            Some(Value::Array(words)) => words.len() > 1 && words.contains(&json!("null")),
            None => keywords.contains_key("enum"),
            Some(_) => false,
        };
        let listed = keywords.get("enum").and_then(Value::as_array);
        if !admits || listed.is_some_and(|values| !values.contains(&Value::Null) || values.len() == 1) {
            return if admits { (Cow::Owned(without_null_type(keywords, listed)), false) } else { unchanged };
        }
        (Cow::Owned(without_null_type(keywords, listed)), true)
    }

    fn members_without_null(&self, keywords: &Map<String, Value>, word: &str, members: &[Value]) -> Option<Value> {
        let bare = keywords.keys().all(|keyword| keyword == word || is_annotation(keyword));
        let (nulls, others): (Vec<&Value>, Vec<&Value>) = members.iter().partition(|member| is_null(member));
        if !bare || nulls.len() != 1 || others.is_empty() || (word == "oneOf" && others.iter().any(|member| self.kinds(member, 0).null)) {
            return None;
        }
        let mut rest = keywords.clone();
        if let [only] = others.as_slice() {
            rest.shift_remove(word);
            rest.shift_remove("discriminator");
            let Some(only) = only.as_object() else { return None };
            for (keyword, value) in only {
                rest.insert(keyword.clone(), value.clone());
            }
        } else {
            rest.insert(word.to_owned(), json!(others));
        }
        Some(Value::Object(rest))
    }

    /// An enum with one variant for each alternative.
    pub fn union(&mut self, keywords: &Map<String, Value>, at: &str, direction: Direction, hint: &Hint) -> Result<Shape, NoType> {
        let word = match (keywords.get("oneOf"), keywords.get("anyOf")) {
            (Some(_), None) => "oneOf",
            (None, Some(_)) => "anyOf",
            _ => return Err(NoType),
        };
        let members = keywords.get(word).and_then(Value::as_array).ok_or(NoType)?;
        let mut siblings = keywords.clone();
        siblings.shift_remove(word);
        siblings.retain(|keyword, _| !is_annotation(keyword));
        let members = self.distribute(members, &siblings)?;
        if let [only] = members.as_slice() {
            return Ok(Shape::Plain(self.schema(only, &format!("{at}/{word}/0"), direction, hint)));
        }
        let tagged = self.tags(keywords, &members);
        if tagged.is_none() && word == "anyOf" && self.overlap(&members) {
            return Ok(Shape::Defined(self.overlapping(keywords, hint)));
        }
        let mut scope = Scope::new();
        let mut variants = Vec::new();
        for (index, member) in members.iter().enumerate() {
            let label = self.label(member);
            let name = scope.pascal(&label);
            let ty = self.schema(member, &format!("{at}/{word}/{index}"), direction, &hint.within(&label));
            let tags = tagged.as_ref().and_then(|(_, tags)| tags.get(index)).cloned().unwrap_or_default();
            variants.push(Variant { name, ty, tags });
        }
        let selection = match (tagged, word) {
            (Some((property, _)), _) => Selection::Tagged(property),
            (None, "oneOf") => Selection::ExactlyOne,
            (None, _) => Selection::FirstOf,
        };
        Ok(Shape::Defined(DefinitionKind::Union(Union { selection, variants })))
    }

    /// An enum with one variant for each type of a list.
    pub fn several(
        &mut self,
        keywords: &Map<String, Value>,
        words: &[String],
        at: &str,
        direction: Direction,
        hint: &Hint,
    ) -> Result<Shape, NoType> {
        let mut scope = Scope::new();
        let mut variants = Vec::new();
        for (index, word) in words.iter().enumerate() {
            if word == "null" {
                return Err(NoType);
            }
            let mut one = keywords.clone();
            one.insert("type".to_owned(), json!(word));
            let ty = self.schema(&Value::Object(one), &format!("{at}/type/{index}"), direction, &hint.within(word));
            variants.push(Variant { name: scope.pascal(word), ty, tags: Vec::new() });
        }
        Ok(Shape::Defined(DefinitionKind::Union(Union { selection: Selection::FirstOf, variants })))
    }

    /// The members, each with what stands beside them: `A and (B or C)` is `(A and B) or (A and C)`.
    fn distribute(&self, members: &[Value], siblings: &Map<String, Value>) -> Result<Vec<Value>, NoType> {
        if siblings.is_empty() || self.says_nothing_new(members, siblings) {
            return Ok(members.to_vec());
        }
        members
            .iter()
            .map(|member| {
                let both = json!({ "allOf": [siblings, member] });
                let keywords = both.as_object().ok_or(NoType)?;
                let mut merged = super::merge::flatten(self.raw, keywords).ok_or(NoType)?;
                if let Some(title) = bare_reference(member).and_then(|reference| reference.rsplit('/').next()) {
                    merged.insert("title".to_owned(), json!(title));
                }
                Ok(Value::Object(merged))
            })
            .collect()
    }

    /// A `type` beside alternatives which all have that type.
    fn says_nothing_new(&self, members: &[Value], siblings: &Map<String, Value>) -> bool {
        let Some(word) = siblings.get("type").filter(|_| siblings.len() == 1) else { return false };
        members.iter().all(|member| {
            let target = bare_reference(member).and_then(|reference| self.follow(reference)).map(|(schema, _)| schema);
            let schema = target.unwrap_or(member);
            match schema.get("type") {
                Some(own) => own == word,
                None => self.options.typeless == Typeless::Object && *word == json!("object") && schema.get("properties").is_some(),
            }
        })
    }

    /// The member that names the variant, and the words that mean each one; `None` where a variant does not declare it.
    fn tags(&self, keywords: &Map<String, Value>, members: &[Value]) -> Option<(String, Vec<Vec<String>>)> {
        let discriminator = keywords.get("discriminator")?;
        let property = discriminator.get("propertyName")?.as_str()?;
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let mut tags = Vec::new();
        for member in members {
            let reference = bare_reference(member)?;
            let name = reference.rsplit('/').next()?;
            let declared = self.declared(member, property)?;
            let mapped: Vec<String> = mapping
                .into_iter()
                .flatten()
                .filter(|(_, target)| target.as_str().is_some_and(|target| target == reference || target == name))
                .map(|(word, _)| word.clone())
                .collect();
            // Where no mapping speaks of a variant, the words that the variant itself allows do; else its name does.
            tags.push(match (mapped.is_empty(), self.listed(&declared)) {
                (false, _) => mapped,
                (true, Some(listed)) => listed,
                (true, None) => vec![pointer::unescape(name)],
            });
        }
        Some((property.to_owned(), tags))
    }

    /// What the schema says of this member, where it names it among its properties.
    fn declared(&self, schema: &Value, property: &str) -> Option<Value> {
        let merged = super::merge::flatten(self.raw, schema.as_object()?)?;
        merged.get("properties")?.get(property).cloned()
    }

    /// The words that a schema allows, where it lists them.
    fn listed(&self, schema: &Value) -> Option<Vec<String>> {
        let target = bare_reference(schema).and_then(|reference| self.follow(reference)).map(|(schema, _)| schema);
        let schema = target.unwrap_or(schema);
        let word = |value: &Value| value.as_str().map(str::to_owned);
        match (schema.get("const"), schema.get("enum")) {
            (Some(constant), _) => word(constant).map(|word| vec![word]),
            (None, Some(Value::Array(values))) => values.iter().map(word).collect(),
            _ => None,
        }
    }

    /// May one object satisfy two alternatives at once, so that choosing one would lose what the other says?
    fn overlap(&self, members: &[Value]) -> bool {
        let objects: Vec<&Value> = members.iter().filter(|member| self.kinds(member, 0).object).collect();
        objects.len() > 1 && !objects.iter().all(|member| self.is_closed(member))
    }

    fn is_closed(&self, member: &Value) -> bool {
        let target = bare_reference(member).and_then(|reference| self.follow(reference)).map(|(schema, _)| schema);
        target.unwrap_or(member).get("additionalProperties") == Some(&Value::Bool(false))
    }

    /// A rule for overlapping objects; what none of them names stays refused, as everywhere else.
    fn overlapping(&mut self, keywords: &Map<String, Value>, hint: &Hint) -> DefinitionKind {
        let mut schema = keywords.clone();
        if self.options.typeless == Typeless::Object && !schema.contains_key("additionalProperties") {
            schema.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
        }
        self.rule(Value::Object(schema), hint)
    }

    /// What a variant is called: after its schema, its title, or its type.
    fn label(&self, member: &Value) -> String {
        if let Some(name) = bare_reference(member).and_then(|reference| reference.rsplit('/').next()) {
            return pointer::unescape(name);
        }
        if let Some(title) = member.get("title").and_then(Value::as_str).filter(|title| title.len() <= 40) {
            return title.to_owned();
        }
        match member.get("type").and_then(Value::as_str) {
            Some("array") => "list".to_owned(),
            Some(word) => word.to_owned(),
            None => "variant".to_owned(),
        }
    }

    /// Which kinds of JSON value a schema may accept, generously.
    fn kinds(&self, schema: &Value, depth: usize) -> Kinds {
        const DEEPEST: usize = 16;
        let Some(keywords) = schema.as_object() else { return Kinds::ALL };
        if depth > DEEPEST {
            return Kinds::ALL;
        }
        if let Some(reference) = keywords.get("$ref").and_then(Value::as_str) {
            return self.follow(reference).map_or(Kinds::ALL, |(schema, _)| self.kinds(schema, depth + 1));
        }
        let named = |word: &str| word_kinds(word);
        match keywords.get("type") {
            Some(Value::String(word)) => return named(word),
            Some(Value::Array(words)) => {
                return words.iter().filter_map(Value::as_str).map(named).fold(Kinds::NONE, Kinds::or);
            }
            _ => {}
        }
        if let Some(values) = keywords.get("enum").and_then(Value::as_array) {
            return values.iter().map(value_kinds).fold(Kinds::NONE, Kinds::or);
        }
        for word in ["oneOf", "anyOf"] {
            if let Some(members) = keywords.get(word).and_then(Value::as_array) {
                return members.iter().map(|member| self.kinds(member, depth + 1)).fold(Kinds::NONE, Kinds::or);
            }
        }
        if let Some(members) = keywords.get("allOf").and_then(Value::as_array) {
            return members.iter().map(|member| self.kinds(member, depth + 1)).fold(Kinds::ALL, Kinds::and);
        }
        if self.options.typeless == Typeless::Object && keywords.contains_key("properties") {
            return named("object");
        }
        Kinds::ALL
    }
}

/// The kinds of JSON value that matter for alternatives.
#[derive(Clone, Copy)]
struct Kinds {
    null: bool,
    object: bool,
}

impl Kinds {
    const ALL: Self = Self { null: true, object: true };
    const NONE: Self = Self { null: false, object: false };

    fn or(self, other: Self) -> Self {
        Self { null: self.null || other.null, object: self.object || other.object }
    }

    fn and(self, other: Self) -> Self {
        Self { null: self.null && other.null, object: self.object && other.object }
    }
}

fn word_kinds(word: &str) -> Kinds {
    Kinds { null: word == "null", object: word == "object" }
}

fn value_kinds(value: &Value) -> Kinds {
    Kinds { null: value.is_null(), object: value.is_object() }
}

/// Does the schema accept `null` and nothing else?
fn is_null(schema: &Value) -> bool {
    schema.get("type") == Some(&json!("null")) || schema.get("const") == Some(&Value::Null) || schema.get("enum") == Some(&json!([null]))
}

fn without_null_type(keywords: &Map<String, Value>, listed: Option<&Vec<Value>>) -> Value {
    let mut rest = keywords.clone();
    if let Some(Value::Array(words)) = keywords.get("type") {
        let mut others: Vec<Value> = words.iter().filter(|word| **word != json!("null")).cloned().collect();
        let ty = if others.len() == 1 { others.remove(0) } else { Value::Array(others) };
        rest.insert("type".to_owned(), ty);
    }
    if let Some(values) = listed {
        rest.insert("enum".to_owned(), values.iter().filter(|value| !value.is_null()).cloned().collect());
    }
    Value::Object(rest)
}

#[cfg(test)]
mod tests {
    use super::is_null;
    use serde_json::json;

    #[test]
    fn only_null_is_null() {
        assert!(is_null(&json!({"type": "null"})));
        assert!(!is_null(&json!({"type": ["string", "null"]})));
    }
}

impl Type {
    /// Whether `null` is among what the type accepts.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        matches!(self, Self::Nullable(_) | Self::Any)
    }
}
