//! The one trait behind which every scheme is verified, and the set in which a team replaces some of them.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::credential::Credential;
use crate::caller::Identity;

/// Verifies what a caller presented for one scheme.
///
/// Implement it with a plain `async fn` to look keys up in a database, or to introspect opaque tokens (RFC 7662),
/// and name the scheme it is for in [`Verifiers::with`]. Scopes are checked by the gate against the identity that
/// comes back, so a verifier only has to say who it is and what was granted.
pub trait Verifier: Send + Sync + 'static {
    /// Who this is, if that is known without any work, such as from a cache. Asked first for every request, so it must
    /// not wait; what is unknown here is verified by [`Verifier::verify`].
    fn remembered(&self, _: Credential<'_>) -> Option<Arc<Identity>> {
        None
    }

    /// Who presents this credential.
    fn verify(
        &self,
        credential: Credential<'_>,
    ) -> impl Future<Output = Result<Arc<Identity>, Denied>> + Send;

    /// Whether `code` is a second factor of this user, for a scheme of passwords and an operation that asks for one
    /// (`x-mfa`). A code passes once.
    fn second_factor(
        &self,
        _identity: &Identity,
        _code: &str,
    ) -> impl Future<Output = Result<(), Denied>> + Send {
        async { Err(Denied::Invalid("the user has no second factor")) }
    }
}

/// Why a credential does not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denied {
    /// It is wrong, expired, revoked or unknown: 401. The reason is for the log alone.
    Invalid(&'static str),
    /// It could not be checked: 503. The cause is for the log alone.
    Unavailable(String),
}

/// A future that a verifier becomes behind the trait object.
pub(crate) type Verification<'a> =
    Pin<Box<dyn Future<Output = Result<Arc<Identity>, Denied>> + Send + 'a>>;

/// The same for a second factor.
pub(crate) type SecondFactor<'a> = Pin<Box<dyn Future<Output = Result<(), Denied>> + Send + 'a>>;

/// [`Verifier`] as a trait object.
pub(crate) trait AnyVerifier: Send + Sync {
    fn recall(&self, credential: Credential<'_>) -> Option<Arc<Identity>>;
    fn check<'a>(&'a self, credential: Credential<'a>) -> Verification<'a>;
    fn second_factor<'a>(&'a self, identity: &'a Identity, code: &'a str) -> SecondFactor<'a>;
}

impl<V: Verifier> AnyVerifier for V {
    fn recall(&self, credential: Credential<'_>) -> Option<Arc<Identity>> {
        self.remembered(credential)
    }

    fn check<'a>(&'a self, credential: Credential<'a>) -> Verification<'a> {
        Box::pin(self.verify(credential))
    }

    fn second_factor<'a>(&'a self, identity: &'a Identity, code: &'a str) -> SecondFactor<'a> {
        Box::pin(Verifier::second_factor(self, identity, code))
    }
}

/// Verifiers of your own, by the scheme's name in the contract. A scheme that is not named here is verified by the
/// gate itself.
#[derive(Default)]
pub struct Verifiers {
    pub(crate) own: BTreeMap<&'static str, Arc<dyn AnyVerifier>>,
}

impl Verifiers {
    /// The gate's own verifiers for every scheme.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with `verifier` in charge of `scheme`. The service does not start when the contract has no such
    /// scheme.
    #[must_use]
    pub fn with(mut self, scheme: &'static str, verifier: impl Verifier) -> Self {
        self.own.insert(scheme, Arc::new(verifier));
        self
    }
}

impl std::fmt::Debug for Verifiers {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.own.keys()).finish()
    }
}
