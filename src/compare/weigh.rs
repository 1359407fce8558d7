//! Whom each code concerns, and how much: one place, so that a judgement is made once.

use super::code::{Aspect, ContractCode, Flow, Sense};
use super::impact::{Impact, Security, Weight};

/// What a change of the contract means.
#[must_use]
pub fn contract(code: ContractCode) -> Impact {
    Impact {
        callers: for_callers(code),
        handlers: for_handlers(code),
        security: for_security(code),
    }
}

fn for_callers(code: ContractCode) -> Weight {
    use ContractCode as C;
    match code {
        C::SchemeReplaced
        | C::SchemeChanged
        | C::TransportDowngraded
        | C::OperationRemoved
        | C::OperationRemovedEarly
        | C::OperationMoved
        | C::BasePathChanged
        | C::SecurityTightened
        | C::KeyMoved
        | C::MfaAdded
        | C::ParameterAddedRequired
        | C::ParameterMadeRequired
        | C::ParameterRemovedEarly
        | C::ParameterStyleChanged
        | C::BodyAddedRequired
        | C::BodyMadeRequired
        | C::BodyRemoved
        | C::BodyMediaTypeRemoved
        | C::RequestPropertyAddedRequired
        | C::RequestPropertyMadeRequired
        | C::RequestPropertyRemoved
        | C::RequestPropertyMadeReadOnly
        | C::RequestObjectClosed
        | C::ResponseRequiredPropertyRemoved
        | C::ResponsePropertyMadeOptional
        | C::ResponseRemoved
        | C::ResponseMediaTypeRemoved
        | C::ResponseMediaTypeGeneralized
        | C::ResponseRequiredHeaderRemoved
        | C::ResponseHeaderMadeOptional
        | C::WebhookRemoved
        | C::CallbackRemoved
        | C::SunsetMissing
        | C::SunsetInvalid
        | C::SunsetTooSoon
        | C::SunsetRemoved
        | C::SunsetEarlier
        | C::StabilityLowered
        | C::StabilityInvalid => Weight::Breaking,
        // Who relied on it relied on what was never promised, or may have to wait.
        C::ComparisonIncomplete
        | C::ParameterRemoved
        | C::ResponsePropertyRemoved
        | C::ResponseHeaderRemoved
        | C::BodyEncodingChanged
        | C::RateLimitNarrowed
        | C::BodyLimitNarrowed
        | C::TimeoutNarrowed => Weight::Warning,
        _ => Weight::Information,
    }
}

/// A handler is broken where a type that it names, a field that it reads or a variant that it answers with is another one.
fn for_handlers(code: ContractCode) -> Weight {
    use ContractCode as C;
    match code {
        C::SecretUnmarked
        | C::SecretMarked
        | C::RequestObjectOpened
        | C::ReadOnlyLifted
        | C::OperationRemoved
        | C::OperationRemovedEarly
        | C::OperationRetired
        | C::ParameterAddedRequired
        | C::ParameterMadeRequired
        | C::ParameterMadeOptional
        | C::ParameterRemoved
        | C::ParameterRemovedEarly
        | C::ParameterRenamed
        | C::BodyAddedRequired
        | C::BodyMadeRequired
        | C::BodyMadeOptional
        | C::BodyRemoved
        | C::BodyMediaTypeAdded
        | C::BodyMediaTypeRemoved
        | C::RequestPropertyAddedRequired
        | C::RequestPropertyMadeRequired
        | C::RequestPropertyMadeOptional
        | C::RequestPropertyRemoved
        | C::RequestPropertyMadeReadOnly
        | C::RequestObjectClosed
        | C::ResponseRequiredPropertyRemoved
        | C::ResponsePropertyAdded
        | C::ResponsePropertyMadeOptional
        | C::ResponsePropertyMadeRequired
        | C::ResponsePropertyRemoved
        | C::ResponseObjectOpened
        | C::ResponseObjectClosed
        | C::ResponseRemoved
        | C::ResponseFailureRemoved
        | C::ResponseMediaTypeAdded
        | C::ResponseMediaTypeRemoved
        | C::ResponseMediaTypeGeneralized
        | C::ResponseRequiredHeaderRemoved
        | C::ResponseHeaderAdded
        | C::ResponseHeaderMadeOptional
        | C::ResponseHeaderMadeRequired
        | C::ResponseHeaderRemoved
        | C::WebhookRemoved
        | C::CallbackRemoved
        | C::SchemaRenamed => Weight::Breaking,
        // `regenerate` follows these by itself, or asks.
        C::ComparisonIncomplete
        | C::PublicOperationAdded
        | C::OperationRenamed
        | C::OperationRetagged
        | C::SchemeRenamed
        | C::BodyAdded => Weight::Warning,
        _ => Weight::Information,
    }
}

