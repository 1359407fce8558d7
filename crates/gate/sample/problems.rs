//! How refusals are worded: titles, a `type` of your own, further members, or the contract's own error schema.

use gate::{Problem, StatusCode};

/// Sees every problem just before it is sent.
pub fn word(problem: Problem) -> Problem {
    match problem.status() {
        StatusCode::NOT_FOUND => problem.with_title("Nothing here"),
        StatusCode::TOO_MANY_REQUESTS => {
            problem.with_kind("https://harbor.example/problems/slow-down")
        }
        _ => problem,
    }
}
