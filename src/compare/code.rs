//! The one list of what a comparison finds, and whom each finding concerns. A code is stable: scripts and lock files name it.

use std::fmt;
use std::sync::LazyLock;

use clap::ValueEnum;

use super::impact::Impact;
use super::weigh;

/// Which kind of change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A change of the contract around the values.
    Contract(ContractCode),
    /// A change of what values are accepted or answered: `request-maximum-narrowed` and the like.
    Value(Flow, Aspect, Sense),
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// A caller sends it: the service may accept more, never less.
    Request,
    /// The service sends it, as an answer or as a call of its own: it may send less, never more.
    Response,
}

/// How the set of values changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sense {
    /// Some values are no longer in it, and none came.
    Narrowed,
    /// Some values came, and none left.
    Widened,
    /// Some left and some came, or nobody can tell.
    Changed,
}

/// Changes of the contract around the values; the doc comment of a variant is what the code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum)]
pub enum ContractCode {
    /// Whoever calls needs no credential any more.
    OperationMadePublic,
    /// A credential was needed and is now a matter of choice.
    SecurityMadeOptional,
    /// A scheme that was asked for is not asked for any more, and what else was asked for suffices.
    SchemeRemoved,
    /// A scope that a token needed is not needed any more.
    ScopeDropped,
    /// Schemes that were needed together are now enough one by one.
    AndLoosened,
    /// A further way to prove who calls.
    AlternativeAdded,
    /// Another scheme takes the place of the one that was asked for.
    SchemeReplaced,
    /// A scheme of the same name is something else now.
    SchemeChanged,
    /// The tokens of a scheme come from another issuer.
    IssuerChanged,
    /// An operation does not ask for a second factor any more (`x-mfa`).
    MfaDropped,
    /// A caller may call more often (`x-rate-limit`).
    RateLimitWidened,
    /// A body may be larger (`x-body-limit`).
    BodyLimitWidened,
    /// A request may take longer (`x-timeout`).
    TimeoutWidened,
    /// A value that was hidden in logs and messages is not hidden any more (`format: password`, `writeOnly`, `x-sensitive`).
    SecretUnmarked,
    /// A value is cleaned less before it is judged (`x-sanitize`).
    SanitizerRemoved,
    /// An object of a request accepts members that nobody declared.
    RequestObjectOpened,
    /// A member that callers could not set may be set by them (`readOnly`).
    ReadOnlyLifted,
    /// The first server is reached without TLS.
    TransportDowngraded,
    /// The documents are too large or too entangled to be compared to the end.
    ComparisonIncomplete,

