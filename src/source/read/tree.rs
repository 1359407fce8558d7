//! Builds a value from either notation, and counts while it grows.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::super::Format;
use super::{MAX_DEPTH, MAX_MEMBERS, MAX_VALUES, SPARE_BYTES, SPARE_VALUES};
use crate::diagnostic::Code;

/// Are the merge keys (`<<`) of YAML 1.1 followed?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Merging {
    Off,
    On,
}

/// What is counted while a tree grows.
pub struct Limits {
    merging: Merging,
    values: Cell<usize>,
    bytes: Cell<usize>,
    /// What the text allows without an alias, and a bit.
    most_values: usize,
    most_bytes: usize,
    /// Which bound was passed; the parser's own error then only carries the place.
    pub refused: Cell<Option<Code>>,
    /// Members given twice: the tokens of their pointers, innermost first.
    pub duplicates: RefCell<Vec<Vec<String>>>,
}

impl Limits {
    /// The bounds for a text, nothing counted yet.
    pub fn of(text: &str, format: Format) -> Self {
        Self {
            values: Cell::new(0),
            bytes: Cell::new(0),
            most_values: text.len() + SPARE_VALUES,
            most_bytes: text.len() + SPARE_BYTES,
            merging: match format {
                Format::Json => Merging::Off,
                Format::Yaml => Merging::On,
            },
            refused: Cell::new(None),
            duplicates: RefCell::new(Vec::new()),
        }
    }

    /// One more value, with so many bytes of text.
    fn count<E: serde::de::Error>(&self, bytes: usize) -> Result<(), E> {
        let values = self.values.get() + 1;
        let bytes = self.bytes.get() + bytes;
        self.values.set(values);
        self.bytes.set(bytes);
        if values > self.most_values || bytes > self.most_bytes {
            return self.refuse(Code::AliasBomb);
        }
        if values > MAX_VALUES {
            return self.refuse(Code::DocumentTooLarge);
        }
        Ok(())
    }

    /// The members that an object or a list has by now.
    fn crowd<E: serde::de::Error>(&self, members: usize) -> Result<(), E> {
        if members > MAX_MEMBERS {
            return self.refuse(Code::DocumentTooLarge);
        }
        Ok(())
    }

    fn refuse<T, E: serde::de::Error>(&self, code: Code) -> Result<T, E> {
        self.refused.set(Some(code));
        Err(E::custom(code))
    }
}

/// Builds a value; the same for both notations.
#[derive(Clone, Copy)]
pub struct Tree<'l> {
    pub limits: &'l Limits,
    pub depth: usize,
}

impl Tree<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            return self.limits.refuse(Code::DocumentTooDeep);
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }

    fn text<E: serde::de::Error>(self, text: String) -> Result<Value, E> {
        self.limits.count(text.len())?;
        Ok(Value::String(text))
    }

    /// Remembers that `name` was given twice.
    fn duplicate(self, name: &str) {
        self.limits
            .duplicates
            .borrow_mut()
            .push(vec![name.to_owned()]);
    }

    /// The number of duplicates that are known, so that those found further in can be told apart.
    fn known(self) -> usize {
        self.limits.duplicates.borrow().len()
    }

    /// Adds one more token to the pointers of the duplicates that were found since `known`.
    fn extend(self, known: usize, token: impl Fn() -> String) {
        if self.known() > known {
            for duplicate in self.limits.duplicates.borrow_mut().iter_mut().skip(known) {
                duplicate.push(token());
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value that JSON can hold")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Value, E> {
        self.limits.count(0)?;
        Ok(Value::Null)
    }

    /// A YAML document without a value.
    fn visit_none<E: serde::de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Value, E> {
        self.limits.count(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
        self.limits.count(0)?;
        Ok(Value::from(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        self.limits.count(0)?;
        Ok(Value::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        self.limits.count(0)?;
        if let Some(number) = Number::from_f64(value) {
            return Ok(Value::Number(number));
        }
        self.limits.refused.set(Some(Code::ValueUnsupported));
        Err(E::custom(format!(
            "`{value}` is no number that JSON can hold"
        )))
    }

    /// An integer beyond 64 bits: what JSON would make of the same digits.
    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Value, E> {
        self.limits.count(0)?;
        wide_number(&value.to_string())
    }

    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Value, E> {
        self.limits.count(0)?;
        wide_number(&value.to_string())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
        self.text(text.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Value, E> {
        self.text(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        self.limits.count(0)?;
        let mut elements = Vec::new();
        loop {
            let known = self.known();
            let Some(element) = sequence.next_element_seed(inner)? else {
                break;
            };
            self.extend(known, || elements.len().to_string());
            elements.push(element);
            self.limits.crowd(elements.len())?;
        }
        Ok(Value::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        self.limits.count(0)?;
        let mut members = Map::new();
        while let Some(name) = map.next_key_seed(Key)? {
            self.limits.count::<A::Error>(name.len())?;
            let known = self.known();
            let value = map.next_value_seed(inner)?;
            self.extend(known, || name.clone());
            self.limits.crowd::<A::Error>(members.len())?;
            match members.entry(name) {
                serde_json::map::Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                serde_json::map::Entry::Occupied(mut entry) => {
                    self.duplicate(entry.key());
                    entry.insert(value);
                }
            }
        }
        if self.limits.merging == Merging::On {
            merge(&mut members);
        }
        Ok(Value::Object(members))
    }

    /// A value with a tag of its own (`!Thing`): nothing in a contract has one.
    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, _: A) -> Result<Value, A::Error> {
        self.limits.refused.set(Some(Code::ValueUnsupported));
        Err(A::Error::custom(
            "a YAML tag has no meaning in an OpenAPI document",
        ))
    }
}

fn wide_number<E: serde::de::Error>(digits: &str) -> Result<Value, E> {
    let number = digits.parse::<f64>().ok().and_then(Number::from_f64);
    number
        .map(Value::Number)
        .ok_or_else(|| E::custom("a number out of range"))
}

/// Puts the members of what `<<` names where the object has none of its own, the first object named first.
fn merge(members: &mut Map<String, Value>) {
    let sources = match members.get("<<") {
        Some(Value::Object(_)) => members.shift_remove("<<").into_iter().collect(),
        Some(Value::Array(sources)) if sources.iter().all(Value::is_object) => {
            match members.shift_remove("<<") {
                Some(Value::Array(sources)) => sources,
                _ => Vec::new(),
            }
        }
        _ => return,
    };
    for source in sources {
        if let Value::Object(source) = source {
            for (name, value) in source {
                members.entry(name).or_insert(value);
            }
        }
    }
}

/// The name of a member. A YAML key that is a number, such as a status, is the text as it was written.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a member")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}
