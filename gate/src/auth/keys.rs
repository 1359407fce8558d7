//! API keys: 256 random bits, known to the service by their SHA-256 alone.
//!
//! A key reads `pk_<id>_<secret>`. The id is public: it is how a key is listed, revoked and counted. What is in the file
//! is enough to recognise a key and not enough to make one.

use std::collections::HashMap;
use std::fmt::Write;
use std::io;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::credential::Credential;
use super::digest::sha256;
use super::store;
use super::verifier::{Denied, Verifier};
use super::watched::Watched;
use crate::caller::Identity;

const PREFIX: &str = "pk_";

/// What `data/<scheme>.toml` holds for API keys.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    keys: Vec<Entry>,
}

/// One key, without the key.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// The public part of the key; keys that were made elsewhere have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    id: String,
    /// Whose it is; the subject of whoever presents it.
    pub(crate) owner: String,
    /// SHA-256 of the key, base64url.
    hash: String,
    #[serde(default)]
    pub(crate) scopes: Vec<String>,
    pub(crate) created: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires: Option<Timestamp>,
    /// When it was revoked; it stays in the file so that its id is explained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) revoked: Option<Timestamp>,
}

/// What a new key is given.
#[derive(Debug)]
pub(crate) struct NewKey {
    pub(crate) owner: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires: Option<Timestamp>,
}

/// Which keys are meant.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Which<'a> {
    /// The one with this id, or the key itself.
    Key(&'a str),
    /// All of one owner.
    Owner(&'a str),
}

/// Makes a key and keeps its hash. The key itself is in the answer and nowhere else.
pub(crate) fn create(path: &Path, new: NewKey) -> io::Result<String> {
    let mut random = [0_u8; 32];
    let mut public = [0_u8; 4];
    getrandom::fill(&mut random)?;
    getrandom::fill(&mut public)?;
    let id = hexadecimal(&public);
    let key = format!("{PREFIX}{id}_{}", URL_SAFE_NO_PAD.encode(random));
    let hash = URL_SAFE_NO_PAD.encode(sha256(&[key.as_bytes()]));
    store::change(path, |file: &mut File| {
        let NewKey {
            owner,
            scopes,
            expires,
        } = new;
        file.keys.push(Entry {
            id,
            owner,
            hash,
            scopes,
            created: Timestamp::now(),
            expires,
            revoked: None,
        });
        Ok(())
    })?;
    Ok(key)
}

/// Every key in the file, in the order in which they were made.
pub(crate) fn all(path: &Path) -> io::Result<Vec<Entry>> {
    store::read::<File>(path).map(|file| file.keys)
}

/// Revokes keys, and says which.
pub(crate) fn revoke(path: &Path, which: Which<'_>) -> io::Result<Vec<String>> {
    let mut revoked = Vec::new();
    store::change(path, |file: &mut File| {
        let meant = file
            .keys
            .iter_mut()
            .filter(|entry| entry.revoked.is_none() && entry.is(which));
        for entry in meant {
            entry.revoked = Some(Timestamp::now());
            revoked.push(entry.id());
        }
        if revoked.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                "no such key is in force",
            ));
        }
        Ok(())
    })?;
    Ok(revoked)
}

/// The public part of a key, by which wrong ones are counted; nothing for what is no key of ours.
pub(crate) fn prefix(key: &str) -> &str {
    key.strip_prefix(PREFIX)
        .and_then(|rest| rest.split_once('_'))
        .map_or("", |(id, _)| id)
}

/// Verifies keys against a file.
pub(crate) struct KeyVerifier {
    file: Watched<Table>,
}

/// Keys by their public part. What is secret is compared in constant time, among the few keys that share one.
#[derive(Debug, Default)]
struct Table(HashMap<String, Vec<Known>>);

#[derive(Debug)]
struct Known {
    hash: [u8; 32],
    identity: Arc<Identity>,
    expires: Option<Timestamp>,
    revoked: Option<Timestamp>,
}

impl KeyVerifier {
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            file: Watched::new(path.to_owned(), Table::read),
        }
    }

    /// Whether the file can be read now; one that is not there holds no keys.
    ///
    /// # Errors
    /// The path, and what is wrong with the file.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.file.get().map(drop)
    }
}

impl Verifier for KeyVerifier {
    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        let Credential::Key(key) = credential else {
            return Err(Denied::Invalid("this is no key"));
        };
        let table = self.file.get().map_err(Denied::Unavailable)?;
        let known = table
            .find(key)
            .ok_or(Denied::Invalid("the key is unknown"))?;
        if known.revoked.is_some() {
            return Err(Denied::Invalid("the key was revoked"));
        }
        if known
            .expires
            .is_some_and(|expires| expires <= Timestamp::now())
        {
            return Err(Denied::Invalid("the key has expired"));
        }
        Ok(Arc::clone(&known.identity))
    }
}

impl Table {
    fn read(text: Option<&str>) -> Result<Self, String> {
        let file: File =
            toml::from_str(text.unwrap_or_default()).map_err(|error| error.message().to_owned())?;
        let mut table = Self::default();
        for entry in file.keys {
            let id = entry.id.clone();
            let known = entry.known().ok_or("a hash in it is none")?;
            table.0.entry(id).or_default().push(known);
        }
        Ok(table)
    }

    fn find(&self, key: &str) -> Option<&Known> {
        let digest = sha256(&[key.as_bytes()]);
        let with_id = self.0.get(prefix(key)).into_iter().flatten();
        let without = self.0.get("").into_iter().flatten();
        with_id
            .chain(without)
            .find(|known| known.hash.ct_eq(&digest).into())
    }
}

impl Entry {
    /// What the key is called; keys that were made elsewhere go by the beginning of their hash.
    pub(crate) fn id(&self) -> String {
        if self.id.is_empty() {
            let hash = URL_SAFE_NO_PAD.decode(&self.hash).unwrap_or_default();
            hexadecimal(hash.get(..4).unwrap_or_default())
        } else {
            self.id.clone()
        }
    }

    /// Whether the key is in force, in a word.
    pub(crate) fn state(&self, now: Timestamp) -> &'static str {
        if self.revoked.is_some() {
            "revoked"
        } else if self.expires.is_some_and(|expires| expires <= now) {
            "expired"
        } else {
            "active"
        }
    }

    fn is(&self, which: Which<'_>) -> bool {
        match which {
            Which::Owner(owner) => self.owner == owner,
            Which::Key(text) => {
                self.id() == text || self.hash == URL_SAFE_NO_PAD.encode(sha256(&[text.as_bytes()]))
            }
        }
    }

    fn known(self) -> Option<Known> {
        let hash = URL_SAFE_NO_PAD.decode(&self.hash).ok()?.try_into().ok()?;
        let identity = Arc::new(Identity::new(self.owner).with_scopes(self.scopes));
        Some(Known {
            hash,
            identity,
            expires: self.expires,
            revoked: self.revoked,
        })
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
