//! What a connection's requests have in common: who sent them, and who answers.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::header::TRANSFER_ENCODING;
use http::{HeaderMap, Method, Request};
use hyper::body::Incoming;
use tower_service::Service;

use super::line::Line;
use super::refusals::Refusals;
use crate::auth::certificate::Certificate;
use crate::edge::address::Peer;
use crate::problem::Problem;

/// Everything that the requests of one connection share.
#[derive(Clone)]
pub(crate) struct Exchange {
    pub(crate) router: Router,
    pub(crate) refusals: Arc<Refusals>,
    pub(crate) peer: SocketAddr,
    /// What the client's certificate says, if it showed one.
    pub(crate) certificate: Option<Certificate>,
    pub(crate) line: Arc<Line>,
}

impl Exchange {
    /// Passes a request on to the team's router.
    pub(crate) async fn pass(&self, mut request: Request<Incoming>) -> Response<Body> {
        let extensions = request.extensions_mut();
        extensions.insert(Peer(self.peer));
        if let Some(certificate) = &self.certificate {
            extensions.insert(certificate.clone());
        }
        let Ok(response) = self.router.clone().call(request).await;
        response
    }
}

/// What is wrong with the framing of a request that hyper could read. A coding other than `chunked` would be no body
/// that we can read (RFC 9112, section 6.1), and a tunnel is nothing that a service has.
pub(crate) fn framing(method: &Method, headers: &HeaderMap) -> Option<Problem> {
    let mut codings = headers.get_all(TRANSFER_ENCODING).iter();
    let sentence = match (codings.next(), codings.next()) {
        (Some(coding), None) if coding.as_bytes().eq_ignore_ascii_case(b"chunked") => None,
        (Some(_), _) => Some("the only transfer coding that is read here is `chunked`"),
        (None, _) => None,
    };
    match sentence {
        Some(sentence) => Some(Problem::unreadable(sentence, Vec::new()).with_cause(sentence)),
        None if *method == Method::CONNECT => Some(Problem::method_not_allowed("")),
        None => None,
    }
}
