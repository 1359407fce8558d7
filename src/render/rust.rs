//! Types of the model as Rust text: what a field is declared as, and the expression that decodes it.

use std::collections::HashSet;
use std::fmt::Write;
use std::sync::Arc;

use serde_json::Value;

use crate::model::names::Scope;
use crate::model::pattern::Engine;
use crate::model::{
    Additional, Definition, DefinitionKind, Disclosure, FileSize, Integer, Items, Members, Number,
    Sanitizer, Struct, Text, TextKind, Type, TypeId, Uniqueness, Width,
};

/// From which file a type is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// A file of types, which imports what it needs.
    Types,
    /// A file of operations, which names types by their module.
    Operations,
}

/// The arena and the place from which it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Types<'m> {
    /// Every named type.
    pub arena: &'m [Definition],
    /// Where the text will stand.
    pub from: From,
}

impl<'m> Types<'m> {
    /// The named type.
    #[must_use]
    pub fn get(self, id: TypeId) -> &'m Definition {
        &self.arena[id.0]
    }

    /// The name of a named type, as this file spells it.
    #[must_use]
    pub fn name(self, id: TypeId) -> String {
        let name = self.get(id).name.rust();
        match self.from {
            From::Types => name.to_owned(),
            From::Operations => format!("types::{name}"),
        }
    }

    /// The Rust type.
    #[must_use]
    pub fn declared(self, ty: &Type) -> String {
        match ty {
            Type::Any => "gate::Any".to_owned(),
            Type::Boolean => "bool".to_owned(),
            Type::Integer(rules) => width(rules.width).to_owned(),
            Type::Number(_) => "f64".to_owned(),
            Type::Text(rules) => text_type(rules.kind).to_owned(),
            Type::Bytes => "gate::ByteStream".to_owned(),
            Type::File(_) => "gate::FilePart".to_owned(),
            Type::List(item, _) => format!("Vec<{}>", self.declared(item)),
            Type::Map(value, _) => format!("BTreeMap<String, {}>", self.declared(value)),
            Type::Nullable(inner) => format!("gate::Nullable<{}>", self.declared(inner)),
            Type::Secret(inner, Disclosure::Kept) => {
                format!("gate::Secret<{}>", self.declared(inner))
            }
            Type::Secret(inner, Disclosure::Revealed) => {
                format!("gate::Revealed<{}>", self.declared(inner))
            }
            Type::Named(id) => self.name(*id),
            Type::Boxed(id) => format!("Box<{}>", self.name(*id)),
        }
    }

    /// The default of a field, as an expression.
    #[must_use]
    pub fn literal(self, ty: &Type, value: &Value) -> String {
        match (ty, value) {
            (Type::Named(id) | Type::Boxed(id), Value::String(word)) => match &self.get(*id).kind {
                DefinitionKind::Choice(names) => {
                    names.iter().find(|name| name.wire() == word).map_or_else(
                        || quoted(word),
                        |name| format!("{}::{}", self.name(*id), name.rust()),
                    )
                }
                _ => quoted(word),
            },
            (Type::List(_, _), Value::Array(items)) if items.is_empty() => "Vec::new()".to_owned(),
            (Type::List(item, _), Value::Array(items)) => {
                let items: Vec<String> = items
                    .iter()
                    .map(|value| self.literal(item, value))
                    .collect();
                format!("vec![{}]", items.join(", "))
            }
            (_, Value::String(word)) => format!("{}.to_owned()", quoted(word)),
            (Type::Number(_), Value::Number(number)) => {
                let text = number.to_string();
                if text.contains(['.', 'e', 'E']) {
                    text
                } else {
                    format!("{text}.0")
                }
            }
            (Type::Integer(rules), Value::Number(number)) => {
                let text = number.as_i64().map_or_else(|| number.to_string(), grouped);
                match rules.width {
                    Width::Whole => format!("gate::WholeNumber::from({text})"),
                    Width::I32 | Width::I64 | Width::U64 => text,
                }
            }
            (_, other) => other.to_string(),
        }
    }

    /// A function that makes the literal of a value.
    #[must_use]
    pub fn default(self, ty: &Type, value: &Value) -> String {
        match self.literal(ty, value).as_str() {
            "Vec::new()" => "Vec::new".to_owned(),
            literal => format!("|| {literal}"),
        }
    }

    /// How many bytes the type takes on the stack, at least as many as rustc will make of it.
    #[must_use]
    pub fn size(self, ty: &Type, depth: usize) -> usize {
        const DEEPEST: usize = 12;
        const HUGE: usize = 4_096;
        if depth > DEEPEST {
            return HUGE;
        }
        match ty {
            Type::Boolean | Type::Boxed(_) | Type::Number(_) | Type::File(_) => 8,
            Type::Integer(rules) => match rules.width {
                Width::I32 | Width::I64 | Width::U64 => 8,
                Width::Whole => 16,
            },
            Type::Any | Type::Bytes => 72,
            Type::Text(rules) => match rules.kind {
                TextKind::Plain => 24,
                _ => 16,
            },
            Type::List(..) | Type::Map(..) => 24,
            Type::Nullable(inner) => self.size(inner, depth + 1) + 8,
            Type::Secret(inner, _) => self.size(inner, depth + 1),
            Type::Named(id) => match &self.get(*id).kind {
                DefinitionKind::Struct(body) => self.struct_size(body, depth),
                DefinitionKind::Choice(_) | DefinitionKind::IntegerChoice(_) => 8,
                DefinitionKind::Union(union) => {
                    let largest = union
                        .variants
                        .iter()
                        .map(|variant| self.size(&variant.ty, depth + 1))
                        .max();
                    largest.unwrap_or(0).min(BOX_ABOVE) + 8
                }
                DefinitionKind::Newtype(inner) => self.size(inner, depth + 1),
                DefinitionKind::Rule(_) => 72,
            },
        }
    }

    fn struct_size(self, body: &Struct, depth: usize) -> usize {
        let mut sum = 0_usize;
        for field in &body.fields {
            sum += self.size(&field.ty, depth + 1) + 8;
            if sum > BOX_ABOVE * 4 {
                break;
            }
        }
        sum + if matches!(body.additional, Additional::Kept(..)) {
            24
        } else {
            0
        }
    }
}

