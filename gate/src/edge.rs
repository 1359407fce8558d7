//! The one service that every request passes.
//!
//! In this order: request id, sizes of the head, route, method, limit of failed logins, authentication, limit of the
//! caller, accepted answers, policy, head of the body, body, handler. Each step either goes on or ends in a
//! [`Problem`]; the end of the road words it, adds the headers that every answer has, and writes the access line. It is
//! one service and not a stack of layers because a stack costs three times as much as everything it does.

use std::convert::Infallible;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router as Routes;
use axum::body::Body;
use axum::response::Response;
use http::header::{ALLOW, AUTHORIZATION};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use tower_service::Service;

use crate::audit::Audit;
use crate::auth::{Authenticator, Evidence};
use crate::cors::Cors;
use crate::docs::{self, Docs};
use crate::json::ReadLimits;
use crate::limit::Limiter;
#[cfg(feature = "redis")]
use crate::limit::shared::Shared;
use crate::log::Log;
use crate::metrics::Metrics;
use crate::operation::{Contract, Dispatch, Rate};
use crate::policy::Rule;
use crate::problem::{Problem, Violation, Wording};
use crate::reply::Reply;
use crate::router::{Answer, Route, Router};
use crate::settings::Network;
#[cfg(feature = "otel")]
use crate::telemetry::{Span, Telemetry, Within};

pub(crate) mod address;
pub(crate) mod allowance;
pub(crate) mod arrival;
pub(crate) mod body;
mod count;
pub(crate) mod extra;
mod finish;
pub(crate) mod headers;
mod host;
pub(crate) mod inside;
#[cfg(feature = "multipart")]
mod multipart;
pub(crate) mod negotiate;
mod operate;
pub(crate) mod trail;
pub(crate) mod watch;

use arrival::Arrival;
use extra::Unmatched;
use finish::Record;
use operate::Target;
use trail::Trail;
use watch::{Caught, Late, Timed};

/// A path and query longer than this are refused with 414; hyper itself gives up at 64 KiB, in bare words.
const LONGEST_URI: usize = 8_192;
/// More header lines than this, or more bytes in them, are refused with 431; hyper itself takes 100 lines.
const MOST_HEADERS: usize = 80;
const LONGEST_HEADERS: usize = 32_768;

/// The gate of one contract, as a tower service. A clone shares everything.
#[derive(Clone)]
pub struct Gate {
    pub(crate) core: Arc<Core>,
    /// The team's layers around the handlers, if there are any.
    pub(crate) inside: Option<Routes>,
    /// The team's own routes, if there are any.
    pub(crate) extra: Option<Routes>,
}

/// What all requests share.
pub(crate) struct Core {
    pub(crate) dispatch: Arc<dyn Dispatch>,
    pub(crate) contract: &'static Contract,
    pub(crate) router: Router,
    pub(crate) authenticator: Authenticator,
    pub(crate) limiter: Limiter,
    /// Counters that replicas share, where the settings name some.
    #[cfg(feature = "redis")]
    pub(crate) shared: Option<Arc<Shared>>,
    /// What makes spans, where the settings name a collector.
    #[cfg(feature = "otel")]
    pub(crate) telemetry: Option<Arc<Telemetry>>,
    pub(crate) rows: Vec<Row>,
    /// What holds for requests that no operation speaks for.
    pub(crate) defaults: Row,
    pub(crate) trusted_proxies: Vec<Network>,
    pub(crate) concurrency: u64,
    pub(crate) read_limits: ReadLimits,
    pub(crate) headers: HeaderMap,
    pub(crate) wording: Arc<dyn Wording>,
    /// In the order of the contract's operations.
    pub(crate) rules: Vec<Rule>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) log: Log,
    pub(crate) audit: Audit,
    /// Where origins are allowed.
    pub(crate) cors: Option<Cors>,
    /// Where the contract is shown.
    pub(crate) docs: Vec<Docs>,
}

/// The limits of one operation, settings applied.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) rate: Rate,
    /// The operation's id, or `"default"` for what is no operation; quoted.
    pub(crate) rate_name: String,
    /// What the counter goes by: each operation has its own, and 0 is for what is none.
    pub(crate) counter: usize,
    /// What every answer of the operation begins with: the headers of the list, its limit, and a place for each header
    /// that the gate fills in, so that none has to be made later.
    pub(crate) headers: HeaderMap,
    pub(crate) body: u64,
    pub(crate) timeout: Duration,
    /// What every answer says of the operation: that it is deprecated, and when it will be gone.
    pub(crate) notices: Vec<(HeaderName, HeaderValue)>,
    /// Links that are filled in from the path of the request.
    pub(crate) trails: Vec<Trail>,
}

/// What came of a request that was not refused.
pub(crate) enum Passed {
    Reply(Reply, Answer),
    Response(Response),
}

impl Service<Request<Body>> for Gate {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let gate = self.clone();
        Box::pin(async move {
            let arrival = Arrival::of(request.extensions());
            Ok(gate.serve(request, &arrival).await)
        })
    }
}

impl Gate {
    /// Serves one request, whatever happens on the way.
    pub(crate) async fn serve(&self, request: Request<Body>, arrival: &Arrival) -> Response {
        let (mut parts, body) = request.into_parts();
        let core = &*self.core;
        let peer = arrival.peer.as_ref();
        let client = address::client(peer, &parts.headers, &core.trusted_proxies);
        let mut record = Record::new(core, &parts, client);
        #[cfg(feature = "otel")]
        let current = record.span.as_ref().map(Span::context);
        let outcome = {
            let passing = pin!(self.pass(&mut parts, body, arrival, &mut record));
            let caught = Caught::new(passing);
            #[cfg(feature = "otel")]
            let caught = Within::new(current, caught);
            caught.await
        };
        record.finish(outcome.unwrap_or_else(|panic| Err(Problem::internal_because(panic))))
    }

