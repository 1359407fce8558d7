//! Secrets of second factors as the file of users keeps them: sealed where the settings name keys, else as they are.
//!
//! A second factor has to be known whole to be checked, so that no hash can stand for it as for a password. Both forms are
//! read, so that keys may come later: a start with keys seals what was not, and what was sealed with an older key.

use std::io;

use crate::log::{Level, Log};
use crate::operation::{Contract, SchemeKind};
use crate::seal::{KeyRing, SealError, is_sealed};
use crate::secret::Secret;
use crate::settings::{Profile, SchemeSettings, Settings};

use super::users;

/// How the secrets of one scheme's users are kept.
pub(crate) struct Factors {
    /// The scheme as settings spell it: a secret is sealed for one scheme and one user.
    scheme: &'static str,
    ring: Option<KeyRing>,
}

/// What came of sealing what a file keeps.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Resealed {
    /// Secrets that were sealed, or sealed again.
    pub(crate) done: usize,
    /// Secrets that are not sealed, because there are no keys.
    pub(crate) plain: usize,
    /// Users whose secret does not open, and why.
    pub(crate) stuck: Vec<(String, SealError)>,
}

impl Factors {
    pub(crate) fn new(scheme: &'static str, ring: Option<&KeyRing>) -> Self {
        let ring = ring.cloned();
        Self { scheme, ring }
    }

    /// A secret as it is to be kept.
    pub(super) fn keep(&self, user: &str, secret: &Secret<String>) -> Result<String, SealError> {
        match &self.ring {
            Some(ring) => secret.seal(ring, &self.context(user)),
            None => Ok(secret.expose().clone()),
        }
    }

    /// The secret that is kept as this. What is sealed needs its key.
    pub(super) fn read(&self, user: &str, kept: &str) -> Result<Secret<String>, SealError> {
        if !is_sealed(kept) {
            return Ok(Secret::from(kept.to_owned()));
        }
        let ring = self.ring.as_ref().ok_or(SealError::NoKeys)?;
        Secret::open(ring, kept, &self.context(user))
    }

    /// Whether `kept` is to be kept otherwise.
    pub(super) fn is_outdated(&self, kept: &str) -> Result<bool, SealError> {
        self.ring
            .as_ref()
            .map_or(Ok(false), |ring| ring.needs_resealing(kept))
    }

    fn context(&self, user: &str) -> String {
        // The name of a scheme has no colon.
        format!("totp:{}:{user}", self.scheme)
    }
}

/// Seals what the files of all users keep and is not sealed with the key in force.
pub(crate) fn reseal(contract: &'static Contract, settings: &Settings) -> io::Result<Resealed> {
    let mut all = Resealed::default();
    for (scheme, kept) in contract.schemes.iter().zip(&settings.schemes) {
        let (SchemeKind::Basic, SchemeSettings::File(path)) = (scheme.kind, kept) else {
            continue;
        };
        let factors = Factors::new(scheme.setting, settings.seal.as_ref());
        let resealed = users::reseal(path, &factors).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        })?;
        all.done += resealed.done;
        all.plain += resealed.plain;
        all.stuck.extend(resealed.stuck);
    }
    Ok(all)
}

/// Seals what is to be sealed when a service starts, and tells what came of it. Nothing of it stops the start: what cannot
/// be opened lets nobody pass, and what cannot be written is read as it was.
pub(crate) fn reseal_at_start(contract: &'static Contract, settings: &Settings, log: &Log) {
    let warn = |message: &str| log.note(Level::Warning, "seal", message);
    let resealed = match reseal(contract, settings) {
        Ok(resealed) => resealed,
        Err(error) => return warn(&format!("second factors were not sealed: {error}")),
    };
    if resealed.done > 0 {
        let message = format!("{} second factors were sealed", resealed.done);
        log.note(Level::Info, "seal", &message);
    }
    for (user, error) in &resealed.stuck {
        warn(&format!(
            "the second factor of {user} does not open: {error}"
        ));
    }
    if resealed.plain > 0 && settings.profile == Profile::Production {
        warn(&format!(
            "{} second factors are kept as they are; name keys that seal them: APP__SEAL__KEYS_FILE",
            resealed.plain
        ));
    }
}
