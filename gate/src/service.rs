//! The service as `main` serves it: the gate alone, or the gate within layers of the team's own.
//!
//! A gate without layers around it is asked directly. A router would ask it too, but only after two boxes, a clone and a
//! table of routes that has none: a tenth of what a request costs.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::Route;
use tower_layer::Layer;
use tower_service::Service as TowerService;

use crate::edge::Gate;
use crate::edge::arrival::Arrival;

/// A service behind its gate; see [`GateBuilder::build`](crate::GateBuilder::build). A clone shares everything.
#[derive(Clone)]
pub struct Service {
    front: Front,
}

/// What a request meets first.
#[derive(Clone)]
enum Front {
    Gate(Gate),
    Layers(Router),
}

impl Service {
    /// The same service within a layer of tower's: it sees every request before the gate, and every answer after it.
    #[must_use]
    pub fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: TowerService<Request> + Clone + Send + Sync + 'static,
        <L::Service as TowerService<Request>>::Response: IntoResponse + 'static,
        <L::Service as TowerService<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as TowerService<Request>>::Future: Send + 'static,
    {
        self.into_router().layer(layer).into()
    }

    /// The service as a router of axum's, for whatever a router can do. Routes that are added to it are not behind the gate.
    pub fn into_router(self) -> Router {
        match self.front {
            Front::Gate(gate) => Router::new().fallback_service(gate),
            Front::Layers(router) => router,
        }
    }

    /// The gate, where nothing stands around it. What is asked of it directly is not passed on from one future to the
    /// next, each of which has room for a request.
    pub(crate) fn gate(&self) -> Option<&Gate> {
        match &self.front {
            Front::Gate(gate) => Some(gate),
            Front::Layers(_) => None,
        }
    }

    /// Answers a request that came in like this.
    pub(crate) fn answer(
        &self,
        mut request: Request,
        arrival: &Arrival,
    ) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        let (service, arrival) = (self.clone(), arrival.clone());
        Box::pin(async move {
            match service.front {
                Front::Gate(gate) => gate.serve(request, &arrival).await,
                Front::Layers(mut router) => {
                    arrival.onto(request.extensions_mut());
                    let Ok(response) = router.call(request).await;
                    response
                }
            }
        })
    }
}

impl From<Gate> for Service {
    fn from(gate: Gate) -> Self {
        Self {
            front: Front::Gate(gate),
        }
    }
}

impl From<Router> for Service {
    fn from(router: Router) -> Self {
        Self {
            front: Front::Layers(router),
        }
    }
}

impl TowerService<Request<Body>> for Service {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let arrival = Arrival::of(request.extensions());
        let answer = self.answer(request, &arrival);
        Box::pin(async move { Ok(answer.await) })
    }
}
