//! The cryptography of tokens: ring, as the provider that `jsonwebtoken` asks.
//!
//! The providers that come with that crate are aws-lc-rs (five times the build time) and one over the `rsa` crate
//! (RUSTSEC-2023-0071). Signing is needed for development tokens alone, hence Ed25519 and HMAC alone. HMAC is checked with keys of its
//! own family alone, so that a public key never becomes a secret (RFC 8725, section 2.1).

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::signature::{Error, Signer, Verifier};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, DecodingKeyKind, EncodingKey};
use ring::hmac;
use ring::signature as ring_signature;
use ring::signature::{
    Ed25519KeyPair, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| signer(*algorithm, key),
    verifier_factory: |algorithm, key| verifier(*algorithm, key),
    key_utils: KeyUtils::new_unimplemented(),
};

/// Puts ring in charge. A provider that the process has already stays: it verifies the same signatures.
pub(crate) fn install() {
    let _ = PROVIDER.install_default();
}

fn signer(algorithm: Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    match (check(algorithm), key.family()) {
        (Some(Check::Ed(_)), AlgorithmFamily::Ed) => {
            let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(key.as_bytes())
                .map_err(|_| ErrorKind::InvalidEddsaKey)?;
            Ok(Box::new(EdDsaSigner(pair)))
        }
        (Some(Check::Hmac(hash)), AlgorithmFamily::Hmac) => Ok(Box::new(HmacSigner {
            algorithm,
            key: hmac::Key::new(hash, key.as_bytes()),
        })),
        _ => Err(ErrorKind::UnsupportedAlgorithm.into()),
    }
}

struct HmacSigner {
    algorithm: Algorithm,
    key: hmac::Key,
}

impl Signer<Vec<u8>> for HmacSigner {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        Ok(hmac::sign(&self.key, message).as_ref().to_vec())
    }
}

impl JwtSigner for HmacSigner {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

struct EdDsaSigner(Ed25519KeyPair);

impl Signer<Vec<u8>> for EdDsaSigner {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        Ok(self.0.sign(message).as_ref().to_vec())
    }
}

impl JwtSigner for EdDsaSigner {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

fn verifier(algorithm: Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    let check = check(algorithm).ok_or(ErrorKind::UnsupportedAlgorithm)?;
    if check.family() != key.family() {
        return Err(ErrorKind::InvalidKeyFormat.into());
    }
    Ok(Box::new(RingVerifier {
        algorithm,
        check,
        key: key.clone(),
    }))
}

/// How a signature is checked.
#[derive(Clone, Copy)]
enum Check {
    Ed(&'static dyn VerificationAlgorithm),
    Ec(&'static dyn VerificationAlgorithm),
    Rsa(&'static RsaParameters),
    Hmac(hmac::Algorithm),
}

impl Check {
    fn family(self) -> AlgorithmFamily {
        match self {
            Self::Ed(_) => AlgorithmFamily::Ed,
            Self::Ec(_) => AlgorithmFamily::Ec,
            Self::Rsa(_) => AlgorithmFamily::Rsa,
            Self::Hmac(_) => AlgorithmFamily::Hmac,
        }
    }
}

/// RSA keys are 2048 bits or more.
fn check(algorithm: Algorithm) -> Option<Check> {
    Some(match algorithm {
        Algorithm::EdDSA => Check::Ed(&ring_signature::ED25519),
        Algorithm::ES256 => Check::Ec(&ring_signature::ECDSA_P256_SHA256_FIXED),
        Algorithm::ES384 => Check::Ec(&ring_signature::ECDSA_P384_SHA384_FIXED),
        Algorithm::RS256 => Check::Rsa(&ring_signature::RSA_PKCS1_2048_8192_SHA256),
        Algorithm::RS384 => Check::Rsa(&ring_signature::RSA_PKCS1_2048_8192_SHA384),
        Algorithm::RS512 => Check::Rsa(&ring_signature::RSA_PKCS1_2048_8192_SHA512),
        Algorithm::PS256 => Check::Rsa(&ring_signature::RSA_PSS_2048_8192_SHA256),
        Algorithm::PS384 => Check::Rsa(&ring_signature::RSA_PSS_2048_8192_SHA384),
        Algorithm::PS512 => Check::Rsa(&ring_signature::RSA_PSS_2048_8192_SHA512),
        Algorithm::HS256 => Check::Hmac(hmac::HMAC_SHA256),
        Algorithm::HS384 => Check::Hmac(hmac::HMAC_SHA384),
        Algorithm::HS512 => Check::Hmac(hmac::HMAC_SHA512),
        _ => return None,
    })
}

struct RingVerifier {
    algorithm: Algorithm,
    check: Check,
    key: DecodingKey,
}

impl Verifier<Vec<u8>> for RingVerifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        let verified = match (self.check, self.key.kind()) {
            (Check::Ed(algorithm) | Check::Ec(algorithm), DecodingKeyKind::SecretOrDer(key)) => {
                UnparsedPublicKey::new(algorithm, key).verify(message, signature)
            }
            (Check::Rsa(parameters), DecodingKeyKind::RsaModulusExponent { n, e }) => {
                RsaPublicKeyComponents { n, e }.verify(parameters, message, signature)
            }
            (Check::Hmac(algorithm), DecodingKeyKind::SecretOrDer(secret)) => {
                hmac::verify(&hmac::Key::new(algorithm, secret), message, signature)
            }
            _ => return Err(Error::new()),
        };
        verified.map_err(|_| Error::new())
    }
}

impl JwtVerifier for RingVerifier {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}
