//! Who may do what, beyond scopes: one rule for each operation.

use api::OperationId;
use gate::{Call, Caller, Decision, Operation, Policy};

/// The rules of the service.
#[derive(Clone, Copy, Debug)]
pub struct Rules;

impl Policy for Rules {
    fn decide(&self, operation: &'static Operation, caller: &Caller, call: &Call) -> Decision {
        match OperationId::of(operation) {
            Some(operation) => decide(operation, caller, call),
            None => Decision::Deny,
        }
    }
}

/// The rule of an operation. Scopes are checked already; `caller` and `call` are here for what they cannot say.
fn decide(operation: OperationId, _caller: &Caller, _call: &Call) -> Decision {
    match operation {
        OperationId::Option => Decision::Allow,
        OperationId::Option3 => Decision::Allow,
        OperationId::Option2 => Decision::Allow,
        OperationId::Gen => Decision::Allow,
        OperationId::Gen2 => Decision::Allow,
        OperationId::Type => Decision::Allow,
        OperationId::Self2 => Decision::Allow,
        OperationId::Self22 => Decision::Allow,
        OperationId::Types => Decision::Allow,
        OperationId::Contract => Decision::Allow,
        OperationId::Mock => Decision::Allow,
        OperationId::Lib => Decision::Allow,
        OperationId::Handle => Decision::Allow,
        OperationId::GetUntaggedSomeThing => Decision::Allow,
        OperationId::PostUntaggedSomeThing => Decision::Allow,
        OperationId::Gate => Decision::Allow,
        OperationId::App => Decision::Allow,
        OperationId::Api => Decision::Allow,
        OperationId::Routes => Decision::Allow,
        OperationId::Caller => Decision::Allow,
        OperationId::Gruf6udfe => Decision::Allow,
        OperationId::U90fdu5e02u3092u53d6u5f97 => Decision::Allow,
        OperationId::N3dModel => Decision::Allow,
        OperationId::Clash => Decision::Allow,
        OperationId::ClashResponse => Decision::Allow,
        OperationId::ClashResponseTable => Decision::Allow,
        OperationId::ClashTable => Decision::Allow,
        OperationId::Sign => Decision::Allow,
        OperationId::AsteriskAsteriskAsterisk => Decision::Allow,
        OperationId::Fields => Decision::Allow,
        OperationId::AnOperationWithAVeryLongNameOperationWithAVeryLongNameOperationWithAVeryLongNa => Decision::Allow,
        OperationId::AnOperationWithAVeryLongNameOperationWithAVeryLongNameOperationWithAVeryLongNa2 => Decision::Allow,
    }
}