/// Variants that hold more bytes than this are put on the heap, so that no small answer carries a large one's room.
pub const BOX_ABOVE: usize = 160;

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

impl Types<'_> {
    /// A decoder: a path where there is one, else a closure around [`Types::call`].
    pub fn decoder(self, ty: &Type, tables: &mut Tables, words: &str) -> String {
        let path = match ty {
            Type::Any | Type::Boolean | Type::Named(_) => Some(self.declared(ty)),
            Type::Integer(rules) if is_free(rules) => Some(self.declared(ty)),
            Type::Number(rules) if *rules == Number::default() => Some(self.declared(ty)),
            Type::Text(rules) if is_free_text(rules) => Some(self.declared(ty)),
            Type::File(size) if *size == FileSize::default() => Some(self.declared(ty)),
            _ => None,
        };
        match path {
            Some(path) => format!("{path}::decode"),
            None => format!("|value, at, report| {}", self.call(ty, tables, words)),
        }
    }

    /// The expression that decodes `value`, which stands `at`, into a `report`.
    pub fn call(self, ty: &Type, tables: &mut Tables, words: &str) -> String {
        const ARGUMENTS: &str = "value, at, report";
        match ty {
            Type::Integer(rules) if !is_free(rules) && rules.width == Width::Whole => {
                let table = tables.add(words, "decode::Number", &whole_table(rules));
                format!("decode::whole({ARGUMENTS}, {table})")
            }
            Type::Integer(rules) if !is_free(rules) => {
                let table = tables.add(words, "decode::Integer", &integer_table(rules));
                format!("decode::integer({ARGUMENTS}, {table})")
            }
            Type::Number(rules) if *rules != Number::default() => {
                let table = tables.add(words, "decode::Number", &number_table(rules));
                format!("decode::number({ARGUMENTS}, {table})")
            }
            Type::Text(rules) if !is_free_text(rules) => {
                let table = text_table(rules, tables, words);
                format!("decode::text({ARGUMENTS}, {table})")
            }
            Type::File(size) if *size != FileSize::default() => {
                let value = format!(
                    "gate::FileSize {{ minimum: {}, maximum: {} }}",
                    grouped(size.minimum.unwrap_or(0)),
                    some(size.maximum).unwrap_or_else(|| "None".to_owned())
                );
                let table = tables.add(words, "gate::FileSize", &value);
                format!("gate::file({ARGUMENTS}, {table})")
            }
            Type::List(item, rules) => {
                let table = items_table(*rules, tables, words);
                format!(
                    "decode::list({ARGUMENTS}, {table}, {})",
                    self.decoder(item, tables, &format!("{words} item"))
                )
            }
            Type::Map(value, rules) => {
                let table = members_table(*rules, tables, words);
                format!(
                    "decode::map({ARGUMENTS}, {table}, {})",
                    self.decoder(value, tables, &format!("{words} value"))
                )
            }
            Type::Nullable(inner) => format!(
                "decode::nullable({ARGUMENTS}, {})",
                self.decoder(inner, tables, words)
            ),
            Type::Secret(inner, disclosure) => {
                let revealing = match disclosure {
                    Disclosure::Kept => "",
                    Disclosure::Revealed => ".map(gate::Secret::reveal)",
                };
                let decoder = self.decoder(inner, tables, words);
                format!("decode::secret({ARGUMENTS}, {decoder}){revealing}")
            }
            Type::Boxed(id) => format!("{}::decode({ARGUMENTS}).map(Box::new)", self.name(*id)),
            other => format!("{}::decode({ARGUMENTS})", self.declared(other)),
        }
    }
}

