//! Bearer tokens: JSON Web Tokens by RFC 8725 and RFC 9068.
//!
//! A token is checked in this order: size and shape, header (algorithm from the settings' list, nothing that points to
//! keys elsewhere, nothing critical that is not understood, no member twice), signature by a key of the issuer, then the
//! claims, of which none may be there twice either.
//! What passed is kept by the SHA-256 of the token until it expires; what failed is never kept.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::Header;
use quick_cache::sync::Cache;
use serde_json::{Map, Value};

use super::credential::Credential;
use super::digest::sha256;
use super::jwks::{KeySet, note_unusable};
#[cfg(feature = "issuer-keys")]
use super::remote::RemoteKeys;
use super::signed;
use super::verifier::{Denied, Verifier};
use super::watched::Watched;
use crate::caller::Identity;
use crate::log::Log;
use crate::settings::{TokenSettings, TokenType};

/// Clocks differ by as many seconds as this.
const LEEWAY: u64 = 30;
/// Verified tokens that are kept for one scheme.
const KEPT: usize = 10_000;
/// The longest token, in bytes; its hash and its parts cost as much as it is long.
pub(super) const LONGEST: usize = 16_384;
/// Claims that only an ID token or an event has: neither grants access (`OpenID` Connect Core, section 2; RFC 8417).
const NOT_OF_ACCESS: [&str; 4] = ["nonce", "at_hash", "c_hash", "events"];
/// The media types of a JWT that is an access token, or that says nothing else (RFC 9068, section 2.1).
const TYPES: [&str; 4] = ["JWT", "at+jwt", "application/at+jwt", "application/jwt"];

/// Where the keys of an issuer come from.
pub(crate) enum Keys {
    /// A set that never changes: the development key.
    Fixed(Arc<KeySet>),
    /// A secret that the issuer shares, by whatever name it calls it.
    Secret(Arc<KeySet>),
    /// A file that is read again when it changes.
    File(KeyFile),
    /// The issuer, which is asked again and again.
    #[cfg(feature = "issuer-keys")]
    Remote(RemoteKeys),
}

/// Keys in a file, and where is told of those that are of no use.
pub(crate) struct KeyFile {
    pub(crate) file: Watched<KeySet>,
    pub(crate) scheme: &'static str,
    pub(crate) log: Log,
}

/// Verifies tokens of one issuer for one audience.
pub(crate) struct TokenVerifier {
    settings: TokenSettings,
    keys: Keys,
    /// The set by which everything in the cache was verified.
    current: Mutex<Option<Arc<KeySet>>>,
    cache: Cache<[u8; 32], Kept>,
}

#[derive(Clone)]
struct Kept {
    identity: Arc<Identity>,
    expires: u64,
    /// The keys that verified it: a rotation outdates it even when it lands between check and insertion.
    keys: Arc<KeySet>,
}

impl TokenVerifier {
    pub(crate) fn new(settings: TokenSettings, keys: Keys) -> Self {
        super::signature::install();
        let verifier = Self {
            settings,
            keys,
            current: Mutex::new(None),
            cache: Cache::new(KEPT),
        };
        // What is to be told of the keys is told at the start, and not to whoever asks first.
        let _ = verifier.keys();
        verifier
    }

