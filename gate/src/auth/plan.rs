//! What an operation asks for, worked out once: its alternatives with schemes by position.

use crate::operation::{KeyLocation, Operation, Scheme, SchemeKind, StepUp};

/// What one operation asks for, with schemes by their position.
pub(crate) struct Plan {
    pub(crate) alternatives: Vec<Vec<Need>>,
    pub(crate) challenges: Vec<usize>,
    pub(crate) step_up: StepUp,
    /// Query parameters that hold keys, and are the gate's alone.
    pub(crate) hidden: Vec<&'static str>,
}

/// One scheme that has to be passed, and what it has to grant.
pub(crate) struct Need {
    pub(crate) scheme: usize,
    pub(crate) scopes: &'static [&'static str],
}

impl Plan {
    pub(crate) fn new(operation: &'static Operation, schemes: &[Scheme]) -> Result<Self, String> {
        let mut plan = Self {
            alternatives: Vec::new(),
            challenges: Vec::new(),
            step_up: operation.step_up,
            hidden: Vec::new(),
        };
        for alternative in operation.security {
            let mut needs = Vec::new();
            for requirement in *alternative {
                let index = schemes
                    .iter()
                    .position(|scheme| scheme.name == requirement.scheme)
                    .ok_or_else(|| {
                        format!(
                            "operation {} asks for the scheme {}, which is not in the contract",
                            operation.id, requirement.scheme
                        )
                    })?;
                needs.push(Need {
                    scheme: index,
                    scopes: requirement.scopes,
                });
                if !plan.challenges.contains(&index) {
                    plan.challenges.push(index);
                }
                if let Some(SchemeKind::ApiKey {
                    location: KeyLocation::Query,
                    name,
                }) = schemes.get(index).map(|scheme| scheme.kind)
                {
                    plan.hidden.push(name);
                }
            }
            plan.alternatives.push(needs);
        }
        if plan.step_up == StepUp::SecondFactor && plan.challenges.is_empty() {
            return Err(format!(
                "operation {} asks for a second factor and for no first one",
                operation.id
            ));
        }
        Ok(plan)
    }

    /// Any one of so many schemes will do: for routes that are not in the contract.
    pub(crate) fn anyhow(schemes: usize) -> Self {
        let need = |scheme| {
            vec![Need {
                scheme,
                scopes: &[],
            }]
        };
        Self {
            alternatives: (0..schemes).map(need).collect(),
            challenges: (0..schemes).collect(),
            step_up: StepUp::None,
            hidden: Vec::new(),
        }
    }
}
