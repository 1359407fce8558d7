//! Names and passwords, RFC 7617: argon2id hashes in a file.
//!
//! A password costs some 20 ms to check and as many megabytes, on purpose; so only a few are checked at once, off the
//! threads that serve and on half of the processors at most, and only a few more wait. One that was right is remembered
//! for a minute under a keyed hash. A second factor passes once: the step of the last one is kept beside the users.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};
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
use super::factor::{Factors, Resealed};
use super::store;
use super::token::now;
use super::totp;
use super::verifier::{Denied, Verifier};
use super::watched::Watched;
use crate::caller::Identity;
use crate::seal::is_sealed;
use crate::secret::Secret;

const REMEMBERED: Duration = Duration::from_mins(1);
const KEPT: usize = 1_000;
/// Passwords that wait for their turn, a second or so; more are turned away, so that a flood of them does not hold the
/// places of all other requests.
const WAITING: usize = 32;
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
    /// The secret of the second factor: base32, or sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    totp: Option<String>,
}

/// What `data/<scheme>.used.toml` holds: the step of the last code of each user.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Used {
    #[serde(default)]
    last: BTreeMap<String, u64>,
}

/// Adds a user, or gives a known one a new password and new scopes. A second factor stays.
pub(crate) fn add(path: &Path, name: &str, password: &str, scopes: Vec<String>) -> io::Result<()> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| io::Error::other(error.to_string()))?;
    store::change(path, |file: &mut File| {
        let totp = file.users.remove(name).and_then(|known| known.totp);
        let entry = Entry {
            password: hash.to_string(),
            scopes,
            totp,
        };
        file.users.insert(name.to_owned(), entry);
        Ok(())
    })
}

/// Removes a user.
pub(crate) fn remove(path: &Path, name: &str) -> io::Result<()> {
    store::change(path, |file: &mut File| {
        file.users
            .remove(name)
            .map(drop)
            .ok_or_else(|| unknown(name))
    })
}

/// Enrols a second factor, in place of one that is there. Its secret is in the answer, and in the file as `factors` keeps
/// it.
pub(crate) fn enrol(path: &Path, name: &str, factors: &Factors) -> io::Result<Secret<String>> {
    let secret = Secret::from(totp::secret()?);
    let kept = factors.keep(name, &secret).map_err(io::Error::other)?;
    store::change(path, |file: &mut File| {
        let entry = file.users.get_mut(name).ok_or_else(|| unknown(name))?;
        entry.totp = Some(kept);
        Ok(())
    })?;
    // Codes of the new secret have nothing to do with those of the old one.
    store::change(&used(path), |used: &mut Used| {
        used.last.remove(name);
        Ok(())
    })?;
    Ok(secret)
}

/// Keeps the secrets of second factors as `factors` does. A file in which nothing is to be changed is not touched.
pub(crate) fn reseal(path: &Path, factors: &Factors) -> io::Result<Resealed> {
    let mut seen = resealed(&mut store::read(path)?, factors)?;
    if seen.done > 0 {
        store::change(path, |file: &mut File| {
            seen = resealed(file, factors)?;
            Ok(())
        })?;
    }
    Ok(seen)
}

fn resealed(file: &mut File, factors: &Factors) -> io::Result<Resealed> {
    let mut seen = Resealed::default();
    for (name, entry) in &mut file.users {
        let Some(kept) = &mut entry.totp else {
            continue;
        };
        if factors.is_outdated(kept).map_err(io::Error::other)? {
            let again = factors
                .read(name, kept)
                .and_then(|secret| factors.keep(name, &secret));
            match again {
                Ok(again) => {
                    *kept = again;
                    seen.done += 1;
                }
                Err(error) => seen.stuck.push((name.clone(), error)),
            }
        } else if !is_sealed(kept) {
            seen.plain += 1;
        }
    }
    Ok(seen)
}

fn unknown(name: &str) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, format!("there is no user {name}"))
}

/// Where the last codes of the users in `path` are kept.
fn used(path: &Path) -> PathBuf {
    path.with_extension("used.toml")
}

