//! The team's own word on who may do what, asked after authentication and before the body is read.

use crate::call::Call;
use crate::caller::Caller;
use crate::operation::Operation;

/// Rules beyond scopes: roles, tenants, hours, feature switches. The emitted `src/policy.rs` implements it with one
/// rule an operation.
pub trait Policy: Send + Sync + 'static {
    /// Whether `caller` may do this. `call` has path, query and headers; its body was not read yet.
    fn decide(&self, operation: &'static Operation, caller: &Caller, call: &Call) -> Decision;

    /// The ids of operations whose rule nobody has looked at; production does not start while there are any, unless
    /// `APP__POLICY__ALLOW_UNREVIEWED` says so.
    fn unreviewed(&self) -> Vec<&'static str> {
        Vec::new()
    }
}

/// What a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It may.
    Allow,
    /// It may not: 403.
    Deny,
}

/// The policy of whoever sets none: scopes alone decide.
pub(crate) struct ScopesAlone;

impl Policy for ScopesAlone {
    fn decide(&self, _: &'static Operation, _: &Caller, _: &Call) -> Decision {
        Decision::Allow
    }
}
