//! Keys that live in a database: the hash of what was presented goes in, owner and scopes come out.

use std::sync::Arc;

use gate::{Credential, Denied, Identity, Verifier};

/// Keys in a database; `Store` is whatever you talk to yours with.
pub struct KeysInDatabase<Store>(pub Store);

/// The one question to the database: `SELECT owner, scopes FROM keys WHERE hash = $1 AND expires > now()`.
pub trait FindKey: Send + Sync + 'static {
    /// The owner and the scopes of the key with this SHA-256.
    fn find(
        &self,
        hash: [u8; 32],
    ) -> impl Future<Output = Result<Option<(String, Vec<String>)>, String>> + Send;
}

impl<Store: FindKey> Verifier for KeysInDatabase<Store> {
    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        let Credential::Key(key) = credential else {
            return Err(Denied::Invalid("this is no key"));
        };
        // The database has hashes alone: whoever reads it has no key.
        let mut hash = [0; 32];
        let digest = ring::digest::digest(&ring::digest::SHA256, key.as_bytes());
        hash.copy_from_slice(digest.as_ref());
        match self.0.find(hash).await {
            Ok(Some((owner, scopes))) => Ok(Arc::new(Identity::new(owner).with_scopes(scopes))),
            Ok(None) => Err(Denied::Invalid("the key is unknown")),
            Err(cause) => Err(Denied::Unavailable(cause)),
        }
    }
}