fn for_security(code: ContractCode) -> Security {
    use ContractCode as C;
    match code {
        C::OperationMadePublic
        | C::SecurityMadeOptional
        | C::SchemeRemoved
        | C::ScopeDropped
        | C::AndLoosened
        | C::AlternativeAdded
        | C::SchemeReplaced
        | C::SchemeChanged
        | C::IssuerChanged
        | C::MfaDropped
        | C::RateLimitWidened
        | C::BodyLimitWidened
        | C::TimeoutWidened
        | C::SecretUnmarked
        | C::SanitizerRemoved
        | C::RequestObjectOpened
        | C::ReadOnlyLifted
        | C::TransportDowngraded
        | C::ComparisonIncomplete => Security::Regression,
        C::SecurityTightened
        | C::MfaAdded
        | C::RequestObjectClosed
        | C::RateLimitNarrowed
        | C::BodyLimitNarrowed
        | C::TimeoutNarrowed
        | C::SecretMarked
        | C::SanitizerAdded => Security::Tightened,
        _ => Security::None,
    }
}

/// Does the Rust type depend on it?
fn shapes(aspect: Aspect) -> bool {
    matches!(
        aspect,
        Aspect::Type
            | Aspect::Null
            | Aspect::Enum
            | Aspect::EnumValues
            | Aspect::Format
            | Aspect::Choice
            | Aspect::Exclusive
            | Aspect::Discriminator
            | Aspect::PatternProperties
            | Aspect::Not
            | Aspect::If
            | Aspect::Contains
            | Aspect::PropertyNames
            | Aspect::DependentRequired
            | Aspect::DependentSchemas
            | Aspect::UnevaluatedItems
            | Aspect::UnevaluatedProperties
    )
}

/// Is it a promise of the gate that handlers rely on, so that less of it is a loss? Further values of a list and further
/// alternatives are as closed as those before; whether null is one, the compiler asks.
fn guards(aspect: Aspect) -> bool {
    !matches!(
        aspect,
        Aspect::Null
            | Aspect::EnumValues
            | Aspect::ExtensibleEnum
            | Aspect::Choice
            | Aspect::Discriminator
            | Aspect::Default
            | Aspect::ContentMediaType
            | Aspect::ContentEncoding
            | Aspect::ContentSchema
    )
}

/// What a change of values means.
#[must_use]
pub fn value(flow: Flow, aspect: Aspect, sense: Sense) -> Impact {
    let callers = match (flow, sense) {
        (_, _) if aspect == Aspect::Discriminator => Weight::Warning,
        // What a caller sends has to be accepted; what it is answered with has to be expected.
        (Flow::Request, Sense::Widened) | (Flow::Response, Sense::Narrowed) => Weight::Information,
        (Flow::Response, _) if aspect == Aspect::Default => Weight::Information,
        // A reader that knows a list of values is told apart from one that breaks by nobody but itself.
        (Flow::Response, Sense::Widened)
            if matches!(aspect, Aspect::EnumValues | Aspect::ExtensibleEnum) =>
        {
            Weight::Warning
        }
        _ => Weight::Breaking,
    };
    let handlers = match (flow, sense) {
        // A further variant is no concern of who answers with the others.
        (Flow::Response, Sense::Widened)
            if matches!(aspect, Aspect::EnumValues | Aspect::Choice) =>
        {
            Weight::Information
        }
        _ if shapes(aspect) => Weight::Breaking,
        // What was never seen is seen now; what was always fine may be refused now.
        (Flow::Request, Sense::Widened | Sense::Changed)
        | (Flow::Response, Sense::Narrowed | Sense::Changed) => Weight::Warning,
        _ => Weight::Information,
    };
    // A value of another kind, or in another notation, is another value and no wider one.
    let another = matches!(
        aspect,
        Aspect::Type | Aspect::Format | Aspect::DependentRequired
    );
    let security = match (flow, sense) {
        (Flow::Request, Sense::Widened) if guards(aspect) => Security::Regression,
        (Flow::Request, Sense::Changed) if guards(aspect) && !another => Security::Regression,
        (Flow::Request, Sense::Narrowed) if guards(aspect) => Security::Tightened,
        _ => Security::None,
    };
    Impact {
        callers,
        handlers,
        security,
    }
}
