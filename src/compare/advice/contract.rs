//! What each change of the contract around the values breaks, and what helps: one place, so that a sentence is written once.

use crate::compare::code::ContractCode;

/// What a change of the contract breaks, and what helps.
pub fn of_contract(code: ContractCode) -> (&'static str, &'static str) {
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
        | C::TransportDowngraded => who_gets_in(code),
        C::RateLimitWidened
        | C::BodyLimitWidened
        | C::TimeoutWidened
        | C::RateLimitNarrowed
        | C::BodyLimitNarrowed
        | C::TimeoutNarrowed => limits(code),
        C::SunsetMissing
        | C::SunsetInvalid
        | C::SunsetTooSoon
        | C::SunsetRemoved
        | C::SunsetEarlier
        | C::StabilityLowered
        | C::StabilityInvalid
        | C::StabilityRaised
        | C::Deprecated
        | C::Reactivated => lifecycle(code),
        C::SecretUnmarked
        | C::SecretMarked
        | C::SanitizerRemoved
        | C::SanitizerAdded
        | C::RequestObjectOpened
        | C::RequestObjectClosed
        | C::ReadOnlyLifted
        | C::ComparisonIncomplete => guarded(code),
        C::ParameterAddedRequired
        | C::ParameterMadeRequired
        | C::ParameterRemoved
        | C::ParameterRemovedEarly
        | C::ParameterStyleChanged
        | C::ParameterRenamed
        | C::ParameterMadeOptional
        | C::ParameterAdded
        | C::BodyAddedRequired
        | C::BodyMadeRequired
        | C::BodyRemoved
        | C::BodyMediaTypeRemoved
        | C::BodyEncodingChanged
        | C::BodyMadeOptional
        | C::BodyAdded
        | C::BodyMediaTypeAdded
        | C::RequestPropertyAddedRequired
        | C::RequestPropertyMadeRequired
        | C::RequestPropertyRemoved
        | C::RequestPropertyMadeReadOnly
        | C::RequestPropertyMadeOptional
        | C::RequestPropertyAdded => requests(code),
        C::ResponseRequiredPropertyRemoved
        | C::ResponsePropertyMadeOptional
        | C::ResponsePropertyRemoved
        | C::ResponseRemoved
        | C::ResponseMediaTypeRemoved
        | C::ResponseMediaTypeGeneralized
        | C::ResponseRequiredHeaderRemoved
        | C::ResponseHeaderMadeOptional
        | C::ResponseHeaderRemoved
        | C::ResponsePropertyAdded
        | C::ResponsePropertyMadeRequired
        | C::ResponseObjectOpened
        | C::ResponseObjectClosed
        | C::ResponseFailureRemoved
        | C::ResponseMediaTypeAdded
        | C::ResponseHeaderAdded
        | C::ResponseHeaderMadeRequired
        | C::ResponseAdded => answers(code),
        _ => operations(code),
    }
}

const MEANT: &str = "If it is not meant, put back what the contract asked for. If it is, say so in the review, and look at the \
    rule of the operation in `src/policy.rs`: it decides about callers that were never let this far.";

fn who_gets_in(code: ContractCode) -> (&'static str, &'static str) {
    use ContractCode as C;
    match code {
        C::OperationMadePublic => (
            "No caller fails. Everybody who reaches the port may call the operation, and its handler gets an anonymous `Caller`.",
            MEANT,
        ),
        C::SecurityMadeOptional => (
            "No caller fails. Requests without a credential reach the handler beside those with one: `Caller` says which it is.",
            "If it is not meant, take `{}` out of `security`. If it is, let the rule in `src/policy.rs` and the handler tell both \
             kinds of callers apart.",
        ),
        C::SchemeRemoved | C::AndLoosened | C::AlternativeAdded => (
            "No caller fails. Who has only a part of what was asked for, or something else, gets in now.",
            MEANT,
        ),
        C::ScopeDropped => (
            "No caller fails. Tokens that were answered with 403 are let in.",
            MEANT,
        ),
        C::SchemeReplaced | C::SchemeChanged => (
            "Callers that present what they were given are answered with 401, and whoever has the other credential gets in.",
            "Offer the new scheme beside the old one as an alternative until callers have moved, then remove the old one. Give the \
             new one its section in the settings.",
        ),
        C::IssuerChanged => (
            "No caller fails by the contract. Tokens of another issuer are believed: whoever runs it decides who gets in.",
            "Compare the issuer with the one in the settings (`auth.<scheme>.issuer`), and with who runs it.",
        ),
        C::MfaDropped => (
            "No caller fails. A stolen password or token is enough where a second factor was needed.",
            "If it is not meant, put `x-mfa: true` back, or `mfa = true` for the operation in `portcullis.toml`.",
        ),
        _ => (
            "Callers that insist on TLS fail, and credentials of the others travel where they can be read.",
            "Put `https` back into the first of `servers`.",
        ),
    }
}

