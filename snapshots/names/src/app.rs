//! What the handlers share, and the order in which a request meets them.

use std::sync::Arc;

use gate::{Boot, Service, StartError};

use crate::{auth, policy, problems};

/// What every handler can reach: pools, clients, clocks.
#[derive(Debug, Default)]
pub struct App {}

/// The service behind its gate.
///
/// Layers of your own go around the result (outside the gate: `.build()?.layer(…)`) or between the gate and the
/// handlers (`.inside(|handlers| handlers.layer(…))`); routes of your own go in by `.further(…)`, behind the gate.
pub async fn service(boot: Boot) -> Result<Service, StartError> {
    let app = Arc::new(App::default());
    let rules = api::Operation::rules(|operation| policy::rule(&app, operation));
    let gate = boot
        .gate(api::Routes::new(app))
        .verifiers(auth::verifiers())
        .wording(problems::word)
        .policy(rules);
    Ok(gate.build()?)
}
