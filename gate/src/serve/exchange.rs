//! What a connection's requests have in common: who sent them, and who answers.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::BoxError;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::header::TRANSFER_ENCODING;
use http::{HeaderMap, Method, Request};
use http_body::Body as HttpBody;

use super::line::Line;
use super::refusals::Refusals;
use crate::edge::arrival::Arrival;
use crate::problem::{Problem, Violation};
use crate::service::Service;

/// Everything that the requests of one connection share.
#[derive(Clone)]
pub(crate) struct Exchange {
    pub(crate) service: Service,
    pub(crate) refusals: Arc<Refusals>,
    pub(crate) peer: SocketAddr,
    pub(crate) arrival: Arrival,
    pub(crate) line: Arc<Line>,
}

impl Exchange {
    /// Passes a request on.
    pub(crate) async fn pass<B>(&self, request: Request<B>) -> Response<Body>
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let request = request.map(Body::new);
        match self.service.gate() {
            Some(gate) => gate.serve(request, &self.arrival).await,
            None => self.service.answer(request, &self.arrival).await,
        }
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
        Some(sentence) => {
            let fault = Violation::new("/header/transfer-encoding", sentence);
            Some(Problem::unreadable(sentence, vec![fault]).with_cause(sentence))
        }
        None if *method == Method::CONNECT => Some(Problem::method_not_allowed("")),
        None => None,
    }
}