    async fn pass(
        &self,
        parts: &mut Parts,
        body: Body,
        arrival: &Arrival,
        record: &mut Record<'_>,
    ) -> Result<Passed, Problem> {
        let core = &*self.core;
        let Some(_in_flight) = core.metrics.enter(core.concurrency) else {
            return Err(Problem::unavailable(
                "too much is going on at once",
                Duration::from_secs(1),
            ));
        };
        sizes(parts, arrival)?;
        if let Some(cors) = &core.cors
            && let Some(reply) = cors.preflight(parts, &core.router)
        {
            return Ok(Passed::Reply(reply, Answer::Whole));
        }
        match core.router.route(
            &parts.method,
            parts.uri.path(),
            parts.uri.query().unwrap_or_default(),
            &parts.headers,
        ) {
            Route::Operation {
                index,
                path,
                answer,
            } => {
                record.operation = Some(index);
                let Some(operation) = core.contract.operations.get(index) else {
                    return Err(Problem::not_found());
                };
                let target = Target {
                    index,
                    operation,
                    path,
                };
                self.operate(target, parts, body, arrival, record)
                    .await
                    .map(|passed| match passed {
                        Passed::Reply(reply, _) => Passed::Reply(reply, answer),
                        response @ Passed::Response(_) => response,
                    })
            }
            Route::Options { allow } => {
                let mut reply = Reply::empty(StatusCode::NO_CONTENT);
                if let Ok(allow) = HeaderValue::from_str(allow) {
                    reply.headers.insert(ALLOW, allow);
                }
                Ok(Passed::Reply(reply, Answer::Whole))
            }
            Route::MethodNotAllowed { allow } => Err(Problem::method_not_allowed(allow)),
            Route::Unreadable => {
                let place = core.router.fault(&parts.method, parts.uri.path());
                let fault =
                    Violation::new(place, "is no percent-encoded UTF-8, or is a dot segment");
                Err(Problem::unreadable("the path cannot be read", vec![fault]))
            }
            // On the heap, as everything that is rare: a request does not carry the room for it.
            Route::NotFound => Box::pin(self.elsewhere(parts, body, arrival, record)).await,
        }
    }

    /// A request for a path that the contract does not have: the team's own routes, or nothing.
    async fn elsewhere(
        &self,
        parts: &mut Parts,
        body: Body,
        arrival: &Arrival,
        record: &mut Record<'_>,
    ) -> Result<Passed, Problem> {
        let path = parts.uri.path();
        let mut docs = self.core.docs.iter();
        if let Some((docs, sheet)) = docs.find_map(|docs| Some((docs, docs.find(path)?))) {
            let evidence = Evidence {
                headers: &parts.headers,
                query: parts.uri.query().unwrap_or_default(),
                client: record.client,
                certificate: arrival.certificate.as_ref(),
            };
            let answering = docs::answer(&self.core, docs, sheet, parts, evidence);
            let (reply, answer, caller) = answering.await?;
            record.caller = Some(caller);
            return Ok(Passed::Reply(reply, answer));
        }
        let Some(extra) = &self.extra else {
            return Err(Problem::not_found());
        };
        body::content_length(&parts.headers)?;
        arrival.onto(&mut parts.extensions);
        parts.extensions.insert(record.request_id);
        let mut routes = extra.clone();
        let mut request = Request::new(body);
        *request.method_mut() = parts.method.clone();
        *request.uri_mut() = parts.uri.clone();
        *request.version_mut() = parts.version;
        *request.headers_mut() = std::mem::take(&mut parts.headers);
        *request.extensions_mut() = std::mem::take(&mut parts.extensions);
        let answering = pin!(routes.call(request));
        let limit = self.core.defaults.timeout;
        let late = |Late| Problem::unavailable("the answer took too long", Duration::from_secs(1));
        let response = Timed::new(answering, limit)
            .await
            .map_err(late)?
            .unwrap_or_else(|never| match never {});
        if response.extensions().get::<Unmatched>().is_some() {
            return Err(Problem::not_found());
        }
        Ok(Passed::Response(response))
    }
}

/// Refuses heads that are too large, and those that do not say plainly whom they are for and from.
fn sizes(parts: &Parts, arrival: &Arrival) -> Result<(), Problem> {
    let uri = parts.uri.path().len() + parts.uri.query().map_or(0, str::len);
    if uri > LONGEST_URI {
        return Err(Problem::uri_too_long());
    }
    let bytes: usize = parts
        .headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if parts.headers.len() > MOST_HEADERS || bytes > LONGEST_HEADERS {
        return Err(Problem::header_fields_too_large());
    }
    host::check(parts, arrival)?;
    // Which of them would be believed depends on who reads them, a proxy or this gate.
    if parts.headers.get_all(AUTHORIZATION).iter().count() > 1 {
        return Err(Problem::unreadable(
            "a request has one Authorization header",
            vec![Violation::new(
                "/header/authorization",
                "must not be sent twice",
            )],
        ));
    }
    if parts.method == Method::CONNECT {
        return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED).with_header(ALLOW, ""));
    }
    Ok(())
}
