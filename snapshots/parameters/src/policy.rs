//! Who may do what, beyond scopes: one rule for each operation.
//!
//! `Rule::ScopesSuffice` lets everybody pass whom the contract lets pass, `Rule::Deny` nobody. What is about an object
//! starts without a review: scopes do not say whose object it is. Production does not start before somebody has said
//! that scopes suffice all the same, or has put a check there, which gets the ids out of the path; `_app` is then `app`:
//!
//! ```text
//! use api::paths::GetItemIds;
//! use gate::{Caller, Decision, Problem, Rule};
//!
//! Operation::GetItem(ids) => ids.check(app, is_owner),
//!
//! async fn is_owner(
//!     app: Arc<App>,
//!     caller: Caller,
//!     ids: GetItemIds,
//! ) -> Result<Decision, Problem>
//! ```

use std::sync::Arc;

use api::Operation;
use gate::Rule;

use crate::app::App;

/// The rule of an operation. It is asked for once, when the service starts.
pub fn rule(_app: &Arc<App>, operation: Operation) -> Rule {
    match operation {
        Operation::GetItem(_) => Rule::Unreviewed,
        Operation::DeleteItem(_) => Rule::Unreviewed,
        Operation::GetItemHistory(_) => Rule::Unreviewed,
        Operation::GetLatest => Rule::ScopesSuffice,
        Operation::GetFile(_) => Rule::Unreviewed,
        Operation::GetReport(_) => Rule::Unreviewed,
        Operation::CancelJob(_) => Rule::Unreviewed,
        Operation::GetStatus => Rule::ScopesSuffice,
        Operation::GetLists(_) => Rule::Unreviewed,
        Operation::Search => Rule::ScopesSuffice,
        Operation::ReadHeaders => Rule::ScopesSuffice,
        Operation::PostForm => Rule::ScopesSuffice,
        Operation::PutNote => Rule::ScopesSuffice,
        Operation::PostSometimes => Rule::ScopesSuffice,
        Operation::PostNever => Rule::ScopesSuffice,
        Operation::GetPublic => Rule::ScopesSuffice,
        Operation::GetToken => Rule::ScopesSuffice,
        Operation::GetHeaderKey => Rule::ScopesSuffice,
        Operation::GetQueryKey => Rule::ScopesSuffice,
        Operation::GetCookieKey => Rule::ScopesSuffice,
        Operation::GetUser => Rule::ScopesSuffice,
        Operation::GetBoth => Rule::ScopesSuffice,
        Operation::GetAny => Rule::ScopesSuffice,
        Operation::GetTwoKeys => Rule::ScopesSuffice,
        Operation::GetOptional => Rule::ScopesSuffice,
        Operation::GetScopes => Rule::ScopesSuffice,
        Operation::GetOpenId => Rule::ScopesSuffice,
    }
}
