//! Types of the model as Rust text: what a field is declared as, and the expression that decodes it.

use serde_json::Value;

use super::literal::{grouped, quoted, some};
use super::table::{
    Tables, integer_table, items_table, members_table, number_table, text_table, whole_table,
};
use crate::model::{
    Additional, Definition, DefinitionKind, Disclosure, FileSize, Integer, Number, Struct, Text,
    TextKind, Type, TypeId, Width,
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
