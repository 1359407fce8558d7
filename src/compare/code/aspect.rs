//! What of a schema can change, and in which senses.

use clap::ValueEnum;

use super::Sense;

/// What of a schema changed; the doc comment of a variant is what the code is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum)]
pub enum Aspect {
    /// The kinds of value: `type`.
    Type,
    /// Whether null is a value.
    Null,
    /// Whether values are listed at all: `enum`, `const`.
    Enum,
    /// The listed values: `enum`, `const`.
    EnumValues,
    /// The values that are listed without being all: `x-extensible-enum`.
    ExtensibleEnum,
    /// `format`.
    Format,
    /// `pattern`.
    Pattern,
    /// `minimum`, `exclusiveMinimum`.
    Minimum,
    /// `maximum`, `exclusiveMaximum`.
    Maximum,
    /// `multipleOf`.
    MultipleOf,
    /// `minLength`.
    MinLength,
    /// `maxLength`.
    MaxLength,
    /// `minItems`.
    MinItems,
    /// `maxItems`.
    MaxItems,
    /// `uniqueItems`.
    UniqueItems,
    /// `minProperties`.
    MinProperties,
    /// `maxProperties`.
    MaxProperties,
    /// The alternatives: `oneOf`, `anyOf`.
    Choice,
    /// Whether exactly one alternative has to fit: `oneOf` or `anyOf`.
    Exclusive,
    /// What tells the alternatives apart: `discriminator`.
    Discriminator,
    /// `not`.
    Not,
    /// `if`.
    If,
    /// `then`.
    Then,
    /// `else`.
    Else,
    /// `contains`.
    Contains,
    /// `minContains`.
    MinContains,
    /// `maxContains`.
    MaxContains,
    /// `patternProperties`.
    PatternProperties,
    /// `propertyNames`.
    PropertyNames,
    /// `dependentRequired`.
    DependentRequired,
    /// `dependentSchemas`.
    DependentSchemas,
    /// `unevaluatedItems`.
    UnevaluatedItems,
    /// `unevaluatedProperties`.
    UnevaluatedProperties,
    /// `contentMediaType`.
    ContentMediaType,
    /// `contentEncoding`.
    ContentEncoding,
    /// `contentSchema`.
    ContentSchema,
    /// What is meant where nothing is sent: `default`.
    Default,
}

impl Aspect {
    /// The senses in which it changes.
    pub(super) fn senses(self) -> &'static [Sense] {
        const ALL: &[Sense] = &[Sense::Narrowed, Sense::Widened, Sense::Changed];
        match self {
            Self::Type
            | Self::EnumValues
            | Self::Format
            | Self::Pattern
            | Self::MultipleOf
            | Self::Not
            | Self::If
            | Self::Contains
            | Self::PatternProperties
            | Self::ExtensibleEnum
            | Self::DependentRequired
            | Self::ContentMediaType
            | Self::ContentEncoding => ALL,
            Self::Discriminator | Self::Default => &[Sense::Changed],
            _ => &[Sense::Narrowed, Sense::Widened],
        }
    }
}
