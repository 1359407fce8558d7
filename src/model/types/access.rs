//! Who may call: the schemes of a contract, and what an operation asks of them.

use crate::model::names::Name;

/// A security scheme of the contract.
#[derive(Debug)]
pub struct Scheme {
    /// Its name in the document, and the settings section `APP__AUTH__<SECTION>`.
    pub name: Name,
    /// How a caller proves who it is.
    pub kind: SchemeKind,
}

/// The kinds of scheme that the gate knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key that the service issued.
    ApiKey {
        /// Where the key travels.
        location: KeyLocation,
        /// The header, query parameter or cookie that carries it.
        name: String,
    },
    /// HTTP Basic (RFC 7617).
    Basic,
    /// A bearer token (RFC 6750).
    Bearer,
    /// A bearer token that an OAuth 2 authorization server issued.
    OAuth2,
    /// A bearer token that an `OpenID` provider issued.
    OpenIdConnect {
        /// Where the provider has its metadata, as written.
        discovery: String,
    },
    /// A client certificate, verified by TLS.
    MutualTls,
    /// Nothing that the gate can check: nobody passes.
    Refused,
}

/// Where an API key travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyLocation {
    /// A request header.
    Header,
    /// A query parameter.
    Query,
    /// A cookie.
    Cookie,
}

/// One scheme that has to be satisfied, with the scopes it has to grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The scheme's name in the document.
    pub scheme: String,
    /// Every one of them is needed.
    pub scopes: Vec<String>,
}

/// Whether callers have to have proved more than one credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepUp {
    /// One is enough.
    None,
    /// A second factor is needed too (`x-mfa`, RFC 9470).
    SecondFactor,
}
