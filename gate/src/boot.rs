//! What a service starts with: settings, log, counters, and the development key.

#[cfg(feature = "abuse")]
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
#[cfg(feature = "abuse")]
use std::sync::{Mutex, PoisonError};

use axum::Router;

use crate::auth::development::{self, SigningKey, TokenRequest};
use crate::auth::jwks::KeySet;
use crate::gate::GateBuilder;
use crate::log::{Form, Log};
use crate::management;
use crate::metrics::Metrics;
use crate::operation::{Contract, Dispatch};
use crate::problem::{Problem, Wording};
use crate::seal::KeyRing;
use crate::settings::{KeySource, Profile, SchemeSettings, Settings, SettingsError};
#[cfg(feature = "otel")]
use crate::telemetry::Telemetry;

const SIGNING_KEY: &str = ".dev/signing.key";

/// What `src/app.rs` is given to build the service from. A clone shares everything.
#[derive(Clone, Debug)]
pub struct Boot {
    parts: Arc<Parts>,
}

#[derive(Debug)]
struct Parts {
    contract: &'static Contract,
    settings: Settings,
    key: Option<SigningKey>,
    metrics: Arc<Metrics>,
    log: Log,
    ready: AtomicBool,
    words: Words,
    /// What makes spans, once somebody has asked for it.
    #[cfg(feature = "otel")]
    telemetry: OnceLock<Option<Arc<Telemetry>>>,
    #[cfg(feature = "abuse")]
    rehearsing: Option<Rehearsing>,
    /// Schemes that verifiers of the team's own are in charge of.
    #[cfg(feature = "abuse")]
    elsewhere: Mutex<BTreeSet<&'static str>>,
}

/// How the team words refusals, once its gate is built.
#[derive(Default)]
struct Words(OnceLock<Arc<dyn Wording>>);

impl std::fmt::Debug for Words {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Words")
    }
}

/// What of a service takes part in a rehearsal for abuse. Rules of the policy do not: they are about objects that are not there.
#[cfg(feature = "abuse")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rehearsing {
    /// The gate alone: whatever it lets through is answered with 204.
    Gate,
    /// The gate, and the decoding of the contract. What decodes reaches its handler.
    Decoding,
}

impl Boot {
    pub(crate) fn new(
        contract: &'static Contract,
        settings: Settings,
        log: Log,
    ) -> io::Result<Self> {
        let needs_key = settings.profile == Profile::Development
            && settings.schemes.iter().any(|scheme| matches!(scheme, SchemeSettings::Token(token) if token.keys == KeySource::Development));
        let key = if needs_key {
            Some(SigningKey::at(Path::new(SIGNING_KEY))?)
        } else {
            None
        };
        Ok(Self::with_key(contract, settings, log, key))
    }

    fn with_key(
        contract: &'static Contract,
        settings: Settings,
        log: Log,
        key: Option<SigningKey>,
    ) -> Self {
        let metrics = Arc::new(Metrics::new(contract));
        let log = log.about(contract);
        Self {
            parts: Arc::new(Parts {
                contract,
                settings,
                key,
                metrics,
                log,
                ready: AtomicBool::new(false),
                words: Words::default(),
                #[cfg(feature = "otel")]
                telemetry: OnceLock::new(),
                #[cfg(feature = "abuse")]
                rehearsing: None,
                #[cfg(feature = "abuse")]
                elsewhere: Mutex::default(),
            }),
        }
    }

