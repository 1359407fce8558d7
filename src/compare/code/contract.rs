//! The codes of changes around the values: of operations, security, limits, bodies and answers as a whole.

use clap::ValueEnum;

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
