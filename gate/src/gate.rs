//! Putting a gate together: the contract's routes, the settings, and what the team brings of its own.

use std::sync::Arc;

use axum::Router as Routes;

use crate::audit::Audit;
use crate::auth::Authenticator;
use crate::auth::certificate::CertificateVerifier;
use crate::auth::credential::Credential;
use crate::auth::factor::Factors;
use crate::auth::jwks::KeySet;
use crate::auth::keys::KeyVerifier;
#[cfg(feature = "issuer-keys")]
use crate::auth::remote::RemoteKeys;
use crate::auth::together::Together;
use crate::auth::token::{KeyFile, Keys, TokenVerifier};
use crate::auth::users::UserVerifier;
use crate::auth::verifier::{AnyVerifier, Denied, Verifier, Verifiers};
use crate::auth::watched::Watched;
use crate::boot::Boot;
use crate::caller::Identity;
use crate::cors::Cors;
use crate::docs::Docs;
use crate::edge::trail::Trail;
use crate::edge::{Core, Gate, Row, allowance, extra, headers, inside};
use crate::json::ReadLimits;
use crate::limit::Limiter;
#[cfg(feature = "redis")]
use crate::limit::shared::Shared;
use crate::log::Level;
use crate::operation::{Answering, Dispatch, Operation};
use crate::policy::{self, Rule};
use crate::problem::{Problem, Wording};
use crate::router::Router;
use crate::service::Service;
#[cfg(feature = "redis")]
use crate::settings::Backend;
use crate::settings::{KeySource, Profile, SchemeSettings, SettingsError, Unreviewed};

/// Why a gate cannot be built: a sentence for whoever starts the service.
#[derive(Debug)]
pub struct BuildError(String);

impl std::fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for BuildError {}

/// A gate in the making; see [`Boot::gate`].
pub struct GateBuilder {
    boot: Boot,
    dispatch: Arc<dyn Dispatch>,
    verifiers: Verifiers,
    wording: Arc<dyn Wording>,
    rules: Option<Vec<Rule>>,
    further: Routes,
    open: Routes,
    inside: Option<Routes>,
}

impl GateBuilder {
    pub(crate) fn new(boot: Boot, dispatch: Arc<dyn Dispatch>) -> Self {
        Self {
            boot,
            dispatch,
            verifiers: Verifiers::new(),
            wording: Arc::new(|problem: Problem| problem),
            rules: None,
            further: Routes::new(),
            open: Routes::new(),
            inside: None,
        }
    }

    /// Verifiers of your own for some schemes.
    #[must_use]
    pub fn verifiers(mut self, verifiers: Verifiers) -> Self {
        self.verifiers = verifiers;
        self
    }

    /// How refusals are worded.
    #[must_use]
    pub fn wording(mut self, wording: impl Wording) -> Self {
        self.wording = Arc::new(wording);
        self
    }

    /// Who may do what, beyond scopes: one rule for each operation, in the contract's order, as the emitted `api::Operation::rules`
    /// gathers them. Without it, what is about an object counts as unreviewed.
    #[must_use]
    pub fn policy(mut self, rules: Vec<Rule>) -> Self {
        self.rules = Some(rules);
        self
    }

    /// Routes of your own beside the contract, behind the gate: whoever calls them has passed one of the contract's
    /// schemes, and is there as an extractor, [`Caller`](crate::Caller). A path of the contract wins over one of these.
    #[must_use]
    pub fn further(mut self, routes: Routes) -> Self {
        self.further = self.further.merge(routes);
        self
    }

    /// Routes of your own that anybody may call, within the limit of their address.
    #[must_use]
    pub fn open(mut self, routes: Routes) -> Self {
        self.open = self.open.merge(routes);
        self
    }

    /// Tower layers between the gate and the handlers: `|handlers| handlers.layer(…)`. They see the request without its
    /// body, and [`Caller`](crate::Caller) and [`RequestId`](crate::RequestId) among its extensions. Of a
    /// [`Problem`] that comes back through them, headers that they add are kept; its status and its words are settled
    /// behind them.
    #[must_use]
    pub fn inside(mut self, layers: impl FnOnce(Routes) -> Routes) -> Self {
        let handlers = self
            .inside
            .unwrap_or_else(|| inside::heart(Arc::clone(&self.dispatch)));
        self.inside = Some(layers(handlers));
        self
    }

    /// The service behind the gate; layers around both: `.build()?.layer(…)`.
    ///
    /// # Errors
    /// When two operations cannot be told apart, a verifier is for a scheme that the contract does not have, keys cannot
    /// be read, the policy has not one rule for each operation, or production would start with rules that nobody has
    /// reviewed.
    pub fn build(self) -> Result<Service, BuildError> {
        Ok(self.build_gate()?.into())
    }