fn limits(code: ContractCode) -> (&'static str, &'static str) {
    use ContractCode as C;
    match code {
        C::RateLimitWidened | C::BodyLimitWidened | C::TimeoutWidened => (
            "No caller fails. One caller may take more of the service than before: work, memory, or a connection.",
            "If it is not meant, put the limit back, in the contract or in `portcullis.toml`. If it is, measure what the operation \
             costs at the new limit.",
        ),
        C::RateLimitNarrowed => (
            "Callers that kept to the old rate are answered with 429 and told to come back later.",
            "Tell callers before it takes effect. `RateLimit-Policy` carries the new limit on every answer.",
        ),
        C::BodyLimitNarrowed => (
            "Callers with larger bodies are answered with 413.",
            "See in the metrics how large bodies are, and tell callers before it takes effect.",
        ),
        _ => (
            "Slow callers are answered with 408, and handlers that take longer are given up (503).",
            "See in the metrics how long requests take before it takes effect.",
        ),
    }
}

fn lifecycle(code: ContractCode) -> (&'static str, &'static str) {
    use ContractCode as C;
    match code {
        C::SunsetMissing => (
            "Callers know that it will end, and cannot know when.",
            "Add `x-sunset: \"2027-01-31\"` beside `deprecated`.",
        ),
        C::SunsetInvalid => (
            "Callers are not told when it ends.",
            "Write a date of RFC 3339, such as `\"2027-01-31\"`.",
        ),
        C::SunsetTooSoon | C::SunsetEarlier => (
            "Callers that planned with the time that was promised are too late.",
            "Move `x-sunset` to a later day, or agree with every caller.",
        ),
        C::SunsetRemoved => (
            "Callers that planned with the day do not know any more when it ends.",
            "Put `x-sunset` back, or say that it is not deprecated any more.",
        ),
        C::StabilityLowered => (
            "Callers relied on a promise that is not given any more.",
            "Put `x-stability-level` back; what is less settled begins as an operation of its own.",
        ),
        C::StabilityInvalid => (
            "Callers do not know what they are promised.",
            "Write `draft`, `alpha`, `beta` or `stable`.",
        ),
        C::StabilityRaised => (
            "Nothing: more is promised than before.",
            "Nothing. From now on less is allowed to change.",
        ),
        C::Deprecated => (
            "Nothing yet. Every answer carries `Deprecation`, and `Sunset` where there is an `x-sunset`.",
            "Say with `x-sunset` when it ends, and what takes its place.",
        ),
        _ => ("Nothing: it stays.", "Nothing."),
    }
}

fn guarded(code: ContractCode) -> (&'static str, &'static str) {
    use ContractCode as C;
    match code {
        C::SecretUnmarked => (
            "Handlers that read a `Secret<…>` do not compile. The value may appear in logs and messages of errors.",
            "If it is not meant, put `format: password`, `writeOnly` or `x-sensitive` back. If it is, take `expose` out of the \
             handlers where the compiler points.",
        ),
        C::SecretMarked => (
            "Handlers that read the value do not compile: it is a `Secret<…>` now, and has to be asked for.",
            "Read it with `expose` where the compiler points, and nowhere where it could be logged.",
        ),
        C::SanitizerRemoved => (
            "No caller fails. Handlers see white space, control characters or markup that were taken out before.",
            "If it is not meant, put the step back into `x-sanitize`.",
        ),
        C::SanitizerAdded => (
            "No caller fails. Handlers see less than what was sent.",
            "See whether something compares the value with what was stored before.",
        ),
        C::RequestObjectOpened => (
            "No caller fails. Members that nobody declared, and that nobody judged, reach the handler: its type has a map of them.",
            "If it is not meant, say `additionalProperties: false`, or leave it out. If it is, do not store what is in the map \
             unread.",
        ),
        C::RequestObjectClosed => (
            "Callers that send members beside the declared ones are answered with 422. The map of them is gone from the type.",
            "Declare the members that callers send, or tell callers before it takes effect.",
        ),
        C::ReadOnlyLifted => (
            "No caller fails. A request sets a member that only the service could set: its type has a field for it.",
            "If it is not meant, put `readOnly: true` back. If it is, let the handler decide who may set it.",
        ),
        _ => (
            "Nobody knows: what was not compared may hold any other change.",
            "Compare parts of the documents by themselves, or read the difference of their texts.",
        ),
    }
}

