//! Callers who lack something: credentials, a scope, one of two schemes.

use super::ask::Service;
use super::case::Case;
use super::credentials::{Grant, Presented};
use crate::operation::Operation;

/// Without credentials: 401 with a challenge, unless the contract lets anonymous callers pass.
pub(crate) async fn none(service: &Service, case: &Case) -> Vec<String> {
    let operation = service.operation(case);
    if lets_in(operation, &[]) {
        return Vec::new();
    }
    let question = service.question(case, &Presented::default());
    match service.wants("a stranger", question, &[401]).await {
        Err(failure) => vec![failure],
        Ok(answer) if answer.headers.contains_key("www-authenticate") => Vec::new(),
        Ok(_) => vec!["a stranger was not told how to authenticate".to_owned()],
    }
}

/// With each scope left out in turn: 403, unless another alternative lets the caller in all the same. And with all of
/// them: not refused, so that a service which refuses everybody does not look safe.
pub(crate) async fn scope(service: &Service, case: &Case) -> Vec<String> {
    let operation = service.operation(case);
    let mut failures = Vec::new();
    for alternative in operation.security {
        let whole: Vec<Grant> = alternative.iter().map(Grant::of).collect();
        if let Some(presented) = service.credentials.present(operation, &whole, "abuse") {
            failures.extend(passes(service, case, &presented).await);
        }
        for (position, requirement) in alternative.iter().enumerate() {
            if service.credentials.is_own(requirement.scheme) {
                continue;
            }
            for scope in requirement.scopes {
                let mut less = whole.clone();
                less[position].scopes.retain(|granted| granted != scope);
                let what = format!("a caller without the scope `{scope}`");
                failures.extend(refused(service, case, &less, &what).await);
            }
        }
    }
    failures
}

/// With one of several schemes left out in turn: 401 or 403.
pub(crate) async fn half(service: &Service, case: &Case) -> Vec<String> {
    let operation = service.operation(case);
    let mut failures = Vec::new();
    for alternative in operation.security {
        if alternative.len() < 2 {
            continue;
        }
        let whole: Vec<Grant> = alternative.iter().map(Grant::of).collect();
        for requirement in *alternative {
            let mut less = whole.clone();
            less.retain(|grant| grant.scheme != requirement.scheme);
            let what = format!("a caller without {}", requirement.scheme);
            failures.extend(refused(service, case, &less, &what).await);
        }
    }
    failures
}

async fn refused(service: &Service, case: &Case, grants: &[Grant], what: &str) -> Vec<String> {
    let operation = service.operation(case);
    if lets_in(operation, grants) {
        return Vec::new();
    }
    let Some(presented) = service.credentials.present(operation, grants, "abuse") else {
        return Vec::new();
    };
    let question = service.question(case, &presented);
    let answer = service.wants(what, question, &[401, 403]).await;
    answer.err().into_iter().collect()
}

async fn passes(service: &Service, case: &Case, presented: &Presented) -> Vec<String> {
    match service.ask(service.question(case, presented)).await {
        Ok(answer) if matches!(answer.status.as_u16(), 401 | 403) => {
            vec![format!(
                "a caller with every scope was answered with {}",
                answer.status.as_u16()
            )]
        }
        Ok(_) => Vec::new(),
        Err(failure) => vec![failure],
    }
}

/// Whether the contract lets a caller in that was granted this: the contract read once more, not the gate's own reading.
fn lets_in(operation: &Operation, grants: &[Grant]) -> bool {
    let has = |scheme: &str, scope: Option<&str>| {
        grants.iter().any(|grant| {
            grant.scheme == scheme && scope.is_none_or(|scope| grant.scopes.contains(&scope))
        })
    };
    operation.security.is_empty()
        || operation.security.iter().any(|alternative| {
            alternative.iter().all(|requirement| {
                has(requirement.scheme, None)
                    && requirement
                        .scopes
                        .iter()
                        .all(|scope| has(requirement.scheme, Some(scope)))
            })
        })
}
