//! One key of a set: the JSON that an issuer publishes flows in, a key that checks signatures flows out, or a reason.

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind};
use serde_json::Value;

/// As much of a key's id as is repeated in a log.
const SHOWN: usize = 64;
/// The shortest RSA modulus, in bytes (RFC 7518, section 3.3).
const SHORTEST_MODULUS: usize = 256;

/// A key that checks signatures.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) id: Option<String>,
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) decoding: DecodingKey,
}

impl Key {
    /// Reads a key; `None` for one that is not meant for signatures.
    ///
    /// # Errors
    /// Which key it is, and why it cannot be used.
    pub(super) fn read(mut published: Value) -> Result<Option<Self>, String> {
        let id = published.get("kid").and_then(Value::as_str);
        let named = match id {
            Some(id) => format!("the key {:?}", id.chars().take(SHOWN).collect::<String>()),
            None => "a key without an id".to_owned(),
        };
        fully_specified(&mut published);
        let jwk: Jwk =
            serde_json::from_value(published).map_err(|_| format!("{named} is no JSON Web Key"))?;
        if is_for_something_else(&jwk) {
            return Ok(None);
        }
        Self::new(jwk)
            .map(Some)
            .map_err(|reason| format!("{named} {reason}"))
    }

    fn new(jwk: Jwk) -> Result<Self, &'static str> {
        let mut algorithms = algorithms(&jwk.algorithm)?;
        if let Some(declared) = jwk.common.key_algorithm {
            let declared: Algorithm = declared
                .try_into()
                .map_err(|_| "is for an algorithm that is not supported")?;
            algorithms.retain(|algorithm| *algorithm == declared);
            if algorithms.is_empty() {
                return Err("is for an algorithm that does not go with its kind");
            }
        }
        let decoding = DecodingKey::from_jwk(&jwk).map_err(|_| "is malformed")?;
        if !has_its_size(&algorithms, &decoding) {
            return Err("is malformed, or shorter than 2048 bits");
        }
        Ok(Self {
            id: jwk.common.key_id,
            algorithms,
            decoding,
        })
    }
}

/// RFC 9864, section 2.2: `Ed25519` names `EdDSA` with that very curve. The library knows the older name alone.
fn fully_specified(published: &mut Value) {
    let Some(members) = published.as_object_mut() else {
        return;
    };
    let is = |name: &str, word: &str| members.get(name).and_then(Value::as_str) == Some(word);
    if is("alg", "Ed25519") && is("crv", "Ed25519") {
        members.insert("alg".to_owned(), Value::from("EdDSA"));
    }
}

/// RFC 7517, sections 4.2 and 4.3: what the issuer itself says that a key is for.
fn is_for_something_else(jwk: &Jwk) -> bool {
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
    !signs || !verifies
}

/// The algorithms that a key of this kind can check.
fn algorithms(kind: &AlgorithmParameters) -> Result<Vec<Algorithm>, &'static str> {
    match kind {
        AlgorithmParameters::RSA(_) => Ok(vec![
            Algorithm::RS256,
            Algorithm::RS384,
            Algorithm::RS512,
            Algorithm::PS256,
            Algorithm::PS384,
            Algorithm::PS512,
        ]),
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => {
            Ok(vec![Algorithm::ES256])
        }
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P384 => {
            Ok(vec![Algorithm::ES384])
        }
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
            Ok(vec![Algorithm::EdDSA])
        }
        AlgorithmParameters::OctetKey(_) => Err("is a secret, and no public key"),
        _ => Err("is of a kind or curve that is not supported"),
    }
}

/// Whether a key is as long as its kind demands, so that one which can never check anything is told of before the first
/// token comes.
fn has_its_size(algorithms: &[Algorithm], key: &DecodingKey) -> bool {
    match key.kind() {
        DecodingKeyKind::RsaModulusExponent { n, .. } => {
            n.iter().skip_while(|byte| **byte == 0).count() >= SHORTEST_MODULUS
        }
        DecodingKeyKind::SecretOrDer(bytes) => {
            let length = match algorithms {
                [Algorithm::EdDSA] => 32,
                // Uncompressed points (SEC 1, section 2.3.3).
                [Algorithm::ES256] => 65,
                _ => 97,
            };
            bytes.len() == length
        }
    }
}
