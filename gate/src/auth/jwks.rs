//! The public keys of an issuer: a JSON Web Key Set, RFC 7517.

use jsonwebtoken::jwk::{
    AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyOperations, PublicKeyUse,
};
use jsonwebtoken::{Algorithm, DecodingKey};

/// The keys of a set that can check signatures.
#[derive(Debug)]
pub(crate) struct KeySet {
    keys: Vec<Key>,
    /// Whose keys they are, where only the issuer itself says so.
    issuer: Option<String>,
}

#[derive(Debug)]
struct Key {
    id: Option<String>,
    algorithms: Vec<Algorithm>,
    decoding: DecodingKey,
}

impl KeySet {
    /// Reads a set. Keys that are no use here (encryption, symmetric, unknown kinds) are passed over, as RFC 7517
    /// asks; a set without one usable key is an error.
    pub(crate) fn read(text: Option<&str>) -> Result<Self, String> {
        let text = text.ok_or("there is no such file")?;
        let set: JwkSet = serde_json::from_str(text).map_err(|_| "this is no JSON Web Key Set")?;
        let keys: Vec<Key> = set.keys.iter().filter_map(Key::new).collect();
        if keys.is_empty() {
            return Err("no key in it can check signatures".to_owned());
        }
        Ok(Self { keys, issuer: None })
    }

    /// A set of one Ed25519 key.
    pub(crate) fn of_ed25519(id: &str, public_key: &[u8]) -> Self {
        let key = Key {
            id: Some(id.to_owned()),
            algorithms: vec![Algorithm::EdDSA],
            decoding: DecodingKey::from_ed_der(public_key),
        };
        Self {
            keys: vec![key],
            issuer: None,
        }
    }

    /// A set of one secret, which is for HMAC alone and has no id.
    pub(crate) fn of_secret(secret: &[u8]) -> Self {
        let key = Key {
            id: None,
            algorithms: vec![Algorithm::HS256, Algorithm::HS384, Algorithm::HS512],
            decoding: DecodingKey::from_secret(secret),
        };
        Self {
            keys: vec![key],
            issuer: None,
        }
    }

    /// The same keys, and whose they are.
    #[cfg(feature = "issuer-keys")]
    pub(crate) fn of(mut self, issuer: Option<String>) -> Self {
        self.issuer = issuer;
        self
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

impl Key {
    fn new(jwk: &Jwk) -> Option<Self> {
        let signs = jwk
            .common
            .public_key_use
            .as_ref()
            .is_none_or(|usage| *usage == PublicKeyUse::Signature);
        let verifies = jwk
            .common
            .key_operations
            .as_ref()
            .is_none_or(|all| all.contains(&KeyOperations::Verify));
        if !signs || !verifies {
            return None;
        }
        let mut algorithms = match &jwk.algorithm {
            AlgorithmParameters::RSA(_) => vec![
                Algorithm::RS256,
                Algorithm::RS384,
                Algorithm::RS512,
                Algorithm::PS256,
                Algorithm::PS384,
                Algorithm::PS512,
            ],
            AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => {
                vec![Algorithm::ES256]
            }
            AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P384 => {
                vec![Algorithm::ES384]
            }
            AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
                vec![Algorithm::EdDSA]
            }
            _ => return None,
        };
        if let Some(declared) = &jwk.common.key_algorithm {
            let declared: Algorithm = declared.to_string().parse().ok()?;
            algorithms.retain(|algorithm| *algorithm == declared);
        }
        let decoding = DecodingKey::from_jwk(jwk).ok()?;
        (!algorithms.is_empty()).then(|| Self {
            id: jwk.common.key_id.clone(),
            algorithms,
            decoding,
        })
    }
}