    /// A start for tests: development settings without files and variables, a signing key that lives as long as the
    /// test, and a log in memory.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn rehearsal(contract: &'static Contract) -> io::Result<Self> {
        let settings = Settings::development(contract)
            .map_err(|SettingsError { faults }| io::Error::other(faults.join("; ")))?;
        Self::rehearsal_with(contract, settings)
    }

    /// A start for tests with settings of your own.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn rehearsal_with(contract: &'static Contract, settings: Settings) -> io::Result<Self> {
        let form = Form::of(settings.profile);
        Ok(Self::with_key(
            contract,
            settings,
            Log::memory(form),
            Some(SigningKey::ephemeral()?),
        ))
    }

    /// Begins a gate in front of these routes.
    #[must_use]
    pub fn gate(&self, routes: impl Dispatch) -> GateBuilder {
        #[cfg(feature = "abuse")]
        if self.parts.rehearsing == Some(Rehearsing::Gate) {
            return GateBuilder::new(self.clone(), Arc::new(Spared(routes)));
        }
        GateBuilder::new(self.clone(), Arc::new(routes))
    }

    /// A start for the abuse suite, see [`crate::abuse`].
    #[cfg(feature = "abuse")]
    pub(crate) fn abused(
        contract: &'static Contract,
        settings: Settings,
        rehearsing: Rehearsing,
    ) -> io::Result<Self> {
        let mut boot = Self::rehearsal_with(contract, settings)?;
        if let Some(parts) = Arc::get_mut(&mut boot.parts) {
            parts.rehearsing = Some(rehearsing);
        }
        Ok(boot)
    }

    /// Notes the schemes that verifiers of the team's own are in charge of.
    #[cfg(feature = "abuse")]
    pub(crate) fn verified_elsewhere(&self, schemes: impl Iterator<Item = &'static str>) {
        let elsewhere = self.parts.elsewhere.lock();
        elsewhere
            .unwrap_or_else(PoisonError::into_inner)
            .extend(schemes);
    }

    /// The schemes that verifiers of the team's own are in charge of, once the service is built.
    #[cfg(feature = "abuse")]
    pub(crate) fn elsewhere(&self) -> Vec<&'static str> {
        let elsewhere = self.parts.elsewhere.lock();
        let elsewhere = elsewhere.unwrap_or_else(PoisonError::into_inner);
        elsewhere.iter().copied().collect()
    }

    /// Whether rules of the policy are put aside.
    #[cfg(feature = "abuse")]
    pub(crate) fn is_abused(&self) -> bool {
        self.parts.rehearsing.is_some()
    }

    /// The key that signs development tokens.
    #[cfg(feature = "abuse")]
    pub(crate) fn signing_key(&self) -> Option<&SigningKey> {
        self.parts.key.as_ref()
    }

    /// What the management port answers: `/livez`, `/readyz` and `/metrics`.
    pub fn management(&self) -> Router {
        management::router(self.clone())
    }

    /// The contract.
    #[must_use]
    pub fn contract(&self) -> &'static Contract {
        self.parts.contract
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.parts.settings
    }

    /// The keys that seal what you keep, if the settings name any (`APP__SEAL__KEYS_FILE`).
    #[must_use]
    pub fn key_ring(&self) -> Option<&KeyRing> {
        self.parts.settings.seal.as_ref()
    }

    /// The log, for lines of your own.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.parts.log
    }

    /// Mints a token of development that the scheme `scheme` accepts: its name in the contract, or as settings spell it.
    /// Without one, the first scheme that takes tokens is meant.
    ///
    /// # Errors
    /// When there is no such scheme, its tokens come from an issuer whose keys are not here, or this is production.
    pub fn mint(&self, scheme: Option<&str>, request: &TokenRequest) -> Result<String, String> {
        let pairs = self
            .parts
            .contract
            .schemes
            .iter()
            .zip(&self.parts.settings.schemes);
        let mut tokens = pairs.filter_map(|(known, settings)| match settings {
            SchemeSettings::Token(token)
                if scheme.is_none_or(|name| name == known.name || name == known.setting) =>
            {
                Some((known, token))
            }
            _ => None,
        });
        let (known, settings) = tokens.next().ok_or("no scheme of that name takes tokens")?;
        let in_development = self.parts.settings.profile == Profile::Development;
        let minted = match (&settings.keys, &self.parts.key) {
            (KeySource::Development, Some(key)) => key.mint(settings, request),
            (KeySource::Secret(_), _) if settings.issuer.is_none() => {
                return Err(format!("scheme {} lacks its ISSUER", known.name));
            }
            (KeySource::Secret(secret), _) if in_development => {
                development::mint_shared(secret, settings, request)
            }
            (KeySource::Development | KeySource::Secret(_), _) => {
                return Err("tokens are minted in development only".to_owned());
            }
            (KeySource::File(_) | KeySource::Remote(_), _) => {
                return Err(format!(
                    "scheme {} takes tokens of {} only",
                    known.name,
                    settings.issuer.as_deref().unwrap_or("their issuer")
                ));
            }
        };
        minted.map_err(|error| error.to_string())
    }

    pub(crate) fn development_keys(&self) -> Result<Arc<KeySet>, String> {
        self.parts
            .key
            .as_ref()
            .map(SigningKey::public)
            .ok_or_else(|| "there are no keys to check tokens with".to_owned())
    }

    pub(crate) fn metrics(&self) -> Arc<Metrics> {
        Arc::clone(&self.parts.metrics)
    }

    /// Takes over how the team words refusals, for those that no gate sees. Where a process has several gates, the
    /// first one speaks.
    pub(crate) fn take_wording(&self, wording: &Arc<dyn Wording>) {
        self.parts.words.0.get_or_init(|| Arc::clone(wording));
    }

    /// A refusal as the team words it.
    pub(crate) fn word(&self, problem: Problem) -> Problem {
        match self.parts.words.0.get() {
            Some(wording) => wording.word(problem),
            None => problem,
        }
    }

    /// What makes spans: one for the whole process, `None` where they go nowhere.
    #[cfg(feature = "otel")]
    pub(crate) fn telemetry(&self) -> Result<Option<Arc<Telemetry>>, String> {
        let parts = &self.parts;
        if let Some(made) = parts.telemetry.get() {
            return Ok(made.clone());
        }
        let made = Telemetry::new(parts.contract, &parts.settings, &parts.log)?;
        Ok(parts.telemetry.get_or_init(|| made.map(Arc::new)).clone())
    }

    pub(crate) fn is_ready(&self) -> bool {
        self.parts.ready.load(Ordering::Acquire)
    }

    pub(crate) fn set_ready(&self, readiness: Readiness) {
        self.parts
            .ready
            .store(readiness == Readiness::Ready, Ordering::Release);
    }
}

/// Whether new requests are welcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readiness {
    Ready,
    Stopping,
}

impl Form {
    /// How lines look in a profile.
    pub(crate) fn of(profile: Profile) -> Self {
        match profile {
            Profile::Development => Self::Text,
            Profile::Production => Self::Json,
        }
    }
}

/// A contract whose handlers are not run.
#[cfg(feature = "abuse")]
struct Spared<D>(D);

#[cfg(feature = "abuse")]
impl<D: Dispatch> Dispatch for Spared<D> {
    fn contract(&self) -> &'static Contract {
        self.0.contract()
    }

    fn versions(&self) -> Vec<&'static Contract> {
        self.0.versions()
    }

    fn call(&self, _: usize, _: crate::call::Call) -> crate::operation::Pending {
        Box::pin(async { Ok(crate::reply::Reply::empty(http::StatusCode::NO_CONTENT)) })
    }
}
