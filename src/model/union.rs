//! `oneOf`, `anyOf` and lists of types: alternatives go in, an enum of types comes out, or a rule where alternatives
//! overlap in a way that no enum holds without loss.

use serde_json::{Map, Value, json};

use super::build::{Builder, Hint, Shape};
use super::direction::Direction;
use super::keyword::{bare_reference, is_annotation};
use super::names::Scope;
use super::scalar::NoType;
use super::{DefinitionKind, Selection, Union, Variant};
use crate::options::Typeless;
use crate::source::pointer;

impl Builder<'_> {
    /// An enum with one variant for each alternative.
    pub fn union(
        &mut self,
        keywords: &Map<String, Value>,
        at: &str,
        direction: Direction,
        hint: &Hint,
    ) -> Result<Shape, NoType> {
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
            return Ok(Shape::Plain(self.schema(
                only,
                &format!("{at}/{word}/0"),
                direction,
                hint,
            )));
        }
        let tagged = self.tags(keywords, &members);
        self.undeclared_discriminator(keywords, &members, at);
        if tagged.is_none() && word == "anyOf" && self.overlap(&members) {
            return Ok(Shape::Defined(self.overlapping(keywords, at, hint)));
        }
        let mut scope = Scope::new();
        let mut variants = Vec::new();
        for (index, member) in members.iter().enumerate() {
            let label = Self::label(member, direction);
            let name = scope.pascal(&label);
            let ty = self.schema(
                member,
                &format!("{at}/{word}/{index}"),
                direction,
                &hint.within(&label),
            );
            let tags = tagged
                .as_ref()
                .and_then(|(_, tags)| tags.get(index))
                .cloned()
                .unwrap_or_default();
            variants.push(Variant { name, ty, tags });
        }
        let selection = match (tagged, word) {
            (Some((property, _)), _) => Selection::Tagged(property),
            (None, "oneOf") => Selection::ExactlyOne,
            (None, _) => Selection::FirstOf,
        };
        Ok(Shape::Defined(DefinitionKind::Union(Union {
            selection,
            variants,
        })))
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
            let ty = self.schema(
                &Value::Object(one),
                &format!("{at}/type/{index}"),
                direction,
                &hint.within(word),
            );
            variants.push(Variant {
                name: scope.pascal(word),
                ty,
                tags: Vec::new(),
            });
        }
        Ok(Shape::Defined(DefinitionKind::Union(Union {
            selection: Selection::FirstOf,
            variants,
        })))
    }

    /// The members, each with what stands beside them: `A and (B or C)` is `(A and B) or (A and C)`.
    fn distribute(
        &self,
        members: &[Value],
        siblings: &Map<String, Value>,
    ) -> Result<Vec<Value>, NoType> {
        if siblings.is_empty() || self.says_nothing_new(members, siblings) {
            return Ok(members.to_vec());
        }
        members
            .iter()
            .map(|member| {
                let both = self.together(&[&json!(siblings), member]);
                let mut merged = both.ok_or(NoType)?;
                if let Some(title) =
                    bare_reference(member).and_then(|reference| reference.rsplit('/').next())
                {
                    merged.insert("title".to_owned(), json!(title));
                }
                Ok(Value::Object(merged))
            })
            .collect()
    }

    /// What stands beside alternatives which all say it themselves.
    fn says_nothing_new(&self, members: &[Value], siblings: &Map<String, Value>) -> bool {
        self.says_the_type(members, siblings)
            || members.iter().all(|member| {
                let alone = self.together(&[member]);
                alone.is_some() && alone == self.together(&[member, &json!(siblings)])
            })
    }

    /// Schemas as one, where it can be written down.
    fn together(&self, schemas: &[&Value]) -> Option<Map<String, Value>> {
        let both = json!({ "allOf": schemas });
        super::merge::flatten(self.raw, both.as_object()?)
    }

    /// A `type` beside alternatives which all have that type.
    fn says_the_type(&self, members: &[Value], siblings: &Map<String, Value>) -> bool {
        let Some(word) = siblings.get("type").filter(|_| siblings.len() == 1) else {
            return false;
        };
        members.iter().all(|member| {
            let target = bare_reference(member)
                .and_then(|reference| self.follow(reference))
                .map(|(schema, _)| schema);
            let schema = target.unwrap_or(member);
            match schema.get("type") {
                Some(own) => own == word,
                None => {
                    self.options.typeless == Typeless::Object
                        && *word == json!("object")
                        && schema.get("properties").is_some()
                }
            }
        })
    }

    /// The member that names the variant, and the words that mean each one; `None` where a variant does not declare it.
    fn tags(
        &self,
        keywords: &Map<String, Value>,
        members: &[Value],
    ) -> Option<(String, Vec<Vec<String>>)> {
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
                .filter(|(_, target)| {
                    target
                        .as_str()
                        .is_some_and(|target| target == reference || target == name)
                })
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
    pub fn declared(&self, schema: &Value, property: &str) -> Option<Value> {
        let merged = super::merge::flatten(self.raw, schema.as_object()?)?;
        merged.get("properties")?.get(property).cloned()
    }

    /// The words that a schema allows, where it lists them.
    fn listed(&self, schema: &Value) -> Option<Vec<String>> {
        let target = bare_reference(schema)
            .and_then(|reference| self.follow(reference))
            .map(|(schema, _)| schema);
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
        let objects: Vec<&Value> = members
            .iter()
            .filter(|member| self.kinds(member, 0).object)
            .collect();
        objects.len() > 1 && !objects.iter().all(|member| self.is_closed(member))
    }

    fn is_closed(&self, member: &Value) -> bool {
        let target = bare_reference(member)
            .and_then(|reference| self.follow(reference))
            .map(|(schema, _)| schema);
        target.unwrap_or(member).get("additionalProperties") == Some(&Value::Bool(false))
    }

    /// A rule for overlapping objects; what none of them names stays refused, as everywhere else.
    fn overlapping(
        &mut self,
        keywords: &Map<String, Value>,
        at: &str,
        hint: &Hint,
    ) -> DefinitionKind {
        let mut schema = keywords.clone();
        if self.options.typeless == Typeless::Object && !schema.contains_key("additionalProperties")
        {
            schema.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
        }
        self.rule(Value::Object(schema), at, hint)
    }

    /// What a variant is called: after its schema, its title, or its type.
    fn label(member: &Value, direction: Direction) -> String {
        if let Some(name) =
            bare_reference(member).and_then(|reference| reference.rsplit('/').next())
        {
            return pointer::unescape(name);
        }
        if let Some(title) = member
            .get("title")
            .and_then(Value::as_str)
            .filter(|title| title.len() <= 40)
        {
            return title.to_owned();
        }
        if direction == Direction::Upload && super::media::is_file(member) {
            return "file".to_owned();
        }
        match member.get("type").and_then(Value::as_str) {
            Some("array") => "list".to_owned(),
            Some(word) => word.to_owned(),
            None => "variant".to_owned(),
        }
    }
}
