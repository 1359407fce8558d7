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
        Operation::EchoTexts => Rule::ScopesSuffice,
        Operation::EchoFormats => Rule::ScopesSuffice,
        Operation::EchoNumbers => Rule::ScopesSuffice,
        Operation::EchoChoices => Rule::ScopesSuffice,
        Operation::EchoNullables => Rule::ScopesSuffice,
        Operation::EchoLists => Rule::ScopesSuffice,
        Operation::EchoClosed => Rule::ScopesSuffice,
        Operation::EchoOpen => Rule::ScopesSuffice,
        Operation::EchoTyped => Rule::ScopesSuffice,
        Operation::EchoLabels => Rule::ScopesSuffice,
        Operation::EchoCounted => Rule::ScopesSuffice,
        Operation::EchoDefaults => Rule::ScopesSuffice,
        Operation::EchoDirections => Rule::ScopesSuffice,
        Operation::EchoMerged => Rule::ScopesSuffice,
        Operation::EchoShape => Rule::ScopesSuffice,
        Operation::EchoPet => Rule::ScopesSuffice,
        Operation::EchoEither => Rule::ScopesSuffice,
        Operation::EchoLoose => Rule::ScopesSuffice,
        Operation::EchoTree => Rule::ScopesSuffice,
        Operation::EchoEntry => Rule::ScopesSuffice,
        Operation::EchoNegated => Rule::ScopesSuffice,
        Operation::EchoConditional => Rule::ScopesSuffice,
        Operation::EchoDependent => Rule::ScopesSuffice,
        Operation::EchoPatterned => Rule::ScopesSuffice,
        Operation::EchoTuple => Rule::ScopesSuffice,
        Operation::EchoUnevaluated => Rule::ScopesSuffice,
    }
}
