//! The team's layers between the gate and the handlers.
//!
//! A layer speaks HTTP; a handler is asked with a [`Call`]. So the call travels in the request's extensions through
//! the layers, and is taken out at their heart.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::{Method, Uri};
use tower_service::Service;

use crate::call::Call;
use crate::operation::Dispatch;
use crate::problem::Problem;

/// What of the request's head the layers see, beside its headers.
pub(crate) struct Head {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
}

/// Marks what a handler answered: it is what the contract declares, whatever its status.
#[derive(Clone)]
pub(crate) struct Declared;

/// A call on its way; it can be taken out once.
#[derive(Clone)]
struct Ticket(Arc<Mutex<Option<(usize, Call)>>>);

/// The handlers as a router, for layers to go around.
pub(crate) fn heart(dispatch: Arc<dyn Dispatch>) -> Router {
    Router::new().fallback(ask).with_state(Handlers(dispatch))
}

#[derive(Clone)]
struct Handlers(Arc<dyn Dispatch>);

async fn ask(State(handlers): State<Handlers>, request: Request) -> Response {
    let ticket = request.extensions().get::<Ticket>().cloned();
    let call = ticket.and_then(|ticket| {
        ticket
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    });
    match call {
        Some((operation, call)) => match handlers.0.call(operation, call).await {
            Ok(reply) => {
                let mut response = reply.into_response();
                response.extensions_mut().insert(Declared);
                response
            }
            Err(problem) => problem.into_response(),
        },
        None => {
            Problem::internal_because("a layer inside the gate asked twice, or dropped the call")
                .into_response()
        }
    }
}

/// Sends a call through the layers. The body was read already and is in the call.
pub(crate) async fn call(mut layers: Router, head: Head, operation: usize, call: Call) -> Response {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = head.method;
    *request.uri_mut() = head.uri;
    *request.headers_mut() = call.headers().clone();
    request.extensions_mut().insert(call.caller().clone());
    request.extensions_mut().insert(call.request_id());
    request
        .extensions_mut()
        .insert(Ticket(Arc::new(Mutex::new(Some((operation, call))))));
    layers
        .call(request)
        .await
        .unwrap_or_else(|never| match never {})
}
