//! The team's own word on who may do what, asked after authentication and before the body is read.
//!
//! The emitted `src/policy.rs` is asked once for each operation, at the start, and answers with a [`Rule`]: so that what
//! nobody has reviewed is known before the first request, and an operation for which scopes suffice costs a request
//! nothing. A rule that looks at the object gets its ids out of the path, decoded: [`Ids`].

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use crate::call::Call;
use crate::caller::Caller;
use crate::operation::Contract;
use crate::problem::Problem;

/// Who may call one operation, beyond the scopes that the contract asks for.
#[derive(Clone, Debug)]
pub enum Rule {
    /// Everybody whom the contract lets pass.
    ScopesSuffice,
    /// Whom a function of yours lets pass; see [`Ids::check`] and [`Rule::check`].
    Check(Check),
    /// Nobody: 403.
    Deny,
    /// Nobody has thought about it yet. Everybody whom the contract lets pass may call it, the log warns, and production
    /// does not start unless `APP__POLICY__ALLOW_UNREVIEWED` says so.
    Unreviewed,
}

/// What a check decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The caller may.
    Allow,
    /// The caller may not: 403.
    Deny,
    /// The caller may not even know that there is such an object: 404.
    Hide,
}

/// A function of yours that is asked about each request.
#[derive(Clone)]
pub struct Check(Arc<Asking>);

/// Takes what it needs out of the call; the decision borrows nothing of it.
type Asking = dyn Fn(&Call) -> Result<Deciding, Problem> + Send + Sync;

/// A decision on its way: it may have to ask a database.
type Deciding = Pin<Box<dyn Future<Output = Result<Decision, Problem>> + Send>>;

impl std::fmt::Debug for Check {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Check")
    }
}

/// The ids of the objects that an operation is about: its path parameters, each of its type. Implemented in the emitted
/// `api`.
pub trait ObjectIds: Sized + Send + 'static {
    /// Reads them out of the path.
    ///
    /// # Errors
    /// The refusal that the operation itself would answer with.
    fn decode(call: &Call) -> Result<Self, Problem>;
}

/// Stands for ids of the type `T` while there is no request yet; every variant of `api::Operation` that is about an
/// object carries one.
pub struct Ids<T>(PhantomData<fn() -> T>);

impl<T> Clone for Ids<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Ids<T> {}

impl<T> std::fmt::Debug for Ids<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Ids")
    }
}

impl<T> Default for Ids<T> {
    fn default() -> Self {
        Self::NEW
    }
}

impl<T> Ids<T> {
    /// The ids of requests to come.
    pub const NEW: Self = Self(PhantomData);
}

impl<T: ObjectIds> Ids<T> {
    /// Asks `check` about every request, with what it needs to know, who calls and for what. It may be an `async fn`; a
    /// plain function answers with [`std::future::ready`]. Whatever it fails with is the answer, so that a database which
    /// is away lets nobody in.
    #[must_use]
    pub fn check<S, F, A>(self, state: &Arc<S>, check: F) -> Rule
    where
        S: Send + Sync + 'static,
        F: Fn(Arc<S>, Caller, T) -> A + Send + Sync + 'static,
        A: Future<Output = Result<Decision, Problem>> + Send + 'static,
    {
        let state = Arc::clone(state);
        Rule::Check(Check(Arc::new(move |call| {
            let ids = T::decode(call)?;
            Ok(Box::pin(check(
                Arc::clone(&state),
                call.caller().clone(),
                ids,
            )))
        })))
    }
}

impl Rule {
    /// Asks `check` about every request of an operation that is about no object: for roles, hours, switches.
    #[must_use]
    pub fn check<S, F, A>(state: &Arc<S>, check: F) -> Self
    where
        S: Send + Sync + 'static,
        F: Fn(Arc<S>, Caller) -> A + Send + Sync + 'static,
        A: Future<Output = Result<Decision, Problem>> + Send + 'static,
    {
        let state = Arc::clone(state);
        Self::Check(Check(Arc::new(move |call| {
            Ok(Box::pin(check(Arc::clone(&state), call.caller().clone())))
        })))
    }
}

impl Check {
    /// Decodes the ids and asks; what comes back is still to be waited for, and borrows nothing.
    pub(crate) fn begin(&self, call: &Call) -> Result<Deciding, Problem> {
        (self.0)(call)
    }
}

/// The refusal that a decision comes to, if it is one.
pub(crate) fn refusal(decision: Decision) -> Result<(), Problem> {
    match decision {
        Decision::Allow => Ok(()),
        Decision::Deny => Err(denied()),
        Decision::Hide => Err(Problem::not_found().with_cause("the policy hides it")),
    }
}

/// The refusal of a rule.
pub(crate) fn denied() -> Problem {
    Problem::forbidden("the policy of this service does not allow it")
}

/// The rules of whoever brings none: as they are emitted.
pub(crate) fn emitted(contract: &Contract) -> Vec<Rule> {
    let rule = |path: &str| {
        let (path, _) = path.split_once(['?', '#']).unwrap_or((path, ""));
        if path.contains('{') {
            Rule::Unreviewed
        } else {
            Rule::ScopesSuffice
        }
    };
    contract
        .operations
        .iter()
        .map(|operation| rule(operation.path))
        .collect()
}

/// The ids of the operations that nobody has reviewed.
pub(crate) fn unreviewed(contract: &Contract, rules: &[Rule]) -> Vec<&'static str> {
    contract
        .operations
        .iter()
        .zip(rules)
        .filter(|(_, rule)| matches!(rule, Rule::Unreviewed))
        .map(|(operation, _)| operation.id)
        .collect()
}
