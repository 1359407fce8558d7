//! Who may do what, beyond scopes: one rule for each operation.
//!
//! `Rule::ScopesSuffice` lets everybody pass whom the contract lets pass, `Rule::Deny` nobody. What is about an object
//! starts without a review: scopes do not say whose object it is. Production does not start before somebody has said
//! that scopes suffice all the same, or has put a check there, which gets the ids out of the path.

use std::sync::Arc;

use api::Operation;
use gate::Rule;

use crate::app::App;

/// The rule of an operation. It is asked for once, when the service starts.
pub fn rule(_app: &Arc<App>, operation: Operation) -> Rule {
    match operation {
        Operation::SendParts => Rule::ScopesSuffice,
        Operation::SendOpenParts => Rule::ScopesSuffice,
        Operation::SendBytes => Rule::ScopesSuffice,
        Operation::SendBytesOrNone => Rule::ScopesSuffice,
        Operation::SendXml => Rule::ScopesSuffice,
        Operation::SendText => Rule::ScopesSuffice,
        Operation::SendForm => Rule::ScopesSuffice,
        Operation::SendSeveral => Rule::ScopesSuffice,
        Operation::SendWild => Rule::ScopesSuffice,
        Operation::GetReport => Rule::ScopesSuffice,
        Operation::GetEvents => Rule::ScopesSuffice,
        Operation::GetLines => Rule::ScopesSuffice,
        Operation::GetPicture => Rule::ScopesSuffice,
    }
}
