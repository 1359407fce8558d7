//! The tables that decoders look their rules up in: rules of the model go in, `static` items come out.

use std::collections::HashSet;
use std::fmt::Write;
use std::sync::Arc;

use super::literal::{grouped, quoted, quoted_list, some};
use crate::model::names::Scope;
use crate::model::pattern::Engine;
use crate::model::{
    Additional, Integer, Items, Members, Number, Sanitizer, Struct, Text, Uniqueness,
};

/// The tables that the decoders of one file refer to.
#[derive(Debug, Default)]
pub struct Tables {
    /// Each a `static` item, without the keyword.
    pub items: Vec<String>,
    scope: Scope,
}

impl Tables {
    /// Tables of a file in which these names are taken by something else: `A` can be a type as well as a table.
    pub fn beside<'n>(taken: impl IntoIterator<Item = &'n str>) -> Self {
        let mut tables = Self::default();
        for name in taken {
            tables.scope.reserve(name);
        }
        tables
    }

    /// Tables of a file in a namespace where these names are taken.
    pub fn within(around: &Arc<HashSet<String>>) -> Self {
        Self {
            items: Vec::new(),
            scope: Scope::within(around),
        }
    }

    /// A name for a table, after what it is about.
    pub fn name(&mut self, words: &str) -> String {
        self.scope.constant(words).rust().to_owned()
    }

    /// Adds `static NAME: TYPE = VALUE;` and answers `&NAME`.
    pub fn add(&mut self, words: &str, ty: &str, value: &str) -> String {
        let name = self.name(words);
        self.items.push(format!("static {name}: {ty} = {value};"));
        format!("&{name}")
    }
}

/// Members of a table that differ from its `ANY`, then the rest of it unless every member is there.
fn table(ty: &str, members: &[(&str, Option<String>)]) -> String {
    let mut text = format!("{ty} {{ ");
    for (name, value) in members {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = write!(text, "{name}: {value}, ");
        }
    }
    if members.iter().any(|(_, value)| value.is_none()) {
        let _ = write!(text, "..{ty}::ANY ");
    }
    text.push('}');
    text
}

pub fn integer_table(rules: &Integer) -> String {
    table(
        "decode::Integer",
        &[
            ("minimum", some(rules.minimum)),
            ("maximum", some(rules.maximum)),
            ("multiple_of", some(rules.multiple_of)),
        ],
    )
}

pub fn whole_table(rules: &Integer) -> String {
    let some =
        |bound: Option<i128>| bound.map(|bound| format!("Some({})", quoted(&bound.to_string())));
    table(
        "decode::Number",
        &[
            ("minimum", some(rules.minimum)),
            ("exclusive_minimum", None),
            ("maximum", some(rules.maximum)),
            ("exclusive_maximum", None),
            ("multiple_of", some(rules.multiple_of)),
        ],
    )
}

pub fn number_table(rules: &Number) -> String {
    let decimal = |bound: &Option<String>| {
        bound
            .as_ref()
            .map(|bound| format!("Some({})", quoted(bound)))
    };
    table(
        "decode::Number",
        &[
            ("minimum", decimal(&rules.minimum)),
            ("exclusive_minimum", decimal(&rules.exclusive_minimum)),
            ("maximum", decimal(&rules.maximum)),
            ("exclusive_maximum", decimal(&rules.exclusive_maximum)),
            ("multiple_of", decimal(&rules.multiple_of)),
        ],
    )
}

pub fn text_table(rules: &Text, tables: &mut Tables, words: &str) -> String {
    let name = tables.name(words);
    let pattern = rules.pattern.as_ref().map(|pattern| {
        let (source, regex) = (&pattern.source, &pattern.translated.regex);
        let made = match pattern.translated.engine {
            Engine::Linear if source == regex => format!("gate::Pattern::new({})", quoted(source)),
            Engine::Linear => format!(
                "gate::Pattern::translated({}, {})",
                quoted(source),
                quoted(regex)
            ),
            Engine::Bounded => format!(
                "gate::Pattern::bounded({}, {})",
                quoted(source),
                quoted(regex)
            ),
        };
        tables.add(&format!("{words} pattern"), "gate::Pattern", &made)
    });
    let value = table(
        "decode::Text",
        &[
            ("min_length", rules.min_length.map(grouped)),
            ("max_length", some(rules.max_length)),
            ("pattern", pattern.map(|pattern| format!("Some({pattern})"))),
            (
                "format",
                rules
                    .format
                    .map(|format| format!("Some(gate::Format::{format})")),
            ),
            ("sanitize", sanitizers(&rules.sanitize)),
        ],
    );
    tables
        .items
        .push(format!("static {name}: decode::Text = {value};"));
    format!("&{name}")
}

/// The steps of cleaning, where there are any.
fn sanitizers(steps: &[Sanitizer]) -> Option<String> {
    let steps: Vec<String> = steps
        .iter()
        .map(|step| format!("gate::Sanitize::{step:?}"))
        .collect();
    (!steps.is_empty()).then(|| format!("&[{}]", steps.join(", ")))
}

pub fn items_table(rules: Items, tables: &mut Tables, words: &str) -> String {
    if rules == Items::default() {
        return "&decode::Items::ANY".to_owned();
    }
    let unique = match rules.uniqueness {
        Uniqueness::Free => None,
        Uniqueness::Unique => Some("decode::Unique::Yes".to_owned()),
    };
    let value = table(
        "decode::Items",
        &[
            ("min", rules.minimum.map(grouped)),
            ("max", some(rules.maximum)),
            ("unique", unique),
        ],
    );
    tables.add(words, "decode::Items", &value)
}

pub fn members_table(rules: Members, tables: &mut Tables, words: &str) -> String {
    if rules == Members::default() {
        return "&decode::Members::ANY".to_owned();
    }
    let value = table(
        "decode::Members",
        &[
            ("min", rules.minimum.map(grouped)),
            ("max", some(rules.maximum)),
            ("names", None),
        ],
    );
    tables.add(words, "decode::Members", &value)
}

/// The table of an object's members.
#[must_use]
pub fn object_table(body: &Struct) -> String {
    let known = quoted_list(body.fields.iter().map(|field| field.name.wire()));
    let additional = match &body.additional {
        Additional::Refused => None,
        Additional::Kept(..) => Some("decode::Additional::Kept".to_owned()),
    };
    table(
        "decode::Object",
        &[
            ("known", (!body.fields.is_empty()).then_some(known)),
            ("additional", additional),
            ("min_properties", body.members.minimum.map(grouped)),
            ("max_properties", some(body.members.maximum)),
        ],
    )
}
