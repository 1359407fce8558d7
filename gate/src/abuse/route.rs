//! Methods that a path does not have, and parameters that its schemas refuse.

use http::header::ALLOW;

use super::ask::Service;
use super::case::Case;

/// Methods that no contract declares: 405, and `Allow` names the operation's own.
pub(crate) async fn method(service: &Service, case: &Case) -> Vec<String> {
    let own = service.operation(case).method;
    let mut failures = Vec::new();
    for method in ["TRACE", "PORTCULLIS"] {
        let Some(mut question) = service.honest(case) else {
            return failures;
        };
        question.method = method;
        let what = format!("the method {method}");
        match service.wants(&what, question, &[405]).await {
            Err(failure) => failures.push(failure),
            Ok(answer) => {
                let allow = answer
                    .headers
                    .get(ALLOW)
                    .and_then(|value| value.to_str().ok());
                let named = allow.unwrap_or_default().split(',').map(str::trim);
                if !named.into_iter().any(|name| name == own) {
                    failures.push(format!("{what} was answered without {own} in `Allow`"));
                }
            }
        }
    }
    failures
}

/// A parameter that its schema refuses: 400 or 422.
pub(crate) async fn parameter(service: &Service, case: &Case) -> Vec<String> {
    let (Some(target), Some(mut question)) = (&case.wrong_target, service.honest(case)) else {
        return Vec::new();
    };
    let honest = std::mem::take(&mut question.target);
    // What travels in the query beside the case's own parameters is a credential.
    let credentials = honest.strip_prefix(&case.target).unwrap_or_default();
    let joint = if target.contains('?') { "&" } else { "?" };
    question.target = match credentials.get(1..) {
        Some(rest) if !rest.is_empty() => format!("{target}{joint}{rest}"),
        _ => target.clone(),
    };
    super::body::fill(service, case, &mut question);
    let answer = service
        .wants("a wrong parameter", question, &[400, 422])
        .await;
    answer.err().into_iter().collect()
}
