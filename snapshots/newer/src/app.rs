//! What the handlers share, and the order in which a request meets them.

use axum::Router;
use gate::{Boot, StartError};

use crate::{auth, policy, problems};

/// What every handler can reach: pools, clients, clocks.
#[derive(Debug, Default)]
pub struct App {}

/// The service behind its gate.
///
/// Layers of your own go around the result (outside the gate: `.build()?.layer(…)`) or between the gate and the
/// handlers (`.inside(|handlers| handlers.layer(…))`); routes of your own go in by `.further(…)`, behind the gate.
pub async fn router(boot: Boot) -> Result<Router, StartError> {
    let gate = boot
        .gate(api::Routes::new(App::default()))
        .verifiers(auth::verifiers())
        .wording(problems::word)
        .policy(policy::Rules);
    Ok(gate.build()?)
}
