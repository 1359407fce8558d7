//! Who asks, and whether that is enough: the contract's OR of ANDs, exactly.
//!
//! In: headers and query of a routed request. Out: a [`Caller`], or the refusal that fits: 401 when credentials are
//! missing or wrong, 403 when they are right and lack a scope, 503 when they could not be checked.

use std::sync::Arc;

use http::HeaderMap;

use crate::caller::{Caller, Identity, Passed};
use crate::operation::{Contract, KeyLocation, Operation, Scheme, SchemeKind};
use crate::problem::Problem;

pub(crate) mod credential;
pub(crate) mod development;
mod digest;
pub(crate) mod jwks;
pub(crate) mod keys;
mod signature;
mod store;
pub(crate) mod token;
pub(crate) mod users;
pub(crate) mod verifier;
pub(crate) mod watched;

use credential::{Presented, is_presented, presented};
use verifier::{AnyVerifier, Denied};

/// The schemes of a contract with their verifiers, and what each operation asks for.
pub(crate) struct Authenticator {
    realm: String,
    schemes: Vec<Checked>,
    plans: Vec<Plan>,
}

struct Checked {
    scheme: &'static Scheme,
    verifier: Arc<dyn AnyVerifier>,
}

/// What one operation asks for, with schemes by their position.
struct Plan {
    alternatives: Vec<Vec<Need>>,
    challenges: Vec<usize>,
    /// Query parameters that hold keys, and are the gate's alone.
    hidden: Vec<&'static str>,
}

struct Need {
    scheme: usize,
    scopes: &'static [&'static str],
}

/// What was found out about one scheme for one request.
enum Outcome {
    Missing,
    Wrong(&'static str),
    Unavailable(String),
    Passed(Arc<Identity>),
}

/// Why a request was not authenticated.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) problem: Problem,
    pub(crate) kind: RefusalKind,
}

/// What a refusal means for the limiter of failed logins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefusalKind {
    /// Nothing was presented, or nothing was wrong with it.
    Harmless,
    /// A credential was presented and is wrong.
    WrongCredential,
}

