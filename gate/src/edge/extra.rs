//! Routes of the team's own beside the contract: behind the gate, or open where that was said.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::request::Parts;

use super::Core;
use super::address::{self, Peer};
use crate::auth::Evidence;
use crate::caller::Caller;
use crate::limit::Verdict;
use crate::problem::Problem;
use crate::request_id::RequestId;

/// Says that no route of the team's own matched.
#[derive(Clone)]
pub(crate) struct Unmatched;

/// The team's routes as one router: those behind the gate ask for any one scheme of the contract.
pub(crate) fn routes(core: &Arc<Core>, further: Router, open: Router) -> Option<Router> {
    if !further.has_routes() && !open.has_routes() {
        return None;
    }
    let limit = usize::try_from(core.defaults.body).unwrap_or(usize::MAX);
    let further = if further.has_routes() {
        further.route_layer(from_fn_with_state(Arc::clone(core), authenticated))
    } else {
        further
    };
    let open = if open.has_routes() {
        open.route_layer(from_fn_with_state(Arc::clone(core), counted))
    } else {
        open
    };
    Some(
        further
            .merge(open)
            .fallback(unmatched)
            .layer(DefaultBodyLimit::max(limit)),
    )
}

async fn unmatched() -> Response {
    let mut response = Response::default();
    response.extensions_mut().insert(Unmatched);
    response
}

async fn authenticated(State(core): State<Arc<Core>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match authenticate(&core, &parts).await {
        Ok(caller) => {
            parts.extensions.insert(caller);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(problem) => problem.into_response(),
    }
}

async fn authenticate(core: &Core, parts: &Parts) -> Result<Caller, Problem> {
    let client = client(core, parts);
    let query = parts.uri.query().unwrap_or_default();
    let evidence = Evidence {
        headers: &parts.headers,
        query,
        client,
        certificate: parts.extensions.get(),
    };
    let caller = core.authenticator.authenticate_anyhow(evidence).await?;
    count(core, &caller, client).await?;
    Ok(match parts.extensions.get::<RequestId>() {
        Some(request_id) => caller.asking(*request_id, client),
        None => caller,
    })
}

async fn counted(State(core): State<Arc<Core>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match count(&core, &Caller::ANONYMOUS, client(&core, &parts)).await {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(problem) => problem.into_response(),
    }
}

fn client(core: &Core, parts: &Parts) -> Option<IpAddr> {
    address::client(
        parts.extensions.get::<Peer>(),
        &parts.headers,
        &core.trusted_proxies,
    )
}

async fn count(core: &Core, caller: &Caller, client: Option<IpAddr>) -> Result<(), Problem> {
    match core.take(&core.defaults, caller, client).await {
        Verdict::Pass { .. } => Ok(()),
        Verdict::Wait(wait) => Err(Problem::too_many_requests(wait)),
    }
}

/// The caller of a further route. A route that is not behind the gate has none, and answers 500 when it asks.
impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Problem::internal_because("this route is not behind the gate"))
    }
}

/// The id under which a further route is logged.
impl<S: Sync> FromRequestParts<S> for RequestId {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .copied()
            .ok_or_else(|| Problem::internal_because("this route is not behind the gate"))
    }
}
