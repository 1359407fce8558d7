//! Who may do what, beyond scopes: one rule an operation.

use std::sync::Arc;

use gate::{Caller, Decision, Problem, Rule};

use crate::api::{GetVesselIds, Operation};
use crate::app::App;

/// The rule of an operation. It is asked for once, when the service starts.
pub fn rule(app: &Arc<App>, operation: Operation) -> Rule {
    match operation {
        Operation::ListVessels | Operation::AddVessel => Rule::ScopesSuffice,
        Operation::GetVessel(ids) => ids.check(app, may_see),
    }
}

/// Nobody but the harbourmaster sees vessels in quarantine.
async fn may_see(app: Arc<App>, caller: Caller, ids: GetVesselIds) -> Result<Decision, Problem> {
    let quarantined = app.quarantine.contains(&ids.imo.as_str());
    Ok(if quarantined && caller.subject() != Some("harbormaster") {
        Decision::Deny
    } else {
        Decision::Allow
    })
}
