//! Client certificates: what the connection found out about one, and the verifier that takes its word.

use std::sync::Arc;

use super::credential::Credential;
use super::verifier::{Denied, Verifier};
use crate::caller::Identity;

/// What came of a connection's client certificate; an extension of each of its requests. rustls has verified it against
/// the authority in the settings before the first of them was read.
#[derive(Clone, Debug)]
pub(crate) struct Certificate(Result<Arc<Identity>, &'static str>);

impl Certificate {
    pub(crate) fn new(identity: Result<Arc<Identity>, &'static str>) -> Self {
        Self(identity)
    }

    /// Who it speaks of, or why it speaks of nobody.
    pub(crate) fn identity(&self) -> Result<&Arc<Identity>, &'static str> {
        match &self.0 {
            Ok(identity) => Ok(identity),
            Err(reason) => Err(reason),
        }
    }
}

/// Takes a certificate for what it says. It grants no scopes: an operation that asks for some refuses everybody, until
/// the team's own verifier says who has which.
pub(crate) struct CertificateVerifier;

impl Verifier for CertificateVerifier {
    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        match credential {
            Credential::Certificate(identity) => Ok(Arc::clone(identity)),
            _ => Err(Denied::Invalid("this is no certificate")),
        }
    }
}