impl Authenticator {
    /// `verifiers` are in the order of the contract's schemes.
    pub(crate) fn new(
        contract: &'static Contract,
        verifiers: Vec<Arc<dyn AnyVerifier>>,
    ) -> Result<Self, String> {
        let schemes: Vec<Checked> = contract
            .schemes
            .iter()
            .zip(verifiers)
            .map(|(scheme, verifier)| Checked { scheme, verifier })
            .collect();
        let plans = contract
            .operations
            .iter()
            .map(|operation| Plan::new(operation, &schemes))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            realm: quoted(contract.title),
            schemes,
            plans,
        })
    }

    /// The query parameters that are the gate's alone in this operation.
    pub(crate) fn hidden(&self, operation: usize) -> &[&'static str] {
        self.plans.get(operation).map_or(&[], |plan| &plan.hidden)
    }

    /// Whether a request presents anything that would have to be verified.
    pub(crate) fn presents(&self, operation: usize, headers: &HeaderMap, query: &str) -> bool {
        self.plans
            .get(operation)
            .is_some_and(|plan| self.any_presented(&plan.challenges, headers, query))
    }

    /// Whether a request presents anything for any scheme at all.
    pub(crate) fn presents_anything(&self, headers: &HeaderMap, query: &str) -> bool {
        let all: Vec<usize> = (0..self.schemes.len()).collect();
        self.any_presented(&all, headers, query)
    }

    fn any_presented(&self, schemes: &[usize], headers: &HeaderMap, query: &str) -> bool {
        schemes
            .iter()
            .filter_map(|index| self.schemes.get(*index))
            .any(|checked| is_presented(checked.scheme.kind, headers, query))
    }

    /// Authenticates a request for an operation.
    pub(crate) async fn authenticate(
        &self,
        operation: usize,
        headers: &HeaderMap,
        query: &str,
    ) -> Result<Caller, Refusal> {
        match self.plans.get(operation) {
            Some(plan) => {
                self.alternatives(&plan.alternatives, &plan.challenges, headers, query)
                    .await
            }
            None => Err(Refusal {
                problem: Problem::internal_because("no such operation"),
                kind: RefusalKind::Harmless,
            }),
        }
    }

    /// Authenticates a request for a route that is not in the contract: any one scheme will do.
    pub(crate) async fn authenticate_anyhow(
        &self,
        headers: &HeaderMap,
        query: &str,
    ) -> Result<Caller, Refusal> {
        let alternatives: Vec<Vec<Need>> = (0..self.schemes.len())
            .map(|scheme| {
                vec![Need {
                    scheme,
                    scopes: &[],
                }]
            })
            .collect();
        let challenges: Vec<usize> = (0..self.schemes.len()).collect();
        if alternatives.is_empty() {
            return Err(self.refuse(&challenges, &[], None));
        }
        self.alternatives(&alternatives, &challenges, headers, query)
            .await
    }

    async fn alternatives(
        &self,
        alternatives: &[Vec<Need>],
        challenges: &[usize],
        headers: &HeaderMap,
        query: &str,
    ) -> Result<Caller, Refusal> {
        if alternatives.is_empty() {
            return Ok(Caller::ANONYMOUS);
        }
        let mut outcomes: Vec<(usize, Outcome)> = Vec::new();
        let mut lacking = None;
        for needs in alternatives.iter().filter(|needs| !needs.is_empty()) {
            for need in needs {
                if !outcomes.iter().any(|(scheme, _)| *scheme == need.scheme) {
                    outcomes.push((need.scheme, self.outcome(need.scheme, headers, query).await));
                }
            }
            match self.proof(needs, &outcomes) {
                Proof::Complete(caller) => return Ok(caller),
                Proof::LacksScopes => lacking = lacking.or(Some(needs)),
                Proof::Incomplete => {}
            }
        }
        if let Some(cause) = outcomes
            .iter()
            .find_map(|(_, outcome)| outcome.unavailable())
        {
            let problem = Problem::unavailable(
                "credentials cannot be checked now",
                std::time::Duration::from_secs(5),
            );
            return Err(Refusal {
                problem: problem.with_cause(cause),
                kind: RefusalKind::Harmless,
            });
        }
        let wrong = outcomes.iter().find_map(|(_, outcome)| outcome.wrong());
        let anonymous_may_pass = alternatives.iter().any(Vec::is_empty);
        // Whoever presents something wrong is told so, even where nothing had to be presented.
        if anonymous_may_pass && wrong.is_none() {
            return Ok(Caller::ANONYMOUS);
        }
        if let (Some(needs), None) = (lacking, wrong) {
            let scopes: Vec<&str> = needs
                .iter()
                .flat_map(|need| need.scopes.iter().copied())
                .collect();
            return Err(Refusal {
                problem: Problem::insufficient_scope(&scopes),
                kind: RefusalKind::Harmless,
            });
        }
        Err(self.refuse(challenges, &outcomes, wrong))
    }

    async fn outcome(&self, scheme: usize, headers: &HeaderMap, query: &str) -> Outcome {
        let Some(checked) = self.schemes.get(scheme) else {
            return Outcome::Missing;
        };
        let presented = presented(checked.scheme.kind, headers, query);
        match (&presented, presented.credential()) {
            (Presented::Malformed, _) => Outcome::Wrong("the credential is malformed"),
            (_, None) => Outcome::Missing,
            (_, Some(credential)) => match checked.verifier.check(credential).await {
                Ok(identity) => Outcome::Passed(identity),
                Err(Denied::Invalid(reason)) => Outcome::Wrong(reason),
                Err(Denied::Unavailable(cause)) => Outcome::Unavailable(cause),
            },
        }
    }

    fn proof(&self, needs: &[Need], outcomes: &[(usize, Outcome)]) -> Proof {
        let mut passed = Vec::with_capacity(needs.len());
        let mut lacks_scopes = false;
        for need in needs {
            let outcome = outcomes
                .iter()
                .find(|(scheme, _)| *scheme == need.scheme)
                .map(|(_, outcome)| outcome);
            let (Some(Outcome::Passed(identity)), Some(checked)) =
                (outcome, self.schemes.get(need.scheme))
            else {
                return Proof::Incomplete;
            };
            let granted = |scope: &&str| identity.scopes.iter().any(|granted| granted == scope);
            lacks_scopes |= !need.scopes.iter().all(granted);
            passed.push(Passed {
                scheme: checked.scheme.name,
                identity: Arc::clone(identity),
            });
        }
        if lacks_scopes {
            Proof::LacksScopes
        } else {
            Proof::Complete(Caller::new(passed))
        }
    }

    /// 401 with a challenge for each scheme that would do; a wrong token is called `invalid_token` (RFC 6750,
    /// section 3.1).
    fn refuse(
        &self,
        challenges: &[usize],
        outcomes: &[(usize, Outcome)],
        wrong: Option<&'static str>,
    ) -> Refusal {
        let mut texts: Vec<String> = Vec::new();
        for index in challenges {
            let Some(checked) = self.schemes.get(*index) else {
                continue;
            };
            let failed = outcomes
                .iter()
                .any(|(scheme, outcome)| scheme == index && outcome.wrong().is_some());
            let text = self.challenge(
                checked.scheme.kind,
                if failed {
                    Attempt::Failed
                } else {
                    Attempt::None
                },
            );
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        if texts.is_empty() {
            texts.push(format!("Bearer realm=\"{}\"", self.realm));
        }
        let problem = Problem::unauthenticated(&texts);
        match wrong {
            None => Refusal {
                problem,
                kind: RefusalKind::Harmless,
            },
            Some(reason) => Refusal {
                problem: problem.with_cause(reason),
                kind: RefusalKind::WrongCredential,
            },
        }
    }

    fn challenge(&self, kind: SchemeKind, attempt: Attempt) -> String {
        let realm = &self.realm;
        match kind {
            SchemeKind::Bearer
            | SchemeKind::OAuth2
            | SchemeKind::OpenIdConnect
            | SchemeKind::Refused => match attempt {
                Attempt::None => format!("Bearer realm=\"{realm}\""),
                Attempt::Failed => format!("Bearer realm=\"{realm}\", error=\"invalid_token\""),
            },
            SchemeKind::Basic => format!("Basic realm=\"{realm}\", charset=\"UTF-8\""),
            SchemeKind::ApiKey { location, name } => {
                let location = match location {
                    KeyLocation::Header => "header",
                    KeyLocation::Query => "query",
                    KeyLocation::Cookie => "cookie",
                };
                format!(
                    "ApiKey realm=\"{realm}\", in=\"{location}\", name=\"{}\"",
                    quoted(name)
                )
            }
        }
    }
}

