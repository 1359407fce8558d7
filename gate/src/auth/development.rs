//! The key of a developer's own: made at the first start, kept under `.dev/`, refused in production.
//!
//! With it `token` mints tokens for every scheme that has no keys configured, so that a fresh project can be called
//! at once and still asks for credentials. A scheme that shares a secret with its issuer has them minted under that.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Map, Value, json};

use super::jwks::KeySet;
use super::store;
use super::token::now;
use crate::settings::{SharedSecret, TokenSettings};

const KEY_ID: &str = "development";
const LIFETIME: u64 = 12 * 60 * 60;

/// A key pair for development tokens.
#[derive(Clone)]
pub(crate) struct SigningKey {
    pkcs8: Vec<u8>,
    public: Arc<KeySet>,
}

/// What a development token says.
#[derive(Clone, Debug, Default)]
pub struct TokenRequest {
    /// The caller's name; `developer` when there is none.
    pub subject: Option<String>,
    /// The scopes, separated by blanks.
    pub scopes: String,
    /// How the caller was authenticated (RFC 8176), such as `mfa`.
    pub methods: Vec<String>,
}

impl SigningKey {
    /// A key that lives as long as the process.
    pub(crate) fn ephemeral() -> io::Result<Self> {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new())
            .map_err(|_| io::Error::other("the system gives no random numbers"))?;
        Self::from_pkcs8(document.as_ref().to_vec())
    }

    /// The key in this file, which is made when there is none.
    pub(crate) fn at(path: &Path) -> io::Result<Self> {
        match fs::read_to_string(path) {
            Ok(text) => Self::from_pkcs8(STANDARD.decode(text.trim()).map_err(io::Error::other)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let key = Self::ephemeral()?;
                if let Some(folder) = path.parent() {
                    fs::create_dir_all(folder)?;
                }
                let mut file = store::private(path)?;
                writeln!(file, "{}", STANDARD.encode(&key.pkcs8))?;
                Ok(key)
            }
            Err(error) => Err(error),
        }
    }

    fn from_pkcs8(pkcs8: Vec<u8>) -> io::Result<Self> {
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8)
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "this is no Ed25519 key"))?;
        let public = Arc::new(KeySet::of_ed25519(KEY_ID, pair.public_key().as_ref()));
        Ok(Self { pkcs8, public })
    }

    /// The bytes of the public half: what everybody may know.
    #[cfg(feature = "abuse")]
    pub(crate) fn public_bytes(&self) -> Option<Vec<u8>> {
        let pair = Ed25519KeyPair::from_pkcs8(&self.pkcs8).ok()?;
        Some(pair.public_key().as_ref().to_vec())
    }

    /// The public half.
    pub(crate) fn public(&self) -> Arc<KeySet> {
        Arc::clone(&self.public)
    }

    /// Mints a token that a scheme with these settings accepts.
    pub(crate) fn mint(
        &self,
        settings: &TokenSettings,
        request: &TokenRequest,
    ) -> io::Result<String> {
        self.sign(&claims(settings, request))
    }

    /// Signs claims as they are.
    pub(crate) fn sign(&self, claims: &Value) -> io::Result<String> {
        super::signature::install();
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(KEY_ID.to_owned());
        encode(&header, claims, &EncodingKey::from_ed_der(&self.pkcs8)).map_err(io::Error::other)
    }
}

/// Mints a token under the secret that a scheme shares with its issuer.
pub(crate) fn mint_shared(
    secret: &SharedSecret,
    settings: &TokenSettings,
    request: &TokenRequest,
) -> io::Result<String> {
    super::signature::install();
    let algorithm = settings
        .algorithms
        .first()
        .ok_or_else(|| io::Error::other("no algorithm passes"))?;
    let mut header = Header::new(*algorithm);
    header.typ = Some("at+jwt".to_owned());
    let key = EncodingKey::from_secret(secret.expose());
    encode(&header, &claims(settings, request), &key).map_err(io::Error::other)
}

fn claims(settings: &TokenSettings, request: &TokenRequest) -> Value {
    let now = now();
    let mut claims = Map::new();
    claims.insert("iss".to_owned(), json!(settings.issuer));
    claims.insert("aud".to_owned(), json!(settings.audience));
    claims.insert(
        "sub".to_owned(),
        json!(request.subject.as_deref().unwrap_or("developer")),
    );
    claims.insert("iat".to_owned(), json!(now));
    let lifetime = LIFETIME.min(settings.max_lifetime.as_secs());
    claims.insert("exp".to_owned(), json!(now.saturating_add(lifetime)));
    claims.insert("scope".to_owned(), json!(request.scopes));
    if !request.methods.is_empty() {
        claims.insert("amr".to_owned(), json!(request.methods));
        claims.insert("auth_time".to_owned(), json!(now));
    }
    Value::Object(claims)
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SigningKey(…)")
    }
}