    /// The gate as a bare tower service.
    ///
    /// # Errors
    /// As [`GateBuilder::build`].
    pub fn build_gate(self) -> Result<Gate, BuildError> {
        let contract = self.dispatch.contract();
        let settings = self.boot.settings();
        let rules = self.reviewed()?;
        self.boot.take_wording(&self.wording);
        if self.dispatch.answering() == Answering::Examples {
            let told = "examples of the contract answer in place of the handlers: this is a build for trying it out";
            self.boot.log().note(Level::Warning, "mock", told);
        }
        let router = Router::new(contract.operations).map_err(|conflict| {
            BuildError(format!(
                "operations {} and {} cannot be told apart",
                conflict.first, conflict.second
            ))
        })?;
        let verifiers = self.all_verifiers()?;
        #[cfg(feature = "abuse")]
        self.boot
            .verified_elsewhere(self.verifiers.own.keys().copied());
        #[cfg(feature = "redis")]
        let shared = self.shared()?;
        #[cfg(feature = "otel")]
        let telemetry = self.boot.telemetry().map_err(BuildError)?;
        #[cfg(feature = "redis")]
        let together = Together::new(shared.clone());
        #[cfg(not(feature = "redis"))]
        let together = Together::default();
        let authenticator =
            Authenticator::new(contract, verifiers, settings, together).map_err(BuildError)?;
        let rows = contract
            .operations
            .iter()
            .enumerate()
            .map(|(index, operation)| self.row(index, operation))
            .collect();
        let docs = Docs::shown(
            settings.docs,
            self.dispatch.as_ref(),
            &router,
            self.boot.log(),
        );
        let core = Arc::new(Core {
            contract,
            router,
            authenticator,
            limiter: Limiter::new(),
            #[cfg(feature = "redis")]
            shared,
            #[cfg(feature = "otel")]
            telemetry,
            rows,
            defaults: self.default_row(),
            trusted_proxies: settings.rate_limit.trusted_proxies.clone(),
            concurrency: settings.limits.concurrency,
            read_limits: ReadLimits {
                depth: settings.limits.json_depth,
                ..ReadLimits::default()
            },
            headers: headers::security(),
            wording: self.wording,
            rules,
            metrics: self.boot.metrics(),
            log: self.boot.log().clone(),
            audit: Audit::new(contract),
            cors: Cors::new(&settings.origins, contract),
            docs,
            dispatch: self.dispatch,
        });
        let extra = extra::routes(&core, self.further, self.open);
        Ok(Gate {
            core,
            inside: self.inside,
            extra,
        })
    }

    /// The rules, once it is clear that the service may start with them.
    fn reviewed(&self) -> Result<Vec<Rule>, BuildError> {
        let contract = self.dispatch.contract();
        #[cfg(feature = "abuse")]
        if self.boot.is_abused() {
            return Ok(vec![Rule::ScopesSuffice; contract.operations.len()]);
        }
        let rules = match &self.rules {
            Some(rules) => rules.clone(),
            None => policy::emitted(contract),
        };
        if rules.len() != contract.operations.len() {
            return Err(BuildError(format!(
                "the policy has {} rules for {} operations; gather them with `api::Operation::rules`",
                rules.len(),
                contract.operations.len()
            )));
        }
        let unreviewed = policy::unreviewed(contract, &rules);
        if unreviewed.is_empty() {
            return Ok(rules);
        }
        let named = unreviewed.join(", ");
        let settings = self.boot.settings();
        if settings.profile == Profile::Production && settings.unreviewed == Unreviewed::Refused {
            return Err(BuildError(format!(
                "src/policy.rs has rules that nobody has reviewed: {named}; review them, or set APP__POLICY__ALLOW_UNREVIEWED=true"
            )));
        }
        let consequence = match settings.profile {
            Profile::Development => "; production will not start like this",
            Profile::Production => "",
        };
        self.boot.log().note(
            Level::Warning,
            "policy",
            &format!("nobody has reviewed who may call {named} (src/policy.rs){consequence}"),
        );
        Ok(rules)
    }

    /// The counters that replicas share, where the settings name some.
    #[cfg(feature = "redis")]
    fn shared(&self) -> Result<Option<Arc<Shared>>, BuildError> {
        match &self.boot.settings().rate_limit.backend {
            Backend::Memory => Ok(None),
            Backend::Redis(address) => {
                let log = self.boot.log().clone();
                let title = self.dispatch.contract().title;
                let authorities = self.boot.settings().rate_limit.authorities.as_deref();
                Shared::new(address.expose(), authorities, title, log)
                    .map(|shared| Some(Arc::new(shared)))
                    .map_err(BuildError)
            }
        }
    }

    fn default_row(&self) -> Row {
        let settings = self.boot.settings();
        let rate = settings.rate_limit.default;
        Row {
            rate,
            headers: headers::of_operation(allowance::policy("\"default\"", &rate)),
            rate_name: "\"default\"".to_owned(),
            counter: 0,
            body: settings.limits.body,
            timeout: settings.limits.timeout,
            notices: Vec::new(),
            trails: Vec::new(),
        }
    }

