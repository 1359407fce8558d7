//! Who is calling: the proof that authentication took place.
//!
//! A [`Caller`] is made by the gate alone, so that a handler which takes one cannot be reached without it.
//! An [`Identity`] is what one verifier found out; a caller holds one for each scheme that was passed.

use std::net::IpAddr;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::request_id::RequestId;

/// Proof of authentication. Nothing makes one but the gate, and `gate::abuse::caller` for tests.
#[derive(Clone, Debug)]
pub struct Caller {
    proof: Proof,
    request_id: Option<RequestId>,
    address: Option<IpAddr>,
}

#[derive(Clone, Debug)]
enum Proof {
    Anonymous,
    One(Passed),
    All(Arc<[Passed]>),
}

/// One scheme that the caller passed.
#[derive(Clone, Debug)]
pub(crate) struct Passed {
    pub(crate) scheme: &'static str,
    pub(crate) identity: Arc<Identity>,
}

impl Caller {
    pub(crate) const ANONYMOUS: Self = Self {
        proof: Proof::Anonymous,
        request_id: None,
        address: None,
    };

    /// Proof of these; one alone, as most callers have it, needs no list.
    pub(crate) fn new(passed: impl IntoIterator<Item = Passed>) -> Self {
        let mut passed = passed.into_iter();
        let proof = match (passed.next(), passed.next()) {
            (None, _) => Proof::Anonymous,
            (Some(only), None) => Proof::One(only),
            (Some(first), Some(second)) => {
                Proof::All([first, second].into_iter().chain(passed).collect())
            }
        };
        Self {
            proof,
            ..Self::ANONYMOUS
        }
    }

    /// The same caller, as who sent this request from this address.
    pub(crate) fn asking(mut self, request_id: RequestId, address: Option<IpAddr>) -> Self {
        self.request_id = Some(request_id);
        self.address = address;
        self
    }

    pub(crate) fn passed(&self) -> &[Passed] {
        match &self.proof {
            Proof::Anonymous => &[],
            Proof::One(passed) => std::slice::from_ref(passed),
            Proof::All(passed) => passed,
        }
    }

    /// Whether the contract let this caller pass without credentials.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        matches!(self.proof, Proof::Anonymous)
    }

    /// Who calls: the `sub` of a token, the user's name, or the owner of an API key. `None` for anonymous callers.
    /// Where several schemes were passed at once, the first one in the contract's order speaks.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.passed()
            .first()
            .map(|passed| passed.identity.subject.as_str())
    }

    /// The schemes that were passed, by their names in the contract.
    pub fn schemes(&self) -> impl Iterator<Item = &'static str> {
        self.passed().iter().map(|passed| passed.scheme)
    }

    /// Every scope that was granted, over all schemes.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.passed()
            .iter()
            .flat_map(|passed| passed.identity.scopes.iter().map(String::as_str))
    }

    /// Whether a scope was granted by any scheme.
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes().any(|granted| granted == scope)
    }

    /// A claim of the token, or what a verifier of your own put into [`Identity::claims`].
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.passed()
            .iter()
            .find_map(|passed| passed.identity.claims.get(name))
    }

    /// The request that this is about, by the id that the answer and the log have. `None` for a caller that was made for a
    /// test.
    #[must_use]
    pub fn request_id(&self) -> Option<RequestId> {
        self.request_id
    }

    /// Where the request came from, as limits and the log have it: behind proxies that the settings trust, what they say.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// What the limiter counts by: scheme and subject, or nothing for anonymous callers.
    pub(crate) fn limiter_key(&self) -> Option<(&'static str, &str)> {
        self.passed()
            .first()
            .map(|passed| (passed.scheme, passed.identity.subject.as_str()))
    }
}

/// What a verifier found out about a caller.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Identity {
    /// Who it is; limits and the log go by this name, so it must be stable and not secret.
    pub subject: String,
    /// The scopes that were granted.
    pub scopes: Vec<String>,
    /// Anything else that is known, such as the claims of a token.
    pub claims: Map<String, Value>,
}

impl Identity {
    /// An identity with a name and nothing else.
    #[must_use]
    pub fn new(subject: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            scopes: Vec::new(),
            claims: Map::new(),
        }
    }

    /// The same identity with these scopes granted.
    #[must_use]
    pub fn with_scopes<I>(mut self, scopes: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }
}
