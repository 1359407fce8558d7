//! Who asks, and whether that is enough: the contract's OR of ANDs, exactly.
//!
//! In: headers and query of a routed request. Out: a [`Caller`], or the refusal that fits: 401 when credentials are
//! missing or wrong or a second factor is, 403 when they are right and lack a scope, 429 when there were too many wrong
//! ones, 503 when they could not be checked.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use crate::caller::{Caller, Passed};
use crate::operation::{Contract, Scheme, StepUp};
use crate::problem::Problem;
use crate::settings::{SchemeSettings, Settings, StepUpSettings};

mod attempt;
pub(crate) mod certificate;
mod challenge;
pub(crate) mod credential;
pub(crate) mod development;
pub(crate) mod digest;
pub(crate) mod factor;
#[cfg(feature = "issuer-keys")]
mod fetch;
mod guard;
pub(crate) mod jwks;
pub(crate) mod keys;
mod outcome;
mod plan;
#[cfg(feature = "issuer-keys")]
pub(crate) mod remote;
mod second;
mod signature;
mod signed;
mod step_up;
mod store;
pub(crate) mod together;
pub(crate) mod token;
pub(crate) mod totp;
pub(crate) mod users;
pub(crate) mod verifier;
pub(crate) mod watched;

use certificate::Certificate;
pub(crate) use challenge::CODE_HEADER;
use challenge::{Attempt, challenge, quoted};
use guard::{Guard, Tried};
use outcome::{Outcome, Outcomes};
use plan::{Need, Plan};
use together::Together;
use verifier::AnyVerifier;

/// The schemes of a contract with their verifiers, and what each operation asks for.
pub(crate) struct Authenticator {
    realm: String,
    schemes: Vec<Checked>,
    plans: Vec<Plan>,
    /// What routes ask for that are not in the contract.
    anyhow: Plan,
    guard: Guard,
}

struct Checked {
    scheme: &'static Scheme,
    verifier: Arc<dyn AnyVerifier>,
    step_up: StepUpSettings,
}

/// What a request brings along, as far as credentials go.
#[derive(Clone, Copy)]
pub(crate) struct Evidence<'a> {
    pub(crate) headers: &'a HeaderMap,
    pub(crate) query: &'a str,
    pub(crate) client: Option<IpAddr>,
    /// What came of the connection's client certificate, if there is one.
    pub(crate) certificate: Option<&'a Certificate>,
}