/// The Rust name of an integer.
fn width(width: Width) -> &'static str {
    match width {
        Width::I32 => "i32",
        Width::I64 => "i64",
        Width::U64 => "u64",
        Width::Whole => "gate::WholeNumber",
    }
}

fn text_type(kind: TextKind) -> &'static str {
    match kind {
        TextKind::Plain => "String",
        TextKind::Uuid => "gate::Uuid",
        TextKind::Timestamp => "gate::Timestamp",
        TextKind::Date => "gate::Date",
        TextKind::Ipv4 => "std::net::Ipv4Addr",
        TextKind::Ipv6 => "std::net::Ipv6Addr",
    }
}

/// A string as a Rust literal.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// An integer as a Rust literal, its digits in groups of three where there are many.
#[must_use]
pub fn grouped(number: impl Into<i128>) -> String {
    let number: i128 = number.into();
    let digits = number.unsigned_abs().to_string();
    let sign = if number < 0 { "-" } else { "" };
    if digits.len() < 5 {
        return format!("{sign}{digits}");
    }
    let mut text = String::from(sign);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// A list of string literals.
#[must_use]
pub fn quoted_list<'t>(words: impl IntoIterator<Item = &'t str>) -> String {
    let quoted: Vec<String> = words.into_iter().map(quoted).collect();
    format!("&[{}]", quoted.join(", "))
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

fn some(value: Option<impl Into<i128>>) -> Option<String> {
    value.map(|value| format!("Some({})", grouped(value)))
}

fn is_free(rules: &Integer) -> bool {
    let fits = |bound: Option<i128>, implied: i128| bound.is_none_or(|bound| bound == implied);
    let least = if rules.width == Width::U64 {
        0
    } else {
        i128::MIN
    };
    fits(rules.minimum, least) && rules.maximum.is_none() && rules.multiple_of.is_none()
}

fn is_free_text(rules: &Text) -> bool {
    rules.min_length.is_none()
        && rules.max_length.is_none()
        && rules.pattern.is_none()
        && rules.format.is_none()
        && rules.sanitize.is_empty()
}

fn integer_table(rules: &Integer) -> String {
    table(
        "decode::Integer",
        &[
            ("minimum", some(rules.minimum)),
            ("maximum", some(rules.maximum)),
            ("multiple_of", some(rules.multiple_of)),
        ],
    )
}

fn whole_table(rules: &Integer) -> String {
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

fn number_table(rules: &Number) -> String {
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

fn text_table(rules: &Text, tables: &mut Tables, words: &str) -> String {
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

fn items_table(rules: Items, tables: &mut Tables, words: &str) -> String {
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

fn members_table(rules: Members, tables: &mut Tables, words: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!(grouped(1_234), "1234");
        assert_eq!(grouped(-12_345), "-12_345");
        assert_eq!(grouped(1_234_567), "1_234_567");
    }
}