const NEW_FIELD: &str = "Make it optional, or give it a `default`: then callers of today go on. Else make a new version of the \
    operation beside the old one.";

fn requests(code: ContractCode) -> (&'static str, &'static str) {
    use ContractCode as C;
    match code {
        C::ParameterAddedRequired
        | C::ParameterMadeRequired
        | C::BodyAddedRequired
        | C::BodyMadeRequired
        | C::RequestPropertyAddedRequired
        | C::RequestPropertyMadeRequired => (
            "Callers of today leave it out, and are answered with 422. The field of the request \
             is no `Option` any more, so that handlers do not compile where they read it.",
            NEW_FIELD,
        ),
        C::ParameterRemoved | C::ParameterRemovedEarly => (
            "What callers still send has no effect any more, without anybody telling them. Handlers that read the field do not \
             compile.",
            "Deprecate it with an `x-sunset` first, and remove it on that day.",
        ),
        C::BodyRemoved | C::RequestPropertyRemoved | C::RequestPropertyMadeReadOnly => (
            "Callers that still send it are refused. Handlers that read the field do not compile.",
            "Deprecate it first and go on accepting it; remove it when nobody sends it any more.",
        ),
        C::ParameterStyleChanged => (
            "Callers spell the value in the old way, which now means something else or nothing.",
            "Add a parameter of another name with the new style, and deprecate the old one.",
        ),
        C::BodyMediaTypeRemoved => (
            "Callers that send it are answered with 415. The variant of the body that handlers match on is gone.",
            "Go on taking it until callers have moved to another media type.",
        ),
        C::BodyEncodingChanged => (
            "Callers spell the part in the old way, which may be refused or read otherwise.",
            "Add a part of another name with the new encoding, and deprecate the old one.",
        ),
        C::ParameterRenamed => (
            "No caller notices: the place in the path is the same. Handlers that read the field do not compile.",
            "Rename the field where the compiler points.",
        ),
        C::ParameterMadeOptional | C::BodyMadeOptional | C::RequestPropertyMadeOptional => (
            "No caller fails. The field of the request is an `Option` now, so that handlers do not compile where they read it.",
            "Decide in the handler what it means that it is missing.",
        ),
        C::BodyAdded => (
            "No caller fails. The request has a further field, and handlers do not look at it yet.",
            "Read it in the handler.",
        ),
        C::BodyMediaTypeAdded => (
            "No caller fails. The body is a choice among media types, so that handlers do not compile where they read it.",
            "Match on the variants in the handler.",
        ),
        _ => (
            "Nothing. The request has a further field that may be missing.",
            "Read it in the handler.",
        ),
    }
}

