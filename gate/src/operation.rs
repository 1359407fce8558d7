//! The contract as data: what the emitted crate `api` hands to the gate.
//!
//! Everything here is `const`-constructible and borrowed for the whole life of the process. The router, the
//! authenticator and the edge read these tables; nothing writes them.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::call::Call;
#[cfg(feature = "multipart")]
use crate::part::PartRule;
use crate::problem::Problem;
use crate::reply::Reply;

/// One contract: its operations, in the order of the emitted table of handlers, and its security schemes.
#[derive(Debug)]
pub struct Contract {
    /// `info.title`, used as the realm of `WWW-Authenticate`.
    pub title: &'static str,
    /// `info.version`, as written.
    pub version: &'static str,
    /// One row an operation; the position is what [`Dispatch::call`] is asked for.
    pub operations: &'static [Operation],
    /// Every security scheme that an operation names.
    pub schemes: &'static [Scheme],
    /// What comes before every path: empty, or `/v1` and the like.
    pub base_path: &'static str,
    /// The names of the headers that some operation has as a parameter.
    pub request_headers: &'static [&'static str],
    /// The contract as it is served to its readers, as JSON; empty where there is nothing to read.
    pub document: &'static str,
}

/// One row of the table: everything the gate has to know before the handler is reached.
#[derive(Debug)]
pub struct Operation {
    /// The operation's id, as the contract spells it; after the name of its version and a dot where there are several.
    pub id: &'static str,
    /// The method, in capitals.
    pub method: &'static str,
    /// The full path template, base path included, such as `/v1/pets/{petId}`. Pairs after `?` must stand in the query,
    /// pairs after `#` among the headers: `/v1/pets?draft=true#x-action=list`.
    pub path: &'static str,
    /// OR of ANDs. `&[]` asks nobody for anything; an inner `&[]` lets anonymous callers pass.
    pub security: &'static [&'static [Requirement]],
    /// Whether there is a body and of which media types.
    pub body: BodyRule,
    /// The media types of the declared answers; empty when no answer has a body.
    pub produces: &'static [&'static str],
    /// Limits of this operation; what is `None` falls back to the settings.
    pub limits: Limits,
    /// Headers of every answer, refusals included: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and their `Link`s.
    pub notices: &'static [(&'static str, &'static str)],
    /// Whether its callers have to have proved a second factor.
    pub step_up: StepUp,
}

/// Whether callers have to have proved more than one credential (`x-mfa`, RFC 9470).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepUp {
    /// One credential is enough.
    None,
    /// A second factor is needed too.
    SecondFactor,
}

/// One scheme that has to be passed, with the scopes it has to prove.
#[derive(Clone, Copy, Debug)]
pub struct Requirement {
    /// The scheme's name in the contract.
    pub scheme: &'static str,
    /// Every one of these must have been granted.
    pub scopes: &'static [&'static str],
}

/// Whether an operation takes a body.
#[derive(Clone, Copy, Debug)]
pub enum BodyRule {
    /// A body is refused.
    None,
    /// A body may be sent, in one of these media types.
    Optional(&'static [Media]),
    /// A body must be sent, in one of these media types.
    Required(&'static [Media]),
}

/// One media type of a request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    /// The media type as declared; may be a range (`image/*`) and may have parameters.
    pub media_type: &'static str,
    /// How the bytes are read.
    pub kind: MediaKind,
}

/// How the bytes of a body are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// JSON, RFC 8259.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// UTF-8 text.
    Text,
    /// Well-formed XML without a document type, handed over as text.
    #[cfg(feature = "xml")]
    Xml,
    /// Parts by name, `multipart/form-data` and its kin.
    #[cfg(feature = "multipart")]
    Multipart(&'static [PartRule]),
    /// Bytes, handed over as they come.
    Bytes,
}

/// Whether a declared media type is one or a whole range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MediaRange {
    /// `image/png`.
    One,
    /// `image/*`.
    Several,
}

impl MediaRange {
    pub(crate) fn of(media_type: &str) -> Self {
        if media_type.contains('*') {
            Self::Several
        } else {
            Self::One
        }
    }
}

/// Limits of one operation; `None` means the default of the settings.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Requests of one caller over time, to this operation alone.
    pub rate: Option<Rate>,
    /// The largest body, in bytes.
    pub body: Option<u64>,
    /// How long the body may take to arrive, and then how long the handler may take.
    pub timeout: Option<Duration>,
}

impl Limits {
    /// Everything as the settings say.
    pub const DEFAULT: Self = Self {
        rate: None,
        body: None,
        timeout: None,
    };
}

/// So many requests over so long, with a burst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Requests that come back over `per`; 0 lets nobody pass.
    pub requests: u32,
    /// The time over which they come back.
    pub per: Duration,
    /// How many may come at once.
    pub burst: u32,
}

impl Rate {
    /// `requests` over `per`, with a burst of the same size.
    #[must_use]
    pub const fn new(requests: u32, per: Duration) -> Self {
        Self {
            requests,
            per,
            burst: requests,
        }
    }
}

/// A security scheme of the contract.
#[derive(Debug)]
pub struct Scheme {
    /// The name in the contract, such as `partnerKey`.
    pub name: &'static str,
    /// The same in snake case, as settings and files spell it: `partner_key`.
    pub setting: &'static str,
    /// What the caller has to present.
    pub kind: SchemeKind,
}

/// What a caller has to present to pass a scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key in a named place.
    ApiKey {
        /// Where the key is.
        location: KeyLocation,
        /// The name of the header, query parameter or cookie.
        name: &'static str,
    },
    /// HTTP Basic, RFC 7617.
    Basic,
    /// A bearer token, RFC 6750, that is a JWT.
    Bearer,
    /// OAuth 2: a bearer token from an authorization server, verified as a JWT (RFC 9068).
    OAuth2,
    /// `OpenID` Connect: verified as a JWT of the issuer.
    OpenIdConnect {
        /// `openIdConnectUrl`: where the provider has its metadata, as the contract writes it.
        discovery: &'static str,
    },
    /// A client certificate, verified while the connection was made; its subject is the caller.
    MutualTls,
    /// A scheme that cannot be enforced: nobody passes.
    Refused,
}

/// Where an API key is presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyLocation {
    /// A request header.
    Header,
    /// A query parameter.
    Query,
    /// A cookie.
    Cookie,
}

/// What a handler becomes: a future of its answer.
pub type Pending = Pin<Box<dyn Future<Output = Result<Reply, Problem>> + Send>>;

/// What answers the operations of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answering {
    /// The handlers.
    Handlers,
    /// Examples of the contract, in place of the handlers.
    Examples,
}

/// A contract with its handlers behind it; implemented by the emitted `Routes`.
pub trait Dispatch: Send + Sync + 'static {
    /// The tables of the contract.
    fn contract(&self) -> &'static Contract;

    /// The contracts as their readers see them, each under its own base path: the one, or each version where there are
    /// several.
    fn versions(&self) -> Vec<&'static Contract> {
        vec![self.contract()]
    }

    /// What answers: handlers, or the contract's examples.
    fn answering(&self) -> Answering {
        Answering::Handlers
    }

    /// Decodes `call` for the operation in row `operation` and asks its handler.
    fn call(&self, operation: usize, call: Call) -> Pending;
}
