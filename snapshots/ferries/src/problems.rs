//! How refusals and failures are worded (RFC 9457).

use gate::Problem;

/// Has the last word on every problem before it is sent: titles, the base of `type`, members of your own.
pub fn word(problem: Problem) -> Problem {
    problem
}
