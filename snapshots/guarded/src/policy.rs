//! Who may do what, beyond scopes: one rule for each operation.
//!
//! `Rule::ScopesSuffice` lets everybody pass whom the contract lets pass, `Rule::Deny` nobody. What is about an object
//! starts without a review: scopes do not say whose object it is. Production does not start before somebody has said
//! that scopes suffice all the same, or has put a check there, which gets the ids out of the path; `_app` is then `app`:
//!
//! ```text
//! use api::accounts::AddNoteIds;
//! use gate::{Caller, Decision, Problem, Rule};
//!
//! Operation::AddNote(ids) => ids.check(app, is_owner),
//!
//! async fn is_owner(
//!     app: Arc<App>,
//!     caller: Caller,
//!     ids: AddNoteIds,
//! ) -> Result<Decision, Problem>
//! ```

use std::sync::Arc;

use api::Operation;
use gate::Rule;

use crate::app::App;

/// The rule of an operation. It is asked for once, when the service starts.
pub fn rule(_app: &Arc<App>, operation: Operation) -> Rule {
    match operation {
        Operation::OpenAccount => Rule::ScopesSuffice,
        Operation::AddNote(_) => Rule::Unreviewed,
        Operation::Old => Rule::ScopesSuffice,
    }
}
