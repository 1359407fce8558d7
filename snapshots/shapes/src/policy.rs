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
        OperationId::EchoTexts => Decision::Allow,
        OperationId::EchoFormats => Decision::Allow,
        OperationId::EchoNumbers => Decision::Allow,
        OperationId::EchoChoices => Decision::Allow,
        OperationId::EchoNullables => Decision::Allow,
        OperationId::EchoLists => Decision::Allow,
        OperationId::EchoClosed => Decision::Allow,
        OperationId::EchoOpen => Decision::Allow,
        OperationId::EchoTyped => Decision::Allow,
        OperationId::EchoLabels => Decision::Allow,
        OperationId::EchoCounted => Decision::Allow,
        OperationId::EchoDefaults => Decision::Allow,
        OperationId::EchoDirections => Decision::Allow,
        OperationId::EchoMerged => Decision::Allow,
        OperationId::EchoShape => Decision::Allow,
        OperationId::EchoPet => Decision::Allow,
        OperationId::EchoEither => Decision::Allow,
        OperationId::EchoLoose => Decision::Allow,
        OperationId::EchoTree => Decision::Allow,
        OperationId::EchoEntry => Decision::Allow,
        OperationId::EchoNegated => Decision::Allow,
        OperationId::EchoConditional => Decision::Allow,
        OperationId::EchoDependent => Decision::Allow,
        OperationId::EchoPatterned => Decision::Allow,
        OperationId::EchoTuple => Decision::Allow,
        OperationId::EchoUnevaluated => Decision::Allow,
    }
}
