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
        OperationId::GetItem => Decision::Allow,
        OperationId::DeleteItem => Decision::Allow,
        OperationId::GetItemHistory => Decision::Allow,
        OperationId::GetLatest => Decision::Allow,
        OperationId::GetFile => Decision::Allow,
        OperationId::GetReport => Decision::Allow,
        OperationId::CancelJob => Decision::Allow,
        OperationId::GetStatus => Decision::Allow,
        OperationId::GetLists => Decision::Allow,
        OperationId::Search => Decision::Allow,
        OperationId::ReadHeaders => Decision::Allow,
        OperationId::PostForm => Decision::Allow,
        OperationId::PutNote => Decision::Allow,
        OperationId::PostSometimes => Decision::Allow,
        OperationId::PostNever => Decision::Allow,
        OperationId::GetPublic => Decision::Allow,
        OperationId::GetToken => Decision::Allow,
        OperationId::GetHeaderKey => Decision::Allow,
        OperationId::GetQueryKey => Decision::Allow,
        OperationId::GetCookieKey => Decision::Allow,
        OperationId::GetUser => Decision::Allow,
        OperationId::GetBoth => Decision::Allow,
        OperationId::GetAny => Decision::Allow,
        OperationId::GetTwoKeys => Decision::Allow,
        OperationId::GetOptional => Decision::Allow,
        OperationId::GetScopes => Decision::Allow,
        OperationId::GetOpenId => Decision::Allow,
    }
}
