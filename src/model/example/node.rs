//! A schema with its place in the document.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// A schema and the JSON pointer at which it stands.
#[derive(Clone, Debug)]
pub(super) struct Node<'d> {
    pub(super) pointer: String,
    pub(super) schema: &'d Value,
}

impl<'d> Node<'d> {
    pub(super) fn new(pointer: impl Into<String>, schema: &'d Value) -> Self {
        Self {
            pointer: pointer.into(),
            schema,
        }
    }

    /// The keyword's value, if the schema is an object that has it.
    pub(super) fn get(&self, keyword: &str) -> Option<&'d Value> {
        self.schema.get(keyword)
    }

    /// The schema under a keyword.
    pub(super) fn child(&self, keyword: &str) -> Option<Self> {
        let schema = self.get(keyword)?;
        Some(Self::new(
            format!("{}/{}", self.pointer, escape(keyword)),
            schema,
        ))
    }

    /// The schema under a name in a map under a keyword, `properties` say.
    pub(super) fn member(&self, keyword: &str, name: &str) -> Option<Self> {
        let schema = self.get(keyword)?.as_object()?.get(name)?;
        Some(Self::new(
            format!("{}/{}/{}", self.pointer, escape(keyword), escape(name)),
            schema,
        ))
    }

    /// The schemas in a list under a keyword, `allOf` say.
    pub(super) fn list(&self, keyword: &str) -> Vec<Self> {
        let schemas = self
            .get(keyword)
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        let place = |index| format!("{}/{}/{index}", self.pointer, escape(keyword));
        schemas
            .iter()
            .enumerate()
            .map(|(index, schema)| Self::new(place(index), schema))
            .collect()
    }

    /// The map under a keyword.
    pub(super) fn map(&self, keyword: &str) -> Option<&'d Map<String, Value>> {
        self.get(keyword)?.as_object()
    }

    /// The count under a keyword. JSON Schema lets `2.0` stand for 2.
    pub(super) fn count(&self, keyword: &str) -> Option<usize> {
        let count = self.get(keyword)?;
        let text = count.to_string();
        text.strip_suffix(".0").unwrap_or(&text).parse().ok()
    }

    /// The place a reference in this schema points to, when it has one that leads into the document.
    pub(super) fn reference(&self) -> Option<String> {
        let fragment = self.get("$ref")?.as_str()?.strip_prefix('#')?;
        Some(percent_decoded(fragment).into_owned())
    }

    /// What follows this schema's own `$ref`.
    pub(super) fn target(&self, document: &'d Value) -> Option<Self> {
        let pointer = self.reference()?;
        let schema = document.pointer(&pointer)?;
        Some(Self { pointer, schema })
    }

    /// The last step of the pointer: the name of a component.
    pub(super) fn name(&self) -> String {
        let last = self.pointer.rsplit('/').next().unwrap_or_default();
        last.replace("~1", "/").replace("~0", "~")
    }
}

/// A name as one step of a JSON pointer (RFC 6901).
pub(super) fn escape(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) {
        Cow::Owned(name.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(name)
    }
}

/// A pointer as a URI fragment, everything unusual encoded.
pub(super) fn percent_encoded(pointer: &str) -> String {
    let mut encoded = String::with_capacity(pointer.len());
    for byte in pointer.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for digit in [byte >> 4, byte & 15] {
                encoded.push(
                    char::from_digit(u32::from(digit), 16)
                        .unwrap_or('0')
                        .to_ascii_uppercase(),
                );
            }
        }
    }
    encoded
}

fn percent_decoded(fragment: &str) -> Cow<'_, str> {
    if !fragment.contains('%') {
        return Cow::Borrowed(fragment);
    }
    let mut decoded = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let digits = match (byte, after) {
            (b'%', [high, low, ..]) => char::from(*high)
                .to_digit(16)
                .zip(char::from(*low).to_digit(16)),
            _ => None,
        };
        match digits.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(value) => {
                decoded.push(value);
                rest = after.get(2..).unwrap_or_default();
            }
            None => decoded.push(byte),
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(fragment), Cow::Owned)
}
