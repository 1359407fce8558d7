//! API keys: 256 random bits, known to the service by their SHA-256 alone.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::credential::Credential;
use super::digest::sha256;
use super::store;
use super::verifier::{Denied, Verifier};
use super::watched::Watched;
use crate::caller::Identity;

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
struct Entry {
    /// Whose it is; the subject of whoever presents it.
    owner: String,
    /// SHA-256 of the key, base64url.
    hash: String,
    #[serde(default)]
    scopes: Vec<String>,
    created: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires: Option<Timestamp>,
}

/// What a new key is given.
#[derive(Debug)]
pub(crate) struct NewKey {
    pub(crate) owner: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires: Option<Timestamp>,
}

/// Makes a key and keeps its hash. The key itself is in the answer and nowhere else.
pub(crate) fn create(path: &Path, new: NewKey) -> io::Result<String> {
    let mut random = [0_u8; 32];
    getrandom::fill(&mut random)?;
    let key = format!("pk_{}", URL_SAFE_NO_PAD.encode(random));
    let hash = URL_SAFE_NO_PAD.encode(sha256(&[key.as_bytes()]));
    store::change(path, |file: &mut File| {
        let NewKey {
            owner,
            scopes,
            expires,
        } = new;
        file.keys.push(Entry {
            owner,
            hash,
            scopes,
            created: Timestamp::now(),
            expires,
        });
        Ok(())
    })?;
    Ok(key)
}

/// Verifies keys against a file.
pub(crate) struct KeyVerifier {
    file: Watched<Table>,
}

#[derive(Debug)]
struct Table(HashMap<[u8; 32], Known>);

#[derive(Debug)]
struct Known {
    identity: Arc<Identity>,
    expires: Option<Timestamp>,
}

impl KeyVerifier {
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            file: Watched::new(path.to_owned(), Table::read),
        }
    }
}

impl Verifier for KeyVerifier {
    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        let Credential::Key(key) = credential else {
            return Err(Denied::Invalid("this is no key"));
        };
        let table = self.file.get().map_err(Denied::Unavailable)?;
        // Looking a digest up tells nothing by its time: whoever could use that had to invert SHA-256 first.
        let digest = sha256(&[key.as_bytes()]);
        let known = table
            .0
            .get(&digest)
            .ok_or(Denied::Invalid("the key is unknown"))?;
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
        file.keys
            .into_iter()
            .map(Entry::known)
            .collect::<Option<_>>()
            .map(Self)
            .ok_or("a hash in it is none".to_owned())
    }
}

impl Entry {
    fn known(self) -> Option<([u8; 32], Known)> {
        let hash = URL_SAFE_NO_PAD.decode(&self.hash).ok()?.try_into().ok()?;
        let identity = Arc::new(Identity::new(self.owner).with_scopes(self.scopes));
        Some((
            hash,
            Known {
                identity,
                expires: self.expires,
            },
        ))
    }
}