/// Verifies passwords against a file.
pub(crate) struct UserVerifier {
    path: PathBuf,
    factors: Factors,
    file: Watched<File>,
    waiting: Semaphore,
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
    pub(crate) fn new(path: &Path, factors: Factors) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            path: path.to_owned(),
            factors,
            file: Watched::new(path.to_owned(), |text| {
                toml::from_str(text.unwrap_or_default()).map_err(|error| error.message().to_owned())
            }),
            waiting: Semaphore::new(WAITING),
            at_once: Semaphore::new((processors / 2).max(1)),
            remembered: Cache::new(KEPT),
            key: RandomState::new().hash_one(0_u8),
        }
    }

    /// Whether the file can be read now; one that is not there holds nobody.
    ///
    /// # Errors
    /// The path, and what is wrong with the file.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.file.get().map(drop)
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

    /// Checks a password against a hash when it is its turn.
    async fn hash(&self, hash: String, password: String) -> Result<bool, Denied> {
        let busy = |_| Denied::Unavailable("too many passwords are being checked".to_owned());
        let closed = |_| Denied::Unavailable("passwords are not checked any more".to_owned());
        let _place = self.waiting.try_acquire().map_err(busy)?;
        let _turn = self.at_once.acquire().await.map_err(closed)?;
        tokio::task::spawn_blocking(move || is_right(&hash, &password))
            .await
            .map_err(|error| Denied::Unavailable(error.to_string()))
    }
}

impl Verifier for UserVerifier {
    fn remembered(&self, credential: Credential<'_>) -> Option<Arc<Identity>> {
        let Credential::Password { user, password } = credential else {
            return None;
        };
        let kept = self.remembered.get(&self.digest(user, password))?;
        let file = self.file.get().ok()?;
        (kept.until > Instant::now() && Arc::ptr_eq(&kept.file, &file)).then_some(kept.identity)
    }

    async fn verify(&self, credential: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        let Credential::Password { user, password } = credential else {
            return Err(Denied::Invalid("this is no name with a password"));
        };
        if password.len() > LONGEST {
            return Err(Denied::Invalid("the password is too long to be one"));
        }
        let file = self.file.get().map_err(Denied::Unavailable)?;
        let entry = file.users.get(user).cloned();
        let hash = entry
            .as_ref()
            .map_or(NOBODY, |entry| entry.password.as_str());
        let right = self.hash(hash.to_owned(), password.to_owned()).await?;
        match entry {
            Some(entry) if right => {
                let identity = Arc::new(Identity::new(user).with_scopes(entry.scopes));
                let remembered = Remembered {
                    identity: Arc::clone(&identity),
                    until: Instant::now() + REMEMBERED,
                    file,
                };
                self.remembered
                    .insert(self.digest(user, password), remembered);
                Ok(identity)
            }
            _ => Err(Denied::Invalid("the name or the password is wrong")),
        }
    }

    async fn second_factor(&self, identity: &Identity, code: &str) -> Result<(), Denied> {
        let file = self.file.get().map_err(Denied::Unavailable)?;
        let user = identity.subject.clone();
        let kept = file
            .users
            .get(&user)
            .and_then(|entry| entry.totp.as_deref());
        let kept = kept.ok_or(Denied::Invalid("the user has no second factor"))?;
        let secret = self
            .factors
            .read(&user, kept)
            .map_err(|error| Denied::Unavailable(format!("a second factor: {error}")))?;
        let step =
            totp::step(secret.expose(), code, now()).ok_or(Denied::Invalid("the code is wrong"))?;
        let path = used(&self.path);
        tokio::task::spawn_blocking(move || use_up(&path, user, step))
            .await
            .map_err(|error| Denied::Unavailable(error.to_string()))?
    }
}

/// Keeps the step of a code before it passes, so that it does not pass again: not here, not after a restart, and not in
/// another process that shares the file.
fn use_up(path: &Path, user: String, step: u64) -> Result<(), Denied> {
    let mut verdict = Ok(());
    let kept = store::change(path, |used: &mut Used| {
        if used.last.get(&user).is_some_and(|last| *last >= step) {
            verdict = Err(Denied::Invalid("the code was used before"));
        } else {
            used.last.insert(user, step);
        }
        Ok(())
    });
    kept.map_err(|error| Denied::Unavailable(format!("{}: {error}", path.display())))?;
    verdict
}

fn is_right(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}