    /// An operation is gone.
    OperationRemoved,
    /// An operation is gone before the day that was announced (`x-sunset`).
    OperationRemovedEarly,
    /// An operation that was deprecated is gone, not before its time.
    OperationRetired,
    /// An operation lives at another path or method.
    OperationMoved,
    /// Every operation lives under another base path.
    BasePathChanged,
    /// Callers have to prove more than before.
    SecurityTightened,
    /// A key travels under another name or at another place.
    KeyMoved,
    /// An operation asks for a second factor (`x-mfa`).
    MfaAdded,
    /// A parameter that callers have to send came.
    ParameterAddedRequired,
    /// A parameter has to be sent now.
    ParameterMadeRequired,
    /// A parameter is gone.
    ParameterRemoved,
    /// A parameter is gone before the day that was announced (`x-sunset`).
    ParameterRemovedEarly,
    /// A parameter is written in another way.
    ParameterStyleChanged,
    /// A body that callers have to send came.
    BodyAddedRequired,
    /// The body has to be sent now.
    BodyMadeRequired,
    /// No body is taken any more.
    BodyRemoved,
    /// A media type is not taken any more.
    BodyMediaTypeRemoved,
    /// A part of a form is written in another way.
    BodyEncodingChanged,
    /// A member that callers have to send came.
    RequestPropertyAddedRequired,
    /// A member has to be sent now.
    RequestPropertyMadeRequired,
    /// A member is not taken any more.
    RequestPropertyRemoved,
    /// A member may not be sent any more (`readOnly`).
    RequestPropertyMadeReadOnly,
    /// An object of a request refuses members that nobody declared.
    RequestObjectClosed,
    /// A member that was always answered is gone.
    ResponseRequiredPropertyRemoved,
    /// A member that was always answered may be missing.
    ResponsePropertyMadeOptional,
    /// A member that was sometimes answered is gone.
    ResponsePropertyRemoved,
    /// An answer of success is gone.
    ResponseRemoved,
    /// A media type is not answered any more.
    ResponseMediaTypeRemoved,
    /// A media type became a range.
    ResponseMediaTypeGeneralized,
    /// A header that was always there is gone.
    ResponseRequiredHeaderRemoved,
    /// A header that was always there may be missing.
    ResponseHeaderMadeOptional,
    /// A header that was sometimes there is gone.
    ResponseHeaderRemoved,
    /// A call that the service made on its own is gone.
    WebhookRemoved,
    /// A call that the service made back is gone.
    CallbackRemoved,
    /// Something is deprecated, and nobody says until when (`x-sunset`).
    SunsetMissing,
    /// The day on which something ends cannot be read (`x-sunset`).
    SunsetInvalid,
    /// Something ends too soon (`x-sunset`).
    SunsetTooSoon,
    /// The day on which something ends is not told any more (`x-sunset`).
    SunsetRemoved,
    /// Something ends sooner than was announced (`x-sunset`).
    SunsetEarlier,
    /// Something is less settled than before (`x-stability-level`).
    StabilityLowered,
    /// How settled something is cannot be read (`x-stability-level`).
    StabilityInvalid,

    /// A caller may call less often (`x-rate-limit`).
    RateLimitNarrowed,
    /// A body has to be smaller (`x-body-limit`).
    BodyLimitNarrowed,
    /// A request has less time (`x-timeout`).
    TimeoutNarrowed,

    /// An operation that nobody needs a credential for came.
    PublicOperationAdded,
    /// An operation has another `operationId`: the functions and types of its name have another one.
    OperationRenamed,
    /// An operation belongs to another tag: another trait, another file.
    OperationRetagged,
    /// A schema that is used here has another name: so has its type.
    SchemaRenamed,
    /// A parameter of a path has another name: so has its field.
    ParameterRenamed,
    /// A scheme has another name: so has its section of the settings.
    SchemeRenamed,
    /// A parameter may be left out now.
    ParameterMadeOptional,
    /// The body may be left out now.
    BodyMadeOptional,
    /// A body may be sent.
    BodyAdded,
    /// A further media type is taken.
    BodyMediaTypeAdded,
    /// A member may be left out now.
    RequestPropertyMadeOptional,
    /// A member that handlers have to answer with came.
    ResponsePropertyAdded,
    /// A member is always answered now.
    ResponsePropertyMadeRequired,
    /// An object of an answer may hold members that nobody declared.
    ResponseObjectOpened,
    /// An object of an answer holds no members that nobody declared.
    ResponseObjectClosed,
    /// An answer of failure is gone.
    ResponseFailureRemoved,
    /// A further media type is answered.
    ResponseMediaTypeAdded,
    /// A header that handlers have to send came.
    ResponseHeaderAdded,
    /// A header is always there now.
    ResponseHeaderMadeRequired,

    /// An operation came.
    OperationAdded,
    /// A parameter that may be left out came.
    ParameterAdded,
    /// A member that may be left out came.
    RequestPropertyAdded,
    /// An answer came.
    ResponseAdded,
    /// A call that the service makes on its own came.
    WebhookAdded,
    /// A call that the service makes back came.
    CallbackAdded,
    /// Something is deprecated.
    Deprecated,
    /// Something is not deprecated any more.
    Reactivated,
    /// Something is more settled than before (`x-stability-level`).
    StabilityRaised,
    /// A value is hidden in logs and messages now.
    SecretMarked,
    /// A value is cleaned more before it is judged (`x-sanitize`).
    SanitizerAdded,
    /// The service is reached elsewhere.
    ServerChanged,
    /// Something about a scheme changed that the service does not look at.
    SchemeDetailsChanged,
}

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

