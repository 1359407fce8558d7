//! Health and numbers, on a port of their own that is not for callers.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, StatusCode};

use crate::boot::Boot;
use crate::edge::headers::security;
use crate::problem::Problem;

/// `/livez`, `/readyz`, `/metrics`.
pub(crate) fn router(boot: Boot) -> Router {
    Router::new().fallback(answer).with_state(boot)
}

async fn answer(State(boot): State<Boot>, request: Request) -> Response {
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    match request.uri().path() {
        "/livez" if asks => plain(StatusCode::OK, PLAIN, "live\n".to_owned()),
        "/readyz" if asks && boot.is_ready() => plain(StatusCode::OK, PLAIN, "ready\n".to_owned()),
        "/readyz" if asks => {
            let text = "not ready\n".to_owned();
            plain(StatusCode::SERVICE_UNAVAILABLE, PLAIN, text)
        }
        "/metrics" if asks => {
            let text = boot.metrics().text(boot.log().dropped());
            plain(StatusCode::OK, METRICS, text)
        }
        "/livez" | "/readyz" | "/metrics" => refusal(Problem::method_not_allowed("GET, HEAD")),
        _ => refusal(Problem::not_found().with_detail("there are /livez, /readyz and /metrics")),
    }
}

fn plain(status: StatusCode, media_type: &'static str, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    *response.headers_mut() = security();
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// The envelope of every refusal, without a request id: what is asked here is not in the log.
fn refusal(problem: Problem) -> Response {
    let mut response = problem.into_response();
    for (name, value) in &security() {
        response.headers_mut().insert(name, value.clone());
    }
    response
}

const PLAIN: &str = "text/plain; charset=utf-8";
const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";