fn answers(code: ContractCode) -> (&'static str, &'static str) {
    use ContractCode as C;
    match code {
        C::ResponseRequiredPropertyRemoved
        | C::ResponsePropertyMadeOptional
        | C::ResponseRequiredHeaderRemoved
        | C::ResponseHeaderMadeOptional => (
            "Callers that read it without asking whether it is there fail. Handlers do not compile where they set it.",
            "Go on answering with it, marked `deprecated`, until nobody reads it any more.",
        ),
        C::ResponsePropertyRemoved | C::ResponseHeaderRemoved => (
            "Callers that use it where it is there lose it. Handlers do not compile where they set it.",
            "Deprecate it first, and see who still reads it.",
        ),
        C::ResponseRemoved | C::ResponseMediaTypeRemoved | C::ResponseMediaTypeGeneralized => (
            "Callers that expect this answer do not get it, or do not know what they get. The variant that handlers answer with is \
             gone or another one.",
            "Keep it beside the new one; `Accept` tells media types apart.",
        ),
        C::ResponseFailureRemoved => (
            "No caller fails. The variant that handlers answer with is gone.",
            "Answer with another one, or with a `Problem`, where the compiler points.",
        ),
        C::ResponsePropertyAdded | C::ResponseHeaderAdded => (
            "Callers that ignore what they do not know go on. Handlers have to answer with it: they do not compile without.",
            "Set it where the compiler points.",
        ),
        C::ResponsePropertyMadeRequired | C::ResponseHeaderMadeRequired => (
            "No caller fails. Handlers do not compile where they leave it out: the field is no `Option` any more.",
            "Set it where the compiler points.",
        ),
        C::ResponseObjectOpened | C::ResponseObjectClosed => (
            "Callers that ignore what they do not know go on. The type of the answer has got or lost its map of further members.",
            "Follow the compiler. A map in an answer says whatever is put into it: look at what that is.",
        ),
        C::ResponseMediaTypeAdded => (
            "No caller fails: who does not ask for it gets what there was. The answer is a choice among media types, so that \
             handlers do not compile.",
            "Answer with the variant that the request asks for.",
        ),
        _ => (
            "Callers that treat unknown answers by their class go on. Handlers may answer with a further variant.",
            "Use it where it is meant.",
        ),
    }
}

fn operations(code: ContractCode) -> (&'static str, &'static str) {
    use ContractCode as C;
    match code {
        C::OperationRemoved | C::OperationRemovedEarly => (
            "Callers are answered with 404 or 405. `regenerate` keeps what was written for it behind the impl, not compiled.",
            "Deprecate it with an `x-sunset` first, and remove it on that day; or keep it in an older version beside the new one \
             (docs/versions.md).",
        ),
        C::OperationRetired => (
            "Callers were told when it ends. `regenerate` keeps what was written for it behind the impl, not compiled.",
            "Delete what was kept, once nothing of it is of use.",
        ),
        C::OperationMoved => (
            "Callers of the old path or method are answered with 404 or 405. Handlers follow by themselves.",
            "Keep the old path beside the new one and deprecate it.",
        ),
        C::BasePathChanged => (
            "Every caller is answered with 404 until it uses the new base path.",
            "Serve both as versions side by side (docs/versions.md), or let a gateway rewrite the old one.",
        ),
        C::SecurityTightened => (
            "Callers with what was enough are answered with 401 or 403.",
            "Give callers what they will need before it takes effect: scopes at the issuer, keys of the other scheme.",
        ),
        C::KeyMoved => (
            "Callers send the key where nobody looks for it, and are answered with 401.",
            "Add the new place as a scheme of its own and as an alternative, and remove the old one when nobody uses it any more.",
        ),
        C::MfaAdded => (
            "Callers without a second factor are answered with 401 and asked to come back with one (RFC 9470).",
            "See that the issuer can ask for one, and that callers can follow the challenge.",
        ),
        C::WebhookRemoved | C::CallbackRemoved => (
            "Callers that wait for the call wait in vain. Its types are gone from `api::outgoing`.",
            "Go on calling until nobody waits any more.",
        ),
        C::PublicOperationAdded => (
            "Nothing that is there. Everybody who reaches the port may call what came.",
            "If it is not meant, give it `security`. If it is, its limit is that of the address: look whether that is enough.",
        ),
        C::OperationRenamed | C::OperationRetagged => (
            "No caller notices; clients that are generated have other names. `regenerate` renames or moves what was written, and \
             says what it could not.",
            "Look at the notes of `regenerate`. Dashboards and limits that name the operation have to follow.",
        ),
        C::SchemaRenamed => (
            "No caller notices; clients that are generated have another type. Handlers that name the type do not compile.",
            "Rename it where the compiler points.",
        ),
        C::SchemeRenamed => (
            "No caller notices. The section of the settings has another name, and the service does not start without it.",
            "Rename `auth.<scheme>` in `config/` and in the environment together with the deployment.",
        ),
        C::OperationAdded | C::WebhookAdded | C::CallbackAdded => (
            "Nothing. `regenerate` adds a stub, a rule and a case of the abuse suite for an operation.",
            "Write the handler, and look at its rule.",
        ),
        C::ServerChanged => (
            "Callers that take the address from the contract go elsewhere.",
            "See that the service is there.",
        ),
        _ => (
            "Nothing: the service does not look at it.",
            "See whether callers or their tools do.",
        ),
    }
}
