//! An issuer of tokens: claims and a header go in, a signed JSON Web Token comes out.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

/// Who it is.
pub const NAME: &str = "https://issuer.example.com";

/// Whom its tokens are for.
pub const AUDIENCE: &str = "depot";

/// An issuer with a key of its own.
pub struct Issuer(Ed25519KeyPair);

impl Issuer {
    /// The one whose keys the service has.
    pub fn own() -> Self {
        Self::of(7)
    }

    /// One of many.
    pub fn of(seed: u8) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap())
    }

    /// Its public key, as it is published (RFC 7517, RFC 8037).
    pub fn keys(&self) -> String {
        let key = URL_SAFE_NO_PAD.encode(self.0.public_key());
        json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": "one", "alg": "EdDSA", "x": key}]})
            .to_string()
    }

    /// A token that says this.
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let signed = format!("{}.{}", encoded(header), encoded(claims));
        let signature = self.0.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// A sound token with these scopes.
    pub fn token(&self, scopes: &str) -> String {
        self.sign(&header(), &claims(scopes))
    }
}

/// A part of a token.
pub fn encoded(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

/// A sound header.
pub fn header() -> Value {
    json!({"alg": "EdDSA", "typ": "at+jwt", "kid": "one"})
}

/// Sound claims.
pub fn claims(scopes: &str) -> Value {
    let now = now();
    json!({"iss": NAME, "aud": AUDIENCE, "sub": "ada", "iat": now, "exp": now + 600, "scope": scopes})
}

/// Seconds since 1970.
pub fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap().as_secs()
}
