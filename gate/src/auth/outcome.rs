//! What was found out about the schemes of an operation, for one request.

use std::sync::Arc;
use std::time::Duration;

use super::verifier::Denied;
use crate::caller::Identity;
use crate::operation::SchemeKind;

/// What was found out about one scheme.
pub(super) enum Outcome {
    Missing,
    Wrong(&'static str),
    Throttled(Duration),
    Unavailable(String),
    Passed(Arc<Identity>),
}

/// What was found out about all schemes that were asked for, by their position in the contract.
pub(super) type Outcomes = Vec<(usize, Outcome)>;

impl From<Result<Arc<Identity>, Denied>> for Outcome {
    fn from(verified: Result<Arc<Identity>, Denied>) -> Self {
        match verified {
            Ok(identity) => Self::Passed(identity),
            Err(Denied::Invalid(reason)) => Self::Wrong(reason),
            Err(Denied::Unavailable(cause)) => Self::Unavailable(cause),
        }
    }
}

/// Whether credentials of a scheme are what follows `Bearer` in `Authorization`.
pub(super) fn takes_tokens(kind: SchemeKind) -> bool {
    matches!(
        kind,
        SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect { .. }
    )
}

/// One token is shown to every scheme that takes tokens. Where it passed one of them, it was meant for that one: that others
/// do not know it makes it neither wrong nor a guess.
pub(super) fn excuse(outcomes: &mut Outcomes, takes_tokens: impl Fn(usize) -> bool) {
    let is_known = outcomes
        .iter()
        .any(|(scheme, outcome)| matches!(outcome, Outcome::Passed(_)) && takes_tokens(*scheme));
    if !is_known {
        return;
    }
    for (scheme, outcome) in outcomes {
        let is_against = matches!(outcome, Outcome::Wrong(_) | Outcome::Throttled(_));
        if is_against && takes_tokens(*scheme) {
            *outcome = Outcome::Missing;
        }
    }
}
