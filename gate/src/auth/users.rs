//! Names and passwords, RFC 7617: argon2id hashes in a file.
//!
//! A password costs some 20 ms to check and as many megabytes, on purpose; so only a few are checked at once, off the
//! threads that serve, and one that was right is remembered for a minute under a keyed hash.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use quick_cache::sync::Cache;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::credential::Credential;
use super::digest::sha256;
use super::store;
use super::verifier::{Denied, Verifier};
use super::watched::Watched;
use crate::caller::Identity;

const REMEMBERED: Duration = Duration::from_mins(1);
const KEPT: usize = 1_000;
/// Passwords that are checked at once; each takes 19 MiB.
const AT_ONCE: usize = 4;
/// A hash that nobody's password has, checked for users that do not exist: they take as long as those that do.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$cG9ydGN1bGxpc25vYm9keQ$Zm2hUvCDe8VZvw2m4pWkfrzj1gqQ0H0vYb2Xk9aV4nQ";
/// Longer than anyone's password; a longer one is not worth its hash.
const LONGEST: usize = 1_024;

/// What `data/<scheme>.toml` holds for users.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    users: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// A PHC string of argon2id.
    password: String,
    #[serde(default)]
    scopes: Vec<String>,
}

/// Adds a user, or gives a known one a new password.
pub(crate) fn add(path: &Path, name: &str, password: &str, scopes: Vec<String>) -> io::Result<()> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| io::Error::other(error.to_string()))?;
    let entry = Entry {
        password: hash.to_string(),
        scopes,
    };
    store::change(path, |file: &mut File| {
        file.users.insert(name.to_owned(), entry);
        Ok(())
    })
}

/// Verifies passwords against a file.
pub(crate) struct UserVerifier {
    file: Watched<File>,
    at_once: Semaphore,
    remembered: Cache<[u8; 32], Remembered>,
    key: u64,
}

#[derive(Clone)]
struct Remembered {
    identity: Arc<Identity>,
    until: Instant,
    /// The file that it was checked against: a change forgets it.
    file: Arc<File>,
}

impl UserVerifier {
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            file: Watched::new(path.to_owned(), |text| {
                toml::from_str(text.unwrap_or_default()).map_err(|error| error.message().to_owned())
            }),
            at_once: Semaphore::new(AT_ONCE),
            remembered: Cache::new(KEPT),
            key: RandomState::new().hash_one(0_u8),
        }
    }

    fn digest(&self, user: &str, password: &str) -> [u8; 32] {
        let length = u64::try_from(user.len()).unwrap_or(u64::MAX);
        sha256(&[
            &self.key.to_be_bytes(),
            &length.to_be_bytes(),
            user.as_bytes(),
            password.as_bytes(),
        ])
    }
}

impl Verifier for UserVerifier {
    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        let Credential::Password { user, password } = credential else {
            return Err(Denied::Invalid("this is no name with a password"));
        };
        if password.len() > LONGEST {
            return Err(Denied::Invalid("the password is too long to be one"));
        }
        let file = self.file.get().map_err(Denied::Unavailable)?;
        let digest = self.digest(user, password);
        if let Some(kept) = self.remembered.get(&digest)
            && kept.until > Instant::now()
            && Arc::ptr_eq(&kept.file, &file)
        {
            return Ok(kept.identity);
        }
        let entry = file.users.get(user).cloned();
        let hash = entry
            .as_ref()
            .map_or(NOBODY, |entry| entry.password.as_str())
            .to_owned();
        let attempt = password.to_owned();
        let closed = |_| Denied::Unavailable("passwords are not checked any more".to_owned());
        let permit = self.at_once.acquire().await.map_err(closed)?;
        let right = tokio::task::spawn_blocking(move || is_right(&hash, &attempt))
            .await
            .map_err(|error| Denied::Unavailable(error.to_string()))?;
        drop(permit);
        match entry {
            Some(entry) if right => {
                let identity = Arc::new(Identity::new(user).with_scopes(entry.scopes));
                let until = Instant::now() + REMEMBERED;
                self.remembered.insert(
                    digest,
                    Remembered {
                        identity: Arc::clone(&identity),
                        until,
                        file,
                    },
                );
                Ok(identity)
            }
            _ => Err(Denied::Invalid("the name or the password is wrong")),
        }
    }
}

fn is_right(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}
