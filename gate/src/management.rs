//! Health and numbers, on a port of their own that is not for callers.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use http::header::{ALLOW, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode};

use crate::boot::Boot;
use crate::edge::headers::security;

/// `/livez`, `/readyz`, `/metrics`.
pub(crate) fn router(boot: Boot) -> Router {
    Router::new().fallback(answer).with_state(boot)
}

async fn answer(State(boot): State<Boot>, request: Request) -> Response {
    let (status, media_type, text) = match (request.method(), request.uri().path()) {
        (&(Method::GET | Method::HEAD), "/livez") => (StatusCode::OK, PLAIN, "live\n".to_owned()),
        (&(Method::GET | Method::HEAD), "/readyz") if boot.is_ready() => {
            (StatusCode::OK, PLAIN, "ready\n".to_owned())
        }
        (&(Method::GET | Method::HEAD), "/readyz") => (
            StatusCode::SERVICE_UNAVAILABLE,
            PLAIN,
            "not ready\n".to_owned(),
        ),
        (&(Method::GET | Method::HEAD), "/metrics") => (
            StatusCode::OK,
            METRICS,
            boot.metrics().text(boot.log().dropped()),
        ),
        (_, "/livez" | "/readyz" | "/metrics") => (
            StatusCode::METHOD_NOT_ALLOWED,
            PLAIN,
            "only GET\n".to_owned(),
        ),
        _ => (
            StatusCode::NOT_FOUND,
            PLAIN,
            "there are /livez, /readyz and /metrics\n".to_owned(),
        ),
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    *response.headers_mut() = security();
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

const PLAIN: &str = "text/plain; charset=utf-8";
const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";
