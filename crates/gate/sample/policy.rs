//! Who may do what, beyond scopes: one rule an operation.

use gate::{Call, Caller, Decision, Operation, Policy};

use crate::api::Rule;

/// The rules of this service.
pub struct Rules;

impl Policy for Rules {
    fn decide(&self, operation: &'static Operation, caller: &Caller, call: &Call) -> Decision {
        match Rule::of(operation) {
            Rule::ListVessels | Rule::AddVessel => Decision::Allow,
            Rule::GetVessel => {
                let hidden = call.path_value("imo") == Some("0000000");
                if hidden && caller.subject() != Some("harbormaster") {
                    Decision::Deny
                } else {
                    Decision::Allow
                }
            }
        }
    }
}