    fn row(&self, index: usize, operation: &Operation) -> Row {
        let mut row = self.default_row();
        row.rate = operation.limits.rate.unwrap_or(row.rate);
        row.rate_name = allowance::name(operation.id);
        row.counter = index + 1;
        row.headers = headers::of_operation(allowance::policy(&row.rate_name, &row.rate));
        row.body = operation.limits.body.unwrap_or(row.body);
        row.timeout = operation.limits.timeout.unwrap_or(row.timeout);
        let notice = |(name, value): &(&str, &str)| {
            let name = http::HeaderName::try_from(*name).ok()?;
            Some((name, http::HeaderValue::from_str(value).ok()?))
        };
        let (filled_in, as_they_are): (Vec<_>, Vec<_>) = operation
            .notices
            .iter()
            .partition(|(name, value)| *name == "link" && value.contains('{'));
        row.notices = as_they_are.into_iter().filter_map(notice).collect();
        let trails = filled_in.into_iter();
        row.trails = trails.filter_map(|(_, value)| Trail::of(value)).collect();
        row
    }

    /// One verifier a scheme, in the contract's order: the team's own, or the gate's.
    fn all_verifiers(&self) -> Result<Vec<Arc<dyn AnyVerifier>>, BuildError> {
        let schemes = self.dispatch.contract().schemes;
        let unknown = self
            .verifiers
            .own
            .keys()
            .find(|name| !schemes.iter().any(|scheme| scheme.name == **name));
        if let Some(name) = unknown {
            let known: Vec<&str> = schemes.iter().map(|scheme| scheme.name).collect();
            let known = match known.as_slice() {
                [] => "none".to_owned(),
                known => known.join(", "),
            };
            return Err(BuildError(format!(
                "src/auth.rs verifies the scheme {name}, which the contract does not have; it has {known}"
            )));
        }
        let lacking = self.boot.settings().lacking.iter();
        let faults: Vec<String> = lacking
            .filter(|(scheme, _)| !self.verifiers.own.contains_key(scheme))
            .map(|(_, fault)| fault.clone())
            .collect();
        if !faults.is_empty() {
            return Err(BuildError(SettingsError { faults }.to_string()));
        }
        let settings = &self.boot.settings().schemes;
        let verifier = |(scheme, settings): (&crate::operation::Scheme, &SchemeSettings)| {
            if let Some(own) = self.verifiers.own.get(scheme.name) {
                return Ok(Arc::clone(own));
            }
            Ok(match (settings, scheme.kind) {
                (SchemeSettings::Token(settings), _) => {
                    let keys = match &settings.keys {
                        KeySource::File(path) => {
                            let file = Watched::new(path.clone(), KeySet::read);
                            file.get().map_err(BuildError)?;
                            Keys::File(KeyFile {
                                file,
                                scheme: scheme.name,
                                log: self.boot.log().clone(),
                            })
                        }
                        #[cfg(feature = "issuer-keys")]
                        KeySource::Remote(remote) => {
                            let log = self.boot.log().clone();
                            let keys = RemoteKeys::begin(scheme.name, remote.clone(), log);
                            Keys::Remote(keys.map_err(BuildError)?)
                        }
                        #[cfg(not(feature = "issuer-keys"))]
                        KeySource::Remote(_) => {
                            return Err(BuildError(format!(
                                "scheme {}: this service is built without the feature issuer-keys, which fetches keys",
                                scheme.name
                            )));
                        }
                        KeySource::Secret(secret) => {
                            Keys::Secret(Arc::new(KeySet::of_secret(secret.expose())))
                        }
                        KeySource::Development => {
                            Keys::Fixed(self.boot.development_keys().map_err(BuildError)?)
                        }
                    };
                    Arc::new(TokenVerifier::new(settings.clone(), keys)) as Arc<dyn AnyVerifier>
                }
                (SchemeSettings::File(path), crate::operation::SchemeKind::Basic) => {
                    let ring = self.boot.key_ring();
                    let users = UserVerifier::new(path, Factors::new(scheme.setting, ring));
                    users.check().map_err(|fault| broken_file(scheme, &fault))?;
                    Arc::new(users)
                }
                (SchemeSettings::File(path), _) => {
                    let keys = KeyVerifier::new(path);
                    keys.check().map_err(|fault| broken_file(scheme, &fault))?;
                    Arc::new(keys)
                }
                (SchemeSettings::Certificate, _) => Arc::new(CertificateVerifier),
                (SchemeSettings::Refused, _) => Arc::new(Nobody),
            })
        };
        schemes.iter().zip(settings).map(verifier).collect()
    }
}

/// A file of keys or users that nobody can read lets nobody in, which is better known at the start than by every caller.
fn broken_file(scheme: &crate::operation::Scheme, fault: &str) -> BuildError {
    let scheme = scheme.setting.to_ascii_uppercase();
    BuildError(format!("APP__AUTH__{scheme}__FILE: {fault}"))
}

/// The verifier of a scheme that cannot be enforced.
struct Nobody;

impl Verifier for Nobody {
    async fn verify(&self, _: Credential<'_>) -> Result<Arc<Identity>, Denied> {
        Err(Denied::Invalid("this scheme cannot be enforced"))
    }
}
