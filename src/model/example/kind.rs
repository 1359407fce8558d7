//! Schemas that a value has to satisfy together in, the kinds of value that they allow out.

use serde_json::Value;

use super::expand::Expanded;

/// The kinds of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    Text,
    Integer,
    Number,
    Boolean,
    Null,
}

impl Kind {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "object" => Self::Object,
            "array" => Self::Array,
            "string" => Self::Text,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "null" => Self::Null,
            _ => return None,
        })
    }

    /// What is both of this kind and the other.
    fn and(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Integer, Self::Number) | (Self::Number, Self::Integer) => Some(Self::Integer),
            (one, other) => (one == other).then_some(one),
        }
    }

    /// Whether a value is of this kind.
    pub(super) fn holds(self, value: &Value) -> bool {
        match value {
            Value::Object(_) => self == Self::Object,
            Value::Array(_) => self == Self::Array,
            Value::String(_) => self == Self::Text,
            Value::Bool(_) => self == Self::Boolean,
            Value::Null => self == Self::Null,
            Value::Number(number) => match self {
                Self::Number => true,
                Self::Integer => {
                    !number.is_f64() || number.as_f64().is_some_and(|number| number.fract() == 0.0)
                }
                _ => false,
            },
        }
    }
}

/// Keywords that only one kind of value has, by which a schema without a type is understood.
const TELLTALES: &[(Kind, &[&str])] = &[
    (
        Kind::Object,
        &[
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "minProperties",
            "maxProperties",
            "propertyNames",
            "dependentRequired",
            "dependentSchemas",
            "unevaluatedProperties",
        ],
    ),
    (
        Kind::Array,
        &[
            "items",
            "prefixItems",
            "contains",
            "minItems",
            "maxItems",
            "uniqueItems",
            "unevaluatedItems",
        ],
    ),
    (Kind::Text, &["pattern", "format", "minLength", "maxLength"]),
    (
        Kind::Number,
        &[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ],
    ),
];

/// The kinds that all the schemas allow, the one that is meant first and `null` last.
pub(super) fn kinds(expanded: &Expanded<'_>) -> Vec<Kind> {
    let mut allowed: Option<Vec<Kind>> = None;
    for declared in expanded.all("type") {
        let names = match declared {
            Value::Array(names) => names.as_slice(),
            name => std::slice::from_ref(name),
        };
        let these: Vec<Kind> = names
            .iter()
            .filter_map(Value::as_str)
            .filter_map(Kind::named)
            .collect();
        allowed = Some(match allowed {
            None => these,
            Some(before) => {
                let both = |kind: &Kind| these.iter().find_map(|other| kind.and(*other));
                before.iter().filter_map(both).collect()
            }
        });
    }
    let mut kinds = allowed.unwrap_or_else(|| {
        let any = |keywords: &[&str]| {
            keywords
                .iter()
                .any(|keyword| expanded.any(keyword).is_some())
        };
        let told = TELLTALES
            .iter()
            .filter(|(_, keywords)| any(keywords))
            .map(|(kind, _)| *kind);
        let rest = [
            Kind::Text,
            Kind::Object,
            Kind::Array,
            Kind::Integer,
            Kind::Number,
            Kind::Boolean,
            Kind::Null,
        ];
        told.chain(rest).collect()
    });
    kinds.sort_by_key(|kind| *kind == Kind::Null);
    kinds
}