impl Code {
    /// Every code there is: those of the contract first.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let contract = ContractCode::value_variants().iter().copied();
        let values = [Flow::Request, Flow::Response]
            .into_iter()
            .flat_map(|flow| {
                Aspect::value_variants().iter().flat_map(move |&aspect| {
                    aspect
                        .senses()
                        .iter()
                        .map(move |&sense| Self::Value(flow, aspect, sense))
                })
            });
        contract.map(Self::Contract).chain(values).collect()
    }

    /// The code of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::all()
            .into_iter()
            .find(|code| code.to_string() == name)
    }

    /// Whom it concerns, as a rule; a finding may weigh less.
    #[must_use]
    pub fn impact(self) -> Impact {
        match self {
            Self::Contract(code) => weigh::contract(code),
            Self::Value(flow, aspect, sense) => weigh::value(flow, aspect, sense),
        }
    }

    /// What it means, in one sentence.
    #[must_use]
    pub fn explain(self) -> String {
        match self {
            Self::Contract(code) => {
                let words = &word(&CONTRACT_WORDS, code as usize).explanation;
                format!("{}.", words.trim_end_matches('.'))
            }
            Self::Value(flow, aspect, sense) => {
                let about = word(&ASPECT_WORDS, aspect as usize)
                    .explanation
                    .trim_end_matches('.');
                let (who, how) = match (flow, sense) {
                    (Flow::Request, Sense::Narrowed) => {
                        ("Requests", "less is accepted than before")
                    }
                    (Flow::Request, Sense::Widened) => ("Requests", "more is accepted than before"),
                    (Flow::Request, Sense::Changed) => {
                        ("Requests", "other values are accepted than before")
                    }
                    (Flow::Response, Sense::Narrowed) => {
                        ("Answers", "less is answered than before")
                    }
                    (Flow::Response, Sense::Widened) => {
                        ("Answers", "more may be answered than before")
                    }
                    (Flow::Response, Sense::Changed) => {
                        ("Answers", "other values may be answered than before")
                    }
                };
                format!("{who}: {how}. {about}.")
            }
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contract(code) => {
                formatter.write_str(&word(&CONTRACT_WORDS, *code as usize).name)
            }
            Self::Value(flow, aspect, sense) => {
                let flow = match flow {
                    Flow::Request => "request",
                    Flow::Response => "response",
                };
                let sense = match sense {
                    Sense::Narrowed => "narrowed",
                    Sense::Widened => "widened",
                    Sense::Changed => "changed",
                };
                let aspect = &word(&ASPECT_WORDS, *aspect as usize).name;
                write!(formatter, "{flow}-{aspect}-{sense}")
            }
        }
    }
}

impl From<ContractCode> for Code {
    fn from(code: ContractCode) -> Self {
        Self::Contract(code)
    }
}

impl Aspect {
    /// The senses in which it changes.
    fn senses(self) -> &'static [Sense] {
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

struct Word {
    name: String,
    explanation: String,
}

/// In the order of the variants, so that a code is its own index; a test holds the two together.
static CONTRACT_WORDS: LazyLock<Vec<Word>> = LazyLock::new(words::<ContractCode>);
static ASPECT_WORDS: LazyLock<Vec<Word>> = LazyLock::new(words::<Aspect>);

fn words<T: ValueEnum>() -> Vec<Word> {
    T::value_variants()
        .iter()
        .filter_map(ValueEnum::to_possible_value)
        .map(|value| Word {
            name: value.get_name().to_owned(),
            explanation: value
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default(),
        })
        .collect()
}

fn word(words: &'static [Word], index: usize) -> &'static Word {
    static NONE: Word = Word {
        name: String::new(),
        explanation: String::new(),
    };
    words.get(index).unwrap_or(&NONE)
}