/// Whether a credential was presented for a challenge's scheme.
#[derive(Clone, Copy)]
enum Attempt {
    None,
    Failed,
}

enum Proof {
    Complete(Caller),
    LacksScopes,
    Incomplete,
}

impl Outcome {
    fn wrong(&self) -> Option<&'static str> {
        match self {
            Self::Wrong(reason) => Some(reason),
            _ => None,
        }
    }

    fn unavailable(&self) -> Option<String> {
        match self {
            Self::Unavailable(cause) => Some(cause.clone()),
            _ => None,
        }
    }
}

impl Plan {
    fn new(operation: &'static Operation, schemes: &[Checked]) -> Result<Self, String> {
        let mut plan = Self {
            alternatives: Vec::new(),
            challenges: Vec::new(),
            hidden: Vec::new(),
        };
        for alternative in operation.security {
            let mut needs = Vec::new();
            for requirement in *alternative {
                let index = schemes
                    .iter()
                    .position(|checked| checked.scheme.name == requirement.scheme)
                    .ok_or_else(|| {
                        format!(
                            "operation {} asks for the scheme {}, which is not in the contract",
                            operation.id, requirement.scheme
                        )
                    })?;
                needs.push(Need {
                    scheme: index,
                    scopes: requirement.scopes,
                });
                if !plan.challenges.contains(&index) {
                    plan.challenges.push(index);
                }
                if let Some(SchemeKind::ApiKey {
                    location: KeyLocation::Query,
                    name,
                }) = schemes.get(index).map(|checked| checked.scheme.kind)
                {
                    plan.hidden.push(name);
                }
            }
            plan.alternatives.push(needs);
        }
        Ok(plan)
    }
}

/// The inside of a quoted string of a header: printable ASCII without quote and backslash.
fn quoted(text: &str) -> String {
    text.chars()
        .filter(|character| matches!(character, ' '..='~') && !matches!(character, '"' | '\\'))
        .collect()
}
