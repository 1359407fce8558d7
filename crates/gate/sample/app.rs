//! Wiring and state: what the handlers share, and what stands around them.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use gate::{Boot, Caller, Service, StartError};

use crate::api::{Operation, Routes, Vessel};
use crate::{auth, policy, problems};

/// What every handler can reach: pools, clients, caches.
pub struct App {
    /// A store that forgets; put a database here.
    pub vessels: Mutex<Vec<Vessel>>,
    /// Vessels that not everybody may see.
    pub quarantine: Vec<&'static str>,
}

/// Builds the service; called once, before the sockets are opened.
pub async fn app(boot: Boot) -> Result<Service, StartError> {
    let app = Arc::new(App {
        vessels: Mutex::default(),
        quarantine: vec!["0000000"],
    });
    let rules = Operation::rules(|operation| policy::rule(&app, operation));
    let gate = boot
        .gate(Routes::new(app))
        .verifiers(auth::verifiers())
        .wording(problems::word)
        .policy(rules)
        // Routes of your own: behind the gate, and open to everybody.
        .further(Router::new().route("/whoami", get(who_am_i)))
        .open(
            Router::new()
                .route("/hello", get(async || "hello\n"))
                // A mistake: it panics.
                .route("/torn", get(async || "hello".split_at(6).0))
                .merge(traced()),
        )
        // Layers between the gate and the handlers.
        .inside(|handlers| handlers.layer(axum::middleware::map_response(mark)))
        .build()?;
    // Layers outside of the gate go here: `gate.layer(…)`.
    Ok(gate)
}

/// A route that has a span of its own, where traces can be sent at all.
fn traced() -> Router {
    #[cfg(feature = "otel")]
    {
        use gate::opentelemetry::{global, trace::Tracer};

        let work = |_| gate::TraceContext::current().map(|trace| trace.traceparent());
        let answer = move || async move {
            let handed_on = global::tracer("harbor").in_span("work", work);
            handed_on.unwrap_or_default()
        };
        Router::new().route("/traced", get(answer))
    }
    #[cfg(not(feature = "otel"))]
    Router::new()
}

async fn who_am_i(caller: Caller) -> String {
    format!("{}\n", caller.subject().unwrap_or("nobody"))
}

async fn mark(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert("x-served-by", http::HeaderValue::from_static("harbor"));
    response
}
