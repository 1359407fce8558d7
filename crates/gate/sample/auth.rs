//! How credentials are looked up. Everything is verified by the gate unless a scheme is named here.

use std::sync::Arc;

use gate::{Credential, Denied, Identity, Verifier, Verifiers};

/// The schemes that this service verifies itself.
pub fn verifiers() -> Verifiers {
    Verifiers::new().with("partnerKey", Partners)
}

/// Partners' keys; ask your database here.
struct Partners;

impl Verifier for Partners {
    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        match credential {
            Credential::Key("acme-test-key") => Ok(Arc::new(
                Identity::new("acme").with_scopes(["vessels:write"]),
            )),
            _ => Err(Denied::Invalid("the partner is unknown")),
        }
    }
}