    /// The keys as they are now. When they changed, what the old ones verified is forgotten.
    fn keys(&self) -> Result<Arc<KeySet>, Denied> {
        let keys = match &self.keys {
            Keys::Fixed(keys) | Keys::Secret(keys) => return Ok(Arc::clone(keys)),
            Keys::File(file) => file.file.get().map_err(Denied::Unavailable)?,
            #[cfg(feature = "issuer-keys")]
            Keys::Remote(remote) => remote.get().ok_or_else(|| {
                Denied::Unavailable("the issuer's keys could not be fetched".to_owned())
            })?,
        };
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if !current
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, &keys))
        {
            self.cache.clear();
            *current = Some(Arc::clone(&keys));
            if let Keys::File(file) = &self.keys {
                note_unusable(&keys, file.scheme, &file.log);
            }
        }
        Ok(keys)
    }

    /// What is kept of a token that was verified before, with the keys of now.
    fn kept(&self, token: &str, keys: &Arc<KeySet>) -> Option<Arc<Identity>> {
        let digest = sha256(&[token.as_bytes()]);
        let kept = self.cache.get(&digest)?;
        if Arc::ptr_eq(&kept.keys, keys) && kept.expires.saturating_add(LEEWAY) > now() {
            return Some(kept.identity);
        }
        self.cache.remove(&digest);
        None
    }

    fn check(
        &self,
        token: &str,
        header: &Header,
        keys: Arc<KeySet>,
    ) -> Result<Arc<Identity>, Denied> {
        let claims = self.signed_claims(token, header, &keys)?;
        let expires = self.claims_are_sound(header, &claims, &keys, now())?;
        let identity = Arc::new(identity(claims)?);
        self.cache.insert(
            sha256(&[token.as_bytes()]),
            Kept {
                identity: Arc::clone(&identity),
                expires,
                keys,
            },
        );
        Ok(identity)
    }

    /// Waits for keys that are on their way, or asks for them once more when the token names one that is not known. What
    /// comes of it is seen by whoever looks for the key next.
    #[cfg(feature = "issuer-keys")]
    async fn up_to_date(&self, header: &Header) {
        let Keys::Remote(remote) = &self.keys else {
            return;
        };
        remote.first().await;
        if let (Some(id), Some(keys)) = (&header.kid, remote.get())
            && !keys.knows(id)
        {
            remote.asked_again().await;
        }
    }

    fn header(&self, token: &str) -> Result<Header, Denied> {
        if token.len() > LONGEST {
            return Err(Denied::Invalid("the token is too long to be one"));
        }
        let header = signed::header(token)?;
        self.header_is_sound(&header)?;
        Ok(header)
    }

    fn header_is_sound(&self, header: &Header) -> Result<(), Denied> {
        if !self.settings.algorithms.contains(&header.alg) {
            return Err(Denied::Invalid("the token's algorithm is not on the list"));
        }
        if header.crit.is_some() || header.extras.inner().contains_key("b64") {
            return Err(Denied::Invalid("the token's header demands an extension"));
        }
        let points_elsewhere = header.jku.is_some()
            || header.jwk.is_some()
            || header.x5u.is_some()
            || header.x5c.is_some();
        if points_elsewhere {
            return Err(Denied::Invalid("the token brings its own key"));
        }
        if header.enc.is_some() || header.zip.is_some() || header.cty.is_some() {
            return Err(Denied::Invalid(
                "the token is nested, encrypted or compressed",
            ));
        }
        let passes = match (&header.typ, self.settings.typ) {
            (_, TokenType::AccessToken) => says_access(header),
            (Some(typ), TokenType::Any) => {
                TYPES.iter().any(|known| known.eq_ignore_ascii_case(typ))
            }
            (None, TokenType::Any) => true,
        };
        if passes {
            Ok(())
        } else {
            Err(Denied::Invalid(
                "the token is of a type that is no access token",
            ))
        }
    }

    fn signed_claims(
        &self,
        token: &str,
        header: &Header,
        keys: &KeySet,
    ) -> Result<Map<String, Value>, Denied> {
        let mut denied = Denied::Invalid("no key of the issuer fits the token");
        let id = match self.keys {
            Keys::Secret(_) => None,
            _ => header.kid.as_deref(),
        };
        for key in keys.candidates(header.alg, id) {
            match signed::claims(token, header.alg, key)? {
                Some(claims) => return Ok(claims),
                None => denied = Denied::Invalid("the token's signature is wrong"),
            }
        }
        Err(denied)
    }

    /// The one `iss` that passes.
    fn issuer<'a>(&'a self, keys: &'a KeySet) -> &'a str {
        let configured = self.settings.issuer.as_deref();
        configured.or(keys.issuer()).unwrap_or_default()
    }

    /// RFC 9068, section 4: who it is from and for, and when it counts; and that it does not live longer than it may.
    /// Says when it expires. The subject is looked for where it is needed, in [`identity`].
    fn claims_are_sound(
        &self,
        header: &Header,
        claims: &Map<String, Value>,
        keys: &KeySet,
        now: u64,
    ) -> Result<u64, Denied> {
        if !says_access(header) && NOT_OF_ACCESS.iter().any(|name| claims.contains_key(*name)) {
            return Err(Denied::Invalid("the token is no access token"));
        }
        let by_issuer = claims
            .get("iss")
            .and_then(Value::as_str)
            .is_some_and(|said| !said.is_empty() && said == self.issuer(keys));
        if !by_issuer {
            return Err(Denied::Invalid("the token is from another issuer"));
        }
        if !self.is_audience(claims.get("aud")) {
            return Err(Denied::Invalid("the token is for another audience"));
        }
        let expires = seconds(claims, "exp")?.ok_or(Denied::Invalid("the token never expires"))?;
        if expires.saturating_add(LEEWAY) <= now {
            return Err(Denied::Invalid("the token has expired"));
        }
        let begins = seconds(claims, "nbf")?;
        if begins.is_some_and(|begins| begins > now.saturating_add(LEEWAY)) {
            return Err(Denied::Invalid("the token is not valid yet"));
        }
        let issued = seconds(claims, "iat")?;
        if issued.is_some_and(|issued| issued > now.saturating_add(LEEWAY)) {
            return Err(Denied::Invalid("the token is from the future"));
        }
        let lifetime = expires.saturating_sub(issued.unwrap_or(now));
        if lifetime > self.settings.max_lifetime.as_secs() {
            return Err(Denied::Invalid(
                "the token lives longer than the settings allow",
            ));
        }
        Ok(expires)
    }

    /// Whether an `aud` names this service: it is a string, or a list of nothing but strings (RFC 7519, section 4.1.3).
    fn is_audience(&self, said: Option<&Value>) -> bool {
        let names_us = |word: &str| self.settings.audience.iter().any(|known| known == word);
        match said {
            Some(Value::String(word)) => names_us(word),
            Some(Value::Array(words)) => {
                words.iter().all(Value::is_string)
                    && words.iter().filter_map(Value::as_str).any(names_us)
            }
            _ => false,
        }
    }
}

