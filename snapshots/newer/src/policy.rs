//! Who may do what, beyond scopes: one rule for each operation.
//!
//! `Rule::ScopesSuffice` lets everybody pass whom the contract lets pass, `Rule::Deny` nobody. What is about an object
//! starts without a review: scopes do not say whose object it is. Production does not start before somebody has said
//! that scopes suffice all the same, or has put a check there, which gets the ids out of the path; `_app` is then `app`:
//!
//! ```text
//! use api::methods::GetCacheIds;
//! use gate::{Caller, Decision, Problem, Rule};
//!
//! Operation::GetCache(ids) => ids.check(app, is_owner),
//!
//! async fn is_owner(
//!     app: Arc<App>,
//!     caller: Caller,
//!     ids: GetCacheIds,
//! ) -> Result<Decision, Problem>
//! ```

use std::sync::Arc;

use api::Operation;
use gate::Rule;

use crate::app::App;

/// The rule of an operation. It is asked for once, when the service starts.
pub fn rule(_app: &Arc<App>, operation: Operation) -> Rule {
    match operation {
        Operation::GetCache(_) => Rule::Unreviewed,
        Operation::SearchCache(_) => Rule::Unreviewed,
        Operation::PurgeCacheName(_) => Rule::Unreviewed,
        Operation::Discover(_) => Rule::Unreviewed,
        Operation::Filtered => Rule::ScopesSuffice,
        Operation::FilteredWithKey => Rule::ScopesSuffice,
        Operation::Selected => Rule::ScopesSuffice,
        Operation::ByPath => Rule::ScopesSuffice,
        Operation::Cookies => Rule::ScopesSuffice,
        Operation::Records => Rule::ScopesSuffice,
        Operation::Counted => Rule::ScopesSuffice,
    }
}
