//! One request more than the limit allows.

use http::header::RETRY_AFTER;

use super::ask::Service;
use super::case::Case;

/// A limit of more requests than this is not exhausted; the first answer has to show it all the same.
const MOST: u32 = 2_000;

/// So many requests as the burst allows, then one more: 429 with `Retry-After`.
pub(crate) async fn often(service: &Service, case: &Case) -> Vec<String> {
    let operation = service.operation(case);
    let rate = operation
        .limits
        .rate
        .unwrap_or(service.boot.settings().rate_limit.default);
    let subject = format!("abuse-{}", case.row);
    let Some(presented) = service.credentials.honest_as(operation, &subject) else {
        return Vec::new();
    };
    let from = service.address();
    let tries = if rate.burst > MOST {
        1
    } else {
        rate.burst.saturating_add(1)
    };
    for _ in 0..tries {
        let mut question = service.question(case, &presented);
        question.from = from;
        let answer = match service.ask(question).await {
            Ok(answer) => answer,
            Err(failure) => return vec![failure],
        };
        if answer.status.as_u16() == 429 {
            let wait = answer.headers.get(RETRY_AFTER);
            let seconds = wait.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
            return match seconds {
                Some(1..) => Vec::new(),
                _ => vec!["a caller who asks too often is not told when to come again".to_owned()],
            };
        }
        if !answer.headers.contains_key("ratelimit-policy") {
            return vec!["an answer does not say what the limit is".to_owned()];
        }
    }
    if rate.burst > MOST {
        return Vec::new();
    }
    vec![format!(
        "the limit of {} at once lets {tries} pass",
        rate.burst
    )]
}