impl Verifier for TokenVerifier {
    fn remembered(&self, credential: Credential<'_>) -> Option<Arc<Identity>> {
        match credential {
            Credential::Token(token) => self.kept(token, &self.keys().ok()?),
            _ => None,
        }
    }

    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        match credential {
            Credential::Token(token) => {
                // Nonsense makes nobody wait for keys, and nobody ask for them.
                let header = self.header(token)?;
                #[cfg(feature = "issuer-keys")]
                self.up_to_date(&header).await;
                self.check(token, &header, self.keys()?)
            }
            _ => Err(Denied::Invalid("this is no token")),
        }
    }
}

/// Whether a token says of itself that it is an access token (RFC 9068, section 2.1).
fn says_access(header: &Header) -> bool {
    header.typ.as_deref().is_some_and(|typ| {
        ["at+jwt", "application/at+jwt"]
            .iter()
            .any(|access| access.eq_ignore_ascii_case(typ))
    })
}

/// A `NumericDate` (RFC 7519, section 2) in whole seconds; a fraction is cut off.
fn seconds(claims: &Map<String, Value>, name: &str) -> Result<Option<u64>, Denied> {
    let malformed = Denied::Invalid("a date in the token is none");
    match claims.get(name) {
        None => Ok(None),
        Some(Value::Number(number)) => {
            let text = number.to_string();
            let whole = text
                .split_once('.')
                .map_or(text.as_str(), |(whole, _)| whole);
            whole.parse().map(Some).map_err(|_| malformed)
        }
        Some(_) => Err(malformed),
    }
}

fn identity(claims: Map<String, Value>) -> Result<Identity, Denied> {
    let subject = match claims.get("sub").and_then(Value::as_str) {
        Some(subject) if !subject.is_empty() => subject.to_owned(),
        _ => return Err(Denied::Invalid("the token has no subject")),
    };
    let scopes = ["scope", "scp", "scopes"]
        .iter()
        .filter_map(|name| claims.get(*name))
        .flat_map(words)
        .collect();
    Ok(Identity {
        subject,
        scopes,
        claims,
    })
}

/// Scopes are words in one string (RFC 8693, section 4.2); some issuers send a list of strings.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect(),
        Value::Array(items) => items
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
}