impl Authenticator {
    /// `verifiers` are in the order of the contract's schemes, as the settings are.
    pub(crate) fn new(
        contract: &'static Contract,
        verifiers: Vec<Arc<dyn AnyVerifier>>,
        settings: &Settings,
        together: Together,
    ) -> Result<Self, String> {
        let step_up = settings.schemes.iter().map(|scheme| match scheme {
            SchemeSettings::Token(token) => token.step_up.clone(),
            _ => StepUpSettings::default(),
        });
        let schemes: Vec<Checked> = contract
            .schemes
            .iter()
            .zip(verifiers)
            .zip(step_up)
            .map(|((scheme, verifier), step_up)| Checked {
                scheme,
                verifier,
                step_up,
            })
            .collect();
        let plans = contract
            .operations
            .iter()
            .map(|operation| Plan::new(operation, contract.schemes))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            realm: quoted(contract.title),
            anyhow: Plan::anyhow(schemes.len()),
            schemes,
            plans,
            guard: Guard::new(&settings.rate_limit, together),
        })
    }

    /// The query parameters that are the gate's alone in this operation.
    pub(crate) fn hidden(&self, operation: usize) -> &[&'static str] {
        self.plans.get(operation).map_or(&[], |plan| &plan.hidden)
    }

    /// Authenticates a request for an operation.
    pub(crate) async fn authenticate(
        &self,
        operation: usize,
        evidence: Evidence<'_>,
    ) -> Result<Caller, Problem> {
        match self.plans.get(operation) {
            Some(plan) => self.by_plan(plan, evidence).await,
            None => Err(Problem::internal_because("no such operation")),
        }
    }

    /// Authenticates a request for a route that is not in the contract: any one scheme will do.
    pub(crate) async fn authenticate_anyhow(
        &self,
        evidence: Evidence<'_>,
    ) -> Result<Caller, Problem> {
        if self.anyhow.alternatives.is_empty() {
            return Err(self.refuse(&self.anyhow, &Vec::new()));
        }
        self.by_plan(&self.anyhow, evidence).await
    }

    async fn by_plan(&self, plan: &Plan, evidence: Evidence<'_>) -> Result<Caller, Problem> {
        if plan.alternatives.is_empty() {
            return Ok(Caller::ANONYMOUS);
        }
        let mut outcomes = Vec::new();
        let mut lacking = None;
        let mut lacks_factor = false;
        for needs in plan.alternatives.iter().filter(|needs| !needs.is_empty()) {
            for need in needs {
                if !outcomes.iter().any(|(scheme, _)| *scheme == need.scheme) {
                    let outcome = match self.recalled(need.scheme, evidence) {
                        Some(known) => known,
                        // On the heap: a request with a token that is known does not carry the room for it.
                        None => Box::pin(self.outcome(need.scheme, evidence)).await,
                    };
                    outcomes.push((need.scheme, outcome));
                }
            }
            match self.proof(needs, &outcomes) {
                Proof::Complete(caller) => {
                    if plan.step_up == StepUp::None
                        || Box::pin(self.has_second_factor(needs, &caller, evidence)).await?
                    {
                        return Ok(caller);
                    }
                    lacks_factor = true;
                }
                Proof::LacksScopes => lacking = lacking.or(Some(needs)),
                Proof::Incomplete => {}
            }
        }
        outcome::excuse(&mut outcomes, |scheme| self.tried(scheme) == Tried::Token);
        self.judge(plan, &outcomes, evidence).await?;
        if lacks_factor {
            return Err(self.insufficient_factor(plan));
        }
        // Whoever presents something wrong was told so, even where nothing had to be presented.
        if plan.step_up == StepUp::None && plan.alternatives.iter().any(Vec::is_empty) {
            return Ok(Caller::ANONYMOUS);
        }
        Err(match lacking {
            Some(needs) => {
                let scopes: Vec<&str> = needs
                    .iter()
                    .flat_map(|need| need.scopes.iter().copied())
                    .collect();
                Problem::insufficient_scope(&scopes)
            }
            None => self.refuse(plan, &outcomes),
        })
    }

    /// Refuses where something could not be checked, was tried too often, or is wrong.
    async fn judge(
        &self,
        plan: &Plan,
        outcomes: &Outcomes,
        evidence: Evidence<'_>,
    ) -> Result<(), Problem> {
        let mut wrong = None;
        let mut throttled = None;
        for (_, outcome) in outcomes {
            match outcome {
                Outcome::Unavailable(cause) => return Err(unavailable(cause)),
                Outcome::Throttled(wait) => throttled = throttled.max(Some(*wait)),
                Outcome::Wrong(reason) => wrong = wrong.or(Some(*reason)),
                Outcome::Missing | Outcome::Passed(_) => {}
            }
        }
        if let Some(wait) = throttled {
            return Err(too_many_wrong(wait));
        }
        let Some(reason) = wrong else {
            return Ok(());
        };
        // A request is one try, or one of each kind.
        for tried in [Tried::Token, Tried::Secret] {
            let is_wrong = |(scheme, outcome): &(usize, Outcome)| {
                matches!(outcome, Outcome::Wrong(_)) && self.tried(*scheme) == tried
            };
            if outcomes.iter().any(is_wrong) {
                self.guard.failed(tried, evidence.client).await;
            }
        }
        Err(self.refuse(plan, outcomes).with_cause(reason))
    }

    fn proof(&self, needs: &[Need], outcomes: &Outcomes) -> Proof {
        let passed = |need: &Need| {
            let (_, outcome) = outcomes.iter().find(|(scheme, _)| *scheme == need.scheme)?;
            match (outcome, self.schemes.get(need.scheme)) {
                (Outcome::Passed(identity), Some(checked)) => Some((checked, identity)),
                _ => None,
            }
        };
        let mut lacks_scopes = false;
        for need in needs {
            let Some((_, identity)) = passed(need) else {
                return Proof::Incomplete;
            };
            let granted = |scope: &&str| identity.scopes.iter().any(|granted| granted == scope);
            lacks_scopes |= !need.scopes.iter().all(granted);
        }
        if lacks_scopes {
            return Proof::LacksScopes;
        }
        let passed = needs.iter().filter_map(passed);
        Proof::Complete(Caller::new(passed.map(|(checked, identity)| Passed {
            scheme: checked.scheme.name,
            identity: Arc::clone(identity),
        })))
    }

    /// 401 with a challenge for each scheme that would do.
    fn refuse(&self, plan: &Plan, outcomes: &Outcomes) -> Problem {
        let mut texts: Vec<String> = Vec::new();
        for index in &plan.challenges {
            let Some(checked) = self.schemes.get(*index) else {
                continue;
            };
            let failed = outcomes
                .iter()
                .any(|(scheme, outcome)| scheme == index && matches!(outcome, Outcome::Wrong(_)));
            let attempt = if failed {
                Attempt::Failed
            } else {
                Attempt::None
            };
            let text = challenge(&self.realm, checked.scheme.kind, attempt);
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        if texts.is_empty() {
            texts.push(format!("Bearer realm=\"{}\"", self.realm));
        }
        Problem::unauthenticated(&texts)
    }
}

enum Proof {
    Complete(Caller),
    LacksScopes,
    Incomplete,
}

fn too_many_wrong(wait: Duration) -> Problem {
    Problem::too_many_requests(wait).with_cause("too many wrong credentials")
}

fn unavailable(cause: &str) -> Problem {
    Problem::unavailable("credentials cannot be checked now", Duration::from_secs(5))
        .with_cause(cause)
}
