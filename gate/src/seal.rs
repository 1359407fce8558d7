//! Sealing at rest: what a service keeps of a secret is text that only its key ring opens.
//!
//! In: bytes, and a context that says where they belong. Out: one line of text, `v1.<key>.<base64url>`, for a file, a
//! column or a queue; and back. AES-256-GCM (NIST SP 800-38D) under the first key of the ring, with a nonce of 96 random
//! bits for each seal; the version, the key's name and the context are bound to it, so that a sealed value which is moved
//! to another record or field does not open there. The other keys of the ring only open: a new key is put on top, what
//! [`KeyRing::needs_resealing`] names is sealed again, and then the old key goes.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::auth::watched::Watched;
use crate::secret::Secret;

mod keys;

pub(crate) use keys::{Keys, is_name, new_line};

/// How every sealed text of this version begins.
const VERSION: &str = "v1.";
/// What the associated data begin with, so that no other use of the same key takes a sealed text for its own.
const PURPOSE: &[u8] = b"portcullis seal v1";

/// The keys of a service, the first of which seals. A clone is the same ring.
///
/// [`Boot::key_ring`](crate::Boot::key_ring) has it, once `APP__SEAL__KEYS_FILE` or `APP__SEAL__KEYS` says the keys. A file
/// of keys is read again when it changes.
#[derive(Clone)]
pub struct KeyRing {
    source: Arc<Source>,
}

enum Source {
    Given(Keys),
    File(Watched<Keys>),
}

/// Why something was not sealed or not opened. It says nothing of what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealError {
    /// The file of keys cannot be read as it is now.
    NoKeys,
    /// The system gives no random numbers.
    NoRandom,
    /// This is no sealed text of a version that is known here.
    Unreadable,
    /// It was sealed with a key that is not in the ring.
    UnknownKey,
    /// It was changed, or sealed for another context or with another key of the same name.
    Refused,
}

impl KeyRing {
    /// The ring in a file of keys, for tools of your own; a service has [`Boot::key_ring`](crate::Boot::key_ring). A file
    /// that cannot be read is found out when the ring is used.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self {
            source: Arc::new(Source::File(Watched::new(path.to_owned(), Keys::read))),
        }
    }

    /// The ring of these keys.
    pub(crate) fn given(keys: Keys) -> Self {
        Self {
            source: Arc::new(Source::Given(keys)),
        }
    }

    /// Seals `value` with the first key. `context` names the one place where it may be opened again, such as
    /// `accounts/42/iban`: say the record as well as the field. It is not kept in the text.
    ///
    /// # Errors
    /// When the keys cannot be read, or the system gives no random numbers.
    pub fn seal(&self, value: &[u8], context: &str) -> Result<String, SealError> {
        self.with(|keys| seal(keys, value, context))?
    }

    /// Opens what was sealed for this context, with whichever key of the ring it was sealed.
    ///
    /// # Errors
    /// When the text is none of ours, its key is not in the ring, or it was changed or sealed for another context.
    pub fn open(&self, sealed: &str, context: &str) -> Result<Secret<Vec<u8>>, SealError> {
        self.with(|keys| open(keys, sealed, context))?
    }

    /// Whether `kept` is to be sealed again: it is not sealed with the first key, or not sealed at all.
    ///
    /// # Errors
    /// When the keys cannot be read.
    pub fn needs_resealing(&self, kept: &str) -> Result<bool, SealError> {
        self.with(|keys| parts(kept).map_or(true, |(name, _)| name != keys.first().0))
    }

    /// The names of the keys, the one that seals first.
    pub(crate) fn names(&self) -> Result<Vec<String>, SealError> {
        self.with(|keys| keys.names().map(str::to_owned).collect())
    }

    fn with<T>(&self, ask: impl FnOnce(&Keys) -> T) -> Result<T, SealError> {
        match self.source.as_ref() {
            Source::Given(keys) => Ok(ask(keys)),
            Source::File(file) => file
                .get()
                .map(|keys| ask(&keys))
                .map_err(|_| SealError::NoKeys),
        }
    }
}

fn seal(keys: &Keys, value: &[u8], context: &str) -> Result<String, SealError> {
    let (name, key) = keys.first();
    let mut nonce = [0; NONCE_LEN];
    getrandom::fill(&mut nonce).map_err(|_| SealError::NoRandom)?;
    let mut sealed = value.to_vec();
    let tag = cipher(key)?
        .seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(nonce),
            bound(name, context),
            &mut sealed,
        )
        .map_err(|_| SealError::Refused)?;
    let bytes = [nonce.as_slice(), &sealed, tag.as_ref()].concat();
    let mut text = format!("{VERSION}{name}.");
    URL_SAFE_NO_PAD.encode_string(&bytes, &mut text);
    Ok(text)
}

fn open(keys: &Keys, sealed: &str, context: &str) -> Result<Secret<Vec<u8>>, SealError> {
    let (name, encoded) = parts(sealed)?;
    let bytes = URL_SAFE_NO_PAD
        .decode(encoded)
        .map_err(|_| SealError::Unreadable)?;
    let (nonce, bytes) = bytes
        .split_at_checked(NONCE_LEN)
        .ok_or(SealError::Unreadable)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Unreadable)?;
    let key = keys.named(name).ok_or(SealError::UnknownKey)?;
    let mut value = bytes.to_vec();
    let length = cipher(key)?
        .open_in_place(nonce, bound(name, context), &mut value)
        .map_err(|_| SealError::Refused)?
        .len();
    value.truncate(length);
    Ok(Secret::from(value))
}

/// Whether a text claims to be sealed, by whatever ring.
pub(crate) fn is_sealed(text: &str) -> bool {
    text.starts_with(VERSION)
}

/// The key's name and the rest of a sealed text.
fn parts(sealed: &str) -> Result<(&str, &str), SealError> {
    sealed
        .strip_prefix(VERSION)
        .and_then(|rest| rest.split_once('.'))
        .filter(|(name, _)| is_name(name))
        .ok_or(SealError::Unreadable)
}

/// What a seal is bound to: no two pairs of name and context make the same bytes, since a name has no zero byte.
fn bound(name: &str, context: &str) -> Aad<Vec<u8>> {
    Aad::from([PURPOSE, name.as_bytes(), context.as_bytes()].join(&0))
}

fn cipher(key: &[u8]) -> Result<LessSafeKey, SealError> {
    UnboundKey::new(&AES_256_GCM, key)
        .map(LessSafeKey::new)
        .map_err(|_| SealError::NoKeys)
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("KeyRing(…)")
    }
}

impl fmt::Display for SealError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoKeys => "the keys that seal cannot be read",
            Self::NoRandom => "the system gives no random numbers",
            Self::Unreadable => "this is no sealed value",
            Self::UnknownKey => "it was sealed with a key that is not in the ring",
            Self::Refused => "it was changed, or sealed for another place",
        })
    }
}

impl std::error::Error for SealError {}
