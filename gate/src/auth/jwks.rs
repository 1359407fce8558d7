//! The public keys of an issuer: a JSON Web Key Set, RFC 7517.

use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;

use crate::log::{Level, Log};

mod key;

use key::Key;

/// The keys of a set that can check signatures.
#[derive(Debug)]
pub(crate) struct KeySet {
    keys: Vec<Key>,
    /// Whose keys they are, where only the issuer itself says so.
    issuer: Option<String>,
    /// Keys that were meant for signatures and are of no use here, a sentence each.
    unusable: Vec<String>,
}

/// A set before anybody looked at its keys: one that nobody understands is no fault of the others.
#[derive(Deserialize)]
struct Published {
    keys: Vec<serde_json::Value>,
}

impl KeySet {
    /// Reads a set. Keys that are of no use here are passed over, as RFC 7517, section 5 asks; a set without one usable
    /// key is an error.
    pub(crate) fn read(text: Option<&str>) -> Result<Self, String> {
        let text = text.ok_or("there is no such file")?;
        let set: Published =
            serde_json::from_str(text).map_err(|_| "this is no JSON Web Key Set")?;
        let (mut keys, mut unusable) = (Vec::new(), Vec::new());
        for published in set.keys {
            match Key::read(published) {
                Ok(Some(key)) => keys.push(key),
                Ok(None) => {}
                Err(reason) => unusable.push(reason),
            }
        }
        if keys.is_empty() {
            unusable.insert(0, "no key in it can check signatures".to_owned());
            return Err(unusable.join("; "));
        }
        Ok(Self {
            keys,
            issuer: None,
            unusable,
        })
    }

    fn of_one(key: Key) -> Self {
        Self {
            keys: vec![key],
            issuer: None,
            unusable: Vec::new(),
        }
    }

    /// A set of one Ed25519 key.
    pub(crate) fn of_ed25519(id: &str, public_key: &[u8]) -> Self {
        let key = Key {
            id: Some(id.to_owned()),
            algorithms: vec![Algorithm::EdDSA],
            decoding: DecodingKey::from_ed_der(public_key),
        };
        Self::of_one(key)
    }

    /// A set of one secret, which is for HMAC alone and has no id.
    pub(crate) fn of_secret(secret: &[u8]) -> Self {
        let key = Key {
            id: None,
            algorithms: vec![Algorithm::HS256, Algorithm::HS384, Algorithm::HS512],
            decoding: DecodingKey::from_secret(secret),
        };
        Self::of_one(key)
    }

    /// The same keys, and whose they are.
    #[cfg(feature = "issuer-keys")]
    pub(crate) fn of(mut self, issuer: Option<String>) -> Self {
        self.issuer = issuer;
        self
    }

    /// What is to be told of keys that were passed over and had not to be: a sentence each.
    pub(crate) fn unusable(&self) -> &[String] {
        &self.unusable
    }

    /// How many keys there are.
    #[cfg(feature = "issuer-keys")]
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether a key has this id.
    #[cfg(feature = "issuer-keys")]
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.keys.iter().any(|key| key.id.as_deref() == Some(id))
    }

    /// Whose keys they are, where only the issuer itself says so.
    pub(crate) fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// The keys that may have signed a token of this algorithm and key id. A token that names a key is checked with
    /// that key alone.
    pub(crate) fn candidates(
        &self,
        algorithm: Algorithm,
        id: Option<&str>,
    ) -> impl Iterator<Item = &DecodingKey> {
        self.keys
            .iter()
            .filter(move |key| {
                key.algorithms.contains(&algorithm) && (id.is_none() || key.id.as_deref() == id)
            })
            .map(|key| &key.decoding)
    }
}

/// Tells of the keys of a scheme that were passed over.
pub(crate) fn note_unusable(keys: &KeySet, scheme: &str, log: &Log) {
    for reason in keys.unusable() {
        let message = format!("scheme {scheme}: {reason}; it is passed over");
        log.note(Level::Warning, "issuer_keys", &message);
    }
}
