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
        OperationId::GetCache => Decision::Allow,
        OperationId::SearchCache => Decision::Allow,
        OperationId::PurgeCacheName => Decision::Allow,
        OperationId::Discover => Decision::Allow,
        OperationId::Filtered => Decision::Allow,
        OperationId::FilteredWithKey => Decision::Allow,
        OperationId::Selected => Decision::Allow,
        OperationId::ByPath => Decision::Allow,
        OperationId::Cookies => Decision::Allow,
        OperationId::Records => Decision::Allow,
    }
}
